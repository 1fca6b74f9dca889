//! Checks of waits: each has a name and a state that is there, and its states are documented ones.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::check::checker::Checker;
use crate::check::path::Resolver;
use crate::check::value::listed;
use crate::diagnostic::{Code, Place};
use crate::model::{Access, Action, Location, Member, Scalar, TypeRef, Wait, WaitOutcome};

const PATH: Resolver = Resolver {
    code: Code::BadWait,
    goes_through_lists: true,
};

/// Checks the waits of an action.
pub(super) fn check<'a>(checker: &mut Checker<'a>, action: &'a Action) {
    let place = &Place::ROOT.key("wait");
    for (index, wait) in action.wait.iter().enumerate() {
        let at = place.index(index);
        name(checker, wait, &at);
        checker.text(wait.doc.as_deref(), &at.key("doc"));
        if action.access != Access::Read {
            let message = "only an action that reads is asked again and again";
            checker.say(Code::BadWait, at.key("name"), message);
        }
        if let Some(member) = PATH.resolve(checker, action, &wait.path, &at.key("path")) {
            states(checker, action, wait, member, &at);
        }
        can_end(checker, wait, &at);
    }
    let names = action.wait.iter().map(|wait| wait.name.as_str());
    checker.no_twice(names, "the wait", place, Some("name"));
}

fn name(checker: &mut Checker<'_>, wait: &Wait, place: &Place<'_>) {
    let is_snake = wait
        .name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    if !is_snake || wait.name.is_empty() || wait.name.len() > 64 {
        let message = "a wait is named in snake_case, as the end of `wait_until_…`";
        checker.say(Code::BadName, place.key("name"), message);
    }
}

/// Some answer must be success, and no state two things.
fn can_end(checker: &mut Checker<'_>, wait: &Wait, place: &Place<'_>) {
    if wait.success.is_empty() && wait.absent != Some(WaitOutcome::Success) {
        let message = "no answer ends this wait well";
        let finding = checker.say(Code::BadWait, place.key("name"), message);
        finding.help("give `success:` a state, or say `absent: success` where the thing is to go");
    }
    let mut seen = BTreeSet::new();
    for (outcome, states) in wait.outcomes() {
        for (index, state) in states.iter().enumerate() {
            if !seen.insert(state) {
                let message = format!("`{state}` stands twice among the states");
                let at = place.key(outcome.as_str());
                checker.say(Code::DuplicateName, at.index(index), message);
            }
        }
    }
}

/// States are texts, numbers or flags, and documented where the member documents any.
fn states(
    checker: &mut Checker<'_>,
    action: &Action,
    wait: &Wait,
    member: &Member,
    place: &Place<'_>,
) {
    let at = place.key("path");
    let leaf = member.type_ref.leaf();
    let documented = documented(checker, action, member);
    let is_state = match leaf {
        TypeRef::Scalar(scalar) => {
            scalar.is_text() || scalar.is_integer() || *scalar == Scalar::Boolean
        }
        TypeRef::Named(_) => documented.is_some(),
        _ => false,
    };
    if !is_state && checker.is_known(&member.type_ref) {
        let message = format!(
            "`{}` is `{}` and no state: a text, a whole number, or a flag",
            member.name, member.type_ref
        );
        checker.say(Code::BadWait, &at, message);
        return;
    }
    if matches!(member.location, Some(Location::Header | Location::BodyRoot)) {
        let message = "a state is in the body, and neither a header nor the body as a whole";
        checker.say(Code::BadWait, &at, message);
        return;
    }
    let Some(documented) = documented else {
        return;
    };
    for (outcome, states) in wait.outcomes() {
        let at = place.key(outcome.as_str());
        for (index, state) in states.iter().enumerate() {
            if !documented.contains(state) {
                let message = format!("`{state}` is no documented value of `{}`", member.name);
                let finding = checker.say(Code::BadWait, at.index(index), message);
                finding.did_you_mean(state, documented.iter().map(String::as_str));
            }
        }
    }
}

/// The values that a member documents, those of its type, and those that a conflict names; `None` where it
/// documents none.
fn documented(checker: &Checker<'_>, action: &Action, member: &Member) -> Option<Vec<String>> {
    let values = checker.loaded.values_of(action, member);
    if values.is_empty() {
        return None;
    }
    let standing = values.iter().filter(|value| value.removed.is_none());
    let mut documented: Vec<String> = standing.map(|value| value.value.clone()).collect();
    let declared = checker.declared(&member.type_ref);
    let conflicts = declared.map_or(&[][..], |found| &found.conflict);
    for conflict in member.conflict.iter().chain(conflicts) {
        documented.extend(listed(conflict).map(Cow::into_owned));
    }
    Some(documented)
}
