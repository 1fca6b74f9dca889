//! The small words of a surface: facts about parameters, fields, rules and errors.

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::{
    Action, Location, Member, Required, Rule, RuleKind, Serialize, Wait,
};
use cloudwright_vocabulary::printable::is_unprintable;
use serde_json::Value;

/// A text on one line.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value of an enum, quoted where it would not show.
pub(super) fn value(text: &str) -> String {
    let shows = !text.is_empty()
        && text
            .chars()
            .all(|c| !c.is_whitespace() && !is_unprintable(c));
    if shows {
        text.to_owned()
    } else {
        format!("{text:?}")
    }
}

/// What is documented of a parameter, in the order of a table.
pub(super) fn parameter(service: &LoadedService, action: &Action, member: &Member) -> String {
    let mut facts = Vec::new();
    match member.required {
        Required::Yes => facts.push("required".to_owned()),
        Required::No => {}
        Required::Unknown => facts.push("required: unknown".to_owned()),
    }
    let location = service.location(action, member);
    if location != service.protocol().usual_location(service.method(action)) {
        facts.push(format!("in {location}"));
    }
    facts.extend(
        member
            .default
            .as_ref()
            .map(|default| format!("default {}", json(default))),
    );
    facts.extend(bounds(member));
    if member.implicit {
        facts.push("implicit".to_owned());
    }
    if member.idempotency_token {
        facts.push("idempotency token".to_owned());
    }
    facts.extend(packing(member));
    facts.extend(time(member));
    facts.extend(remarks(member));
    facts.join(", ")
}

/// How it becomes one text, if it does.
fn packing(member: &Member) -> Option<String> {
    let how = match member.serialize? {
        Serialize::Json => "as json",
        Serialize::Comma => "with commas",
    };
    Some(how.to_owned())
}

/// How a time is written, if the page says so.
fn time(member: &Member) -> Option<String> {
    let format = member.format?;
    Some(match &member.zone {
        Some(zone) => format!("{format} {}", value(zone)),
        None => format.to_string(),
    })
}

/// What is documented of a field or of a member of an answer.
pub(super) fn field(member: &Member) -> String {
    let mut facts = Vec::new();
    if member.required == Required::Yes {
        facts.push("required".to_owned());
    }
    if let Some(location) = member.location
        && location != Location::Body
    {
        facts.push(format!("in {location}"));
    }
    facts.extend(bounds(member));
    facts.extend(packing(member));
    facts.extend(time(member));
    facts.extend(remarks(member));
    facts.join(", ")
}

fn bounds(member: &Member) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(member.min.map(|min| format!("min {min}")));
    facts.extend(member.max.map(|max| format!("max {max}")));
    facts.extend(member.min_length.map(|min| format!("min length {min}")));
    facts.extend(member.max_length.map(|max| format!("max length {max}")));
    facts
}

fn remarks(member: &Member) -> Vec<String> {
    let mut facts = Vec::new();
    if member.sensitive {
        facts.push("sensitive".to_owned());
    }
    if member.deprecated.is_some() {
        facts.push("deprecated".to_owned());
    }
    facts
}

fn json(value: &Value) -> String {
    match value {
        Value::String(text) => self::value(text),
        other => other.to_string(),
    }
}

/// Which states end a wait.
pub(super) fn wait(wait: &Wait) -> String {
    let kinds = wait
        .outcomes()
        .into_iter()
        .filter(|(_, states)| !states.is_empty());
    let kinds = kinds.map(|(outcome, states)| {
        let states: Vec<String> = states.iter().map(|state| value(state)).collect();
        format!(", {outcome} {}", states.join("/"))
    });
    let absent = wait.absent.map(|outcome| format!(", absent {outcome}"));
    let delay = wait.delay.map(|delay| format!(", every {delay} s"));
    let rest: String = kinds.chain(absent).chain(delay).collect();
    format!("by {}{rest}", wait.path)
}

pub(super) fn rule(rule: &Rule) -> String {
    let text = match &rule.kind {
        RuleKind::MultipleOf { member, of } => format!("{member} multiple of {of}"),
        RuleKind::Together { members } => format!("together {}", members.join(", ")),
        RuleKind::OneOf { members } => format!("one of {}", members.join(", ")),
        RuleKind::AtMostOne { members } => format!("at most one of {}", members.join(", ")),
        RuleKind::AtLeastOne { members } => format!("at least one of {}", members.join(", ")),
    };
    if rule.enforced {
        text
    } else {
        format!("{text} (advice)")
    }
}
