//! JSON without a type that the runtime itself reads and writes: refusals of services, and the files
//! and services that credentials come from.
//!
//! [`Json`](super::Json) is for programs. This keeps what that does not: the order of members and the
//! digits of numbers, so that the files of other tools are written back as they were but for what is
//! changed; it reads refusals with broken characters in them; and it has no `Debug` that could show a
//! secret.

use std::str::{FromStr, Utf8Error};

use super::decoding::Decoding;
use super::error::AnswerText;
use super::json;
use super::path::Path;
use super::read::{Read, Reader};
use super::scan::line_and_column;
use super::tape::Event;

/// A JSON value. It may hold secrets, so it has no `Debug`.
#[derive(Default)]
pub(crate) enum Tree {
    #[default]
    Null,
    Boolean(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Tree>),
    /// In the order they are written. Of members with the same name the last one counts.
    Object(Vec<(String, Tree)>),
}

/// Where a text is not JSON, and what should stand there. It holds nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) line: usize,
    /// In characters.
    pub(crate) column: usize,
    pub(crate) expected: &'static str,
}

impl Mistake {
    fn no_text(bytes: &[u8], error: Utf8Error) -> Self {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let (line, column) = line_and_column(&before);
        Self {
            line,
            column,
            expected: "a character of UTF-8",
        }
    }
}

impl Tree {
    /// An object of these members.
    pub(crate) fn object(members: Vec<(&'static str, Tree)>) -> Self {
        let named = |(name, value): (&str, Tree)| (name.to_owned(), value);
        Self::Object(members.into_iter().map(named).collect())
    }

    /// Reads what is JSON to the last byte.
    #[cold]
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        Self::read_file(text).ok()
    }

    /// The same for what a person wrote, who wants to know where it is wrong.
    #[cold]
    pub(crate) fn read_file(text: &[u8]) -> Result<Self, Mistake> {
        let text = std::str::from_utf8(text).map_err(|error| Mistake::no_text(text, error))?;
        Self::parse(text, true).map_err(|error| Mistake {
            line: error.line,
            column: error.column,
            expected: error.expected,
        })
    }

    /// Reads what should be JSON, with U+FFFD in place of what is no character.
    #[cold]
    pub(crate) fn read_broken(text: &[u8]) -> Option<Self> {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        Self::parse(&String::from_utf8_lossy(text), false).ok()
    }

    fn parse(text: &str, whole_characters: bool) -> Read<Self> {
        let decoding = Decoding {
            whole_characters,
            ..Decoding::default()
        };
        let mut reader = Reader::new(AnswerText { text, skipped: 0 }, decoding);
        let root = Path::root();
        let tree = reader.tree(&root)?;
        reader.finish(&root)?;
        Ok(tree)
    }

