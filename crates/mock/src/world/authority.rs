//! The certificate authority of one mock: made when somebody first asks for it, in memory only, and
//! gone with the mock. It certifies whatever name a client asks for, so that tools that only speak
//! https to a cloud's own host can be led here too.

use std::error::Error;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, SanType,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use time::{Duration, OffsetDateTime};
use tokio_rustls::TlsAcceptor;

/// The authority, once it is needed.
#[derive(Default)]
pub(crate) struct Authority(OnceLock<Option<Certifier>>);

/// What certifies, and how a client is told to trust it.
struct Certifier {
    pem: String,
    acceptor: TlsAcceptor,
}

impl Authority {
    /// Its certificate, for a client to trust.
    pub(crate) fn pem(&self) -> Option<&str> {
        self.certifier().map(|it| it.pem.as_str())
    }

    /// What makes a connection a secured one.
    pub(crate) fn acceptor(&self) -> Option<&TlsAcceptor> {
        self.certifier().map(|it| &it.acceptor)
    }

    fn certifier(&self) -> Option<&Certifier> {
        // It fails only where the system has no randomness.
        self.0.get_or_init(|| certifier().ok()).as_ref()
    }
}

/// For how many days certificates are good: some clients take none that lasts longer.
const DAYS: i64 = 397;

/// What every certificate has: it is good from yesterday on, for clocks that are behind.
fn lasting() -> CertificateParams {
    let yesterday = OffsetDateTime::now_utc() - Duration::days(1);
    let mut about = CertificateParams::default();
    about.not_before = yesterday;
    about.not_after = yesterday + Duration::days(DAYS);
    about
}

fn certifier() -> Result<Certifier, Box<dyn Error>> {
    let mut about = lasting();
    about.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    about.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let name = "cloudwright mock cloud, of this process only";
    about.distinguished_name.push(DnType::CommonName, name);
    let issuer = CertifiedIssuer::self_signed(about, KeyPair::generate()?)?;
    let pem = issuer.pem();
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Certificates(issuer)));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    Ok(Certifier { pem, acceptor })
}

/// Makes a certificate for the name that a client asks for; without a name, for this machine.
struct Certificates(CertifiedIssuer<'static, KeyPair>);

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificates").finish_non_exhaustive()
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name().unwrap_or_default().to_ascii_lowercase();
        self.certify(&name).ok().map(Arc::new)
    }
}

impl Certificates {
    fn certify(&self, name: &str) -> Result<CertifiedKey, Box<dyn Error>> {
        let mut about = lasting();
        let main = if name.is_empty() { "localhost" } else { name };
        about.subject_alt_names = vec![
            SanType::DnsName(main.try_into()?),
            SanType::DnsName("localhost".try_into()?),
            SanType::IpAddress(Ipv4Addr::LOCALHOST.into()),
            SanType::IpAddress(Ipv6Addr::LOCALHOST.into()),
        ];
        about.distinguished_name.push(DnType::CommonName, main);
        about.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        about.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        about.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = about.signed_by(&key, &self.0)?;
        let secret = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let signing = ring::sign::any_supported_type(&secret)?;
        Ok(CertifiedKey::new(chain, signing))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn every_authority_is_another() {
        let (one, other) = (Authority::default(), Authority::default());
        let pem = one.pem().unwrap();
        assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"));
        assert!(!pem.contains("PRIVATE"));
        assert_eq!(one.pem(), Some(pem));
        assert_ne!(other.pem(), Some(pem));
    }
}
