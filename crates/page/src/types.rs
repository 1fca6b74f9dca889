//! The words that vendors have for types, and ours for the same. No dialect here: a word means the
//! same on every page.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::LazyLock;

use crate::words::{self, strip_any_end};

/// A type in the vendor's words and in ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Type {
    words: String,
    ours: Ours,
}

impl Type {
    /// Reads the words of a page.
    pub fn new(words: &str) -> Self {
        Self {
            words: words.trim().to_owned(),
            // A backslash before a bracket is left from the source of the page.
            ours: Ours::of(&first_sentence(words).replace('\\', "")),
        }
    }

    /// The vendor's words.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Ours.
    pub fn ours(&self) -> &Ours {
        &self.ours
    }

    /// The name of the type of its items, values or itself, if it has one on the page.
    pub fn name(&self) -> Option<&str> {
        self.ours.name()
    }
}

/// The words of a cell without the sentence that says where more is told of the type: `Dictionary data
/// structure. For details, see Table 3.`
pub fn first_sentence(words: &str) -> &str {
    let words = words.trim();
    words
        .split_once(". ")
        .or_else(|| words.split_once('。'))
        .map_or(words, |(first, _)| first)
}

/// A type in our words; `Display` writes it as specs do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Ours {
    /// Text.
    String,
    /// A number without fraction.
    Integer,
    /// 32 bits.
    Int32,
    /// 64 bits.
    Int64,
    /// 64 bits, not negative.
    Uint64,
    /// A number.
    Number,
    /// A single-precision number.
    Float32,
    /// A double-precision number.
    Float64,
    /// True or false.
    Boolean,
    /// A time.
    Datetime,
    /// A day.
    Date,
    /// Bytes.
    Binary,
    /// An object without a name.
    Object,
    /// An object, or a list's item, whose type has a name.
    Named(String),
    /// A list.
    List(Box<Ours>),
    /// Any keys, values of one type.
    Map(Box<Ours>),
    /// Anything; also where the words say nothing.
    Any,
}

/// How deep types nest in words; deeper ones are `Any`.
const DEEPEST: usize = 8;

/// Every plain word, in lower case, by its meaning. Spellings that vendors slip into (`Bollen`) are words too.
static WORDS: LazyLock<HashMap<&str, Ours>> = LazyLock::new(|| {
    words::table(&[
        (
            Ours::String,
            "string | strings | str | text | char | varchar | uuid | enum | character string",
        ),
        (
            Ours::Integer,
            "integer | integers | int | ints | uint | unsigned int | unsigned integer | \
             uinteger | short | uint32",
        ),
        (Ours::Int32, "int32"),
        (Ours::Int64, "int64 | long | longs | bigint"),
        (Ours::Uint64, "uint64"),
        (
            Ours::Number,
            "number | numbers | num | decimal | bigdecimal",
        ),
        (Ours::Float32, "float | floats"),
        (Ours::Float64, "double | doubles"),
        (
            Ours::Boolean,
            "boolean | booleans | bool | bools | bollen | boolen",
        ),
        (
            Ours::Datetime,
            "timestamp | timestamp iso8601 | datetime | date-time | offsetdatetime | \
             datetime iso8601 | time",
        ),
        (Ours::Date, "date"),
        (Ours::Binary, "binary | byte | bytes | file"),
        (
            Ours::Object,
            "object | objects | obj | struct | json | json object | jsonobject | dict | \
             dictionary | dictionary data structure",
        ),
        (Ours::Any, "any | any type | anytype | mixed"),
    ])
});

/// Words for a list whose items are not told.
static LISTS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    words::each(
        "array | arrays | list | lists | repeatlist | jsonarray | json array | list data structure",
    )
    .collect()
});

impl Ours {
    /// Reads the words of a page.
    pub fn of(words: &str) -> Self {
        Self::within(words.trim(), DEEPEST)
    }

    /// The plain word's meaning, if it is one.
    pub fn plain(word: &str) -> Option<Self> {
        // The longest plain word is short; a page's longest line is not.
        if word.len() > 32 {
            return None;
        }
        let word = word.to_ascii_lowercase();
        if LISTS.contains(&*word) {
            return Some(Self::List(Box::new(Self::Any)));
        }
        WORDS.get(&*word).cloned()
    }

