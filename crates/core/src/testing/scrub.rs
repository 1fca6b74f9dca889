//! What a recording takes in: what tells one call from another, and nothing that authorises one.
//!
//! Headers are taken by a list of harmless names; of parameters and JSON members everything is
//! taken but what authorises, by name.

use cloudwright_vocabulary::secret::{
    HIDDEN, is_idempotency_token, is_proof, is_secret_header, tells_of_a_secret,
};
use cloudwright_vocabulary::word::is_one_of;
use serde_json::{Map, Value};

use crate::secret::Redactor;
use crate::transport::HttpRequest;

/// Request headers that say which call it is.
const REQUEST_HEADERS: &[&str] = &[
    "content-type",
    "x-acs-action",
    "x-acs-version",
    "x-tc-action",
    "x-tc-language",
    "x-tc-region",
    "x-tc-version",
];

/// Answer headers that a client reads.
const RESPONSE_HEADERS: &[&str] = &[
    "content-type",
    "date",
    "retry-after",
    "x-acs-request-id",
    "x-acs-retry-after",
    "x-request-id",
];

/// Parameters that protocols add and that differ from run to run.
const ONCE: &[&str] = &["nonce", "signaturenonce", "timestamp"];

pub(super) fn is_request_header(name: &str) -> bool {
    is_one_of(REQUEST_HEADERS, name)
}

pub(super) fn is_response_header(name: &str) -> bool {
    is_one_of(RESPONSE_HEADERS, name)
}

/// The pairs of a query or a form without what a protocol added, in order of names.
pub(super) fn parameters(text: &str, redactor: &mut Redactor) -> Vec<(String, String)> {
    let pairs = cloudwright_sign::query_pairs(text).into_iter();
    let mut pairs: Vec<(String, String)> = pairs
        .filter(|(name, _)| !is_one_of(ONCE, name) && !is_proof(name))
        .map(|(name, value)| {
            let value = if redactor.is_secret(&name) || is_idempotency_token(&name) {
                HIDDEN.to_owned()
            } else {
                without_secrets(value, redactor)
            };
            (name, value)
        })
        .collect();
    pairs.sort();
    pairs
}

/// A body: JSON without the texts of members that are named like secrets, a form without what
/// authorises, anything else as text.
pub(super) fn body(
    bytes: &[u8],
    content_type: Option<&str>,
    redactor: &mut Redactor,
    hide: fn(&mut Value),
) -> Value {
    if let Ok(mut json) = serde_json::from_slice::<Value>(bytes) {
        visit(&mut json, redactor, &mut |secret| hide(secret));
        return json;
    }
    let text = String::from_utf8_lossy(bytes);
    if content_type.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return parameters(&text, redactor)
            .into_iter()
            .map(|(name, value)| (name, Value::String(value)))
            .collect::<Map<String, Value>>()
            .into();
    }
    Value::String(text.into_owned())
}

/// Hides a secret of a request.
pub(super) fn hide(secret: &mut Value) {
    *secret = HIDDEN.into();
}

/// Hides a secret of an answer, whose numbers stay numbers: a client reads them.
pub(super) fn hide_in_answer(secret: &mut Value) {
    if secret.is_number() {
        *secret = 0.into();
    } else {
        hide(secret);
    }
}

/// What a request authorises itself with, as texts that an answer may repeat: tokens, signatures,
/// ids of keys, passwords.
pub(super) fn proofs(request: &HttpRequest) -> Vec<String> {
    let mut redactor = Redactor::of(request.operation);
    let mut proofs = Vec::new();
    for (name, value) in &request.headers {
        if name.eq_ignore_ascii_case("authorization") {
            // `Credential=ID/scope,SignedHeaders=…,Signature=…`; `Access=ID` at Huawei.
            let parts = value
                .split([' ', ','])
                .filter_map(|part| part.split_once('='));
            let parts = parts.filter(|(name, _)| *name != "SignedHeaders");
            proofs.extend(
                parts
                    .filter_map(|(_, value)| value.split('/').next())
                    .map(str::to_owned),
            );
            proofs.push(value.clone());
        } else if is_secret_header(name) || redactor.is_secret(name) {
            proofs.push(value.clone());
        }
    }
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let body = String::from_utf8_lossy(&request.body);
    let json = serde_json::from_slice::<Value>(&request.body).ok();
    let form = if json.is_some() { "" } else { &*body };
    let mut pairs = cloudwright_sign::query_pairs(query);
    pairs.extend(cloudwright_sign::query_pairs(form));
    proofs.extend(
        pairs
            .into_iter()
            .filter(|(name, _)| is_proof(name) || redactor.is_secret(name))
            .map(|(_, value)| value),
    );
    if let Some(mut json) = json {
        visit(&mut json, &mut redactor, &mut |secret| {
            if let Value::String(text) = secret {
                proofs.push(text.clone());
            }
        });
    }
    proofs
}

