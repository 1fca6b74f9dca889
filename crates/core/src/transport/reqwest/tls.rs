//! TLS for the default transport: which of the two libraries, whose certificates, and which one is
//! shown.

use std::sync::Arc;

use super::settings::{HttpSettings, Trust};
use crate::transport::TransportError;

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
use of_system as library;
#[cfg(feature = "rustls")]
use with_rustls as library;
#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
use without as library;

/// A builder with its TLS set up.
pub(super) fn builder(settings: &HttpSettings) -> Result<::reqwest::ClientBuilder, TransportError> {
    library::builder(settings)
}

/// Why there is no TLS, where there is none.
///
/// The clouds' addresses are https. A machine without a certificate store can still speak to a
/// server on loopback, so what is missing is told when it is needed.
pub(super) fn missing(trust: &Trust) -> Option<Arc<str>> {
    if trust.is_usual() {
        library::missing()
    } else {
        None
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

#[cfg(not(any(feature = "native-tls", feature = "rustls")))]
mod without {
    use super::{Arc, HttpSettings, TransportError};

    const REASON: &str = "built without TLS: enable the feature `rustls` or `native-tls`";

    pub(super) fn builder(
        settings: &HttpSettings,
    ) -> Result<::reqwest::ClientBuilder, TransportError> {
        if settings.trust.is_usual() && settings.client_certificate.is_none() {
            return Ok(::reqwest::Client::builder());
        }
        Err(TransportError::refused(REASON))
    }

    #[expect(clippy::unnecessary_wraps, reason = "the libraries may have none")]
    pub(super) fn missing() -> Option<Arc<str>> {
        Some(REASON.into())
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
mod of_system {
    use super::{Arc, CLIENT, HttpSettings, ROOTS, TransportError, unreadable};

    pub(super) fn builder(
        settings: &HttpSettings,
    ) -> Result<::reqwest::ClientBuilder, TransportError> {
        let trust = &settings.trust;
        let mut roots = Vec::new();
        for root in &trust.roots {
            let read = ::reqwest::Certificate::from_pem_bundle(root.pem());
            let read = read.map_err(|error| unreadable(ROOTS).with_source(error))?;
            if read.is_empty() {
                return Err(unreadable(ROOTS));
            }
            roots.extend(read);
        }
        let builder = ::reqwest::Client::builder();
        let builder = if trust.system {
            builder.tls_certs_merge(roots)
        } else {
            builder.tls_certs_only(roots)
        };
        let Some(client) = &settings.client_certificate else {
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
}

#[cfg(feature = "rustls")]
mod with_rustls {
    use std::fmt;
    use std::sync::{Arc, OnceLock};

    use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
    use rustls::client::{Resumption, WebPkiServerVerifier};
    use rustls::crypto::{CryptoProvider, ring};
    use rustls::pki_types::pem::PemObject as _;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
    use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
    use rustls_platform_verifier::Verifier;

    use super::super::certificates::ClientCertificate;
    use super::{CLIENT, HttpSettings, ROOTS, TransportError, Trust, unreadable};

    /// What the clients of a process share: the certificate store takes milliseconds to read, and
    /// connections of several clients can resume each other's sessions.
    struct Shared {
        trust: Arc<System>,
        sessions: Resumption,
    }

    /// The system's certificates, or why there are none: then no certificate is taken.
    struct System(Result<Verifier, Arc<str>>);

    fn provider() -> Arc<CryptoProvider> {
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

    pub(super) fn builder(
        settings: &HttpSettings,
    ) -> Result<::reqwest::ClientBuilder, TransportError> {
        let mut config = config(&settings.trust, settings.client_certificate.as_ref())?;
        if settings.speaks_http2() {
            config.alpn_protocols = [&b"h2"[..], b"http/1.1"].map(<[u8]>::to_vec).into();
        }
        Ok(::reqwest::Client::builder().tls_backend_preconfigured(config))
    }

    fn config(
        trust: &Trust,
        client: Option<&ClientCertificate>,
    ) -> Result<ClientConfig, TransportError> {
        let builder = ClientConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()
            .unwrap_or_else(|_| unreachable!("ring has the cipher suites of TLS 1.2 and 1.3"))
            .dangerous()
            .with_custom_certificate_verifier(verifier(trust)?);
        let Some(client) = client else {
            let mut config = builder.with_no_client_auth();
            if trust.is_usual() {
                config.resumption = shared().sessions.clone();
            }
            return Ok(config);
        };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(client.chain()).collect();
        let chain = chain.ok().filter(|chain| !chain.is_empty());
        let key = PrivateKeyDer::from_pem_slice(client.key()).ok();
        let (chain, key) = chain.zip(key).ok_or_else(|| unreadable(CLIENT))?;
        builder.with_client_auth_cert(chain, key).map_err(|error| {
            TransportError::refused(format!(
                "the HTTP client could not be set up: {CLIENT} do not go together"
            ))
            .with_source(error)
        })
    }

    /// Who says whether a certificate is taken.
    fn verifier(trust: &Trust) -> Result<Arc<dyn ServerCertVerifier>, TransportError> {
        if trust.is_usual() {
            return Ok(Arc::clone(&shared().trust) as _);
        }
        let (roots, store) = roots(trust)?;
        if trust.system {
            let verifier = beside_the_system_s(roots);
            let refused = |error| refused().with_source(error);
            return Ok(Arc::new(verifier.map_err(refused)?));
        }
        if store.is_empty() {
            return Err(TransportError::refused(
                "the HTTP client could not be set up: no certificate would be taken, for neither the \
                 system's roots nor others count",
            ));
        }
        let verifier =
            WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider()).build();
        let verifier = verifier.map_err(|error| refused().with_source(error))?;
        Ok(verifier)
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
    fn roots(
        trust: &Trust,
    ) -> Result<(Vec<CertificateDer<'static>>, RootCertStore), TransportError> {
        let (mut roots, mut store) = (Vec::new(), RootCertStore::empty());
        for root in &trust.roots {
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
}
