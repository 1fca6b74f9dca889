//! The list of a service's actions for people: where there are many, under headings that say what they
//! are about. What that is, names tell: `CreateNamespace` and `DescribeNamespaces` are about namespaces.

use std::collections::BTreeMap;

use cloudwright_spec::naming;
use cloudwright_vocabulary::singular::singular;

/// A shorter list needs no headings.
const FEW: usize = 20;

/// A heading over more is divided by the next word, where its actions have one in common.
const MANY: usize = 12;

/// Fewer get no heading of their own.
const LEAST: usize = 3;

/// Most words of a heading.
const DEEPEST: usize = 3;

/// The heading over what has none of its own.
const OTHERS: &str = "Others";

/// Actions by number, under a heading; it is empty where there is one list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ActionGroup {
    pub(crate) heading: String,
    pub(crate) actions: Vec<usize>,
}

/// Groups actions, which are given by their wire names; headings and the actions below them keep the order
/// of the alphabet and of the list.
pub(crate) fn groups(names: &[&str]) -> Vec<ActionGroup> {
    if names.len() < FEW {
        return vec![ActionGroup {
            heading: String::new(),
            actions: (0..names.len()).collect(),
        }];
    }
    let subjects: Vec<Vec<String>> = names.iter().map(|name| subject(name)).collect();
    let mut found = BTreeMap::new();
    let mut others = Vec::new();
    for (_, actions) in by_words(&subjects, (0..names.len()).collect(), 1) {
        if actions.len() < LEAST {
            others.extend(actions);
        } else {
            divide(&subjects, actions, 1, &mut found);
        }
    }
    let mut groups: Vec<ActionGroup> = found
        .into_iter()
        .map(|(heading, actions)| ActionGroup { heading, actions })
        .collect();
    if !others.is_empty() {
        others.sort_unstable();
        groups.push(ActionGroup {
            heading: OTHERS.to_owned(),
            actions: others,
        });
    }
    groups
}

/// Puts actions whose first `depth` words are the same under one heading or, where they are many, under
/// several.
fn divide(
    subjects: &[Vec<String>],
    actions: Vec<usize>,
    depth: usize,
    found: &mut BTreeMap<String, Vec<usize>>,
) {
    if actions.len() <= MANY || depth == DEEPEST {
        let heading = heading(subjects, &actions);
        found.entry(heading).or_default().extend(actions);
        return;
    }
    let mut rest = Vec::new();
    for (words, inner) in by_words(subjects, actions, depth + 1) {
        if words.len() > depth && inner.len() >= LEAST {
            divide(subjects, inner, depth + 1, found);
        } else {
            rest.extend(inner);
        }
    }
    if !rest.is_empty() {
        rest.sort_unstable();
        let title = title(&subjects[rest[0]], depth);
        found.entry(title).or_default().extend(rest);
    }
}

/// Actions by the first words of what they are about.
fn by_words(
    subjects: &[Vec<String>],
    actions: Vec<usize>,
    depth: usize,
) -> BTreeMap<Vec<String>, Vec<usize>> {
    let mut found: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for action in actions {
        let words = subjects[action].iter().take(depth);
        let words = words.map(|word| singular(word)).collect();
        found.entry(words).or_default().push(action);
    }
    found
}

/// What an action is about: the words of its name behind the verb, as they are written.
fn subject(name: &str) -> Vec<String> {
    let words = naming::snake(name);
    let mut rest = name;
    let mut written = Vec::new();
    for word in words.split('_') {
        // Where a name holds more than letters and digits, words are not parts of it.
        let taken = rest
            .get(..word.len())
            .filter(|part| part.eq_ignore_ascii_case(word));
        written.push(taken.unwrap_or(word).to_owned());
        rest = rest.get(word.len()..).unwrap_or_default();
    }
    if written.len() > 1 {
        written.remove(0);
    }
    written
}

/// The words that all of these actions begin with, as a heading.
fn heading(subjects: &[Vec<String>], actions: &[usize]) -> String {
    let first = &subjects[actions[0]];
    let is_common = |depth: &usize| {
        let mut others = actions.iter().map(|action| subjects[*action].get(*depth));
        others.all(|word| {
            word.map(|word| singular(word)) == first.get(*depth).map(|word| singular(word))
        })
    };
    let depth = (0..first.len().min(DEEPEST)).take_while(is_common).count();
    title(first, depth)
}

/// The first words as a title: `Image lifecycle`, `GC job`.
fn title(subject: &[String], depth: usize) -> String {
    let words = subject.iter().take(depth).enumerate();
    let words = words.map(|(index, word)| {
        let is_short = word.chars().all(|letter| letter.is_ascii_uppercase());
        match (is_short, index) {
            (true, _) => word.clone(),
            (false, 0) => naming::camel(&singular(word)),
            (false, _) => singular(word),
        }
    });
    words.collect::<Vec<String>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[String]) -> Vec<(String, usize)> {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let groups = groups(&names).into_iter();
        groups
            .map(|group| (group.heading, group.actions.len()))
            .collect()
    }

    fn each(verbs: &[&str], nouns: &[&str]) -> Vec<String> {
        let all = nouns.iter();
        all.flat_map(|noun| verbs.iter().map(move |verb| format!("{verb}{noun}")))
            .collect()
    }

    #[test]
    fn few_actions_are_one_list() {
        assert_eq!(told(&each(&["Create"], &["A", "B"])), [(String::new(), 2)]);
    }

    #[test]
    fn many_actions_are_found_by_what_they_are_about() {
        let mut names = each(&["Create", "Delete", "Describe"], &["Namespace", "GCJob"]);
        names.extend(each(&["List"], &["Namespaces", "Regions"]));
        names.extend(each(
            &["Create", "Delete", "List", "Show"],
            &[
                "Instance",
                "InstanceTag",
                "InstancePolicy",
                "InstanceTokens",
            ],
        ));
        let expected = [
            ("GC job", 3),
            ("Instance", 4),
            ("Instance policy", 4),
            ("Instance tag", 4),
            ("Instance token", 4),
            ("Namespace", 4),
            ("Others", 1),
        ];
        let expected = expected.map(|(heading, count)| (heading.to_owned(), count));
        assert_eq!(told(&names), expected);
    }

    #[test]
    fn every_action_is_listed_once() {
        let names = each(
            &["Get", "Put"],
            &[
                "x-y", "", "日本", "A", "Az", "AZs", "A.b", "_", "Q", "R", "S",
            ],
        );
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut all: Vec<usize> = groups(&names)
            .into_iter()
            .flat_map(|group| group.actions)
            .collect();
        all.sort_unstable();
        assert_eq!(all, (0..names.len()).collect::<Vec<usize>>());
    }
}
