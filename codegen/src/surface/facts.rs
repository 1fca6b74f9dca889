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
pub(super) fn parameter(service: &LoadedService, action: &Action, member: &Member) -> Vec<String> {
    let location = service.location(action, member);
    let usual = service.protocol().usual_location(service.method(action));
    facts(member, (location != usual).then_some(location), true)
}

/// What is documented of a field or of a member of an answer.
pub(super) fn field(member: &Member) -> Vec<String> {
    let location = member.location.filter(|place| *place != Location::Body);
    facts(member, location, false)
}

/// Facts of a member, those of parameters alone if it is one.
fn facts(member: &Member, location: Option<Location>, is_parameter: bool) -> Vec<String> {
    let word = |holds: bool, word: &str| holds.then(|| word.to_owned());
    let default = member.default.as_ref().filter(|_| is_parameter);
    let is_unknown = member.required == Required::Unknown;
    let all = [
        word(member.required == Required::Yes, "required"),
        word(is_parameter && is_unknown, "required: unknown"),
        location.map(|location| format!("in {location}")),
        default.map(|default| format!("default {}", json(default))),
        member.min.map(|min| format!("min {min}")),
        member.max.map(|max| format!("max {max}")),
        member.min_length.map(|min| format!("min length {min}")),
        member.max_length.map(|max| format!("max length {max}")),
        word(is_parameter && member.implicit, "implicit"),
        word(
            is_parameter && member.idempotency_token,
            "idempotency token",
        ),
        word(member.serialize == Some(Serialize::Json), "as json"),
        word(member.serialize == Some(Serialize::Comma), "with commas"),
        time(member),
        word(member.sensitive, "sensitive"),
        word(member.deprecated.is_some(), "deprecated"),
    ];
    all.into_iter().flatten().collect()
}

/// How a time is written, if the page says so.
fn time(member: &Member) -> Option<String> {
    let format = member.format?;
    Some(match &member.zone {
        Some(zone) => format!("{format} {}", value(zone)),
        None => format.to_string(),
    })
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

/// What holds between members.
pub(super) fn rule(rule: &Rule) -> String {
    let text = match &rule.kind {
        RuleKind::MultipleOf { member, of } => format!("{member} multiple of {of}"),
        RuleKind::Together { members } => format!("together {}", members.join(", ")),
        RuleKind::OneOf { members } => format!("one of {}", members.join(", ")),
        RuleKind::AtMostOne { members } => format!("at most one of {}", members.join(", ")),
        RuleKind::AtLeastOne { members } => format!("at least one of {}", members.join(", ")),
    };
    text + if rule.enforced { "" } else { " (advice)" }
}
