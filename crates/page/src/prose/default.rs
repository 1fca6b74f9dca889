//! Defaults in sentences.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::pattern;
use crate::words::{self, has_any};

/// A quoted text or one word.
const VALUE: &str = r#"(?:["“'`]([^"”'`\n]{0,64})["”'`]|(-?[A-Za-z0-9_][A-Za-z0-9_./:*+-]*))"#;

/// Each finds one way to say it; those that need no word between are for numbers and truth values only.
static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        format!(r"(?:默认值|缺省值|默认取值)\s*(?:为|是|:|=)?\s*(?:为|是|:)?\s*{VALUE}"),
        format!(r"(?:默认|缺省)(?:为|是|:|取值为)\s*:?\s*{VALUE}"),
        r"(?:默认|缺省)\s*()(-?\d+(?:\.\d+)?|true|false)".to_owned(),
        format!(r"(?i)\bdefaults?(?:\s+value)?\s*(?::|\bis\b|\bto\b|=)\s*:?\s*{VALUE}"),
        format!(r"(?i)\bdefault\s+value\s*\n+\s*{VALUE}"),
    ]
    .iter()
    .map(|text| pattern(text))
    .collect()
});

/// Words behind "default" that are no value.
const NO_VALUE: &str = "a | all | an | any | applied | applies | assigned | by | determined | empty | for | \
     generated | if | in | is | it | n/a | na | none | not | null | of | set | that | the | \
     this | to | used | when | which";

/// The default that a description states, if it states one literally.
pub fn of(description: &str) -> Option<String> {
    // Most descriptions have none.
    if !has_any(description, &["默认", "缺省", "efault", "EFAULT"]) {
        return None;
    }
    let found = PATTERNS.iter().find_map(|pattern| {
        let mut found = pattern.captures_iter(description).take(MOST);
        let first = value(&found.next()?, description)?;
        Some((
            first.clone(),
            found.all(|next| value(&next, description).is_none_or(|value| value == first)),
        ))
    });
    // Of several, each holds under its own condition.
    found.filter(|(_, only)| *only).map(|(value, _)| value)
}

/// How many defaults of one description are looked at.
const MOST: usize = 8;

/// The value that a pattern found, if it is one.
fn value(found: &Captures<'_>, description: &str) -> Option<String> {
    if let Some(quoted) = found.get(1).filter(|quoted| !quoted.is_empty()) {
        return Some(quoted.as_str().to_owned());
    }
    let word = found
        .get(2)?
        .as_str()
        .trim_end_matches(['.', ':', '-', '/']);
    let behind = &description[found.get(2)?.start() + word.len()..];
    is_value(word, behind).then(|| word.to_owned())
}

/// Whether a word is a value and not the start of a sentence.
fn is_value(word: &str, behind: &str) -> bool {
    if word.is_empty() || words::has(NO_VALUE, &word.to_ascii_lowercase()) {
        return false;
    }
    let literal = word
        .chars()
        .any(|c| c.is_ascii_digit() || matches!(c, '_' | '-' | '/'))
        || matches!(word, "true" | "false" | "True" | "False" | "TRUE" | "FALSE");
    let mut rest = behind.chars();
    let ends = match rest.next() {
        None | Some('\n' | ',' | ';' | '(' | ')' | '。' | '、' | '"') => true,
        Some('.') => rest.next().is_none_or(char::is_whitespace),
        Some(' ') => rest.next().is_none_or(|c| !c.is_ascii_lowercase()),
        Some(c) => !c.is_ascii(),
    };
    literal || ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_literal_default_is_read() {
        for (description, expected) in [
            ("Rows to skip. Default value: 0.", "0"),
            ("Rows to skip. Default is 20 rows", "20"),
            ("Mode. The default value is fast, which is best.", "fast"),
            ("Default: \"\\t\" or \"a\"", "\\t"),
            ("偏移量,默认为0", "0"),
            ("数量,默认 20,最大 100", "20"),
            ("默认值:1。", "1"),
            ("时区,默认为Asia/Shanghai", "Asia/Shanghai"),
            ("类型,默认值为 SIMPLE 。", "SIMPLE"),
            ("登录名,默认为“root”", "root"),
            ("Details\n\nDefault Value\n\nv2", "v2"),
            ("Options. Default value: mode-a.", "mode-a"),
        ] {
            assert_eq!(of(description).as_deref(), Some(expected), "{description}");
        }
    }

    #[test]
    fn what_is_no_literal_is_no_default() {
        for description in [
            "The default rule applies",
            "Default value: N/A",
            "默认为所有容器",
            "By default, all rows are returned",
            "The default is to return all rows",
            "默认 Kubernetes 的空间",
            "Default value\n\nNone",
            "For small ones the default value is 1. For large ones the default value is 2.",
        ] {
            assert_eq!(of(description), None, "{description}");
        }
    }
}
