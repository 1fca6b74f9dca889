//! Findings as the checks make them: with the path of a place in the document instead of bytes.
//!
//! A check walks the model and carries its path along on the stack, at no cost; only a finding
//! copies it. [`resolve`] makes the tree of each file that has findings once more and looks the paths
//! up.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, Label, Report, Severity, Span};
use crate::source::{self, Content, LineIndex, MAX_FINDINGS_PER_FILE, Node};

/// So many words are compared with a misspelt one at most.
const MAX_COMPARED: usize = 5_000;

/// A path in a document, from the place back to the root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// The document itself.
    pub(crate) const ROOT: Self = Self {
        parent: None,
        step: Step::Root,
    };

    /// The value of a key.
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    /// An item of a list.
    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// As an owned spot, pointing at the value.
    pub(crate) fn value(&self) -> Spot {
        Spot {
            steps: self.steps(),
            part: Part::Value,
        }
    }

    /// As an owned spot, pointing at the key itself.
    pub(crate) fn name(&self) -> Spot {
        Spot {
            steps: self.steps(),
            part: Part::Key,
        }
    }

    fn steps(&self) -> Vec<OwnedStep> {
        let mut steps = Vec::new();
        let mut place = Some(self);
        while let Some(here) = place {
            match here.step {
                Step::Root => {}
                Step::Key(key) => steps.push(OwnedStep::Key(key.to_owned())),
                Step::Index(index) => steps.push(OwnedStep::Index(index)),
            }
            place = here.parent;
        }
        steps.reverse();
        steps
    }
}

/// An owned path to a key or a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Spot {
    steps: Vec<OwnedStep>,
    part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Key,
    Value,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum OwnedStep {
    Key(String),
    Index(usize),
}

impl Spot {
    /// Whether it is within the thing that another one is a key of.
    pub(crate) fn is_beside_or_below(&self, key: &Self) -> bool {
        let around = key.steps.split_last().map_or(&[][..], |(_, around)| around);
        self.steps.starts_with(around)
    }

    /// The bytes in a document: of the place, or of the nearest thing around it that is there.
    fn find(&self, root: &Node) -> Range<usize> {
        let mut node = root;
        let mut key_bytes = None;
        for step in &self.steps {
            let next = match (step, &node.content) {
                (OwnedStep::Key(wanted), Content::Map(entries)) => entries
                    .iter()
                    .find(|(key, _)| key.text() == Some(wanted))
                    .map(|(key, value)| (Some(key.bytes.clone()), value)),
                (OwnedStep::Index(index), Content::List(items)) => {
                    items.get(*index).map(|item| (None, item))
                }
                _ => None,
            };
            let Some((key, value)) = next else {
                return key_bytes.unwrap_or_else(|| node.head());
            };
            key_bytes = key;
            node = value;
        }
        match (self.part, key_bytes) {
            (Part::Key, Some(key)) => key,
            (_, Some(key)) if node.bytes.is_empty() => key,
            (_, Some(key)) if !matches!(node.content, Content::Scalar { .. }) => key,
            _ => match node.content {
                Content::Scalar { .. } => node.bytes.clone(),
                _ => node.head(),
            },
        }
    }
}

/// Where in a file a finding is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum At {
    /// The file as a whole.
    File,
    /// A path in the document.
    Spot(Spot),
    /// Bytes, where they are known already.
    Bytes(Range<usize>),
}

impl From<Spot> for At {
    fn from(spot: Spot) -> Self {
        Self::Spot(spot)
    }
}

/// Something that a check has found.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    severity: Severity,
    code: Code,
    file: String,
    at: At,
    message: String,
    labels: Vec<(String, At, String)>,
    help: Vec<String>,
    /// Whether what was perhaps meant is looked for.
    suggests: bool,
}

impl Finding {
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

    /// Looks for nothing that was perhaps meant: of many findings, few have that read.
    pub(crate) fn without_suggestion(mut self) -> Self {
        self.suggests = false;
        self
    }

