//! What an answer held that its page does not say: the first sign of drift.
//!
//! None of it fails a call. An answer that keeps to its page costs no allocation here.

use std::fmt;

use super::path::Path;

/// Different findings that are kept of one answer; what is beyond is only counted.
const KEPT: usize = 64;

/// What was bridged, skipped or not known while an answer was read.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Findings {
    list: Vec<Finding>,
    /// What stands for each one's path.
    marks: Vec<u64>,
    count: usize,
}

/// One kind of finding at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Where, for all items of a list alike: `$.Response.Data.LogInfo[].InvokePara`.
    pub path: String,
    /// What.
    pub kind: FindingKind,
    /// How often.
    pub count: usize,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// A member that the type does not have. It was skipped.
    UnknownMember,
    /// A member that stood there before. The last one counts.
    DuplicateMember,
    /// A member whose name differs from the page's in the case of its first letter. It was taken
    /// for the page's, where that one is absent.
    OtherCase,
    /// A value of another kind, converted without loss: `"5"` for an integer.
    Converted {
        /// The kind the page says.
        expected: &'static str,
        /// The kind that stood there.
        got: &'static str,
    },
    /// An empty text or an empty list where a value of another kind belongs. It counts as absent.
    Empty {
        /// The kind the page says.
        expected: &'static str,
    },
    /// `null` in a list or a map. It was left out.
    NullItem,
    /// Text with half a character or bytes that are not UTF-8; U+FFFD stands in their place.
    BrokenText,
    /// The member that should hold the result is missing. What stood beside it was read.
    NoEnvelope,
    /// A value of another kind that does not stand for the page's. It was left out, as
    /// `with_lenient_answers` asks for.
    Unreadable {
        /// The kind the page says.
        expected: &'static str,
        /// The kind that stood there.
        got: &'static str,
    },
}

impl Findings {
    /// Nothing was found.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How often something was found, also beyond what is kept.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The findings, in the order they were met. Not more than 64 different ones are kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.list.iter()
    }

    /// Whether something of this kind was found and kept.
    pub fn has(&self, kind: FindingKind) -> bool {
        self.list.iter().any(|finding| finding.kind == kind)
    }

    /// Takes another finding in, at a price that does not grow with the answer.
    #[cold]
    pub(super) fn add(&mut self, path: &Path<'_>, kind: FindingKind) {
        self.count += 1;
        let mark = path.mark();
        let mut known = self.list.iter_mut().zip(&self.marks);
        let same = known.find(|(finding, known)| **known == mark && finding.kind == kind);
        if let Some((finding, _)) = same {
            finding.count += 1;
        } else if self.list.len() < KEPT {
            let (path, count) = (path.pattern(), 1);
            self.list.push(Finding { path, kind, count });
            self.marks.push(mark);
        }
    }

    /// Takes in what was found in another part of the answer.
    pub(crate) fn extend(&mut self, others: Self) {
        self.count += others.count;
        let room = KEPT - self.list.len();
        self.list.extend(others.list.into_iter().take(room));
        self.marks.extend(others.marks.into_iter().take(room));
    }
}

impl fmt::Debug for Findings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Findings")
            .field("list", &self.list)
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}

impl<'a> IntoIterator for &'a Findings {
    type Item = &'a Finding;
    type IntoIter = std::slice::Iter<'a, Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for FindingKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownMember => formatter.write_str("not in the spec"),
            Self::DuplicateMember => formatter.write_str("given more than once"),
            Self::OtherCase => formatter.write_str("spelled with another case"),
            Self::Converted { expected, got } => {
                write!(formatter, "{got} in place of {expected}")
            }
            Self::Empty { expected } => write!(formatter, "empty in place of {expected}"),
            Self::NullItem => formatter.write_str("null"),
            Self::BrokenText => formatter.write_str("text that is not Unicode"),
            Self::NoEnvelope => formatter.write_str("missing around the result"),
            Self::Unreadable { expected, got } => {
                write!(formatter, "{got} in place of {expected}, left out")
            }
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.kind)?;
        if self.count > 1 {
            write!(formatter, " ({} times)", self.count)?;
        }
        Ok(())
    }
}
