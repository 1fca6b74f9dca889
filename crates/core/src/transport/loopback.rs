//! Which hosts may be spoken to without TLS.

use std::net::{IpAddr, Ipv4Addr};

use crate::text::{authority, is_one_of, split_scheme};

/// Whether plain http to `url` stays on this machine, or goes to an instance metadata service.
pub(crate) fn may_be_plain(url: &str) -> bool {
    host(url).is_some_and(|host| is_loopback(host) || is_metadata(host))
}

/// Whether `host` (without port) is this machine.
pub(crate) fn is_loopback(host: &str) -> bool {
    if is_one_of(&["localhost"], host) {
        return true;
    }
    address(host).is_some_and(|address| match address {
        IpAddr::V4(address) => address.is_loopback(),
        IpAddr::V6(address) => {
            address.is_loopback()
                || address
                    .to_ipv4_mapped()
                    .is_some_and(|address| address.is_loopback())
        }
    })
}

/// The metadata services answer only to the machine they describe, and only to plain http.
fn is_metadata(host: &str) -> bool {
    const ALIBABA: Ipv4Addr = Ipv4Addr::new(100, 100, 100, 200);
    is_one_of(&["metadata.tencentyun.com"], host)
        || address(host).is_some_and(|address| match address {
            IpAddr::V4(address) => address.is_link_local() || address == ALIBABA,
            IpAddr::V6(address) => address.is_unicast_link_local(),
        })
}

#[inline(never)]
fn address(host: &str) -> Option<IpAddr> {
    let bracketed = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    bracketed.unwrap_or(host).parse().ok()
}

/// The host of an absolute URL, without port. Nothing for one with user information, which is a
/// way to make a host look like another.
pub(crate) fn host(url: &str) -> Option<&str> {
    let (_, rest) = split_scheme(url)?;
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
