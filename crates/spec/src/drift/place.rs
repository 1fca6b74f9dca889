//! Where in a file a change is to be seen: for annotations, which need a line.

use super::change::{Change, Thing};
use crate::source::{self, Content, Node};

/// The line of what a change is about, in the text of its file; the nearest thing around it where
/// it is not there, as what was removed never is.
pub(super) fn line(text: &str, change: &Change) -> usize {
    let Ok(Some(root)) = source::parse(text).map(|tree| tree.root) else {
        return 1;
    };
    let (bytes, _) = find(&root, &steps(change));
    source::span(text, bytes).line
}

/// The same, where it is there itself: of what one protocol's services inherit, beneath the protocol.
pub(super) fn exact_line(text: &str, change: &Change) -> Option<usize> {
    let root = source::parse(text).ok()?.root?;
    let protocols = match find(&root, &[Step::Key("protocols")]) {
        (
            _,
            Some(Node {
                content: Content::List(items),
                ..
            }),
        ) => items.as_slice(),
        _ => &[],
    };
    let steps = steps(change);
    let mut places = std::iter::once(&root).chain(protocols);
    places.find_map(|node| match find(node, &steps) {
        (bytes, Some(_)) => Some(source::span(text, bytes).line),
        _ => None,
    })
}

/// One step into a file.
enum Step<'c> {
    /// The value of a key.
    Key(&'c str),
    /// The item of a list that bears this name.
    Named(&'c str),
}

fn steps(change: &Change) -> Vec<Step<'_>> {
    let mut words = change.path.iter().map(String::as_str);
    let mut steps = Vec::new();
    match words.next() {
        Some(way @ ("request" | "response")) => steps.push(Step::Key(way)),
        Some("type") => steps.push(Step::Key("types")),
        Some(word) if word.starts_with("error ") => return error_steps(word),
        Some("service") => {
            let word = words.find(|word| word.starts_with("error "));
            return word.map_or_else(|| own_steps(change), error_steps);
        }
        _ => return own_steps(change),
    }
    for (depth, word) in words.enumerate() {
        if depth > 0 {
            steps.push(Step::Key("fields"));
        }
        steps.push(Step::Named(word));
    }
    steps
}

fn error_steps(word: &str) -> Vec<Step<'_>> {
    let code = word.strip_prefix("error ").unwrap_or(word);
    vec![Step::Key("errors"), Step::Named(code)]
}

/// What is told of an action or a service as a whole stands under a key of the file.
fn own_steps(change: &Change) -> Vec<Step<'_>> {
    let key = match change.id.thing {
        Thing::Error => "errors",
        Thing::Paging => "pagination",
        Thing::Wait => "wait",
        Thing::Rule => "rules",
        _ => change.what.split([' ', ':']).next().unwrap_or_default(),
    };
    let key = match key {
        "rate" => "rate_limit",
        "page's" => "source",
        "crate" => "crate",
        "endpoint" | "host" => "endpoints",
        "region" => "regions",
        "permission" => "permissions",
        "protocol" | "default" | "order" => "protocols",
        other => other,
    };
    vec![Step::Key(key)]
}

/// Where the steps lead to, and what is there; where they end before, no thing.
fn find<'n>(root: &'n Node, steps: &[Step<'_>]) -> (std::ops::Range<usize>, Option<&'n Node>) {
    let mut node = root;
    let mut bytes = root.head();
    for step in steps {
        let next = match (step, &node.content) {
            (Step::Key(wanted), Content::Map(entries)) => entries
                .iter()
                .find(|(key, _)| key.text() == Some(wanted))
                .map(|(key, value)| (key.bytes.clone(), value)),
            (Step::Named(wanted), Content::List(items)) => items
                .iter()
                .find(|item| is_named(item, wanted))
                .map(|item| (item.head(), item)),
            _ => None,
        };
        let Some((found, value)) = next else {
            return (bytes, None);
        };
        (bytes, node) = (found, value);
    }
    (bytes, Some(node))
}

fn is_named(item: &Node, wanted: &str) -> bool {
    let Content::Map(entries) = &item.content else {
        return false;
    };
    entries.iter().any(|(key, value)| {
        matches!(key.text(), Some("name" | "code" | "value")) && value.text() == Some(wanted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "action: A\nrequest:\n  - name: B\n    type: object\n    fields:\n      - { name: C, type: string }\nerrors:\n  - code: D\n";

    fn found(words: &[&str]) -> usize {
        let mut change = super::super::tests::change(Thing::Field, "x");
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
