//! How a finished request reaches the service: the seam between the runtime and HTTP.
//!
//! A [`Transport`] moves one request and its answer. It signs nothing, retries nothing, follows no
//! redirect and keeps no deadline: those are the caller's, who has the clock. It does bound what it
//! reads ([`Limits`]) and says, when it fails, whether the service can have seen the request.
//!
//! The default is `ReqwestTransport`, of the feature `reqwest`; a program may bring its own, and then
//! needs no HTTP library of ours. Tests use the scripted ones of the `testing` module.

mod error;
pub(crate) mod http_date;
pub(crate) mod loopback;
#[cfg(feature = "reqwest")]
mod reqwest;
pub(crate) mod retry_after;
pub(crate) mod syntax;

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub use error::{ConnectFailure, RequestSent, TransportError, TransportErrorKind};
#[cfg(feature = "reqwest")]
pub use reqwest::{ClientCertificate, HttpSettings, Proxy, ReqwestTransport, RootCertificate};

use crate::meta::Operation;
use crate::secret::{Redactor, Secrets, redact};

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Moves one request and its answer.
///
/// Implementations must not follow redirects: requests carry signatures and tokens in headers of
/// the vendors' own, which would travel along to the other host.
pub trait Transport: Send + Sync + fmt::Debug + 'static {
    /// Sends `request` and reads the answer within `limits`.
    ///
    /// An answer that is no success is one also where its body cannot be read: status and headers
    /// tell what it means.
    ///
    /// Dropping the future gives the exchange up.
    fn send(
        &self,
        request: HttpRequest,
        limits: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>>;

    /// Another transport of the same settings that shares no connection with this one.
    ///
    /// Asked for when a blocking client is made: a connection lives on the runtime that opened it.
    /// `None` where one transport serves any runtime.
    fn for_another_runtime(&self) -> Option<Arc<dyn Transport>> {
        None
    }
}

/// A request as it goes out. `Debug` shows neither secrets nor the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: http::Method,
    /// The whole address, percent-encoded.
    pub url: String,
    /// The headers as they are sent, without `Content-Length`.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// The body; empty for none.
    pub body: Bytes,
    /// The action it calls, which knows what of it is secret.
    pub(crate) operation: Option<&'static Operation>,
}

impl HttpRequest {
    /// A request without headers and body.
    pub fn new(method: http::Method, url: impl Into<String>) -> Self {
        Self {
            method,
            url: url.into(),
            headers: Vec::new(),
            body: Bytes::new(),
            operation: None,
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn with_header(
        mut self,
        name: impl Into<Cow<'static, str>>,
        value: impl Into<String>,
    ) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The address as it may be shown: what is secret by its name, what the action's spec calls
    /// sensitive, signatures and ids of keys are hidden, in the path and in the query.
    pub fn redacted_url(&self) -> Cow<'_, str> {
        Redactor::of(self.operation).url(&self.url).into()
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut redactor = Redactor::of(self.operation);
        let shown = self.headers.iter().map(|(name, value)| {
            let mut value = value.clone();
            redactor.header(name, &mut value);
            (&**name, value)
        });
        let headers: Vec<(&str, String)> = shown.collect();
        formatter
            .debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("url", &self.redacted_url())
            .field("headers", &redact::Headers(&headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// An answer, wholly read. `Debug` shows neither secret headers nor the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: http::HeaderMap,
    /// The body, decompressed. Of an answer that is no success it is what could be read.
    pub body: Bytes,
    /// Why the body of such an answer could not be read, or not to its end.
    pub(crate) unread: Option<String>,
}

impl HttpResponse {
    /// An answer without headers.
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: http::HeaderMap::new(),
            body: body.into(),
            unread: None,
        }
    }

    /// Adds a header; one that HTTP does not allow is left out.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (
            http::HeaderName::try_from(name),
            http::HeaderValue::try_from(value),
        ) {
            self.headers.append(name, value);
        }
        self
    }

    /// The value of a header, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        text(header(&self.headers, name)?)
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Hides a call's secrets in all of it; tells whether there was one.
    pub(crate) fn hide(&mut self, secrets: &Secrets<'_>) -> bool {
        let body = secrets.hide_in_bytes(&self.body);
        let in_body = body.is_some();
        if let Some(body) = body {
            self.body = body.into();
        }
        let in_unread = secrets.hide_in_any(&mut self.unread);
        secrets.hide_in_headers(&mut self.headers) | in_body | in_unread
    }
}

/// The id that a service or its gateway gave to a request, as answers have it in their headers.
pub(crate) fn request_id(headers: &http::HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "x-acs-request-id", "x-tc-requestid"];
    let mut found = names.into_iter().filter_map(|name| header(headers, name));
    found.find_map(text)
}

/// The first header of this name. Answers have few: looking through them costs less than hashing.
fn header<'a>(headers: &'a http::HeaderMap, name: &str) -> Option<&'a http::HeaderValue> {
    let mut headers = headers.iter();
    let found = headers.find(|(header, _)| *header == name);
    found.map(|(_, value)| value)
}

/// The value of a header as text.
fn text(value: &http::HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

impl fmt::Debug for HttpResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("HttpResponse")
            .field("status", &self.status)
            .field("headers", &redact::HeaderMapView(&self.headers))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("unread", &self.unread)
            .finish()
    }
}

/// What a transport may read, and how long it waits for the next byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Longest silence while a body is read; `None` for no limit.
    pub stall: Option<Duration>,
    /// Largest body of a successful answer, after decompression.
    pub max_body: usize,
    /// Bytes that a successful answer may become in memory once it is read; `None` for four times
    /// `max_body`.
    pub max_decoded: Option<usize>,
    /// Largest body of any other answer: what is beyond is cut off, which is no failure.
    pub max_error_body: usize,
}

impl Default for Limits {
    /// 20 seconds of silence, 64 MiB, which may become 256 MiB, and 256 KiB.
    fn default() -> Self {
        Self {
            stall: Some(Duration::from_secs(20)),
            max_body: 64 << 20,
            max_decoded: None,
            max_error_body: 256 << 10,
        }
    }
}

impl Limits {
    /// Sets the longest silence while a body is read.
    #[must_use]
    pub fn with_stall(mut self, stall: Option<Duration>) -> Self {
        self.stall = stall;
        self
    }

    /// Sets the largest body of a successful answer.
    #[must_use]
    pub fn with_max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets how many bytes a successful answer may become in memory.
    #[must_use]
    pub fn with_max_decoded(mut self, bytes: usize) -> Self {
        self.max_decoded = Some(bytes);
        self
    }

    /// How many bytes a successful answer may become in memory: as set, or else four times
    /// `max_body`, and at least 1 MiB, which a few large structures may take.
    pub fn decoded(&self) -> usize {
        const TIMES: usize = 4;
        const LEAST: usize = 1 << 20;
        let usual = || self.max_body.saturating_mul(TIMES).max(LEAST);
        self.max_decoded.unwrap_or_else(usual)
    }

    /// Sets the largest body of any other answer.
    #[must_use]
    pub fn with_max_error_body(mut self, bytes: usize) -> Self {
        self.max_error_body = bytes;
        self
    }
}

#[cfg(all(test, feature = "reqwest"))]
mod tests;
