//! TLS by rustls with ring.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::ServerCertVerifier;
use rustls::client::{Resumption, WantsClientCert};
use rustls::crypto::{CryptoProvider, ring};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::Verifier;

use super::Tls;
use crate::transport::TransportError;

pub(super) use super::chosen::chosen;

/// What the clients of a process share: the certificate store takes milliseconds to read, and
/// connections of several clients can resume each other's sessions.
struct TlsContext {
    /// What checks by the system's certificates, or why there are none.
    trust: Result<Arc<Verifier>, Arc<str>>,
    sessions: Resumption,
}

pub(super) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| Arc::new(ring::default_provider())))
}

fn shared() -> &'static TlsContext {
    static SHARED: OnceLock<TlsContext> = OnceLock::new();
    SHARED.get_or_init(TlsContext::new)
}

pub(super) fn missing() -> Option<Arc<str>> {
    shared().trust.as_ref().err().cloned()
}

#[expect(clippy::unnecessary_wraps, reason = "what was chosen may be of no use")]
pub(super) fn usual(_: &Tls, http2: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    let mut config = system().with_no_client_auth();
    config.resumption = shared().sessions.clone();
    Ok(builder(config, http2))
}

/// A configuration that lacks only what this side shows of itself.
pub(super) type Trusting = ConfigBuilder<ClientConfig, WantsClientCert>;

/// Trusts whom the operating system's certificates say; nobody where there are none.
pub(super) fn system() -> Trusting {
    match &shared().trust {
        Ok(verifier) => with_verifier(Arc::clone(verifier) as _),
        Err(_) => with_provider().with_root_certificates(RootCertStore::empty()),
    }
}

pub(super) fn with_verifier(verifier: Arc<dyn ServerCertVerifier>) -> Trusting {
    let config = with_provider().dangerous();
    config.with_custom_certificate_verifier(verifier)
}

fn with_provider() -> ConfigBuilder<ClientConfig, WantsVerifier> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap_or_else(|_| unreachable!("ring has the cipher suites of TLS 1.2 and 1.3"))
}

pub(super) fn builder(mut config: ClientConfig, http2: bool) -> ::reqwest::ClientBuilder {
    if http2 {
        config.alpn_protocols = [&b"h2"[..], b"http/1.1"].map(<[u8]>::to_vec).into();
    }
    ::reqwest::Client::builder().tls_backend_preconfigured(config)
}

impl TlsContext {
    fn new() -> Self {
        let trust = Verifier::new(provider()).map(Arc::new).map_err(|error| {
            format!("the system's certificate store cannot be read: {error}").into()
        });
        Self {
            trust,
            sessions: Resumption::default(),
        }
    }
}
