//! What a request type tells the codec: its parameters, by wire name.
//!
//! Generated structures implement [`Encode`] with one line a field. The [`Writer`] keeps the values
//! on a tape; what they become, a JSON body, a query, a path, is decided when the request is laid out.

use std::collections::BTreeMap;

use super::Json;
use super::presence::Presence;
use super::tape::{Event, Tape};
use crate::time::DateTime;

/// A request, or a structure in one.
pub trait Encode {
    /// Writes every parameter that is given.
    fn encode(&self, to: &mut Writer<'_>);

    /// What stands for the whole where that is no object with members.
    #[cfg(feature = "serde")]
    fn whole(&self) -> Option<&dyn Given> {
        None
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, to: &mut Writer<'_>) {
        T::encode(self, to);
    }
}

/// An enum that also holds texts it does not know.
pub trait OpenEnum: Sized + Send + 'static {
    /// The text on the wire.
    fn as_str(&self) -> &str;
    /// The value of a text, known or not.
    fn from_text(text: &str) -> Self;
}

/// Defines open enums: each value once, with its text. What is no longer documented stays a variant,
/// and is none of the documented `VALUES`.
///
/// ```
/// cloudwright_core::open_enum! {
///     /// Which way.
///     pub enum Direction {
///         /// `up`: away from the ground.
///         Up = "up",
///         Down = "down",
///     }
///     removed {
///         #[deprecated(note = "No longer documented.")]
///         Left = "left",
///     }
/// }
///
/// assert_eq!(Direction::from("up"), Direction::Up);
/// assert_eq!(Direction::from("aside").to_string(), "aside");
/// assert_eq!(Direction::VALUES, ["up", "down"]);
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$about_it:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $text:literal,)*
        }
        $(removed {
            $($(#[$about_gone:meta])* $gone:ident = $gone_text:literal,)*
        })?
    ) => {
        $(#[$about_it])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* $variant,)*
            $($($(#[$about_gone])* $gone,)*)?
            /// A value that was not documented when this was generated.
            Other(::std::string::String),
        }

        impl $name {
            /// The documented values.
            #[allow(dead_code, reason = "offered to whoever wants to show them")]
            pub const VALUES: &'static [&'static str] = &[$($text),*];
        }

        #[allow(deprecated, reason = "what is deprecated is read all the same")]
        impl $crate::codec::OpenEnum for $name {
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    $($(Self::$gone => $gone_text,)*)?
                    Self::Other(text) => text,
                }
            }

            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    $($($gone_text => Self::$gone,)*)?
                    _ => Self::Other(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::codec::OpenEnum>::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::codec::OpenEnum>::from_text(&text)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str($crate::codec::OpenEnum::as_str(self))
            }
        }

        impl $crate::codec::Presence for $name {}

        impl $crate::codec::Optional for $name {
            fn place(field: &mut ::core::option::Option<Self>) -> $crate::codec::Slot<'_> {
                $crate::codec::Slot::Enum(field)
            }
        }

        impl $crate::codec::Element for $name {
            fn empty() -> Self {
                <Self as $crate::codec::OpenEnum>::from_text("")
            }

            fn item(&mut self) -> $crate::codec::Slot<'_> {
                $crate::codec::Slot::Enum(self)
            }
        }

        impl $crate::codec::Value for $name {
            fn write(&self, to: &mut $crate::codec::ItemWriter<'_>) {
                to.text($crate::codec::OpenEnum::as_str(self));
            }
        }

        $crate::with_serde! {
            $crate::impl_serde_of_text! { $name }
        }
    };
}

/// Takes the parameters of a request, or the fields of a structure in it.
///
/// What is `None` is left out: an absent parameter is neither sent nor signed. An empty text is given,
/// and so sent.
pub struct Writer<'a> {
    tape: &'a mut Tape,
}

impl<'a> Writer<'a> {
    pub(super) fn new(tape: &'a mut Tape) -> Self {
        Self { tape }
    }

    /// A field: an `Option`, which is sent when it is `Some`, or a list or map, which is sent when it
    /// holds something.
    pub fn field(&mut self, name: &str, value: &dyn Given) {
        if value.is_set() {
            self.tape.push(Event::Field(name));
            value.write_to(&mut ItemWriter::new(self.tape));
        }
    }
}

/// Takes the items of a list or the entries of a map.
pub struct ItemWriter<'a> {
    tape: &'a mut Tape,
}

