//! One action of one service, with the types that its members have.

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::{Action, EnumValue, ErrorCode, Location, Member};

/// One action, and the service that has its types.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActionTypes<'a> {
    pub(crate) service: &'a LoadedService,
    pub(crate) action: &'a Action,
}

impl<'a> ActionTypes<'a> {
    /// The action of this name.
    pub(crate) fn named(service: &'a LoadedService, name: &str) -> Option<Self> {
        let action = &service.action(name)?.action;
        Some(Self { service, action })
    }

    /// All actions of a service.
    pub(crate) fn all(service: &'a LoadedService) -> impl Iterator<Item = Self> {
        let actions = service.actions.iter();
        actions.map(move |found| Self {
            service,
            action: &found.action,
        })
    }

    pub(crate) fn service_id(self) -> &'a str {
        &self.service.service.service
    }

    pub(crate) fn name(self) -> &'a str {
        &self.action.action
    }

    pub(crate) fn method(self) -> &'a str {
        self.service.method(self.action)
    }

    pub(crate) fn path(self) -> &'a str {
        self.service.path(self.action)
    }

    /// Where a parameter travels.
    pub(crate) fn location(self, member: &Member) -> Location {
        self.service.location(self.action, member)
    }

    /// The parameters that travel in one place.
    pub(crate) fn members_in(self, location: Location) -> impl Iterator<Item = &'a Member> {
        let members = self.action.request.iter();
        members.filter(move |member| self.location(member) == location)
    }

    /// The fields of the objects that a member's type leads to.
    pub(crate) fn fields(self, member: &'a Member) -> Option<&'a [Member]> {
        self.service.fields_of(self.action, member)
    }

    /// The documented values of a member that is an enum, its own or those of its type.
    pub(crate) fn values(self, member: &'a Member) -> &'a [EnumValue] {
        self.service.values_of(self.action, member)
    }

    /// The errors that the page and the service document, the page's first.
    pub(crate) fn errors(self) -> impl Iterator<Item = &'a ErrorCode> {
        let own = self.action.errors.iter();
        own.chain(&self.service.service.errors)
    }

    /// The regions that the action is documented for, by its page or else by its service.
    pub(crate) fn regions(self) -> &'a [String] {
        match self.action.regions.as_slice() {
            [] => &self.service.service.regions,
            own => own,
        }
    }
}
