//! The services that a request may be for. What tells more narrows them down; what tells of none of them is
//! passed over, and told as wrong later.

use std::ptr;

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Protocol;

use super::hint::Hint;
use crate::catalog::{ActionTypes, Index};

pub(super) struct Candidates<'i>(Vec<&'i LoadedService>);

impl<'i> Candidates<'i> {
    /// Those that speak a protocol, by what port, prefix and host say. A port stands for all
    /// versions of its product, as a host does.
    pub(super) fn speaking(index: &'i Index, protocol: Protocol, hint: &Hint<'i>) -> Self {
        let speaks = |service: &&LoadedService| service.service.protocols.contains(&protocol);
        let speaking = Self(index.services().iter().filter(speaks).collect());
        let Some(stated) = hint.stated else {
            let has_host = |service: &LoadedService| {
                let mut of_host = hint.of_host.iter();
                of_host.any(|known| ptr::eq(*known, service))
            };
            return speaking.narrowed(has_host);
        };
        let mut of_product = speaking.narrowed(|service| {
            stated.service.provider == service.service.provider
                && stated.service.product == service.service.product
        });
        // What is stated is tried first.
        of_product
            .0
            .sort_by_key(|service| !ptr::eq(*service, stated));
        of_product
    }

    /// Those that fulfil a condition, if there are any.
    pub(super) fn only(&self, is_it: impl Fn(&LoadedService) -> bool) -> Option<Self> {
        let services = self.0.iter().copied();
        let found: Vec<_> = services.filter(|service| is_it(service)).collect();
        (!found.is_empty()).then_some(Self(found))
    }

    /// Those that fulfil a condition, or all where none does.
    fn narrowed(self, is_it: impl Fn(&LoadedService) -> bool) -> Self {
        self.only(is_it).unwrap_or(self)
    }

    /// Those of a version, where the request names one.
    pub(super) fn of_version(self, version: Option<&str>) -> Self {
        match version {
            Some(version) => self.narrowed(|service| is_version(service, version)),
            None => self,
        }
    }

    pub(super) fn has(&self, service: &LoadedService) -> bool {
        self.0.iter().any(|known| ptr::eq(*known, service))
    }

    pub(super) fn first(&self) -> Option<&'i LoadedService> {
        self.0.first().copied()
    }

    /// The action of a name, and its service, or else the service that is most likely meant.
    pub(super) fn choose(
        &self,
        name: &str,
    ) -> (Option<&'i LoadedService>, Option<ActionTypes<'i>>) {
        let mut services = self.0.iter();
        let types = services.find_map(|service| ActionTypes::named(service, name));
        (types.map(|types| types.service).or(self.first()), types)
    }
}

pub(super) fn is_version(service: &LoadedService, version: &str) -> bool {
    service.service.version.as_deref() == Some(version)
}
