//! Checks that no two things become the same Rust name where both can be seen.
//!
//! A name follows from the wire name alone (see [`crate::naming`]), so twins are possible. Whatever
//! told them apart on its own would go by what else is there, and then what is added could take the
//! name of what programs use. So the spec says which is which: the newcomer gets a `rename:`.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalog::{LoadedAction, LoadedService, provider_file};
use crate::check::checker::Checker;
use crate::diagnostic::Code;
use crate::finding::{Finding, Place, Spot};
use crate::model::{Action, ErrorCode, ProviderSpec};
use crate::naming::{self, EachType, Wire};

/// Checks the names that a service's actions, types and error codes become.
pub(super) fn check(
    service_file: &str,
    loaded: &LoadedService,
    provider: Option<&ProviderSpec>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut functions = Taken::new("_");
    let mut types = Taken::new("");
    for action in &loaded.actions {
        let wire = Wire::new(&action.action.action, action.action.rename.as_deref());
        let at = || Place::ROOT.key("action").value();
        let clash = functions
            .take(naming::module(wire), &action.file, wire.name, at)
            .or_else(|| types.take(naming::action_type(wire), &action.file, wire.name, at));
        findings.extend(clash);
    }
    let shared = &loaded.service.types;
    findings.extend(types_of(service_file, &|found| {
        naming::types_of_file(shared, found);
    }));
    for LoadedAction { file, action } in &loaded.actions {
        findings.extend(types_of(file, &|found| {
            naming::types_of_action(action, found);
        }));
        findings.extend(hidden(service_file, loaded, file, action));
    }
    findings.extend(error_variants(service_file, loaded, provider));
    findings
}

/// Tells apart what a list holds: by wire name, and the Rust name that it becomes.
pub(super) fn apart<'n>(
    checker: &mut Checker<'_>,
    names: impl Iterator<Item = (&'n str, String)>,
    separator: &str,
    at: &dyn Fn(usize) -> Spot,
) {
    let mut first: HashMap<String, (usize, &str)> = HashMap::new();
    let mut twins = Vec::new();
    for (index, (wire, name)) in names.enumerate() {
        match first.get(&name) {
            // The same wire name twice is told of as such.
            Some((_, earlier)) if *earlier == wire => {}
            Some((earlier_at, earlier)) => twins.push((index, wire, *earlier_at, *earlier, name)),
            None => {
                first.insert(name, (index, wire));
            }
        }
    }
    for (index, wire, earlier_at, earlier, name) in twins {
        let message = format!("`{wire}` and `{earlier}` both become `{name}` in Rust");
        let free = free(&name, separator, |name| first.contains_key(name));
        first.insert(free.clone(), (index, wire));
        let finding = checker
            .error(Code::SameRustName, at(index), message)
            .label(checker.file, at(earlier_at), "the other one")
            .help(asked("rename", &free));
        checker.push(finding);
    }
}

/// The first numbered name that nobody has.
fn free(name: &str, separator: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let numbered = |number| naming::numbered(name, separator, number);
    let mut free = (2..=u32::MAX).map(numbered);
    free.find(|name| !is_taken(name)).unwrap_or_default()
}

fn asked(key: &str, name: &str) -> String {
    format!("add `{key}: {name}`, or a better name, to the newer of them; the older keeps its own")
}

