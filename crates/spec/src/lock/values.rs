//! What a source states beside names and types and may cease to state: bounds, defaults, flags, values. The lock
//! keeps each with its value, so that one which a person has written is told from the source's own.

use std::collections::BTreeMap;

use serde_json::Value;

use super::digest;
use crate::merge::values::plain;
use crate::model::{Action, EnumValue, Member, Sample, Scalar, Service, TypeDef, TypeRef};

/// The key of an action's number of samples.
pub(crate) const SAMPLES: &str = "samples";

/// Values as texts, by subject and key: `request Limit: max`.
pub type Values = BTreeMap<String, String>;

/// How a value is called in the lock.
pub(crate) fn key(subject: &str, key: &str) -> String {
    format!("{subject}: {key}")
}

/// The values of a member, by key.
///
/// Whether it must be given, and that it is a secret, are not among them: a source that lost the column says
/// nothing, and a client that begins to log a secret is worse than one that hides a name.
pub(crate) fn of_member(member: &Member) -> Vec<(&'static str, Value)> {
    let text = |text: &Option<String>| text.clone().map(Value::from);
    let packing = member
        .serialize
        .and_then(|how| serde_json::to_value(how).ok());
    let all = [
        ("default", member.default.clone()),
        ("min", member.min.map(Value::from)),
        ("max", member.max.map(Value::from)),
        ("min_length", member.min_length.map(Value::from)),
        ("max_length", member.max_length.map(Value::from)),
        ("pattern", text(&member.pattern)),
        ("always", member.always.map(Value::from)),
        ("nullable", member.nullable.map(Value::from)),
        ("deprecated", text(&member.deprecated)),
        ("serialize", packing),
        ("values", texts(&member.values)),
        ("type", vague(&member.type_ref)),
    ];
    let stated = all.into_iter();
    stated
        .filter_map(|(key, value)| Some((key, value?)))
        .collect()
}

/// What the lock keeps of a sample's request. Locks of before kept nothing.
pub(crate) fn request_of(sample: &Sample) -> String {
    let request = sample.request.as_ref();
    request.map_or_else(|| "none".to_owned(), |request| digest(&request.to_string()))
}

/// Documented values as one text.
fn texts(values: &[EnumValue]) -> Option<Value> {
    let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    (!values.is_empty()).then(|| Value::from(values.join("\n")))
}

/// A type that another one may stand for, or be of: whether the source says something else than before is known
/// only from what it said.
fn vague(type_ref: &TypeRef) -> Option<Value> {
    let is_vague = matches!(
        type_ref.leaf(),
        TypeRef::Scalar(Scalar::Any | Scalar::Number | Scalar::Integer)
    );
    is_vague.then(|| Value::from(type_ref.to_string()))
}

/// The values of an action; its own types are entered where members lead to them.
pub(crate) fn of_action(action: &Action) -> Values {
    let mut values = Values::new();
    let head = "head";
    let rate = action.rate_limit.map(String::from);
    let deprecated = action.deprecated.as_ref().map(|notice| notice.doc.clone());
    for (name, value) in [("rate_limit", rate), ("deprecated", deprecated)] {
        values.extend(value.map(|value| (key(head, name), value)));
    }
    for (name, list) in [
        ("regions", &action.regions),
        ("permissions", &action.permissions),
    ] {
        let subject = format!("head {name}");
        let named = list.iter().map(|one| (key(&subject, one), String::new()));
        values.extend(named);
    }
    // That there are none is known from this; locks of before knew nothing of samples, regions and permissions.
    values.insert(key(head, SAMPLES), action.samples.len().to_string());
    // No vendor's text is kept, and these can be long.
    let samples = action.samples.iter().map(|sample| {
        let response = digest(&sample.response.to_string());
        (key("sample", &response), request_of(sample))
    });
    values.extend(samples);
    let messages = action.errors.iter().filter_map(|error| {
        let subject = format!("error {}", error.code);
        Some((key(&subject, "message"), digest(error.message.as_deref()?)))
    });
    values.extend(messages);
    let mut walk = Walk {
        types: &action.types,
        inside: Vec::new(),
        values,
    };
    walk.members("request ", &action.request);
    walk.members("response ", &action.response);
    walk.values
}

/// The values of a service: of its types, and its hosts.
pub(crate) fn of_service(service: &Service) -> Values {
    let mut walk = Walk {
        types: &[],
        inside: Vec::new(),
        values: Values::new(),
    };
    for found in &service.types {
        let fields = found.fields.as_deref().unwrap_or_default();
        let subject = format!("type {}", found.name);
        walk.members(&subject, fields);
        if let Some(values) = texts(found.values.as_deref().unwrap_or_default()) {
            walk.values.insert(key(&subject, "values"), plain(&values));
        }
    }
    let endpoints = &service.endpoints;
    let mut values = walk.values;
    values.insert(key("endpoints", "default"), endpoints.default.clone());
    for (region, host) in &endpoints.by_region {
        values.insert(key("endpoints", region), host.clone());
    }
    for region in &service.regions {
        values.insert(key("regions", region), String::new());
    }
    values
}

struct Walk<'a> {
    /// Types that are walked through where they are used.
    types: &'a [TypeDef],
    /// The ones that the walk is in: one that holds itself is entered once.
    inside: Vec<&'a str>,
    values: Values,
}

impl<'a> Walk<'a> {
    fn members(&mut self, path: &str, members: &'a [Member]) {
        for member in members {
            let subject = crate::merge::subject(path, member);
            for (name, value) in of_member(member) {
                self.values.insert(key(&subject, name), plain(&value));
            }
            if let Some(fields) = &member.fields {
                self.members(&subject, fields);
            }
            let TypeRef::Named(name) = member.type_ref.leaf() else {
                continue;
            };
            let found = self.types.iter().find(|found| found.name == *name);
            let Some(fields) = found.and_then(|found| found.fields.as_deref()) else {
                continue;
            };
            if !self.inside.contains(&name.as_str()) {
                self.inside.push(name);
                self.members(&subject, fields);
                self.inside.pop();
            }
        }
    }
}
