//! Where in a file a change is to be seen: for annotations, which need a line.

use super::change::{Change, Topic};
use crate::diagnostic::{Spot, Step};
use crate::source;

/// The line of what a change is about, in the text of its file; the nearest thing around it where
/// it is not there, as what was removed never is.
pub(super) fn line(text: &str, change: &Change) -> usize {
    let Ok(Some(root)) = source::parse(text).map(|tree| tree.root) else {
        return 1;
    };
    source::span(text, Spot::at(steps(change)).find(&root)).line
}

/// The same, where it is there itself: of what one protocol's services inherit, beneath the protocol.
pub(super) fn exact_line(text: &str, change: &Change) -> Option<usize> {
    let root = source::parse(text).ok()?.root?;
    let spot = Spot::at(steps(change));
    let mut places = std::iter::once(&root).chain(root.items("protocols"));
    let node = places.find(|node| spot.is_in(node))?;
    Some(source::span(text, spot.find(node)).line)
}

fn steps(change: &Change) -> Vec<Step<'_>> {
    let mut words = change.path.iter().map(String::as_str);
    let list = match words.next() {
        Some(way @ ("request" | "response")) => way,
        Some("type") => "types",
        first => {
            let code = first.into_iter().chain(words);
            let mut code = code.filter_map(|word| word.strip_prefix("error "));
            return match code.next() {
                Some(code) => vec![key("errors"), Step::Named(code.into())],
                None => vec![key(own_key(change))],
            };
        }
    };
    let mut steps = vec![key(list)];
    for (depth, word) in words.enumerate() {
        if depth > 0 {
            steps.push(key("fields"));
        }
        steps.push(Step::Named(word.into()));
    }
    steps
}

/// The key of the file under which stands what is told of an action or a service as a whole.
fn own_key(change: &Change) -> &str {
    match change.id.topic {
        Topic::Error => return "errors",
        Topic::Paging => return "pagination",
        Topic::Wait => return "wait",
        Topic::Rule => return "rules",
        _ => {}
    }
    match change.what.split([' ', ':']).next().unwrap_or_default() {
        "rate" => "rate_limit",
        "page's" => "source",
        "endpoint" | "host" => "endpoints",
        "region" => "regions",
        "permission" => "permissions",
        "protocol" | "default" | "order" => "protocols",
        other => other,
    }
}

fn key(key: &str) -> Step<'_> {
    Step::Key(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "action: A\nrequest:\n  - name: B\n    type: object\n    fields:\n      - { name: C, type: string }\nerrors:\n  - code: D\n";

    fn found(words: &[&str]) -> usize {
        let mut change = super::super::tests::change(Topic::Field, "x");
        change.path = words.iter().map(|word| (*word).to_owned()).collect();
        line(TEXT, &change)
    }

    #[test]
    fn a_change_is_where_its_name_is_or_what_is_around_it() {
        assert_eq!(found(&["request", "B"]), 3);
        assert_eq!(found(&["request", "B", "C"]), 6);
        assert_eq!(found(&["request", "B", "Gone"]), 5);
        assert_eq!(found(&["request", "Gone"]), 2);
        assert_eq!(found(&["error D"]), 8);
        assert_eq!(found(&["type", "X"]), 1);
    }
}
