//! Where a call goes: scheme, host and path in front of the action's own.
//!
//! Hosts come from the service's table, where `{region}` stands for the region; a region that no
//! table knows fills the template like any other. What is put into a host is checked first, so
//! that no region or parameter can name another machine.

use cloudwright_vocabulary::secret::HIDDEN;

use crate::error::Error;
use crate::meta::Service;
use crate::transport::loopback;

/// An address without the action's path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) scheme: &'static str,
    /// Host, and port where it is not the scheme's own; as it stands in `Host` and is signed.
    pub(crate) authority: String,
    /// What stands before each path; empty or `/…` without a slash at the end.
    pub(crate) base: String,
}

impl Endpoint {
    /// Reads a host (`tcr.tencentcloudapi.com`, `127.0.0.1:8080`) or an address with its scheme.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, Error> {
        Self::read(text, allow_http).map_err(|reason| {
            let text = without_secrets(text);
            Error::configuration(format!("{text:?} is no endpoint: {reason}"))
        })
    }

    /// Reads what a variable of the environment holds.
    pub(crate) fn of_variable(name: &str, value: &str, allow_http: bool) -> Result<Self, Error> {
        Self::parse(value, allow_http)
            .map_err(|error| Error::configuration(format!("{name}: {}", error.message())))
    }

    /// The same as [`Self::parse`], or what is wrong.
    pub(crate) fn read(text: &str, allow_http: bool) -> Result<Self, &'static str> {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https") => ("https", rest),
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("http") => ("http", rest),
            Some(_) => return Err("its scheme is neither https nor http"),
            None => ("https", text),
        };
        for byte in rest.bytes() {
            if !byte.is_ascii_graphic() || byte == b'\\' {
                return Err("it holds characters that an address cannot");
            }
            if matches!(byte, b'?' | b'#' | b'@') {
                return Err("only a host, a port and a path are allowed");
            }
        }
        let slash = rest.bytes().position(|byte| byte == b'/');
        let (authority, path) = rest.split_at(slash.unwrap_or(rest.len()));
        let (host, port) = split_port(authority).ok_or("its port is no number")?;
        if !is_host(host) {
            return Err("its host is none");
        }
        if scheme == "http" && !allow_http && !loopback::is_loopback(host) {
            return Err("plain http is only spoken to this machine; allow_http(true) lifts that");
        }
        let mut parts = path.as_bytes().split(|byte| *byte == b'/');
        if parts.any(|part| part == b"." || part == b"..") {
            return Err("its path has a part that HTTP clients fold");
        }
        let own = if scheme == "https" { 443 } else { 80 };
        let mut authority = host.to_ascii_lowercase();
        if let Some(port) = port.filter(|port| *port != own) {
            authority = format!("{authority}:{port}");
        }
        Ok(Self {
            scheme,
            authority,
            base: path.trim_end_matches('/').to_owned(),
        })
    }

    /// The host, in brackets where it is an IPv6 address, and the port.
    pub(crate) fn host_and_port(&self) -> (&str, u16) {
        let own = if self.scheme == "https" { 443 } else { 80 };
        let (host, port) = split_port(&self.authority).unwrap_or((&self.authority, None));
        (host, port.unwrap_or(own))
    }

    /// The address of a path.
    pub(crate) fn url(&self, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}://{}{path}{mark}{query}", self.scheme, self.authority)
    }
}

/// An address that is none, as it may be shown: without a user and a password, which stand before the
/// host, and without a query.
fn without_secrets(text: &str) -> String {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, text),
    };
    let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
    let rest = match rest.rsplit_once('@') {
        Some((_, host)) => format!("{HIDDEN}@{host}"),
        None => rest.to_owned(),
    };
    match scheme {
        Some(scheme) => format!("{scheme}://{rest}"),
        None => rest,
    }
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    // The colons of an IPv6 address stand in brackets.
    let mark = authority
        .bytes()
        .rposition(|byte| matches!(byte, b':' | b']'));
    let (host, port) = authority.split_at(mark.unwrap_or(authority.len()));
    match port.strip_prefix(':') {
        Some(port) => Some((host, Some(port.parse().ok()?))),
        None => Some((authority, None)),
    }
}

