//! The error codes of a service: those of `service.yaml` and those of all its actions.

use std::collections::BTreeMap;

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::ErrorCode;

use super::types::VariantModel;

/// Every code once, in the order of the codes.
pub(super) fn codes(loaded: &LoadedService) -> Vec<VariantModel<'_>> {
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
    let named = by_code.into_iter();
    named
        .map(|(code, error)| VariantModel::of_error(error, renames.get(code).copied()))
        .collect()
}
