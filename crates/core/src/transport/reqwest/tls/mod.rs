//! TLS for the default transport: which of the two libraries, whose certificates are taken, and which
//! one is shown.
//!
//! A library is a module with three functions: `usual` sets up a client with the operating system's
//! certificates, `chosen` one with those that were named, `missing` says why there is no TLS.

#[cfg(feature = "rustls")]
mod chosen;
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
#[path = "native.rs"]
mod library;
#[cfg(feature = "rustls")]
#[path = "with_rustls.rs"]
mod library;
#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
#[path = "without.rs"]
mod library;

use std::fmt;
use std::sync::Arc;

use super::certificates::{ClientCertificate, RootCertificate};
use crate::transport::TransportError;

/// What was chosen about TLS.
#[derive(Clone)]
pub(super) struct Tls {
    /// Whether the operating system's certificates count.
    system: bool,
    roots: Vec<RootCertificate>,
    client: Option<ClientCertificate>,
    /// Another one as soon as something is chosen, so that a program has the code for certificates of
    /// its own only if it names some: 42 KB.
    set_up: fn(&Tls, bool) -> Result<::reqwest::ClientBuilder, TransportError>,
}

impl Default for Tls {
    fn default() -> Self {
        Self {
            system: true,
            roots: Vec::new(),
            client: None,
            set_up: library::usual,
        }
    }
}

impl Tls {
    /// Whether the operating system alone says which certificates are taken.
    fn is_usual(&self) -> bool {
        self.system && self.roots.is_empty()
    }

    fn chosen(&mut self) -> &mut Self {
        self.set_up = library::chosen;
        self
    }

    pub(super) fn add_root(&mut self, certificate: RootCertificate) {
        self.chosen().roots.push(certificate);
    }

    pub(super) fn set_system(&mut self, honour: bool) {
        self.chosen().system = honour;
    }

    pub(super) fn set_client(&mut self, certificate: ClientCertificate) {
        self.chosen().client = Some(certificate);
    }

    /// A builder with its TLS set up; `http2` is offered to the server where it is wanted.
    pub(super) fn builder(&self, http2: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
        (self.set_up)(self, http2)
    }

    /// Why there is no TLS, where there is none.
    ///
    /// The clouds' addresses are https. A machine without a certificate store can still speak to a
    /// server on loopback, so what is missing is told when it is needed.
    pub(super) fn missing(&self) -> Option<Arc<str>> {
        self.is_usual().then(library::missing).flatten()
    }
}

/// Shows what was chosen.
impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Tls")
            .field("system", &self.system)
            .field("roots", &self.roots)
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

#[cfg(any(feature = "native-tls", feature = "rustls"))]
fn unreadable(what: &str) -> TransportError {
    TransportError::refused(format!(
        "the HTTP client could not be set up: {what} cannot be read: they are to be PEM"
    ))
}

#[cfg(any(feature = "native-tls", feature = "rustls"))]
const ROOTS: &str = "the root certificates";
#[cfg(any(feature = "native-tls", feature = "rustls"))]
const CLIENT: &str = "the client certificate and its key";
