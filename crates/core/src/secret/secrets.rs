//! Hiding a call's own secrets in what comes from outside: answers, and errors of libraries.
//!
//! Services repeat requests in their errors: Alibaba's answer to a wrong signature holds the text
//! it signed, session token included; gateways repeat them in headers. They repeat them encoded,
//! escaped, in small letters, or cut off, and so they are looked for in all of these forms.

use std::borrow::Cow;
use std::ops::Range;

use cloudwright_vocabulary::secret::HIDDEN;
use http::{HeaderMap, HeaderValue};

use super::beginning;
use super::encoded::{is_same, match_at};

/// Shorter texts are no secrets, and hiding them would make messages unreadable.
const SHORTEST: usize = 4;

/// What must not be shown of a call.
#[derive(Clone, Default)]
pub(crate) struct Secrets<'a> {
    /// Each with what is shown in its place, the longest first.
    texts: Vec<(Cow<'a, str>, Cow<'static, str>)>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut secrets = Self::default();
        for text in texts {
            secrets.add(text.into(), HIDDEN.into());
        }
        secrets
    }

    /// Hides these texts as well.
    pub(crate) fn and(mut self, texts: impl IntoIterator<Item = String>) -> Self {
        for text in texts {
            self.add(text.into(), HIDDEN.into());
        }
        self
    }

    /// Shows no more than the beginning of a key's id: enough to tell which one was meant.
    pub(crate) fn with_key_id(mut self, id: &'a str) -> Self {
        self.add(id.into(), shortened(id).into());
        self
    }

    fn add(&mut self, text: Cow<'a, str>, shown: Cow<'static, str>) {
        if text.len() >= SHORTEST && self.texts.iter().all(|(known, _)| *known != text) {
            // One secret may begin with another.
            let longer = |(known, _): &(Cow<'_, str>, _)| known.len() >= text.len();
            let at = self.texts.partition_point(longer);
            self.texts.insert(at, (text, shown));
        }
    }

    /// Hides them in a text; tells whether there was one.
    pub(crate) fn hide_in(&self, text: &mut String) -> bool {
        let Some(hidden) = self.hide_in_bytes(text.as_bytes()) else {
            return false;
        };
        // What is cut out of a text and what is put in are whole characters.
        *text = String::from_utf8_lossy(&hidden).into_owned();
        true
    }

    /// Hides them in a text that may be there.
    pub(crate) fn hide_in_any(&self, text: &mut Option<String>) -> bool {
        text.as_mut().is_some_and(|text| self.hide_in(text))
    }

    /// The bytes with the secrets hidden; `None` if there are none in it.
    pub(crate) fn hide_in_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let mut hidden = None;
        for (text, shown) in &self.texts {
            let known = hidden.as_deref().unwrap_or(bytes);
            hidden = replaced(known, text.as_bytes(), shown.as_bytes()).or(hidden);
        }
        hidden
    }

    /// Whether a text holds one.
    pub(crate) fn are_in(&self, text: &str) -> bool {
        let mut texts = self.texts.iter();
        texts.any(|(secret, _)| find(text.as_bytes(), secret.as_bytes(), 0).is_some())
    }

    /// Hides them in the values of headers. A header whose name holds one is left out.
    pub(crate) fn hide_in_headers(&self, headers: &mut HeaderMap) -> bool {
        let mut found = false;
        for value in headers.values_mut() {
            if let Some(hidden) = self.hide_in_bytes(value.as_bytes()) {
                *value = header(&hidden);
                found = true;
            }
        }
        let named: Vec<_> = headers
            .keys()
            .filter(|name| self.are_in(name.as_str()))
            .cloned()
            .collect();
        for name in &named {
            headers.remove(name);
        }
        found | !named.is_empty()
    }
}

/// A value without what was hidden in it, in ASCII like most: what is not is no text to most readers.
fn header(hidden: &[u8]) -> HeaderValue {
    let text = String::from_utf8_lossy(hidden).replace('…', "...");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static(HIDDEN))
}

/// The bytes with each `secret` replaced; `None` if there is none.
fn replaced(bytes: &[u8], secret: &[u8], shown: &[u8]) -> Option<Vec<u8>> {
    let mut from = 0;
    let mut hidden = None;
    while let Some(found) = find(bytes, secret, from) {
        let text = hidden.get_or_insert_with(|| Vec::with_capacity(bytes.len()));
        text.extend_from_slice(bytes.get(from..found.start).unwrap_or_default());
        text.extend_from_slice(shown);
        from = found.end;
    }
    let mut text = hidden?;
    text.extend_from_slice(bytes.get(from..).unwrap_or_default());
    Some(text)
}

/// The first place from `from` on where the secret stands in any form.
fn find(bytes: &[u8], secret: &[u8], from: usize) -> Option<Range<usize>> {
    let (small, capital) = cases(secret)?;
    let begins = |byte: &u8| [small, capital, b'%', b'\\', b'&'].contains(byte);
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(begins)?;
        if let Some(found) = match_at(bytes, at, secret) {
            return Some(found);
        }
        at += 1;
    }
}

