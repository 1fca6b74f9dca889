//! Checks of where things travel: method, path template, and the place of each parameter.

use std::collections::HashMap;

use crate::catalog::path_parameters;
use crate::check::checker::Checker;
use crate::check::word::is_visible;
use crate::diagnostic::{Code, Place};
use crate::model::{Action, Location, Member, Protocol, Scalar, TypeRef};

const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Checks the layout of an action's request and the places in its response.
pub(super) fn check(checker: &mut Checker<'_>, action: &Action) {
    let root = &Place::ROOT;
    line(checker, action);
    let place = &root.key("request");
    for (index, member) in documented(&action.request) {
        parameter(checker, action, member, &place.index(index));
    }
    same_header(checker, action, place);
    path_covered(checker, action);
    let loaded = checker.loaded;
    body_root(checker, &action.request, place, |member| {
        loaded.location(action, member)
    });
    let place = &root.key("response");
    for (index, member) in documented(&action.response) {
        in_answer(checker, member, &place.index(index));
    }
    body_root(checker, &action.response, place, |member| {
        member.location.unwrap_or(Location::Body)
    });
}

/// The members that are no stubs, with their numbers. Stubs travel nowhere.
fn documented(members: &[Member]) -> impl Iterator<Item = (usize, &Member)> {
    let members = members.iter().enumerate();
    members.filter(|(_, member)| member.removed.is_none())
}

/// The place of a member of an answer.
fn in_answer(checker: &mut Checker<'_>, member: &Member, place: &Place<'_>) {
    match member.location {
        Some(Location::Query | Location::Path | Location::Host) => {
            let message = "an answer has only a body and headers";
            checker.say(Code::BadLocation, place.key("in"), message);
        }
        Some(Location::Header) => header(checker, member, false, place),
        _ => {}
    }
}

/// Method and path.
fn line(checker: &mut Checker<'_>, action: &Action) {
    let root = &Place::ROOT;
    if let Some(method) = action.method.as_deref()
        && !METHODS.contains(&method)
    {
        let message = format!("`{method}` is no HTTP method");
        let finding = checker.say(Code::BadPath, root.key("method"), message);
        finding.did_you_mean(method, METHODS.iter().copied());
    }
    if let Some(path) = &action.path {
        path_template(checker, path, &root.key("path"));
    }
    if checker.loaded.protocol().is_rest() {
        let has_path = action.path.is_some() || checker.loaded.service.path.is_some();
        for (key, is_there) in [("method", action.method.is_some()), ("path", has_path)] {
            if !is_there {
                let message =
                    format!("the protocol tells actions apart by `{key}`, and it is missing");
                checker.say(Code::MissingKey, root.key("action").name(), message);
            }
        }
    }
}

/// A path template: segments of plain characters, with whole names in braces.
pub(super) fn path_template(checker: &mut Checker<'_>, path: &str, place: &Place<'_>) {
    let segment_is_right = |segment: &str| {
        let outside: String = segment
            .split('{')
            .enumerate()
            .map(|(index, part)| match part.split_once('}') {
                Some((_, rest)) if index > 0 => rest,
                _ => part,
            })
            .collect();
        let braces = segment.matches('{').count();
        let names = path_parameters(segment).count();
        segment != "."
            && segment != ".."
            && braces == names
            && !outside.contains(['{', '}'])
            && outside
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-._~:@!$&'()*+,;=".contains(&byte))
    };
    let names_are_right = path_parameters(path)
        .all(|name| !name.is_empty() && is_visible(name) && !name.contains(['/', '{']));
    let problem = if !path.starts_with('/') {
        "a path begins with `/`"
    } else if path.len() > 1024 {
        "a path is at most 1024 bytes"
    } else if path.contains("//") || !path.split('/').all(segment_is_right) || !names_are_right {
        "a path is segments of plain characters, with names in braces, and without a query"
    } else {
        return;
    };
    checker.say(Code::BadPath, place, problem);
}

