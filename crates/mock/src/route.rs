//! Which protocol, service and action a request is for, from what it bears: headers, parameters,
//! path, host, port. Whether it may do that is not asked here.

use cloudwright_spec::model::Protocol;
use cloudwright_spec::{LoadedAction, LoadedService};

use crate::dialect::Dialect;
use crate::index::{Index, PathMatch, Place};
use crate::message::Request;
use crate::twins;

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
    let protocol = crate::protocol::of_request(index, request, &pairs, &hint)?;
    let asked = Asked {
        protocol,
        index,
        request,
        pairs: &pairs,
        hint: &hint,
    };
    let route = (crate::protocol::played(protocol).route)(&asked);
    Some(Route { pairs, ..route })
}

/// A request whose way is looked for.
pub(crate) struct Asked<'a> {
    protocol: Protocol,
    index: &'a Index,
    request: &'a Request,
    pairs: &'a [(String, String)],
    hint: &'a Hint,
}

impl<'a> Asked<'a> {
    /// The services that it may be for.
    fn candidates(&self) -> Candidates<'a> {
        Candidates::speaking(self.index, self.protocol, self.hint)
    }

    fn header(&self, name: &str) -> Option<&'a str> {
        self.request.header(name)
    }

    /// A parameter of query or form; empty where there is none.
    fn pair(&self, name: &str) -> String {
        let found = self.pairs.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The same; `None` where it is empty.
    fn filled_pair(&self, name: &str) -> Option<String> {
        Some(self.pair(name)).filter(|value| !value.is_empty())
    }

    /// The way to the action of a path.
    fn to(&self, found: &PathMatch) -> Route {
        let action = self.index.action(found.place);
        let name = action.map(|(_, found)| found.action.action.clone());
        Route {
            service: Some(found.place.service),
            action: Some(found.place),
            action_name: name.unwrap_or_default(),
            region: self.hint.region.clone(),
            path_values: found.values.clone(),
            pairs: self.pairs.to_vec(),
            ..self.unrouted()
        }
    }

    /// A way that leads nowhere yet.
    fn unrouted(&self) -> Route {
        Route {
            protocol: self.protocol,
            dialect: crate::protocol::played(self.protocol).dialect,
            service: None,
            action: None,
            action_name: String::new(),
            version: None,
            region: None,
            path_values: Vec::new(),
            pairs: Vec::new(),
        }
    }
}

/// What host, port and path prefix say about the service.
pub(crate) struct Hint {
    /// The service that port or prefix stand for.
    stated: Option<usize>,
    /// The services that have the host.
    of_host: Vec<usize>,
    region: Option<String>,
}

impl Hint {
    fn of(index: &Index, request: &Request) -> Self {
        let stated = request.service_hint.as_deref();
        let (of_host, region) = index.by_host(request.host());
        Self {
            stated: stated.and_then(|id| index.by_id(id)),
            of_host,
            region,
        }
    }

    /// The one service, where something says which.
    pub(crate) fn service(&self) -> Option<usize> {
        self.stated.or(self.of_host.first().copied())
    }
}

/// The services that a request may be for. What tells more narrows them down; what tells of none of
/// them is passed over, and told as wrong later.
struct Candidates<'i> {
    index: &'i Index,
    services: Vec<usize>,
}

impl<'i> Candidates<'i> {
    /// Those that speak a protocol, by what port, prefix and host say. A port stands for all
    /// versions of its product, as a host does.
    fn speaking(index: &'i Index, protocol: Protocol, hint: &Hint) -> Self {
        let all = 0..index.catalog.services.len();
        let all = Self {
            index,
            services: all.collect(),
        };
        let nobody = || Self {
            index,
            services: Vec::new(),
        };
        let speaking = all
            .only(|_, loaded| speaks(loaded, protocol))
            .unwrap_or_else(nobody);
        let Some(stated) = hint.stated.and_then(|service| index.service(service)) else {
            return speaking.narrowed(|position, _| hint.of_host.contains(&position));
        };
        let is_of_product = |_, loaded: &LoadedService| {
            stated.service.provider == loaded.service.provider
                && stated.service.product == loaded.service.product
        };
        let mut of_product = speaking.narrowed(is_of_product);
        // What is stated is tried first.
        let services = &mut of_product.services;
        services.sort_by_key(|service| Some(*service) != hint.stated);
        of_product
    }

    /// Those that fulfil a condition, if there are any.
    fn only(&self, is_it: impl Fn(usize, &LoadedService) -> bool) -> Option<Self> {
        let fulfils = |service: &usize| {
            let loaded = self.index.service(*service);
            loaded.is_some_and(|loaded| is_it(*service, loaded))
        };
        let found: Vec<usize> = self.services.iter().copied().filter(fulfils).collect();
        (!found.is_empty()).then_some(Self {
            index: self.index,
            services: found,
        })
    }

    /// Those that fulfil a condition, or all where none does.
    fn narrowed(self, is_it: impl Fn(usize, &LoadedService) -> bool) -> Self {
        self.only(is_it).unwrap_or(self)
    }

    /// Those of a version, where the request names one.
    fn of_version(self, version: Option<&str>) -> Self {
        match version {
            Some(version) => self.narrowed(|_, loaded| is_version(loaded, version)),
            None => self,
        }
    }

