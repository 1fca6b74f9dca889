//! What a response type tells the codec: which of its fields a name of the answer fills.
//!
//! Generated types implement [`Decode`] with one line a field ([`members!`](crate::members)) and nothing
//! else. The loop that reads an answer, converts leniently and keeps the path for errors works on these
//! traits as objects, so it is compiled once, here, and not again for every generated type.

use std::any::Any;
use std::collections::BTreeMap;

use super::number::finite;
use super::presence::Presence;
use super::read::AnyValue;
use super::room::Room;
use super::slot::Slot;
use super::{DecodeError, Json, OpenEnum};
use crate::time::DateTime;

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

/// How a whole result is laid out.
#[derive(Debug)]
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

impl<T: Decode> Decode for Box<T> {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        T::slot(self, name)
    }

    fn heap_size(&self) -> usize {
        size_of::<T>()
    }
}

impl<T: Decode + Default> Presence for T {}

/// A place for a text, an integer, a time, or true or false.
pub trait Put<T>: Presence {
    /// Puts the value there.
    fn put(&mut self, value: T);
}

impl<T> Put<T> for Option<T> {
    fn put(&mut self, value: T) {
        *self = Some(value);
    }
}

/// A place for an open enum.
pub trait EnumPlace: Presence {
    /// Puts the value of this text there.
    fn put(&mut self, text: &str);
}

impl<E: OpenEnum> EnumPlace for Option<E> {
    fn put(&mut self, text: &str) {
        *self = Some(E::from_text(text));
    }
}

impl<E: OpenEnum + Presence> EnumPlace for E {
    fn put(&mut self, text: &str) {
        *self = E::from_text(text);
    }
}

/// A place for a floating-point number.
///
/// It reads the number itself, so that a program without such places has nothing of how a text becomes
/// an `f64`: 15 KB.
pub trait NumberPlace: Presence {
    /// Puts the number of this text there, which is one of JSON; tells whether it is within range.
    fn put(&mut self, text: &str) -> bool;
}

impl NumberPlace for Option<f64> {
    fn put(&mut self, text: &str) -> bool {
        *self = finite(text);
        self.is_some()
    }
}

impl NumberPlace for f64 {
    fn put(&mut self, text: &str) -> bool {
        finite(text).map(|number| *self = number).is_some()
    }
}

/// A place for any JSON value.
///
/// It asks for the value itself, so that a program without such places has nothing of how one is made:
/// 20 KB, the numbers in it included.
pub trait AnyPlace: Presence {
    /// Puts the value there; tells whether there is one.
    fn read(&mut self, value: AnyValue<'_, '_>) -> Result<bool, Box<DecodeError>>;
}

impl AnyPlace for Option<Json> {
    fn read(&mut self, value: AnyValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        *self = value.into_json()?;
        Ok(self.is_some())
    }
}

impl AnyPlace for Json {
    fn read(&mut self, value: AnyValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        Ok(value.into_json()?.map(|value| *self = value).is_some())
    }
}

/// A place for a structure.
pub trait ObjectPlace: Presence {
    /// Puts an empty structure there, to be filled.
    fn start(&mut self) -> &mut dyn Decode;
}

impl<T: Decode + Default> ObjectPlace for Option<T> {
    fn start(&mut self) -> &mut dyn Decode {
        self.insert(T::default())
    }
}

impl<T: Decode + Default> ObjectPlace for T {
    fn start(&mut self) -> &mut dyn Decode {
        self
    }
}

/// A place for a list.
pub trait ListPlace: Presence {
    /// Adds an empty item, to be filled; `None` where there is no room for it.
    fn add(&mut self, room: &mut Room) -> Option<Slot<'_>>;
    /// Takes the last item away again.
    fn remove_last(&mut self);
}

impl<V: Element> ListPlace for Vec<V> {
    fn add(&mut self, room: &mut Room) -> Option<Slot<'_>> {
        if !room.grow(self) {
            return None;
        }
        self.push(V::empty());
        self.last_mut().map(Element::item)
    }

    fn remove_last(&mut self) {
        self.pop();
    }
}

