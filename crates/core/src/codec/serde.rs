//! serde's traits for generated types, without a derive: what is written is what the codec writes, what
//! is read is read as an answer is.
//!
//! A generated type has two methods of one line that call these functions, so that a further type
//! costs next to nothing and a further format is compiled once for all types.
//!
//! * Names are the wire's, in the page's order; what is absent is left out.
//! * Reading bridges what the codec bridges (numbers as text, `null` for a list), passes over members
//!   that the type does not have, and tells the path of what it cannot read.
//! * What travels as JSON in one text, or with commas, is written as what it holds; both forms are read.
//! * Formats that people do not read (postcard, `MessagePack`) hold a value as its JSON text, for few of
//!   them describe themselves.
//! * Secrets are written like everything else: to serialize is to ask for the exact value.

use std::cell::RefCell;

use serde_core::de::Error as _;
use serde_core::ser::{Error as _, SerializeMap as _, SerializeSeq as _};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::body::read_value;
use super::encode::{self, Writer};
use super::json::json_of;
use super::parameters::Parameters;
use super::tape::{Event, Events, Tape};
use super::{Decode, Document, Encode, Json, OpenEnum};

#[doc(hidden)]
pub use serde_core;

/// Writes a structure.
///
/// # Errors
///
/// What the format cannot hold.
pub fn serialize<S: Serializer>(value: &dyn Encode, to: S) -> Result<S::Ok, S::Error> {
    serialize_tape(&recorded(value), to)
}

/// Reads a structure.
///
/// # Errors
///
/// What is not of the format, and a value of another kind than documented, with its path.
pub fn deserialize<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Decode + Default,
{
    let text = json_text(from)?;
    let mut value = T::default();
    match read_value(&text, &mut value) {
        Ok(()) => Ok(value),
        Err(error) => Err(D::Error::custom(format_args!(
            "at {}: expected {}, got {}",
            error.path, error.expected, error.got
        ))),
    }
}

/// Writes an open enum as its text.
///
/// # Errors
///
/// What the format cannot hold.
pub fn serialize_text<S: Serializer>(value: &impl OpenEnum, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(value.as_str())
}

/// Reads an open enum from its text, known or not.
///
/// # Errors
///
/// What is no text.
pub fn deserialize_text<'de, D: Deserializer<'de>, E: OpenEnum>(from: D) -> Result<E, D::Error> {
    String::deserialize(from).map(|text| E::from_text(&text))
}

/// `Serialize` and `Deserialize` of a structure.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde {
    ($type:ident) => {
        $crate::impl_serde! { $type, serialize, deserialize }
    };
    ($type:ident, $write:ident, $read:ident) => {
        impl $crate::codec::serde::serde_core::Serialize for $type {
            fn serialize<S: $crate::codec::serde::serde_core::Serializer>(
                &self,
                to: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::codec::serde::$write(self, to)
            }
        }

        impl<'de> $crate::codec::serde::serde_core::Deserialize<'de> for $type {
            fn deserialize<D: $crate::codec::serde::serde_core::Deserializer<'de>>(
                from: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codec::serde::$read(from)
            }
        }
    };
}

/// `Serialize` and `Deserialize` of an open enum.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_serde_of_text {
    ($type:ident) => {
        $crate::impl_serde! { $type, serialize_text, deserialize_text }
    };
}

/// What a structure is written as.
fn recorded(value: &dyn Encode) -> Tape {
    let mut tape = Tape::default();
    match value.whole() {
        Some(whole) if whole.is_set() => whole.write_to(&mut Writer::new(&mut tape)),
        Some(_) => tape.push(Event::Null),
        None => encode::object(value, &mut tape),
    }
    tape
}

fn serialize_tape<S: Serializer>(tape: &Tape, to: S) -> Result<S::Ok, S::Error> {
    if to.is_human_readable() {
        Recorded(&RefCell::new(tape.events())).serialize(to)
    } else {
        to.serialize_str(&json_of(tape))
    }
}

/// A value as JSON text.
fn json_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    if from.is_human_readable() {
        Json::deserialize(from).map(|value| value.to_string())
    } else {
        String::deserialize(from)
    }
}

/// The value that comes next on a tape. It is taken off by writing it, which is done once.
struct Recorded<'t, 'e>(&'t RefCell<Events<'e>>);

impl<'e> Recorded<'_, 'e> {
    fn take(&self) -> Option<Event<&'e str>> {
        self.0.borrow_mut().next()
    }

    /// Whether a value is next, and not the end of the list that it would be in.
    fn is_value(&self) -> bool {
        let mut ahead = self.0.borrow().clone();
        !matches!(ahead.next(), None | Some(Event::CloseList))
    }
}

impl Serialize for Recorded<'_, '_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.take() {
            Some(Event::Text(text)) => to.serialize_str(text),
            Some(Event::Integer(number)) => to.serialize_i64(number),
            Some(Event::Unsigned(number)) => to.serialize_u64(number),
            Some(Event::Number(number)) => to.serialize_f64(number.value),
            Some(Event::Boolean(value)) => to.serialize_bool(value),
            Some(Event::OpenList) => {
                let mut list = to.serialize_seq(None)?;
                while self.is_value() {
                    list.serialize_element(self)?;
                }
                self.take();
                list.end()
            }
            Some(Event::OpenObject) => {
                let mut map = to.serialize_map(None)?;
                while let Some(Event::Field(name)) = self.take() {
                    map.serialize_entry(name, self)?;
                }
                map.end()
            }
            Some(Event::Null) => to.serialize_unit(),
            // A tape has a value wherever one is asked for.
            Some(Event::Field(_) | Event::CloseList | Event::CloseObject) | None => {
                Err(S::Error::custom("a value is missing"))
            }
        }
    }
}

/// What a call was given, by wire name.
impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut tape = Tape::default();
        self.write(&mut tape);
        serialize_tape(&tape, to)
    }
}

/// The members in the answer's order.
impl Serialize for Document {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        serialize(self, to)
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        deserialize(from)
    }
}
