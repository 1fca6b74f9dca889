//! Proxies: one that a program names, and which one a request goes through, to name it in errors.
//! reqwest decides that by the same variables and does not say.

use std::fmt;

use ::reqwest::ClientBuilder;
use cloudwright_sign::percent_decode;
use hyper_util::client::proxy::matcher::Matcher;

use crate::secret::Secret;
use crate::transport::TransportError;

/// A proxy for https: it is asked for a tunnel, and sees the host and not the request.
///
/// `Debug` shows neither user nor password.
///
/// ```
/// use cloudwright_core::transport::Proxy;
///
/// let proxy = Proxy::new("http://proxy.example:3128")
///     .with_credentials("alice", "open sesame")
///     .with_no_proxy(["localhost", ".internal.example", "10.0.0.0/8"]);
/// assert!(!format!("{proxy:?}").contains("sesame"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    /// Without credentials; none where what was given is no address.
    address: Option<String>,
    credentials: Option<(String, Secret)>,
    /// Hosts that are reached without it.
    exempt: Vec<String>,
}

impl Proxy {
    /// A proxy at an address, `http://HOST:PORT`; `http://` may be left out, and credentials may stand
    /// in it as in the variables of the environment: `http://USER:PASSWORD@HOST:PORT`.
    pub fn new(address: impl AsRef<str>) -> Self {
        let text = address.as_ref().trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let (credentials, host) = match rest.rsplit_once('@') {
            Some((credentials, host)) => (Some(credentials), host),
            None => (None, rest),
        };
        let decoded = |text| percent_decode(text).into_owned();
        Self {
            address: checked(scheme, host),
            credentials: credentials.map(|credentials| {
                let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
                (decoded(user), Secret::new(decoded(password)))
            }),
            exempt: Vec::new(),
        }
    }

    /// Sets the user and password that the proxy wants.
    #[must_use]
    pub fn with_credentials(
        mut self,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        self.credentials = Some((user.into(), password.into()));
        self
    }

    /// Names hosts that are reached without the proxy: names, with all below them where they begin
    /// with a dot, addresses, networks (`10.0.0.0/8`); several in one text are separated by commas, as
    /// in `NO_PROXY`.
    #[must_use]
    pub fn with_no_proxy<I>(mut self, hosts: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.exempt.extend(hosts.into_iter().map(Into::into));
        self
    }

    fn address(&self) -> Result<&str, TransportError> {
        // Not what was given: that may be a password.
        self.address.as_deref().ok_or_else(|| {
            TransportError::refused(
                "the HTTP client could not be set up: the proxy has no address like \
                 http://HOST:PORT or https://HOST:PORT",
            )
        })
    }

    fn of_reqwest(&self) -> Result<::reqwest::Proxy, TransportError> {
        let proxy = ::reqwest::Proxy::https(self.address()?).map_err(|error| {
            TransportError::refused("the HTTP client could not be set up")
                .with_source(error.without_url())
        })?;
        let proxy = proxy.no_proxy(::reqwest::NoProxy::from_string(&self.exempt.join(",")));
        Ok(match &self.credentials {
            Some((user, password)) => proxy.basic_auth(user, password.expose()),
            None => proxy,
        })
    }

    fn matcher(&self) -> Matcher {
        Matcher::builder()
            .https(self.address.clone().unwrap_or_default())
            .no(self.exempt.join(","))
            .build()
    }
}

/// The address, if it is one.
fn checked(scheme: &str, host: &str) -> Option<String> {
    let host = host.strip_suffix('/').unwrap_or(host);
    let is_known = ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str());
    let is_host = host.parse::<http::uri::Authority>().is_ok();
    (is_known && is_host).then(|| format!("{scheme}://{host}"))
}

impl From<&str> for Proxy {
    fn from(address: &str) -> Self {
        Self::new(address)
    }
}

impl From<String> for Proxy {
    fn from(address: String) -> Self {
        Self::new(address)
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Proxy")
            .field("address", &self.address)
            .field("exempt", &self.exempt)
            .finish_non_exhaustive()
    }
}

/// A proxy that a program named, with the function that leads requests through it: a program has that
/// code only if it names one, which is 17 KB.
#[derive(Clone)]
pub(super) struct ChosenProxy {
    proxy: Proxy,
    lead: fn(&Proxy, ClientBuilder) -> Led,
}

/// A client that goes through a proxy, and what is to be told of that in errors.
type Led = Result<(ClientBuilder, Proxies), TransportError>;

