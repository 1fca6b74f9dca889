//! One side of the comparison of a service, with what only the whole of it says.

use std::collections::BTreeSet;

use super::reach::Reach;
use crate::catalog::LoadedService;

/// A service as it was or is.
pub(super) struct Side<'a> {
    pub(super) service: &'a LoadedService,
    pub(super) reach: Reach<'a>,
    /// The error codes that something of the service documents, or keeps as stubs.
    pub(super) codes: BTreeSet<&'a str>,
}

impl<'a> Side<'a> {
    pub(super) fn of(service: &'a LoadedService) -> Self {
        let of_actions = service.actions.iter().flat_map(|one| &one.action.errors);
        let errors = service.service.errors.iter().chain(of_actions);
        Self {
            service,
            reach: Reach::of(service),
            codes: errors.map(|error| error.code.as_str()).collect(),
        }
    }
}
