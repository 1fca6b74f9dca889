//! Changes of what a page states of the action as a whole.

use super::{Change, Kind};
use crate::facts::{Certainty, Fact, Page};

/// Compares what both pages state. What only a sample shows is the sample's.
pub(super) fn compare(old: &Page, new: &Page, changes: &mut Vec<Change>) {
    let fields = [
        (
            Kind::HeadAction,
            "action",
            &old.head.action,
            &new.head.action,
        ),
        (
            Kind::HeadHost,
            "service_host",
            &old.head.host,
            &new.head.host,
        ),
        (
            Kind::HeadVersion,
            "version",
            &old.head.version,
            &new.head.version,
        ),
        (
            Kind::HeadMethod,
            "http_method",
            &old.head.method,
            &new.head.method,
        ),
        (Kind::HeadPath, "path", &old.head.path, &new.head.path),
    ];
    for (kind, field, old, new) in fields {
        let (Some(was), Some(is)) = (stated(old.as_ref()), stated(new.as_ref())) else {
            continue;
        };
        let same = match kind {
            Kind::HeadPath => route(&was.value) == route(&is.value),
            _ => was.value == is.value,
        };
        if !same {
            changes.push(
                Change::new(kind, field)
                    .old(&was.value, was.lines)
                    .new_value(&is.value, is.lines),
            );
        }
    }
}

fn stated(fact: Option<&Fact<String>>) -> Option<&Fact<String>> {
    fact.filter(|fact| fact.certainty == Certainty::Stated)
}

/// A path without its query and without the names of its placeholders, which callers never send.
fn route(path: &str) -> String {
    let mut route = String::new();
    let mut inside = false;
    for c in path
        .split('?')
        .next()
        .unwrap_or(path)
        .trim_end_matches('/')
        .chars()
    {
        match c {
            '{' => {
                inside = true;
                route.push_str("{}");
            }
            '}' => inside = false,
            _ if inside => {}
            c => route.push(c),
        }
    }
    route
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
