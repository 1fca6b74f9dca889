//! Sentences that bind parameters to each other.

use std::collections::{BTreeSet, HashSet};

use crate::facts::{Fact, Member};
use crate::words::{has_any, strip_any_end};

/// Words that bind.
const BINDING: &[&str] = &[
    "其一",
    "二选一",
    "任选一",
    "至少传",
    "至少填",
    "至少需要",
    "不能同时",
    "不可同时",
    "必须同时",
    "互斥",
    "one of the",
    "at least one",
    "either ",
    "cannot be specified at the same time",
    "both ",
    "mutually exclusive",
    "at the same time",
    "only one of",
    "used together",
];

/// The longest sentence that is searched.
const LONGEST: usize = 600;

/// The sentences of the parameters' descriptions that bind two parameters or more; each once.
pub fn of(parameters: &[Member]) -> Vec<Fact<String>> {
    let names: HashSet<&str> = parameters
        .iter()
        .flat_map(|member| [member.path.value.as_str(), base(member.name())])
        .collect();
    let mut known = BTreeSet::new();
    let mut rules = Vec::new();
    for member in parameters {
        let Some(description) = &member.description else {
            continue;
        };
        let lines = description.value.split_inclusive(['\n', '。']);
        for sentence in lines.flat_map(|line| line.split_inclusive(". ")) {
            let sentence = sentence.trim_matches(['•', ' ', '\n']);
            if binds(sentence, member, &names) && known.insert(sentence.to_owned()) {
                rules.push(Fact::inferred(sentence.to_owned(), description.lines));
            }
        }
    }
    rules
}

fn binds(sentence: &str, member: &Member, names: &HashSet<&str>) -> bool {
    if sentence.len() > LONGEST || !has_any(sentence, BINDING) {
        return false;
    }
    let mut bound: BTreeSet<&str> = sentence
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
        .filter(|word| names.contains(word))
        .collect();
    bound.insert(base(member.name()));
    bound.len() >= 2
}

/// A name without an index.
fn base(name: &str) -> &str {
    strip_any_end(name, &[".N", ".n"]).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Span;

    fn described(name: &str, text: &str) -> Member {
        let mut member = Member::named(name, Span::line(1));
        member.description = Some(Fact::stated(text.to_owned(), Span::line(1)));
        member
    }

    #[test]
    fn a_sentence_that_binds_two_parameters_is_a_rule() {
        let parameters = [
            described("Url", "Where it is.\nUrl、Image和 Text必填其一。别的"),
            described("Image", "Give either Url or Image. It is large"),
            described("Text", "At least one of the words"),
        ];
        let rules: Vec<_> = of(&parameters).into_iter().map(|rule| rule.value).collect();
        assert_eq!(
            rules,
            ["Url、Image和 Text必填其一。", "Give either Url or Image."]
        );
    }
}
