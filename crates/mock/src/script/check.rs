//! Whether a script can ever be used: names, codes, results and headers that exist. What is wrong is
//! told when it is written, not when a test wonders why nothing happens.

use cloudwright_spec::model::{ErrorCode, Member, Scalar, TypeRef};
use serde_json::Value;

use super::error::{Meant, ScriptError};
use super::{Reply, ReplyKind, When};
use crate::catalog::{ActionTypes, Index, stand_ins};
use crate::parameters::{Problem, check};

/// Longest name of a parameter with all its dots.
const LONGEST_NAME: usize = 1024;

/// Checks which requests are meant, and what they are to be answered.
pub(crate) fn check(index: &Index, when: &When, replies: &[Reply]) -> Result<(), ScriptError> {
    let meant = meant(index, when)?;
    check_parameters(&meant, when)?;
    check_region(&meant, when)?;
    for (name, value) in &when.headers {
        check_header(name, value)?;
    }
    replies
        .iter()
        .try_for_each(|reply| check_reply(&meant, when, reply))
}

/// The actions that are meant; none for a stand-in, which no spec describes.
fn meant<'i>(index: &'i Index, when: &When) -> Result<Vec<ActionTypes<'i>>, ScriptError> {
    let services = index.services().iter();
    if let Some(asked) = &when.service
        && index.service(asked).is_none()
        && !stand_ins::SERVICES.contains(&asked.as_str())
    {
        let known = services.map(|loaded| loaded.service.service.as_str());
        return Err(ScriptError::UnknownService {
            asked: asked.clone(),
            meant: Meant::by(asked, known),
        });
    }
    let is_meant = |id: &str| when.service.as_deref().is_none_or(|asked| asked == id);
    let services = services.filter(|loaded| is_meant(&loaded.service.service));
    let Some(asked) = &when.action else {
        return Ok(services.flat_map(ActionTypes::all).collect());
    };
    let named = services
        .clone()
        .filter_map(|service| ActionTypes::named(service, asked));
    let named: Vec<ActionTypes> = named.collect();
    if named.is_empty() && !stand_ins::ACTIONS.contains(&asked.as_str()) {
        let known = services.flat_map(ActionTypes::all).map(ActionTypes::name);
        let stand_ins = stand_ins::ACTIONS.iter().copied();
        let stand_ins = stand_ins.filter(|_| when.service.is_none());
        return Err(ScriptError::UnknownAction {
            asked: asked.clone(),
            meant: Meant::by(asked, known.chain(stand_ins)),
        });
    }
    Ok(named)
}

fn check_parameters(meant: &[ActionTypes], when: &When) -> Result<(), ScriptError> {
    let is_known = |name: &str| {
        let leads = |types: &ActionTypes| leads_somewhere(*types, &types.action.request, name);
        name.len() <= LONGEST_NAME && meant.iter().any(leads)
    };
    let mut names = when.parameters.iter().map(|(name, _)| name);
    let Some(asked) = names.find(|name| !is_known(name)) else {
        return Ok(());
    };
    let members = meant.iter().flat_map(|types| &types.action.request);
    Err(ScriptError::UnknownParameter {
        action: when.to_string(),
        asked: asked.chars().take(LONGEST_NAME).collect(),
        meant: Meant::by(asked, members.map(|member| member.name.as_str())),
    })
}

/// A region that is documented, where regions are.
fn check_region(meant: &[ActionTypes], when: &When) -> Result<(), ScriptError> {
    let Some(asked) = &when.region else {
        return Ok(());
    };
    let is_known =
        |types: &ActionTypes| types.regions().is_empty() || types.regions().contains(asked);
    if meant.is_empty() || meant.iter().any(is_known) {
        return Ok(());
    }
    let known = meant.iter().flat_map(|types| types.regions());
    Err(ScriptError::UnknownRegion {
        action: when.to_string(),
        asked: asked.clone(),
        meant: Meant::by(asked, known.map(String::as_str)),
    })
}

/// Whether a dotted name leads to something in members, as far as their types say what there is.
fn leads_somewhere(types: ActionTypes, members: &[Member], name: &str) -> bool {
    members.iter().any(|member| {
        let rest = name.strip_prefix(member.name.as_str());
        let inside = rest.and_then(|rest| rest.strip_prefix('.'));
        rest == Some("")
            || inside.is_some_and(|name| leads_inside(types, member, &member.type_ref, name))
    })
}

fn leads_inside(types: ActionTypes, member: &Member, type_ref: &TypeRef, name: &str) -> bool {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let inside = |inner: &TypeRef| rest.is_empty() || leads_inside(types, member, inner, rest);
    match type_ref {
        TypeRef::List(inner) => first.parse::<usize>().is_ok() && inside(inner),
        TypeRef::Map(inner) => inside(inner),
        TypeRef::Object | TypeRef::Named(_) => {
            let fields = types.fields(member);
            fields.is_some_and(|fields| leads_somewhere(types, fields, name))
        }
        TypeRef::Scalar(scalar) => *scalar == Scalar::Any,
    }
}

fn check_reply(meant: &[ActionTypes], when: &When, reply: &Reply) -> Result<(), ScriptError> {
    let (status, headers) = match &reply.kind {
        ReplyKind::Refusal(error) => (error.status, &[][..]),
        ReplyKind::Own(answer) => (answer.status, answer.headers.as_slice()),
        _ => (200, &[][..]),
    };
    if !(200..=999).contains(&status) {
        return Err(ScriptError::NotHttp(format!("status {status}")));
    }
    for (name, value) in headers {
        check_header(name, value)?;
    }
    // A stand-in answers codes and results as they are.
    if meant.is_empty() {
        return Ok(());
    }
    match &reply.kind {
        ReplyKind::Error(code) => {
            let errors = meant.iter().flat_map(|types| types.errors());
            check_code(errors, &when.to_string(), code)
        }
        ReplyKind::Result(result) => check_result(meant, &when.to_string(), result),
        _ => Ok(()),
    }
}

/// A result of one of the actions.
pub(crate) fn check_result(
    meant: &[ActionTypes],
    action: &str,
    result: &Value,
) -> Result<(), ScriptError> {
    let of_each = meant
        .iter()
        .map(|types| check::check_result(*types, result));
    let of_each: Vec<Vec<Problem>> = of_each.collect();
    if meant.is_empty() || of_each.iter().any(Vec::is_empty) {
        return Ok(());
    }
    let problems = of_each.into_iter().flatten().take(10);
    let problems: Vec<String> = problems.map(|problem| problem.detail).collect();
    Err(ScriptError::WrongResult {
        action: action.to_owned(),
        problems: problems.join("; "),
    })
}

/// A code that one of the errors has.
pub(crate) fn check_code<'a>(
    errors: impl Iterator<Item = &'a ErrorCode>,
    action: &str,
    code: &str,
) -> Result<(), ScriptError> {
    let known: Vec<&str> = errors.map(|error| error.code.as_str()).collect();
    if known.contains(&code) {
        return Ok(());
    }
    Err(ScriptError::UndocumentedError {
        action: action.to_owned(),
        code: code.to_owned(),
        meant: Meant::by(code, known.into_iter()),
    })
}

fn check_header(name: &str, value: &str) -> Result<(), ScriptError> {
    let is_name = hyper::header::HeaderName::from_bytes(name.as_bytes()).is_ok();
    let is_value = hyper::header::HeaderValue::from_str(value).is_ok();
    if is_name && is_value {
        return Ok(());
    }
    Err(ScriptError::NotHttp(format!(
        "header `{}: …`",
        name.escape_debug()
    )))
}