fn is_host(host: &str) -> bool {
    let address = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    if let Some(address) = address {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    host.len() <= 253 && host.as_bytes().split(|byte| *byte == b'.').all(is_label)
}

/// A part of a host name between dots.
fn is_label(text: &[u8]) -> bool {
    let allowed = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    (1..=63).contains(&text.len())
        && text.iter().all(allowed)
        && text.first() != Some(&b'-')
        && text.last() != Some(&b'-')
}

/// Refuses a region that could change a host or a header.
pub(crate) fn check_region(region: &str) -> Result<(), Error> {
    if is_label(region.as_bytes()) {
        return Ok(());
    }
    Err(Error::configuration(format!(
        "{region:?} is no region: letters, digits and dashes are"
    )))
}

/// Why the mock cloud's key is not used at this host.
pub(crate) fn mock_key_refused(host: &str) -> String {
    format!(
        "the key is the mock cloud's, and {host} is not this machine: nothing was sent; set the \
         endpoint to the mock's, for example with the variable {ENDPOINT}, or use a key of the cloud"
    )
}

/// The variable that names the endpoint of all services.
pub(crate) const ENDPOINT: &str = "CLOUDWRIGHT_ENDPOINT";

/// The endpoint that the environment names for a service: its own, or that of all services.
pub(crate) fn of_variables(
    service: &Service,
    allow_http: bool,
    variable: Variable<'_>,
) -> Result<Option<Endpoint>, Error> {
    let own = variable_name(&format!("{ENDPOINT}_{}", service.id));
    for name in [&*own, ENDPOINT] {
        if let Some(value) = variable(name) {
            return Endpoint::of_variable(name, &value, allow_http).map(Some);
        }
    }
    Ok(None)
}

/// The text as the name of a variable.
pub(crate) fn variable_name(text: &str) -> String {
    text.replace('-', "_").to_ascii_uppercase()
}

/// What a client has to say about its endpoint.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choice {
    /// Takes the place of all the rest.
    pub(crate) fixed: Option<Endpoint>,
    /// One of the service's further hosts.
    pub(crate) variant: Option<&'static str>,
}

/// Looks up a variable of the environment.
pub(crate) type Variable<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The endpoint of a call for which the client fixes none. `host` are the values of parameters that choose
/// the host.
pub(crate) fn resolve(
    service: &Service,
    variant: Option<&'static str>,
    region: Option<&str>,
    host: &[(String, String)],
) -> Result<Endpoint, Error> {
    let template = variant.unwrap_or_else(|| template(service, region));
    let host = fill(service, template, region, host)?;
    Endpoint::parse(&host, false)
}

/// The further host that the service calls by this name.
pub(crate) fn variant(service: &Service, variant: &str) -> Result<&'static str, Error> {
    let variants = service.endpoints.variants;
    let known = variants.iter().find(|(name, _)| *name == variant);
    known.map(|(_, host)| *host).ok_or_else(|| {
        let names: Vec<&str> = variants.iter().map(|(name, _)| *name).collect();
        let names = match &names[..] {
            [] => "none".to_owned(),
            names => names.join(", "),
        };
        Error::configuration(format!(
            "{} has no endpoint variant {variant:?}; it has: {names}",
            service.id
        ))
    })
}

fn template(service: &Service, region: Option<&str>) -> &'static str {
    let endpoints = &service.endpoints;
    let mut own = endpoints.by_region.iter();
    let own = own.find(|(name, _)| Some(*name) == region);
    own.map_or(endpoints.default, |(_, host)| host)
}

fn fill(
    service: &Service,
    template: &str,
    region: Option<&str>,
    host: &[(String, String)],
) -> Result<String, Error> {
    let mut filled = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = if name == "region" {
            region.ok_or_else(|| no_region(service))?
        } else {
            let given = host.iter().find(|(parameter, _)| parameter == name);
            given.map(|(_, value)| value.as_str()).ok_or_else(|| {
                Error::configuration(format!("{name} is needed: it is a part of the host"))
            })?
        };
        if !is_label(value.as_bytes()) {
            return Err(Error::configuration(format!(
                "{name} {value:?} cannot be a part of the host"
            )));
        }
        filled.extend([before, value]);
        rest = after;
    }
    filled.push(rest);
    Ok(filled.concat())
}

