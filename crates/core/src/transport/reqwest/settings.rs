//! What can be chosen about HTTP, in types of our own.

use std::net::IpAddr;
use std::time::Duration;

use super::certificates::{ClientCertificate, RootCertificate};
use super::proxy::{ChosenProxy, Proxy};
use super::tls::Tls;

/// How many idle connections to one host are kept.
const IDLE_CONNECTIONS: usize = 64;
/// Shorter than the idle timeout of common gateways (60 s), so that a kept connection is alive.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// What can be chosen about the default transport: proxy, certificates, connections.
///
/// What is chosen is looked at when the transport is made: that tells an address that is none, and a
/// certificate that cannot be read.
///
/// ```
/// use std::time::Duration;
/// use cloudwright_core::transport::{HttpSettings, Proxy, RootCertificate};
///
/// # fn example(ca: &str) {
/// let settings = HttpSettings::new()
///     .proxy(Proxy::new("http://proxy.example:3128").with_credentials("alice", "open sesame"))
///     .root_certificate(RootCertificate::from_pem(ca))
///     .idle_timeout(Duration::from_secs(10));
/// # let _ = settings;
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct HttpSettings {
    pub(super) connect_timeout: Duration,
    pub(super) allow_http: bool,
    pub(super) system_proxy: bool,
    pub(super) proxy: Option<ChosenProxy>,
    pub(super) tls: Tls,
    pub(super) idle_connections: usize,
    pub(super) idle_timeout: Duration,
    pub(super) keep_alive: Option<Duration>,
    pub(super) local_address: Option<IpAddr>,
    pub(super) http2: bool,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            allow_http: false,
            system_proxy: true,
            proxy: None,
            tls: Tls::default(),
            idle_connections: IDLE_CONNECTIONS,
            idle_timeout: IDLE_TIMEOUT,
            keep_alive: None,
            local_address: None,
            http2: false,
        }
    }
}

impl HttpSettings {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Longest time for name resolution, TCP and TLS together; 5 seconds unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Allows plain http to any host; off unless set.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Whether the proxy variables of the environment (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`) count
    /// for https; they do unless this or a [`proxy`](Self::proxy) is set.
    pub fn system_proxy(mut self, honour: bool) -> Self {
        self.system_proxy = honour;
        self
    }

    /// Sends https through this proxy, whatever the environment says. Plain http goes past it.
    pub fn proxy(mut self, proxy: impl Into<Proxy>) -> Self {
        self.proxy = Some(ChosenProxy::new(proxy.into()));
        self
    }

    /// Takes certificates that one of these has signed, beside those of the operating system's store.
    /// May be called several times.
    pub fn root_certificate(mut self, certificate: RootCertificate) -> Self {
        self.tls.add_root(certificate);
        self
    }

    /// Whether the operating system's certificate store counts; it does unless set.
    pub fn system_certificates(mut self, honour: bool) -> Self {
        self.tls.set_system(honour);
        self
    }

    /// Shows this certificate to servers that ask for one.
    pub fn client_certificate(mut self, certificate: ClientCertificate) -> Self {
        self.tls.set_client(certificate);
        self
    }

    /// How many idle connections to one host are kept; 64 unless set.
    pub fn idle_connections(mut self, connections: usize) -> Self {
        self.idle_connections = connections;
        self
    }

    /// How long an idle connection is kept; 30 seconds unless set.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// How long a connection is silent before TCP asks whether the other side is still there; as the
    /// HTTP library does unless set.
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.keep_alive = Some(interval);
        self
    }

    /// The address of this machine that connections are made from; as the operating system chooses
    /// unless set.
    pub fn local_address(mut self, address: IpAddr) -> Self {
        self.local_address = Some(address);
        self
    }

    /// Whether HTTP/2 is spoken with servers that offer it over TLS; off unless set.
    #[cfg(feature = "http2")]
    pub fn http2(mut self, speak: bool) -> Self {
        self.http2 = speak;
        self
    }
}
