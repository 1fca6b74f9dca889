//! Checks of rules over several parameters.

use crate::check::checker::Checker;
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Member, RuleKind, TypeRef};

/// Checks the rules of an action.
pub(super) fn check(checker: &mut Checker<'_>, action: &Action) {
    let place = &Place::ROOT.key("rules");
    for (index, rule) in action.rules.iter().enumerate() {
        let at = place.index(index);
        checker.text(rule.doc.as_deref(), &at.key("doc"));
        match &rule.kind {
            RuleKind::MultipleOf { member, of } => {
                number(checker, action, member, &at.key("member"));
                number(checker, action, of, &at.key("of"));
                if member == of {
                    let message = "a parameter is always a multiple of itself";
                    checker.say(Code::BadRule, at.key("of"), message);
                }
            }
            RuleKind::Together { members }
            | RuleKind::OneOf { members }
            | RuleKind::AtMostOne { members }
            | RuleKind::AtLeastOne { members } => list(checker, action, members, &at),
        }
    }
}

fn number(checker: &mut Checker<'_>, action: &Action, name: &str, place: &Place<'_>) {
    let Some(member) = parameter(checker, action, name, Code::BadRule, place) else {
        return;
    };
    let is_integer = matches!(&member.type_ref, TypeRef::Scalar(scalar) if scalar.is_integer());
    if !is_integer && checker.is_known(&member.type_ref) {
        let message = format!("`{name}` is `{}` and no whole number", member.type_ref);
        checker.say(Code::BadRule, place, message);
    }
}

fn list(checker: &mut Checker<'_>, action: &Action, members: &[String], place: &Place<'_>) {
    let place = &place.key("members");
    if members.len() < 2 {
        let message = "a rule is over two parameters at least";
        checker.say(Code::BadRule, place.name(), message);
    }
    for (index, name) in members.iter().enumerate() {
        parameter(checker, action, name, Code::BadRule, &place.index(index));
    }
    let names = members.iter().map(String::as_str);
    checker.no_twice(names, "the parameter", place, None);
}

/// The parameter of this name; a finding if there is none.
pub(super) fn parameter<'a>(
    checker: &mut Checker<'_>,
    action: &'a Action,
    name: &str,
    code: Code,
    place: &Place<'_>,
) -> Option<&'a Member> {
    let mut sent = action
        .request
        .iter()
        .filter(|member| member.removed.is_none());
    let found = sent.find(|member| member.name == name);
    if found.is_none() {
        let message = format!("there is no parameter `{name}`");
        let finding = checker.say(code, place, message);
        finding.did_you_mean(name, action.request.iter().map(|member| &*member.name));
    }
    found
}
