//! TLS by the operating system.

use std::sync::Arc;

use super::{CLIENT, ROOTS, Tls, unreadable};
use crate::transport::TransportError;

#[expect(clippy::unnecessary_wraps, reason = "another library may fail")]
pub(super) fn usual(_: &Tls, _: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    Ok(::reqwest::Client::builder())
}

pub(super) fn chosen(tls: &Tls, _: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    let mut roots = Vec::new();
    for root in &tls.roots {
        let read = ::reqwest::Certificate::from_pem_bundle(root.pem());
        let read = read.map_err(|error| unreadable(ROOTS).with_source(error))?;
        if read.is_empty() {
            return Err(unreadable(ROOTS));
        }
        roots.extend(read);
    }
    let builder = ::reqwest::Client::builder();
    let builder = if tls.system {
        builder.tls_certs_merge(roots)
    } else {
        builder.tls_certs_only(roots)
    };
    let Some(client) = &tls.client else {
        return Ok(builder);
    };
    let identity = ::reqwest::Identity::from_pkcs8_pem(client.chain(), client.key());
    // Not why: that could be a part of the key.
    Ok(builder.identity(identity.map_err(|_| unreadable(CLIENT))?))
}

#[expect(clippy::unnecessary_wraps, reason = "others may have one")]
pub(super) fn missing() -> Option<Arc<str>> {
    None
}
