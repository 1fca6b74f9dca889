//! What a response type tells the codec: which of its fields a name of the answer fills.
//!
//! Generated types implement [`Decode`] with one line a field ([`members!`](crate::members)) and nothing
//! else. The loop that reads an answer, converts leniently and keeps the path for errors knows a structure by
//! [`Decode`] and a field by [`Field`], as objects: it is compiled once, in `read`, and not again for every
//! generated type. Reading goes down through these traits and the [`Reader`] in turn, as the answer nests.

use std::any::Any;

use super::path::Path;
use super::presence::Presence;
use super::read::{Read, Reader};
use crate::time::TimeFormat;

/// A structure that an answer, or a part of one, is read into.
pub trait Decode: Any + Send {
    /// The place for the member of this wire name; `None` where the type has none.
    fn slot(&mut self, name: &str) -> Option<Slot<'_>>;

    /// How a whole result of this type is laid out; an object with members unless said otherwise.
    ///
    /// It counts for the type of a whole result only, not for types nested in it.
    fn root(&mut self) -> Root<'_> {
        Root::Members
    }

    /// The members of a whole result that travel as headers of the answer, by wire name. They have
    /// slots as well.
    fn headers(&self) -> &'static [&'static str] {
        &[]
    }

    /// Bytes on the heap that are its own and no member's: of what stands in a box, or has members
    /// of any name.
    fn heap_size(&self) -> usize {
        0
    }
}

impl<T: Decode> Decode for Box<T> {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        T::slot(self, name)
    }

    fn heap_size(&self) -> usize {
        size_of::<T>()
    }
}

/// A place that a value of the answer goes to: a field, and how its value travels.
#[non_exhaustive]
pub enum Slot<'a> {
    /// The value stands as what it is.
    Plain(&'a mut dyn Field),
    /// A structure, a list or a map that travels as JSON in one text.
    JsonText(&'a mut dyn Field),
    /// A list that travels as one text, with commas between its items.
    CommaText(&'a mut dyn Field),
    /// A time, or a list or a map of times, that is written so.
    TimeIn(TimeFormat, &'a mut dyn Field),
}

impl<'a> Slot<'a> {
    /// The place that a field is; always there, as the arms of [`Decode::slot`] want it.
    pub fn of(field: &'a mut dyn Field) -> Option<Self> {
        Some(Self::Plain(field))
    }

    /// The place of times that are written so.
    pub fn time(format: TimeFormat, field: &'a mut dyn Field) -> Option<Self> {
        Some(Self::TimeIn(format, field))
    }

    pub(super) fn field(&mut self) -> &mut dyn Field {
        match self {
            Self::Plain(field)
            | Self::JsonText(field)
            | Self::CommaText(field)
            | Self::TimeIn(_, field) => *field,
        }
    }
}

/// How a whole result is laid out.
pub enum Root<'a> {
    /// It is an object, and its members have slots.
    Members,
    /// Whatever it is, it goes here: a list, a map or a single value.
    Whole(Slot<'a>),
    /// An object's members have slots; anything else goes here.
    MembersOr(Slot<'a>),
}

#[doc(hidden)]
impl<'a> Root<'a> {
    /// [`Root::Whole`] of a slot that is there.
    pub fn whole(slot: Option<Slot<'a>>) -> Self {
        slot.map_or(Self::Members, Self::Whole)
    }

    /// [`Root::MembersOr`] of a slot that is there.
    pub fn otherwise(slot: Option<Slot<'a>>) -> Self {
        slot.map_or(Self::Members, Self::MembersOr)
    }
}

/// A field of a structure that an answer is read into: an `Option`, a list or a map.
pub trait Field: Presence {
    /// Reads the next value of the answer. It stays absent where that is `null`, or is not of its kind, which the
    /// reader keeps in mind; what was read before a text broke off stays.
    ///
    /// # Errors
    ///
    /// What ends the reading: text that is no JSON, a bound of memory or of time.
    fn read(&mut self, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()>;
}

/// What may be in a field: in an `Option`, a list or a map.
///
/// Structures have it by [`Decode`] and [`Default`]; open enums by [`open_enum!`](crate::open_enum).
pub trait Element: Sized + Send + 'static {
    /// Reads the next value of the answer, as [`Field::read`] does, to a place where there is none.
    ///
    /// # Errors
    ///
    /// As [`Field::read`].
    fn read(to: &mut Option<Self>, from: &mut Reader<'_>, path: &Path<'_>) -> Read<()>;
}
