//! The INI files of the vendors: `[section]`, `key = value`, comments with `#` or `;`.
//!
//! Tolerant: what is neither is skipped, white space does not matter, a byte order mark neither, and
//! of a key that occurs twice the last counts. Values are taken to the end of the line, since `#` and
//! `;` may be part of a key; one pair of quotes around them is dropped.

use crate::text::{split_once, trim};

/// One section's keys and values, which are looked for in the text each time.
#[derive(Debug)]
pub(super) struct Section<'a> {
    text: &'a str,
    name: &'a str,
}

impl<'a> Section<'a> {
    /// The section `name` of `text`, if there is one.
    pub(super) fn find(text: &'a str, name: &'a str) -> Option<Self> {
        let section = Self { text, name };
        section.look_for(None).map(|_| section)
    }

    /// The value of `key`, if there is one and it is not blank.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.look_for(Some(key)).filter(|value| !value.is_empty())
    }

    /// The last value of a key, or, without one, the header.
    #[inline(never)]
    fn look_for(&self, key: Option<&str>) -> Option<&'a str> {
        let mut found = None;
        let mut inside = false;
        let mut rest = self.text.strip_prefix('\u{feff}').unwrap_or(self.text);
        while !rest.is_empty() {
            let (line, after) = split_once(rest, b'\n').unwrap_or((rest, ""));
            rest = after;
            let line = trim(line);
            let header = line.strip_prefix('[');
            if let Some((name, _)) = header.and_then(|line| split_once(line, b']')) {
                inside = trim(name) == self.name;
                if inside && key.is_none() {
                    return Some(name);
                }
            } else if inside
                && !line.starts_with(['#', ';'])
                && let Some((name, value)) = split_once(line, b'=')
                && Some(trim(name)) == key
            {
                found = Some(unquoted(trim(value)));
            }
        }
        found
    }
}

fn unquoted(value: &str) -> &str {
    let inner = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    inner.unwrap_or(value)
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
