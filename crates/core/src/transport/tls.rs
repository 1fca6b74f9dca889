//! TLS for the default transport: which of the two libraries, and whose certificates.

use std::sync::Arc;

/// Sets up TLS; says why there is none where there is none.
///
/// The clouds' addresses are https. A machine without a certificate store can still speak to a
/// server on loopback, so what is missing is told when it is needed.
#[cfg(feature = "rustls")]
pub(super) fn configure(
    builder: ::reqwest::ClientBuilder,
) -> (::reqwest::ClientBuilder, Option<Arc<str>>) {
    match client_config() {
        Ok(config) => (builder.tls_backend_preconfigured(config), None),
        Err(reason) => (
            builder.tls_backend_preconfigured(without_roots()),
            Some(reason),
        ),
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(super) fn configure(
    builder: ::reqwest::ClientBuilder,
) -> (::reqwest::ClientBuilder, Option<Arc<str>>) {
    (builder, None)
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(super) fn configure(
    builder: ::reqwest::ClientBuilder,
) -> (::reqwest::ClientBuilder, Option<Arc<str>>) {
    let reason = "built without TLS: enable the feature `rustls` or `native-tls`";
    (builder, Some(reason.into()))
}

/// One configuration a process: the certificate store takes milliseconds to read, and connections
/// of several clients can resume each other's sessions.
#[cfg(feature = "rustls")]
fn client_config() -> Result<rustls::ClientConfig, Arc<str>> {
    use std::sync::OnceLock;

    static CONFIG: OnceLock<Result<rustls::ClientConfig, Arc<str>>> = OnceLock::new();
    CONFIG
        .get_or_init(|| {
            use rustls_platform_verifier::BuilderVerifierExt as _;
            protocol_versions()
                .with_platform_verifier()
                .map(rustls::ConfigBuilder::<rustls::ClientConfig, _>::with_no_client_auth)
                .map_err(|error| {
                    format!("the system's certificate store cannot be read: {error}").into()
                })
        })
        .clone()
}

#[cfg(feature = "rustls")]
fn without_roots() -> rustls::ClientConfig {
    protocol_versions()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

#[cfg(feature = "rustls")]
fn protocol_versions() -> rustls::ConfigBuilder<rustls::ClientConfig, rustls::WantsVerifier> {
    rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring offers the cipher suites of TLS 1.2 and 1.3")
}