/// Visits the texts and numbers of members that are secret. What the spec calls sensitive is secret to its
/// leaves; below a name of the house's list, a time may be beside a key.
fn visit(json: &mut Value, redactor: &mut Redactor, found: &mut dyn FnMut(&mut Value)) {
    match json {
        Value::Object(members) => {
            for (name, value) in members {
                if redactor.is_sensitive(name) {
                    leaves(value, found);
                } else if redactor.is_secret(name) || is_idempotency_token(name) {
                    below_a_secret(value, redactor, found);
                } else {
                    visit(value, redactor, found);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                visit(item, redactor, found);
            }
        }
        Value::String(text) => *text = without_secrets(std::mem::take(text), redactor),
        _ => {}
    }
}

/// Everything below a name of the house's list but what tells of the secret.
fn below_a_secret(value: &mut Value, redactor: &mut Redactor, found: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::String(_) | Value::Number(_) => found(value),
        Value::Array(items) => {
            for item in items {
                below_a_secret(item, redactor, found);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                if tells_of_a_secret(name) && !redactor.is_sensitive(name) {
                    visit(value, redactor, found);
                } else {
                    below_a_secret(value, redactor, found);
                }
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn leaves(value: &mut Value, found: &mut dyn FnMut(&mut Value)) {
    match value {
        Value::String(_) | Value::Number(_) => found(value),
        Value::Array(items) => items.iter_mut().for_each(|item| leaves(item, found)),
        Value::Object(members) => members.values_mut().for_each(|value| leaves(value, found)),
        Value::Null | Value::Bool(_) => {}
    }
}

/// A text, and if it is JSON, without its secrets.
fn without_secrets(text: String, redactor: &mut Redactor) -> String {
    redactor.text(&text).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn members_named_like_secrets_are_hidden_at_any_depth_and_page_tokens_are_not() {
        let bytes = json!({
            "Credentials": {"TmpSecretKey": "x", "Token": "y", "TmpSecretId": "z"},
            "auth": {"identity": {"password": {"user": {"name": "n", "password": "p"}}}},
            "NextToken": "n", "Names": ["a"],
            "id_token": {"id": "i", "expires_at": "noon", "user": {"id": "u"}, "more": {"keys": [["j"], {"k": "l"}]}},
        });
        let shown = body(
            bytes.to_string().as_bytes(),
            None,
            &mut Redactor::of(None),
            hide,
        )
        .to_string();
        for secret in ["x", "y", "z", "p", "i", "j", "l"] {
            let secret = format!("\"{secret}\"");
            assert!(!shown.contains(&secret), "{secret} in {shown}");
        }
        for told in [
            r#""NextToken":"n""#,
            r#"["a"]"#,
            r#""noon""#,
            r#"{"id":"u"}"#,
        ] {
            assert!(shown.contains(told), "no {told} in {shown}");
        }
    }

    #[test]
    fn what_a_request_authorises_itself_with_is_known_in_every_place() {
        let url = "https://h/?SecretId=the-id&Token=a%2Fb&Signature=sig&Nonce=7&Name=n";
        let request = HttpRequest::new(http::Method::POST, url)
            .with_header(
                "Authorization",
                "X Credential=key/2025/s, SignedHeaders=h, Signature=feed",
            )
            .with_header("X-TC-Token", "session")
            .with_body(r#"{"password":"pass","Name":"n"}"#);
        let expected = [
            "key",
            "feed",
            "X Credential=key/2025/s, SignedHeaders=h, Signature=feed",
            "session",
            "the-id",
            "a/b",
            "sig",
            "pass",
        ];
        assert_eq!(proofs(&request), expected);
    }

    #[test]
    fn what_a_protocol_adds_to_a_form_is_left_out() {
        let form = "b=2&Signature=s&SecretId=i&Nonce=1&Timestamp=2&Token=t&a=1&Action=X";
        let expected = json!({"a": "1", "b": "2", "Action": "X"});
        let kind = Some("application/x-www-form-urlencoded");
        assert_eq!(
            body(form.as_bytes(), kind, &mut Redactor::of(None), hide),
            expected
        );
    }
}
