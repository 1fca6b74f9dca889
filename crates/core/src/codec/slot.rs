//! The places that values of an answer go to, by kind, as the loop that reads an answer sees them.

use super::decode::{
    AnyPlace, EnumPlace, Field, ListPlace, MapPlace, NumberPlace, ObjectPlace, Put,
};
use super::presence::Presence;
use crate::time::{DateTime, TimeFormat};

/// A place that a value of the answer goes to: a field, or an item of a list or a map.
#[derive(Debug)]
#[non_exhaustive]
pub enum Slot<'a> {
    /// Text; numbers are taken with their exact text.
    String(&'a mut dyn Put<String>),
    /// A signed number of 64 bits.
    Integer(&'a mut dyn Put<i64>),
    /// An unsigned number of 64 bits.
    Unsigned(&'a mut dyn Put<u64>),
    /// A floating-point number.
    Number(&'a mut dyn NumberPlace),
    /// True or false.
    Boolean(&'a mut dyn Put<bool>),
    /// Any JSON value.
    Any(&'a mut dyn AnyPlace),
    /// An open enum.
    Enum(&'a mut dyn EnumPlace),
    /// A structure.
    Object(&'a mut dyn ObjectPlace),
    /// A list.
    List(&'a mut dyn ListPlace),
    /// An object with any keys.
    Map(&'a mut dyn MapPlace),
    /// A structure, a list or a map that travels as JSON in one text.
    JsonText(&'a mut dyn Field),
    /// A list that travels as one text, with commas between its items.
    CommaText(&'a mut dyn Field),
    /// A time; numbers are taken with their exact text.
    Time(&'a mut dyn Put<DateTime>),
    /// A time, or a list or a map of times, that is written so.
    TimeIn(TimeFormat, &'a mut dyn Field),
}

impl<'a> Slot<'a> {
    /// The place that a field is; always there, as the arms of [`Decode::slot`](super::Decode::slot) want it.
    pub fn of<F: Field>(field: &'a mut F) -> Option<Self> {
        Some(field.place())
    }

    /// The place of times that are written so.
    pub fn time(format: TimeFormat, field: &'a mut dyn Field) -> Option<Self> {
        Some(Self::TimeIn(format, field))
    }
}

impl Slot<'_> {
    /// Whether a value is there already.
    pub(super) fn is_set(&mut self) -> bool {
        self.presence().is_set()
    }

    /// Takes away the value that is there.
    pub(super) fn clear(&mut self) {
        self.presence().clear();
    }

    fn presence(&mut self) -> &mut dyn Presence {
        match self {
            Self::String(place) => *place,
            Self::Integer(place) => *place,
            Self::Unsigned(place) => *place,
            Self::Number(place) => *place,
            Self::Boolean(place) => *place,
            Self::Any(place) => *place,
            Self::Enum(place) => *place,
            Self::Object(place) => *place,
            Self::List(place) => *place,
            Self::Map(place) => *place,
            Self::Time(place) => *place,
            Self::JsonText(field) | Self::CommaText(field) | Self::TimeIn(_, field) => *field,
        }
    }

    pub(super) fn has_parts(&self) -> bool {
        matches!(self, Self::Object(_) | Self::List(_) | Self::Map(_))
    }
}
