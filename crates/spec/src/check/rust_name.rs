//! Checks that no two actions and no two shared types become the same Rust name.
//!
//! Members of one list are told apart by numbers. Across files that would let a new file rename
//! what another file has made, so there the spec must say which is which.

use std::collections::HashMap;

use crate::catalog::LoadedService;
use crate::diagnostic::Code;
use crate::finding::{Finding, Place, Spot};
use crate::naming::{self, Wire};

/// Checks the names that a service's actions and types become.
pub(super) fn check(service_file: &str, loaded: &LoadedService) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut functions = Taken::default();
    let mut types = Taken::default();
    for action in &loaded.actions {
        let wire = Wire::new(&action.action.action, action.action.rename.as_deref());
        let at = || Place::ROOT.key("action").value();
        let clash = functions
            .take(naming::module(wire), &action.file, wire.name, at)
            .or_else(|| types.take(naming::action_type(wire), &action.file, wire.name, at));
        findings.extend(clash);
    }
    let mut shared = Taken::default();
    for (index, declared) in loaded.service.types.iter().enumerate() {
        let wire = Wire::new(&declared.name, declared.rename.as_deref());
        let at = || Place::ROOT.key("types").index(index).key("name").value();
        findings.extend(shared.take(naming::type_name(wire), service_file, wire.name, at));
    }
    findings
}

/// The Rust names that are taken: by which wire name, in which file, and where.
#[derive(Default)]
struct Taken<'a> {
    names: HashMap<String, (&'a str, &'a str, Spot)>,
}

impl<'a> Taken<'a> {
    fn take(
        &mut self,
        name: String,
        file: &'a str,
        wire: &'a str,
        at: impl Fn() -> Spot,
    ) -> Option<Finding> {
        let Some((earlier_file, earlier, earlier_at)) = self.names.get(&name) else {
            self.names.insert(name, (file, wire, at()));
            return None;
        };
        // The same wire name twice is told of as such.
        if *earlier == wire {
            return None;
        }
        let message = format!("`{wire}` and `{earlier}` both become `{name}` in Rust");
        Some(
            Finding::error(Code::SameRustName, file, at(), message)
                .label(earlier_file, earlier_at.clone(), "the other one")
                .help("give one of them a name of its own with `rename:`"),
        )
    }
}
