//! Checks that no two actions, no two shared types and no two error codes become the same Rust name.
//!
//! Members of one list are told apart by numbers. Across files that would let a new file rename
//! what another file has made, so there the spec must say which is which.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalog::LoadedService;
use crate::diagnostic::Code;
use crate::finding::{Finding, Place, Spot};
use crate::model::ErrorCode;
use crate::naming::{self, Wire};

/// Checks the names that a service's actions, types and error codes become.
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
    findings.extend(constants(service_file, loaded));
    findings
}

/// Checks the constants of error codes. Many actions name the same code; what it is called holds for
/// all of them.
fn constants(service_file: &str, loaded: &LoadedService) -> Vec<Finding> {
    let of_service = std::iter::once((service_file, &loaded.service.errors));
    let of_actions = loaded.actions.iter();
    let of_actions = of_actions.map(|one| (one.file.as_str(), &one.action.errors));
    let declared: Vec<(&str, usize, &ErrorCode)> = of_service
        .chain(of_actions)
        .flat_map(|(file, errors)| {
            errors
                .iter()
                .enumerate()
                .map(move |(at, one)| (file, at, one))
        })
        .collect();
    let at = |index: usize, key| Place::ROOT.key("errors").index(index).key(key).value();
    let mut findings = Vec::new();
    let mut renames: BTreeMap<&str, (&str, &str, usize)> = BTreeMap::new();
    for (file, index, error) in &declared {
        let Some(rename) = error.rename.as_deref() else {
            continue;
        };
        let first = renames.entry(&error.code).or_insert((rename, file, *index));
        if first.0 != rename {
            let message = format!("`{}` is called `{}` elsewhere", error.code, first.0);
            findings.push(
                Finding::error(Code::SameRustName, file, at(*index, "rename"), message).label(
                    first.1,
                    at(first.2, "rename"),
                    "here",
                ),
            );
        }
    }
    let mut known = HashSet::new();
    let mut taken = Taken::default();
    for (file, index, error) in declared {
        if known.insert(error.code.as_str()) {
            let rename = renames.get(error.code.as_str()).map(|first| first.0);
            let name = naming::constant(Wire::new(&error.code, rename));
            findings.extend(taken.take(name, file, &error.code, || at(index, "code")));
        }
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
