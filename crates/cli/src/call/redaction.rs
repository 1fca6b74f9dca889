//! Hiding secrets in a dry run, by the names they travel under.
//!
//! The runtime has already hidden the call's own key and tokens by their values. This hides what a
//! caller wrote himself, what the specs call sensitive, and texts too short to be hunted through a
//! request. Signatures and key ids are no secrets.

use std::collections::BTreeSet;

use cloudwright_core::meta::{Kind, Operation, Parameter};
use cloudwright_core::redact::{HIDDEN, is_secret_header, is_secret_parameter};
use serde_json::Value;

/// Values shorter than this are hidden in their place only: elsewhere the same letters mean
/// something else.
const SHORTEST: usize = 6;

/// How deep structures in requests are looked through; types may hold themselves.
const DEEPEST: usize = 8;

/// The shown request without secrets.
pub(super) fn redacted(operation: &Operation, mut shown: Value) -> Value {
    let mut secrets = Secrets::default();
    secrets.learn(operation.parameters, 0);
    secrets.hide_headers(&mut shown);
    if let Some(Value::String(url)) = shown.get_mut("url")
        && let Some((path, query)) = url.split_once('?')
    {
        *url = format!("{path}?{}", secrets.hide_pairs(query));
    }
    if let Some(Value::String(body)) = shown.get_mut("body") {
        *body = secrets.hide_body(body);
    }
    for name in ["canonical_request", "string_to_sign"] {
        if let Some(Value::String(text)) = shown.get_mut(name) {
            secrets.hide_again(text);
        }
    }
    shown
}

/// Which names are secret, and what was hidden under them.
#[derive(Default)]
struct Secrets {
    sensitive: BTreeSet<&'static str>,
    hidden: Vec<(String, String)>,
}

impl Secrets {
    fn learn(&mut self, parameters: &'static [Parameter], depth: usize) {
        for parameter in parameters {
            if parameter.sensitive {
                self.sensitive.insert(parameter.name);
            }
            if depth < DEEPEST {
                self.learn(fields(&parameter.kind), depth + 1);
            }
        }
    }

    fn is_secret(&self, name: &str) -> bool {
        self.sensitive.contains(name)
            || (is_secret_parameter(name) && !name.eq_ignore_ascii_case("signature"))
    }

    fn hide_headers(&mut self, shown: &mut Value) {
        let headers = shown.get_mut("headers").and_then(Value::as_object_mut);
        for (name, value) in headers.into_iter().flatten() {
            // What stands in `Authorization` is an id and a signature.
            let is_secret = is_secret_header(name) && !name.eq_ignore_ascii_case("authorization");
            if is_secret || self.sensitive.contains(name.as_str()) {
                self.hide(name, value);
            }
        }
    }

    fn hide(&mut self, name: &str, value: &mut Value) {
        let text = match value.take() {
            Value::String(text) => text,
            other => other.to_string(),
        };
        *value = HIDDEN.into();
        self.hidden.push((name.to_owned(), text));
    }

    /// A query or a form. Its pairs are encoded; their order and all else stays.
    fn hide_pairs(&mut self, text: &str) -> String {
        let shown = text.split('&').map(|pair| match pair.split_once('=') {
            Some((name, value)) if self.is_secret(&decoded(name)) => {
                self.hidden.push((decoded(name), value.to_owned()));
                format!("{name}={HIDDEN}")
            }
            _ => pair.to_owned(),
        });
        shown.collect::<Vec<_>>().join("&")
    }

    fn hide_body(&mut self, body: &str) -> String {
        let Ok(mut json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(body) else {
            return self.hide_pairs(body);
        };
        let before = self.hidden.len();
        self.hide_members(&mut json);
        // Where there is nothing to hide, the text stays as it would be sent.
        if self.hidden.len() == before {
            body.to_owned()
        } else {
            json.to_string()
        }
    }

    fn hide_members(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if self.is_secret(name) && !value.is_null() {
                        self.hide(name, value);
                    } else {
                        self.hide_members(value);
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.hide_members(item);
                }
            }
            _ => {}
        }
    }

    /// Hides what was hidden elsewhere, in a text that is signed.
    fn hide_again(&self, text: &mut String) {
        for (name, value) in &self.hidden {
            for value in [value, &decoded(value)] {
                if value.is_empty() || value == HIDDEN {
                    continue;
                }
                for name in [name.clone(), name.to_ascii_lowercase()] {
                    for mark in [':', '='] {
                        let shown = format!("{name}{mark}{HIDDEN}");
                        *text = text.replace(&format!("{name}{mark}{value}"), &shown);
                    }
                }
                if value.len() >= SHORTEST {
                    *text = text.replace(value.as_str(), HIDDEN);
                }
            }
        }
    }
}

/// The fields of the objects in a value.
fn fields(kind: &'static Kind) -> &'static [Parameter] {
    match kind {
        Kind::Object(shape) => shape.fields,
        Kind::List(inner) | Kind::Map(inner) => fields(inner),
        _ => &[],
    }
}

/// The text behind percent signs; as it is where there are none.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after
            .get(..2)
            .and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = byte.filter(|_| *first == b'%') {
            bytes.push(byte);
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use cloudwright_core::meta::{Access, Endpoints, Place, Protocol, Provider, Service, Shape};
    use serde_json::json;

    use super::*;

    static SERVICE: Service = Service::new(
        "test",
        Provider::Tencent,
        "test",
        "Test",
        &[Protocol::TencentTc3],
        Endpoints::new("test"),
    );
    static LOGIN: Shape = Shape::new(
        "Login",
        &[Parameter::new("Phrase", Kind::String, Place::Body).sensitive()],
    );
    static LOGINS: &[Parameter] = &[Parameter::new(
        "Logins",
        Kind::List(&Kind::Object(&LOGIN)),
        Place::Body,
    )];
    static OPERATION: Operation =
        Operation::new(&SERVICE, "Test", Access::Read, "POST", "/").parameters(LOGINS);

    #[test]
    fn secrets_are_hidden_wherever_they_travel_and_nothing_else_is() {
        let shown = json!({
            "method": "POST",
            "url": "https://h/?SecretId=id&Token=a%2Fb&Signature=s&Other=a%2Fb",
            "headers": {"X-TC-Token": "short", "Authorization": "sig", "X-TC-Action": "A"},
            "body": "{\"Logins\":[{\"Phrase\":\"open sesame\"}],\"Limit\":1}",
            "string_to_sign": "x-tc-token:short\nToken=a/b&short&open sesame",
        });
        let expected = json!({
            "method": "POST",
            "url": "https://h/?SecretId=id&Token=[redacted]&Signature=s&Other=a%2Fb",
            "headers": {"X-TC-Token": "[redacted]", "Authorization": "sig", "X-TC-Action": "A"},
            "body": "{\"Logins\":[{\"Phrase\":\"[redacted]\"}],\"Limit\":1}",
            "string_to_sign": "x-tc-token:[redacted]\nToken=[redacted]&short&[redacted]",
        });
        assert_eq!(redacted(&OPERATION, shown), expected);
    }

    #[test]
    fn a_body_without_secrets_stays_byte_for_byte() {
        let shown =
            json!({"body": "{ \"b\": 1.0, \"a\": [ ] }", "headers": {}, "url": "https://h/"});
        assert_eq!(redacted(&OPERATION, shown.clone()), shown);
    }

    #[test]
    fn percent_signs_are_read() {
        for (text, expected) in [
            ("a%2Fb%E4%BB%93", "a/b仓"),
            ("100%", "100%"),
            ("%zz", "%zz"),
        ] {
            assert_eq!(decoded(text), expected);
        }
    }
}
