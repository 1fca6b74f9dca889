//! Changes of what a page states of the action as a whole.

use super::{Change, ChangeKind};
use crate::facts::{Certainty, Fact, Head, Page};

/// Compares what both pages state. What only a sample shows is the sample's.
pub(super) fn compare(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    type Of = fn(&Head) -> Option<&Fact<String>>;
    let fields: [(ChangeKind, &str, Of); 5] = [
        (ChangeKind::HeadAction, "action", |head| {
            head.action.as_ref()
        }),
        (ChangeKind::HeadHost, "service_host", |head| {
            head.host.as_ref()
        }),
        (ChangeKind::HeadVersion, "version", |head| {
            head.version.as_ref()
        }),
        (ChangeKind::HeadMethod, "http_method", |head| {
            head.method.as_ref()
        }),
        (ChangeKind::HeadPath, "path", |head| head.path.as_ref()),
    ];
    for (kind, field, of) in fields {
        let (was, is) = (stated(of(&old.head)), stated(of(&new.head)));
        let same = |was: &str, is: &str| match kind {
            ChangeKind::HeadPath => route(was) == route(is),
            _ => was == is,
        };
        changes.extend(Change::between(kind, field, was, is, same));
    }
}

fn stated(fact: Option<&Fact<String>>) -> Option<&Fact<String>> {
    fact.filter(|fact| fact.certainty == Certainty::Stated)
}

/// A path without its query and without the names of its placeholders, which callers never send.
fn route(path: &str) -> String {
    let path = path.split('?').next().unwrap_or(path);
    let mut rest = path.trim_end_matches('/');
    let mut route = String::new();
    while let Some((before, inside)) = rest.split_once('{') {
        route = route + before + "{}";
        rest = inside.split_once('}').map_or("", |(_, behind)| behind);
    }
    route + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_placeholder_is_no_part_of_a_route() {
        assert_eq!(
            route("/v2/{project_id}/x/"),
            route("/v2/{id}/x?limit={limit}")
        );
        assert_ne!(route("/v2/{id}/x"), route("/v3/{id}/x"));
    }
}
