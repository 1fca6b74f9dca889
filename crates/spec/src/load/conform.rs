//! Walking a file along the outline: every unknown, repeated or missing key and every value of the
//! wrong kind at once, and what remains of the file without them, for the other checks.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Value};

use crate::diagnostic::{At, Code, Finding, Findings};
use crate::load::shape::{Need, Object, Shape};
use crate::model::{RateLimit, TypeRef, vendor_words};
use crate::source::{Content, Node};

/// So many items has a list of the language at most; the checks compare items with each other. The
/// longest real one has a few hundred.
const MAX_ITEMS: usize = 10_000;

/// What a walk found, and what can be read of the file nonetheless.
pub(crate) struct Walk<'a> {
    file: &'a str,
    pub(crate) findings: Findings,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(file: &'a str) -> Self {
        Self {
            file,
            findings: Findings::default(),
        }
    }

    fn say(&mut self, code: Code, node: &Node, message: impl Into<String>) -> &mut Finding {
        let finding = Finding::error(code, self.file, At::Bytes(node.head()), message);
        self.findings.keep(finding)
    }

    fn wrong_kind(&mut self, node: &Node, wanted: &str) -> &mut Finding {
        let message = format!("expected {wanted}, found {}", kind(node));
        self.say(Code::WrongKind, node, message)
    }

    /// The value without what is wrong in it; `None` if nothing is left that could stand for it.
    pub(crate) fn shape(&mut self, shape: &Shape, node: &Node) -> Option<Value> {
        if matches!(node.content, Content::Refused) {
            return None;
        }
        match shape {
            Shape::Text => self.text(node).map(Value::from),
            Shape::Word(words) => self.word(words, node),
            Shape::Flag => self.flag(node),
            Shape::Integer(min, max) => self.integer(*min, *max, node),
            Shape::Type => self.type_expression(node),
            Shape::Rate => self.rate(node),
            Shape::Any => self.any(node),
            Shape::EnumValue(object) => self.enum_value(object, node),
            Shape::Texts => self.texts(node),
            Shape::List(item) => self.list(item, node),
            Shape::Object(object) => self.object(object, node),
            Shape::Union(tag, cases) => self.union(tag, cases, node),
        }
    }

    fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        let text = node.text();
        if text.is_none() {
            self.wrong_kind(node, "a text");
        }
        text
    }

    fn type_expression(&mut self, node: &Node) -> Option<Value> {
        let text = self.text(node)?;
        if let Err(problem) = TypeRef::parse(text) {
            let finding = self.say(Code::WrongKind, node, problem.to_string());
            finding.help.extend(vendor_words::help(text));
            return None;
        }
        Some(text.into())
    }

    fn rate(&mut self, node: &Node) -> Option<Value> {
        let text = self.text(node)?;
        if let Err(problem) = RateLimit::try_from(text.to_owned()) {
            self.say(Code::WrongKind, node, problem);
            return None;
        }
        Some(text.into())
    }

    fn word(&mut self, words: &[&'static str], node: &Node) -> Option<Value> {
        let text = self.text(node)?;
        if words.contains(&text) {
            return Some(text.into());
        }
        let message = format!("expected one of {}, found `{text}`", ticked(words));
        let finding = self.say(Code::UnknownWord, node, message);
        finding.did_you_mean(text, words.iter().copied());
        None
    }

    fn flag(&mut self, node: &Node) -> Option<Value> {
        if let Some(value @ Value::Bool(_)) = node.scalar() {
            return Some(value);
        }
        let finding = self.wrong_kind(node, "`true` or `false`");
        if matches!(node.text(), Some("yes" | "no" | "on" | "off")) {
            finding.help("write `true` or `false`");
        }
        None
    }

    fn integer(&mut self, min: i64, max: u64, node: &Node) -> Option<Value> {
        let number = match node.scalar() {
            Some(Value::Number(number)) => number.as_i128(),
            _ => None,
        };
        match number {
            Some(number) if (i128::from(min)..=i128::from(max)).contains(&number) => node.scalar(),
            _ => {
                self.wrong_kind(node, &format!("a whole number from {min} to {max}"));
                None
            }
        }
    }

    fn any(&mut self, node: &Node) -> Option<Value> {
        match &node.content {
            Content::Scalar { .. } => {
                let value = node.scalar();
                if value.is_none() {
                    let message = "this number is not kept as it stands; \
                                   write it in digits, or in quotes as a text";
                    self.say(Code::WrongKind, node, message);
                }
                value
            }
            Content::List(items) => Some(Value::Array(
                items.iter().filter_map(|item| self.any(item)).collect(),
            )),
            Content::Map(entries) => {
                let mut map = Map::new();
                for (name, _, value) in self.distinct(entries) {
                    let value = self.any(value).unwrap_or(Value::Null);
                    map.insert(name.to_owned(), value);
                }
                Some(Value::Object(map))
            }
            Content::Refused => None,
        }
    }

    fn enum_value(&mut self, object: &Object, node: &Node) -> Option<Value> {
        match &node.content {
            Content::Scalar { text, .. } if !node.is_null() => {
                let is_exact = match node.scalar() {
                    Some(Value::String(_)) => true,
                    Some(Value::Number(number)) => !number.is_f64(),
                    _ => false,
                };
                if !is_exact {
                    let message = format!("`{text}` without quotes is no text");
                    let finding = self.say(Code::WrongKind, node, message);
                    finding.help(format!("write `\"{text}\"`"));
                }
                Some(text.as_str().into())
            }
            Content::Map(_) => self.object(object, node),
            _ => {
                self.wrong_kind(node, "a text, a number, or `{ value: …, doc: … }`");
                None
            }
        }
    }

    fn texts(&mut self, node: &Node) -> Option<Value> {
        let Content::Map(entries) = &node.content else {
            self.wrong_kind(node, "an object of texts");
            return None;
        };
        let mut map = Map::new();
        for (name, _, value) in self.distinct(entries) {
            if let Some(text) = self.text(value) {
                map.insert(name.to_owned(), text.into());
            }
        }
        Some(Value::Object(map))
    }

    fn list(&mut self, item: &Shape, node: &Node) -> Option<Value> {
        let Content::List(items) = &node.content else {
            self.wrong_kind(node, "a list");
            return None;
        };
        if items.len() > MAX_ITEMS {
            let message = format!("a list has at most {MAX_ITEMS} items");
            self.say(Code::TooMuch, node, message);
            return None;
        }
        let values: Vec<_> = items.iter().map(|node| self.shape(item, node)).collect();
        // An item that fell out would shift the places of those after it.
        values.into_iter().collect::<Option<_>>().map(Value::Array)
    }

    fn object(&mut self, object: &Object, node: &Node) -> Option<Value> {
        let Content::Map(entries) = &node.content else {
            self.wrong_kind(node, object.what);
            return None;
        };
        let mut map = Map::new();
        let mut whole = true;
        for (name, key_node, value) in self.distinct(entries) {
            let Some(key) = object.key(name) else {
                self.unknown_key(object, key_node, name);
                continue;
            };
            if key.need == Need::Optional && value.is_null() {
                continue;
            }
            match (self.shape(key.shape, value), key.need) {
                (Some(value), _) => drop(map.insert(name.to_owned(), value)),
                (None, Need::Fallback(text)) => drop(map.insert(name.to_owned(), text.into())),
                (None, Need::Required) => whole = false,
                // What is gone may be what others refer to; the list as a whole is not known.
                (None, Need::Optional) => whole &= !matches!(key.shape, Shape::List(_)),
            }
        }
        whole &= self.missing_keys(object, node, &mut map);
        whole.then_some(Value::Object(map))
    }

    fn missing_keys(&mut self, object: &Object, node: &Node, map: &mut Map<String, Value>) -> bool {
        let mut whole = true;
        for key in object.keys {
            if key.need == Need::Optional || node.entry(key.name).is_some() {
                continue;
            }
            let message = format!("{} needs `{}`", object.what, key.name);
            self.say(Code::MissingKey, node, message);
            match key.need {
                Need::Fallback(text) => drop(map.insert(key.name.to_owned(), text.into())),
                _ => whole = false,
            }
        }
        whole
    }

    fn unknown_key(&mut self, object: &Object, node: &Node, name: &str) {
        let known = object.keys.iter().map(|key| key.name);
        let message = format!("{} has no key `{name}`", object.what);
        let finding = self.say(Code::UnknownKey, node, message);
        finding.did_you_mean(name, known.clone());
        if finding.help.is_empty() {
            let known: Vec<&str> = known.collect();
            finding.help(format!("the keys are {}", ticked(&known)));
        }
    }

    fn union(
        &mut self,
        tag: &str,
        cases: &[(&'static str, &'static Object)],
        node: &Node,
    ) -> Option<Value> {
        if !matches!(node.content, Content::Map(_)) {
            self.wrong_kind(node, &format!("an object with `{tag}`"));
            return None;
        }
        let words: Vec<_> = cases.iter().map(|(word, _)| *word).collect();
        let Some((_, value)) = node.entry(tag) else {
            let message = format!("`{tag}` must say which it is: one of {}", ticked(&words));
            self.say(Code::MissingKey, node, message);
            return None;
        };
        self.word(&words, value)?;
        let (_, object) = cases.iter().find(|(word, _)| Some(*word) == value.text())?;
        self.object(object, node)
    }

    /// The entries of a mapping whose keys are texts, each key once.
    fn distinct<'n>(&mut self, entries: &'n [(Node, Node)]) -> Vec<(&'n str, &'n Node, &'n Node)> {
        let mut first: HashMap<&str, &Node> = HashMap::new();
        let mut distinct = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(name) = key.text() else {
                if !matches!(key.content, Content::Refused) {
                    self.wrong_kind(key, "a key");
                }
                continue;
            };
            match first.entry(name) {
                Entry::Occupied(earlier) => {
                    let message = format!("the key `{name}` stands twice");
                    let earlier = At::Bytes(earlier.get().bytes.clone());
                    let finding = self.say(Code::DuplicateKey, key, message);
                    finding.beside(earlier, "first here");
                }
                Entry::Vacant(entry) => {
                    entry.insert(key);
                    distinct.push((name, key, value));
                }
            }
        }
        distinct
    }
}

fn kind(node: &Node) -> String {
    match &node.content {
        _ if node.is_null() => "nothing".to_owned(),
        Content::Scalar { text, .. } => {
            let start: String = text.chars().take(40).collect();
            let more = if start.len() < text.len() { "…" } else { "" };
            format!("`{}{more}`", start.escape_debug())
        }
        Content::List(_) => "a list".to_owned(),
        Content::Map(_) => "an object".to_owned(),
        Content::Refused => "what is no plain data".to_owned(),
    }
}

pub(crate) fn ticked(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
