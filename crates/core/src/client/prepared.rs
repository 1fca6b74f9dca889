//! A signed request that is looked at instead of sent.

use std::fmt;

use crate::meta::{Operation, Place, Protocol};
use crate::protocol::Signed;
use crate::secret::redact;
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
        let secrets = crate::secret::Secrets::new(self.tokens.iter().map(String::as_str));
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
        shown.hide_parameters();
        shown
    }

    /// Hides the values of parameters that the spec calls sensitive, at the top of a JSON body.
    fn hide_parameters(&mut self) {
        let sensitive = |name: &str| {
            let parameter = self.operation.parameter(name);
            parameter.is_some_and(|parameter| parameter.sensitive && parameter.place == Place::Body)
        };
        let body = serde_json::from_slice(&self.request.body);
        let Ok(serde_json::Value::Object(mut members)) = body else {
            return;
        };
        let mut hidden = false;
        for (name, value) in &mut members {
            if sensitive(name) {
                *value = redact::HIDDEN.into();
                hidden = true;
            }
        }
        if hidden {
            self.request.body = serde_json::Value::Object(members).to_string().into();
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
