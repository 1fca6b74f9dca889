//! Hiding a call's own secrets in what a service answers.
//!
//! Services repeat requests in their errors: Alibaba's answer to a wrong signature holds the text
//! it signed, session token included.

use std::borrow::Cow;

use cloudwright_sign::percent_encode;

use super::beginning;
use crate::codec::Tree;
use crate::redact::{HIDDEN, find};

/// Shorter texts are no secrets, and hiding them would make messages unreadable.
const SHORTEST: usize = 6;

/// What must not be shown of a call.
pub(crate) struct Secrets<'a>(Vec<(&'a str, Cow<'static, str>)>);

impl<'a> Secrets<'a> {
    pub(crate) fn new(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            texts
                .into_iter()
                .filter(|text| text.len() >= SHORTEST)
                .map(|text| (text, Cow::Borrowed(HIDDEN)))
                .collect(),
        )
    }

    /// Shows no more than the beginning of a key's id: enough to tell which one was meant.
    pub(crate) fn with_key_id(mut self, id: &'a str) -> Self {
        if id.len() >= SHORTEST {
            self.0.push((id, shortened(id).into()));
        }
        self
    }

    /// Hides them in a text, as they are, percent-encoded once and twice, and as JSON may have them.
    pub(crate) fn hide_in(&self, text: &mut String) {
        for (secret, shown) in &self.0 {
            let encoded = percent_encode(secret);
            let twice = percent_encode(&encoded);
            let json = Tree::from(*secret).to_text();
            let json = json.trim_matches('"');
            let escaped = replaced(json, "/", "\\/");
            for form in [*secret, &twice, &encoded, json, &escaped] {
                if let Cow::Owned(hidden) = replaced(text, form, shown) {
                    *text = hidden;
                }
            }
        }
    }

    /// The bytes with the secrets hidden; `None` if there are none in it.
    pub(crate) fn hide_in_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let before = String::from_utf8_lossy(bytes);
        let mut after = before.clone().into_owned();
        self.hide_in(&mut after);
        (after != before).then(|| after.into_bytes())
    }
}

/// The text with all of `part` replaced; borrowed where there is none.
fn replaced<'t>(text: &'t str, part: &str, by: &str) -> Cow<'t, str> {
    let mut replaced = String::new();
    let mut rest = text;
    while let Some(at) = find(rest.as_bytes(), part.as_bytes()) {
        replaced.push_str(&rest[..at]);
        replaced.push_str(by);
        rest = &rest[at + part.len()..];
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    replaced.push_str(rest);
    Cow::Owned(replaced)
}

/// Enough of an id to tell two keys apart, not enough to look one up.
pub(crate) fn shortened(id: &str) -> String {
    let shown = beginning(id, 4).unwrap_or(id);
    format!("{shown}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_an_answer_repeats_is_hidden_also_when_encoded() {
        let secrets = Secrets::new(["to/ken+value", "ab"]);
        let mut text = "x to/ken+value y to%2Fken%2Bvalue z to\\/ken+value ab".to_owned();
        secrets.hide_in(&mut text);
        assert_eq!(text, "x [redacted] y [redacted] z [redacted] ab");
        let mut text = "SecurityToken%3Dto%252Fken%252Bvalue".to_owned();
        secrets.hide_in(&mut text);
        assert_eq!(text, "SecurityToken%3D[redacted]");
        let mut text = r#"{"Message":"a\"b\nc d"}"#.to_owned();
        Secrets::new(["a\"b\nc d"]).hide_in(&mut text);
        assert_eq!(text, r#"{"Message":"[redacted]"}"#);
        let mut text = "there is no key AKIDexample".to_owned();
        Secrets::new([])
            .with_key_id("AKIDexample")
            .hide_in(&mut text);
        assert_eq!(text, "there is no key AKID…");
        assert_eq!(secrets.hide_in_bytes(b"nothing"), None);
        assert!(secrets.hide_in_bytes(b"to/ken+value").is_some());
    }
}
