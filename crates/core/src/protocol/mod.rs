//! How a request is laid out and signed: one file a protocol.
//!
//! A client brings those that its service speaks ([`Signer`]), and no others are in a program.
//!
//! What the parameters gave ([`Draft`]) is the same for all attempts of a call. Signing adds what
//! changes with each: time, nonce, token, signature. All layouts follow the vendors' pages on their
//! signatures; the headers that a protocol signs are exactly the bytes that are sent.

pub(crate) mod acs3;
pub(crate) mod endpoint;
pub(crate) mod huawei;
pub(crate) mod qcloud_v2;
pub(crate) mod rpc_v1;
mod signer;
pub(crate) mod tc3;

pub use signer::Signer;

use std::borrow::Cow;

use bytes::Bytes;
use cloudwright_sign::encode_pairs;
use cloudwright_sign::tc3::{KeyCache, Signature};
use cloudwright_vocabulary::protocol::is_framing_header;
use cloudwright_vocabulary::secret::is_secret_header;
use cloudwright_vocabulary::signature_method::SignatureMethod;

use crate::codec::Encoded;
use crate::credentials::{AccessKey, Credentials, Identity};
use crate::error::{Error, ErrorKind};
use crate::machine::nonce::Nonce;
use crate::meta::{Need, Operation, Protocol, Service};
use crate::protocol::endpoint::Endpoint;
use crate::transport::HttpRequest;
use crate::transport::syntax::{is_header_name, is_header_value};

/// A header as it is sent.
pub(crate) type Header = (Cow<'static, str>, String);

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// A request without what signing adds.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) method: http::Method,
    /// Path, query, headers; the form where there is one. Its body has become the one below.
    pub(crate) parts: Encoded,
    pub(crate) body: Bytes,
}

impl Draft {
    /// Puts the parameters where a protocol sends them, which may be known only now.
    pub(crate) fn lay_out(&mut self, protocol: Protocol) {
        let parts = &mut self.parts;
        if self.method == http::Method::GET || protocol.is_one_set() {
            // Over GET, and in some protocols always, parameters are one flat set.
            parts.query.append(&mut parts.form);
        } else if let Some(json) = parts.body.take() {
            self.body = json.into();
        } else if parts.form.is_empty() {
            self.body = Bytes::from_static(protocol.empty_body().as_bytes());
        } else {
            self.body = encode_pairs(borrowed(&parts.form)).into();
        }
    }

    /// The type of the body, if there is one.
    fn content_type(&self) -> Option<&'static str> {
        let known = if self.parts.form.is_empty() {
            JSON
        } else {
            FORM
        };
        (!self.body.is_empty()).then_some(known)
    }
}

/// What signing needs beside the draft.
pub(crate) struct Signing<'a> {
    pub(crate) operation: &'static Operation,
    pub(crate) user_agent: &'a str,
    pub(crate) language: Option<&'a str>,
    pub(crate) project_id: Option<&'a str>,
    /// Where the protocol leaves a choice.
    pub(crate) signature_method: SignatureMethod,
    pub(crate) endpoint: &'a Endpoint,
    pub(crate) region: Option<&'a str>,
    pub(crate) credentials: &'a Credentials,
    pub(crate) derived_keys: &'a KeyCache,
    /// Seconds since 1970, by the service's clock.
    pub(crate) time: i64,
    pub(crate) nonce: Nonce,
    /// Headers of the call and of interceptors.
    pub(crate) headers: Vec<(String, String)>,
}

/// A request ready to be sent, and how its signature came about.
#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) request: HttpRequest,
    pub(crate) canonical_request: Option<String>,
    pub(crate) string_to_sign: Option<String>,
}

impl Signed {
    /// The request with its signature in the header `Authorization`.
    fn by_header(mut request: HttpRequest, signature: Signature) -> Self {
        let [canonical_request, string_to_sign, authorization] = signature.into_texts();
        let authorization = ("Authorization".into(), authorization);
        request.headers.push(authorization);
        Self {
            request,
            canonical_request: Some(canonical_request),
            string_to_sign: Some(string_to_sign),
        }
    }
}

