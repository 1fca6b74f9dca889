//! What a value with parts needs before it is sent, behind one pointer: a program that gives texts and
//! numbers only has none of it.

use super::check::{Check, Expected};
use super::flat::{Pairs, flatten, joined};
use super::request::{ListStyle, packed};
use super::tape::{Events, Tape};
use crate::meta::Kind;

/// Is given a value.
pub(super) type Give<'a> = dyn FnMut(&Tape) + 'a;

/// What is done with a value that may have parts.
pub(super) struct Parts {
    /// Checks the next value.
    pub(super) check: fn(&mut Check<'_>, &mut Events<'_>, Expected),
    /// Gives on the value in which every field that its table says is one text is that text.
    pub(super) pack: fn(&Tape, &Kind, &mut Give<'_>),
    /// Adds the pairs of the value.
    pub(super) flatten: fn(&str, &Tape, ListStyle, &mut Pairs),
    /// The texts in the value, joined by commas.
    pub(super) join: fn(&Tape) -> Option<String>,
}

pub(super) static PARTS: Parts = Parts {
    check: |check, events, expected| check.value(events, expected),
    pack: packed,
    flatten,
    join: joined,
};
