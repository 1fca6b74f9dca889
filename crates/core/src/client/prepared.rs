//! A signed request that is looked at instead of sent.

use std::fmt;

use crate::meta::{Operation, Protocol};
use crate::protocol::Signed;
use crate::secret::{Redactor, Secrets};
use crate::transport::HttpRequest;

/// A request as it would be sent, and how its signature came about.
///
/// It is whole: it holds tokens where the protocol sends them. [`redacted`](Self::redacted) is the
/// form to show. `Debug` shows no secret.
#[derive(Clone)]
pub struct Prepared {
    operation: &'static Operation,
    protocol: Protocol,
    request: HttpRequest,
    canonical_request: Option<String>,
    string_to_sign: Option<String>,
    tokens: Vec<String>,
}

impl Prepared {
    pub(crate) fn new(
        operation: &'static Operation,
        protocol: Protocol,
        signed: Signed,
        tokens: Vec<String>,
    ) -> Self {
        Self {
            operation,
            protocol,
            request: signed.request,
            canonical_request: signed.canonical_request,
            string_to_sign: signed.string_to_sign,
            tokens,
        }
    }

    /// The protocol it is laid out and signed by.
    pub fn protocol(&self) -> Protocol {
        self.protocol
    }

    /// The HTTP method.
    pub fn method(&self) -> &str {
        self.request.method.as_str()
    }

    /// The whole address.
    pub fn url(&self) -> &str {
        &self.request.url
    }

    /// The headers, in order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.request
            .headers
            .iter()
            .map(|(name, value)| (&**name, value.as_str()))
    }

    /// The body; empty for none.
    pub fn body(&self) -> &[u8] {
        &self.request.body
    }

    /// The request itself.
    pub fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// What the signature covers in canonical form, where the protocol has one.
    pub fn canonical_request(&self) -> Option<&str> {
        self.canonical_request.as_deref()
    }

    /// The text that is signed; `None` where nothing is (a token is sent).
    pub fn string_to_sign(&self) -> Option<&str> {
        self.string_to_sign.as_deref()
    }

    /// The same with tokens and sensitive parameters hidden. Signatures and key ids stay: they are
    /// no secrets.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut shown = self.clone();
        let secrets = Secrets::new(self.tokens.iter().map(String::as_str));
        secrets.hide_in(&mut shown.request.url);
        for (_, value) in &mut shown.request.headers {
            secrets.hide_in(value);
        }
        let texts = [&mut shown.canonical_request, &mut shown.string_to_sign];
        for text in texts.into_iter().flatten() {
            secrets.hide_in(text);
        }
        if let Some(body) = secrets.hide_in_bytes(&shown.request.body) {
            shown.request.body = body.into();
        }
        shown.tokens = Vec::new();
        shown.hide_by_name();
        shown
    }

    /// Hides what is secret by its name, wherever it travels, and again in what is signed.
    fn hide_by_name(&mut self) {
        let mut redactor = Redactor::of(Some(self.operation)).with_proofs();
        self.request.url = redactor.url(&self.request.url);
        for (name, value) in &mut self.request.headers {
            redactor.header(name, value);
        }
        if let Some(body) = redactor.body(&self.request.body) {
            self.request.body = body.into();
        }
        let texts = [&mut self.canonical_request, &mut self.string_to_sign];
        for text in texts.into_iter().flatten() {
            redactor.again(text);
        }
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Prepared")
            .field("action", &self.operation.name)
            .field("protocol", &self.protocol)
            .field("request", &self.request)
            .finish_non_exhaustive()
    }
}
