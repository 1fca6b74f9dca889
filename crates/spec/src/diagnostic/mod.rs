//! What is found in specs: diagnostics, and the report that holds them.
//!
//! A diagnostic knows its place in the file. How places are found and how reports are drawn is
//! not decided here.

mod closest;
mod code;
mod finding;
mod place;
mod render;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cloudwright_vocabulary::{printable, told};

pub use crate::source::Span;
pub use closest::closest;
pub use code::Code;
pub(crate) use finding::{Finding, Findings, resolve};
pub(crate) use place::{At, Place, Spot, Step};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// Worth a look.
    Warning,
}

/// Another place that a diagnostic points at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Label {
    /// The file.
    pub file: String,
    /// The place in it.
    pub span: Span,
    /// What is to be seen there.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// What kind of finding it is.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The file it is about.
    pub file: String,
    /// The place in the file; absent where it is about the file as a whole.
    pub span: Option<Span>,
    /// Other places that have to do with it.
    pub labels: Vec<Label>,
    /// What can be done about it.
    pub help: Vec<String>,
}

impl Diagnostic {
    fn sort_key(&self) -> (&str, Option<&Span>, Severity, Code, &str) {
        (
            &self.file,
            self.span.as_ref(),
            self.severity,
            self.code,
            &self.message,
        )
    }
}

/// All findings of a run, sorted by place and without repetitions.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Report {
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The files that are pointed at, by path.
    pub(crate) sources: BTreeMap<String, String>,
}

impl Report {
    pub(crate) fn new(mut diagnostics: Vec<Diagnostic>, sources: BTreeMap<String, String>) -> Self {
        diagnostics.sort_by(|left, right| left.sort_key().cmp(&right.sort_key()));
        diagnostics.dedup();
        Self {
            diagnostics,
            sources,
        }
    }

    /// The findings, sorted by place.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether there is an error among the findings.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|found| found.severity == severity)
            .count()
    }

    /// The closing line alone: `2 errors and 1 warning in 2 files`.
    pub fn summary(&self) -> String {
        let counts = [(Severity::Error, "error"), (Severity::Warning, "warning")]
            .into_iter()
            .map(|(severity, noun)| (self.count(severity), noun))
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect::<Vec<_>>();
        let files: BTreeSet<&str> = self.diagnostics.iter().map(|found| &*found.file).collect();
        if counts.is_empty() {
            return "no findings".to_owned();
        }
        format!(
            "{} in {}",
            counts.join(" and "),
            counted(files.len(), "file")
        )
    }
}

/// `1 file`, `2 files`.
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| {
            f.debug_struct("Report")
                .field("diagnostics", &self.diagnostics)
                .field("sources", &self.sources.keys())
                .finish()
        })
    }
}

impl std::error::Error for Report {}

/// A text of a source, safe to print and of readable length.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 120;
    let is_unseen = |c: char| printable::is_unprintable(c) || c.is_control();
    let start = text.chars().take(LONGEST);
    let mut out: String = start.map(|c| if is_unseen(c) { ' ' } else { c }).collect();
    if text.chars().count() > LONGEST {
        out.push('…');
    }
    out
}