/// What to do where a region is needed and none is set.
pub(crate) fn no_region(service: &Service) -> Error {
    let variable = service.provider.region_variable();
    let example = service
        .regions
        .first()
        .map_or_else(String::new, |region| format!(" (for example {region})"));
    Error::configuration(format!(
        "{} needs a region{example}: set it with .region(…) on the client, .with_region(…) on the \
         call, or the variable {variable}",
        service.id
    ))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::meta::{Endpoints, Protocol, Provider};
    use crate::protocol::huawei::endpoint_of_variable;

    static SERVICE: Service = Service::new(
        "huawei-swr",
        Provider::Huawei,
        "swr",
        "SWR",
        &[Protocol::HuaweiAksk],
        Endpoints::new("swr-api.{region}.myhuaweicloud.com")
            .by_region(&[("eu-west-101", "swr-api.eu-west-101.myhuaweicloud.eu")])
            .variants(&[("vpc", "swr-vpc.{region}.example.com")]),
    );

    fn host(variant: Option<&'static str>, region: Option<&str>) -> Result<String, String> {
        resolve(&SERVICE, variant, region, &[])
            .map(|endpoint| endpoint.authority)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_region_fills_the_template_unless_it_has_a_host_of_its_own() {
        for (region, expected) in [
            ("cn-north-4", "swr-api.cn-north-4.myhuaweicloud.com"),
            ("mars-1", "swr-api.mars-1.myhuaweicloud.com"),
            ("eu-west-101", "swr-api.eu-west-101.myhuaweicloud.eu"),
        ] {
            assert_eq!(host(None, Some(region)).unwrap(), expected);
        }
        let vpc = variant(&SERVICE, "vpc").ok();
        assert_eq!(host(vpc, Some("x")).unwrap(), "swr-vpc.x.example.com");
        let wrong = variant(&SERVICE, "moon").unwrap_err().to_string();
        assert!(wrong.contains("it has: vpc"), "{wrong}");
    }

    #[test]
    fn a_region_cannot_name_another_machine() {
        for region in [
            "",
            "evil.com/",
            "a.b",
            "a b",
            "a@b",
            "a\r\nb",
            "ü",
            "-a",
            "a-",
        ] {
            assert!(host(None, Some(region)).is_err(), "{region:?}");
            assert!(check_region(region).is_err(), "{region:?}");
        }
    }

    #[test]
    fn a_missing_region_says_what_sets_it() {
        let message = host(None, None).unwrap_err();
        for part in [".region(", "HUAWEICLOUD_SDK_REGION_ID", "huawei-swr"] {
            assert!(message.contains(part), "{message}");
        }
    }

    #[test]
    fn the_vendors_variable_names_the_endpoint_of_a_region() {
        let variable = |name: &str| {
            (name == "HUAWEICLOUD_SDK_REGION_SWR_CN_NORTH_4")
                .then(|| "https://swr.example.com, https://other.example.com".to_owned())
        };
        let found = endpoint_of_variable(&SERVICE, "cn-north-4", &variable).unwrap();
        let authority = found.map(|endpoint| endpoint.authority);
        assert_eq!(authority.as_deref(), Some("swr.example.com"));
        let elsewhere = endpoint_of_variable(&SERVICE, "cn-north-1", &variable).unwrap();
        assert_eq!(elsewhere, None);
    }

    #[test]
    fn variables_name_the_endpoint_of_all_services_or_of_one() {
        let found = |set: &[(&str, &str)]| {
            let variable = |name: &str| {
                let value = set.iter().find(|(known, _)| *known == name);
                value.map(|(_, value)| (*value).to_owned())
            };
            of_variables(&SERVICE, false, &variable)
                .map(|endpoint| endpoint.map(|endpoint| endpoint.authority))
                .map_err(|error| error.to_string())
        };
        let all = ("CLOUDWRIGHT_ENDPOINT", "http://127.0.0.1:80");
        let own = ("CLOUDWRIGHT_ENDPOINT_HUAWEI_SWR", "https://swr.example:1");
        assert_eq!(found(&[]), Ok(None));
        assert_eq!(found(&[all]), Ok(Some("127.0.0.1".to_owned())));
        assert_eq!(found(&[all, own]), Ok(Some("swr.example:1".to_owned())));
        let other = ("CLOUDWRIGHT_ENDPOINT_HUAWEI_SWRX", "x");
        assert_eq!(found(&[other]), Ok(None));
        for name in [all.0, own.0] {
            for value in ["http://swr.example", "ftp://a", "a b"] {
                let error = found(&[(name, value)]).unwrap_err();
                assert!(error.starts_with(&format!("{name}: ")), "{error}");
            }
        }
    }

    #[test]
    fn endpoints_are_hosts_or_addresses_and_nothing_else() {
        for (text, scheme, authority, base) in [
            (
                "tcr.tencentcloudapi.com",
                "https",
                "tcr.tencentcloudapi.com",
                "",
            ),
            (
                "HTTPS://Tcr.Example.COM:443/",
                "https",
                "tcr.example.com",
                "",
            ),
            (
                "https://a.example:8443/gate/",
                "https",
                "a.example:8443",
                "/gate",
            ),
            ("http://127.0.0.1:80", "http", "127.0.0.1", ""),
            ("http://localhost:8080", "http", "localhost:8080", ""),
            ("http://[::1]:9", "http", "[::1]:9", ""),
        ] {
            let endpoint = Endpoint::parse(text, false).unwrap();
            assert_eq!(
                (endpoint.scheme, &*endpoint.authority, &*endpoint.base),
                (scheme, authority, base)
            );
        }
        for text in [
            "",
            "https://",
            "ftp://a",
            "http://example.com",
            "https://user@example.com",
            "https://example.com?x=1",
            "https://example.com#x",
            "https://exa mple.com",
            "https://example.com\\@evil.com",
            "https://bücher.example",
            "https://a:port",
            "https://a/../b",
            "https://[::1",
            "a..b",
        ] {
            assert!(Endpoint::parse(text, false).is_err(), "{text:?}");
        }
        assert!(Endpoint::parse("http://example.com", true).is_ok());
    }
}
