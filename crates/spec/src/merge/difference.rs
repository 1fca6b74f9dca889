//! One difference between a source and a spec, for people.

use std::fmt;

use cloudwright_page::facts::Span;

use crate::diagnostic::shown;

/// What is different.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DifferenceKind {
    /// The source states something that the spec does not have.
    Added,
    /// Both state it, and not the same.
    Changed,
    /// The source no longer states it.
    Gone,
    /// A conflict in the spec that the source does not have any more; it is for a person to take out. It is told
    /// at every merge until then, other than what is left by hand: nobody has a reason to keep it.
    StaleConflict,
    /// The source states something that cannot be merged by itself.
    ByHand,
    /// A sample, a rate, a permission: merged and told, and no difference in what programs and the service
    /// say to each other.
    Beside,
}

impl DifferenceKind {
    /// Whether the merge leaves it to a person.
    pub fn is_left(self) -> bool {
        matches!(self, Self::StaleConflict | Self::ByHand)
    }

    /// Whether spec and source differ in what programs rely on.
    pub fn is_contract(self) -> bool {
        self != Self::Beside
    }
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind it is.
    pub kind: DifferenceKind,
    /// The spec file.
    pub file: String,
    /// Where in it, from 1.
    pub line: usize,
    /// What it is about: `request Limit: max`.
    pub subject: String,
    /// `page` or `metadata`.
    pub source: &'static str,
    /// The lines of the page, where they are known.
    pub lines: Option<Span>,
    /// What the source says; empty for nothing.
    pub says: String,
    /// What the spec says; empty for nothing.
    pub spec: String,
    /// Why it is left to a person, where the checks would refuse it.
    pub why: Option<String>,
}

impl Difference {
    /// The action that it is about; empty for what actions share.
    pub fn action(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or_default();
        let name = name.strip_suffix(".yaml").unwrap_or(name);
        if name == "service" { "" } else { name }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let subject = shown(&self.subject);
        write!(f, "{}:{}: {subject}: {}", self.file, self.line, self.source)?;
        match self.lines {
            Some(Span { first, last }) if first == last => write!(f, " line {first}")?,
            Some(Span { first, last }) => write!(f, " lines {first}-{last}")?,
            None => {}
        }
        let said = |text: &'_ str| {
            if text.is_empty() {
                "nothing of it".to_owned()
            } else {
                format!("`{}`", shown(text))
            }
        };
        write!(
            f,
            " says {}, spec line {} says {}",
            said(&self.says),
            self.line,
            said(&self.spec)
        )?;
        match self.kind {
            DifferenceKind::StaleConflict => f.write_str("; its conflict must go"),
            DifferenceKind::ByHand => f.write_str("; to be merged by hand"),
            _ => Ok(()),
        }?;
        match &self.why {
            Some(why) => write!(f, ": {}", shown(why)),
            None => Ok(()),
        }
    }
}
