//! A value with parts, kept as the events it is written as, to be written again.

use super::sink::{Number, Scalar, Sink};

/// Events, and behind one another the texts that they name by their lengths.
#[derive(Clone, Debug, Default)]
pub(super) struct Tape {
    events: Vec<Event>,
    texts: String,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    Field(usize),
    Item,
    Text(usize),
    Null,
    Integer(i64),
    Unsigned(u64),
    Number(Number),
    Boolean(bool),
    OpenObject,
    CloseObject,
    OpenList,
    CloseList,
}

impl Tape {
    /// Writes what was recorded.
    pub(super) fn play(&self, sink: &mut dyn Sink) {
        let mut rest = self.texts.as_str();
        let mut text = |length: usize| {
            // Each length is that of a text pushed at this place.
            let (text, after) = rest.split_at_checked(length).unwrap_or_default();
            rest = after;
            text
        };
        for event in &self.events {
            match *event {
                Event::Field(length) => sink.field(text(length)),
                Event::Item => sink.item(),
                Event::Text(length) => sink.scalar(Scalar::Text(text(length))),
                Event::Null => sink.scalar(Scalar::Null),
                Event::Integer(number) => sink.scalar(Scalar::Integer(number)),
                Event::Unsigned(number) => sink.scalar(Scalar::Unsigned(number)),
                Event::Number(number) => sink.scalar(Scalar::Number(number)),
                Event::Boolean(value) => sink.scalar(Scalar::Boolean(value)),
                Event::OpenObject => sink.open_object(),
                Event::CloseObject => sink.close_object(),
                Event::OpenList => sink.open_list(),
                Event::CloseList => sink.close_list(),
            }
        }
    }

    fn keep(&mut self, text: &str) -> usize {
        self.texts.push_str(text);
        text.len()
    }
}

impl Sink for Tape {
    fn field(&mut self, name: &str) {
        let length = self.keep(name);
        self.events.push(Event::Field(length));
    }

    fn item(&mut self) {
        self.events.push(Event::Item);
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        let event = match value {
            Scalar::Null => Event::Null,
            Scalar::Text(text) => Event::Text(self.keep(text)),
            Scalar::Integer(number) => Event::Integer(number),
            Scalar::Unsigned(number) => Event::Unsigned(number),
            Scalar::Number(number) => Event::Number(number),
            Scalar::Boolean(value) => Event::Boolean(value),
        };
        self.events.push(event);
    }

    fn open_object(&mut self) {
        self.events.push(Event::OpenObject);
    }

    fn close_object(&mut self) {
        self.events.push(Event::CloseObject);
    }

    fn open_list(&mut self) {
        self.events.push(Event::OpenList);
    }

    fn close_list(&mut self) {
        self.events.push(Event::CloseList);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::encode::json as write_json;
    use super::super::json::JsonText;
    use super::*;

    #[test]
    fn what_was_recorded_is_written_again_as_often_as_asked_for() {
        let value = json!({
            "text": "ü€😀", "": "", "list": [1, -2, 1.5, true, null, [], {}, ["x"]],
            "big": u64::MAX, "object": {"a": {"b": "c"}},
        });
        let mut tape = Tape::default();
        write_json(&value, &mut tape);
        for _ in 0..2 {
            let mut text = JsonText::default();
            tape.play(&mut text);
            assert_eq!(text.into_text(), value.to_string());
        }
    }
}