impl ChosenProxy {
    pub(super) fn new(proxy: Proxy) -> Self {
        let lead = |proxy: &Proxy, builder: ClientBuilder| {
            let builder = builder.no_proxy().proxy(proxy.of_reqwest()?);
            Ok((builder, Proxies(proxy.matcher())))
        };
        Self { proxy, lead }
    }

    /// Leads https through it.
    pub(super) fn lead(&self, builder: ClientBuilder) -> Led {
        (self.lead)(&self.proxy, builder)
    }
}

impl fmt::Debug for ChosenProxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.proxy.fmt(formatter)
    }
}

/// The proxies that count, as they were when the client was made.
pub(super) struct Proxies(Matcher);

impl Proxies {
    pub(super) fn of_system() -> Self {
        Self(Matcher::from_system())
    }

    /// The proxy on the way to an address: scheme, host and port. Its credentials are not told.
    pub(super) fn on_the_way_to(&self, url: &str) -> Option<String> {
        let found = self.0.intercept(&url.parse().ok()?)?;
        let proxy = found.uri();
        let scheme = proxy.scheme_str().unwrap_or("http");
        let host = proxy.host()?;
        let port = proxy.port_u16();
        Some(match port {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        })
    }
}

impl fmt::Debug for Proxies {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Proxies")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_without_its_credentials() {
        let of = |proxy: &str| {
            let matcher = Matcher::builder().https(proxy).no("inside.example");
            Proxies(matcher.build())
        };
        for (proxy, expected) in [
            (
                "http://user:word@proxy.example:3128",
                Some("http://proxy.example:3128"),
            ),
            ("proxy.example:3128", Some("http://proxy.example:3128")),
            ("https://proxy.example/path", Some("https://proxy.example")),
            ("", None),
        ] {
            let found = of(proxy).on_the_way_to("https://tcr.example/?Token=t");
            assert_eq!(found.as_deref(), expected, "{proxy}");
        }
        let proxies = of("http://proxy.example:3128");
        assert_eq!(proxies.on_the_way_to("https://inside.example/"), None);
        assert_eq!(proxies.on_the_way_to("http://tcr.example/"), None);
    }

    #[test]
    fn a_proxy_of_the_program_s_own_takes_credentials_from_its_address_and_shows_none() {
        for (text, address, credentials) in [
            ("http://h:3128", Some("http://h:3128"), None),
            ("h:3128", Some("http://h:3128"), None),
            (" https://h/ ", Some("https://h"), None),
            ("http://[::1]:8", Some("http://[::1]:8"), None),
            (
                "http://al%40ice:open%3Asesame@h:1",
                Some("http://h:1"),
                Some(("al@ice", "open:sesame")),
            ),
            ("alice@h:1", Some("http://h:1"), Some(("alice", ""))),
            (
                "alice:open@sesame@h",
                Some("http://h"),
                Some(("alice", "open@sesame")),
            ),
            ("socks5://h:1", None, None),
            ("http://h/path", None, None),
            ("http://no address", None, None),
            ("http://alice:word@", None, Some(("alice", "word"))),
            ("", None, None),
        ] {
            let proxy = Proxy::new(text);
            assert_eq!(proxy.address.as_deref(), address, "{text}");
            let found = proxy.credentials.as_ref();
            let found = found.map(|(user, password)| (user.as_str(), password.expose()));
            assert_eq!(found, credentials, "{text}");
            let refused = proxy.of_reqwest().err().map(|error| error.to_string());
            assert_eq!(refused.is_some(), address.is_none(), "{text}");
            let shown = format!("{proxy:?} {refused:?}");
            assert!(
                !shown.contains("sesame") && !shown.contains("word"),
                "{shown}"
            );
        }
    }

    #[test]
    fn hosts_are_reached_without_the_proxy_as_its_list_says() {
        let proxy = Proxy::new("http://alice:word@proxy:3128")
            .with_no_proxy(["one.example", ".two.example,10.0.0.0/8"]);
        let proxies = Proxies(proxy.matcher());
        for (url, goes) in [
            ("https://one.example/", false),
            ("https://a.two.example/", false),
            ("https://10.1.2.3/", false),
            ("https://three.example/", true),
            ("http://three.example/", false),
        ] {
            let found = proxies.on_the_way_to(url);
            assert_eq!(found.is_some(), goes, "{url}");
            assert!(found.is_none_or(|found| found == "http://proxy:3128"));
        }
    }
}
