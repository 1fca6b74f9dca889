//! What was received and what was answered, for tests to look at. The newest entries are kept, up
//! to a number and a size.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use cloudwright_spec::model::Protocol;
use cloudwright_vocabulary::secret::HIDDEN;
use serde::Serialize;
use serde_json::Value;

use crate::difference::Difference;
use crate::verify::Proof;

/// Most of a body that is kept.
const MOST_BODY: usize = 64 << 10;

/// Most bytes that all entries may hold together, roughly.
const MOST_BYTES: usize = 64 << 20;

/// Tokens shorter than this are not worth hiding, and replacing them would spoil the entry.
const SHORTEST_SECRET: usize = 4;

/// One request and its answer.
///
/// Tokens and passwords that the mock did not give out may be real ones that were sent to the
/// wrong place; they are shown as `[redacted]`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Received {
    /// Counts from 1.
    pub number: u64,
    /// The id that the answer bears.
    pub request_id: String,
    /// When, by the mock's clock, in seconds since 1970.
    pub at: i64,
    /// In capitals.
    pub method: String,
    /// As sent, encoded.
    pub path: String,
    /// As sent, encoded, without `?`.
    pub query: String,
    /// In the order they were sent, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, at most 64 KiB of it.
    pub body: String,
    /// The length of the whole body.
    pub body_length: usize,
    /// The protocol, by its marks.
    pub protocol: Option<Protocol>,
    /// The service's id.
    pub service: Option<String>,
    /// The action's wire name.
    pub action: Option<String>,
    /// The region, where the request names one.
    pub region: Option<String>,
    /// The action's parameters, typed as the spec says, whatever way they travelled.
    pub parameters: Value,
    /// The server's side of the signature.
    pub proof: Option<Proof>,
    /// What the client says it signed, from its header `x-mock-canonical`.
    pub client_canonical: Option<String>,
    /// Where that begins to differ from the server's.
    pub difference: Option<Difference>,
    /// The number of the first request with the same idempotency token and parameters, whose answer was
    /// given again; absent where this one was applied, or bore none.
    pub repeats: Option<u64>,
    /// The reply or fault that was asked for or scripted.
    pub reply: Option<String>,
    /// The status that was answered.
    pub status: u16,
    /// The error code that was answered; absent on success.
    pub code: Option<String>,
    /// The message beside it.
    pub message: Option<String>,
}

impl Received {
    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Whether the request was answered as asked: no refusal, no error.
    pub fn is_success(&self) -> bool {
        self.code.is_none() && (200..300).contains(&self.status)
    }

    /// Hides secrets in the entry, and cuts what is too long to be kept.
    pub(crate) fn redact(&mut self, secrets: &[String]) {
        let is_long = |secret: &&String| secret.len() >= SHORTEST_SECRET;
        for secret in secrets.iter().filter(is_long) {
            let encoded = cloudwright_sign::percent_encode(secret);
            let twice = cloudwright_sign::percent_encode(&encoded);
            // A path that is signed keeps its slashes.
            let in_path = encoded.replace("%2F", "/");
            let escaped = escaped(secret);
            for shape in [&twice, &encoded, &in_path, &escaped, secret] {
                self.replace(shape);
            }
            self.rewrite_body(secret);
        }
        self.cut_body();
    }

    /// Keeps the beginning of the body, once a secret on the border is out of it.
    fn cut_body(&mut self) {
        let mut end = MOST_BODY.min(self.body.len());
        while !self.body.is_char_boundary(end) {
            end -= 1;
        }
        self.body.truncate(end);
    }

    /// JSON can spell a text in more ways than can be looked for: where the body has it in another, it
    /// is written anew.
    fn rewrite_body(&mut self, secret: &str) {
        let Ok(mut body) = serde_json::from_str::<Value>(&self.body) else {
            return;
        };
        let before = body.clone();
        replace_in(&mut body, secret);
        if body != before {
            self.body = body.to_string();
        }
    }

    fn replace(&mut self, secret: &str) {
        for text in self.texts() {
            if text.contains(secret) {
                *text = text.replace(secret, HIDDEN);
            }
        }
        replace_in(&mut self.parameters, secret);
    }

    /// Every text that the request had a part in.
    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let own = [&mut self.path, &mut self.query, &mut self.body];
        let headers = self
            .headers
            .iter_mut()
            .flat_map(|(name, value)| [name, value]);
        let optional = [
            self.service.as_mut(),
            self.action.as_mut(),
            self.region.as_mut(),
            self.client_canonical.as_mut(),
            self.reply.as_mut(),
            self.code.as_mut(),
            self.message.as_mut(),
        ];
        let difference = self.difference.iter_mut();
        let difference = difference.flat_map(|told| [told.server.as_mut(), told.client.as_mut()]);
        let proof = self.proof.iter_mut().flat_map(|proof| {
            [
                Some(&mut proof.key_id),
                proof.canonical_request.as_mut(),
                Some(&mut proof.string_to_sign),
            ]
        });
        let optional = optional.into_iter().chain(difference).chain(proof);
        own.into_iter().chain(headers).chain(optional.flatten())
    }

    fn weight(&self) -> usize {
        let headers: usize = self
            .headers
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        // Parameters repeat query and body; proofs repeat headers and query.
        1024 + 2 * headers + 3 * self.query.len() + 3 * self.body.len()
    }
}

/// The log of one mock.
pub(crate) struct Log {
    capacity: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    entries: VecDeque<Received>,
    bytes: usize,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("capacity", &self.capacity)
            .finish_non_exhaustive()
    }
}

