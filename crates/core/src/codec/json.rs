//! A request, or a part of it, as JSON text.

use std::fmt::Write;

use super::sink::{Scalar, Sink};

/// Compact JSON. Integers are exact; other numbers have the fewest digits that read back the same.
#[derive(Debug, Default)]
pub(super) struct JsonText {
    text: String,
}

impl JsonText {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A comma, unless it is the first item or member.
    fn separate(&mut self) {
        // Every value ends in another byte than the ones after which a first value stands.
        if !matches!(self.text.as_bytes().last(), None | Some(b'{' | b'[')) {
            self.text.push(',');
        }
    }
}

impl Sink for JsonText {
    fn field(&mut self, name: &str) {
        self.separate();
        write_text(name, &mut self.text);
        self.text.push(':');
    }

    fn item(&mut self) {
        self.separate();
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        // Writing to a `String` cannot fail.
        let _ = match value {
            Scalar::Boolean(value) => write!(self.text, "{value}"),
            Scalar::Integer(number) => write!(self.text, "{number}"),
            Scalar::Unsigned(number) => write!(self.text, "{number}"),
            Scalar::Number(number) if number.value.is_finite() => {
                self.text.push_str(&number.text());
                Ok(())
            }
            // For a number that is none the placement refuses the request; the text stays JSON.
            Scalar::Null | Scalar::Number(_) => self.text.write_str("null"),
            Scalar::Text(text) => {
                write_text(text, &mut self.text);
                Ok(())
            }
        };
    }

    fn open_object(&mut self) {
        self.text.push('{');
    }

    fn close_object(&mut self) {
        self.text.push('}');
    }

    fn open_list(&mut self) {
        self.text.push('[');
    }

    fn close_list(&mut self) {
        self.text.push(']');
    }
}

/// Writes a text in quotes, with what JSON demands escaped and nothing else.
pub(crate) fn write_text(text: &str, to: &mut String) {
    to.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !matches!(byte, b'"' | b'\\' | 0..0x20) {
            continue;
        }
        to.push_str(&text[plain..at]);
        plain = at + 1;
        match byte {
            b'"' => to.push_str("\\\""),
            b'\\' => to.push_str("\\\\"),
            b'\n' => to.push_str("\\n"),
            b'\r' => to.push_str("\\r"),
            b'\t' => to.push_str("\\t"),
            _ => {
                let _ = write!(to, "\\u{byte:04x}");
            }
        }
    }
    to.push_str(&text[plain..]);
    to.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: &serde_json::Value) -> String {
        let mut json = JsonText::default();
        crate::codec::encode::json(value, &mut json);
        json.into_text()
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
            (Scalar::Integer(i64::MIN), "-9223372036854775808"),
            (Scalar::Unsigned(u64::MAX), "18446744073709551615"),
            (Scalar::Number((0.1).into()), "0.1"),
            (Scalar::Number((1.0).into()), "1.0"),
            (Scalar::Number((1e300).into()), "1e300"),
            (Scalar::Number((5e-324).into()), "5e-324"),
        ];
        for (value, text) in cases {
            let mut json = JsonText::default();
            json.scalar(value);
            assert_eq!(json.into_text(), text);
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
            let mut json = JsonText::default();
            json.scalar(Scalar::Number(number.into()));
            prop_assert_eq!(json.into_text().parse::<f64>(), Ok(number));
        }
    }
}
