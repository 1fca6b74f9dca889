//! Certificates of the program's own, for rustls: which are taken, and which one is shown.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{Error, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::library::{Trusting, builder, provider, system, usual, with_verifier};
use super::{CLIENT, ROOTS, Tls, unreadable};
use crate::transport::TransportError;

/// Sets up what was chosen.
pub(super) fn chosen(tls: &Tls, http2: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    let Some(client) = &tls.client else {
        if tls.is_usual() {
            return usual(tls, http2);
        }
        let config = trusting(tls)?.with_no_client_auth();
        return Ok(builder(config, http2));
    };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(client.chain()).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let key = PrivateKeyDer::from_pem_slice(client.key()).ok();
    let (chain, key) = chain.zip(key).ok_or_else(|| unreadable(CLIENT))?;
    let config = trusting(tls)?.with_client_auth_cert(chain, key);
    let config = config.map_err(|error| {
        TransportError::refused(format!(
            "the HTTP client could not be set up: {CLIENT} do not go together"
        ))
        .with_source(error)
    })?;
    Ok(builder(config, http2))
}

/// Who says whether a certificate is taken.
fn trusting(tls: &Tls) -> Result<Trusting, TransportError> {
    if tls.is_usual() {
        return Ok(system());
    }
    let (roots, store) = roots(tls)?;
    let refused = |error| refused().with_source(error);
    if tls.system {
        let verifier = beside_the_system_s(roots).map_err(refused)?;
        return Ok(with_verifier(Arc::new(verifier)));
    }
    if store.is_empty() {
        return Err(TransportError::refused(
            "the HTTP client could not be set up: no certificate would be taken, for neither the \
             system's roots nor others count",
        ));
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider()).build();
    let verifier = verifier.map_err(|error| self::refused().with_source(error))?;
    Ok(with_verifier(verifier))
}

#[cfg(not(target_os = "android"))]
fn beside_the_system_s(roots: Vec<CertificateDer<'static>>) -> Result<Verifier, Error> {
    Verifier::new_with_extra_roots(roots, provider())
}

/// There the system alone decides.
#[cfg(target_os = "android")]
fn beside_the_system_s(_: Vec<CertificateDer<'static>>) -> Result<Verifier, Error> {
    Err(Error::General(
        "on Android certificates are added in the system's store".to_owned(),
    ))
}

fn refused() -> TransportError {
    TransportError::refused(format!(
        "the HTTP client could not be set up: {ROOTS} are of no use"
    ))
}

/// The root certificates, each of which is seen to be one.
fn roots(tls: &Tls) -> Result<(Vec<CertificateDer<'static>>, RootCertStore), TransportError> {
    let (mut roots, mut store) = (Vec::new(), RootCertStore::empty());
    for root in &tls.roots {
        let before = roots.len();
        for certificate in CertificateDer::pem_slice_iter(root.pem()) {
            let certificate = certificate.map_err(|_| unreadable(ROOTS))?;
            let added = store.add(certificate.clone());
            added.map_err(|error| unreadable(ROOTS).with_source(error))?;
            roots.push(certificate);
        }
        if roots.len() == before {
            return Err(unreadable(ROOTS));
        }
    }
    Ok((roots, store))
}