impl Log {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            capacity,
            inner: Mutex::default(),
        }
    }

    pub(crate) fn push(&self, entry: Received) {
        self.with(|inner| {
            inner.bytes += entry.weight();
            inner.entries.push_back(entry);
            while inner.entries.len() > self.capacity || inner.bytes > MOST_BYTES {
                let Some(oldest) = inner.entries.pop_front() else {
                    break;
                };
                inner.bytes -= oldest.weight();
            }
        });
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.with(|inner| inner.entries.iter().cloned().collect())
    }

    pub(crate) fn last(&self) -> Option<Received> {
        self.with(|inner| inner.entries.back().cloned())
    }

    pub(crate) fn clear(&self) {
        self.with(|inner| *inner = Inner::default());
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A text as JSON has it, between the quotes.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    let inner = quoted
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or(text).to_owned()
}

/// Hides a secret in all texts of a value, names of members too.
fn replace_in(value: &mut Value, secret: &str) {
    match value {
        Value::String(text) if text.contains(secret) => *text = text.replace(secret, HIDDEN),
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            // JSON that is a text in JSON.
            let Ok(mut packed) = serde_json::from_str::<Value>(text) else {
                return;
            };
            let before = packed.clone();
            replace_in(&mut packed, secret);
            if packed != before {
                *text = packed.to_string();
            }
        }
        Value::Number(number) if number.to_string() == secret => *value = HIDDEN.into(),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_in(item, secret)),
        Value::Object(members) => {
            let is_hidden = |name: &&String| name.contains(secret);
            let names: Vec<String> = members.keys().filter(is_hidden).cloned().collect();
            for name in names {
                if let Some(value) = members.remove(&name) {
                    members.insert(name.replace(secret, HIDDEN), value);
                }
            }
            members
                .values_mut()
                .for_each(|value| replace_in(value, secret));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u64, body: &str) -> Received {
        Received {
            number,
            body: body.to_owned(),
            ..Received::default()
        }
    }

    #[test]
    fn the_newest_entries_are_kept() {
        let log = Log::new(2);
        for number in 1..=3 {
            log.push(entry(number, ""));
        }
        let kept: Vec<u64> = log.all().iter().map(|entry| entry.number).collect();
        assert_eq!(kept, [2, 3]);
        assert_eq!(log.last().map(|entry| entry.number), Some(3));
    }

    #[test]
    fn large_entries_do_not_pile_up() {
        let log = Log::new(usize::MAX);
        let body = "x".repeat(MOST_BODY);
        for number in 0..1000 {
            log.push(entry(number, &body));
        }
        assert!(log.all().len() < 1000);
    }

    #[test]
    fn foreign_tokens_are_hidden_in_every_shape() {
        let mut entry = Received {
            query: "Token=se%2Fcret%3Dtoken".to_owned(),
            headers: vec![("x-auth-token".to_owned(), "se/cret=token".to_owned())],
            ..Received::default()
        };
        entry.redact(&["se/cret=token".to_owned(), "x".to_owned()]);
        assert_eq!(entry.query, "Token=[redacted]");
        assert_eq!(entry.header("X-Auth-Token"), Some("[redacted]"));
    }
    #[test]
    fn a_secret_is_hidden_in_everything_that_the_request_had_a_part_in() {
        let secret = "a \"real\" secret/token";
        let text = || Some(format!("x {secret} y"));
        let mut entry = Received {
            path: secret.to_owned(),
            query: cloudwright_sign::percent_encode(secret),
            headers: vec![(secret.to_owned(), secret.to_owned())],
            body: format!(r#"{{"Password":{}}}"#, Value::from(secret))
                .replace("real", "r\\u0065al"),
            action: text(),
            service: text(),
            region: text(),
            parameters: serde_json::json!({
                "Password": secret,
                "List": [{"In": text()}, secret],
                secret: "a name",
            }),
            proof: Some(Proof {
                key_id: secret.to_owned(),
                canonical_request: text(),
                string_to_sign: secret.to_owned(),
                expected_signature: None,
                received_signature: String::new(),
            }),
            client_canonical: text(),
            difference: Some(Difference {
                line: 1,
                column: 1,
                server: text(),
                client: text(),
            }),
            reply: text(),
            code: text(),
            message: text(),
            ..Received::default()
        };
        entry.redact(&[secret.to_owned()]);
        let json = serde_json::to_string(&entry).unwrap_or_default();
        for shown in [format!("{entry:?}"), format!("{entry:#?}"), json] {
            assert!(
                !shown.contains("real") && !shown.contains("0065"),
                "{shown}"
            );
            assert!(shown.contains(HIDDEN), "{shown}");
        }
        let mut entry = Received {
            parameters: serde_json::json!({"Password": 123_456, "Other": 1_234_567}),
            body: r#"{"Password":123456}"#.to_owned(),
            ..Received::default()
        };
        entry.redact(&["123456".to_owned()]);
        assert_eq!(entry.parameters["Password"], HIDDEN);
        assert_eq!(entry.parameters["Other"], 1_234_567);
        assert!(!entry.body.contains("123456"));
    }

    #[test]
    fn a_body_is_cut_after_the_secrets_are_out_of_it() {
        let mut entry = entry(1, &("说".repeat(MOST_BODY / 3 - 1) + "a-real-token"));
        entry.redact(&["a-real-token".to_owned()]);
        assert!(entry.body.len() <= MOST_BODY && entry.body.len() > MOST_BODY - 8);
        assert!(entry.body.trim_start_matches('说').starts_with("[re"));
    }
}
