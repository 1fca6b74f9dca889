//! One entry of a list in a JSON text, written anew or added, and every other byte as it was.

use std::ops::Range;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The two members that a file with profiles has.
#[derive(Deserialize)]
struct Profiles<'a> {
    #[serde(borrow, rename = "current")]
    _current: &'a RawValue,
    #[serde(borrow)]
    profiles: Vec<&'a RawValue>,
}

/// The text with a profile in the place of another one, or behind the last. `None` where the text has no
/// profiles, or does not say which is the current one.
pub(super) fn profile(text: &str, place: Option<usize>, profile: &Value) -> Option<String> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let found: Profiles = serde_json::from_str(text.get(start..)?).ok()?;
    let last = range(text, found.profiles.last()?.get())?;
    let old = match place {
        Some(place) => range(text, found.profiles.get(place)?.get())?,
        None => last.clone(),
    };
    let margin = margin(text.get(..old.start)?);
    let new = format!("{profile:#}").replace('\n', &format!("\n{margin}"));
    let (kept, rest) = match place {
        Some(_) => (text.get(..old.start)?.to_owned(), text.get(old.end..)?),
        None => (
            format!("{},\n{margin}", text.get(..last.end)?),
            text.get(last.end..)?,
        ),
    };
    Some(kept + &new + rest)
}

/// Where a part of a text is in it.
fn range(text: &str, part: &str) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    let range = start..start + part.len();
    (text.get(range.clone())? == part).then_some(range)
}

/// The blanks that the last line begins with.
fn margin(text: &str) -> &str {
    let line = text.rsplit('\n').next().unwrap_or_default();
    let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
    line.get(..blanks).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const OTHER: &str = r#"{"name":"b",   "n": 1.50, "u":"\u0041"}"#;

    #[test]
    fn a_profile_is_written_and_nothing_else_changes() {
        let text = format!(
            "{{\n\t\"current\": \"a\",\n\t\"profiles\": [\n\t\t{{\"name\": \"a\"}},\n\t\t{OTHER}\n\t], \"x\" : 1e0\n}}"
        );
        let new = json!({"name": "a", "k": 1});
        let expected = text.replace(
            "{\"name\": \"a\"}",
            "{\n\t\t  \"name\": \"a\",\n\t\t  \"k\": 1\n\t\t}",
        );
        assert_eq!(profile(&text, Some(0), &new), Some(expected));
        let expected = text.replace(
            OTHER,
            &format!("{OTHER},\n\t\t{{\n\t\t  \"name\": \"a\",\n\t\t  \"k\": 1\n\t\t}}"),
        );
        assert_eq!(profile(&text, None, &new), Some(expected));
    }

    #[test]
    fn a_text_without_profiles_is_left_to_be_written_whole() {
        for text in [
            "",
            "{}",
            r#"{"current":"a","profiles":[]}"#,
            r#"{"profiles":[{}]}"#,
            "[1]",
        ] {
            assert_eq!(profile(text, None, &json!({})), None, "{text}");
        }
    }
}
