//! A service and its actions, with everything named.

use cloudwright_spec::{LoadedAction, LoadedService};

use super::types::{Declared, MemberModel, RustType, TypeModel, Usage, VariantModel};

/// A service, and what its actions share.
#[derive(Debug)]
pub(crate) struct ServiceModel<'a> {
    pub loaded: &'a LoadedService,
    /// The types of `service.yaml`.
    pub types: Vec<TypeModel<'a>>,
    /// What the types stand for by name, for the actions.
    pub declared: Declared<'a>,
    /// The error codes, which are the variants of `ErrorCode`.
    pub errors: Vec<VariantModel<'a>>,
    pub actions: Vec<ActionModel<'a>>,
}

impl<'a> ServiceModel<'a> {
    /// The package's name.
    pub(crate) fn package(&self) -> &'a str {
        &self.loaded.service.package.name
    }

    /// The name that programs use for the crate.
    pub(crate) fn library(&self) -> String {
        self.package().replace('-', "_")
    }

    /// The package's folder in that of the generated crates: the id, whatever stands before it in the package's name.
    pub(crate) fn folder(&self) -> &'a str {
        &self.loaded.service.service
    }

    /// The variant of an error code.
    pub(crate) fn error_variant(&self, code: &str) -> &str {
        let found = self.errors.binary_search_by(|one| one.value.cmp(code));
        found.map_or("", |index| &self.errors[index].ident)
    }
}

/// An action with everything named.
#[derive(Debug)]
pub(crate) struct ActionModel<'a> {
    pub loaded: &'a LoadedAction,
    /// The module, which is also the file's stem.
    pub module: String,
    /// The client's method.
    pub method: String,
    /// The type that collects the parameters.
    pub builder: String,
    /// The type of the answer.
    pub answer: String,
    pub parameters: Vec<MemberModel<'a>>,
    pub response: Vec<MemberModel<'a>>,
    pub types: Vec<TypeModel<'a>>,
    pub paging: Option<PagingModel>,
    /// Which of the service's types it reaches, by number, and how.
    pub reaches: Vec<(usize, Usage)>,
}

/// How to get at the parts of a page.
#[derive(Debug)]
pub(crate) struct PagingModel {
    /// What the pages consist of.
    pub item: RustType,
    /// The rows.
    pub items: MemberPath,
    /// The count of all rows.
    pub total: Option<MemberPath>,
    /// The text for the next page.
    pub next: Option<MemberPath>,
}

/// Where a value is in an answer, and what it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MemberPath {
    /// The structures on the way, each in the one before it.
    pub parents: Vec<String>,
    pub ident: String,
    pub rust: RustType,
}
