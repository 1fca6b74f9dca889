//! TLS by rustls with ring.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    ClientConfig, ConfigBuilder, DigitallySignedStruct, Error, SignatureScheme,
    client::WantsClientCert,
};
use rustls_platform_verifier::Verifier;

use super::Tls;
use crate::transport::TransportError;

pub(super) use super::chosen::chosen;

/// What the clients of a process share: the certificate store takes milliseconds to read, and
/// connections of several clients can resume each other's sessions.
struct Shared {
    trust: Arc<System>,
    sessions: Resumption,
}

/// The system's certificates, or why there are none: then no certificate is taken.
struct System(Result<Verifier, Arc<str>>);

pub(super) fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    Arc::clone(PROVIDER.get_or_init(|| Arc::new(ring::default_provider())))
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(Shared::new)
}

pub(super) fn missing() -> Option<Arc<str>> {
    shared().trust.0.as_ref().err().cloned()
}

#[expect(clippy::unnecessary_wraps, reason = "what was chosen may be of no use")]
pub(super) fn usual(_: &Tls, http2: bool) -> Result<::reqwest::ClientBuilder, TransportError> {
    let mut config = with_verifier(system()).with_no_client_auth();
    config.resumption = shared().sessions.clone();
    Ok(builder(config, http2))
}

/// The operating system's certificates say who is trusted.
pub(super) fn system() -> Arc<dyn ServerCertVerifier> {
    Arc::clone(&shared().trust) as _
}

pub(super) fn with_verifier(
    verifier: Arc<dyn ServerCertVerifier>,
) -> ConfigBuilder<ClientConfig, WantsClientCert> {
    ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .unwrap_or_else(|_| unreachable!("ring has the cipher suites of TLS 1.2 and 1.3"))
        .dangerous()
        .with_custom_certificate_verifier(verifier)
}

pub(super) fn builder(mut config: ClientConfig, http2: bool) -> ::reqwest::ClientBuilder {
    if http2 {
        config.alpn_protocols = [&b"h2"[..], b"http/1.1"].map(<[u8]>::to_vec).into();
    }
    ::reqwest::Client::builder().tls_backend_preconfigured(config)
}

impl Shared {
    fn new() -> Self {
        let verifier = Verifier::new(provider()).map_err(|error| {
            format!("the system's certificate store cannot be read: {error}").into()
        });
        Self {
            trust: Arc::new(System(verifier)),
            sessions: Resumption::default(),
        }
    }
}

impl System {
    fn verifier(&self) -> Result<&Verifier, Error> {
        let refused = |reason: &Arc<str>| Error::General(String::from(&**reason));
        self.0.as_ref().map_err(refused)
    }
}

/// Shows nothing of the certificates: there are many.
impl fmt::Debug for System {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("System")
    }
}

impl ServerCertVerifier for System {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.verifier()?
            .verify_server_cert(end_entity, intermediates, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier()?
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier()?
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let verifier = self.0.as_ref();
        verifier.map_or_else(|_| Vec::new(), ServerCertVerifier::supported_verify_schemes)
    }
}
