//! Which of the known words was perhaps meant.

/// So many words are compared with a misspelt one at most.
const MAX_COMPARED: usize = 5_000;

/// The word that is most like another, if any is like it at all.
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a text of this length by a letter, and comparing it would take long.
    if written.len() > 256 {
        return None;
    }
    let lower = written.to_lowercase();
    known
        .into_iter()
        .filter(|word| word.len().abs_diff(written.len()) <= 3 + word.len() / 3)
        .take(MAX_COMPARED)
        .map(|word| {
            let known = word.to_lowercase();
            let likeness = strsim::jaro_winkler(&lower, &known);
            let letters_off = strsim::osa_distance(&lower, &known);
            (letters_off, likeness, word)
        })
        .filter(|(letters_off, likeness, word)| {
            *letters_off <= 1 + word.chars().count() / 5 || *likeness > 0.93
        })
        .min_by(|left, right| {
            left.0
                .cmp(&right.0)
                .then(right.1.total_cmp(&left.1))
                .then(left.2.cmp(right.2))
        })
        .map(|(_, _, word)| word)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn a_misspelt_word_is_compared_with_so_many_words_at_most() {
        let compared = Cell::new(0);
        let known: Vec<String> = (0..MAX_COMPARED * 3)
            .map(|at| format!("word{at:06}"))
            .collect();
        let words = known.iter().map(String::as_str);
        let words = words.inspect(|_| compared.set(compared.get() + 1));
        assert_eq!(closest("word00001", words), Some("word000001"));
        assert_eq!(compared.get(), MAX_COMPARED);
    }
}
