//! Whether specs make sense: every finding, over all files, at once.
//!
//! Nothing here reads files or stops at the first error. Each submodule asks one kind of
//! question; [`Checker`] is what they share. What a check may ask for is what pages, generator,
//! runtime and mock cloud rely on, so that none of them has to ask again.

mod action;
pub(crate) mod bounds;
mod conflict;
mod idempotency_token;
mod location;
mod member;
mod pagination;
mod path;
mod provider;
mod removal;
mod rule;
mod rust_name;
mod sample;
mod service;
pub(crate) mod time;
mod types;
pub(crate) mod value;
mod wait;
pub(crate) mod word;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::catalog::{Catalog, LoadedAction, LoadedService, Scope};
use crate::diagnostic::{Code, Severity};
use crate::finding::{At, Finding, MAX_FINDINGS_PER_FILE};
use crate::load::{PROVIDER_FILE, SERVICE_FILE};
use crate::model::{
    Action, CrateInfo, Endpoints, Provider, ProviderSpec, Scalar, Service, TypeDef, TypeRef,
};
use sample::Seen;

/// So many findings of a file say what was perhaps meant; looking for that is what takes long.
const SUGGESTED_PER_FILE: usize = 100;

/// Checks a catalog. `broken` are folders of which something could not be read, so that nothing
/// can be said about what is missing there.
pub(crate) fn check(catalog: &Catalog, broken: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (folder, provider) in &catalog.providers {
        findings.append(&mut check_provider(folder, provider));
    }
    for loaded in &catalog.services {
        let is_whole = !broken.contains(&loaded.folder);
        let provider = catalog.provider_of(loaded);
        findings.append(&mut check_service(loaded, provider, is_whole));
    }
    findings
}

fn check_provider(folder: &str, provider: &ProviderSpec) -> Vec<Finding> {
    let file = format!("{folder}/{PROVIDER_FILE}");
    let of_none = service_of(provider.provider);
    let loaded = LoadedService::new(folder, of_none, Vec::new());
    let mut checker = Checker::new(&file, &loaded, None, false);
    provider::check(&mut checker, folder, provider);
    checker.findings
}

/// Checks actions whose service could not be read, as far as they can be checked without it.
pub(crate) fn check_strays(strays: &[LoadedService]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for loaded in strays {
        for LoadedAction { file, action } in &loaded.actions {
            let mut checker = Checker::new(file, loaded, Some(action), false);
            checker.has_service = false;
            action::check(&mut checker, action, &mut Seen::default());
            findings.append(&mut checker.findings);
        }
    }
    findings
}

/// Actions without a service, with one that says nothing but whose it is.
pub(crate) fn stray(folder: String, actions: Vec<LoadedAction>) -> Option<LoadedService> {
    let provider: Provider = folder.split('/').next()?.parse().ok()?;
    Some(LoadedService::new(folder, service_of(provider), actions))
}

/// A service that says nothing but whose it is.
fn service_of(provider: Provider) -> Service {
    Service {
        service: String::new(),
        provider,
        product: String::new(),
        title: String::new(),
        version: None,
        protocols: vec![provider.usual_protocol()],
        package: CrateInfo {
            name: String::new(),
            version: String::new(),
        },
        endpoints: Endpoints {
            default: String::new(),
            by_region: BTreeMap::new(),
            variants: BTreeMap::new(),
        },
        path: None,
        envelope: None,
        regions: Vec::new(),
        deprecated: None,
        explorer: None,
        errors: Vec::new(),
        glossary: BTreeMap::new(),
        types: Vec::new(),
    }
}