    /// The action of a name, and its service, or else the service that is most likely meant.
    fn choose(&self, name: &str) -> (Option<usize>, Option<Place>) {
        let action = self.index.by_action(name, &self.services);
        let service = action.map(|place| place.service);
        (service.or(self.services.first().copied()), action)
    }
}

fn is_version(service: &LoadedService, version: &str) -> bool {
    service.service.version.as_deref() == Some(version)
}

fn speaks(service: &LoadedService, protocol: Protocol) -> bool {
    service.service.protocols.contains(&protocol)
}

pub(crate) fn tc3(asked: &Asked<'_>) -> Route {
    let owned = |name| asked.header(name).map(str::to_owned);
    let name = owned("x-tc-action").unwrap_or_default();
    let version = owned("x-tc-version");
    let product = asked.header("authorization").and_then(tc3_product);
    let speaking = asked.candidates();
    let is_told = |_, loaded: &LoadedService| {
        asked.hint.service().is_some()
            || version
                .as_deref()
                .is_some_and(|version| is_version(loaded, version))
    };
    // Where nothing tells, the request is for something else: a stand-in, or nothing of these.
    let told = speaking
        .only(|_, loaded| Some(loaded.service.product.as_str()) == product)
        .or_else(|| speaking.only(is_told));
    let told = told.map(|told| told.of_version(version.as_deref()));
    let (service, action) = told.map_or((None, None), |told| told.choose(&name));
    Route {
        service,
        action,
        region: owned("x-tc-region").filter(|region| !region.is_empty()),
        version,
        action_name: name,
        ..asked.unrouted()
    }
}

/// The product in a TC3 credential scope: `Credential={id}/{date}/{product}/tc3_request`.
fn tc3_product(authorization: &str) -> Option<&str> {
    let (_, credential) = authorization.split_once("Credential=")?;
    let credential = credential.split([',', ' ']).next()?;
    credential.rsplit('/').nth(1)
}

pub(crate) fn qcloud(asked: &Asked<'_>) -> Route {
    let name = asked.pair("Action");
    let version = asked.filled_pair("Version");
    let candidates = asked.candidates().of_version(version.as_deref());
    let (service, action) = candidates.choose(&name);
    Route {
        service,
        action,
        action_name: name,
        region: asked.filled_pair("Region"),
        ..asked.unrouted()
    }
}

pub(crate) fn acs3(asked: &Asked<'_>) -> Route {
    let name = asked.header("x-acs-action").unwrap_or_default();
    let version = asked.header("x-acs-version").map(str::to_owned);
    alibaba(asked, name.to_owned(), version)
}

pub(crate) fn rpc(asked: &Asked<'_>) -> Route {
    let route = alibaba(asked, asked.pair("Action"), asked.filled_pair("Version"));
    let wants_json = asked.pair("Format").eq_ignore_ascii_case("json");
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
fn alibaba(asked: &Asked<'_>, name: String, version: Option<String>) -> Route {
    let candidates = asked.candidates().of_version(version.as_deref());
    let (service, action) = candidates.choose(&name);
    Route {
        service,
        action,
        action_name: name,
        version,
        region: asked.hint.region.clone(),
        ..asked.unrouted()
    }
}

/// Two versions of a product may have the same paths.
pub(crate) fn roa(asked: &Asked<'_>) -> Route {
    let version = asked.header("x-acs-version").map(str::to_owned);
    let route = by_resources(asked, version.as_deref());
    let named = asked.header("x-acs-action").unwrap_or_default();
    Route {
        version,
        action_name: if route.action.is_some() {
            route.action_name.clone()
        } else {
            named.to_owned()
        },
        ..route
    }
}

pub(crate) fn huawei(asked: &Asked<'_>) -> Route {
    by_resources(asked, None)
}

/// Method and path tell the action.
fn by_resources(asked: &Asked<'_>, version: Option<&str>) -> Route {
    let Asked { index, hint, .. } = asked;
    let request = asked.request;
    // An access key and a token lead to the same services, whatever of them a spec names.
    let is_of_provider =
        |loaded: &LoadedService| loaded.protocol().provider() == asked.protocol.provider();
    let candidates = asked.candidates().of_version(version);
    let fits = |found: &PathMatch| {
        let loaded = index.service(found.place.service);
        loaded.is_some_and(is_of_provider)
    };
    let matches: Vec<PathMatch> = index
        .by_path(&request.method, &request.path)
        .filter(fits)
        .collect();
    let is_likely = |found: &&PathMatch| candidates.services.contains(&found.place.service);
    let is_stated =
        |found: &&PathMatch| is_likely(found) && Some(found.place.service) == hint.stated;
    let found = matches
        .iter()
        .find(is_stated)
        .or_else(|| matches.iter().find(is_likely))
        .or_else(|| matches.first().filter(|_| hint.service().is_none()));
    let Some(found) = found else {
        return Route {
            service: candidates.services.first().copied(),
            region: hint.region.clone(),
            ..asked.unrouted()
        };
    };
    let twins = matches.iter().filter(|other| other.is_twin_of(found));
    let routes = twins.map(|found| asked.to(found)).collect();
    twins::told_apart(index, request, routes).unwrap_or_else(|| asked.to(found))
}