/// The letters that a secret may begin with.
fn cases(secret: &[u8]) -> Option<(u8, u8)> {
    let first = *secret.first()?;
    let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    if is_same(secret, &[small], &[capital]) {
        Some((small, capital))
    } else {
        Some((first, first))
    }
}

/// Enough of an id to tell two keys apart, not enough to look one up.
pub(crate) fn shortened(id: &str) -> String {
    let shown = beginning(id, 4).unwrap_or(id);
    format!("{shown}…")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::transport::HttpResponse;

    const TOKEN: &str = "to/ken+value=\"x\\y";

    fn hidden(secret: &str, text: &str) -> String {
        let mut text = text.to_owned();
        Secrets::new([secret]).hide_in(&mut text);
        text
    }

    #[test]
    fn a_secret_is_hidden_in_every_form_that_answers_repeat_it_in() {
        for form in [
            TOKEN,
            "to%2Fken%2Bvalue%3D%22x%5Cy",
            "to%2fken%2bvalue%3d%22x%5cy",
            "to%252Fken%252Bvalue%253D%2522x%255Cy",
            r#"to\/ken+value=\"x\\y"#,
            r"to\u002fken\u002Bvalue\u003d\u0022x\u005cy",
            r#"to\\\/ken+value=\\\"x\\\\y"#,
            "to&#47;ken&#x2B;value=&quot;x\\y",
            "TO/KEN+VALUE=\"X\\Y",
            r#"\u0074\u006f\u002f\u006b\u0065\u006e+value=\"x\\y"#,
            r"to/ken+value=\u{22}x\\y",
        ] {
            for (before, after) in [
                ("", ""),
                ("a=", "&b"),
                ("%", "%"),
                ("\\", "\\u"),
                ("&", ";"),
            ] {
                // Two escapes that follow each other are another one.
                if before == "\\" && form.starts_with('\\') {
                    continue;
                }
                let shown = hidden(TOKEN, &format!("{before}{form}{after}"));
                assert_eq!(shown, format!("{before}[redacted]{after}"), "{form}");
            }
        }
    }

    #[test]
    fn a_secret_that_is_cut_off_is_hidden_as_well() {
        let secret = "session-token-of-the-call";
        for (text, expected) in [
            ("x session", "x [redacted]"),
            ("x session%2Dtok", "x [redacted]"),
            ("x session-token%2", "x [redacted]"),
            ("x session-token-of-… (cut)", "x [redacted]… (cut)"),
            ("a session of another", "a session of another"),
            ("sess", "sess"),
        ] {
            assert_eq!(hidden(secret, text), expected);
        }
    }

    #[test]
    fn what_is_no_secret_stays_as_it_is() {
        for text in [
            "",
            "a text",
            "100% of & \\ these",
            "仓库 to/ken+ x",
            "\\u12",
        ] {
            assert_eq!(hidden(TOKEN, text), text);
        }
        assert_eq!(hidden("ab", "ab"), "ab");
        // A short one is likely a word, which is another one with a capital.
        assert_eq!(hidden("secret", "SecretId secret"), "SecretId [redacted]");
        assert_eq!(hidden("密码密码密码", "x密码密码密码y"), "x[redacted]y");
        assert_eq!(
            hidden("密码密码", "%E5%AF%86%E7%A0%81\\u5bc6\\u7801"),
            "[redacted]"
        );
        let secrets = Secrets::new([TOKEN]);
        assert_eq!(secrets.hide_in_bytes(b"\xff nothing"), None);
        let bytes = [b"\xff\xfe", TOKEN.as_bytes(), b"\xff"].concat();
        assert_eq!(
            secrets.hide_in_bytes(&bytes).unwrap(),
            b"\xff\xfe[redacted]\xff"
        );
    }

    #[test]
    fn the_longer_of_two_secrets_goes_first_and_an_id_keeps_its_beginning() {
        let mut text = "AKIDexample abcdefghij abcdef".to_owned();
        let secrets = Secrets::new(["abcdef", "abcdefghij"]).with_key_id("AKIDexample");
        assert!(secrets.hide_in(&mut text));
        assert_eq!(text, "AKID… [redacted] [redacted]");
    }

    #[test]
    fn headers_are_freed_of_secrets_in_name_and_value() {
        let mut response = HttpResponse::new(200, "")
            .with_header("X-Request-Id", "r-to%2Fken%2Bvalue%3D%22x%5Cy")
            .with_header("X-Key", "AKIDexample")
            .with_header("X-abcdefghij", "1")
            .with_header("Date", "now");
        let secrets = Secrets::new([TOKEN, "ABCDEFGHIJ"]).with_key_id("AKIDexample");
        assert!(response.hide(&secrets));
        assert_eq!(response.header("x-request-id"), Some("r-[redacted]"));
        assert_eq!(response.header("x-key"), Some("AKID..."));
        assert_eq!(response.header("x-abcdefghij"), None);
        assert_eq!(response.header("date"), Some("now"));
    }
}
