//! A value of a request, kept as the events it is written as: for the checks, for JSON text, for
//! flat pairs.

/// Events, and behind one another the texts that they name by their lengths.
#[derive(Clone, Default)]
pub(super) struct Tape {
    events: Vec<Event<usize>>,
    texts: String,
}

/// A step of writing a value. A list's items follow one another, an object's values their names.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event<T> {
    Field(T),
    Text(T),
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

/// A number that need be no integer, with what writes it: so that only programs that send such
/// numbers have the code for it, which is 15 KB.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    pub(super) value: f64,
    text: fn(f64) -> String,
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self {
            value,
            // The fewest digits that read back the same.
            text: |value| format!("{value:?}"),
        }
    }
}

impl Tape {
    /// The value that is a text.
    pub(super) fn text(text: String) -> Self {
        Self {
            events: vec![Event::Text(text.len())],
            texts: text,
        }
    }

    /// The value that is written as a single event.
    pub(super) fn of(event: Event<&str>) -> Self {
        let mut tape = Self::default();
        tape.push(event);
        tape
    }

    pub(super) fn push(&mut self, event: Event<&str>) {
        if let Event::Field(text) | Event::Text(text) = event {
            self.texts.push_str(text);
        }
        self.events.push(event.with_text(str::len));
    }

    /// What was written.
    pub(super) fn events(&self) -> Events<'_> {
        Events {
            events: self.events.iter(),
            texts: &self.texts,
        }
    }

    /// The value, if it has no parts.
    pub(super) fn scalar(&self) -> Option<Event<&str>> {
        self.events().next().filter(|_| self.events.len() == 1)
    }
}

/// Reads a tape, event by event.
#[derive(Clone)]
pub(super) struct Events<'a> {
    events: std::slice::Iter<'a, Event<usize>>,
    texts: &'a str,
}

impl<'a> Events<'a> {
    /// The next member of the object that is being read: its name, and what its value begins with.
    pub(super) fn member(&mut self) -> Option<(&'a str, Event<&'a str>)> {
        match self.next()? {
            Event::Field(name) => Some((name, self.next()?)),
            _ => None,
        }
    }

    /// What the next item of the list that is being read begins with.
    pub(super) fn item(&mut self) -> Option<Event<&'a str>> {
        self.next()
            .filter(|event| !matches!(event, Event::CloseList))
    }
}

impl<'a> Iterator for Events<'a> {
    type Item = Event<&'a str>;

    fn next(&mut self) -> Option<Self::Item> {
        let event = self.events.next()?;
        Some(event.with_text(|length| {
            // Each length is that of a text pushed at this place.
            let (text, after) = self.texts.split_at_checked(length).unwrap_or_default();
            self.texts = after;
            text
        }))
    }
}

impl<T: Copy> Event<T> {
    fn with_text<U>(self, text: impl FnOnce(T) -> U) -> Event<U> {
        match self {
            Self::Field(name) => Event::Field(text(name)),
            Self::Text(value) => Event::Text(text(value)),
            Self::Null => Event::Null,
            Self::Integer(number) => Event::Integer(number),
            Self::Unsigned(number) => Event::Unsigned(number),
            Self::Number(number) => Event::Number(number),
            Self::Boolean(value) => Event::Boolean(value),
            Self::OpenObject => Event::OpenObject,
            Self::CloseObject => Event::CloseObject,
            Self::OpenList => Event::OpenList,
            Self::CloseList => Event::CloseList,
        }
    }
}

impl Event<&str> {
    /// The text of a value without parts, outside JSON; `null` has none.
    pub(super) fn text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.to_owned()),
            Self::Boolean(value) => Some(if value { "true" } else { "false" }.to_owned()),
            Self::Integer(number) => Some(number.to_string()),
            Self::Unsigned(number) => Some(number.to_string()),
            Self::Number(number) => Some((number.text)(number.value)),
            _ => None,
        }
    }

    pub(super) fn is_no_number(self) -> bool {
        matches!(self, Self::Number(number) if !number.value.is_finite())
    }

    /// The value as a number that no 64 bits bound.
    pub(super) fn integer(self) -> Option<i128> {
        match self {
            Self::Integer(number) => Some(number.into()),
            Self::Unsigned(number) => Some(number.into()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::encode::json as record;
    use super::super::json::json_of;
    use super::*;

    #[test]
    fn what_was_recorded_is_read_again_as_often_as_asked_for() {
        let value = json!({
            "text": "ü€😀", "": "", "list": [1, -2, 1.5, true, null, [], {}, ["x"]],
            "big": u64::MAX, "object": {"a": {"b": "c"}},
        });
        let mut tape = Tape::default();
        record(&value, &mut tape);
        for _ in 0..2 {
            assert_eq!(json_of(&tape), value.to_string());
        }
    }
}