    fn within(words: &str, depth: usize) -> Self {
        if depth == 0 || words.is_empty() || words.len() > 256 {
            return Self::Any;
        }
        if let Some(plain) = Self::plain(words) {
            return plain;
        }
        if let Some((plain, format)) = formatted(words) {
            return Self::plain(format).unwrap_or(plain);
        }
        if let Some((name, ours)) = of_chinese(words) {
            return match (name, ours) {
                ("", ours) => ours,
                (name, Self::List(_)) => Self::List(Box::new(Self::within(name, depth - 1))),
                (name, _) => Self::within(name, depth - 1),
            };
        }
        let inner = |text: &str| Box::new(Self::within(text.trim(), depth - 1));
        if let Some(item) = list_item(words) {
            return Self::List(inner(item));
        }
        if let Some(rest) = strip_prefix_word(words, "map") {
            let values = rest
                .trim()
                .strip_prefix('<')
                .and_then(|rest| rest.strip_suffix('>'))
                // Keys are texts; some leave them out.
                .map_or("", |inner| {
                    inner.split_once(',').map_or(inner, |(_, values)| values)
                });
            return Self::Map(inner(values));
        }
        // `String Map`, as `String Array`.
        if let Some(values) = strip_suffix_word(words, "map").and_then(Self::plain) {
            return Self::Map(Box::new(values));
        }
        let name = strip_any_end(words, &[" objects", " object", " Object", " Objects"]);
        match name.filter(|name| is_name(name)).unwrap_or(words) {
            name if is_name(name) => Self::Named(name.to_owned()),
            _ => Self::Any,
        }
    }

    /// The name of the type of its items, values or itself.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.name(),
            _ => None,
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    /// Whether members may stand in it: not in a text, a number, or another plain value.
    pub fn may_have_members(&self) -> bool {
        matches!(
            self,
            Self::Object | Self::Named(_) | Self::List(_) | Self::Map(_) | Self::Any
        )
    }

    /// What the members of an object of this type have between them and its own path: nothing, `[]`
    /// or `.*`, once a level.
    pub fn step(&self) -> String {
        match self {
            Self::List(inner) => format!("[]{}", inner.step()),
            Self::Map(inner) => format!(".*{}", inner.step()),
            _ => String::new(),
        }
    }
}

impl fmt::Display for Ours {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint64 => "uint64",
            Self::Number => "number",
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Boolean => "boolean",
            Self::Datetime => "datetime",
            Self::Date => "date",
            Self::Binary => "binary",
            Self::Object => "object",
            Self::Any => "any",
            Self::Named(name) => name,
            Self::List(inner) => return write!(formatter, "list<{inner}>"),
            Self::Map(inner) => return write!(formatter, "map<{inner}>"),
        };
        formatter.write_str(word)
    }
}

/// A plain word and the format or size in brackets behind it: `Integer(int64)`, `String(36)`.
pub(crate) fn formatted(words: &str) -> Option<(Ours, &str)> {
    let (word, format) = words.strip_suffix(')')?.split_once('(')?;
    // `Integer (MB)` is a type and the start of a description.
    let plain = Ours::plain(word).filter(|plain| !plain.is_list())?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ' ' | '.');
    (!format.is_empty() && format.chars().all(is_word)).then_some((plain, format))
}

/// Chinese words for an object.
const OBJECTS_ZH: &[&str] = &["字典数据类型", "结构体", "字典", "对象"];

/// Chinese words for a list of objects, or of anything.
const LISTS_ZH: &[&str] = &[
    "结构体数组",
    "结构体列表",
    "对象数组",
    "对象列表",
    "数组",
    "列表",
];