/// A place for an object with any keys.
pub trait MapPlace: Presence {
    /// Puts an empty value at the key, to be filled; `None` where there is no room for it.
    fn add(&mut self, key: &str, room: &mut Room) -> Option<Slot<'_>>;
    /// Takes the value of the key away; tells whether it had one.
    fn remove(&mut self, key: &str) -> bool;
}

impl<V: Element> MapPlace for BTreeMap<String, V> {
    fn add(&mut self, key: &str, room: &mut Room) -> Option<Slot<'_>> {
        if !room.entry(self.len(), size_of::<(String, V)>(), key) {
            return None;
        }
        let place = self.entry(key.to_owned()).or_insert_with(V::empty);
        *place = V::empty();
        Some(place.item())
    }

    fn remove(&mut self, key: &str) -> bool {
        self.remove(key).is_some()
    }
}

/// A field of a structure that an answer is read into: an `Option`, a list or a map.
pub trait Field: Presence {
    /// Its place.
    fn place(&mut self) -> Slot<'_>;
}

impl<T: Optional> Field for Option<T> {
    fn place(&mut self) -> Slot<'_> {
        T::place(self)
    }
}

impl<V: Element> Field for Vec<V> {
    fn place(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<V: Element> Field for BTreeMap<String, V> {
    fn place(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

/// What may be in a field that is an `Option`.
///
/// Structures have it by [`Decode`] and [`Default`]; open enums by
/// [`open_enum!`](crate::open_enum).
pub trait Optional: Sized {
    /// The place that an `Option` of it is.
    fn place(field: &mut Option<Self>) -> Slot<'_>;
}

impl<T: Decode + Default> Optional for T {
    fn place(field: &mut Option<Self>) -> Slot<'_> {
        Slot::Object(field)
    }
}

/// What may be an item of a list or a value of a map.
///
/// Structures have it by [`Decode`] and [`Default`]; open enums by
/// [`open_enum!`](crate::open_enum).
pub trait Element: Sized + Send + 'static {
    /// An item before it is read.
    fn empty() -> Self;
    /// The item's place.
    fn item(&mut self) -> Slot<'_>;
}

macro_rules! put {
    ($($type:ty),*) => {$(
        impl Put<$type> for $type {
            fn put(&mut self, value: $type) {
                *self = value;
            }
        }
    )*};
}

put!(String, i64, u64, bool, DateTime);

macro_rules! element {
    ($($type:ty => $slot:ident),* $(,)?) => {$(
        impl Presence for $type {}

        impl Optional for $type {
            fn place(field: &mut Option<Self>) -> Slot<'_> {
                Slot::$slot(field)
            }
        }

        impl Element for $type {
            fn empty() -> Self {
                Self::default()
            }

            fn item(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

element! {
    String => String,
    i64 => Integer,
    u64 => Unsigned,
    f64 => Number,
    bool => Boolean,
    Json => Any,
    DateTime => Time,
}

impl<T: Decode + Default> Element for T {
    fn empty() -> Self {
        T::default()
    }

    fn item(&mut self) -> Slot<'_> {
        Slot::Object(self)
    }
}

impl<V: Element> Element for Vec<V> {
    fn empty() -> Self {
        Self::new()
    }

    fn item(&mut self) -> Slot<'_> {
        Slot::List(self)
    }
}

impl<V: Element> Element for BTreeMap<String, V> {
    fn empty() -> Self {
        Self::new()
    }

    fn item(&mut self) -> Slot<'_> {
        Slot::Map(self)
    }
}

macro_rules! debug_as_name {
    ($($place:ident $(<$value:ident>)?),* $(,)?) => {$(
        impl $(<$value>)? std::fmt::Debug for dyn $place $(<$value>)? + '_ {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(stringify!($place))
            }
        }
    )*};
}

debug_as_name!(
    Decode,
    Field,
    Put<T>,
    NumberPlace,
    AnyPlace,
    EnumPlace,
    ObjectPlace,
    ListPlace,
    MapPlace,
);
