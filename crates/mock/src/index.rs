//! Finding services and actions: by product, host, version, name, or method and path. Which of
//! these a request goes by is decided in `route`.

use std::sync::Arc;

use cloudwright_spec::{Catalog, LoadedAction, LoadedService};
use cloudwright_vocabulary::protocol::{Need, Protocol};

/// A service and one of its actions, as positions in the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) service: usize,
    pub(crate) action: usize,
}

/// The catalog, ready to be searched.
#[derive(Debug)]
pub(crate) struct Index {
    pub(crate) catalog: Arc<Catalog>,
    /// Actions that are told apart by method and path; more fixed parts first.
    paths: Vec<(Place, Template)>,
}

#[derive(Debug)]
struct Template {
    method: String,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Fixed(String),
    /// Text, and names with the text that follows each.
    Named {
        before: String,
        names: Vec<(String, String)>,
    },
}

/// What a path template found in a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathMatch {
    pub(crate) place: Place,
    /// The values of the template's parts, decoded.
    pub(crate) values: Vec<(String, String)>,
    /// How much of the template is fixed.
    fixed: (usize, usize),
}

impl PathMatch {
    /// Whether method and path lead to another action of the service just as well.
    pub(crate) fn is_twin_of(&self, other: &Self) -> bool {
        self.place.service == other.place.service && self.fixed == other.fixed
    }
}

impl Index {
    pub(crate) fn new(catalog: Arc<Catalog>) -> Self {
        let mut paths = Vec::new();
        for (service, loaded) in catalog.services.iter().enumerate() {
            if !loaded.protocol().is_rest() {
                continue;
            }
            for (action, found) in loaded.actions.iter().enumerate() {
                let template =
                    Template::new(loaded.method(&found.action), loaded.path(&found.action));
                paths.push((Place { service, action }, template));
            }
        }
        paths.sort_by_key(|(_, template)| std::cmp::Reverse(template.fixed()));
        Self { catalog, paths }
    }

    pub(crate) fn service(&self, position: usize) -> Option<&LoadedService> {
        self.catalog.services.get(position)
    }

    pub(crate) fn action(&self, place: Place) -> Option<(&LoadedService, &LoadedAction)> {
        let service = self.service(place.service)?;
        Some((service, service.actions.get(place.action)?))
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<usize> {
        self.position(|loaded| loaded.service.service == id)
    }

    /// The place of an action, by its service's id and its name.
    pub(crate) fn place(&self, service: &str, action: &str) -> Option<Place> {
        let service = self.by_id(service)?;
        let action = position_of_action(self.service(service)?, action)?;
        Some(Place { service, action })
    }

    /// The services one of whose documented hosts this is, and the region in the host's name. All
    /// versions of a product share their hosts.
    pub(crate) fn by_host(&self, host: &str) -> (Vec<usize>, Option<String>) {
        let name = host.split(':').next().unwrap_or(host);
        let mut services = Vec::new();
        let mut region = None;
        for (position, loaded) in self.catalog.services.iter().enumerate() {
            if let Some(found) = host_region(loaded, name) {
                services.push(position);
                region = region.or(found.0);
            }
        }
        (services, region)
    }

    /// The action of this name in one of the services, which are tried in their order.
    pub(crate) fn by_action(&self, name: &str, services: &[usize]) -> Option<Place> {
        services.iter().find_map(|service| {
            let action = position_of_action(self.service(*service)?, name)?;
            Some(Place {
                service: *service,
                action,
            })
        })
    }

    /// Whether a request to a service could be one to another service as well, if nothing but the
    /// request itself tells: the same provider, version and action, or method and path.
    pub(crate) fn is_ambiguous(&self, position: usize) -> bool {
        let Some(this) = self.service(position) else {
            return false;
        };
        let others = self.catalog.services.iter().enumerate();
        let mut others = others.filter(|(other, _)| *other != position);
        others.any(|(other, loaded)| {
            let protocols = &this.service.protocols;
            let mut shared = protocols
                .iter()
                .filter(|protocol| loaded.service.protocols.contains(protocol));
            shared.any(|protocol| self.is_confused(*protocol, position, other))
        })
    }

    fn is_confused(&self, protocol: Protocol, this: usize, other: usize) -> bool {
        let (Some(one), Some(two)) = (self.service(this), self.service(other)) else {
            return false;
        };
        let same_action = || {
            let mut actions = one.actions.iter();
            actions.any(|found| position_of_action(two, &found.action.action).is_some())
        };
        let same_version = || one.service.version == two.service.version;
        let same_product = || one.service.product == two.service.product;
        (!protocol.needs(Need::Version) || same_version())
            && (!protocol.needs(Need::Product) || same_product())
            && if protocol.is_rest() {
                self.share_a_path(this, other)
            } else {
                same_action()
            }
    }

    fn share_a_path(&self, one: usize, two: usize) -> bool {
        let of = |service: usize| {
            let paths = self.paths.iter();
            paths.filter(move |(place, _)| place.service == service)
        };
        of(one).any(|(_, one)| of(two).any(|(_, two)| one.overlaps(two)))
    }

    /// The first service that fulfils a condition.
    pub(crate) fn position(&self, is_it: impl Fn(&LoadedService) -> bool) -> Option<usize> {
        self.catalog.services.iter().position(is_it)
    }

    /// The actions whose method and path template a request fits, the most fixed one first.
    pub(crate) fn by_path(&self, method: &str, path: &str) -> impl Iterator<Item = PathMatch> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        self.paths.iter().filter_map(move |(place, template)| {
            let values = template.values(method, &parts)?;
            Some(PathMatch {
                place: *place,
                values,
                fixed: template.fixed(),
            })
        })
    }

