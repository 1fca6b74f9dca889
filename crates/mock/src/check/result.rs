//! Whether a result that a test gives is one of its action: names that the page knows, of the right
//! types. What is left out is no problem.

use cloudwright_spec::closest;
use cloudwright_spec::model::{Member, TypeRef};
use serde_json::Value;

use super::{Checker, Problem, ProblemKind};
use crate::flat::Types;
use crate::strictness::Strictness;

/// Everything that is wrong with a result.
pub(crate) fn check(types: Types, result: &Value) -> Vec<Problem> {
    let members = &types.action.response;
    let mut checker = Checker {
        types,
        strictness: Strictness::default(),
        problems: Vec::new(),
    };
    if let Some(root) = types.action.whole_answer() {
        checker.value(root, &root.type_ref, result, &root.name);
        checker.unknown_inside(root, &root.type_ref, result, &root.name);
    } else if let Some(object) = result.as_object() {
        checker.members(members, object, "");
        checker.unknown(members, result, "");
    } else {
        let detail = "a result must be an object".to_owned();
        checker
            .problems
            .push(Problem::new(ProblemKind::Type, "", detail));
    }
    checker
        .problems
        .retain(|problem| problem.kind != ProblemKind::Missing);
    checker.problems
}

impl<'a> Checker<'a> {
    /// Notes the names that no member has.
    fn unknown(&mut self, members: &'a [Member], object: &Value, prefix: &str) {
        for (name, value) in object.as_object().into_iter().flatten() {
            let path = format!("{prefix}{name}");
            let Some(member) = members.iter().find(|member| member.is_called(name)) else {
                let known = members.iter().map(|member| member.name.as_str());
                let meant = closest(name, known).map(|word| format!("; did you mean `{word}`?"));
                let detail = format!("`{path}` is unknown{}", meant.unwrap_or_default());
                self.problems
                    .push(Problem::new(ProblemKind::Unknown, &path, detail));
                continue;
            };
            self.unknown_inside(member, &member.type_ref, value, &path);
        }
    }

    fn unknown_inside(
        &mut self,
        member: &'a Member,
        type_ref: &TypeRef,
        value: &Value,
        path: &str,
    ) {
        match (type_ref, value) {
            (TypeRef::List(inner), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.unknown_inside(member, inner, item, &format!("{path}.{index}"));
                }
            }
            (TypeRef::Map(inner), Value::Object(entries)) => {
                for (key, entry) in entries {
                    self.unknown_inside(member, inner, entry, &format!("{path}.{key}"));
                }
            }
            (TypeRef::Object | TypeRef::Named(_), Value::Object(_)) => {
                if let Some(fields) = self.types.fields(member) {
                    self.unknown(fields, value, &format!("{path}."));
                }
            }
            _ => {}
        }
    }
}
