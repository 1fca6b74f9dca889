//! A service with its own types and its actions.

use cloudwright_spec::LoadedService;

use super::action::ActionModel;
use super::lowering::{Declared, Lowering};
use super::types::{TypeId, TypeModel, TypePlace, VariantModel};
use super::{errors, reach};

/// A service, and what its actions share.
#[derive(Debug)]
pub(crate) struct ServiceModel<'a> {
    pub loaded: &'a LoadedService,
    /// The types of `service.yaml`.
    pub types: Vec<TypeModel<'a>>,
    /// What the types stand for by name, for the actions.
    pub declared: Declared<'a>,
    /// The error codes, which are the variants of `ErrorCode`.
    pub errors: Vec<VariantModel<'a>>,
    pub actions: Vec<ActionModel<'a>>,
}

impl<'a> ServiceModel<'a> {
    /// Lowers what `service.yaml` says. How its types are used is known only when all actions
    /// are lowered: see [`Self::take`].
    pub(crate) fn new(loaded: &'a LoadedService) -> Self {
        let lowering = Lowering::new(TypePlace::Service, &loaded.service.types, None);
        let (types, declared) = lowering.finish();
        Self {
            loaded,
            types,
            declared,
            errors: errors::codes(loaded),
            actions: Vec::new(),
        }
    }

    /// Takes its actions, and notes which of its types they reach.
    pub(crate) fn take(&mut self, actions: Vec<ActionModel<'a>>) {
        let place = TypePlace::Service;
        let reaches = actions.iter().flat_map(|action| &action.reaches);
        let roots = reaches.map(|(index, usage)| {
            let index = *index;
            (TypeId { place, index }, *usage)
        });
        reach::spread(place, &mut self.types, roots);
        reach::adopt_unreached(place, &mut self.types);
        self.actions = actions;
    }

    /// The package's name.
    pub(crate) fn package(&self) -> &'a str {
        &self.loaded.service.package.name
    }

    /// The name that programs use for the crate.
    pub(crate) fn library(&self) -> String {
        self.package().replace('-', "_")
    }

    /// The package's folder in that of the generated crates: the id, whatever stands before it in the package's name.
    pub(crate) fn folder(&self) -> &'a str {
        &self.loaded.service.service
    }

    /// The variant of an error code.
    pub(crate) fn error_variant(&self, code: &str) -> &str {
        let found = self.errors.binary_search_by(|one| one.value.cmp(code));
        found.map_or("", |index| &self.errors[index].ident)
    }
}