    /// Every file that it points at.
    pub(crate) fn files(&self) -> impl Iterator<Item = &str> {
        let of_labels = self.labels.iter().map(|(file, ..)| file.as_str());
        of_labels.chain([self.file.as_str()])
    }

    /// Points at another place too.
    pub(crate) fn label(mut self, file: &str, at: impl Into<At>, text: &str) -> Self {
        self.labels
            .push((file.to_owned(), at.into(), text.to_owned()));
        self
    }

    /// Says what can be done.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Says what was perhaps meant, if there is such a thing.
    pub(crate) fn did_you_mean<'a>(
        self,
        written: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let closest = self.suggests.then(|| closest(written, known)).flatten();
        match closest {
            Some(word) => self.help(format!("did you mean `{word}`?")),
            None => self,
        }
    }
}

/// The word that is most like another, if any is like it at all.
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a text of this length by a letter, and comparing it would take long.
    if written.len() > 256 {
        return None;
    }
    let lower = written.to_lowercase();
    known
        .into_iter()
        .filter(|word| word.len().abs_diff(written.len()) <= 3 + word.len() / 3)
        .take(MAX_COMPARED)
        .map(|word| {
            let known = word.to_lowercase();
            let likeness = strsim::jaro_winkler(&lower, &known);
            let letters_off = strsim::osa_distance(&lower, &known);
            (letters_off, likeness, word)
        })
        .filter(|(letters_off, likeness, word)| {
            *letters_off <= 1 + word.chars().count() / 5 || *likeness > 0.93
        })
        .min_by(|left, right| {
            left.0
                .cmp(&right.0)
                .then(right.1.total_cmp(&left.1))
                .then(left.2.cmp(right.2))
        })
        .map(|(_, _, word)| word)
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
pub(crate) fn resolve(findings: Vec<Finding>, texts: &BTreeMap<&str, &str>) -> Report {
    let files: BTreeMap<&str, Pointed<'_>> = texts
        .iter()
        .map(|(file, text)| (*file, Pointed::new(text)))
        .collect();
    let find = |file: &str, at: &At| files.get(file)?.find(at);
    let mut diagnostics = Vec::with_capacity(findings.len());
    // Apart, so that no error is lost behind warnings.
    let mut of_file: BTreeMap<(String, Severity), usize> = BTreeMap::new();
    for finding in findings {
        let key = (finding.file.clone(), finding.severity);
        let count = of_file.entry(key).or_default();
        *count += 1;
        if *count > MAX_FINDINGS_PER_FILE {
            continue;
        }
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
    let sources = sources_of(&diagnostics, texts);
    Report::new(diagnostics, sources)
}

fn sources_of(
    diagnostics: &[Diagnostic],
    texts: &BTreeMap<&str, &str>,
) -> BTreeMap<String, String> {
    diagnostics
        .iter()
        .flat_map(|found| {
            let of_labels = found.labels.iter().map(|label| label.file.as_str());
            of_labels.chain([found.file.as_str()])
        })
        .filter_map(|file| Some((file.to_owned(), (*texts.get(file)?).to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_misspelt_word_is_compared_with_so_many_words_at_most() {
        let compared = Cell::new(0);
        let known: Vec<String> = (0..MAX_COMPARED * 3)
            .map(|at| format!("word{at:06}"))
            .collect();
        let words = || {
            let count = |_: &&str| compared.set(compared.get() + 1);
            known.iter().map(String::as_str).inspect(count)
        };
        let error = || Finding::error(Code::UnknownType, "a.yaml", At::File, "unknown");
        let found = error().did_you_mean("word00001", words());
        assert_eq!(found.help, ["did you mean `word000001`?"]);
        assert_eq!(compared.replace(0), MAX_COMPARED);
        let found = error()
            .without_suggestion()
            .did_you_mean("word00001", words());
        assert!(found.help.is_empty());
        assert_eq!(compared.get(), 0);
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
        let report = resolve(findings, &BTreeMap::from([("a.yaml", text.as_str())]));
        assert!(report.has_errors());
        assert_eq!(report.count(Severity::Warning), MAX_FINDINGS_PER_FILE);
    }
}
