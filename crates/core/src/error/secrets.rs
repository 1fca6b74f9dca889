//! Hiding a call's own secrets in what a service answers.
//!
//! Services repeat requests in their errors: Alibaba's answer to a wrong signature holds the text
//! it signed, session token included.

use crate::redact::HIDDEN;

/// Shorter texts are no secrets, and hiding them would make messages unreadable.
const SHORTEST: usize = 6;

/// What must not be shown of a call.
pub(crate) struct Secrets<'a>(Vec<&'a str>);

impl<'a> Secrets<'a> {
    pub(crate) fn new(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            texts
                .into_iter()
                .filter(|text| text.len() >= SHORTEST)
                .collect(),
        )
    }

    /// Hides them in a text, as they are and percent-encoded.
    pub(crate) fn hide_in(&self, text: &mut String) {
        for secret in &self.0 {
            for form in [
                (*secret).to_owned(),
                cloudwright_sign::percent_encode(secret),
                secret.replace('/', "\\/"),
            ] {
                if text.contains(&form) {
                    *text = text.replace(&form, HIDDEN);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_an_answer_repeats_is_hidden_also_when_encoded() {
        let secrets = Secrets::new(["to/ken+value", "ab"]);
        let mut text = "x to/ken+value y to%2Fken%2Bvalue z to\\/ken+value ab".to_owned();
        secrets.hide_in(&mut text);
        assert_eq!(text, "x [redacted] y [redacted] z [redacted] ab");
        assert_eq!(secrets.hide_in_bytes(b"nothing"), None);
        assert!(secrets.hide_in_bytes(b"to/ken+value").is_some());
    }
}
