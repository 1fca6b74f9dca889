//! Why no answer came, in terms that do not depend on the HTTP library.

use std::error::Error as StdError;
use std::fmt;

/// The exchange failed below the level of the service's own errors.
pub struct TransportError(Box<Fields>);

struct Fields {
    kind: TransportErrorKind,
    sent: RequestSent,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// A failure; `message` says what happened and holds no secret.
    #[inline(never)]
    pub fn new(kind: TransportErrorKind, sent: RequestSent, message: impl Into<String>) -> Self {
        Self(Box::new(Fields {
            kind,
            sent,
            message: message.into(),
            source: None,
        }))
    }

    /// Adds the error beneath.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> TransportErrorKind {
        self.0.kind
    }

    /// Whether the service can have seen the request.
    pub fn request_sent(&self) -> RequestSent {
        self.0.sent
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportError")
            .field("kind", &self.0.kind)
            .field("sent", &self.0.sent)
            .field("message", &self.0.message)
            .field("source", &self.0.source)
            .finish()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection: name resolution, TCP or TLS.
    Connect,
    /// Nothing came for too long.
    Timeout,
    /// The connection broke.
    Reset,
    /// The body was larger than allowed.
    TooLarge,
    /// The body ended early.
    Truncated,
    /// The answer was no HTTP, or its compression is broken.
    Decode,
    /// The request was not sent for a reason of our own: plain http to another machine, a header
    /// that HTTP does not allow.
    Refused,
    /// Something else.
    Other,
}

/// Whether the service can have seen a request that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestSent {
    /// Certainly not: doing it again cannot do it twice.
    No,
    /// It may have.
    Maybe,
    /// An answer began.
    Yes,
}
