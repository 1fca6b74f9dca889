//! The parameters of a call as they were given, one by one and by wire name.
//!
//! A generated action keeps none of its own: its setters put them here, so that a crate of hundreds of
//! actions holds no code for any of them. Where a parameter goes is the table's matter; a list, a map
//! or a structure is kept as the events it is written as.

use std::borrow::Cow;

use super::Json;
use super::encode::{self, Value, Writer};
use super::tape::{Event, Tape};
use crate::meta::{Kind, Parameter};

/// What a call was given, in the order of its action's table.
#[derive(Clone)]
pub struct Parameters {
    pub(super) table: &'static [Parameter],
    pub(super) given: Vec<Argument>,
}

/// What one parameter was given.
#[derive(Clone)]
pub(super) struct Argument {
    /// Where the table has it; what the table does not know comes last.
    pub(super) place: usize,
    pub(super) name: Cow<'static, str>,
    pub(super) value: Tape,
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
        self.put(name.into(), Tape::text(value));
    }

    /// Gives a signed number.
    pub fn integer(&mut self, name: &'static str, value: i64) {
        self.put(name.into(), Tape::of(Event::Integer(value)));
    }

    /// Gives any JSON value.
    pub fn any(&mut self, name: impl Into<Cow<'static, str>>, value: &Json) {
        let mut tape = Tape::default();
        encode::json(value, &mut tape);
        self.put(name.into(), tape);
    }

    /// Gives what a setter was given. Empty lists and maps are sent.
    pub fn set(&mut self, name: &'static str, value: &dyn Value) {
        let mut tape = Tape::default();
        value.write(&mut Writer::new(&mut tape));
        self.put(name.into(), tape);
    }

    /// Gives a text of the runtime's own, the project or where to read on: as a number where the
    /// parameter holds one and the text is one.
    pub(crate) fn text_or_number(&mut self, name: &'static str, text: &str) {
        let number = match self.kind(name) {
            Some(Kind::Integer) => text.parse().ok().map(Event::Integer),
            Some(Kind::Unsigned) => text.parse().ok().map(Event::Unsigned),
            _ => None,
        };
        self.put(name.into(), Tape::of(number.unwrap_or(Event::Text(text))));
    }

    /// Gives a number of the runtime's own, an offset while paging: as text where the parameter
    /// holds text.
    pub(crate) fn number_or_text(&mut self, name: &'static str, number: i64) {
        match self.kind(name) {
            Some(Kind::String) => self.string(name, number.to_string()),
            _ => self.integer(name, number),
        }
    }

    fn kind(&self, name: &str) -> Option<&'static Kind> {
        let parameter = self.table.iter().find(|known| known.name == name);
        parameter.map(|known| &known.kind)
    }

    /// Whether a parameter was given, be it nothing.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|known| known.name == name)
    }

    /// The value of a parameter as text; `None` where it is not given or has parts.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.scalar(name)?.text()
    }

    /// The value of a parameter; `None` where it is not given or has parts.
    pub(super) fn scalar(&self, name: &str) -> Option<Event<&str>> {
        let given = self.given.iter().find(|known| known.name == name)?;
        given.value.scalar()
    }

    /// Takes what another was given over what was given before.
    pub(crate) fn take(&mut self, other: Self) {
        for given in other.given {
            self.put(given.name, given.value);
        }
    }

    /// Writes an object of what was given.
    #[cfg(feature = "serde")]
    pub(super) fn write(&self, tape: &mut Tape) {
        tape.push(Event::OpenObject);
        for given in &self.given {
            tape.push(Event::Field(&given.name));
            given.value.events().for_each(|event| tape.push(event));
        }
        tape.push(Event::CloseObject);
    }

    fn put(&mut self, name: Cow<'static, str>, value: Tape) {
        if let Some(known) = self.given.iter_mut().find(|known| known.name == name) {
            known.value = value;
            return;
        }
        let place = self.table.iter().position(|known| known.name == name);
        let place = place.unwrap_or(self.table.len());
        let after = self.given.partition_point(|known| known.place <= place);
        self.given.insert(after, Argument { place, name, value });
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::codec::json;
    use crate::meta::{Kind, Place};

    static TABLE: [Parameter; 3] = [
        Parameter::new("First", Kind::String, Place::Body),
        Parameter::new("Second", Kind::Integer, Place::Body),
        Parameter::new("Third", Kind::List(&Kind::String), Place::Body),
    ];

    pub(in crate::codec) fn text(parameters: &Parameters) -> String {
        let mut text = "{".to_owned();
        for given in &parameters.given {
            json::write(Event::Field(&given.name), &mut text);
            let events = given.value.events();
            events.for_each(|event| json::write(event, &mut text));
        }
        text + "}"
    }

    #[test]
    fn parameters_are_written_in_the_order_of_the_table_whatever_the_order_they_are_given_in() {
        let mut parameters = Parameters::new(&TABLE);
        parameters.any("Unknown", &json!({"a": [1]}));
        parameters.set("Third", &vec!["x".to_owned()]);
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
        parameters.set("Third", &Vec::<String>::new());
        parameters.set("Map", &BTreeMap::<String, i64>::new());
        assert_eq!(text(&parameters), r#"{"First":"","Third":[],"Map":{}}"#);
    }
}
