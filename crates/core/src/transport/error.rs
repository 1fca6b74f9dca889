//! Why no answer came, in terms that do not depend on the HTTP library.

use std::error::Error as StdError;
use std::fmt;

use cloudwright_vocabulary::told;

use crate::secret::{Secrets, retold};

/// The exchange failed below the level of the service's own errors.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
pub struct TransportError(Box<TransportErrorFields>);

struct TransportErrorFields {
    kind: TransportErrorKind,
    sent: RequestSent,
    message: String,
    failure: Option<ConnectFailure>,
    proxy: Option<String>,
    answer: Option<(u16, http::HeaderMap)>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// A failure; `message` says what happened and holds no secret.
    ///
    /// Of a failure to connect it says why, and not to whom: that is added where the call is known.
    pub fn new(kind: TransportErrorKind, sent: RequestSent, message: impl Into<String>) -> Self {
        Self(Box::new(TransportErrorFields {
            kind,
            sent,
            message: message.into(),
            failure: None,
            proxy: None,
            answer: None,
            source: None,
        }))
    }

    /// A request that is not sent.
    #[cfg(any(test, feature = "reqwest", feature = "testing"))]
    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(TransportErrorKind::Refused, RequestSent::No, message)
    }

    /// No connection, for this reason, in the reason's words unless there are better ones.
    pub fn connect(failure: ConnectFailure, message: Option<String>) -> Self {
        let message = message.unwrap_or_else(|| failure.to_string());
        let mut error = Self::new(TransportErrorKind::Connect, RequestSent::No, message);
        error.0.failure = Some(failure);
        error
    }

    /// Adds the error beneath.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the proxy that the connection should have gone through: host and port, no credentials.
    #[must_use]
    pub fn with_proxy(mut self, proxy: Option<String>) -> Self {
        self.0.proxy = proxy;
        self
    }

    /// Adds the beginning of an answer whose body could not be read.
    #[must_use]
    pub fn with_answer(mut self, status: u16, headers: http::HeaderMap) -> Self {
        self.0.answer = Some((status, headers));
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

    /// Why there was no connection, where that is what failed.
    pub fn connect_failure(&self) -> Option<ConnectFailure> {
        self.0.failure
    }

    /// The proxy that the connection should have gone through: host and port.
    pub fn proxy(&self) -> Option<&str> {
        self.0.proxy.as_deref()
    }

    /// Status and headers of an answer whose body could not be read.
    pub(crate) fn answer(&self) -> Option<(u16, &http::HeaderMap)> {
        let (status, headers) = self.0.answer.as_ref()?;
        Some((*status, headers))
    }

    /// Hides a call's secrets in what it says.
    pub(crate) fn hide(&mut self, secrets: &Secrets<'_>) {
        let fields = &mut *self.0;
        secrets.hide_in(&mut fields.message);
        secrets.hide_in_any(&mut fields.proxy);
        if let Some((_, headers)) = &mut fields.answer {
            secrets.hide_in_headers(headers);
        }
        let source = fields.source.take();
        fields.source = source.map(|source| retold::without(source, secrets));
    }
}

impl fmt::Debug for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = &*self.0;
        told::debug(self, formatter, |formatter| {
            formatter
                .debug_struct("TransportError")
                .field("kind", &fields.kind)
                .field("sent", &fields.sent)
                .field("message", &fields.message)
                .field("connect_failure", &fields.failure)
                .field("proxy", &fields.proxy)
                .field("status", &fields.answer.as_ref().map(|(status, _)| status))
                .field("source", &fields.source)
                .finish()
        })
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
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

/// Why there is no connection. `Display` is a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectFailure {
    /// DNS knows no such name, or does not answer.
    NameNotFound,
    /// Nobody listens there.
    Refused,
    /// No network leads there.
    Unreachable,
    /// It took too long.
    TimedOut,
    /// The other side broke the connection while it was made.
    Reset,
    /// The certificate is not one for this host, has expired, or nobody known signed it.
    Certificate,
    /// The two sides agree on no TLS.
    Tls,
    /// The proxy does not connect to the host, or wants credentials.
    Proxy,
    /// Something else.
    Other,
}

impl fmt::Display for ConnectFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NameNotFound => "the host name was not found (DNS)",
            Self::Refused => "connection refused",
            Self::Unreachable => "no network leads there",
            Self::TimedOut => "timed out connecting",
            Self::Reset => "the connection was reset while it was made",
            Self::Certificate => "its TLS certificate is not accepted",
            Self::Tls => "no TLS connection came about",
            Self::Proxy => "the proxy does not connect to it",
            Self::Other => "no connection",
        })
    }
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