impl Signing<'_> {
    fn service(&self) -> &'static Service {
        self.operation.service
    }

    /// The path as it is sent.
    fn path(&self, draft: &Draft) -> String {
        format!("{}{}", self.endpoint.base, draft.parts.path)
    }

    /// The request with its headers.
    fn request(&self, draft: &Draft, path: &str, query: &str, headers: Vec<Header>) -> HttpRequest {
        HttpRequest {
            method: draft.method.clone(),
            url: self.endpoint.url(path, query),
            headers,
            body: draft.body.clone(),
            operation: Some(self.operation),
        }
    }

    fn access_key(&self) -> Result<&AccessKey, Error> {
        match self.credentials.identity() {
            Identity::AccessKey(key) => Ok(key),
            Identity::Token(_) => Err(misfit(self, "an access key")),
        }
    }

    /// `Host` and `User-Agent`, with room for what follows.
    fn common_headers(&self, draft: &Draft) -> Vec<Header> {
        let mut headers = Vec::with_capacity(12);
        add(&mut headers, "Host", &self.endpoint.authority);
        if !self.is_given(draft, "User-Agent") {
            add(&mut headers, "User-Agent", self.user_agent);
        }
        headers
    }

    /// The headers that the caller gives, as parameters and beside the parameters.
    fn given<'h>(&'h self, draft: &'h Draft) -> impl Iterator<Item = &'h (String, String)> {
        draft.parts.headers.iter().chain(&self.headers)
    }

    fn is_given(&self, draft: &Draft, name: &str) -> bool {
        self.given(draft)
            .any(|(given, _)| given.eq_ignore_ascii_case(name))
    }

    /// What the caller gives in headers that are named like secrets. Those of the protocol hold what
    /// the credentials have, or none.
    pub(crate) fn tokens_of_the_caller(&self, draft: &Draft) -> Vec<String> {
        self.given(draft)
            .filter(|(name, _)| is_secret_header(name))
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// Adds the headers of the caller. None may stand in for one that the protocol sets, or change
    /// how the request is framed.
    fn add_given(&self, draft: &Draft, headers: &mut Vec<Header>) -> Result<(), Error> {
        for (name, value) in self.given(draft) {
            if let Some(reason) = refusal(headers, name, value) {
                let message = format!("the header {name:?} {reason}");
                return Err(Error::new(ErrorKind::InvalidRequest, message));
            }
            headers.push((Cow::Owned(name.clone()), value.clone()));
        }
        Ok(())
    }
}

/// Why a header of the caller's cannot join these.
fn refusal(headers: &[Header], name: &str, value: &str) -> Option<&'static str> {
    if !is_header_name(name) {
        return Some("has a name that HTTP does not allow");
    }
    if !is_header_value(value) {
        return Some("has a value that HTTP does not allow");
    }
    let mut headers = headers.iter();
    let is_taken = headers.any(|(header, _)| header.eq_ignore_ascii_case(name));
    (is_taken || is_framing_header(name)).then_some("is set by the client itself")
}

/// Adds a header of the protocol's.
pub(crate) fn add(headers: &mut Vec<Header>, name: &'static str, value: &str) {
    headers.push((Cow::Borrowed(name), value.to_owned()));
}

fn misfit(signing: &Signing<'_>, needed: &str) -> Error {
    Error::new(
        ErrorKind::Credentials,
        format!(
            "{} needs {needed}, which the credentials from {} are not",
            signing.service().id,
            signing.credentials.source()
        ),
    )
}

/// The protocol of a call, with its signer: what was asked for, or the first of the service's that
/// the credentials fit.
pub(crate) fn choose(
    signers: &[Signer],
    asked: Option<Protocol>,
    service: &Service,
    credentials: &Credentials,
) -> Result<Signer, Error> {
    let is_token = credentials.as_token().is_some();
    let fits = |signer: &&Signer| match asked {
        Some(protocol) => signer.protocol == protocol,
        None => signer.protocol.needs(Need::Token) == is_token,
    };
    let fitting = signers.iter().find(fits).or(signers.first());
    // A service without a protocol is refused when its table is generated.
    fitting
        .copied()
        .ok_or_else(|| Error::configuration(format!("{} speaks no protocol", service.id)))
}

/// The protocol that lays parameters out; variants of signing share a layout.
pub(crate) fn first(service: &Service) -> Protocol {
    let usual = service.provider.usual_protocol();
    service.protocols.first().copied().unwrap_or(usual)
}

/// Borrows pairs.
fn borrowed(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(name, value)| (&**name, &**value))
}

/// Borrows the headers that are signed.
fn signed_headers(headers: &[Header], is_signed: fn(&str) -> bool) -> Vec<(&str, &str)> {
    headers
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .filter(|(name, _)| is_signed(name))
        .collect()
}

#[cfg(test)]
mod tests;
