//! The module at hand, from which types are named: an action's, or the crate's `types`.

use super::service::{ActionModel, MemberPath, ServiceModel};
use super::types::{RustType, TypeId, TypeModel, TypePlace};

/// A module of a service's crate.
#[derive(Clone, Copy)]
pub(crate) struct Module<'m, 'a> {
    pub service: &'m ServiceModel<'a>,
    /// The action whose module it is; none in `types`.
    pub action: Option<&'m ActionModel<'a>>,
}

impl<'m, 'a> Module<'m, 'a> {
    /// The type that an id stands for.
    pub(crate) fn type_of(self, id: TypeId) -> &'m TypeModel<'a> {
        match (id.place, self.action) {
            (TypePlace::Action, Some(action)) => &action.types[id.index],
            _ => &self.service.types[id.index],
        }
    }

    /// Whether a type is defined in `types`, and this is another module.
    pub(crate) fn is_elsewhere(self, id: TypeId) -> bool {
        id.place == TypePlace::Service && self.action.is_some()
    }

    /// A type as it is written here.
    pub(crate) fn path(self, id: TypeId) -> String {
        let name = &self.type_of(id).name;
        if self.is_elsewhere(id) {
            format!("types::{name}")
        } else {
            name.clone()
        }
    }

    /// The module by its path in the crate.
    pub(crate) fn name(self) -> String {
        match self.action {
            Some(action) => format!("actions::{}", action.module),
            None => "types".to_owned(),
        }
    }

    /// A type by its path in the crate.
    pub(crate) fn crate_path(self, id: TypeId) -> String {
        let name = &self.type_of(id).name;
        match id.place {
            TypePlace::Action => format!("{}::{name}", self.name()),
            TypePlace::Service => format!("types::{name}"),
        }
    }

    /// Follows a path of wire names from the top of an answer.
    pub(crate) fn member_path(self, path: &str) -> Option<MemberPath> {
        let mut members = self.action?.response.as_slice();
        let mut parents = Vec::new();
        let mut names = path.split('.').peekable();
        while let Some(name) = names.next() {
            let member = members.iter().find(|member| member.spec.name == name)?;
            if names.peek().is_none() {
                return Some(MemberPath {
                    parents,
                    ident: member.ident.clone(),
                    rust: member.rust.clone(),
                });
            }
            let RustType::Struct(id) = member.rust else {
                return None;
            };
            parents.push(member.ident.clone());
            members = self.type_of(id).members();
        }
        None
    }
}
