//! What checks share: the file at hand, what can be known of it, and what was found so far.

use std::collections::HashSet;

use crate::catalog::{LoadedService, Scope};
use crate::diagnostic::{Code, Severity};
use crate::finding::{At, Finding};
use crate::model::{Action, Scalar, TypeDef, TypeRef};
use crate::source::MAX_FINDINGS_PER_FILE;

/// So many findings of a file say what was perhaps meant; looking for that is what takes long.
const SUGGESTED_PER_FILE: usize = 100;

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
    pub(super) findings: Vec<Finding>,
    errors: usize,
    warnings: usize,
}

impl<'a> Checker<'a> {
    pub(super) fn new(
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
