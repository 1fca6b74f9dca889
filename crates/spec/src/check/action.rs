//! Checks of an action file: what it says of itself, and then part by part.

use crate::check::checker::Checker;
use crate::check::sightings::Sightings;
use crate::check::word::{is_action_name, is_date, is_web_address};
use crate::check::{
    conflict, idempotency_token, location, member, pagination, removal, rename, rule, sample,
    service, types, wait,
};
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Source};
use crate::naming::Owner;

/// Checks one action.
pub(super) fn check<'a>(checker: &mut Checker<'a>, action: &'a Action, seen: &mut Sightings) {
    let root = &Place::ROOT;
    name(checker, action);
    checker.text(Some(&action.summary), &root.key("summary"));
    checker.text(action.doc.as_deref(), &root.key("doc"));
    source(checker, &action.source);
    service::deprecation(checker, action.deprecated.as_ref(), &root.key("deprecated"));
    removal::check(checker, action.removed.as_ref(), root);
    permissions(checker, action);
    service::regions(checker, &action.regions, &root.key("regions"));
    service::errors(checker, &action.errors, &root.key("errors"));
    types::check(checker, &action.types, &root.key("types"));
    let (request, response) = (&root.key("request"), &root.key("response"));
    member::list(checker, &action.request, Owner::Call, request);
    member::list(checker, &action.response, Owner::Response, response);
    types::unused(checker, &action.types);
    idempotency_token::check(checker, action);
    rule::check(checker, action);
    pagination::check(checker, action);
    wait::check(checker, action);
    if checker.has_service {
        location::check(checker, action);
        sample::check(checker, action, seen);
    }
    conflict::check_members(checker, &action.request, seen, request);
    conflict::check_members(checker, &action.response, seen, response);
    conflict::check_types(checker, &action.types, seen);
}

fn name(checker: &mut Checker<'_>, action: &Action) {
    let place = &Place::ROOT.key("action");
    let file = checker.file.rsplit('/').next().unwrap_or_default();
    let stem = file.strip_suffix(".yaml").unwrap_or(file);
    if !is_action_name(&action.action) {
        let message = format!(
            "`{}` is no name of an action: letters, digits and `_`, a letter first",
            action.action
        );
        checker.say(Code::BadName, place, message);
    } else if action.action != stem {
        let message = format!("the file of `{}` must bear its name", action.action);
        let finding = checker.say(Code::Misplaced, place, message);
        finding.help(format!("rename the file to `{}.yaml`", action.action));
    }
    rename::check(
        checker,
        action.rename.as_deref(),
        rename::Case::Snake,
        &Place::ROOT,
    );
}

fn source(checker: &mut Checker<'_>, source: &Source) {
    let place = &Place::ROOT.key("source");
    checker.text(Some(&source.title), &place.key("title"));
    let url = source.url.as_ref();
    if url.is_some_and(|url| !is_web_address(url)) {
        let message = "this is no web address";
        checker.say(Code::BadText, place.key("url"), message);
    }
    if let Some(updated) = source.updated.as_ref().filter(|date| !is_date(date)) {
        let message = format!("`{updated}` is no date like `2025-01-09`");
        checker.say(Code::BadText, place.key("updated"), message);
    }
}

fn permissions(checker: &mut Checker<'_>, action: &Action) {
    let place = &Place::ROOT.key("permissions");
    for (index, permission) in action.permissions.iter().enumerate() {
        checker.wire_name(permission, &place.index(index));
    }
    let names = action.permissions.iter().map(String::as_str);
    checker.no_twice(names, "the permission", place, None);
}
