//! Which protocol, service and action a request is for, from what it bears: headers, parameters,
//! path, host, port. Whether it may do that is not asked here.

use cloudwright_spec::model::Protocol;
use cloudwright_spec::{LoadedAction, LoadedService};

use crate::dialect::Dialect;
use crate::index::{Index, Place};
use crate::message::Request;

/// Where a request is going.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    pub(crate) protocol: Protocol,
    pub(crate) dialect: Dialect,
    pub(crate) service: Option<usize>,
    pub(crate) action: Option<Place>,
    /// The action's name as the request spells it; empty where method and path tell.
    pub(crate) action_name: String,
    pub(crate) version: Option<String>,
    pub(crate) region: Option<String>,
    /// The values of a path template's parts.
    pub(crate) path_values: Vec<(String, String)>,
    /// Decoded parameters of query and form.
    pub(crate) pairs: Vec<(String, String)>,
}

impl Route {
    pub(crate) fn loaded<'a>(
        &self,
        index: &'a Index,
    ) -> Option<(&'a LoadedService, &'a LoadedAction)> {
        index.action(self.action?)
    }

    /// The value of a parameter of query or form.
    pub(crate) fn pair(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Finds the way of a request. `None` where it bears no mark of any protocol.
pub(crate) fn route(index: &Index, request: &Request) -> Option<Route> {
    let mut pairs = request.query_pairs();
    pairs.extend(request.form_pairs());
    let hint = Hint::of(index, request);
    let protocol = protocol_of(index, request, &pairs, &hint)?;
    let route = match protocol {
        Protocol::TencentTc3 => tc3(index, request, &hint),
        Protocol::TencentQcloudV2 => qcloud(index, &pairs, &hint),
        Protocol::AliyunAcs3 => acs3(index, request, &hint),
        Protocol::AliyunRpcV1 => rpc(index, &pairs, &hint),
        Protocol::AliyunRoa => roa(index, request, &hint),
        Protocol::HuaweiAksk | Protocol::HuaweiToken => {
            by_resources(index, request, protocol, &hint)
        }
    };
    Some(Route { pairs, ..route })
}

/// What host, port and path prefix say about the service.
struct Hint {
    service: Option<usize>,
    region: Option<String>,
}

impl Hint {
    fn of(index: &Index, request: &Request) -> Self {
        let stated = request
            .service_hint
            .as_deref()
            .and_then(|id| index.by_id(id));
        let by_host = index.by_host(request.host());
        Self {
            service: stated.or(by_host.as_ref().map(|(service, _)| *service)),
            region: by_host.and_then(|(_, region)| region),
        }
    }

    /// The service, if it speaks a protocol.
    fn speaking(&self, index: &Index, protocol: Protocol) -> Option<usize> {
        let service = self.service?;
        index
            .service(service)
            .filter(|loaded| speaks(loaded, protocol))
            .map(|_| service)
    }
}

fn speaks(service: &LoadedService, protocol: Protocol) -> bool {
    service.service.protocols.contains(&protocol)
}

fn protocol_of(
    index: &Index,
    request: &Request,
    pairs: &[(String, String)],
    hint: &Hint,
) -> Option<Protocol> {
    let bears = |name: &str| pairs.iter().any(|(known, _)| known == name);
    let signed_as = |start| request.header_starts_with("authorization", start);
    if signed_as("TC3-") || request.header("x-tc-action").is_some() {
        Some(Protocol::TencentTc3)
    } else if signed_as("ACS3-") {
        Some(acs3_layout(index, request, hint))
    } else if request.header("x-auth-token").is_some() {
        // The vendor's SDK adds a signature in this mode too; the token counts.
        Some(Protocol::HuaweiToken)
    } else if signed_as("SDK-HMAC-") || request.header("x-sdk-date").is_some() {
        Some(Protocol::HuaweiAksk)
    } else if bears("Action") && (bears("SecretId") || request.path.ends_with("/index.php")) {
        Some(Protocol::TencentQcloudV2)
    } else if bears("Action") && (bears("AccessKeyId") || bears("Version")) {
        Some(Protocol::AliyunRpcV1)
    } else if request.header("x-acs-action").is_some() {
        Some(acs3_layout(index, request, hint))
    } else if let Some(protocol) = index.protocol_of_path(&request.path) {
        Some(protocol)
    } else {
        let service = index.service(hint.service?)?;
        Some(service.protocol())
    }
}

/// RPC and ROA bear the same marks: the service tells them apart, or the path, which is `/` in RPC.
fn acs3_layout(index: &Index, request: &Request, hint: &Hint) -> Protocol {
    let roa = Protocol::AliyunRoa;
    let by_service = hint.speaking(index, roa).is_some();
    let is_spoken = || index.position(|loaded| speaks(loaded, roa)).is_some();
    if by_service || (request.path != "/" && is_spoken()) {
        Protocol::AliyunRoa
    } else {
        Protocol::AliyunAcs3
    }
}

fn unrouted(protocol: Protocol) -> Route {
    Route {
        protocol,
        dialect: Dialect::of(protocol),
        service: None,
        action: None,
        action_name: String::new(),
        version: None,
        region: None,
        path_values: Vec::new(),
        pairs: Vec::new(),
    }
}

fn tc3(index: &Index, request: &Request, hint: &Hint) -> Route {
    let protocol = Protocol::TencentTc3;
    let owned = |name| request.header(name).map(str::to_owned);
    let name = owned("x-tc-action").unwrap_or_default();
    let version = owned("x-tc-version");
    let scope = request.header("authorization").and_then(tc3_product);
    let by_scope = scope.and_then(|product| index.by_product(protocol, product));
    let by_version = || {
        let version = version.as_deref()?;
        index.position(|loaded| {
            speaks(loaded, protocol) && loaded.service.version.as_deref() == Some(version)
        })
    };
    let service = by_scope
        .or_else(|| hint.speaking(index, protocol))
        .or_else(by_version);
    let named = |service| {
        index.by_action(&name, Some(service), |loaded| {
            index.by_id(&loaded.service.service) == Some(service)
        })
    };
    Route {
        service,
        action: service.and_then(named),
        region: owned("x-tc-region").filter(|region| !region.is_empty()),
        version,
        action_name: name,
        ..unrouted(protocol)
    }
}

/// The product in a TC3 credential scope: `Credential={id}/{date}/{product}/tc3_request`.
fn tc3_product(authorization: &str) -> Option<&str> {
    let (_, credential) = authorization.split_once("Credential=")?;
    let credential = credential.split([',', ' ']).next()?;
    credential.rsplit('/').nth(1)
}

fn qcloud(index: &Index, pairs: &[(String, String)], hint: &Hint) -> Route {
    let protocol = Protocol::TencentQcloudV2;
    let name = pair(pairs, "Action");
    let preferred = hint.speaking(index, protocol);
    let action = index.by_action(&name, preferred, |loaded| speaks(loaded, protocol));
    let any = || index.position(|loaded| speaks(loaded, protocol));
    Route {
        service: action.map(|place| place.service).or(preferred).or_else(any),
        action,
        action_name: name,
        region: Some(pair(pairs, "Region")).filter(|region| !region.is_empty()),
        ..unrouted(protocol)
    }
}

fn acs3(index: &Index, request: &Request, hint: &Hint) -> Route {
    let name = request
        .header("x-acs-action")
        .unwrap_or_default()
        .to_owned();
    let version = request.header("x-acs-version").map(str::to_owned);
    alibaba(index, Protocol::AliyunAcs3, name, version, hint)
}

fn rpc(index: &Index, pairs: &[(String, String)], hint: &Hint) -> Route {
    let version = Some(pair(pairs, "Version")).filter(|version| !version.is_empty());
    let route = alibaba(
        index,
        Protocol::AliyunRpcV1,
        pair(pairs, "Action"),
        version,
        hint,
    );
    let wants_json = pair(pairs, "Format").eq_ignore_ascii_case("json");
    Route {
        dialect: if wants_json {
            Dialect::Alibaba
        } else {
            Dialect::AlibabaXml
        },
        ..route
    }
}

/// Alibaba's gateway tells services apart by host; behind one loopback port version and action
/// must do.
fn alibaba(
    index: &Index,
    protocol: Protocol,
    name: String,
    version: Option<String>,
    hint: &Hint,
) -> Route {
    let preferred = hint.speaking(index, protocol);
    let is_version = |loaded: &LoadedService| loaded.service.version == version;
    let exact = |loaded: &LoadedService| speaks(loaded, protocol) && is_version(loaded);
    let action = index
        .by_action(&name, preferred, exact)
        .or_else(|| index.by_action(&name, preferred, |loaded| speaks(loaded, protocol)));
    let any = || {
        index
            .position(exact)
            .or_else(|| index.position(|loaded| speaks(loaded, protocol)))
    };
    Route {
        service: action.map(|place| place.service).or(preferred).or_else(any),
        action,
        action_name: name,
        version,
        region: hint.region.clone(),
        ..unrouted(protocol)
    }
}

/// Where method and path tell no action, the version may still tell the service.
fn roa(index: &Index, request: &Request, hint: &Hint) -> Route {
    let protocol = Protocol::AliyunRoa;
    let route = by_resources(index, request, protocol, hint);
    let version = request.header("x-acs-version").map(str::to_owned);
    let is_version =
        |loaded: &LoadedService| speaks(loaded, protocol) && loaded.service.version == version;
    let by_version = || index.position(is_version);
    let service = match route.action {
        Some(place) => Some(place.service),
        None => by_version().or(route.service),
    };
    Route {
        service,
        version,
        action_name: request
            .header("x-acs-action")
            .unwrap_or_default()
            .to_owned(),
        ..route
    }
}

/// Method and path tell the action.
fn by_resources(index: &Index, request: &Request, protocol: Protocol, hint: &Hint) -> Route {
    let preferred = hint.speaking(index, protocol);
    let is_of_provider =
        |loaded: &LoadedService| loaded.protocol().provider() == protocol.provider();
    let found = index.by_path(&request.method, &request.path, preferred, is_of_provider);
    let any = || index.position(|loaded| speaks(loaded, protocol));
    let place = found.as_ref().map(|found| found.place);
    let name = place.and_then(|place| index.action(place));
    Route {
        service: place.map(|place| place.service).or(preferred).or_else(any),
        action: place,
        action_name: name
            .map(|(_, found)| found.action.action.clone())
            .unwrap_or_default(),
        region: hint.region.clone(),
        path_values: found.map(|found| found.values).unwrap_or_default(),
        ..unrouted(protocol)
    }
}

fn pair(pairs: &[(String, String)], name: &str) -> String {
    let found = pairs.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.clone()).unwrap_or_default()
}
