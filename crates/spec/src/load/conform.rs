//! Walking a file along the outline: every unknown, repeated or missing key and every value of the
//! wrong kind at once, and what remains of the file without them, for the other checks.

use serde_json::{Map, Number, Value};

use crate::diagnostic::Code;
use crate::finding::{At, Finding};
use crate::load::shape::{Need, Object, Shape};
use crate::model::{RateLimit, TypeRef};
use crate::source::{Content, Node};

/// What a walk found, and what can be read of the file nonetheless.
pub(crate) struct Walk<'a> {
    file: &'a str,
    pub(crate) findings: Vec<Finding>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(file: &'a str) -> Self {
        Self {
            file,
            findings: Vec::new(),
        }
    }

    fn error(&self, code: Code, node: &Node, message: impl Into<String>) -> Finding {
        Finding::error(code, self.file, At::Bytes(node.head()), message)
    }

    fn wrong_kind(&mut self, node: &Node, wanted: &str) {
        let found = kind(node);
        let finding = self.error(
            Code::WrongKind,
            node,
            format!("expected {wanted}, found {found}"),
        );
        self.findings.push(finding);
    }

    /// The value without what is wrong in it; `None` if nothing is left that could stand for it.
    pub(crate) fn shape(&mut self, shape: &Shape, node: &Node) -> Option<Value> {
        match shape {
            Shape::Text => self.text(node).map(Value::from),
            Shape::Word(words) => self.word(words, node),
            Shape::Flag => self.flag(node),
            Shape::Integer(min, max) => self.integer(*min, *max, node),
            Shape::Type => self.parsed(node, |text| TypeRef::parse(text).err()),
            Shape::Rate => self.parsed(node, |text| RateLimit::try_from(text.to_owned()).err()),
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

    fn parsed<E: ToString>(
        &mut self,
        node: &Node,
        problem: impl Fn(&str) -> Option<E>,
    ) -> Option<Value> {
        let text = self.text(node)?;
        if let Some(problem) = problem(text) {
            let finding = self.error(Code::WrongKind, node, problem.to_string());
            self.findings.push(finding);
            return None;
        }
        Some(text.into())
    }

    fn word(&mut self, words: &[&'static str], node: &Node) -> Option<Value> {
        let text = self.text(node)?;
        if words.contains(&text) {
            return Some(text.into());
        }
        let finding = self
            .error(
                Code::UnknownWord,
                node,
                format!("expected one of {}, found `{text}`", ticked(words)),
            )
            .did_you_mean(text, words.iter().copied());
        self.findings.push(finding);
        None
    }

    fn flag(&mut self, node: &Node) -> Option<Value> {
        if let Some(value @ Value::Bool(_)) = scalar(node) {
            return Some(value);
        }
        self.wrong_kind(node, "`true` or `false`");
        if matches!(node.text(), Some("yes" | "no" | "on" | "off")) {
            let last = self.findings.pop();
            self.findings
                .extend(last.map(|found| found.help("write `true` or `false`")));
        }
        None
    }

    fn integer(&mut self, min: i64, max: u64, node: &Node) -> Option<Value> {
        let number = match scalar(node) {
            Some(Value::Number(number)) => number.as_i128(),
            _ => None,
        };
        match number {
            Some(number) if (i128::from(min)..=i128::from(max)).contains(&number) => scalar(node),
            _ => {
                self.wrong_kind(node, &format!("a whole number from {min} to {max}"));
                None
            }
        }
    }

    fn any(&mut self, node: &Node) -> Option<Value> {
        match &node.content {
            Content::Scalar { .. } => {
                let value = scalar(node).filter(|_| !is_disguised(node));
                if value.is_none() {
                    let message = "this number is not kept as it stands; \
                                   write it in digits, or in quotes as a text";
                    let finding = self.error(Code::WrongKind, node, message);
                    self.findings.push(finding);
                }
                value
            }
            Content::List(items) => Some(Value::Array(
                items.iter().filter_map(|item| self.any(item)).collect(),
            )),
            Content::Map(entries) => {
                let mut map = Map::new();
                for (key, value) in self.distinct(entries) {
                    let value = self.any(value).unwrap_or(Value::Null);
                    map.insert(key.to_owned(), value);
                }
                Some(Value::Object(map))
            }
        }
    }

    fn enum_value(&mut self, object: &Object, node: &Node) -> Option<Value> {
        match &node.content {
            Content::Scalar { text, .. } if !node.is_null() => {
                let is_exact = match scalar(node) {
                    _ if is_disguised(node) => false,
                    Some(Value::String(_)) => true,
                    Some(Value::Number(number)) => !number.is_f64(),
                    _ => false,
                };
                if !is_exact {
                    let message = format!("`{text}` without quotes is no text");
                    let finding = self
                        .error(Code::WrongKind, node, message)
                        .help(format!("write `\"{text}\"`"));
                    self.findings.push(finding);
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
        for (key, value) in self.distinct(entries) {
            if let Some(text) = self.text(value) {
                map.insert(key.to_owned(), text.into());
            }
        }
        Some(Value::Object(map))
    }

    fn list(&mut self, item: &Shape, node: &Node) -> Option<Value> {
        let Content::List(items) = &node.content else {
            self.wrong_kind(node, "a list");
            return None;
        };
        let values: Vec<_> = items.iter().map(|node| self.shape(item, node)).collect();
        // An item that fell out would shift the places of those after it.
        values
            .into_iter()
            .collect::<Option<Vec<_>>>()
            .map(Value::from)
    }

    fn object(&mut self, object: &Object, node: &Node) -> Option<Value> {
        let Content::Map(entries) = &node.content else {
            self.wrong_kind(node, object.what);
            return None;
        };
        let mut map = Map::new();
        let mut whole = true;
        for (name, value) in self.distinct(entries) {
            let Some(key) = object.key(name) else {
                self.unknown_key(object, entries, name);
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
        whole &= self.missing_keys(object, node, entries, &mut map);
        whole.then_some(Value::Object(map))
    }

    fn missing_keys(
        &mut self,
        object: &Object,
        node: &Node,
        entries: &[(Node, Node)],
        map: &mut Map<String, Value>,
    ) -> bool {
        let mut whole = true;
        for key in object.keys {
            let is_there = entries
                .iter()
                .any(|(name, _)| name.text() == Some(key.name));
            if is_there || key.need == Need::Optional {
                continue;
            }
            let message = format!("{} needs `{}`", object.what, key.name);
            let finding = self.error(Code::MissingKey, node, message);
            self.findings.push(finding);
            match key.need {
                Need::Fallback(text) => drop(map.insert(key.name.to_owned(), text.into())),
                _ => whole = false,
            }
        }
        whole
    }

    fn unknown_key(&mut self, object: &Object, entries: &[(Node, Node)], name: &str) {
        let Some((node, _)) = entries.iter().find(|(key, _)| key.text() == Some(name)) else {
            return;
        };
        let known = object.keys.iter().map(|key| key.name);
        let finding = self
            .error(
                Code::UnknownKey,
                node,
                format!("{} has no key `{name}`", object.what),
            )
            .did_you_mean(name, known.clone());
        let finding = if crate::finding::closest(name, known.clone()).is_none() {
            let known: Vec<_> = known.collect();
            finding.help(format!("the keys are {}", ticked(&known)))
        } else {
            finding
        };
        self.findings.push(finding);
    }

    fn union(
        &mut self,
        tag: &str,
        cases: &[(&'static str, &'static Object)],
        node: &Node,
    ) -> Option<Value> {
        let Content::Map(entries) = &node.content else {
            self.wrong_kind(node, &format!("an object with `{tag}`"));
            return None;
        };
        let words: Vec<_> = cases.iter().map(|(word, _)| *word).collect();
        let Some((_, value)) = entries.iter().find(|(key, _)| key.text() == Some(tag)) else {
            let message = format!("`{tag}` must say which it is: one of {}", ticked(&words));
            let finding = self.error(Code::MissingKey, node, message);
            self.findings.push(finding);
            return None;
        };
        self.word(&words, value)?;
        let (_, object) = cases.iter().find(|(word, _)| Some(*word) == value.text())?;
        self.object(object, node)
    }

    /// The entries of a mapping whose keys are texts, each key once.
    fn distinct<'n>(&mut self, entries: &'n [(Node, Node)]) -> Vec<(&'n str, &'n Node)> {
        let mut first: std::collections::HashMap<&str, &Node> = std::collections::HashMap::new();
        let mut distinct = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let Some(name) = key.text() else {
                self.wrong_kind(key, "a key");
                continue;
            };
            if let Some(earlier) = first.get(name) {
                let finding = self
                    .error(
                        Code::DuplicateKey,
                        key,
                        format!("the key `{name}` stands twice"),
                    )
                    .label(self.file, At::Bytes(earlier.bytes.clone()), "first here");
                self.findings.push(finding);
            } else {
                first.insert(name, key);
                distinct.push((name, value));
            }
        }
        distinct
    }
}

/// What a plain scalar stands for, as the model's reader takes it; `None` for numbers that
/// JSON does not have.
fn scalar(node: &Node) -> Option<Value> {
    let Content::Scalar { text, plain } = &node.content else {
        return None;
    };
    if !plain {
        return Some(text.as_str().into());
    }
    if node.is_null() {
        return Some(Value::Null);
    }
    match text.as_str() {
        "true" | "True" | "TRUE" => return Some(true.into()),
        "false" | "False" | "FALSE" => return Some(false.into()),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let numeric = digits
        .strip_prefix('.')
        .unwrap_or(digits)
        .starts_with(|first: char| first.is_ascii_digit());
    if matches!(digits.to_ascii_lowercase().as_str(), ".inf" | ".nan") {
        return None;
    }
    if !numeric {
        return Some(text.as_str().into());
    }
    let is_padded = digits.len() > 1
        && digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_padded {
        return Some(text.as_str().into());
    }
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    if let Ok(number) = text.parse::<u64>() {
        return Some(number.into());
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // Numbers that are too great for a float are texts to the reader.
    let number = text.parse::<f64>().ok().and_then(Number::from_f64);
    Some(number.map_or_else(|| text.as_str().into(), Value::Number))
}

/// Whether a plain scalar is a number that is not written in digits alone (`0x1f`, `+1`), which
/// the model's reader takes for another text than stands there.
fn is_disguised(node: &Node) -> bool {
    let Content::Scalar { text, plain: true } = &node.content else {
        return false;
    };
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let may_be = text.starts_with('+')
        || ["0x", "0o", "0b"]
            .iter()
            .any(|base| digits.starts_with(base));
    // Not all that begins like a number is one (`+1_`, `0b9f`), so the reader is asked.
    may_be && !matches!(serde_yaml::from_str(text), Ok(serde_yaml::Value::String(_)))
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
    }
}

pub(crate) fn ticked(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}
