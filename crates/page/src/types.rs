//! The words that vendors have for types, and ours for the same. No dialect here: a word means the
//! same on every page.

use std::fmt;

use serde::{Serialize, Serializer};

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

impl Serialize for Type {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words)
    }
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

/// Every plain word, in lower case. Spellings that vendors slip into (`Bollen`) are words too.
const WORDS: &[(&str, Ours)] = &[
    ("string", Ours::String),
    ("strings", Ours::String),
    ("str", Ours::String),
    ("text", Ours::String),
    ("char", Ours::String),
    ("varchar", Ours::String),
    ("uuid", Ours::String),
    ("enum", Ours::String),
    ("integer", Ours::Integer),
    ("integers", Ours::Integer),
    ("int", Ours::Integer),
    ("ints", Ours::Integer),
    ("uint", Ours::Integer),
    ("unsigned int", Ours::Integer),
    ("unsigned integer", Ours::Integer),
    ("uinteger", Ours::Integer),
    ("short", Ours::Integer),
    ("int32", Ours::Int32),
    ("int64", Ours::Int64),
    ("uint32", Ours::Integer),
    ("uint64", Ours::Uint64),
    ("long", Ours::Int64),
    ("longs", Ours::Int64),
    ("bigint", Ours::Int64),
    ("number", Ours::Number),
    ("numbers", Ours::Number),
    ("num", Ours::Number),
    ("decimal", Ours::Number),
    ("bigdecimal", Ours::Number),
    ("float", Ours::Float32),
    ("floats", Ours::Float32),
    ("double", Ours::Float64),
    ("doubles", Ours::Float64),
    ("boolean", Ours::Boolean),
    ("booleans", Ours::Boolean),
    ("bool", Ours::Boolean),
    ("bools", Ours::Boolean),
    ("bollen", Ours::Boolean),
    ("boolen", Ours::Boolean),
    ("timestamp", Ours::Datetime),
    ("timestamp iso8601", Ours::Datetime),
    ("datetime", Ours::Datetime),
    ("date-time", Ours::Datetime),
    ("offsetdatetime", Ours::Datetime),
    ("character string", Ours::String),
    ("datetime iso8601", Ours::Datetime),
    ("time", Ours::Datetime),
    ("date", Ours::Date),
    ("binary", Ours::Binary),
    ("byte", Ours::Binary),
    ("bytes", Ours::Binary),
    ("file", Ours::Binary),
    ("object", Ours::Object),
    ("objects", Ours::Object),
    ("obj", Ours::Object),
    ("struct", Ours::Object),
    ("json", Ours::Object),
    ("json object", Ours::Object),
    ("jsonobject", Ours::Object),
    ("dict", Ours::Object),
    ("dictionary", Ours::Object),
    ("dictionary data structure", Ours::Object),
    ("any", Ours::Any),
    ("any type", Ours::Any),
    ("anytype", Ours::Any),
    ("mixed", Ours::Any),
];

/// Words for a list whose items are not told.
const LISTS: &[&str] = &[
    "array",
    "arrays",
    "list",
    "lists",
    "repeatlist",
    "jsonarray",
    "json array",
    "list data structure",
];

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
        if LISTS.contains(&word.as_str()) {
            return Some(Self::List(Box::new(Self::Any)));
        }
        WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, ours)| ours.clone())
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
        for suffix in [" objects", " object", " Object", " Objects"] {
            if let Some(name) = words.strip_suffix(suffix)
                && is_name(name)
            {
                return Self::Named(name.to_owned());
            }
        }
        if is_name(words) {
            Self::Named(words.to_owned())
        } else {
            Self::Any
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

/// Chinese words for objects and lists, longer ones first.
const CHINESE: &[(&str, Ours)] = &[
    ("字典数据类型", Ours::Object),
    ("结构体数组", Ours::Any),
    ("结构体列表", Ours::Any),
    ("对象数组", Ours::Any),
    ("对象列表", Ours::Any),
    ("结构体", Ours::Object),
    ("字典", Ours::Object),
    ("数组", Ours::Any),
    ("列表", Ours::Any),
    ("对象", Ours::Object),
];

/// A type in Chinese words behind the name of its items, or alone: `Topic结构体数组`, `字典数据类型`. The
/// name may be empty.
pub(crate) fn of_chinese(words: &str) -> Option<(&str, Ours)> {
    let (end, ours) = CHINESE.iter().find(|(end, _)| words.ends_with(end))?;
    let name = words.strip_suffix(end)?.trim_end();
    let ours = match ours {
        Ours::Any => Ours::List(Box::new(Ours::Any)),
        ours => ours.clone(),
    };
    // A sentence may end so; a name is one word.
    let is_alone = name.is_empty() && matches!(*end, "字典数据类型" | "字典" | "数组" | "结构体");
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
            if let Some(item) = rest.strip_prefix('<') {
                return item.strip_suffix('>');
            }
            for (open, close) in [('[', ']'), ('(', ')')] {
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
