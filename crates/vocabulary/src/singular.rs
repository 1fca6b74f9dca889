//! English plurals in names: `Repositories` and `Repository` are about the same thing.

/// A word in lower case and in the singular.
pub fn singular(word: &str) -> String {
    let word = word.to_ascii_lowercase();
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("sses") {
        return format!("{stem}ss");
    }
    match word.strip_suffix('s') {
        // Neither access nor status is several.
        Some(stem) if !stem.ends_with(['s', 'u']) => stem.to_owned(),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn plurals_lose_their_ending_and_other_words_do_not() {
        for (word, one) in [
            ("Repositories", "repository"),
            ("Tags", "tag"),
            ("Addresses", "address"),
            ("Access", "access"),
            ("Status", "status"),
            ("DNS", "dn"),
            ("image", "image"),
        ] {
            assert_eq!(singular(word), one);
        }
    }
}
