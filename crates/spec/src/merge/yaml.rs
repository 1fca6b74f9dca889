//! Plain data as YAML text, the way the specs in this repository are written: lists stand two columns
//! inside of their key, texts are quoted where they would be read as something else.

use std::fmt;

use cloudwright_vocabulary::yaml;
pub(crate) use cloudwright_vocabulary::yaml::quoted;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// Plain data, keys in their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Yaml {
    /// A number, a flag or nothing, as it is written.
    Scalar(String),
    String(String),
    Sequence(Vec<Yaml>),
    Mapping(Mapping),
}

/// The entries of an object.
pub(crate) type Mapping = Vec<(String, Yaml)>;

impl Yaml {
    /// The form of a model in YAML; keys in the language's order, defaults left out.
    pub(crate) fn of(model: &impl Serialize) -> Self {
        // Through JSON, which keeps the order of keys as they are read, and has a form for every model: their
        // keys are texts.
        let json = serde_json::to_string(model).unwrap_or_default();
        serde_json::from_str(&json).unwrap_or_else(|_| Self::Scalar("null".to_owned()))
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<i64> for Yaml {
    fn from(number: i64) -> Self {
        Self::Scalar(number.to_string())
    }
}

impl<'de> Deserialize<'de> for Yaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainData)
    }
}

/// Takes whatever JSON holds.
struct PlainData;

impl<'de> Visitor<'de> for PlainData {
    type Value = Yaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Yaml, E> {
        Ok(Yaml::Scalar("null".to_owned()))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(flag.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Yaml, E> {
        Ok(Yaml::Scalar(Value::from(number).to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Yaml, E> {
        Ok(Yaml::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Yaml, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Yaml::Sequence(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Yaml, A::Error> {
        let mut all = Mapping::new();
        while let Some(entry) = entries.next_entry()? {
            all.push(entry);
        }
        Ok(Yaml::Mapping(all))
    }
}

/// A text as a scalar that is read as this text, in block and in flow.
pub(crate) fn text(text: &str) -> String {
    yaml::text_in_flow(text).into_owned()
}

/// Whether a text is a word of the language below this key, and stays without quotes.
fn is_word(key: &str, word: &str) -> bool {
    match key {
        "required" => matches!(word, "yes" | "no"),
        _ => matches!(key, "since" | "rate_limit"),
    }
}

/// A value on one line.
pub(crate) fn flow(value: &Yaml) -> String {
    flow_of("", value)
}

/// A value on one line, below a key: words of the language stay without quotes.
pub(crate) fn flow_of(key: &str, value: &Yaml) -> String {
    match value {
        Yaml::Sequence(items) => {
            let items: Vec<String> = items.iter().map(flow).collect();
            format!("[{}]", items.join(", "))
        }
        Yaml::Mapping(map) if map.is_empty() => "{}".to_owned(),
        Yaml::Mapping(map) => {
            let entries = map.iter();
            let entries: Vec<String> = entries
                .map(|(key, value)| format!("{}: {}", text(key), flow_of(key, value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Yaml::Scalar(written) => written.clone(),
        Yaml::String(word) if is_word(key, word) => word.clone(),
        Yaml::String(string) => text(string),
    }
}

/// How far a list's dashes stand inside of its key, in the files of this repository.
pub(crate) const LIST_INDENT: usize = 2;

/// Keys of the language whose objects are short and stand on one line.
const ON_ONE_LINE: &[&str] = &["removed"];

/// The entries of an object, a line each and more, each behind `indent` blanks.
pub(crate) fn block(map: &[(String, Yaml)], indent: usize, list_indent: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (key, value) in map {
        entry(key, value, indent, list_indent, &mut lines);
    }
    lines
}

/// One entry of an object as lines.
pub(crate) fn entry(
    name: &str,
    value: &Yaml,
    indent: usize,
    list_indent: usize,
    lines: &mut Vec<String>,
) {
    let blanks = " ".repeat(indent);
    let key = text(name);
    match value {
        Yaml::Sequence(items) if !items.is_empty() => {
            lines.push(format!("{blanks}{key}:"));
            for found in items {
                item(found, indent + list_indent, list_indent, lines);
            }
        }
        Yaml::Mapping(map) if !map.is_empty() && !ON_ONE_LINE.contains(&name) => {
            lines.push(format!("{blanks}{key}:"));
            lines.extend(block(map, indent + 2, list_indent));
        }
        other => lines.push(format!("{blanks}{key}: {}", flow_of(name, other))),
    }
}

/// One item of a list as lines, the dash behind `indent` blanks.
pub(crate) fn item(value: &Yaml, indent: usize, list_indent: usize, lines: &mut Vec<String>) {
    let blanks = " ".repeat(indent);
    match value {
        Yaml::Mapping(map) if is_enum_value(map) => {
            lines.push(format!("{blanks}- {}", flow(value)));
        }
        Yaml::Mapping(map) if !map.is_empty() => {
            let first = lines.len();
            lines.extend(block(map, indent + 2, list_indent));
            dash(&mut lines[first..], indent);
        }
        Yaml::Sequence(items) if !items.is_empty() => {
            let first = lines.len();
            for found in items {
                item(found, indent + 2, list_indent, lines);
            }
            dash(&mut lines[first..], indent);
        }
        other => lines.push(format!("{blanks}- {}", flow(other))),
    }
}

fn is_enum_value(map: &[(String, Yaml)]) -> bool {
    map.len() <= 3 && map.first().is_some_and(|(key, _)| key == "value")
}

/// Puts the dash before the first of the lines.
fn dash(lines: &mut [String], indent: usize) {
    if let Some(first) = lines.first_mut() {
        first.replace_range(indent..=indent, "-");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;
    use crate::source::{self, Content};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_is_read_as_itself_in_block_and_in_flow(string in "\\PC*|.*") {
            let block = format!("key: {}\n", text(&string));
            let tree = source::parse(&block).unwrap().root.unwrap();
            let Content::Map(entries) = &tree.content else { panic!() };
            prop_assert_eq!(entries[0].1.scalar(), Some(Value::from(string.as_str())));
            let flow = format!("[{}, {}]", text(&string), quoted(&string));
            let tree = source::parse(&flow).unwrap().root.unwrap();
            let Content::List(items) = &tree.content else { panic!() };
            for item in items {
                prop_assert_eq!(item.scalar(), Some(Value::from(string.as_str())));
            }
        }
    }
}
