//! One request and its answer, as the log has it.

use cloudwright_spec::model::Protocol;
use serde::Serialize;
use serde_json::Value;

use crate::message::value_of;
use crate::verify::Proof;
use crate::verify::difference::Difference;

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
        value_of(&self.headers, &name.to_ascii_lowercase())
    }

    /// Whether the request was answered as asked: no refusal, no error.
    pub fn is_success(&self) -> bool {
        self.code.is_none() && (200..300).contains(&self.status)
    }

    /// How many bytes it holds, roughly.
    pub(super) fn weight(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        // Parameters repeat query and body; proofs repeat headers and query.
        1024 + 2 * headers + 3 * self.query.len() + 3 * self.body.len()
    }
}
