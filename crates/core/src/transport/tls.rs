//! TLS for the default transport: which of the two libraries, and whose certificates.

#[cfg(not(feature = "rustls"))]
use std::sync::Arc;

#[cfg(feature = "rustls")]
pub(super) use with_rustls::missing;

/// A builder with its TLS set up.
#[cfg(feature = "rustls")]
pub(super) fn builder() -> ::reqwest::ClientBuilder {
    let config = with_rustls::config();
    ::reqwest::Client::builder().tls_backend_preconfigured(config)
}

/// Why there is no TLS, where there is none.
///
/// The clouds' addresses are https. A machine without a certificate store can still speak to a
/// server on loopback, so what is missing is told when it is needed.
#[cfg(not(feature = "rustls"))]
pub(super) fn missing() -> Option<Arc<str>> {
    let reason = "built without TLS: enable the feature `rustls` or `native-tls`";
    (!cfg!(feature = "native-tls")).then(|| reason.into())
}

#[cfg(not(feature = "rustls"))]
pub(super) fn builder() -> ::reqwest::ClientBuilder {
    ::reqwest::Client::builder()
}

#[cfg(feature = "rustls")]
mod with_rustls {
    use std::fmt;
    use std::sync::{Arc, OnceLock};

    use rustls::client::Resumption;
    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::crypto::{CryptoProvider, ring};
    use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
    use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
    use rustls_platform_verifier::Verifier;

    /// What the clients of a process share: the certificate store takes milliseconds to read, and
    /// connections of several clients can resume each other's sessions.
    struct Shared {
        provider: Arc<CryptoProvider>,
        trust: Arc<Trust>,
        sessions: Resumption,
    }

    /// The system's certificates, or why there are none: then no certificate is taken.
    struct Trust(Result<Verifier, Arc<str>>);

    fn shared() -> &'static Shared {
        static SHARED: OnceLock<Shared> = OnceLock::new();
        SHARED.get_or_init(Shared::new)
    }

    pub(in crate::transport) fn missing() -> Option<Arc<str>> {
        shared().trust.0.as_ref().err().cloned()
    }

    pub(in crate::transport) fn config() -> ClientConfig {
        let shared = shared();
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&shared.provider))
            .with_safe_default_protocol_versions()
            .unwrap_or_else(|_| unreachable!("ring has the cipher suites of TLS 1.2 and 1.3"))
            .dangerous()
            .with_custom_certificate_verifier(Arc::clone(&shared.trust) as _)
            .with_no_client_auth();
        config.resumption = shared.sessions.clone();
        config
    }

    impl Shared {
        fn new() -> Self {
            let provider = Arc::new(ring::default_provider());
            let verifier = Verifier::new(Arc::clone(&provider)).map_err(|error| {
                format!("the system's certificate store cannot be read: {error}").into()
            });
            Self {
                provider,
                trust: Arc::new(Trust(verifier)),
                sessions: Resumption::default(),
            }
        }
    }

    impl Trust {
        fn verifier(&self) -> Result<&Verifier, Error> {
            let refused = |reason: &Arc<str>| Error::General(String::from(&**reason));
            self.0.as_ref().map_err(refused)
        }
    }

    /// Shows nothing of the certificates: there are many.
    impl fmt::Debug for Trust {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("Trust")
        }
    }

    impl ServerCertVerifier for Trust {
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
}
