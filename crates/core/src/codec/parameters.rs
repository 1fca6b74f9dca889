//! The parameters of a call as they were given, one by one and by wire name.
//!
//! A generated action keeps none of its own: its setters put them here, so that a crate of hundreds of
//! actions holds no code for any of them. Where a parameter goes is the table's matter; a list, a map
//! or a structure is kept as the events it is written as.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::Json;
use super::encode::{self, Encode, ItemWriter, Value, Writer};
use super::sink::{Number, Scalar, Sink};
use super::tape::Tape;
use crate::meta::Parameter;

/// What a call was given, in the order of its action's table.
#[derive(Clone)]
pub struct Parameters {
    pub(super) table: &'static [Parameter],
    given: Vec<Given>,
}

#[derive(Clone)]
struct Given {
    /// Where the table has it; what the table does not know comes last.
    place: usize,
    name: Cow<'static, str>,
    value: Recorded,
}

/// A value, kept until it is written.
#[derive(Clone)]
pub(super) enum Recorded {
    Text(String),
    Integer(i64),
    Unsigned(u64),
    Number(Number),
    Boolean(bool),
    /// A list, a map, a structure, or any JSON.
    Parts(Tape),
}

/// Each takes the place of what was given before.
impl Parameters {
    /// Nothing yet, of an action's table.
    pub fn new(table: &'static [Parameter]) -> Self {
        Self {
            table,
            given: Vec::new(),
        }
    }

    /// Gives a text.
    pub fn string(&mut self, name: &'static str, value: String) {
        self.put(name.into(), Recorded::Text(value));
    }

    /// Gives a signed number.
    pub fn integer(&mut self, name: &'static str, value: i64) {
        self.put(name.into(), Recorded::Integer(value));
    }

    /// Gives an unsigned number.
    pub fn unsigned(&mut self, name: &'static str, value: u64) {
        self.put(name.into(), Recorded::Unsigned(value));
    }

    /// Gives a floating-point number.
    pub fn number(&mut self, name: &'static str, value: f64) {
        self.put(name.into(), Recorded::Number(value.into()));
    }

    /// Gives true or false.
    pub fn boolean(&mut self, name: &'static str, value: bool) {
        self.put(name.into(), Recorded::Boolean(value));
    }

    /// Gives any JSON value.
    pub fn any(&mut self, name: impl Into<Cow<'static, str>>, value: &Json) {
        self.record(name.into(), |sink| encode::json(value, sink));
    }

    /// Gives a structure.
    pub fn object(&mut self, name: &'static str, value: &dyn Encode) {
        self.record(name.into(), |sink| encode::object(value, sink));
    }

    /// Gives a list; an empty one is sent.
    pub fn list<V: Value>(&mut self, name: &'static str, values: impl IntoIterator<Item = V>) {
        self.record(name.into(), |sink| {
            sink.open_list();
            for value in values {
                sink.item();
                value.write(&mut ItemWriter::new(sink));
            }
            sink.close_list();
        });
    }

    /// Gives an object with any keys; an empty one is sent.
    pub fn map<V: Value>(&mut self, name: &'static str, values: &BTreeMap<String, V>) {
        self.record(name.into(), |sink| values.write(&mut ItemWriter::new(sink)));
    }

    fn record(&mut self, name: Cow<'static, str>, write: impl FnOnce(&mut dyn Sink)) {
        let mut tape = Tape::default();
        write(&mut tape);
        self.put(name, Recorded::Parts(tape));
    }

    fn put(&mut self, name: Cow<'static, str>, value: Recorded) {
        let place = self.table.iter().position(|known| known.name == name);
        let place = place.unwrap_or(self.table.len());
        let given = Given { place, name, value };
        if let Some(known) = self.given.iter_mut().find(|known| known.name == given.name) {
            *known = given;
        } else {
            let after = self.given.partition_point(|known| known.place <= place);
            self.given.insert(after, given);
        }
    }
}

impl Encode for Parameters {
    fn encode(&self, to: &mut Writer<'_>) {
        for given in &self.given {
            to.recorded(&given.name, &given.value);
        }
    }
}

impl Recorded {
    pub(super) fn write(&self, sink: &mut dyn Sink) {
        match self {
            Self::Text(text) => sink.scalar(Scalar::Text(text)),
            Self::Integer(number) => sink.scalar(Scalar::Integer(*number)),
            Self::Unsigned(number) => sink.scalar(Scalar::Unsigned(*number)),
            Self::Number(number) => sink.scalar(Scalar::Number(*number)),
            Self::Boolean(value) => sink.scalar(Scalar::Boolean(*value)),
            Self::Parts(tape) => tape.play(sink),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::json::JsonText;
    use super::*;
    use crate::meta::{Kind, Place};

    static TABLE: [Parameter; 3] = [
        Parameter::new("First", Kind::String, Place::Body),
        Parameter::new("Second", Kind::Integer, Place::Body),
        Parameter::new("Third", Kind::List(&Kind::String), Place::Body),
    ];

    fn text(parameters: &Parameters) -> String {
        let mut text = JsonText::default();
        encode::object(parameters, &mut text);
        text.into_text()
    }

    #[test]
    fn parameters_are_written_in_the_order_of_the_table_whatever_the_order_they_are_given_in() {
        let mut parameters = Parameters::new(&TABLE);
        parameters.any("Unknown", &json!({"a": [1]}));
        parameters.list("Third", ["x".to_owned()]);
        parameters.any("Other", &json!(null));
        parameters.integer("Second", 2);
        parameters.string("First", "1".to_owned());
        assert_eq!(
            text(&parameters),
            r#"{"First":"1","Second":2,"Third":["x"],"Unknown":{"a":[1]},"Other":null}"#
        );
    }

    #[test]
    fn what_is_given_twice_is_what_was_given_last() {
        let mut parameters = Parameters::new(&TABLE);
        parameters.integer("Second", 1);
        parameters.string("First", "a".to_owned());
        parameters.string("First", "b".to_owned());
        parameters.integer("Second", 2);
        assert_eq!(text(&parameters), r#"{"First":"b","Second":2}"#);
    }

    #[test]
    fn empty_texts_lists_and_maps_are_given() {
        let mut parameters = Parameters::new(&TABLE);
        parameters.string("First", String::new());
        parameters.list("Third", Vec::<String>::new());
        parameters.map("Map", &BTreeMap::<String, i64>::new());
        assert_eq!(text(&parameters), r#"{"First":"","Third":[],"Map":{}}"#);
    }
}
