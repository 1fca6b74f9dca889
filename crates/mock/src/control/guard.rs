//! Who may steer the mock: programs and pages of this machine, and no page from elsewhere.
//!
//! A page that a browser shows can send requests to loopback addresses, and its name can be made to
//! lead there (DNS rebinding). So what steers the mock must be asked for at a loopback name, and a
//! browser must say that it comes from the mock's own pages. Programs that are no browsers send
//! neither `Origin` nor `Sec-Fetch-Site`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::message::{Answer, Request};

/// What a request to a control address wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// To see a page. A link from elsewhere may lead there: a browser shows it to nobody else.
    Page,
    /// To read or change something.
    Control,
}

/// Refuses what may not steer the mock.
pub(super) fn check(request: &Request, wish: Wish) -> Result<(), Answer> {
    match stranger(request, wish) {
        Some(reason) => Err(Answer::of_the_mock(403, &reason)),
        None => Ok(()),
    }
}

fn stranger(request: &Request, wish: Wish) -> Option<String> {
    if request.is_from_elsewhere {
        return Some("another machine does not steer the mock".to_owned());
    }
    let mut hosts = request.headers.all("host").peekable();
    if hosts.peek().is_none() {
        return Some("a request without a Host does not steer the mock".to_owned());
    }
    let mut named = hosts.chain(request.authority.as_deref());
    if let Some(host) = named.find(|host| !is_loopback(host)) {
        let host = host.escape_debug();
        return Some(format!(
            "`{host}` is no name of this machine, which alone steers the mock"
        ));
    }
    let own = |origin: &str| {
        let authority = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        authority.is_some_and(|authority| authority.eq_ignore_ascii_case(request.host()))
    };
    if let Some(origin) = request.headers.all("origin").find(|origin| !own(origin)) {
        let origin = origin.escape_debug();
        return Some(format!("a page of `{origin}` does not steer the mock"));
    }
    let is = |name: &str, expected: &str| request.header(name) == Some(expected);
    let is_visit =
        wish == Wish::Page && is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document");
    let mut sites = request.headers.all("sec-fetch-site");
    let is_foreign = sites.any(|site| !matches!(site, "same-origin" | "none"));
    if is_foreign && !is_visit {
        return Some("a page from elsewhere does not steer the mock".to_owned());
    }
    None
}

/// Whether a host, with or without a port, can only be this machine. Names below `localhost` are
/// reserved for it (RFC 6761).
fn is_loopback(host: &str) -> bool {
    let Some((name, port)) = split(host) else {
        return false;
    };
    if !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    if let Some(literal) = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'))
    {
        let address = literal.parse::<Ipv6Addr>();
        return address.is_ok_and(|address| IpAddr::from(address).to_canonical().is_loopback());
    }
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
}

/// A host's name and the digits of its port.
fn split(host: &str) -> Option<(&str, &str)> {
    match host.rsplit_once(':') {
        // A colon within brackets is the address's own.
        Some((name, port)) if !port.ends_with(']') => Some((name, port)),
        _ => (!host.is_empty()).then_some((host, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_machine_steers_nothing_whatever_host_it_names() {
        let mut request = Request {
            method: "GET".to_owned(),
            path: "/_mock/requests".to_owned(),
            ..Request::default()
        };
        request.headers.push("host", "127.0.0.1:80");
        assert!(check(&request, Wish::Control).is_ok());
        request.is_from_elsewhere = true;
        for wish in [Wish::Control, Wish::Page] {
            assert!(check(&request, wish).is_err(), "{wish:?}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "127.9.9.9:80",
            "localhost:8080",
            "LocalHost",
            "localhost.",
            "tcr.localhost:80",
            "[::1]",
            "[::1]:80",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            ":80",
            "evil.example",
            "evil.example:80",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evillocalhost",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "10.0.0.1",
            "[::]",
            "[2001:db8::1]:80",
            "::1",
            "127.0.0.1:80@evil.example",
            "evil.example:127.0.0.1",
            "user@localhost",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
