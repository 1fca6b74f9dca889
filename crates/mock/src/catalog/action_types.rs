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

/// A service of one action, for tests of what goes by types.
#[cfg(test)]
pub(crate) mod fixture {
    use cloudwright_spec::{Catalog, SourceFile};

    use super::ActionTypes;

    const SERVICE: &str = "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\n\
        protocols: [tencent-tc3]\ncrate: { name: cloudwright-tencent-x, version: 0.1.0 }\n\
        endpoints: { default: x.example.com }\nversion: \"1\"\nenvelope: Response\n";

    pub(crate) struct Fixture(Catalog);

    impl Fixture {
        /// An action with these members of its request and types, in YAML.
        pub(crate) fn new(request: &str, types: &str) -> Self {
            let action = format!(
                "action: Do\nsummary: Does it.\nsource: {{ title: Do }}\naccess: read\n\
                 request:\n{request}types:\n{types}response:\n- {{ name: RequestId, type: string }}\n"
            );
            let files = vec![
                SourceFile::new("tencent/x/service.yaml", SERVICE),
                SourceFile::new("tencent/x/Do.yaml", action),
            ];
            match Catalog::load(files) {
                Ok((catalog, _)) => Self(catalog),
                Err(report) => panic!("{report}"),
            }
        }

        pub(crate) fn types(&self) -> ActionTypes<'_> {
            let service = &self.0.services[0];
            let action = &service.actions[0].action;
            ActionTypes { service, action }
        }
    }
}
