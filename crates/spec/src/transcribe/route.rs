//! The route of an action: its path as a template, and what an action is called whose page does not say.

use heck::ToUpperCamelCase;

use crate::model::{Action, Location, TypeRef};

/// Braces around what the page lists as parts of the path, however it writes them: `[Id]`, `<Id>`, `Id`.
/// A parameter that the path has no room for travels as others do.
pub(super) fn settle(action: &mut Action) {
    let Some(path) = action.path.take() else {
        for member in &mut action.request {
            member.location = member.location.filter(|place| *place != Location::Path);
        }
        return;
    };
    let names: Vec<String> = action
        .request
        .iter()
        .filter(|member| member.location == Some(Location::Path))
        // A list cannot stand in a path: there a resource is called like the parameter.
        .filter(|member| matches!(member.type_ref, TypeRef::Scalar(_)))
        .map(|member| member.name.clone())
        .collect();
    let path = path.split('?').next().unwrap_or_default();
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| part(segment, &names))
        .collect();
    let path = segments.join("/");
    for member in &mut action.request {
        let has_room = path.contains(&format!("{{{}}}", member.name));
        if member.location == Some(Location::Path) && !has_room {
            member.location = None;
        }
    }
    action.path = Some(path);
}

/// A segment, as a parameter's name in braces if it is one.
fn part(segment: &str, names: &[String]) -> String {
    let bare = segment.trim_matches(['[', ']', '<', '>', '{', '}', ':', '$']);
    let plain = |text: &str| text.to_lowercase().replace(['_', '-'], "");
    let is_marked = bare != segment;
    let exact = names.iter().find(|name| *name == bare);
    let same = exact.or_else(|| names.iter().find(|name| plain(name) == plain(bare)));
    match same {
        // A resource may be called as its parameter is: only what is spelt alike is one without marks.
        Some(name) if is_marked || name == bare => format!("{{{name}}}"),
        None if is_marked && segment.starts_with('{') && segment.ends_with('}') => {
            segment.to_owned()
        }
        None if is_marked && !bare.is_empty() => format!("{{{bare}}}"),
        _ => segment.to_owned(),
    }
}

/// A path with all parameters alike, to compare two.
pub(super) fn shape(path: &str) -> String {
    let segments: Vec<&str> = path
        .split('/')
        .map(|segment| {
            if segment.starts_with('{') {
                "{}"
            } else {
                segment
            }
        })
        .collect();
    segments.join("/")
}

/// Last words of a path that say what is done, not to what.
const VERBS: &[&str] = &[
    "create", "delete", "update", "remove", "action", "filter", "invoke", "batch", "add", "query",
    "start", "stop", "restart", "reset", "install", "upgrade",
];

/// A name for an action of a method and a path, as vendors make them: `GET /v1/{project_id}/vpcs` lists vpcs.
pub(super) fn name(method: &str, path: &str) -> Option<String> {
    let is_literal = |segment: &&str| !segment.is_empty() && !segment.starts_with('{');
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let ends_in_parameter = segments.last().is_some_and(|last| last.starts_with('{'));
    let mut literals: Vec<&str> = segments.iter().copied().filter(is_literal).collect();
    let last = literals.pop()?;
    let (verb, noun) = if VERBS.contains(&last.to_lowercase().as_str()) && last != "action" {
        (last, literals.pop()?)
    } else {
        let verb = match (method, ends_in_parameter) {
            ("GET", false) => "list",
            ("GET" | "HEAD", _) => "show",
            ("POST", _) => "create",
            ("DELETE", _) => "delete",
            _ => "update",
        };
        (verb, last)
    };
    let is_one = ends_in_parameter || !matches!(verb, "list");
    let noun = noun.to_upper_camel_case();
    let noun = match noun.strip_suffix('s') {
        Some(one) if is_one && ends_in_parameter && !one.ends_with('s') => one.to_owned(),
        _ => noun,
    };
    let name = format!("{}{noun}", verb.to_upper_camel_case());
    crate::check::word::is_action_name(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_without_a_name_is_called_by_its_route() {
        for (method, path, expected) in [
            ("GET", "/v1/{project_id}/vpcs", "ListVpcs"),
            ("GET", "/v1/{project_id}/vpcs/{vpc_id}", "ShowVpc"),
            ("POST", "/v3/{project_id}/lts/host-group", "CreateHostGroup"),
            (
                "DELETE",
                "/v3/{project_id}/lts/host-group",
                "DeleteHostGroup",
            ),
            (
                "POST",
                "/v2/{project_id}/{type}/{id}/tags/create",
                "CreateTags",
            ),
            (
                "PATCH",
                "/v2/manage/namespaces/{namespace}/access",
                "UpdateAccess",
            ),
        ] {
            assert_eq!(name(method, path).as_deref(), Some(expected));
        }
        assert_eq!(name("GET", "/"), None);
    }

    #[test]
    fn parts_of_the_path_get_braces_however_a_page_writes_them() {
        let names = ["ClusterId".to_owned(), "tags".to_owned()];
        for (segment, expected) in [
            ("ClusterId", "{ClusterId}"),
            ("[ClusterId]", "{ClusterId}"),
            ("{cluster_id}", "{ClusterId}"),
            ("clusterid", "clusterid"),
            ("{other}", "{other}"),
            ("<other>", "{other}"),
            ("clusters", "clusters"),
        ] {
            assert_eq!(part(segment, &names), expected);
        }
    }
}
