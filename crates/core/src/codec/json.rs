//! A request, or a part of it, as JSON text.

use super::tape::{Event, Tape};

/// The value as compact JSON.
pub(super) fn json_of(value: &Tape) -> String {
    let mut text = String::new();
    for event in value.events() {
        write(event, &mut text);
    }
    text
}

/// Adds to JSON text. Integers are exact; other numbers have the fewest digits that read back the
/// same.
pub(super) fn write(event: Event<&str>, to: &mut String) {
    if !matches!(event, Event::CloseObject | Event::CloseList) {
        separate(to);
    }
    let text = match event {
        Event::Field(name) => {
            write_text(name, to);
            ":"
        }
        Event::Text(text) => return write_text(text, to),
        // For a number that is none the request is refused; the text stays JSON.
        Event::Null => "null",
        Event::Number(number) if !number.value.is_finite() => "null",
        Event::Integer(_) | Event::Unsigned(_) | Event::Boolean(_) | Event::Number(_) => {
            &event.text().unwrap_or_default()
        }
        Event::OpenObject => "{",
        Event::CloseObject => "}",
        Event::OpenList => "[",
        Event::CloseList => "]",
    };
    to.push_str(text);
}

/// Begins a value or a member: with a comma, unless it is the first.
pub(super) fn separate(to: &mut String) {
    // Every value ends in another byte than the ones after which a first value stands.
    if !matches!(to.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
        to.push(',');
    }
}

/// Writes a text in quotes, with what JSON demands escaped and nothing else.
pub(crate) fn write_text(text: &str, to: &mut String) {
    to.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            b'\n' => "\\n",
            b'\r' => "\\r",
            b'\t' => "\\t",
            0..0x20 => &format!("\\u{byte:04x}"),
            _ => continue,
        };
        to.push_str(&text[plain..at]);
        to.push_str(escape);
        plain = at + 1;
    }
    to.push_str(&text[plain..]);
    to.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: &serde_json::Value) -> String {
        let mut tape = Tape::default();
        crate::codec::encode::json(value, &mut tape);
        json_of(&tape)
    }

    #[test]
    fn it_is_compact_and_escapes_what_it_must() {
        let value =
            serde_json::json!({"": -5, "a": [1, [], {}, null], "b": "\"\\\n\r\t\u{1}\u{7f}é/中"});
        assert_eq!(
            written(&value),
            "{\"\":-5,\"a\":[1,[],{},null],\"b\":\"\\\"\\\\\\n\\r\\t\\u0001\u{7f}é/中\"}"
        );
    }

    #[test]
    fn numbers_are_exact() {
        let cases = [
            (Event::Integer(i64::MIN), "-9223372036854775808"),
            (Event::Unsigned(u64::MAX), "18446744073709551615"),
            (Event::Number((0.1).into()), "0.1"),
            (Event::Number((1.0).into()), "1.0"),
            (Event::Number((1e300).into()), "1e300"),
            (Event::Number((5e-324).into()), "5e-324"),
        ];
        for (value, text) in cases {
            assert_eq!(json_of(&Tape::of(value)), text);
        }
    }

    proptest! {
        #[test]
        fn texts_read_back_as_they_were(text in any::<String>()) {
            let value = serde_json::Value::String(text);
            let read = serde_json::from_str::<serde_json::Value>(&written(&value));
            prop_assert_eq!(read.ok(), Some(value));
        }

        #[test]
        fn numbers_read_back_as_they_were(number in any::<f64>()) {
            let text = json_of(&Tape::of(Event::Number(number.into())));
            prop_assert_eq!(text.parse::<f64>(), Ok(number));
        }
    }
}