/// A type in Chinese words behind the name of its items, or alone: `Topic结构体数组`, `字典数据类型`. The
/// name may be empty.
pub(crate) fn of_chinese(words: &str) -> Option<(&str, Ours)> {
    let of_list =
        strip_any_end(words, LISTS_ZH).map(|name| (name, Ours::List(Box::new(Ours::Any))));
    let (name, ours) =
        of_list.or_else(|| Some((strip_any_end(words, OBJECTS_ZH)?, Ours::Object)))?;
    let name = name.trim_end();
    // A sentence may end so; a name is one word.
    let is_alone = matches!(words, "字典数据类型" | "字典" | "数组" | "结构体");
    (is_alone || is_name(name)).then_some((name, ours))
}

/// The words for the items of a list, if the words are a list's.
fn list_item(words: &str) -> Option<&str> {
    // `String Set …` is a type and the start of a sentence.
    let set = words
        .strip_prefix("Set<")
        .and_then(|rest| rest.strip_suffix('>'));
    if set.is_some() {
        return set;
    }
    for list in ["array", "list"] {
        if let Some(rest) = strip_prefix_word(words, list) {
            let rest = rest.trim_start();
            for (open, close) in [('<', '>'), ('[', ']'), ('(', ')')] {
                if let Some(item) = rest.strip_prefix(open) {
                    return item.strip_suffix(close);
                }
            }
            if let Some(item) = strip_prefix_word(rest, "of") {
                return Some(item);
            }
        }
        if let Some(item) = strip_suffix_word(words, list) {
            return Some(item);
        }
    }
    words
        .strip_suffix("[]")
        .map(str::trim_end)
        .or_else(|| words.strip_prefix("[]"))
}

fn strip_prefix_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    (start.eq_ignore_ascii_case(word)
        && !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    .then_some(rest)
}

fn strip_suffix_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(word.len())?)?;
    (end.eq_ignore_ascii_case(word) && rest.ends_with(' ')).then(|| rest.trim_end())
}

/// Whether a text can be the name of a type.
pub fn is_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_three_vendors_have_one_meaning() {
        for (words, ours) in [
            ("String", "string"),
            ("Array of String", "list<string>"),
            ("Array of Filter", "list<Filter>"),
            ("Array of Trigger objects", "list<Trigger>"),
            ("Object Array", "list<object>"),
            ("String Array", "list<string>"),
            ("object []", "list<object>"),
            ("[]Stage", "list<Stage>"),
            ("[]string", "list<string>"),
            ("array<object>", "list<object>"),
            ("List<String\\>", "list<string>"),
            ("Array[String]", "list<string>"),
            ("array", "list<any>"),
            ("RepeatList", "list<any>"),
            ("Map<String,String>", "map<string>"),
            ("Map<String,Info>", "map<Info>"),
            ("Map<Info>", "map<Info>"),
            ("String Map", "map<string>"),
            ("Topic结构体数组", "list<Topic>"),
            ("Topic结构体", "Topic"),
            ("String数组", "list<string>"),
            ("字典数据类型", "object"),
            ("Map", "map<any>"),
            ("Login object", "Login"),
            ("Timestamp ISO8601", "datetime"),
            ("Bollen", "boolean"),
            (
                "Dictionary data structure. For details, see Table 3.",
                "object",
            ),
            ("List data structure", "list<any>"),
            ("Integer(int64)", "int64"),
            ("String(36)", "string"),
            ("Set<String>", "list<string>"),
            ("Array(String)", "list<string>"),
            ("OffsetDateTime", "datetime"),
            ("Uint/Float", "any"),
            ("Arrayed", "Arrayed"),
            ("", "any"),
        ] {
            assert_eq!(Type::new(words).ours().to_string(), ours, "{words}");
        }
    }

    #[test]
    fn deep_or_long_words_end() {
        let deep = "array<".repeat(5000) + &">".repeat(5000);
        assert_eq!(Ours::of(&deep), Ours::Any);
        let nested = "Array of ".repeat(12) + "String";
        assert!(Ours::of(&nested).to_string().len() < 100);
    }

    #[test]
    fn a_type_tells_the_step_to_its_members() {
        assert_eq!(Type::new("Map<String,Array of X>").ours().step(), ".*[]");
        assert_eq!(Type::new("X object").ours().step(), "");
    }
}
