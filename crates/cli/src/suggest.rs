//! What was probably meant by a name that does not exist.

use heck::ToKebabCase as _;

/// How alike names must be, from 0 to 1.
const ALIKE: f64 = 0.8;

/// How many are named.
const MOST: usize = 3;

/// The names that are like this one, the closest first.
pub(crate) fn close<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = name.to_ascii_lowercase();
    closest(
        known
            .into_iter()
            .map(|other| (alike(&name, &other.to_ascii_lowercase()), other)),
    )
}

/// The same for names that may be written in kebab or in camel case.
pub(crate) fn close_names<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let name = name.to_kebab_case();
    closest(
        known
            .into_iter()
            .map(|other| (alike(&name, &other.to_kebab_case()), other)),
    )
}

fn alike(left: &str, right: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(left, right).max(strsim::jaro_winkler(left, right))
}

fn closest<'a>(scored: impl Iterator<Item = (f64, &'a str)>) -> Vec<&'a str> {
    let mut close: Vec<(f64, &str)> = scored.filter(|(score, _)| *score > ALIKE).collect();
    close.sort_by(|left, right| right.0.total_cmp(&left.0));
    close.truncate(MOST);
    close.into_iter().map(|(_, name)| name).collect()
}

/// The question.
pub(crate) fn did_you_mean(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("did you mean {only}?"),
        [first @ .., last] => format!("did you mean {} or {last}?", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_comes_first_and_the_far_ones_not_at_all() {
        let known = ["RepoName", "Limit", "Offset", "Order", "OrderBy"];
        assert_eq!(close("OrdrBy", known), ["OrderBy", "Order"]);
        assert_eq!(close_names("repo-nam", known), ["RepoName"]);
        assert!(close("zzz", known).is_empty());
    }

    #[test]
    fn several_are_asked_for_in_one_question() {
        assert_eq!(did_you_mean(&["a"]), "did you mean a?");
        assert_eq!(did_you_mean(&["a", "b", "c"]), "did you mean a, b or c?");
    }
}