/// Tells apart the types of a file, the inline ones among them.
fn types_of(file: &str, each: &EachType<'_>) -> Vec<Finding> {
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut twins = HashMap::new();
    let mut number = 0;
    each(&mut |found| {
        match first.get(&found.name) {
            Some(earlier) => {
                twins.insert(number, *earlier);
            }
            None => {
                first.insert(found.name, number);
            }
        }
        number += 1;
    });
    if twins.is_empty() {
        return Vec::new();
    }
    let mut spots: Vec<(Spot, Option<&'static str>)> = Vec::new();
    let mut told: Vec<Spot> = Vec::new();
    let mut findings = Vec::new();
    each(&mut |found| {
        let here = match found.key {
            None => found.place.key("action").value(),
            Some(_) => found.place.key("name").value(),
        };
        let twin = twins.get(&spots.len());
        // What is inside one that gets another name gets another name with it.
        if let Some(earlier) = twin.filter(|_| !told.iter().any(|it| here.is_beside_or_below(it))) {
            told.push(here.clone());
            let (earlier, key_there) = &spots[*earlier];
            let free = free(&found.name, "", |name| first.contains_key(name));
            let message = format!("two types are called `{}` in Rust", found.name);
            let finding = Finding::error(Code::SameRustName, file, here.clone(), message)
                .label(file, earlier.clone(), "the other one")
                .help(match (found.key, *key_there) {
                    (Some(key), Some(there)) if key != there => format!(
                        "the newer of them gets a name of its own: `{key}: {free}` here, or \
                         `{there}: {free}` there, or a better one"
                    ),
                    (key, _) => asked(key.unwrap_or("rename"), &free),
                });
            findings.push(finding);
            first.insert(free, spots.len());
        }
        spots.push((here, found.key));
    });
    findings
}

/// An action's own type must not hide one of the service: what refers to that by name would come to
/// mean the other one.
fn hidden(service_file: &str, loaded: &LoadedService, file: &str, action: &Action) -> Vec<Finding> {
    let place = Place::ROOT.key("types");
    let own = action.types.iter().enumerate();
    let hiding = own.filter(|(_, own)| loaded.type_named(&own.name).is_some());
    let told = hiding.map(|(index, own)| {
        let shared = &loaded.service.types;
        let there = shared.iter().position(|shared| shared.name == own.name);
        let message = format!("the service has a type `{}` too", own.name);
        let help = "call the newer of them something else; its name is not on the wire, and \
                    `rename:` keeps what it is called in Rust";
        Finding::error(
            Code::DuplicateName,
            file,
            place.index(index).key("name").value(),
            message,
        )
        .label(
            service_file,
            place.index(there.unwrap_or_default()).key("name").value(),
            "the other one",
        )
        .help(help)
    });
    told.collect()
}

/// Checks the variants of error codes. Many actions name the same code; what it is called holds for
/// all of them.
fn error_variants(
    service_file: &str,
    loaded: &LoadedService,
    provider: Option<&ProviderSpec>,
) -> Vec<Finding> {
    let provider_file = provider_file(&loaded.folder);
    let declared = declared_errors(&provider_file, provider, service_file, loaded);
    let mut findings = Vec::new();
    let mut renames: BTreeMap<&str, (&str, &ErrorPlace<'_>)> = BTreeMap::new();
    for (at, error) in &declared {
        let Some(rename) = error.rename.as_deref() else {
            continue;
        };
        let first = renames.entry(&error.code).or_insert((rename, at));
        if first.0 != rename {
            let message = format!("`{}` is called `{}` elsewhere", error.code, first.0);
            let finding = Finding::error(Code::SameRustName, at.file, at.key("rename"), message);
            findings.push(finding.label(first.1.file, first.1.key("rename"), "here"));
        }
    }
    let mut known = HashSet::new();
    let mut taken = Taken::new("");
    for (at, error) in &declared {
        if known.insert(error.code.as_str()) {
            let rename = renames.get(error.code.as_str()).map(|first| first.0);
            let name = naming::error_variant(Wire::new(&error.code, rename));
            findings.extend(taken.take(name, at.file, &error.code, || at.key("code")));
        }
    }
    findings
}

/// Where an error code is declared.
#[derive(Clone, Copy)]
struct ErrorPlace<'a> {
    file: &'a str,
    /// The protocol in whose part of `provider.yaml` it stands, by number.
    protocol: Option<usize>,
    index: usize,
}

impl ErrorPlace<'_> {
    fn key(&self, key: &str) -> Spot {
        let in_list = |errors: Place<'_>| errors.index(self.index).key(key).value();
        let root = Place::ROOT;
        match self.protocol {
            None => in_list(root.key("errors")),
            Some(protocol) => {
                let protocols = root.key("protocols");
                in_list(protocols.index(protocol).key("errors"))
            }
        }
    }
}

/// The codes of a service: those that it inherits, its own, and those of its actions. What it says of an
/// inherited code itself goes in the other one's place.
fn declared_errors<'a>(
    provider_file: &'a str,
    provider: Option<&'a ProviderSpec>,
    service_file: &'a str,
    loaded: &'a LoadedService,
) -> Vec<(ErrorPlace<'a>, &'a ErrorCode)> {
    let list = |file, protocol, errors: &'a [ErrorCode]| {
        let errors = errors.iter().enumerate();
        errors.map(move |(index, error)| {
            let place = ErrorPlace {
                file,
                protocol,
                index,
            };
            (place, error)
        })
    };
    let own = &loaded.service;
    let mut declared = Vec::new();
    if let Some(provider) = provider {
        for (number, spoken) in provider.protocols.iter().enumerate() {
            if own.protocols.contains(&spoken.protocol) {
                declared.extend(list(provider_file, Some(number), &spoken.errors));
            }
        }
        declared.extend(list(provider_file, None, &provider.errors));
        let is_own = |code: &str| own.errors.iter().any(|error| error.code == code);
        declared.retain(|(_, inherited)| !is_own(&inherited.code));
    }
    declared.extend(list(service_file, None, &own.errors));
    for action in &loaded.actions {
        declared.extend(list(&action.file, None, &action.action.errors));
    }
    declared
}

/// The Rust names that are taken: by which wire name, in which file, and where.
struct Taken<'a> {
    /// What stands between a name of this case and a number behind it.
    separator: &'static str,
    names: HashMap<String, (&'a str, &'a str, Spot)>,
}

impl<'a> Taken<'a> {
    fn new(separator: &'static str) -> Self {
        Self {
            separator,
            names: HashMap::new(),
        }
    }

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
        let free = free(&name, self.separator, |name| self.names.contains_key(name));
        Some(
            Finding::error(Code::SameRustName, file, at(), message)
                .label(earlier_file, earlier_at.clone(), "the other one")
                .help(asked("rename", &free)),
        )
    }
}
