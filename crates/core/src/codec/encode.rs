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

/// Takes what a request is given.
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
            value.write_to(self);
        }
    }

    /// A text as an item.
    pub fn text(&mut self, text: &str) {
        self.tape.push(Event::Text(text));
    }
}

/// What may be an item of a list or a value of a map in a request.
///
/// Structures have it by [`Encode`]; open enums by [`open_enum!`](crate::open_enum).
pub trait Value {
    /// Writes it.
    fn write(&self, to: &mut Writer<'_>);
}

impl Value for String {
    fn write(&self, to: &mut Writer<'_>) {
        to.text(self);
    }
}

macro_rules! value {
    ($($type:ty => $event:ident),* $(,)?) => {$(
        impl Value for $type {
            fn write(&self, to: &mut Writer<'_>) {
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
    fn write(&self, to: &mut Writer<'_>) {
        let number = self.as_str().parse().ok();
        match number.filter(|_| self.format().is_number()) {
            Some(number) => to.tape.push(Event::Integer(number)),
            None => to.text(self),
        }
    }
}

impl Value for Json {
    fn write(&self, to: &mut Writer<'_>) {
        json(self, to.tape);
    }
}

impl<T: Encode> Value for T {
    fn write(&self, to: &mut Writer<'_>) {
        object(self, to.tape);
    }
}

impl<V: Value> Value for Vec<V> {
    fn write(&self, to: &mut Writer<'_>) {
        to.tape.push(Event::OpenList);
        for item in self {
            item.write(to);
        }
        to.tape.push(Event::CloseList);
    }
}

impl<V: Value> Value for BTreeMap<String, V> {
    fn write(&self, to: &mut Writer<'_>) {
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
    fn write_to(&self, to: &mut Writer<'_>);
}

impl<V: Value> Given for Option<V> {
    fn write_to(&self, to: &mut Writer<'_>) {
        if let Some(value) = self {
            value.write(to);
        }
    }
}

impl<V: Value> Given for Vec<V> {
    fn write_to(&self, to: &mut Writer<'_>) {
        self.write(to);
    }
}

impl<V: Value> Given for BTreeMap<String, V> {
    fn write_to(&self, to: &mut Writer<'_>) {
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
