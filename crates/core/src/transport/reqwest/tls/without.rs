//! No TLS: plain http to this machine still works.

use std::sync::Arc;

use super::Tls;
use crate::transport::TransportError;

const REASON: &str = "built without TLS: enable the feature `rustls` or `native-tls`";

#[expect(clippy::unnecessary_wraps, reason = "the libraries may fail")]
pub(super) fn usual(_: &Tls, _: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    Ok(::reqwest::Client::builder())
}

pub(super) fn chosen(tls: &Tls, http2: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    if tls.is_usual() && tls.client.is_none() {
        return usual(tls, http2);
    }
    Err(TransportError::refused(REASON))
}

#[expect(clippy::unnecessary_wraps, reason = "the libraries may have none")]
pub(super) fn missing() -> Option<Arc<str>> {
    Some(REASON.into())
}
