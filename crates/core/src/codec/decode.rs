//! What a response type tells the codec: which of its fields a name of the answer fills.
//!
//! Generated types implement [`Decode`] with one `match` arm a field and nothing else. The loop that
//! reads an answer, converts leniently and keeps the path for errors works on these traits as
//! objects, so it is compiled once, here, and not again for every generated type.

use std::any::Any;
use std::collections::BTreeMap;

use super::read::{AnyValue, KeyedValue, PackedValue, finite};
use super::{DecodeError, Json, OpenEnum};

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

/// A place that a value of the answer goes to.
///
/// The variants ending in `Item` are places inside a list or a map.
#[derive(Debug)]
#[non_exhaustive]
pub enum Slot<'a> {
    /// Text; numbers are taken with their exact text.
    String(&'a mut Option<String>),
    /// A signed number of 64 bits.
    Integer(&'a mut Option<i64>),
    /// An unsigned number of 64 bits.
    Unsigned(&'a mut Option<u64>),
    /// A floating-point number.
    Number(&'a mut dyn NumberPlace),
    /// True or false.
    Boolean(&'a mut Option<bool>),
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
    /// Text in a list or map.
    StringItem(&'a mut String),
    /// A signed number in a list or map.
    IntegerItem(&'a mut i64),
    /// An unsigned number in a list or map.
    UnsignedItem(&'a mut u64),
    /// A floating-point number in a list or map.
    NumberItem(&'a mut dyn NumberPlace),
    /// True or false in a list or map.
    BooleanItem(&'a mut bool),
    /// Any JSON value in a list or map.
    AnyItem(&'a mut dyn AnyPlace),
    /// A structure in a list or map.
    ObjectItem(&'a mut dyn Decode),
}

impl<'a> Slot<'a> {
    /// The place that a field is; always there, as the arms of [`Decode::slot`] want it.
    pub fn of<F: Field>(field: &'a mut F) -> Option<Self> {
        Some(field.place())
    }
}

impl Slot<'_> {
    /// Whether a value is there already. A place in a list or map is always new.
    pub(super) fn is_set(&self) -> bool {
        match self {
            Self::String(place) => place.is_some(),
            Self::Integer(place) => place.is_some(),
            Self::Unsigned(place) => place.is_some(),
            Self::Number(place) => place.is_set(),
            Self::Boolean(place) => place.is_some(),
            Self::Any(place) => place.is_set(),
            Self::Enum(place) => place.is_set(),
            Self::Object(place) => place.is_set(),
            Self::List(place) => place.is_set(),
            Self::Map(place) => place.is_set(),
            Self::JsonText(place) | Self::CommaText(place) => place.is_set(),
            _ => false,
        }
    }

    pub(super) fn has_parts(&self) -> bool {
        matches!(
            self,
            Self::Object(_) | Self::List(_) | Self::Map(_) | Self::ObjectItem(_)
        )
    }

    /// Takes away the value that is there.
    pub(super) fn clear(&mut self) {
        match self {
            Self::String(place) => **place = None,
            Self::Integer(place) => **place = None,
            Self::Unsigned(place) => **place = None,
            Self::Number(place) => place.clear(),
            Self::Boolean(place) => **place = None,
            Self::Any(place) => place.clear(),
            Self::Enum(place) => place.clear(),
            Self::Object(place) => place.clear(),
            Self::List(place) => place.clear(),
            Self::Map(place) => place.clear(),
            Self::JsonText(place) | Self::CommaText(place) => place.clear(),
            _ => {}
        }
    }
}

/// A place for an open enum.
pub trait EnumPlace {
    /// Puts the value of this text there.
    fn put(&mut self, text: &str);
    /// Whether a value is there.
    fn is_set(&self) -> bool;
    /// Makes the value absent.
    fn clear(&mut self);
}

impl<E: OpenEnum> EnumPlace for Option<E> {
    fn put(&mut self, text: &str) {
        *self = Some(E::from_text(text));
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// An enum in a list or map is always there.
impl<E: OpenEnum> EnumPlace for E {
    fn put(&mut self, text: &str) {
        *self = E::from_text(text);
    }

    fn is_set(&self) -> bool {
        false
    }

    fn clear(&mut self) {}
}

/// A place for a floating-point number.
///
/// What reads such a number stands behind it, so that it is only in programs that have such places.
pub trait NumberPlace {
    /// Puts the number of this text there, which is one of JSON; tells whether it is within range.
    fn put(&mut self, text: &str) -> bool;
    /// Whether a number is there.
    fn is_set(&self) -> bool;
    /// Makes the number absent.
    fn clear(&mut self);
}

impl NumberPlace for Option<f64> {
    fn put(&mut self, text: &str) -> bool {
        *self = finite(text);
        self.is_some()
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// A number in a list or map is always there.
impl NumberPlace for f64 {
    fn put(&mut self, text: &str) -> bool {
        finite(text).map(|number| *self = number).is_some()
    }

    fn is_set(&self) -> bool {
        false
    }

    fn clear(&mut self) {}
}

/// A place for any JSON value.
///
/// What reads such a value stands behind it, so that it is only in programs that have such places.
pub trait AnyPlace {
    /// Puts the value there; tells whether there is one.
    fn read(&mut self, value: AnyValue<'_, '_>) -> Result<bool, Box<DecodeError>>;
    /// Whether a value is there.
    fn is_set(&self) -> bool;
    /// Makes the value absent.
    fn clear(&mut self);
}

impl AnyPlace for Option<Json> {
    fn read(&mut self, value: AnyValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        *self = value.into_json()?;
        Ok(self.is_some())
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

/// A value in a list or map is always there.
impl AnyPlace for Json {
    fn read(&mut self, value: AnyValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        Ok(value.into_json()?.map(|value| *self = value).is_some())
    }

    fn is_set(&self) -> bool {
        false
    }

    fn clear(&mut self) {}
}

/// A place for a structure.
pub trait ObjectPlace {
    /// Puts an empty structure there, to be filled.
    fn start(&mut self) -> &mut dyn Decode;
    /// Whether a structure is there.
    fn is_set(&self) -> bool;
    /// Makes the structure absent.
    fn clear(&mut self);
}

impl<T: Decode + Default> ObjectPlace for Option<T> {
    fn start(&mut self) -> &mut dyn Decode {
        self.insert(T::default())
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<T: Decode> Decode for Box<T> {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        T::slot(self, name)
    }
}

/// A place for a list.
pub trait ListPlace {
    /// Adds an empty item, to be filled.
    fn add(&mut self) -> Slot<'_>;
    /// Takes the last item away again.
    fn remove_last(&mut self);
    /// Whether it holds an item.
    fn is_set(&self) -> bool;
    /// Takes all items away.
    fn clear(&mut self);
}

impl<V: Element> ListPlace for Vec<V> {
    fn add(&mut self) -> Slot<'_> {
        let at = self.len();
        self.push(V::empty());
        self[at].item()
    }

    fn remove_last(&mut self) {
        self.pop();
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

/// A place for an object with any keys.
///
/// What reads such an object stands behind it, so that it is only in programs that have such places.
pub trait MapPlace {
    /// Reads the object; tells whether there is one.
    fn read(&mut self, value: KeyedValue<'_, '_>) -> Result<bool, Box<DecodeError>>;
    /// Puts an empty value at the key, to be filled.
    fn add(&mut self, key: &str) -> Slot<'_>;
    /// Takes the value of the key away.
    fn remove(&mut self, key: &str);
    /// Whether the key has a value.
    fn contains(&self, key: &str) -> bool;
    /// Whether it holds a value.
    fn is_set(&self) -> bool;
    /// Takes all values away.
    fn clear(&mut self);
}

impl<V: Element> MapPlace for BTreeMap<String, V> {
    fn read(&mut self, value: KeyedValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        value.read_to(self)
    }

    fn add(&mut self, key: &str) -> Slot<'_> {
        let place = self.entry(key.to_owned()).or_insert_with(V::empty);
        *place = V::empty();
        place.item()
    }

    fn remove(&mut self, key: &str) {
        self.remove(key);
    }

    fn contains(&self, key: &str) -> bool {
        self.contains_key(key)
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

/// A place for a structure, a list or a map that travels as one text.
///
/// What reads such a value stands behind it, so that it is only in programs that have such places.
pub trait PackedPlace {
    /// Puts the value there; tells whether there is one.
    fn read(&mut self, value: PackedValue<'_, '_>) -> Result<bool, Box<DecodeError>>;
    /// Whether a value is there.
    fn is_set(&self) -> bool;
    /// Makes the value absent.
    fn clear(&mut self);
}

impl<T: Decode + Default> PackedPlace for Option<T> {
    fn read(&mut self, value: PackedValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        value.read_to(Slot::Object(self))
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn clear(&mut self) {
        *self = None;
    }
}

impl<V: Element> PackedPlace for Vec<V> {
    fn read(&mut self, value: PackedValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        value.read_to(Slot::List(self))
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

impl<V: Element> PackedPlace for BTreeMap<String, V> {
    fn read(&mut self, value: PackedValue<'_, '_>) -> Result<bool, Box<DecodeError>> {
        value.read_to(Slot::Map(self))
    }

    fn is_set(&self) -> bool {
        !self.is_empty()
    }

    fn clear(&mut self) {
        self.clear();
    }
}

/// A field of a structure that an answer is read into: an `Option`, a list or a map.
pub trait Field {
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

macro_rules! element {
    ($($type:ty => $slot:ident, $item:ident;)*) => {$(
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
                Slot::$item(self)
            }
        }
    )*};
}

element! {
    String => String, StringItem;
    i64 => Integer, IntegerItem;
    u64 => Unsigned, UnsignedItem;
    f64 => Number, NumberItem;
    bool => Boolean, BooleanItem;
    Json => Any, AnyItem;
}

impl<T: Decode + Default> Element for T {
    fn empty() -> Self {
        T::default()
    }

    fn item(&mut self) -> Slot<'_> {
        Slot::ObjectItem(self)
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
    ($($place:ident),*) => {$(
        impl std::fmt::Debug for dyn $place + '_ {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(stringify!($place))
            }
        }
    )*};
}

debug_as_name!(
    Decode,
    AnyPlace,
    NumberPlace,
    EnumPlace,
    ObjectPlace,
    ListPlace,
    MapPlace,
    PackedPlace
);
