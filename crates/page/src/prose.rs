//! What sentences tell of a member: its default, bounds, values and example. Shared by all dialects; a
//! dialect only hands over the description.

use crate::facts::{Fact, Member};

/// Completes what a member's cells do not state from its description. Each is marked as inferred.
pub fn complete(member: &mut Member) {
    let Some(description) = member.description.as_ref() else {
        return;
    };
    if member.default.is_none() {
        member.default =
            default_of(&description.value).map(|value| Fact::inferred(value, description.lines));
    }
}

/// The default that a description states.
pub fn default_of(description: &str) -> Option<String> {
    let lower = description.to_ascii_lowercase();
    for start in [
        "default value:",
        "default value is ",
        "default:",
        "默认值为",
        "默认值:",
        "默认值是",
        "默认为",
    ] {
        if let Some(at) = lower.find(start) {
            let rest = description[at + start.len()..].trim_start();
            let end = rest
                .find(|c: char| {
                    !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '*'))
                })
                .unwrap_or(rest.len());
            let value = rest[..end].trim_end_matches('.');
            if !value.is_empty() {
                return Some(value.to_owned());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_default_is_read_from_a_sentence() {
        assert_eq!(
            default_of("Rows to skip. Default value: 0.").as_deref(),
            Some("0")
        );
        assert_eq!(default_of("偏移量,默认为0").as_deref(), Some("0"));
        assert_eq!(default_of("The default rule applies").as_deref(), None);
    }
}
