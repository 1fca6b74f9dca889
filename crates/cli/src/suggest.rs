//! What was probably meant by a name that does not exist.

use heck::ToKebabCase as _;

/// How alike names must be, from 0 to 1.
const ALIKE: f64 = 0.8;

/// How many are named.
const MOST: usize = 3;

/// The names that are like this one, in kebab or in camel case, the closest first.
pub(crate) fn close<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = name.to_kebab_case();
    let scored = known.into_iter().map(|other| {
        let other_name = other.to_kebab_case();
        let letters = strsim::normalized_damerau_levenshtein(&name, &other_name);
        (letters.max(strsim::jaro_winkler(&name, &other_name)), other)
    });
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

/// What there is in place of a name that there is not: what is like it, or else the first of all.
pub(crate) fn instead_of<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    /// Nobody reads more names.
    const LISTED: usize = 20;
    let known: Vec<&str> = known.into_iter().collect();
    let close = close(name, known.iter().copied());
    if !close.is_empty() {
        return did_you_mean(&close);
    }
    let shown = known.get(..LISTED).unwrap_or(&known).join(", ");
    match known.len().saturating_sub(LISTED) {
        0 => format!("there are {shown}"),
        more => format!("there are {shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_comes_first_and_the_far_ones_not_at_all() {
        let known = ["RepoName", "Limit", "Offset", "Order", "OrderBy"];
        assert_eq!(close("OrdrBy", known), ["OrderBy", "Order"]);
        assert_eq!(close("repo-nam", known), ["RepoName"]);
        assert!(close("zzz", known).is_empty());
    }

    #[test]
    fn several_are_asked_for_in_one_question() {
        assert_eq!(did_you_mean(&["a"]), "did you mean a?");
        assert_eq!(did_you_mean(&["a", "b", "c"]), "did you mean a, b or c?");
    }
}
