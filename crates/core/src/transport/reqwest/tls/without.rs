//! No TLS: plain http to this machine still works.

use std::sync::Arc;

use super::HttpSettings;
use crate::transport::TransportError;

const REASON: &str = "built without TLS: enable the feature `rustls` or `native-tls`";

#[expect(clippy::unnecessary_wraps, reason = "the libraries may fail")]
pub(super) fn usual(_: &HttpSettings) -> Result<::reqwest::ClientBuilder, TransportError> {
    Ok(::reqwest::Client::builder())
}

pub(super) fn chosen(settings: &HttpSettings) -> Result<::reqwest::ClientBuilder, TransportError> {
    let tls = &settings.tls;
    if tls.is_usual() && tls.client.is_none() {
        return usual(settings);
    }
    Err(TransportError::refused(REASON))
}

#[expect(clippy::unnecessary_wraps, reason = "the libraries may have none")]
pub(super) fn missing() -> Option<Arc<str>> {
    Some(REASON.into())
}