    /// A member of an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let member = members.iter().rfind(|(member, _)| member == name);
        member.map(|(_, value)| value)
    }

    /// Takes a member out of an object; `null` where it has none.
    pub(crate) fn take(&mut self, name: &str) -> Self {
        self.member_mut(name)
            .map(std::mem::take)
            .unwrap_or_default()
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_list_mut(&mut self) -> Option<&mut [Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Self::Boolean(true))
    }

    /// The number that it is, if that is an integer within the type's range.
    pub(crate) fn as_integer<I: FromStr>(&self) -> Option<I> {
        match self {
            Self::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    /// Compact JSON.
    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// JSON on lines, as the vendors' tools write their files.
    pub(crate) fn to_lines(&self) -> String {
        let mut text = String::new();
        self.write_lines(&mut text, 0);
        text.push('\n');
        text
    }

    /// The depth is bounded where the tree was read.
    fn write_lines(&self, to: &mut String, depth: usize) {
        match self {
            Self::List(items) if !items.is_empty() => {
                let items = items.iter().map(|item| (None, item));
                write_block(['[', ']'], &mut { items }, to, depth);
            }
            Self::Object(members) if !members.is_empty() => {
                let members = members.iter().map(|(name, value)| (Some(name), value));
                write_block(['{', '}'], &mut { members }, to, depth);
            }
            // A text of its own, for no comma is wanted between it and what stands before.
            whole => to.push_str(&whole.to_text()),
        }
    }

    /// A member of an object, to be changed.
    pub(crate) fn member_mut(&mut self, name: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let member = members.iter_mut().rfind(|(member, _)| member == name);
        member.map(|(_, value)| value)
    }

    /// Changes a member of an object, or adds it; on anything else it does nothing.
    pub(crate) fn set(&mut self, name: &str, value: Self) {
        if let Some(member) = self.member_mut(name) {
            *member = value;
        } else if let Self::Object(members) = self {
            members.push((name.to_owned(), value));
        }
    }

    fn write(&self, to: &mut String) {
        match self {
            Self::Null => json::write(Event::Null, to),
            Self::Boolean(value) => json::write(Event::Boolean(*value), to),
            Self::Number(number) => {
                json::separate(to);
                to.push_str(number);
            }
            Self::Text(text) => json::write(Event::Text(text), to),
            Self::List(items) => {
                json::write(Event::OpenList, to);
                for item in items {
                    item.write(to);
                }
                json::write(Event::CloseList, to);
            }
            Self::Object(members) => {
                json::write(Event::OpenObject, to);
                for (name, value) in members {
                    json::write(Event::Field(name), to);
                    value.write(to);
                }
                json::write(Event::CloseObject, to);
            }
        }
    }
}

/// Writes items, or members with their names, on a line each.
fn write_block<'t>(
    [open, close]: [char; 2],
    parts: &mut dyn Iterator<Item = (Option<&'t String>, &'t Tree)>,
    to: &mut String,
    depth: usize,
) {
    to.push(open);
    for (place, (name, value)) in parts.enumerate() {
        to.push_str(if place == 0 { "\n" } else { ",\n" });
        to.extend(std::iter::repeat_n('\t', depth + 1));
        if let Some(name) = name {
            json::write_text(name, to);
            to.push_str(": ");
        }
        value.write_lines(to, depth + 1);
    }
    to.push('\n');
    to.extend(std::iter::repeat_n('\t', depth));
    to.push(close);
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<u32> for Tree {
    fn from(number: u32) -> Self {
        Self::Number(number.to_string())
    }
}

impl Reader<'_> {
    /// Any value, as it is written. The reader's limit of depth bounds the recursion.
    fn tree(&mut self, path: &Path<'_>) -> Read<Tree> {
        Ok(match self.scan.peek() {
            Some(b'"') => Tree::Text(self.text(path)?.into_owned()),
            Some(b'-' | b'0'..=b'9') => Tree::Number(self.written_number(path)?.text.to_owned()),
            Some(b't' | b'f') => Tree::Boolean(self.true_or_false(path)?),
            Some(b'[') => {
                let mut items = Vec::new();
                self.each_item(path, &mut |reader, path| {
                    items.push(reader.tree(path)?);
                    Ok(())
                })?;
                Tree::List(items)
            }
            Some(b'{') => {
                let mut members = Vec::new();
                self.each_member(path, &mut |reader, name, path| {
                    members.push((name.to_owned(), reader.tree(path)?));
                    Ok(())
                })?;
                Tree::Object(members)
            }
            _ => {
                self.skip(path)?;
                Tree::Null
            }
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        Tree::read(text.as_bytes()).map(|tree| tree.to_text())
    }

    #[test]
    fn what_is_read_is_written_as_it_was() {
        for text in [
            r#"{"b":[1,-2.50,1e3,{}],"a":{"":"\"\\\n中"},"c":[null,true,false,[]]}"#,
            r#""text""#,
            "18446744073709551616",
            "null",
        ] {
            assert_eq!(written(text).as_deref(), Some(text));
        }
        assert_eq!(
            written(" [ 1 , \"\\u4e2d\" ] ").as_deref(),
            Some(r#"[1,"中"]"#)
        );
    }

    #[test]
    fn what_is_no_json_is_nothing() {
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\"}",
            "[1] 2",
            "tru",
            "01",
            "<html>",
            r#""\ud800""#,
        ] {
            assert_eq!(written(text), None, "{text}");
        }
        assert!(Tree::read(b"\"\xff\"").is_none());
    }

    #[test]
    fn broken_characters_are_replaced_where_that_is_asked_for() {
        for text in [
            &b"\"\xff\""[..],
            br#""\ud800""#,
            b"\xEF\xBB\xBF\"\xEF\xBF\xBD\"",
        ] {
            let tree = Tree::read_broken(text).unwrap();
            assert_eq!(tree.as_text(), Some("\u{fffd}"));
        }
    }

    #[test]
    fn a_mistake_has_its_place_and_shows_nothing_of_the_text() {
        for (text, line, column) in [
            (&b""[..], 1, 1),
            (b"{\n  \"a\": 1,\n}", 3, 1),
            (b"{\n  \"secret\": hush\n}", 2, 13),
            ("{\"é\": \"中\" x}".as_bytes(), 1, 11),
            (b"{}\n\n}", 3, 1),
            (b"{\"a\": \"\xff\"}", 1, 8),
            (b"{\"a\": \"b", 1, 9),
        ] {
            let shown = String::from_utf8_lossy(text);
            let mistake = Tree::read_file(text).err().unwrap();
            assert_eq!((mistake.line, mistake.column), (line, column), "{shown}");
            assert!(!mistake.expected.contains("hush"));
        }
    }

    #[test]
    fn lines_hold_what_was_read_and_what_was_changed() {
        let text = r#"{"b":[],"a":{"x":[1,"\""],"y":{}},"c":1.50}"#;
        let mut tree = Tree::read(text.as_bytes()).unwrap();
        tree.set("b", "new".into());
        tree.set("d", Tree::Boolean(true));
        let lines = "{\n\t\"b\": \"new\",\n\t\"a\": {\n\t\t\"x\": [\n\t\t\t1,\n\t\t\t\"\\\"\"\n\t\t],\n\t\t\"y\": {}\n\t},\n\t\"c\": 1.50,\n\t\"d\": true\n}\n";
        assert_eq!(tree.to_lines(), lines);
        assert!(Tree::Null.member_mut("a").is_none());
    }

    #[test]
    fn nesting_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(written(&nested(128)).is_some());
        assert!(written(&nested(129)).is_none());
        assert!(written(&"[".repeat(1_000_000)).is_none());
    }

    #[test]
    fn the_last_of_several_members_counts() {
        let mut tree = Tree::read(br#"{"a":1,"b":{"c":true},"a":"x"}"#).unwrap();
        assert_eq!(tree.get("a").and_then(Tree::as_text), Some("x"));
        assert!(
            tree.get("b")
                .and_then(|b| b.get("c"))
                .is_some_and(Tree::is_true)
        );
        assert_eq!(tree.take("a").as_text(), Some("x"));
        assert!(tree.take("z").get("z").is_none());
    }

    #[test]
    fn numbers_are_integers_where_they_are_written_so() {
        for (text, integer) in [
            ("-5", Some(-5)),
            ("1.0", None),
            ("\"5\"", None),
            ("9e3", None),
        ] {
            let tree = Tree::read(text.as_bytes()).unwrap();
            assert_eq!(tree.as_integer::<i64>(), integer, "{text}");
            assert_eq!(tree.as_integer::<u64>(), None, "{text}");
        }
    }
}
