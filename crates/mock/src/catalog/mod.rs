//! What is served: the services and actions of the specs, and how they are found by product, host, version, name,
//! or method and path. Which of these a request goes by is decided in `route`.

mod action_types;
mod path_template;
pub(crate) mod stand_ins;

use std::cmp::Reverse;
use std::ptr;
use std::sync::Arc;

use cloudwright_spec::{Catalog, LoadedService};
use cloudwright_vocabulary::protocol::{Need, Protocol};

pub(crate) use action_types::ActionTypes;
#[cfg(test)]
pub(crate) use action_types::fixture;
use path_template::Template;

/// The catalog, ready to be searched. Services stand in it once, and are compared by their address.
#[derive(Debug, Default)]
pub(crate) struct Index {
    catalog: Arc<Catalog>,
    /// Actions that are told apart by method and path, as positions of service and action; more fixed parts first.
    paths: Vec<(usize, usize, Template)>,
}

/// What a path template found in a path.
pub(crate) struct PathMatch<'i> {
    pub(crate) types: ActionTypes<'i>,
    /// The values of the template's names, decoded.
    pub(crate) values: Vec<(String, String)>,
    /// How much of the template is fixed.
    fixed: (usize, usize),
}

impl PathMatch<'_> {
    /// Whether method and path lead to another action of the service just as well.
    pub(crate) fn is_twin_of(&self, other: &Self) -> bool {
        ptr::eq(self.types.service, other.types.service) && self.fixed == other.fixed
    }
}

impl Index {
    pub(crate) fn new(catalog: Arc<Catalog>) -> Self {
        let mut paths = Vec::new();
        let services = catalog.services.iter().enumerate();
        for (position, service) in services.filter(|(_, found)| found.protocol().is_rest()) {
            for (number, found) in service.actions.iter().enumerate() {
                let action = &found.action;
                let template = Template::new(service.method(action), service.path(action));
                paths.push((position, number, template));
            }
        }
        paths.sort_by_key(|(_, _, template)| Reverse(template.fixed()));
        Self { catalog, paths }
    }

    pub(crate) fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    pub(crate) fn services(&self) -> &[LoadedService] {
        &self.catalog.services
    }

    pub(crate) fn service(&self, id: &str) -> Option<&LoadedService> {
        self.catalog.service(id)
    }

    /// An action, by its service's id and its name.
    pub(crate) fn action(&self, service: &str, name: &str) -> Option<ActionTypes<'_>> {
        ActionTypes::named(self.service(service)?, name)
    }

    /// The services one of whose documented hosts this is, and the region in the host's name. All
    /// versions of a product share their hosts.
    pub(crate) fn by_host(&self, host: &str) -> (Vec<&LoadedService>, Option<String>) {
        let name = host.split(':').next().unwrap_or(host);
        let mut services = Vec::new();
        let mut region = None;
        for service in self.services() {
            if let Some(found) = host_region(service, name) {
                services.push(service);
                region = region.or(Some(found).filter(|region| !region.is_empty()));
            }
        }
        (services, region.map(str::to_owned))
    }

    /// Whether a request to a service could be one to another service as well, if nothing but the
    /// request itself tells: the same provider, version and action, or method and path.
    pub(crate) fn is_ambiguous(&self, service: &LoadedService) -> bool {
        let others = self.services().iter();
        let mut others = others.filter(|other| !ptr::eq(*other, service));
        others.any(|other| {
            let protocols = &service.service.protocols;
            let mut shared = protocols
                .iter()
                .filter(|protocol| other.service.protocols.contains(protocol));
            shared.any(|protocol| self.is_confused(*protocol, service, other))
        })
    }

    fn is_confused(&self, protocol: Protocol, one: &LoadedService, two: &LoadedService) -> bool {
        if protocol.needs(Need::Version) && one.service.version != two.service.version
            || protocol.needs(Need::Product) && one.service.product != two.service.product
        {
            return false;
        }
        if protocol.is_rest() {
            return self.share_a_path(one, two);
        }
        let mut actions = one.actions.iter();
        actions.any(|found| two.action(&found.action.action).is_some())
    }

    fn share_a_path(&self, one: &LoadedService, two: &LoadedService) -> bool {
        let of = |service| {
            let own = self.paths.iter().filter(move |(position, ..)| {
                let found = self.services().get(*position);
                found.is_some_and(|found| ptr::eq(found, service))
            });
            own.map(|(_, _, template)| template)
        };
        of(one).any(|one| of(two).any(|two| one.overlaps(two)))
    }

    /// The actions whose method and path template a request fits, the most fixed one first.
    pub(crate) fn by_path(&self, method: &str, path: &str) -> impl Iterator<Item = PathMatch<'_>> {
        self.paths
            .iter()
            .filter_map(move |(service, action, template)| {
                let values = template.values(method, path)?;
                let service = self.services().get(*service)?;
                let action = &service.actions.get(*action)?.action;
                Some(PathMatch {
                    types: ActionTypes { service, action },
                    values,
                    fixed: template.fixed(),
                })
            })
    }

    /// The protocol of a service one of whose actions has this path, by whatever method. A template of
    /// names alone (`/{api_version}`) fits any path, and tells nothing.
    pub(crate) fn protocol_of_path(&self, path: &str) -> Option<Protocol> {
        let is_told =
            |template: &Template| template.fixed() > (0, 0) && template.values_in(path).is_some();
        let (service, ..) = self.paths.iter().find(|(.., template)| is_told(template))?;
        self.services().get(*service).map(LoadedService::protocol)
    }
}

/// The region that a host of a service's names; empty where it names none, `None` if it is no host of it.
fn host_region<'a>(loaded: &'a LoadedService, name: &'a str) -> Option<&'a str> {
    let endpoints = &loaded.service.endpoints;
    let mut special = endpoints.by_region.iter();
    if let Some((region, _)) = special.find(|(_, known)| *known == name) {
        return Some(region);
    }
    let mut templates = std::iter::once(&endpoints.default).chain(endpoints.variants.values());
    templates.find_map(|template| region_in(template, name))
}

/// The same by a template.
fn region_in<'a>(template: &str, host: &'a str) -> Option<&'a str> {
    let Some((start, end)) = template.split_once("{region}") else {
        return (template == host).then_some("");
    };
    let region = host.strip_prefix(start)?.strip_suffix(end)?;
    (!region.is_empty() && !region.contains('.')).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_read_from_the_host() {
        let template = "cr.{region}.aliyuncs.com";
        let region = region_in(template, "cr.cn-hangzhou.aliyuncs.com");
        assert_eq!(region, Some("cn-hangzhou"));
        assert_eq!(region_in(template, "cr.a.b.aliyuncs.com"), None);
        assert_eq!(
            region_in("ccr.api.qcloud.com", "ccr.api.qcloud.com"),
            Some("")
        );
    }
}
