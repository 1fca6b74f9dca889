//! The events that a request is written as, and what takes them.
//!
//! Every form of a request is a [`Sink`]: JSON text, flat parameters, the placement of an action's
//! parameters, and the checks.

/// A value without parts.
#[derive(Clone, Copy, Debug)]
pub(super) enum Scalar<'a> {
    Null,
    Text(&'a str),
    Integer(i64),
    Unsigned(u64),
    Number(Number),
    Boolean(bool),
}

/// A number that need be no integer, with what writes it: so that only programs that send such
/// numbers have the code for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) value: f64,
    text: fn(f64) -> String,
}

impl Number {
    /// The number with the fewest digits that read back the same.
    pub(super) fn text(self) -> String {
        (self.text)(self.value)
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self {
            value,
            text: |value| format!("{value:?}"),
        }
    }
}

/// Takes a request, event by event.
pub(super) trait Sink {
    /// The next value belongs to this member of the open object.
    fn field(&mut self, name: &str);
    /// The next value is the next item of the open list.
    fn item(&mut self);
    /// A value without parts.
    fn scalar(&mut self, value: Scalar<'_>);
    /// The value is an object: its members follow.
    fn open_object(&mut self);
    /// The object ends.
    fn close_object(&mut self);
    /// The value is a list: its items follow.
    fn open_list(&mut self);
    /// The list ends.
    fn close_list(&mut self);
}