    /// The protocol of a service one of whose actions has this path, by whatever method. A template of
    /// names alone (`/{api_version}`) fits any path, and tells nothing.
    pub(crate) fn protocol_of_path(&self, path: &str) -> Option<Protocol> {
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let mut telling = self
            .paths
            .iter()
            .filter(|(_, template)| template.fixed() > (0, 0));
        let (place, _) =
            telling.find(|(_, template)| template.values(&template.method, &parts).is_some())?;
        self.service(place.service).map(LoadedService::protocol)
    }
}

/// The position of an action in its service.
pub(crate) fn position_of_action(service: &LoadedService, name: &str) -> Option<usize> {
    let by_name = |loaded: &LoadedAction| loaded.action.action.as_str().cmp(name);
    service.actions.binary_search_by(by_name).ok()
}

/// Whether a host is one of a service's, and the region it names if it has one.
fn host_region(loaded: &LoadedService, name: &str) -> Option<HostRegion> {
    let endpoints = &loaded.service.endpoints;
    let special = endpoints
        .by_region
        .iter()
        .filter(|(_, known)| *known == name)
        .map(|(region, _)| HostRegion(Some(region.clone())));
    let templates = std::iter::once(&endpoints.default).chain(endpoints.variants.values());
    let usual = templates.filter_map(|template| region_in(template, name));
    special.chain(usual).next()
}

/// Whether a host fits a template, and the region it names if it has one.
fn region_in(template: &str, host: &str) -> Option<HostRegion> {
    let Some((start, end)) = template.split_once("{region}") else {
        return (template == host).then_some(HostRegion(None));
    };
    let region = host.strip_prefix(start)?.strip_suffix(end)?;
    let is_region = !region.is_empty() && !region.contains('.');
    is_region.then(|| HostRegion(Some(region.to_owned())))
}

/// The region in a host's name, where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct HostRegion(Option<String>);

impl Template {
    fn new(method: &str, path: &str) -> Self {
        let parts = path.trim_start_matches('/').split('/');
        let parts = parts.map(|part| {
            let mut names = part.split('{');
            let before = names.next().unwrap_or_default().to_owned();
            let names: Vec<(String, String)> = names
                .filter_map(|rest| rest.split_once('}'))
                .map(|(name, after)| (name.to_owned(), after.to_owned()))
                .collect();
            if names.is_empty() {
                Part::Fixed(before)
            } else {
                Part::Named { before, names }
            }
        });
        Self {
            method: method.to_owned(),
            parts: parts.collect(),
        }
    }

