//! `Debug` of the house's errors: what `fn main() -> Result<(), E>` prints is for people, and
//! `{:#?}` shows the fields.

use std::error::Error;
use std::fmt::{self, Write};

use crate::printable;

/// Writes an error as its `Debug` does: for people, or the fields where `{:#?}` asks for them.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug(
    error: &dyn Error,
    formatter: &mut fmt::Formatter<'_>,
    fields: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    if formatter.alternate() {
        fields(formatter)
    } else {
        for_people(error, formatter)
    }
}

/// The message, and below it the errors beneath, as far as they say anything new.
///
/// # Errors
///
/// Those of the writer.
pub fn for_people(error: &dyn Error, to: &mut dyn Write) -> fmt::Result {
    let message = error.to_string();
    write_lines(&message, "", to)?;
    let causes = causes(error, message);
    let (before, is_one) = match causes.len() {
        0 => return Ok(()),
        1 => ("    ", true),
        _ => ("       ", false),
    };
    to.write_str("\n\nCaused by:")?;
    for (number, cause) in causes.iter().enumerate() {
        if is_one {
            write!(to, "\n{before}")?;
        } else {
            write!(to, "\n{number:5}: ")?;
        }
        write_lines(cause, before, to)?;
    }
    Ok(())
}

/// What the errors beneath say that those above them do not. A chain that goes round ends.
fn causes(error: &dyn Error, mut said: String) -> Vec<String> {
    const DEEPEST: usize = 32;
    let mut causes = Vec::new();
    let mut source = error.source();
    for _ in 0..DEEPEST {
        let Some(cause) = source else { break };
        let text = cause.to_string();
        if !said.contains(text.trim()) {
            said.push('\n');
            said.push_str(&text);
            causes.push(text);
        }
        source = cause.source();
    }
    causes
}

/// A text whose further lines are indented; what a terminal would act on is written out.
fn write_lines(text: &str, before: &str, to: &mut dyn Write) -> fmt::Result {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            write!(to, "\n{}", if line.is_empty() { "" } else { before })?;
        }
        write!(to, "{}", printable::Printable(line))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Layer(&'static str, Option<Box<Layer>>);

    impl fmt::Display for Layer {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref().map(|source| source as _)
        }
    }

    fn shown(layers: &[&'static str]) -> String {
        let chain = layers
            .iter()
            .rev()
            .fold(None, |source, text| Some(Box::new(Layer(text, source))));
        let mut text = String::new();
        for_people(&chain.expect("a layer"), &mut text).expect("a text takes everything");
        text
    }

    #[test]
    fn an_error_reads_as_a_message_and_its_causes() {
        for (layers, expected) in [
            (&["alone"][..], "alone"),
            (&["above", "beneath"], "above\n\nCaused by:\n    beneath"),
            (
                &["above", "two\nlines", "third"],
                "above\n\nCaused by:\n    0: two\n       lines\n    1: third",
            ),
            (&["above: beneath", "beneath"], "above: beneath"),
            (
                &["a\u{1b}[2J", "b\u{202e}"],
                "a\\u{1b}[2J\n\nCaused by:\n    b\\u{202e}",
            ),
        ] {
            assert_eq!(shown(layers), expected);
        }
    }

    #[test]
    fn the_alternate_form_shows_the_fields() {
        struct Shown;
        impl fmt::Debug for Shown {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug(&Layer("message", None), formatter, |formatter| {
                    formatter.debug_struct("Shown").field("field", &1).finish()
                })
            }
        }
        assert_eq!(format!("{Shown:?}"), "message");
        assert_eq!(format!("{Shown:#?}"), "Shown {\n    field: 1,\n}");
    }
}