fn check_service(
    loaded: &LoadedService,
    provider: Option<&ProviderSpec>,
    is_whole: bool,
) -> Vec<Finding> {
    let file = format!("{}/{SERVICE_FILE}", loaded.folder);
    let mut findings = Vec::new();
    let mut seen = Seen::default();
    let mut used = HashSet::new();
    let mut is_whole = is_whole;
    for LoadedAction { file, action } in &loaded.actions {
        let mut checker = Checker::new(file, loaded, Some(action), is_whole);
        action::check(&mut checker, action, &mut seen);
        used.extend(
            checker
                .used
                .iter()
                .filter(|(scope, _)| *scope == Scope::Service),
        );
        is_whole &= !checker.has_found(&[Code::UnknownType, Code::BadType]);
        findings.append(&mut checker.findings);
    }
    let mut checker = Checker::new(&file, loaded, None, is_whole);
    checker.used = used;
    service::check(&mut checker);
    provider::copied(&mut checker, provider);
    conflict::check_types(&mut checker, &loaded.service.types, &seen);
    findings.append(&mut checker.findings);
    // A member that gets another name gives its type another one.
    let names = rust_name::check(&file, loaded, provider);
    let renamed: HashSet<(&str, &At)> = findings
        .iter()
        .filter(|found| found.asks_for_a_name())
        .map(|found| (found.file(), found.at()))
        .collect();
    let names: Vec<Finding> = names
        .into_iter()
        .filter(|found| !renamed.contains(&(found.file(), found.at())))
        .collect();
    findings.extend(names);
    findings
}

/// What is being checked, and what was found.
pub(crate) struct Checker<'a> {
    pub(crate) file: &'a str,
    pub(crate) loaded: &'a LoadedService,
    /// The action whose file it is; absent in `service.yaml`.
    pub(crate) action: Option<&'a Action>,
    /// Whether the service could be read; without it nothing is known of envelope and types.
    pub(crate) has_service: bool,
    /// Whether all that could be missing here is really missing.
    pub(crate) is_whole: bool,
    /// The types that something refers to.
    pub(crate) used: HashSet<(Scope, &'a str)>,
    findings: Vec<Finding>,
    errors: usize,
    warnings: usize,
}

impl<'a> Checker<'a> {
    fn new(
        file: &'a str,
        loaded: &'a LoadedService,
        action: Option<&'a Action>,
        is_whole: bool,
    ) -> Self {
        Self {
            file,
            loaded,
            action,
            has_service: true,
            is_whole,
            used: HashSet::new(),
            findings: Vec::new(),
            errors: 0,
            warnings: 0,
        }
    }

    /// A finding of this file that is still to be pushed.
    pub(crate) fn error(
        &self,
        code: Code,
        at: impl Into<At>,
        message: impl Into<String>,
    ) -> Finding {
        let finding = Finding::error(code, self.file, at, message);
        if self.findings.len() < SUGGESTED_PER_FILE {
            finding
        } else {
            finding.without_suggestion()
        }
    }

    /// Whether one of these was found in this file.
    pub(crate) fn has_found(&self, codes: &[Code]) -> bool {
        self.findings
            .iter()
            .any(|found| codes.contains(&found.code()))
    }

    /// Whether a type expression is known; what is not is told of where it is written.
    pub(crate) fn is_known(&self, type_ref: &TypeRef) -> bool {
        match type_ref.leaf() {
            TypeRef::Named(name) => self.type_of(name).is_some(),
            _ => true,
        }
    }

    /// Keeps a finding. More of a severity than are shown are not kept.
    pub(crate) fn push(&mut self, finding: Finding) {
        let count = match finding.severity() {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
        };
        *count += 1;
        if *count <= MAX_FINDINGS_PER_FILE {
            self.findings.push(finding);
        }
    }

    /// Pushes a finding that has no more to say.
    pub(crate) fn say(&mut self, code: Code, at: impl Into<At>, message: impl Into<String>) {
        self.push(self.error(code, at, message));
    }

    /// The type that a name stands for in this file.
    pub(crate) fn type_of(&self, name: &str) -> Option<(Scope, &'a TypeDef)> {
        match self.action {
            Some(action) => self.loaded.type_of(action, name),
            None => Some((Scope::Service, self.loaded.type_named(name)?)),
        }
    }

    /// Every name that can be written where a type is wanted.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = &'a str> {
        let own = self.action.map_or(&[][..], |action| &action.types);
        own.iter()
            .chain(&self.loaded.service.types)
            .map(|declared| declared.name.as_str())
            .chain(Scalar::ALL.iter().map(|(name, _)| *name))
            .chain(["object"])
    }
}
