//! Checks that no two things become the same Rust name where both can be seen.
//!
//! A name follows from the wire name alone (see [`crate::naming`]), so twins are possible. Whatever
//! told them apart on its own would go by what else is there, and then what is added could take the
//! name of what programs use. So the spec says which is which: the newcomer gets a `rename:`.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::catalog::{LoadedAction, LoadedService, provider_file};
use crate::check::checker::Checker;
use crate::diagnostic::{Code, Finding, Place, Spot};
use crate::model::{Action, ErrorCode, ProviderSpec};
use crate::naming::{self, EachType, Wire};

/// Checks the names that a service's actions, types and error codes become.
pub(super) fn check(
    service_file: &str,
    loaded: &LoadedService,
    provider: Option<&ProviderSpec>,
) -> Vec<Finding> {
    let mut findings = actions(loaded);
    findings.extend(types_of(service_file, &|found| {
        naming::types_of_file(&loaded.service.types, found);
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

/// Tells apart the functions of actions, and their types.
fn actions(loaded: &LoadedService) -> Vec<Finding> {
    let at = |file| (file, Place::ROOT.key("action").value());
    let named = |name: fn(Wire<'_>) -> String| {
        loaded
            .actions
            .iter()
            .map(move |LoadedAction { file, action }| {
                let wire = Wire::new(&action.action, action.rename.as_deref());
                (wire.name, name(wire), file.as_str())
            })
    };
    let mut findings = twins(named(naming::module), "_", at);
    let mut types = twins(named(naming::action_type), "", at);
    types.retain(|found| !findings.iter().any(|told| told.file() == found.file()));
    findings.append(&mut types);
    findings
}

/// Tells apart what a list holds: by wire name, and the Rust name that it becomes.
pub(super) fn apart<'n>(
    checker: &mut Checker<'_>,
    names: impl Iterator<Item = (&'n str, String)>,
    separator: &str,
    at: &dyn Fn(usize) -> Spot,
) {
    let file = checker.file;
    let names = names
        .enumerate()
        .map(|(index, (wire, name))| (wire, name, index));
    for finding in twins(names, separator, |index| (file, at(index))) {
        checker.findings.keep(finding);
    }
}

/// Tells of names that two wire names become: by wire name, Rust name, and what says where each stands.
/// `separator` is what stands between a name of this case and a number behind it.
fn twins<'n, 'f, P: Copy>(
    names: impl Iterator<Item = (&'n str, String, P)>,
    separator: &str,
    at: impl Fn(P) -> (&'f str, Spot),
) -> Vec<Finding> {
    let mut first: HashMap<String, (&str, P)> = HashMap::new();
    let mut twins = Vec::new();
    for (wire, name, place) in names {
        match first.get(&name) {
            // The same wire name twice is told of as such.
            Some((earlier, _)) if *earlier == wire => {}
            Some(earlier) => twins.push((wire, place, *earlier, name)),
            None => {
                first.insert(name, (wire, place));
            }
        }
    }
    let mut findings = Vec::new();
    for (wire, place, (earlier, earlier_place), name) in twins {
        let message = format!("`{wire}` and `{earlier}` both become `{name}` in Rust");
        let free = free(&name, separator, |name| first.contains_key(name));
        let ((file, here), (other_file, there)) = (at(place), at(earlier_place));
        let mut finding = Finding::error(Code::SameRustName, file, here, message);
        finding.label(other_file, there, "the other one");
        finding.help(asked("rename", &free));
        findings.push(finding);
        first.insert(free, (wire, place));
    }
    findings
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
        let earlier = *first.entry(found.name).or_insert(number);
        if earlier != number {
            twins.insert(number, earlier);
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
        let here = found.place.key(found.key.map_or("action", |_| "name"));
        let here = here.value();
        let twin = twins.get(&spots.len());
        // What is inside one that gets another name gets another name with it.
        if let Some(earlier) = twin.filter(|_| !told.iter().any(|it| here.is_beside_or_below(it))) {
            told.push(here.clone());
            let (earlier, key_there) = &spots[*earlier];
            let free = free(&found.name, "", |name| first.contains_key(name));
            let message = format!("two types are called `{}` in Rust", found.name);
            let help = match (found.key, *key_there) {
                (Some(key), Some(there)) if key != there => format!(
                    "the newer of them gets a name of its own: `{key}: {free}` here, or \
                     `{there}: {free}` there, or a better one"
                ),
                (key, _) => asked(key.unwrap_or("rename"), &free),
            };
            let mut finding = Finding::error(Code::SameRustName, file, here.clone(), message);
            finding.label(file, earlier.clone(), "the other one");
            finding.help(help);
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
    let mut findings = Vec::new();
    for (index, own) in action.types.iter().enumerate() {
        if loaded.type_named(&own.name).is_none() {
            continue;
        }
        let mut shared = loaded.service.types.iter();
        let there = shared.position(|shared| shared.name == own.name);
        let message = format!("the service has a type `{}` too", own.name);
        let here = place.index(index);
        let there = place.index(there.unwrap_or_default());
        let mut finding = Finding::error(Code::DuplicateName, file, here.key("name"), message);
        finding.label(service_file, there.key("name"), "the other one");
        finding.help(
            "call the newer of them something else; its name is not on the wire, and `rename:` \
             keeps what it is called in Rust",
        );
        findings.push(finding);
    }
    findings
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
            let mut finding =
                Finding::error(Code::SameRustName, at.file, at.key("rename"), message);
            finding.label(first.1.file, first.1.key("rename"), "here");
            findings.push(finding);
        }
    }
    let mut known = HashSet::new();
    let first = declared
        .iter()
        .filter(|(_, error)| known.insert(&error.code));
    let names = first.map(|(at, error)| {
        let rename = renames.get(error.code.as_str()).map(|first| first.0);
        let name = naming::error_variant(Wire::new(&error.code, rename));
        (error.code.as_str(), name, *at)
    });
    findings.extend(twins(names, "", |at| (at.file, at.key("code"))));
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
