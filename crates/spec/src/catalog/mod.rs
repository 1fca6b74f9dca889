//! The catalog: all services and actions of a specs folder, and what follows from them together.
//!
//! A protocol's own rules (usual method, path and place of a parameter) are applied here and
//! nowhere else, so that the generator and the mock cloud never disagree about a request.

mod inherit;
mod spellings;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::{
    Action, CrateInfo, Endpoints, EnumValue, Facade, Location, Member, Protocol, Provider,
    ProviderSpec, Service, TypeDef, TypeRef,
};

pub(crate) use inherit::{EXPLORER_WORDS, glossary_key};
pub(crate) use spellings::step;

/// The file of a service.
pub(crate) const SERVICE_FILE: &str = "service.yaml";

/// The file of what the services of a provider share.
pub const PROVIDER_FILE: &str = "provider.yaml";

/// The file of the crate that has all services.
pub const FACADE_FILE: &str = "facade.yaml";

/// The changelog of a service's crate, beside its specs.
pub const CHANGELOG_FILE: &str = "CHANGELOG.md";

/// All services of a specs folder, sorted by folder.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalog {
    /// The services, sorted by folder.
    pub services: Vec<LoadedService>,
    /// What the services of each provider share, by the provider's folder. They have inherited it.
    pub providers: BTreeMap<String, ProviderSpec>,
    /// What `facade.yaml` says of the crate that has all services, if it is there.
    pub facade: Option<Facade>,
}

/// A service with its actions.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LoadedService {
    /// Its folder below the specs folder: `tencent/tcr`.
    pub folder: String,
    /// What `service.yaml` says.
    pub service: Service,
    /// Its actions, sorted by wire name.
    pub actions: Vec<LoadedAction>,
    /// The changelog of its crate, which stands beside the specs.
    pub changelog: Option<String>,
    /// Where the service's types are, so that products with thousands of them stay quick.
    types: HashMap<String, usize>,
}

/// An action and the file it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedAction {
    /// The file, below the specs folder and with `/` between the parts.
    pub file: String,
    /// What it says.
    pub action: Action,
}

/// Where a type is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the action's file.
    Action,
    /// In `service.yaml`.
    Service,
}

impl Catalog {
    /// This without stubs of what the vendors no longer document: what is spoken today.
    #[must_use]
    pub fn documented(mut self) -> Self {
        for service in &mut self.services {
            documented_types(&mut service.service.types);
            service
                .service
                .errors
                .retain(|error| error.removed.is_none());
            for loaded in &mut service.actions {
                let action = &mut loaded.action;
                documented_members(&mut action.request);
                documented_members(&mut action.response);
                documented_types(&mut action.types);
                action.errors.retain(|error| error.removed.is_none());
            }
        }
        self
    }

    /// The service with this id (`tencent-tcr`).
    pub fn service(&self, id: &str) -> Option<&LoadedService> {
        self.services
            .iter()
            .find(|loaded| loaded.service.service == id)
    }

    /// What the services of a service's provider share, if that is said.
    pub fn provider_of(&self, service: &LoadedService) -> Option<&ProviderSpec> {
        self.providers.get(service.folder.split('/').next()?)
    }

    /// How many actions there are in all services.
    pub fn action_count(&self) -> usize {
        self.services
            .iter()
            .map(|service| service.actions.len())
            .sum()
    }
}

/// Types stay, stubs or not: something else may hold them.
fn documented_types(types: &mut [TypeDef]) {
    for declared in types {
        if let Some(fields) = &mut declared.fields {
            documented_members(fields);
        }
        if let Some(values) = &mut declared.values {
            values.retain(|value| value.removed.is_none());
        }
    }
}

fn documented_members(members: &mut Vec<Member>) {
    members.retain(|member| member.removed.is_none());
    for member in members {
        member.values.retain(|value| value.removed.is_none());
        if let Some(fields) = &mut member.fields {
            documented_members(fields);
        }
    }
}

impl LoadedService {
    /// A service of these parts; actions are sorted by wire name.
    pub fn new(folder: impl Into<String>, service: Service, actions: Vec<LoadedAction>) -> Self {
        let mut actions = actions;
        actions.sort_by(|left, right| {
            let names = left.action.action.cmp(&right.action.action);
            names.then_with(|| left.file.cmp(&right.file))
        });
        let mut types = HashMap::new();
        for (index, declared) in service.types.iter().enumerate() {
            types.entry(declared.name.clone()).or_insert(index);
        }
        Self {
            folder: folder.into(),
            service,
            actions,
            changelog: None,
            types,
        }
    }

    /// The action with this wire name.
    pub fn action(&self, name: &str) -> Option<&LoadedAction> {
        self.actions
            .binary_search_by(|loaded| loaded.action.action.as_str().cmp(name))
            .ok()
            .and_then(|index| self.actions.get(index))
    }

