//! What is wrong with the parameters of a call, found before anything is sent.

use std::fmt;

use cloudwright_vocabulary::told;

/// Everything that is wrong with the parameters of a call.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Violations {
    list: Vec<Violation>,
}

/// One thing that is wrong with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Which parameter, by wire names: `Filters[0].Name`.
    pub parameter: String,
    /// What kind of thing it is.
    pub kind: ViolationKind,
    /// What is wrong, as the rest of a sentence: `is required`.
    pub message: String,
}

/// The kinds of things that are wrong with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViolationKind {
    /// It is required and not given.
    Missing,
    /// A number is out of its bounds.
    Bound,
    /// A text or list is too short or too long.
    Length,
    /// Parameters do not fit together.
    Rule,
    /// It cannot stand in a path.
    Path,
    /// It cannot stand in a header.
    Header,
    /// It is no number that can be sent.
    NotFinite,
    /// It is of another kind than the parameter.
    Kind,
    /// It is `null`, which the request cannot say.
    Null,
    /// There is no such parameter.
    Unknown {
        /// The names there are.
        known: Vec<&'static str>,
    },
}

impl Violations {
    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Everything that is wrong, in the order it was found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.list.iter()
    }

    /// Adds what is wrong with a parameter; the message comes in parts.
    #[cold]
    pub(crate) fn add(&mut self, parameter: &str, kind: ViolationKind, message: &[&str]) {
        self.list.push(Violation {
            parameter: parameter.to_owned(),
            kind,
            message: message.concat(),
        });
    }

    /// Adds it, unless something was said of the parameter already.
    #[cold]
    pub(super) fn add_new(&mut self, parameter: &str, kind: ViolationKind, message: &str) {
        if self.list.iter().all(|known| known.parameter != parameter) {
            self.add(parameter, kind, &[message]);
        }
    }

    /// An error, unless nothing is wrong.
    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Debug for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, formatter, |formatter| self.list.fmt(formatter))
    }
}

impl std::error::Error for Violations {}

impl fmt::Display for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.list.iter().enumerate() {
            if index > 0 {
                formatter.write_str("; ")?;
            }
            violation.fmt(formatter)?;
        }
        Ok(())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` {}", self.parameter, self.message)
    }
}
