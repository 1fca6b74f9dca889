//! Hiding a call's own secrets in what a service answers.
//!
//! Services repeat requests in their errors: Alibaba's answer to a wrong signature holds the text
//! it signed, session token included.

use cloudwright_sign::percent_encode;

use super::beginning;
use crate::codec::write_text;
use crate::redact::{HIDDEN, find};

/// Shorter texts are no secrets, and hiding them would make messages unreadable.
const SHORTEST: usize = 6;

/// What must not be shown of a call.
pub(crate) struct Secrets<'a> {
    texts: Vec<&'a str>,
    key_id: &'a str,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            texts: texts.into_iter().collect(),
            key_id: "",
        }
    }

    /// Shows no more than the beginning of a key's id: enough to tell which one was meant.
    pub(crate) fn with_key_id(self, id: &'a str) -> Self {
        Self { key_id: id, ..self }
    }

    /// Hides them in a text; tells whether there was one.
    pub(crate) fn hide_in(&self, text: &mut String) -> bool {
        let mut found = false;
        for secret in &self.texts {
            found |= hide(secret, HIDDEN, text);
        }
        found | hide(self.key_id, &shortened(self.key_id), text)
    }

    /// The bytes with the secrets hidden; `None` if there are none in it.
    pub(crate) fn hide_in_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        self.hide_in(&mut text).then(|| text.into_bytes())
    }
}

/// Hides a secret as it is, percent-encoded once and twice, and as JSON may have it.
#[inline(never)]
fn hide(secret: &str, shown: &str, text: &mut String) -> bool {
    if secret.len() < SHORTEST {
        return false;
    }
    let encoded = percent_encode(secret);
    let twice = percent_encode(&encoded);
    let mut json = String::new();
    write_text(secret, &mut json);
    let json = json.trim_matches('"');
    let mut escaped = json.to_owned();
    replace("/", "\\/", &mut escaped);
    let mut found = false;
    for form in [secret, &twice, &encoded, json, &escaped] {
        found |= replace(form, shown, text);
    }
    found
}

/// Replaces all of `part` in a text; tells whether there was any.
#[inline(never)]
fn replace(part: &str, by: &str, text: &mut String) -> bool {
    let before = std::mem::take(text);
    let mut rest = before.as_str();
    while let Some((start, after)) = split(rest, part) {
        text.push_str(start);
        text.push_str(by);
        rest = after;
    }
    text.push_str(rest);
    rest.len() < before.len()
}

/// What is before the part, and what is after it.
fn split<'t>(text: &'t str, part: &str) -> Option<(&'t str, &'t str)> {
    let (start, rest) = text.split_at_checked(find(text.as_bytes(), part.as_bytes())?)?;
    Some((start, rest.strip_prefix(part)?))
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
