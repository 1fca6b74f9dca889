//! Whether parameters are what the spec says: complete, of the right type, within bounds, and
//! fitting together. How a vendor words a refusal is at the end; nothing here reads requests.

mod result;
mod rules;
mod value;

pub(crate) use result::check as result;

use cloudwright_spec::model::{ConflictKind, Location, Member, Required};
use serde_json::{Map, Value};

use crate::dialect::{Dialect, Refusal};
use crate::flat::Types;
use crate::parameters::Parameters;
use crate::strictness::Strictness;

/// Something that is wrong with a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) kind: ProblemKind,
    /// The parameter, with dots: `Filters.0.Name`.
    pub(crate) name: String,
    pub(crate) detail: String,
}

/// The kinds of problems; a refusal bears the code of the first kind that there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ProblemKind {
    Missing,
    Unknown,
    Type,
    Value,
    Rule,
}

impl Problem {
    pub(crate) fn new(kind: ProblemKind, name: &str, detail: impl Into<String>) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            detail: detail.into(),
        }
    }
}

/// Everything that is wrong with parameters, by kind.
pub(crate) fn check(
    types: Types,
    parameters: &Parameters,
    dialect: Dialect,
    strictness: Strictness,
) -> Vec<Problem> {
    let mut checker = Checker {
        types,
        strictness,
        problems: Vec::new(),
    };
    checker.members(&types.action.request, &parameters.tree, "");
    rules::check(
        &types.action.rules,
        &types.action.request,
        parameters,
        &mut checker.problems,
    );
    // Of the vendors only Tencent's API 3.0 minds what it does not know.
    if dialect == Dialect::Tc3 && strictness.unknown_parameters {
        checker
            .problems
            .extend(parameters.unknown.iter().map(|name| {
                Problem::new(
                    ProblemKind::Unknown,
                    name,
                    format!("the parameter `{name}` is unknown"),
                )
            }));
    }
    checker.problems.sort_by_key(|problem| problem.kind);
    checker.problems
}

pub(crate) struct Checker<'a> {
    types: Types<'a>,
    strictness: Strictness,
    problems: Vec<Problem>,
}

impl<'a> Checker<'a> {
    fn members(&mut self, members: &'a [Member], object: &Map<String, Value>, prefix: &str) {
        for member in members {
            let name = format!("{prefix}{}", member.name);
            match object.get(&member.name).filter(|value| !value.is_null()) {
                Some(value) => self.value(member, &member.type_ref, value, &name),
                None if is_needed(member) => self.problems.push(Problem::new(
                    ProblemKind::Missing,
                    &name,
                    format!("the parameter `{name}` is missing"),
                )),
                None => {}
            }
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

/// What a vendor answers to problems. `None` if there are none.
pub(crate) fn refusal(problems: &[Problem], dialect: Dialect) -> Option<Refusal> {
    let first = problems.first()?;
    let message: Vec<&str> = problems
        .iter()
        .map(|problem| problem.detail.as_str())
        .collect();
    Some(worded(first.kind, message.join("; "), dialect))
}

/// What a vendor answers to one kind of problem.
pub(crate) fn worded(kind: ProblemKind, message: String, dialect: Dialect) -> Refusal {
    match dialect {
        Dialect::Tc3 => Refusal::new(200, tc3_code(kind), message),
        Dialect::Qcloud => Refusal::qcloud(4000, "InvalidParameter", message),
        Dialect::Alibaba | Dialect::AlibabaXml => {
            let is_missing = kind == ProblemKind::Missing;
            let code = if is_missing {
                "MissingParameter"
            } else {
                "InvalidParameter"
            };
            Refusal::new(400, code, message)
        }
        Dialect::Huawei => Refusal::new(400, "APIGW.0201", message),
    }
}

fn tc3_code(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Missing => "MissingParameter",
        ProblemKind::Unknown => "UnknownParameter",
        ProblemKind::Type | ProblemKind::Rule => "InvalidParameter",
        ProblemKind::Value => "InvalidParameterValue",
    }
}
