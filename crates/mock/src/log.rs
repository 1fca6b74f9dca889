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
const SHORTEST_SECRET: usize = 8;

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

    /// Takes texts out of the entry that are nobody's business.
    pub(crate) fn redact(&mut self, secrets: &[String]) {
        for secret in secrets
            .iter()
            .filter(|secret| secret.len() >= SHORTEST_SECRET)
        {
            let encoded = cloudwright_sign::percent_encode(secret);
            let twice = cloudwright_sign::percent_encode(&encoded);
            for shape in [twice.as_str(), encoded.as_str(), secret.as_str()] {
                self.replace(shape);
            }
        }
    }

    fn replace(&mut self, secret: &str) {
        let proof = self.proof.iter_mut().flat_map(|proof| {
            [
                Some(&mut proof.string_to_sign),
                proof.canonical_request.as_mut(),
            ]
        });
        let texts = [&mut self.query, &mut self.body, &mut self.path].into_iter();
        let headers = self.headers.iter_mut().map(|(_, value)| value);
        let texts = texts.chain(headers).chain(self.message.as_mut());
        for text in texts
            .chain(proof.flatten())
            .chain(self.client_canonical.as_mut())
        {
            if text.contains(secret) {
                *text = text.replace(secret, HIDDEN);
            }
        }
    }

    /// The beginning of a body, as text.
    pub(crate) fn body_text(body: &[u8]) -> String {
        let kept = body.get(..MOST_BODY).unwrap_or(body);
        String::from_utf8_lossy(kept).into_owned()
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
}
