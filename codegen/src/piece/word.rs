//! Names and texts that go into a piece as they are. As tokens they would be looked at letter by
//! letter once more, and copied twice.

use std::fmt::Write as _;

use cloudwright_spec::naming::is_identifier;
use proc_macro2::TokenStream;
use quote::ToTokens;

use super::row::{Mark, Part, Row};
use super::template::insert;

/// A name in generated code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'t>(&'t str);

/// An identifier from the model, raw where it says so. The checks and the naming rules give
/// nothing else; should they fail, the compiler says so about a name that is easy to find.
pub(crate) fn ident(name: &str) -> Name<'_> {
    let plain = name.strip_prefix("r#").unwrap_or(name);
    Name(if is_identifier(plain) {
        name
    } else {
        "not_an_identifier"
    })
}

impl Name<'_> {
    #[cfg(test)]
    pub(super) fn as_str(&self) -> &str {
        self.0
    }
}

impl Part for Name<'_> {
    fn room(&self) -> (usize, usize) {
        (1, self.0.len())
    }

    fn put(&self, row: &mut Row) {
        row.marks.push(Mark::Word(self.0.len()));
        row.text.push_str(self.0);
    }
}

impl ToTokens for Name<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        insert(self, tokens);
    }
}

/// A text in generated code, in quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Literal<'t> {
    /// What stands in front of the text, and needs no escaping.
    start: &'static str,
    text: &'t str,
}

/// A text as a literal.
pub(crate) fn literal(text: &str) -> Literal<'_> {
    Literal { start: "", text }
}

/// A line of documentation as the literal of its attribute.
pub(crate) fn line(text: &str) -> Literal<'_> {
    let start = if text.is_empty() { "" } else { " " };
    Literal { start, text }
}

impl Literal<'_> {
    #[cfg(test)]
    pub(super) fn as_str(&self) -> &str {
        self.text
    }

    /// Writes the text in quotes. What needs no escaping, which is most of it, is not looked at letter
    /// by letter for how to escape it.
    fn write(self, out: &mut String) {
        let is_plain = self
            .text
            .bytes()
            .all(|byte| matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~'));
        out.push('"');
        out.push_str(self.start);
        if is_plain {
            out.push_str(self.text);
            out.push('"');
        } else {
            let quoted = proc_macro2::Literal::string(self.text).to_string();
            out.push_str(quoted.strip_prefix('"').unwrap_or(&quoted));
        }
    }
}

impl Part for Literal<'_> {
    fn room(&self) -> (usize, usize) {
        (1, self.start.len() + self.text.len() + 2)
    }

    fn put(&self, row: &mut Row) {
        let start = row.text.len();
        self.write(&mut row.text);
        row.marks.push(Mark::Literal(row.text.len() - start));
    }
}

impl ToTokens for Literal<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        insert(self, tokens);
    }
}

impl Part for str {
    fn room(&self) -> (usize, usize) {
        literal(self).room()
    }

    fn put(&self, row: &mut Row) {
        literal(self).put(row);
    }
}

impl Part for String {
    fn room(&self) -> (usize, usize) {
        literal(self).room()
    }

    fn put(&self, row: &mut Row) {
        literal(self).put(row);
    }
}

/// A number without the suffix of its type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number(u64);

/// A number as a literal, without the suffix of its type.
pub(crate) fn number(number: impl Into<u64>) -> Number {
    Number(number.into())
}

impl Part for Number {
    fn room(&self) -> (usize, usize) {
        (1, 20)
    }

    fn put(&self, row: &mut Row) {
        let start = row.text.len();
        // Writing to a text does not fail.
        let _ = write!(row.text, "{}", self.0);
        row.marks.push(Mark::Literal(row.text.len() - start));
    }
}

impl ToTokens for Number {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        insert(self, tokens);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(literal: Literal<'_>) -> String {
        let mut text = String::new();
        literal.write(&mut text);
        text
    }

    #[test]
    fn a_literal_is_what_the_library_makes_of_a_text() {
        for text in [
            "",
            "plain",
            "it's",
            "a \"b\"",
            "back\\slash",
            "tab\t",
            "line\n",
            "é",
            "\u{202e}",
            "\0",
            "\u{7f}",
        ] {
            let of_library = |text: &str| proc_macro2::Literal::string(text).to_string();
            assert_eq!(written(literal(text)), of_library(text));
            let spaced = if text.is_empty() {
                String::new()
            } else {
                format!(" {text}")
            };
            assert_eq!(written(line(text)), of_library(&spaced));
        }
    }

    #[test]
    fn a_name_is_an_identifier_whatever_the_model_says() {
        for (name, expected) in [
            ("name", "name"),
            ("r#type", "r#type"),
            ("a b", "not_an_identifier"),
            ("", "not_an_identifier"),
            ("r#", "not_an_identifier"),
            ("_", "not_an_identifier"),
        ] {
            assert_eq!(ident(name).0, expected);
        }
    }
}