    /// How much of it is fixed: parts, and then bytes beside the names of the others.
    fn fixed(&self) -> (usize, usize) {
        let beside = |part: &Part| match part {
            Part::Fixed(_) => (1, 0),
            Part::Named { before, names } => {
                let after: usize = names.iter().map(|(_, after)| after.len()).sum();
                (0, before.len() + after)
            }
        };
        let add = |all: (usize, usize), one: (usize, usize)| (all.0 + one.0, all.1 + one.1);
        self.parts.iter().map(beside).fold((0, 0), add)
    }

    /// Whether some path fits both.
    fn overlaps(&self, other: &Self) -> bool {
        let meet = |(one, other): (&Part, &Part)| match (one, other) {
            (Part::Fixed(one), Part::Fixed(other)) => one == other,
            (Part::Fixed(text), Part::Named { before, names })
            | (Part::Named { before, names }, Part::Fixed(text)) => {
                named(before, names, text, &mut Vec::new()).is_some()
            }
            // Near enough: nobody writes `{a}-x` beside `{a}-y`.
            (Part::Named { .. }, Part::Named { .. }) => true,
        };
        self.method == other.method
            && self.parts.len() == other.parts.len()
            && self.parts.iter().zip(&other.parts).all(meet)
    }

    fn values(&self, method: &str, parts: &[&str]) -> Option<Vec<(String, String)>> {
        if method != self.method || parts.len() != self.parts.len() {
            return None;
        }
        let mut values = Vec::new();
        for (wanted, found) in self.parts.iter().zip(parts) {
            let found = cloudwright_sign::percent_decode(found);
            match wanted {
                Part::Fixed(text) if *text == found => {}
                Part::Named { before, names } => named(before, names, &found, &mut values)?,
                Part::Fixed(_) => return None,
            }
        }
        Some(values)
    }
}

/// Reads the values of a part's names, each up to the text that follows it; the last one up to the
/// part's end. None of them is empty.
fn named(
    before: &str,
    names: &[(String, String)],
    found: &str,
    values: &mut Vec<(String, String)>,
) -> Option<()> {
    let mut rest = found.strip_prefix(before)?;
    for (index, (name, after)) in names.iter().enumerate() {
        let is_last = index + 1 == names.len();
        let (value, behind) = if is_last {
            (rest.strip_suffix(after.as_str())?, "")
        } else {
            rest.split_once(after.as_str())?
        };
        if value.is_empty() {
            return None;
        }
        values.push((name.clone(), value.to_owned()));
        rest = behind;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_path_gives_its_decoded_values() {
        let template = Template::new("GET", "/v2/{project_id}/jobs/{id}");
        let parts = ["v2", "a%2Fb", "jobs", "7"];
        let values = template.values("GET", &parts).unwrap();
        let pairs = [("project_id", "a/b"), ("id", "7")];
        assert_eq!(
            values,
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        assert_eq!(template.values("POST", &parts), None);
        assert_eq!(template.values("GET", &["v2", "", "jobs", "7"]), None);
    }

    #[test]
    fn a_part_of_a_path_may_hold_text_beside_its_names() {
        let values = |path: &str, part: &str| {
            let values = Template::new("GET", path).values("GET", &[part])?;
            Some(
                values
                    .into_iter()
                    .map(|(_, value)| value)
                    .collect::<Vec<_>>(),
            )
        };
        for (path, part, expected) in [
            ("/{id}:go", "a:b:go", Some(vec!["a:b"])),
            ("/s-{id}.json", "s-7.json", Some(vec!["7"])),
            ("/{a}-{b}", "x-y-z", Some(vec!["x", "y-z"])),
            ("/{id}:go", ":go", None),
            ("/{id}:go", "7", None),
            ("/s-{id}", "7", None),
        ] {
            let expected = expected.map(|list| list.into_iter().map(str::to_owned).collect());
            assert_eq!(values(path, part), expected, "{path} {part}");
        }
    }

    #[test]
    fn a_region_is_read_from_the_host() {
        let template = "cr.{region}.aliyuncs.com";
        let region = region_in(template, "cr.cn-hangzhou.aliyuncs.com");
        assert_eq!(region, Some(HostRegion(Some("cn-hangzhou".to_owned()))));
        assert_eq!(region_in(template, "cr.a.b.aliyuncs.com"), None);
        assert_eq!(
            region_in("ccr.api.qcloud.com", "ccr.api.qcloud.com"),
            Some(HostRegion(None))
        );
    }
}
