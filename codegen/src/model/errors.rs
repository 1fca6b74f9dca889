//! The error codes of a service: those of `service.yaml` and those of all its actions.

use std::collections::BTreeMap;

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::ErrorCode;
use cloudwright_spec::naming::{self, Wire};

/// Every code once, in the order of the codes, with the name of its variant.
#[derive(Debug)]
pub(crate) struct ErrorCodes<'a> {
    codes: Vec<(&'a ErrorCode, String)>,
}

impl<'a> ErrorCodes<'a> {
    pub(super) fn new(loaded: &'a LoadedService) -> Self {
        let mut by_code: BTreeMap<&str, &ErrorCode> = BTreeMap::new();
        let of_actions = || loaded.actions.iter().flat_map(|one| &one.action.errors);
        let declared = || loaded.service.errors.iter().chain(of_actions());
        // What documents a code goes before its stubs.
        let is_stub = |error: &&ErrorCode| error.removed.is_some();
        let stubs = declared().filter(is_stub);
        for error in declared().filter(|error| !is_stub(error)).chain(stubs) {
            by_code.entry(&error.code).or_insert(error);
        }
        // Whichever file says it: the checks see to it that none says otherwise.
        let renames: BTreeMap<&str, &str> = declared()
            .filter_map(|error| Some((error.code.as_str(), error.rename.as_deref()?)))
            .collect();
        let named = by_code.into_values().map(|error| {
            let rename = renames.get(error.code.as_str()).copied();
            (error, naming::error_variant(Wire::new(&error.code, rename)))
        });
        Self {
            codes: named.collect(),
        }
    }

    /// The codes with their variants.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a ErrorCode, &str)> {
        self.codes
            .iter()
            .map(|(error, name)| (*error, name.as_str()))
    }

    /// The variant of a code.
    pub(crate) fn variant(&self, code: &str) -> Option<&str> {
        self.codes
            .binary_search_by(|(error, _)| error.code.as_str().cmp(code))
            .ok()
            .map(|index| self.codes[index].1.as_str())
    }
}
