//! Whether specs make sense: every finding, over all files, at once.
//!
//! Nothing here reads files or stops at the first error. Each submodule asks one kind of
//! question; [`Checker`] is what they share. What a check may ask for is what pages, generator,
//! runtime and mock cloud rely on, so that none of them has to ask again.

mod action;
mod bounds;
mod conflict;
mod location;
mod member;
mod pagination;
mod rule;
mod rust_name;
mod sample;
mod service;
mod types;
mod value;
mod word;

use std::collections::{BTreeSet, HashSet};

use crate::catalog::{Catalog, LoadedService, Scope};
use crate::diagnostic::Code;
use crate::finding::{At, Finding};
use crate::load::SERVICE_FILE;
use crate::model::{Action, Scalar, TypeDef};
use sample::Seen;

/// Checks a catalog. `broken` are folders of which a file could not be read, so that nothing can
/// be said about what is missing there.
pub(crate) fn check(catalog: &Catalog, broken: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for loaded in &catalog.services {
        let is_whole = !broken.contains(&loaded.folder);
        findings.append(&mut check_service(loaded, is_whole));
    }
    findings
}

fn check_service(loaded: &LoadedService, is_whole: bool) -> Vec<Finding> {
    let file = format!("{}/{SERVICE_FILE}", loaded.folder);
    let mut findings = Vec::new();
    let mut seen = Seen::default();
    let mut used = HashSet::new();
    for LoadedAction { file, action } in &loaded.actions {
        let mut checker = Checker::new(file, loaded, Some(action));
        action::check(&mut checker, action, &mut seen);
        findings.append(&mut checker.findings);
        used.extend(
            checker
                .used
                .into_iter()
                .filter_map(|(scope, name)| (scope == Scope::Service).then_some(name)),
        );
    }
    let mut checker = Checker::new(&file, loaded, None);
    checker.used = used
        .into_iter()
        .map(|name| (Scope::Service, name))
        .collect();
    service::check(&mut checker, is_whole);
    if is_whole {
        conflict::check_types(&mut checker, &loaded.service.types, &seen);
    }
    findings.append(&mut checker.findings);
    findings.append(&mut rust_name::check(&file, loaded));
    findings
}

use crate::catalog::LoadedAction;

/// What is being checked, and what was found.
pub(crate) struct Checker<'a> {
    pub(crate) file: &'a str,
    pub(crate) loaded: &'a LoadedService,
    /// The action whose file it is; absent in `service.yaml`.
    pub(crate) action: Option<&'a Action>,
    /// The types that something refers to.
    pub(crate) used: HashSet<(Scope, &'a str)>,
    findings: Vec<Finding>,
}

impl<'a> Checker<'a> {
    fn new(file: &'a str, loaded: &'a LoadedService, action: Option<&'a Action>) -> Self {
        Self {
            file,
            loaded,
            action,
            used: HashSet::new(),
            findings: Vec::new(),
        }
    }

    /// A finding of this file that is still to be pushed.
    pub(crate) fn error(
        &self,
        code: Code,
        at: impl Into<At>,
        message: impl Into<String>,
    ) -> Finding {
        Finding::error(code, self.file, at, message)
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
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
