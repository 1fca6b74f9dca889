//! What checks share: the file at hand, what can be known of it, and what was found so far.

use std::collections::HashSet;

use crate::catalog::{LoadedService, Scope};
use crate::diagnostic::{At, Code, Finding, Findings, Place};
use crate::model::{Action, Scalar, TypeDef, TypeRef};

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
    pub(super) findings: Findings,
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
            findings: Findings::default(),
        }
    }

    /// Whether one of these was found in this file.
    pub(crate) fn has_found(&self, codes: &[Code]) -> bool {
        let mut found = self.findings.list.iter();
        found.any(|found| codes.contains(&found.code()))
    }

    /// Whether a type expression is known; what is not is told of where it is written.
    pub(crate) fn is_known(&self, type_ref: &TypeRef) -> bool {
        type_ref.leaf_name().is_none() || self.declared(type_ref).is_some()
    }

    /// Tells of an error in this file, which may have more to say.
    pub(crate) fn say(
        &mut self,
        code: Code,
        at: impl Into<At>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let finding = Finding::error(code, self.file, at, message);
        self.findings.keep(finding)
    }

    /// The same of what is only worth a look.
    pub(crate) fn warn(
        &mut self,
        code: Code,
        at: impl Into<At>,
        message: impl Into<String>,
    ) -> &mut Finding {
        let finding = Finding::warning(code, self.file, at, message);
        self.findings.keep(finding)
    }

    /// Tells of a key that means nothing where it stands.
    pub(crate) fn inapplicable(
        &mut self,
        place: &Place<'_>,
        key: &str,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.say(Code::Inapplicable, place.key(key).name(), message)
    }

    /// The type that a list or map holds in the end, or that this is, if it is a declared one.
    pub(crate) fn declared(&self, type_ref: &TypeRef) -> Option<&'a TypeDef> {
        Some(self.type_of(type_ref.leaf_name()?)?.1)
    }

    /// The type that a name stands for in this file.
    pub(crate) fn type_of(&self, name: &str) -> Option<(Scope, &'a TypeDef)> {
        match self.action {
            Some(action) => self.loaded.type_of(action, name),
            None => Some((Scope::Service, self.loaded.type_named(name)?)),
        }
    }

    /// Every name that can be written where a type is wanted.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let own = self.action.map_or(&[][..], |action| &action.types);
        own.iter()
            .chain(&self.loaded.service.types)
            .map(|declared| declared.name.as_str())
            .chain(Scalar::ALL.iter().map(|(name, _)| *name))
            .chain(["object"])
    }
}
