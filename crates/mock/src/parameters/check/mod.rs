//! Whether parameters are what the spec says: complete, of the right type, within bounds, and
//! fitting together. Nothing here reads requests.

mod rules;
mod value;

use cloudwright_spec::closest;
use cloudwright_spec::model::{ConflictKind, Location, Member, Required};
use serde_json::{Map, Value};

use super::{Parameters, Problem};
use crate::catalog::ActionTypes;
use crate::message::dialect::Dialect;
use crate::message::vendor_error::Reason;
use crate::strictness::Strictness;
pub(crate) use value::fits;

/// Everything that is wrong with parameters, by kind.
pub(crate) fn check(
    types: ActionTypes,
    parameters: &Parameters,
    dialect: Dialect,
    strictness: Strictness,
) -> Vec<Problem> {
    let mut checker = ValueChecker::new(types, strictness.enum_values);
    let members = &types.action.request;
    checker.members(members, &parameters.tree, "");
    let mut problems = checker.problems;
    problems.extend(rules::broken(&types.action.rules, members, parameters));
    // Of the vendors only Tencent's API 3.0 minds what it does not know.
    if dialect == Dialect::Tc3 && strictness.unknown_parameters {
        problems.extend(parameters.unknown.iter().map(|name| {
            let detail = format!("the parameter `{name}` is unknown");
            Problem::new(Reason::UnknownParameter, detail)
        }));
    }
    problems.sort_by_key(|problem| problem.reason);
    problems
}

/// Everything that is wrong with a result that a test gives: names that the page does not know, and wrong types.
/// What is left out is no problem.
pub(crate) fn check_result(types: ActionTypes, result: &Value) -> Vec<Problem> {
    let mut checker = ValueChecker::new(types, false);
    checker.is_closed = true;
    if let Some(root) = types.action.whole_answer() {
        checker.value(root, &root.type_ref, result, &root.name);
    } else if let Some(object) = result.as_object() {
        checker.members(&types.action.response, object, "");
    } else {
        checker.note(Reason::WrongType, "a result must be an object".to_owned());
    }
    let mut problems = checker.problems;
    problems.retain(|problem| problem.reason != Reason::MissingParameter);
    problems
}

/// A walk through values, along their types.
struct ValueChecker<'a> {
    types: ActionTypes<'a>,
    /// Whether enums must have a documented value.
    enum_values: bool,
    /// Whether objects may only have members that the page knows.
    is_closed: bool,
    problems: Vec<Problem>,
}

impl<'a> ValueChecker<'a> {
    fn new(types: ActionTypes<'a>, enum_values: bool) -> Self {
        Self {
            types,
            enum_values,
            is_closed: false,
            problems: Vec::new(),
        }
    }

    fn note(&mut self, reason: Reason, detail: String) {
        self.problems.push(Problem::new(reason, detail));
    }

    fn members(&mut self, members: &'a [Member], object: &Map<String, Value>, prefix: &str) {
        for member in members {
            let name = format!("{prefix}{}", member.name);
            match object.get(&member.name).filter(|value| !value.is_null()) {
                Some(value) => self.value(member, &member.type_ref, value, &name),
                None if is_needed(member) => {
                    let detail = format!("the parameter `{name}` is missing");
                    self.note(Reason::MissingParameter, detail);
                }
                None => {}
            }
        }
        if self.is_closed {
            self.unknown(members, object, prefix);
        }
    }

    fn unknown(&mut self, members: &[Member], object: &Map<String, Value>, prefix: &str) {
        let is_known = |name: &&String| members.iter().any(|member| member.is_called(name));
        for name in object.keys().filter(|name| !is_known(name)) {
            let known = members.iter().map(|member| member.name.as_str());
            let meant = closest(name, known).map(|word| format!("; did you mean `{word}`?"));
            let detail = format!("`{prefix}{name}` is unknown{}", meant.unwrap_or_default());
            self.note(Reason::UnknownParameter, detail);
        }
    }
}

/// Whether a call must give a member. Where page and metadata disagree, calls without it are taken;
/// what chooses the host, or proves who calls, is no parameter.
pub(crate) fn is_needed(member: &Member) -> bool {
    let is_disputed = member
        .conflict
        .iter()
        .any(|conflict| conflict.kind == ConflictKind::Required);
    let is_parameter = member.location != Some(Location::Host)
        && !member.name.eq_ignore_ascii_case("x-auth-token");
    member.required == Required::Yes && !is_disputed && is_parameter
}
