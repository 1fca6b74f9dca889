//! A right call of any action, made up from its page: the parameters of its sample, and values of
//! the right types for what else it needs.

use cloudwright_spec::model::{Location, Member, Required, Rule, RuleKind};
use serde_json::{Map, Value, json};

use super::{Fields, Inventor};
use crate::catalog::ActionTypes;
use crate::parameters::check::is_needed;

/// The parameters of a call that fulfils everything that the page demands.
pub(crate) fn parameters(types: ActionTypes, project_id: &str) -> Map<String, Value> {
    let inventor = Inventor::new(types, Fields::Needed);
    let members = &types.action.request;
    let mut samples = types.action.samples.iter();
    let first = samples.find_map(|sample| sample.request.as_ref()?.as_object());
    let mut parameters = first.cloned().unwrap_or_default();
    parameters.retain(|_, value| !value.is_null());
    for member in members {
        if parameters.contains_key(&member.name) {
            continue;
        }
        if member.implicit {
            parameters.insert(member.name.clone(), json!(project_id));
        } else if is_needed(member) || is_at_home(types, member) {
            parameters.insert(member.name.clone(), inventor.value(member));
        }
    }
    for rule in &types.action.rules {
        fulfil(rule, types, &inventor, &mut parameters);
    }
    parameters
}

/// Whether there is no call without it, whatever its page says: it is in the address, or the whole body
/// of which no page says that it may be left out.
fn is_at_home(types: ActionTypes, member: &Member) -> bool {
    match types.location(member) {
        Location::Host | Location::Path => true,
        Location::BodyRoot => member.required != Required::No,
        _ => false,
    }
}

/// Gives or takes what a rule over several parameters wants.
fn fulfil<'a>(
    rule: &Rule,
    types: ActionTypes<'a>,
    inventor: &Inventor<'a>,
    parameters: &mut Map<String, Value>,
) {
    let member = |name: &str| -> Option<&'a Member> {
        let mut members = types.action.request.iter();
        members.find(|member| member.name == name)
    };
    let (names, least, most) = match &rule.kind {
        RuleKind::MultipleOf { member, .. } => {
            if parameters.contains_key(member) {
                parameters.insert(member.clone(), json!(0));
            }
            return;
        }
        RuleKind::Together { members } => {
            let is_begun = members.iter().any(|name| parameters.contains_key(name));
            let least = if is_begun { members.len() } else { 0 };
            (members, least, members.len())
        }
        RuleKind::OneOf { members } => (members, 1, 1),
        RuleKind::AtMostOne { members } => (members, 0, 1),
        RuleKind::AtLeastOne { members } => (members, 1, members.len()),
    };
    let given = |parameters: &Map<String, Value>| {
        let given = names.iter().filter(|name| parameters.contains_key(*name));
        given.count()
    };
    for name in names {
        if given(parameters) < least
            && !parameters.contains_key(name)
            && let Some(member) = member(name)
        {
            parameters.insert(name.clone(), inventor.value(member));
        }
    }
    // What has to be given is the last to go.
    let can_go = |name: &&String| !member(name).is_some_and(is_needed);
    for name in names.iter().rev().filter(can_go) {
        if given(parameters) > most {
            parameters.remove(name);
        }
    }
}
