//! The places that values of an answer go to, by kind, as the loop that reads an answer sees them.

use super::decode::{
    AnyPlace, EnumPlace, Field, ListPlace, MapPlace, NumberPlace, ObjectPlace, PackedPlace, Put,
};
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
    JsonText(&'a mut dyn PackedPlace),
    /// A list that travels as one text, with commas between its items.
    CommaText(&'a mut dyn PackedPlace),
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
    /// Whether a value is there already. A place in a list or map is always new.
    pub(super) fn is_set(&mut self) -> bool {
        match self {
            Self::String(place) => place.is_set(),
            Self::Integer(place) => place.is_set(),
            Self::Unsigned(place) => place.is_set(),
            Self::Number(place) => place.is_set(),
            Self::Boolean(place) => place.is_set(),
            Self::Any(place) => place.is_set(),
            Self::Enum(place) => place.is_set(),
            Self::Object(place) => place.is_set(),
            Self::List(place) => place.is_set(),
            Self::Map(place) => place.is_set(),
            Self::JsonText(place) | Self::CommaText(place) => place.slot().is_set(),
            Self::Time(place) => place.is_set(),
            Self::TimeIn(_, field) => field.place().is_set(),
        }
    }

    pub(super) fn has_parts(&self) -> bool {
        matches!(self, Self::Object(_) | Self::List(_) | Self::Map(_))
    }

    /// Takes away the value that is there.
    pub(super) fn clear(&mut self) {
        match self {
            Self::String(place) => place.clear(),
            Self::Integer(place) => place.clear(),
            Self::Unsigned(place) => place.clear(),
            Self::Number(place) => place.clear(),
            Self::Boolean(place) => place.clear(),
            Self::Any(place) => place.clear(),
            Self::Enum(place) => place.clear(),
            Self::Object(place) => place.clear(),
            Self::List(place) => place.clear(),
            Self::Map(place) => place.clear(),
            Self::JsonText(place) | Self::CommaText(place) => place.slot().clear(),
            Self::Time(place) => place.clear(),
            Self::TimeIn(_, field) => field.place().clear(),
        }
    }
}
