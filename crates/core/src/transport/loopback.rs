//! Which hosts may be spoken to without TLS.

use std::net::{IpAddr, Ipv4Addr};

use crate::transport::syntax::authority;

/// Whether plain http to `url` stays on this machine, or goes to an instance metadata service, which
/// answers only to the machine that it describes, and only to plain http.
pub(crate) fn may_be_plain(url: &str) -> bool {
    const ALIBABA: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
    let Some(host) = host(url) else {
        return false;
    };
    if is_loopback(host) || host.eq_ignore_ascii_case("metadata.tencentyun.com") {
        return true;
    }
    match address(host) {
        Some(IpAddr::V4(address)) => address.is_link_local() || address == ALIBABA,
        Some(IpAddr::V6(address)) => address.is_unicast_link_local(),
        None => false,
    }
}

/// Whether `host` (without port) is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    let known = address(host).map(|address| address.to_canonical().is_loopback());
    known.unwrap_or_else(|| host.eq_ignore_ascii_case("localhost"))
}

fn address(host: &str) -> Option<IpAddr> {
    let bracketed = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    bracketed.unwrap_or(host).parse().ok()
}

/// The host of an absolute URL, without port. Nothing for one with user information, which is a
/// way to make a host look like another.
pub(crate) fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = authority(rest);
    if authority.contains('@') {
        return None;
    }
    let host = match authority.strip_prefix('[') {
        Some(bracketed) => &authority[..=bracketed.find(']')? + 1],
        None => authority.split(':').next()?,
    };
    Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_and_metadata_services_may_be_plain() {
        for (url, plain) in [
            ("http://127.0.0.1:8080/", true),
            ("http://127.255.0.1", true),
            ("http://localhost/x", true),
            ("http://LOCALHOST:1", true),
            ("http://[::1]:80/", true),
            ("http://[::ffff:127.0.0.1]/", true),
            ("http://169.254.169.254/openstack", true),
            ("http://100.100.100.200/latest", true),
            ("http://metadata.tencentyun.com/latest", true),
            ("http://128.0.0.1/", false),
            ("http://localhost.evil.com/", false),
            ("http://127.0.0.1.evil.com/", false),
            ("http://127.0.0.1@evil.com/", false),
            ("http://evil.com\\@127.0.0.1/", false),
            ("http://evil.com#@127.0.0.1/", false),
            ("http://tcr.tencentcloudapi.com/", false),
            ("127.0.0.1", false),
        ] {
            assert_eq!(may_be_plain(url), plain, "{url}");
        }
    }
}