    /// The type that a name stands for in an action: the action's own types come first.
    pub fn type_of<'a>(&'a self, action: &'a Action, name: &str) -> Option<(Scope, &'a TypeDef)> {
        let own = action.types.iter().find(|found| found.name == name);
        own.map(|found| (Scope::Action, found))
            .or_else(|| self.type_named(name).map(|found| (Scope::Service, found)))
    }

    /// The service's own type of this name.
    pub fn type_named(&self, name: &str) -> Option<&TypeDef> {
        self.service.types.get(*self.types.get(name)?)
    }

    /// The fields that a type expression leads to, through lists and maps: a named type's fields
    /// or the member's own. `None` where there is no object in the end.
    pub fn fields_of<'a>(&'a self, action: &'a Action, member: &'a Member) -> Option<&'a [Member]> {
        match member.type_ref.leaf() {
            TypeRef::Object => member.fields.as_deref(),
            TypeRef::Named(name) => self.type_of(action, name)?.1.fields.as_deref(),
            _ => None,
        }
    }

    /// The values that a member may have: its own, or those of the type that it holds. None where it documents
    /// none.
    pub fn values_of<'a>(&'a self, action: &'a Action, member: &'a Member) -> &'a [EnumValue] {
        if !member.values.is_empty() {
            return &member.values;
        }
        let declared = match member.type_ref.leaf() {
            TypeRef::Named(name) => self.type_of(action, name),
            _ => None,
        };
        let values = declared.and_then(|(_, found)| found.values.as_deref());
        values.unwrap_or_default()
    }

    /// The names, other spellings too, of those of an action's members that the spec calls sensitive, at any depth.
    pub fn sensitive<'a>(&'a self, action: &'a Action, members: &'a [Member]) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut open = vec![members];
        while let Some(members) = open.pop() {
            // Types may hold themselves.
            if seen.insert(members.as_ptr()) {
                let sensitive = members.iter().filter(|member| member.sensitive);
                for member in sensitive {
                    found.insert(member.name.as_str());
                    found.extend(member.alias.iter().map(String::as_str));
                }
                let inside = members.iter();
                open.extend(inside.filter_map(|member| self.fields_of(action, member)));
            }
        }
        found
    }

    /// The protocol that is used unless another is asked for.
    pub fn protocol(&self) -> Protocol {
        self.service.protocol()
    }

    /// The HTTP method of an action.
    pub fn method<'a>(&'a self, action: &'a Action) -> &'a str {
        self.service.route(action).0
    }

    /// The path template of an action.
    pub fn path<'a>(&'a self, action: &'a Action) -> &'a str {
        self.service.route(action).1
    }

    /// Where a parameter of an action travels.
    pub fn location(&self, action: &Action, member: &Member) -> Location {
        let usual = || {
            let route = self.service.route(action);
            self.service.usual_location(route, &member.name)
        };
        member.location.unwrap_or_else(usual)
    }
}

impl Service {
    /// A service of which its provider, its name and its protocols are known, before its first release.
    pub(crate) fn new(provider: Provider, name: &str, protocols: Vec<Protocol>) -> Self {
        let id = format!("{}-{name}", provider.as_str());
        Self {
            provider,
            product: name.to_owned(),
            title: format!("{} {name}", provider.title()),
            version: None,
            protocols,
            package: CrateInfo {
                name: format!("cloudwright-{id}"),
                version: "0.1.0".to_owned(),
            },
            service: id,
            endpoints: Endpoints::default(),
            path: None,
            envelope: None,
            regions: Vec::new(),
            deprecated: None,
            explorer: None,
            errors: Vec::new(),
            glossary: BTreeMap::new(),
            types: Vec::new(),
        }
    }

    /// The protocol that is used unless another is asked for.
    pub fn protocol(&self) -> Protocol {
        // The checks refuse an empty list; the default only serves a service made by hand.
        let first = self.protocols.first().copied();
        first.unwrap_or_else(|| self.provider.usual_protocol())
    }

    /// The HTTP method and the path template of an action.
    pub fn route<'a>(&'a self, action: &'a Action) -> (&'a str, &'a str) {
        let protocol = self.protocol();
        let method = action.method.as_deref();
        let path = action.path.as_deref().or(self.path.as_deref());
        (
            method.unwrap_or(protocol.usual_method()),
            path.unwrap_or(protocol.usual_path()),
        )
    }

    /// Whether clients send a header of this name themselves, by one of the protocols.
    pub(crate) fn sets_header(&self, name: &str) -> bool {
        let mut protocols = self.protocols.iter();
        protocols.any(|protocol| protocol.sets_header(name))
    }

    /// Where a parameter travels that does not say so, of an action with this method and path.
    pub(crate) fn usual_location(&self, (method, path): (&str, &str), name: &str) -> Location {
        if path_parameters(path).any(|found| found == name) {
            return Location::Path;
        }
        self.protocol().usual_location(method)
    }
}

/// The folder of a service's provider.
pub(crate) fn provider_folder(service: &str) -> &str {
    service.split('/').next().unwrap_or_default()
}

/// The file of what a service shares with the others of its provider.
pub fn provider_file(service: &str) -> String {
    format!("{}/{PROVIDER_FILE}", provider_folder(service))
}

/// Whether it is the file of a provider, by its path below the specs folder.
pub fn is_provider_file(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(_, name)| name == PROVIDER_FILE)
}

/// The names in braces of a path template, in order.
///
/// ```
/// let names: Vec<&str> = cloudwright_spec::path_parameters("/v2/{project_id}/jobs/{id}").collect();
/// assert_eq!(names, ["project_id", "id"]);
/// ```
pub fn path_parameters(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
