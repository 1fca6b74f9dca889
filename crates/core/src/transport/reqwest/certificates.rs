//! Certificates as people have them: texts in PEM, which are read when a transport is made.

use std::fmt;
use std::sync::Arc;

use crate::secret::Secret;

/// One or several root certificates, in PEM: an enterprise's own authority, or that of a proxy that
/// looks into TLS.
#[derive(Clone, PartialEq, Eq)]
pub struct RootCertificate(Arc<[u8]>);

impl RootCertificate {
    /// A certificate, or a bundle of several, in PEM.
    pub fn from_pem(pem: impl AsRef<[u8]>) -> Self {
        Self(pem.as_ref().into())
    }

    #[cfg(any(feature = "native-tls", feature = "rustls"))]
    pub(super) fn pem(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for RootCertificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RootCertificate({} bytes)", self.0.len())
    }
}

/// The certificate by which this program shows who it is, with its private key; both in PEM.
///
/// `Debug` shows nothing of them.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientCertificate {
    chain: Arc<[u8]>,
    key: Secret,
}

impl ClientCertificate {
    /// A certificate with those that signed it behind it, and its private key (PKCS#8).
    pub fn from_pem(chain: impl AsRef<[u8]>, key: impl Into<Secret>) -> Self {
        Self {
            chain: chain.as_ref().into(),
            key: key.into(),
        }
    }

    #[cfg(any(feature = "native-tls", feature = "rustls"))]
    pub(super) fn chain(&self) -> &[u8] {
        &self.chain
    }

    #[cfg(any(feature = "native-tls", feature = "rustls"))]
    pub(super) fn key(&self) -> &[u8] {
        self.key.expose().as_bytes()
    }
}

impl fmt::Debug for ClientCertificate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientCertificate")
    }
}
