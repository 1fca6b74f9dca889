//! JSON without a type that the runtime itself reads and writes: refusals of services, and the files
//! and services that credentials come from.
//!
//! [`Json`](super::Json) is for programs. Most have none of it in their types, and then none of its
//! maps is in the program.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use super::json;
use super::scan::{MAX_DEPTH, Scanner, Text};
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
    /// In the order they are written; of members with the same name only the last one is kept. They
    /// have no second owner: the `Arc` makes dropping them a call, wherever that is.
    Object(Arc<Vec<(String, Tree)>>),
}

impl Tree {
    /// An object of these members.
    pub(crate) fn object(members: Vec<(&'static str, Tree)>) -> Self {
        let named = |(name, value): (&str, Tree)| (name.to_owned(), value);
        Self::Object(Arc::new(members.into_iter().map(named).collect()))
    }

    /// Reads what is JSON to the last byte.
    #[cold]
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let mut parser = Parser::new(std::str::from_utf8(text).ok()?);
        let tree = parser.document()?;
        (!parser.replaced).then_some(tree)
    }

    /// Reads what should be JSON, with U+FFFD in place of what is no character.
    #[cold]
    pub(crate) fn read_broken(text: &[u8]) -> Option<Self> {
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        Parser::new(&String::from_utf8_lossy(text)).document()
    }

    /// A member of an object.
    #[inline(never)]
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        let member = members.iter().find(|(member, _)| member == name);
        member.map(|(_, value)| value)
    }

    /// Takes a member out of an object; `null` where it has none.
    #[inline(never)]
    pub(crate) fn take(&mut self, name: &str) -> Self {
        let Self::Object(members) = self else {
            return Self::Null;
        };
        let mut members = Arc::get_mut(members).into_iter().flatten();
        let member = members.find(|(member, _)| member == name);
        member
            .map(|(_, value)| std::mem::take(value))
            .unwrap_or_default()
    }

    /// Adds a member to an object; on anything else it does nothing.
    pub(crate) fn add(&mut self, name: &str, value: Self) {
        if let Self::Object(members) = self
            && let Some(members) = Arc::get_mut(members)
        {
            members.retain(|(member, _)| member != name);
            members.push((name.to_owned(), value));
        }
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
                for (name, value) in &**members {
                    json::write(Event::Field(name), to);
                    value.write(to);
                }
                json::write(Event::CloseObject, to);
            }
        }
    }
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

struct Parser<'b> {
    scan: Scanner<'b>,
    depth: u32,
    /// U+FFFD stands in place of half a character.
    replaced: bool,
}

impl<'b> Parser<'b> {
    fn new(text: &'b str) -> Self {
        Self {
            scan: Scanner::new(text),
            depth: 0,
            replaced: false,
        }
    }

    fn document(&mut self) -> Option<Tree> {
        let tree = self.value()?;
        self.scan.end().ok()?;
        Some(tree)
    }

    /// The next value. The limit of depth bounds the recursion.
    fn value(&mut self) -> Option<Tree> {
        let (literal, tree) = match self.scan.peek()? {
            b'"' => {
                let text = self.scan.string().ok()?;
                return Some(Tree::Text(self.checked(text)));
            }
            b'-' | b'0'..=b'9' => {
                let number = self.scan.number().ok()?;
                return Some(Tree::Number(number.text.to_owned()));
            }
            bracket @ (b'[' | b'{') => return self.nested(bracket),
            b't' => ("true", Tree::Boolean(true)),
            b'f' => ("false", Tree::Boolean(false)),
            _ => ("null", Tree::Null),
        };
        self.scan.literal(literal).ok()?;
        Some(tree)
    }

    fn checked(&mut self, text: Text<'_>) -> String {
        self.replaced |= text.replaced;
        text.value.into_owned()
    }

    fn nested(&mut self, bracket: u8) -> Option<Tree> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.scan.take(bracket);
        let tree = if bracket == b'[' {
            self.items()?
        } else {
            self.members()?
        };
        self.depth -= 1;
        Some(tree)
    }

    fn items(&mut self) -> Option<Tree> {
        let mut items = Vec::new();
        let mut more = !self.scan.take(b']');
        while more {
            items.push(self.value()?);
            more = self.scan.more(b']').ok()?;
        }
        Some(Tree::List(items))
    }

    fn members(&mut self) -> Option<Tree> {
        let mut members = Vec::new();
        let mut more = !self.scan.take(b'}');
        while more {
            let name = self.scan.name().ok()?;
            members.push((self.checked(name), self.value()?));
            more = self.scan.more(b'}').ok()?;
        }
        let mut names = BTreeSet::new();
        let last = members
            .iter()
            .rev()
            .map(|(name, _)| names.insert(name.as_str()));
        let mut counts: Vec<bool> = last.collect();
        members.retain(|_| counts.pop().unwrap_or_default());
        Some(Tree::Object(Arc::new(members)))
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
