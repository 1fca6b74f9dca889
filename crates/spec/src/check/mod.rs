//! Whether specs make sense: every finding, over all files, at once.
//!
//! Nothing here reads files or stops at the first error. Each submodule asks one kind of
//! question; [`checker`] has what they share. What a check may ask for is what pages, generator,
//! runtime and mock cloud rely on, so that none of them has to ask again.

mod action;
pub(crate) mod bounds;
mod checker;
mod conflict;
mod contradiction;
mod documented_values;
mod idempotency_token;
mod inherited;
mod location;
mod member;
mod pagination;
mod path;
mod provider;
mod reference;
mod removal;
mod rename;
mod rule;
mod rust_name;
mod sample;
mod service;
mod sightings;
pub(crate) mod time;
mod types;
pub(crate) mod value;
mod wait;
pub(crate) mod word;

use std::collections::{BTreeSet, HashSet};

use crate::catalog::{Catalog, LoadedAction, LoadedService, PROVIDER_FILE, SERVICE_FILE, Scope};
use crate::diagnostic::{At, Code, Finding};
use crate::model::{Provider, ProviderSpec, Service};
use checker::Checker;
use sightings::Sightings;

/// Checks a catalog. `broken` are folders of which something could not be read, so that nothing
/// can be said about what is missing there.
pub(crate) fn check(catalog: &Catalog, broken: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, provider) in &catalog.providers {
        findings.extend(check_provider(folder, provider));
    }
    for loaded in &catalog.services {
        let is_whole = !broken.contains(&loaded.folder);
        let provider = catalog.provider_of(loaded);
        findings.extend(check_service(loaded, provider, is_whole));
    }
    findings
}

fn check_provider(folder: &str, provider: &ProviderSpec) -> Vec<Finding> {
    let file = format!("{folder}/{PROVIDER_FILE}");
    let of_none = service_of(provider.provider);
    let loaded = LoadedService::new(folder, of_none, Vec::new());
    let mut checker = Checker::new(&file, &loaded, None, false);
    provider::check(&mut checker, folder, provider);
    checker.findings.list
}

/// Checks actions whose service could not be read, as far as they can be checked without it.
pub(crate) fn check_strays(strays: &[LoadedService]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for loaded in strays {
        for LoadedAction { file, action } in &loaded.actions {
            let mut checker = Checker::new(file, loaded, Some(action), false);
            checker.has_service = false;
            action::check(&mut checker, action, &mut Sightings::default());
            findings.append(&mut checker.findings.list);
        }
    }
    findings
}

/// Actions without a service, with one that says nothing but whose it is.
pub(crate) fn stray(folder: String, actions: Vec<LoadedAction>) -> Option<LoadedService> {
    let provider: Provider = folder.split('/').next()?.parse().ok()?;
    Some(LoadedService::new(folder, service_of(provider), actions))
}

/// A service of which nothing is known but whose it is.
fn service_of(provider: Provider) -> Service {
    Service::new(provider, "", vec![provider.usual_protocol()])
}

fn check_service(
    loaded: &LoadedService,
    provider: Option<&ProviderSpec>,
    is_whole: bool,
) -> Vec<Finding> {
    let file = format!("{}/{SERVICE_FILE}", loaded.folder);
    let mut findings = Vec::new();
    let mut seen = Sightings::default();
    let mut used = HashSet::new();
    let mut is_whole = is_whole;
    for LoadedAction { file, action } in &loaded.actions {
        let mut checker = Checker::new(file, loaded, Some(action), is_whole);
        action::check(&mut checker, action, &mut seen);
        let of_service = checker
            .used
            .iter()
            .filter(|(scope, _)| *scope == Scope::Service);
        used.extend(of_service);
        is_whole &= !checker.has_found(&[Code::UnknownType, Code::BadType]);
        findings.append(&mut checker.findings.list);
    }
    let mut checker = Checker::new(&file, loaded, None, is_whole);
    checker.used = used;
    service::check(&mut checker);
    provider::copied(&mut checker, provider);
    conflict::check_types(&mut checker, &loaded.service.types, &seen);
    findings.append(&mut checker.findings.list);
    // A member that gets another name gives its type another one.
    let names = rust_name::check(&file, loaded, provider);
    let renamed: HashSet<(&str, &At)> = findings
        .iter()
        .filter(|found| found.asks_for_a_name())
        .map(|found| (found.file(), found.at()))
        .collect();
    let names = names.into_iter();
    let names = names.filter(|found| !renamed.contains(&(found.file(), found.at())));
    let names: Vec<Finding> = names.collect();
    findings.extend(names);
    findings
}
