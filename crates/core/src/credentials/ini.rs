//! The INI files of the vendors: `[section]`, `key = value` or `key: value`, comments with `#` or `;`.
//!
//! As tolerant as the readers of all the vendors' tools together: what is none of it is skipped, white
//! space and the case of keys do not matter, nor that of a section where there is none spelt the same,
//! and of a key that occurs twice the last counts. A comment also follows a value, behind white space;
//! one pair of quotes around a value is dropped, and keeps what is within.

use std::path::Path;

use super::value::{About, Found};
use super::{CredentialsError, parts};

/// One section's keys and values, which are looked for in the text each time.
#[derive(Debug)]
struct Section<'a> {
    text: &'a str,
    name: &'a str,
}

impl<'a> Section<'a> {
    /// The section `name` of `text`, if there is one.
    fn find(text: &'a str, name: &str) -> Option<Self> {
        let headers = || text.lines().filter_map(header);
        let name = headers()
            .find(|header| *header == name)
            .or_else(|| headers().find(|header| header.eq_ignore_ascii_case(name)))?;
        Some(Self { text, name })
    }

    /// The value of `key`, if there is one and it is not blank.
    fn get(&self, key: &str) -> Option<&'a str> {
        let mut found = None;
        let mut inside = false;
        for line in self.text.lines() {
            if let Some(name) = header(line) {
                inside = name == self.name;
            } else if inside
                && let Some((name, value)) = pair(line)
                && name.eq_ignore_ascii_case(key)
            {
                found = Some(value);
            }
        }
        found.filter(|value| !value.is_empty())
    }
}

/// The name of the section that begins with the line.
fn header(line: &str) -> Option<&str> {
    let (name, _) = line.trim().strip_prefix('[')?.split_once(']')?;
    Some(name.trim())
}

fn pair(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with(['#', ';']) {
        return None;
    }
    let (name, value) = line.split_once(['=', ':'])?;
    Some((name.trim(), plain(value.trim())))
}

/// A value without its quotes, or without the comment behind it.
fn plain(value: &str) -> &str {
    for quote in ['"', '\''] {
        let Some(rest) = value.strip_prefix(quote) else {
            continue;
        };
        let end = rest.rfind(quote);
        if let Some((inner, after)) = end.and_then(|end| rest.split_at_checked(end)) {
            let after = after[quote.len_utf8()..].trim();
            if after.is_empty() || after.starts_with(['#', ';']) {
                return inner;
            }
        }
    }
    let is_behind_space = |before: &str| before.is_empty() || before.ends_with(char::is_whitespace);
    let comment = |(at, _): &(usize, char)| is_behind_space(&value[..*at]);
    let marks = value
        .char_indices()
        .filter(|(_, mark)| matches!(mark, '#' | ';'));
    match marks.into_iter().find(comment) {
        Some((at, _)) => value[..at].trim(),
        None => value,
    }
}

/// A section that a place of credentials reads.
#[derive(Debug)]
pub(super) struct Profile<'a> {
    provider: &'static str,
    place: String,
    section: Section<'a>,
}

impl<'a> Profile<'a> {
    /// The section `name` of the file at `path`; not configured if it has none.
    pub(super) fn find(
        provider: &'static str,
        path: &Path,
        text: &'a str,
        name: &str,
    ) -> Result<Self, CredentialsError> {
        let place = format!("[{name}] in {}", path.display());
        let section = Section::find(text, name).ok_or_else(|| {
            CredentialsError::not_configured(provider, format_args!("there is no {place}"))
        })?;
        Ok(Self {
            provider,
            place,
            section,
        })
    }

    /// What errors call it.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// A value that is not blank.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.section.get(key)
    }

    /// A value that the profile is of no use without.
    pub(super) fn need(&self, key: &str) -> Result<&'a str, CredentialsError> {
        self.get(key).ok_or_else(|| self.missing(key))
    }

    fn missing(&self, key: &str) -> CredentialsError {
        let message = format!("{} has no {key}", self.place);
        CredentialsError::misconfigured(self.provider, message)
    }

    /// The key under these names of its id, secret and, optional, token.
    pub(super) fn key(&self, names: [&str; 3]) -> Found {
        let part = &mut |name: &str| self.get(name).map(str::to_owned);
        let about = About::source(format!("profile {}", self.place));
        parts::key(names, about, part, &|name| self.missing(name))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_read_up_to_the_next() {
        let text = "stray = 1\n[a]\r\n k = 1 \r\n[ b ]\nk=2\n[a]\nl=\"x;#=y\"\n";
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
    fn comments_quotes_and_case_are_read_as_the_vendors_tools_do() {
        for (line, value) in [
            ("k = v ; said by bob", Some("v")),
            ("k = v\t# said by bob", Some("v")),
            ("k = a#b;c", Some("a#b;c")),
            ("k = \"v ; w\" ; said by bob", Some("v ; w")),
            ("k = 'it''s'", Some("it''s")),
            ("K: v", Some("v")),
            ("k: a=b", Some("a=b")),
            ("k = qcs::cam::uin/1", Some("qcs::cam::uin/1")),
            ("k = ; nothing", None),
            ("k = \"\"", None),
            ("k = \"a\" b", Some("\"a\" b")),
            ("  k=v\r", Some("v")),
        ] {
            let text = format!("[A]\n{line}\n");
            let section = Section::find(&text, "a").unwrap();
            assert_eq!(section.get("k"), value, "{line}");
        }
        let both = "[A]\nk=1\n[a]\nk=2";
        assert_eq!(Section::find(both, "a").unwrap().get("k"), Some("2"));
    }

    #[test]
    fn a_lone_quote_is_a_value() {
        assert_eq!(
            Section::find("[a]\nk=\"", "a").unwrap().get("k"),
            Some("\"")
        );
    }
}
