//! Parameters that the runtime gives in place of the request: an offset while paging, the project.

use super::sink::{Scalar, Sink};
use crate::meta::{Kind, Operation};

/// Parameters by wire name that are sent whatever the request says, or where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    list: Vec<Override>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Override {
    name: String,
    value: ParameterValue,
    /// The request's own value goes first.
    yields: bool,
}

/// A value that the runtime gives to a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// A number; as text where the parameter holds text.
    Integer(i64),
    /// A text; as a number where the parameter holds one and the text is one.
    Text(String),
}

impl From<i64> for ParameterValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for ParameterValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for ParameterValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Overrides {
    /// Nothing.
    pub const fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// Nothing is exchanged.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Sends this value whatever the request says.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<ParameterValue>) {
        self.put(name.into(), value.into(), false);
    }

    /// Sends this value where the request says nothing.
    pub fn fill(&mut self, name: impl Into<String>, value: impl Into<ParameterValue>) {
        self.put(name.into(), value.into(), true);
    }

    fn put(&mut self, name: String, value: ParameterValue, yields: bool) {
        self.list.retain(|known| known.name != name);
        self.list.push(Override {
            name,
            value,
            yields,
        });
    }
}

/// Passes a request on with some of its parameters exchanged.
pub(super) struct Overridden<'a> {
    to: &'a mut dyn Sink,
    overrides: &'a Overrides,
    /// By index: the request gave it, and it yields.
    given: Vec<bool>,
    depth: usize,
    dropping: bool,
}

impl<'a> Overridden<'a> {
    pub(super) fn new(to: &'a mut dyn Sink, overrides: &'a Overrides) -> Self {
        Self {
            to,
            overrides,
            given: vec![false; overrides.list.len()],
            depth: 0,
            dropping: false,
        }
    }

    /// Writes what the request has not given itself.
    pub(super) fn finish(self, operation: &Operation) {
        for (known, given) in self.overrides.list.iter().zip(self.given) {
            if given {
                continue;
            }
            let kind = operation.parameter(&known.name).map(|found| &found.kind);
            self.to.field(&known.name);
            match &known.value {
                ParameterValue::Integer(number) if matches!(kind, Some(Kind::String)) => {
                    self.to.scalar(Scalar::Text(&number.to_string()));
                }
                ParameterValue::Integer(number) => self.to.scalar(Scalar::Integer(*number)),
                ParameterValue::Text(text) => self.to.scalar(as_number(kind, text)),
            }
        }
    }
}

fn as_number<'t>(kind: Option<&Kind>, text: &'t str) -> Scalar<'t> {
    let number = match kind {
        Some(Kind::Integer) => text.parse().ok().map(Scalar::Integer),
        Some(Kind::Unsigned) => text.parse().ok().map(Scalar::Unsigned),
        _ => None,
    };
    number.unwrap_or(Scalar::Text(text))
}

impl Sink for Overridden<'_> {
    fn field(&mut self, name: &str) {
        if self.depth == 0 {
            let known = self
                .overrides
                .list
                .iter()
                .position(|known| known.name == name);
            self.dropping = known.is_some_and(|index| !self.overrides.list[index].yields);
            if let (Some(index), false) = (known, self.dropping) {
                self.given[index] = true;
            }
        }
        if !self.dropping {
            self.to.field(name);
        }
    }

    fn item(&mut self) {
        if !self.dropping {
            self.to.item();
        }
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        if !self.dropping {
            self.to.scalar(value);
        }
    }

    fn open_object(&mut self) {
        self.depth += 1;
        if !self.dropping {
            self.to.open_object();
        }
    }

    fn close_object(&mut self) {
        self.depth -= 1;
        if !self.dropping {
            self.to.close_object();
        }
    }

    fn open_list(&mut self) {
        self.depth += 1;
        if !self.dropping {
            self.to.open_list();
        }
    }

    fn close_list(&mut self) {
        self.depth -= 1;
        if !self.dropping {
            self.to.close_list();
        }
    }
}
