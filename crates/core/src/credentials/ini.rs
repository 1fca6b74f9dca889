//! The INI files of the vendors: `[section]`, `key = value`, comments with `#` or `;`.
//!
//! Tolerant: what is neither is skipped, white space does not matter, a byte order mark neither, and
//! of a key that occurs twice the last counts. Values are taken to the end of the line, since `#` and
//! `;` may be part of a key; one pair of quotes around them is dropped.

/// One section's keys and values.
#[derive(Debug)]
pub(super) struct Section<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Section<'a> {
    /// The section `name` of `text`, if there is one.
    pub(super) fn find(text: &'a str, name: &str) -> Option<Self> {
        let mut found = None;
        let mut inside = false;
        for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
            if let Some(header) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
                inside = header.0.trim() == name;
                if inside {
                    found.get_or_insert_with(Vec::new);
                }
            } else if inside && !line.starts_with(['#', ';']) {
                let pair = line.split_once('=');
                found.get_or_insert_with(Vec::new).extend(pair.map(trimmed));
            }
        }
        found.map(Section)
    }

    /// The value of `key`, if there is one and it is not blank.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        let last = self.0.iter().rev().find(|(name, _)| *name == key)?.1;
        (!last.is_empty()).then_some(last)
    }
}

fn trimmed<'a>((key, value): (&'a str, &'a str)) -> (&'a str, &'a str) {
    let value = value.trim();
    let unquoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    (key.trim(), unquoted.unwrap_or(value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_read_up_to_the_next() {
        let text = "\u{feff}stray = 1\n[a]\r\n k = 1 \r\n[ b ]\nk=2\n[a]\nl=\"x;#=y\"\n";
        let a = Section::find(text, "a").unwrap();
        assert_eq!(
            (a.get("k"), a.get("l"), a.get("stray")),
            (Some("1"), Some("x;#=y"), None)
        );
        assert_eq!(Section::find(text, "b").unwrap().get("k"), Some("2"));
        assert!(Section::find(text, "c").is_none());
    }

    #[test]
    fn comments_nonsense_and_blank_values_are_skipped() {
        let text = "[a]\n# k = 1\n; k = 2\nnonsense\n= 3\nk =\n[[[\nm = ]\n[";
        let a = Section::find(text, "a").unwrap();
        assert_eq!(
            (a.get("k"), a.get("# k"), a.get("m")),
            (None, None, Some("]"))
        );
    }

    #[test]
    fn the_last_of_two_values_counts() {
        assert_eq!(
            Section::find("[a]\nk=1\nk=2", "a").unwrap().get("k"),
            Some("2")
        );
    }

    #[test]
    fn a_lone_quote_is_a_value() {
        assert_eq!(
            Section::find("[a]\nk=\"", "a").unwrap().get("k"),
            Some("\"")
        );
    }
}
