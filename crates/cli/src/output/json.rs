//! JSON: indented for people, or a line for each entry.

use std::io;

use anstyle::{AnsiColor, Style};
use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use crate::look::Look;

/// The value over several lines, with colours where the output takes them.
pub(super) fn indented(value: &Value, look: Look) -> String {
    let mut bytes = Vec::new();
    let formatter = Coloured {
        inner: PrettyFormatter::new(),
        is_on: look.is_coloured(),
        in_name: false,
    };
    let mut serializer = Serializer::with_formatter(&mut bytes, formatter);
    // Writing a value to memory cannot fail.
    let _ = value.serialize(&mut serializer);
    bytes.push(b'\n');
    String::from_utf8(bytes).unwrap_or_default()
}

/// A line for each item of a list; one line for anything else.
pub(super) fn lines(value: &Value) -> String {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    let mut text = String::new();
    for item in items {
        text.push_str(&item.to_string());
        text.push('\n');
    }
    text
}

const NAME: Style = AnsiColor::Cyan.on_default();
const TEXT: Style = AnsiColor::Green.on_default();

/// The usual indentation, with names and texts in colours.
struct Coloured {
    inner: PrettyFormatter<'static>,
    is_on: bool,
    in_name: bool,
}

impl Coloured {
    fn begin<W: io::Write + ?Sized>(&self, writer: &mut W, style: Style) -> io::Result<()> {
        if self.is_on {
            write!(writer, "{style}")
        } else {
            Ok(())
        }
    }

    fn end<W: io::Write + ?Sized>(&self, writer: &mut W, style: Style) -> io::Result<()> {
        if self.is_on {
            write!(writer, "{style:#}")
        } else {
            Ok(())
        }
    }
}

impl Formatter for Coloured {
    fn begin_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_array(writer)
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_array(writer)
    }

    fn begin_array_value<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.inner.begin_array_value(writer, first)
    }

    fn end_array_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_array_value(writer)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_object(writer)
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_object(writer)
    }

    fn begin_object_key<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.inner.begin_object_key(writer, first)?;
        self.in_name = true;
        self.begin(writer, NAME)
    }

    fn end_object_key<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.in_name = false;
        self.end(writer, NAME)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.begin_object_value(writer)
    }

    fn end_object_value<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.inner.end_object_value(writer)
    }

    fn begin_string<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        if !self.in_name {
            self.begin(writer, TEXT)?;
        }
        writer.write_all(b"\"")
    }

    fn end_string<W: io::Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\"")?;
        if self.in_name {
            Ok(())
        } else {
            self.end(writer, TEXT)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    #[test]
    fn without_colours_it_is_plain_indented_json() {
        let value = json!({"b": [1, "x\u{1b}"], "a": {}, "c": []});
        let expected = serde_json::to_string_pretty(&value).unwrap() + "\n";
        assert_eq!(indented(&value, Look::plain()), expected);
    }

    #[test]
    fn lines_are_the_items_of_a_list() {
        assert_eq!(lines(&json!([{"a": 1}, 2])), "{\"a\":1}\n2\n");
        assert_eq!(lines(&json!({"a": 1})), "{\"a\":1}\n");
        assert_eq!(lines(&json!([])), "");
    }
}
