//! When two texts say the same: other white space, other punctuation, other words for a type.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::Page;
use crate::types::{Ours, Type};

/// How the wording of two pages differs.
pub(super) struct Wording {
    /// The newer page is laid out or worded in another way throughout.
    pub(super) relayout: bool,
}

impl Wording {
    /// Compares the words for the types of members that both pages have: where most differ by their case
    /// alone, nobody changed the types.
    pub(super) fn between(old: &Page, new: &Page) -> Self {
        let words: BTreeMap<&str, &str> = members(old).collect();
        let (mut both, mut recased) = (0usize, 0usize);
        for (path, now) in members(new) {
            if let Some(was) = words.get(path) {
                both += 1;
                recased += usize::from(*was != now && squeezed(was) == squeezed(now));
            }
        }
        Self {
            relayout: old.dialect != new.dialect || recased * 2 > both,
        }
    }

    /// Whether two types are the same: in the vendor's words, or, in another wording, by what they mean.
    pub(super) fn same_type(&self, old: &Type, new: &Type) -> bool {
        squeezed(old.words()) == squeezed(new.words())
            || self.relayout && alike(old.ours(), new.ours())
    }
}

fn members(page: &Page) -> impl Iterator<Item = (&str, &str)> {
    page.members().filter_map(|member| {
        let words = member.r#type.as_ref()?.value.words();
        Some((member.path.value.as_str(), words))
    })
}

fn squeezed(words: &str) -> String {
    words.to_lowercase().split_whitespace().collect()
}

/// Whether two types are one, worded in another way: widths, names of objects and what a list holds are
/// not told by all.
fn alike(old: &Ours, new: &Ours) -> bool {
    #[derive(PartialEq)]
    enum Class {
        Text,
        Whole,
        Fraction,
        Truth,
        Object,
        List,
    }
    let class = |ours: &Ours| match ours {
        Ours::String | Ours::Datetime | Ours::Date | Ours::Binary => Some(Class::Text),
        Ours::Integer | Ours::Int32 | Ours::Int64 | Ours::Uint64 => Some(Class::Whole),
        Ours::Number | Ours::Float32 | Ours::Float64 => Some(Class::Fraction),
        Ours::Boolean => Some(Class::Truth),
        Ours::Object | Ours::Named(_) | Ours::Map(_) => Some(Class::Object),
        Ours::List(_) => Some(Class::List),
        Ours::Any => None,
    };
    match (class(old), class(new)) {
        (Some(old), Some(new)) => old == new,
        _ => true,
    }
}

/// A text without white space, punctuation and case: what is left must differ where a text says something
/// else.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two texts say the same.
pub(super) fn says_same(old: &str, new: &str) -> bool {
    plain(old) == plain(new)
}

/// The words of a text that values are looked up in, in lower case.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')))
        .map(|word| word.trim_matches(['.', '-']))
        // A sentence may end without a space: `Level.0: low`.
        .flat_map(|word| {
            let behind = word
                .split_once('.')
                .filter(|(before, _)| before.bytes().all(|byte| byte.is_ascii_alphabetic()));
            [Some(word), behind.map(|(_, behind)| behind)]
        })
        .flatten()
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect()
}

/// The numbers of a text, without the commas between thousands.
pub(super) fn numbers(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let end = rest
            .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
            .unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches(['.', ',']);
        // `1,024` is one number, `1,2,3` are three.
        let thousands = number.split(',').skip(1).all(|part| part.len() == 3);
        if thousands {
            found.insert(number.replace(',', ""));
        } else {
            found.extend(
                number
                    .split(',')
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned),
            );
        }
        rest = &rest[end..];
    }
    found
}

/// The numbers that only one of two texts has.
pub(super) fn changed_numbers(old: &str, new: &str) -> Vec<String> {
    let (old, new) = (numbers(old), numbers(new));
    old.symmetric_difference(&new).take(50).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers() {
        assert_eq!(
            changed_numbers("up to 1,024 of 3", "up to 2048 of 3."),
            ["1024", "2048"]
        );
        assert_eq!(changed_numbers("1, 2", "2, 1"), Vec::<String>::new());
    }

    #[test]
    fn punctuation_and_space_say_nothing() {
        assert_eq!(plain("A name, (x)"), plain("a  name：（X）。"));
    }
}