fn parameter(checker: &mut Checker<'_>, action: &Action, member: &Member, place: &Place<'_>) {
    let location = checker.loaded.location(action, member);
    if let Some(problem) = unusual(checker.loaded.protocol(), location) {
        checker.say(Code::BadLocation, place.key("in"), problem);
    }
    let has_implicit = [Location::Path, Location::Query, Location::Header].contains(&location);
    if member.implicit && !has_implicit {
        let message = "only a parameter of path, query or header can be implicit";
        checker.inapplicable(place, "implicit", message);
    }
    let is_plain = is_plain(checker, member);
    match location {
        Location::Path => {
            let path = checker.loaded.path(action);
            if !path_parameters(path).any(|name| name == member.name) {
                let message = format!("the path has no `{{{}}}`", member.name);
                let finding = checker.say(Code::BadPath, place.key("name"), message);
                finding.did_you_mean(&member.name, path_parameters(path));
            }
            if !is_plain {
                let message = "a part of the path is a text, a number or a flag";
                checker.say(Code::BadLocation, place.key("type"), message);
            }
        }
        Location::Header => {
            let is_taken = checker.loaded.service.sets_header(&member.name);
            header(checker, member, is_taken, place);
        }
        Location::Host if !is_plain => {
            let message = "what chooses the host is a text";
            checker.say(Code::BadLocation, place.key("type"), message);
        }
        _ => {}
    }
}

/// Whether a member is one text, number or flag.
fn is_plain(checker: &Checker<'_>, member: &Member) -> bool {
    match &member.type_ref {
        TypeRef::Scalar(scalar) => *scalar != Scalar::Any,
        // An unknown type is told of where it is written.
        named @ TypeRef::Named(_) => checker.declared(named).is_none_or(|it| it.values.is_some()),
        _ => false,
    }
}

/// A header is a plain value with the name of a header that is not taken.
fn header(checker: &mut Checker<'_>, member: &Member, is_taken: bool, place: &Place<'_>) {
    let is_name = member
        .name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    let problem = if !is_name {
        "this cannot be the name of a header"
    } else if is_taken {
        "this header is set by the client itself"
    } else if !is_plain(checker, member) {
        let message = "a header is a text, a number or a flag";
        checker.say(Code::BadLocation, place.key("type"), message);
        return;
    } else {
        return;
    };
    checker.say(Code::BadLocation, place.key("name"), problem);
}

/// Headers whose names differ in case only are one header.
fn same_header(checker: &mut Checker<'_>, action: &Action, place: &Place<'_>) {
    let mut first = HashMap::new();
    for (index, member) in documented(&action.request) {
        if checker.loaded.location(action, member) != Location::Header {
            continue;
        }
        let name = member.name.to_ascii_lowercase();
        let earlier = *first.entry(name).or_insert(index);
        // The same spelling twice is told of as such.
        if action.request[earlier].name != member.name {
            let at = |index| place.index(index).key("name").value();
            let message = format!("the header `{}` is sent already", member.name);
            let finding = checker.say(Code::BadLocation, at(index), message);
            finding.beside(at(earlier), "in this spelling");
        }
    }
}

/// Why parameters of a protocol do not travel in a place.
fn unusual(protocol: Protocol, location: Location) -> Option<String> {
    let known = protocol.locations();
    if known.contains(&location) {
        return None;
    }
    let known: Vec<_> = known.iter().map(|known| known.as_str()).collect();
    let known = known.join(", ");
    Some(format!(
        "`{protocol}` has no parameters in `{location}`, only in {known}"
    ))
}

/// Every name in the path must be a parameter, and stand there once.
fn path_covered(checker: &mut Checker<'_>, action: &Action) {
    let path = checker.loaded.path(action);
    let place = Place::ROOT.key("path");
    let mut earlier = Vec::new();
    for name in path_parameters(path) {
        let member = documented(&action.request).find(|(_, member)| member.name == name);
        let is_path = member
            .is_some_and(|(_, member)| checker.loaded.location(action, member) == Location::Path);
        if earlier.contains(&name) {
            let message = format!("`{{{name}}}` stands twice in the path");
            checker.say(Code::BadPath, &place, message);
        } else if !is_path {
            let message = format!("no parameter fills `{{{name}}}`");
            let finding = checker.say(Code::BadPath, &place, message);
            finding
                .did_you_mean(name, action.request.iter().map(|member| &*member.name))
                .help("every name in the path is a parameter with `in: path`");
        }
        earlier.push(name);
    }
}

/// At most one member is the whole body, and then no other member is in the body.
fn body_root(
    checker: &mut Checker<'_>,
    members: &[Member],
    place: &Place<'_>,
    location: impl Fn(&Member) -> Location,
) {
    let mut roots = documented(members);
    let root = roots.find(|(_, member)| location(member) == Location::BodyRoot);
    let Some((root, _)) = root else { return };
    for (index, member) in documented(members) {
        let is_in_body = matches!(location(member), Location::Body | Location::BodyRoot);
        if index != root && is_in_body {
            let message = format!("`{}` has no place in the body", member.name);
            let finding = checker.say(Code::BadLocation, place.index(index).key("name"), message);
            finding.beside(place.index(root).key("name"), "this is the whole body");
        }
    }
}
