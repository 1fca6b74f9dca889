//! A service with its own types.

use std::collections::HashMap;

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::TypeDef;

use super::errors::ErrorCodes;
use super::reach;
use super::scope::{Lookup, Scope};
use super::types::{Direction, RustType, TypeId, TypeModel, TypePlace};

/// A service, and what its actions share.
#[derive(Debug)]
pub(crate) struct ServiceModel<'a> {
    pub loaded: &'a LoadedService,
    /// The types of `service.yaml`.
    pub types: Vec<TypeModel<'a>>,
    /// The error codes, as variants of `ErrorCode`.
    pub errors: ErrorCodes<'a>,
    by_name: Declared<'a>,
}

/// Declared types of one file by the name that the spec uses.
#[derive(Debug, Default)]
pub(super) struct Declared<'a>(HashMap<&'a str, RustType>);

impl<'a> Declared<'a> {
    pub(super) fn new(types: &'a [TypeDef], place: TypePlace) -> Self {
        let by_name = types.iter().enumerate().map(|(index, definition)| {
            let id = TypeId { place, index };
            let rust = match definition.values {
                Some(_) => RustType::Enum(id),
                None => RustType::Struct(id),
            };
            (definition.name.as_str(), rust)
        });
        Self(by_name.collect())
    }
}

impl Lookup for Declared<'_> {
    fn find(&self, name: &str) -> Option<RustType> {
        self.0.get(name).cloned()
    }
}

impl<'a> ServiceModel<'a> {
    /// Lowers what `service.yaml` says. Which way its types travel is known only when all actions
    /// are lowered: see [`Self::reached_by`].
    pub(crate) fn new(loaded: &'a LoadedService) -> Self {
        let by_name = Declared::new(&loaded.service.types, TypePlace::Service);
        let mut scope = Scope::new(TypePlace::Service);
        scope.declare(&loaded.service.types, &by_name);
        let mut types = scope.finish();
        reach::box_circles(TypePlace::Service, &mut types);
        Self {
            loaded,
            types,
            errors: ErrorCodes::new(loaded),
            by_name,
        }
    }

    /// Takes note of which of its types, by number, the actions reach, and how.
    pub(crate) fn reached_by(&mut self, reaches: impl Iterator<Item = (usize, Direction)>) {
        let place = TypePlace::Service;
        let roots = reaches.map(|(index, direction)| (TypeId { place, index }, direction));
        reach::spread(place, &mut self.types, roots);
        reach::adopt_unreached(place, &mut self.types);
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
}

impl Lookup for ServiceModel<'_> {
    fn find(&self, name: &str) -> Option<RustType> {
        self.by_name.find(name)
    }
}