impl<'a> ItemWriter<'a> {
    pub(super) fn new(tape: &'a mut Tape) -> Self {
        Self { tape }
    }

    /// Writes a text as the item.
    pub fn text(&mut self, text: &str) {
        self.tape.push(Event::Text(text));
    }
}

/// What may be an item of a list or a value of a map in a request.
///
/// Structures have it by [`Encode`]; open enums by [`open_enum!`](crate::open_enum).
pub trait Value {
    /// Writes it.
    fn write(&self, to: &mut ItemWriter<'_>);
}

impl Value for String {
    fn write(&self, to: &mut ItemWriter<'_>) {
        to.text(self);
    }
}

macro_rules! value {
    ($($type:ty => $event:ident),* $(,)?) => {$(
        impl Value for $type {
            fn write(&self, to: &mut ItemWriter<'_>) {
                to.tape.push(Event::$event((*self).into()));
            }
        }
    )*};
}

value! {
    i64 => Integer,
    u64 => Unsigned,
    f64 => Number,
    bool => Boolean,
}

impl Value for DateTime {
    fn write(&self, to: &mut ItemWriter<'_>) {
        let number = self.as_str().parse().ok();
        match number.filter(|_| self.format().is_number()) {
            Some(number) => to.tape.push(Event::Integer(number)),
            None => to.text(self),
        }
    }
}

impl Value for Json {
    fn write(&self, to: &mut ItemWriter<'_>) {
        json(self, to.tape);
    }
}

impl<T: Encode> Value for T {
    fn write(&self, to: &mut ItemWriter<'_>) {
        object(self, to.tape);
    }
}

impl<V: Value> Value for Vec<V> {
    fn write(&self, to: &mut ItemWriter<'_>) {
        to.tape.push(Event::OpenList);
        for item in self {
            item.write(to);
        }
        to.tape.push(Event::CloseList);
    }
}

impl<V: Value> Value for BTreeMap<String, V> {
    fn write(&self, to: &mut ItemWriter<'_>) {
        to.tape.push(Event::OpenObject);
        for (key, value) in self {
            to.tape.push(Event::Field(key));
            value.write(to);
        }
        to.tape.push(Event::CloseObject);
    }
}

/// A field of a structure in a request, which is sent where it holds a value.
pub trait Given: Presence {
    /// Writes the value.
    fn write_to(&self, to: &mut ItemWriter<'_>);
}

impl<V: Value> Given for Option<V> {
    fn write_to(&self, to: &mut ItemWriter<'_>) {
        if let Some(value) = self {
            value.write(to);
        }
    }
}

impl<V: Value> Given for Vec<V> {
    fn write_to(&self, to: &mut ItemWriter<'_>) {
        self.write(to);
    }
}

impl<V: Value> Given for BTreeMap<String, V> {
    fn write_to(&self, to: &mut ItemWriter<'_>) {
        self.write(to);
    }
}

/// Writes a structure as an object.
pub(super) fn object(value: &dyn Encode, tape: &mut Tape) {
    tape.push(Event::OpenObject);
    value.encode(&mut Writer::new(tape));
    tape.push(Event::CloseObject);
}

/// Writes any JSON value. Numbers beyond 64 bits are what `serde_json` made of them: `f64`.
pub(super) fn json(value: &Json, tape: &mut Tape) {
    match value {
        Json::Null => tape.push(Event::Null),
        Json::Bool(value) => tape.push(Event::Boolean(*value)),
        Json::Number(number) => tape.push(json_number(number)),
        Json::String(text) => tape.push(Event::Text(text)),
        Json::Array(items) => {
            tape.push(Event::OpenList);
            for item in items {
                json(item, tape);
            }
            tape.push(Event::CloseList);
        }
        Json::Object(members) => {
            tape.push(Event::OpenObject);
            for (name, member) in members {
                tape.push(Event::Field(name));
                json(member, tape);
            }
            tape.push(Event::CloseObject);
        }
    }
}

fn json_number(number: &serde_json::Number) -> Event<&'static str> {
    if let Some(integer) = number.as_i64() {
        Event::Integer(integer)
    } else if let Some(unsigned) = number.as_u64() {
        Event::Unsigned(unsigned)
    } else {
        // Without the feature `arbitrary_precision` the rest is `f64`.
        Event::Number(number.as_f64().unwrap_or(f64::NAN).into())
    }
}
