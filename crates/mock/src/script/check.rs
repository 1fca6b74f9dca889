//! Whether a script can ever be used: names, codes, results and headers that exist. What is wrong is
//! told when it is written, not when a test wonders why nothing happens.

use cloudwright_spec::model::{Member, TypeRef};

use super::error::{Meant, ScriptError};
use super::{Reply, ReplyKind, When};
use crate::check;
use crate::flat::Types;
use crate::identity;
use crate::index::Index;

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
fn meant<'i>(index: &'i Index, when: &When) -> Result<Vec<Types<'i>>, ScriptError> {
    let services = index.catalog.services.iter();
    if let Some(asked) = &when.service
        && index.by_id(asked).is_none()
        && !identity::SERVICES.contains(&asked.as_str())
    {
        let known = services.map(|loaded| loaded.service.service.as_str());
        return Err(ScriptError::UnknownService {
            asked: asked.clone(),
            meant: Meant::by(asked, known),
        });
    }
    let is_meant = |id: &str| when.service.as_deref().is_none_or(|asked| asked == id);
    let all: Vec<Types> = services
        .filter(|loaded| is_meant(&loaded.service.service))
        .flat_map(|service| {
            let actions = service.actions.iter();
            actions.map(move |found| Types {
                service,
                action: &found.action,
            })
        })
        .collect();
    let Some(asked) = &when.action else {
        return Ok(all);
    };
    let named: Vec<Types> = all
        .iter()
        .filter(|types| types.action.action == *asked)
        .copied()
        .collect();
    if named.is_empty() && !identity::STAND_INS.contains(&asked.as_str()) {
        let known = all.iter().map(|types| types.action.action.as_str());
        let stand_ins = identity::STAND_INS.iter().copied();
        let stand_ins = stand_ins.filter(|_| when.service.is_none());
        return Err(ScriptError::UnknownAction {
            asked: asked.clone(),
            meant: Meant::by(asked, known.chain(stand_ins)),
        });
    }
    Ok(named)
}

fn check_parameters(meant: &[Types], when: &When) -> Result<(), ScriptError> {
    for (asked, _) in &when.parameters {
        let is_known = |types: &Types| leads_somewhere(*types, &types.action.request, asked);
        if asked.len() <= LONGEST_NAME && meant.iter().any(is_known) {
            continue;
        }
        let members = meant.iter().flat_map(|types| &types.action.request);
        return Err(ScriptError::UnknownParameter {
            action: when.to_string(),
            asked: asked.chars().take(LONGEST_NAME).collect(),
            meant: Meant::by(asked, members.map(|member| member.name.as_str())),
        });
    }
    Ok(())
}

/// A region that is documented, where regions are.
fn check_region(meant: &[Types], when: &When) -> Result<(), ScriptError> {
    let Some(asked) = &when.region else {
        return Ok(());
    };
    let is_known = |types: &Types| types.regions().is_empty() || types.regions().contains(asked);
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
fn leads_somewhere(types: Types, members: &[Member], name: &str) -> bool {
    members.iter().any(|member| {
        let Some(rest) = name.strip_prefix(member.name.as_str()) else {
            return false;
        };
        rest.is_empty()
            || rest
                .strip_prefix('.')
                .is_some_and(|rest| leads_inside(types, member, &member.type_ref, rest))
    })
}

fn leads_inside(types: Types, member: &Member, type_ref: &TypeRef, name: &str) -> bool {
    let (first, rest) = name.split_once('.').unwrap_or((name, ""));
    let inside = |inner: &TypeRef| rest.is_empty() || leads_inside(types, member, inner, rest);
    match type_ref {
        TypeRef::List(inner) => first.parse::<usize>().is_ok() && inside(inner),
        TypeRef::Map(inner) => inside(inner),
        TypeRef::Object | TypeRef::Named(_) => types
            .fields(member)
            .is_some_and(|fields| leads_somewhere(types, fields, name)),
        TypeRef::Scalar(scalar) => scalar.name() == "any",
    }
}

fn check_reply(meant: &[Types], when: &When, reply: &Reply) -> Result<(), ScriptError> {
    let (status, headers) = reply.head();
    if let Some(status) = status.filter(|status| !(200..=999).contains(status)) {
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
        ReplyKind::Error(code) => check_code(meant, when, code),
        ReplyKind::Result(result) => {
            let problems = |types: &Types| check::result(*types, result);
            let of_each: Vec<_> = meant.iter().map(problems).collect();
            if of_each.iter().any(Vec::is_empty) {
                return Ok(());
            }
            let problems = of_each.into_iter().flatten().take(10);
            let problems: Vec<String> = problems.map(|problem| problem.detail).collect();
            Err(ScriptError::WrongResult {
                action: when.to_string(),
                problems: problems.join("; "),
            })
        }
        _ => Ok(()),
    }
}

fn check_code(meant: &[Types], when: &When, code: &str) -> Result<(), ScriptError> {
    let codes = || {
        let errors = meant.iter().flat_map(|types| types.errors());
        errors.map(|error| error.code.as_str())
    };
    if codes().any(|known| known == code) {
        return Ok(());
    }
    Err(ScriptError::UndocumentedError {
        action: when.to_string(),
        code: code.to_owned(),
        meant: Meant::by(code, codes()),
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
