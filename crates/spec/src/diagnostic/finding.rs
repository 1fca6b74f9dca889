//! Findings as the checks make them: with the path of a place in the document instead of bytes.
//!
//! A check walks the model and carries its path along on the stack, at no cost; only a finding
//! copies it. [`resolve`] makes the tree of each file that has findings once more and looks the paths
//! up.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::closest::closest;
use super::{At, Code, Diagnostic, Label, Report, Severity, Span};
use crate::source::{self, LineIndex, MAX_FINDINGS_PER_FILE, Node};

/// So many findings of a file say what was perhaps meant; looking for that is what takes long.
const SUGGESTED_PER_FILE: usize = 100;

/// Something that a check has found.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    severity: Severity,
    code: Code,
    file: String,
    at: At,
    message: String,
    labels: Vec<(String, At, String)>,
    pub(crate) help: Vec<String>,
    /// Whether what was perhaps meant is looked for.
    suggests: bool,
}

impl Finding {
    /// What is wrong in one place of a file.
    pub(crate) fn error(
        code: Code,
        file: &str,
        at: impl Into<At>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Error,
            code,
            file: file.to_owned(),
            at: at.into(),
            message: message.into(),
            labels: Vec::new(),
            help: Vec::new(),
            suggests: true,
        }
    }

    pub(crate) fn warning(
        code: Code,
        file: &str,
        at: impl Into<At>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, file, at, message)
        }
    }

    pub(crate) fn severity(&self) -> Severity {
        self.severity
    }

    pub(crate) fn at(&self) -> &At {
        &self.at
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// Whether it asks for another name of what it is about.
    pub(crate) fn asks_for_a_name(&self) -> bool {
        matches!(self.code, Code::SameRustName | Code::DuplicateName)
    }

    /// Every file that it points at.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        let of_labels = self.labels.iter().map(|(file, ..)| file.as_str());
        of_labels.chain([self.file.as_str()])
    }

    /// Points at another place too.
    pub(crate) fn label(&mut self, file: &str, at: impl Into<At>, text: &str) -> &mut Self {
        self.labels
            .push((file.to_owned(), at.into(), text.to_owned()));
        self
    }

    /// Points at another place of the same file too.
    pub(crate) fn beside(&mut self, at: impl Into<At>, text: &str) -> &mut Self {
        let file = self.file.clone();
        self.label(&file, at, text)
    }

    /// Says what can be done.
    pub(crate) fn help(&mut self, text: impl Into<String>) -> &mut Self {
        self.help.push(text.into());
        self
    }

    /// Says what was perhaps meant, if there is such a thing.
    pub(crate) fn did_you_mean<'a>(
        &mut self,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> &mut Self {
        let meant = self.suggests.then(|| closest(written, known)).flatten();
        if let Some(word) = meant {
            self.help(format!("did you mean `{word}`?"));
        }
        self
    }
}

/// The findings of a file. More of a severity than are shown are not kept.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) list: Vec<Finding>,
    errors: usize,
    warnings: usize,
    /// The last one that was not kept, so that whoever made it can say more of it all the same.
    surplus: Option<Finding>,
}

impl Findings {
    /// Keeps a finding, which may have more to say.
    pub(crate) fn keep(&mut self, mut finding: Finding) -> &mut Finding {
        let index = self.list.len();
        finding.suggests = index < SUGGESTED_PER_FILE;
        let count = match finding.severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count > MAX_FINDINGS_PER_FILE {
            return self.surplus.insert(finding);
        }
        self.list.push(finding);
        &mut self.list[index]
    }
}

/// A file that findings point into.
struct Pointed<'t> {
    text: &'t str,
    lines: LineIndex<'t>,
    /// Read where a path is looked up in it for the first time.
    root: OnceCell<Option<Node>>,
}

impl<'t> Pointed<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            lines: LineIndex::new(text),
            root: OnceCell::new(),
        }
    }

    fn find(&self, at: &At) -> Option<Span> {
        match at {
            At::File => None,
            At::Bytes(bytes) => Some(self.lines.span(bytes)),
            At::Spot(spot) => {
                let parsed = || source::parse(self.text).ok().and_then(|tree| tree.root);
                let root = self.root.get_or_init(parsed).as_ref()?;
                Some(self.lines.span(&spot.find(root)))
            }
        }
    }
}

/// Turns findings into a report, given the texts of the files they are in.
pub(crate) fn resolve(findings: Vec<Finding>, texts: &BTreeMap<&str, Cow<'_, str>>) -> Report {
    let files: BTreeMap<&str, Pointed<'_>> = texts
        .iter()
        .map(|(file, text)| (*file, Pointed::new(text)))
        .collect();
    let find = |file: &str, at: &At| files.get(file)?.find(at);
    let mut diagnostics = Vec::with_capacity(findings.len());
    let mut pointed_at = BTreeSet::new();
    // Apart, so that no error is lost behind warnings.
    let mut of_file: BTreeMap<(String, Severity), usize> = BTreeMap::new();
    for finding in findings {
        let key = (finding.file.clone(), finding.severity);
        let count = of_file.entry(key).or_default();
        *count += 1;
        if *count > MAX_FINDINGS_PER_FILE {
            continue;
        }
        pointed_at.extend(finding.files().map(str::to_owned));
        let span = find(&finding.file, &finding.at);
        let labels = finding.labels.into_iter().filter_map(|(file, at, text)| {
            let span = find(&file, &at)?;
            Some(Label { file, span, text })
        });
        diagnostics.push(Diagnostic {
            severity: finding.severity,
            code: finding.code,
            message: finding.message,
            labels: labels.collect(),
            file: finding.file,
            span,
            help: finding.help,
        });
    }
    let sources = pointed_at.into_iter().filter_map(|file| {
        let text = texts.get(&*file)?.clone().into_owned();
        Some((file, text))
    });
    Report::new(diagnostics, sources.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn only_the_first_findings_of_a_file_say_what_was_perhaps_meant() {
        let mut findings = Findings::default();
        for _ in 0..=SUGGESTED_PER_FILE {
            let error = Finding::error(Code::UnknownType, "a.yaml", At::File, "unknown");
            findings.keep(error).did_you_mean("wrd", ["word"]);
        }
        let (last, first) = findings.list.split_last().unwrap();
        assert!(last.help.is_empty());
        assert!(
            first
                .iter()
                .all(|found| found.help == ["did you mean `word`?"])
        );
    }

    #[test]
    fn no_error_is_lost_behind_warnings() {
        let warning = |at: usize| {
            Finding::warning(Code::UnusedType, "a.yaml", At::Bytes(at..at + 1), "unused")
        };
        let mut findings: Vec<Finding> = (0..MAX_FINDINGS_PER_FILE * 2).map(warning).collect();
        let error = Finding::error(Code::BadName, "a.yaml", At::Bytes(0..1), "bad");
        findings.push(error);
        let text = "x".repeat(MAX_FINDINGS_PER_FILE * 3);
        let report = resolve(findings, &BTreeMap::from([("a.yaml", text.into())]));
        assert!(report.has_errors());
        assert_eq!(report.count(Severity::Warning), MAX_FINDINGS_PER_FILE);
    }
}
