//! Which proxy a request goes through, to name it in errors. reqwest decides by the same variables,
//! and does not say.

use std::fmt;

use hyper_util::client::proxy::matcher::Matcher;

/// The proxies of the environment, as they were when the client was made.
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
}
