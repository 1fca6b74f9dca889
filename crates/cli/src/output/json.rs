//! JSON: indented for people, or a line for each entry.
//!
//! On a terminal, what it would act on or not show is written as `\u` escapes: that is the same
//! value. Elsewhere only what JSON demands is escaped.

use std::io;

use anstyle::{AnsiColor, Style};
use cloudwright_vocabulary::printable;
use serde::Serialize as _;
use serde_json::Value;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use crate::look::Look;

/// The value over several lines, with colours where the output takes them.
pub(crate) fn indented(value: &Value, look: Look) -> String {
    let formatter = Indented {
        inner: PrettyFormatter::new(),
        look,
        in_name: false,
    };
    let mut text = written(value, formatter);
    text.push('\n');
    text
}

/// A line for each item of a list; one line for anything else.
pub(super) fn lines(value: &Value, look: Look) -> String {
    let items = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    let formatter = || Compact {
        is_printable: look.is_terminal(),
    };
    items
        .iter()
        .map(|item| written(item, formatter()) + "\n")
        .collect()
}

/// One line that anybody can print.
pub(crate) fn printable_line(value: &Value) -> String {
    written(value, Compact { is_printable: true }) + "\n"
}

fn written(value: &Value, formatter: impl Formatter) -> String {
    let mut bytes = Vec::new();
    // Writing a value to memory cannot fail.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut bytes, formatter));
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes a part of a text, with what is not printable as escapes.
fn write_printable<W: io::Write + ?Sized>(writer: &mut W, fragment: &str) -> io::Result<()> {
    writer.write_all(printable::json(fragment).as_bytes())
}

/// Everything on one line.
struct Compact {
    is_printable: bool,
}

impl Formatter for Compact {
    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.is_printable {
            write_printable(writer, fragment)
        } else {
            writer.write_all(fragment.as_bytes())
        }
    }
}

const NAME: Style = AnsiColor::Cyan.on_default();
const TEXT: Style = AnsiColor::Green.on_default();

/// The usual indentation, with names and texts in colours.
struct Indented {
    inner: PrettyFormatter<'static>,
    look: Look,
    in_name: bool,
}

impl Indented {
    fn begin<W: io::Write + ?Sized>(&self, writer: &mut W, style: Style) -> io::Result<()> {
        if self.look.is_coloured() {
            write!(writer, "{style}")
        } else {
            Ok(())
        }
    }

    fn end<W: io::Write + ?Sized>(&self, writer: &mut W, style: Style) -> io::Result<()> {
        if self.look.is_coloured() {
            write!(writer, "{style:#}")
        } else {
            Ok(())
        }
    }
}

impl Formatter for Indented {
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

    fn write_string_fragment<W: io::Write + ?Sized>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if self.look.is_terminal() {
            write_printable(writer, fragment)
        } else {
            writer.write_all(fragment.as_bytes())
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use serde_json::json;

    use super::*;

    #[test]
    fn elsewhere_than_on_a_terminal_it_is_plain_json() {
        let value = json!({"b": [1, "x\u{1b}\u{9b}\u{202e}"], "a": {}, "c": []});
        let expected = serde_json::to_string_pretty(&value).unwrap() + "\n";
        assert_eq!(indented(&value, Look::plain()), expected);
        assert_eq!(lines(&value, Look::plain()), format!("{value}\n"));
    }

    #[test]
    fn a_terminal_gets_the_same_value_without_what_it_would_act_on() {
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            if !printable::is_unprintable(character) {
                continue;
            }
            let value = json!({format!("a{character}"): [format!("{character}z仓")]});
            for text in [
                indented(&value, Look::terminal()),
                lines(&value, Look::terminal()),
                printable_line(&value),
            ] {
                let is_clean = |line: &str| !line.chars().any(printable::is_unprintable);
                assert!(text.lines().all(is_clean), "{character:?}: {text}");
                assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
            }
        }
    }

    #[test]
    fn lines_are_the_items_of_a_list() {
        let lines = |value| lines(&value, Look::plain());
        assert_eq!(lines(json!([{"a": 1}, 2])), "{\"a\":1}\n2\n");
        assert_eq!(lines(json!({"a": 1})), "{\"a\":1}\n");
        assert_eq!(lines(json!([])), "");
    }
}
