//! What a source states beside names and types and may cease to state: bounds, defaults, flags, values. The lock
//! keeps each with its value, so that one which a person has written is told from the source's own.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::digest;
use crate::model::{
    Action, EnumValue, Member, Sample, Scalar, Service, TypeDef, TypeRef, value_text,
};

/// The key of an action's number of samples.
pub(crate) const SAMPLES: &str = "samples";

/// Values as texts, by subject and key: `request Limit: max`.
pub type StatedValues = BTreeMap<String, String>;

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
    let packing = member.serialize.map(|how| Value::from(how.as_str()));
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

/// What a source states of an action, or of what actions share: subjects (`request Limit`), and values of them.
#[derive(Default)]
pub(crate) struct Statements<'a> {
    pub(crate) subjects: BTreeSet<String>,
    pub(crate) values: StatedValues,
    /// Types that are walked through where they are used.
    types: &'a [TypeDef],
    /// The ones that the walk is in: one that holds itself is entered once.
    inside: Vec<&'a str>,
}

impl<'a> Statements<'a> {
    /// Those of an action; its own types are entered where members lead to them.
    pub(crate) fn of_action(action: &'a Action) -> Self {
        let mut all = Self {
            types: &action.types,
            ..Self::default()
        };
        let rate = action.rate_limit.map(String::from);
        let deprecated = action.deprecated.as_ref().map(|notice| notice.doc.clone());
        for (name, value) in [("rate_limit", rate), ("deprecated", deprecated)] {
            all.values
                .extend(value.map(|value| (key("head", name), value)));
        }
        for (subject, list) in [
            ("head regions", &action.regions),
            ("head permissions", &action.permissions),
        ] {
            let named = list.iter().map(|one| (key(subject, one), String::new()));
            all.values.extend(named);
        }
        // That there are none is known from this; locks of before knew nothing of samples, regions and
        // permissions.
        let samples = action.samples.len().to_string();
        all.values.insert(key("head", SAMPLES), samples);
        // No vendor's text is kept, and these can be long.
        for sample in &action.samples {
            let response = digest(&sample.response.to_string());
            all.values
                .insert(key("sample", &response), request_of(sample));
        }
        for error in &action.errors {
            let subject = format!("error {}", error.code);
            let message = error.message.as_deref().map(digest);
            all.values
                .extend(message.map(|message| (key(&subject, "message"), message)));
            all.subjects.insert(subject);
        }
        all.members("request ", &action.request);
        all.members("response ", &action.response);
        all
    }

    /// Those of a service: its types, and its hosts.
    pub(crate) fn of_service(service: &'a Service) -> Self {
        let mut all = Self::default();
        for found in &service.types {
            let subject = format!("type {}", found.name);
            all.members(&subject, found.fields.as_deref().unwrap_or_default());
            if let Some(values) = texts(found.values.as_deref().unwrap_or_default()) {
                all.values
                    .insert(key(&subject, "values"), value_text(&values));
            }
            all.subjects.insert(subject);
        }
        let endpoints = &service.endpoints;
        let default = (key("endpoints", "default"), endpoints.default.clone());
        let hosts = endpoints.by_region.iter();
        let hosts = hosts.map(|(region, host)| (key("endpoints", region), host.clone()));
        let regions = service.regions.iter();
        let regions = regions.map(|region| (key("regions", region), String::new()));
        all.values
            .extend(std::iter::once(default).chain(hosts).chain(regions));
        all
    }

    fn members(&mut self, path: &str, members: &'a [Member]) {
        for member in members {
            let subject = crate::merge::subject(path, member);
            for (name, value) in of_member(member) {
                self.values.insert(key(&subject, name), value_text(&value));
            }
            self.members(&subject, member.fields.as_deref().unwrap_or_default());
            if let Some(name) = member.type_ref.leaf_name()
                && !self.inside.contains(&name)
                && let Some(found) = self.types.iter().find(|found| found.name == *name)
            {
                self.inside.push(name);
                self.members(&subject, found.fields.as_deref().unwrap_or_default());
                self.inside.pop();
            }
            self.subjects.insert(subject);
        }
    }
}
