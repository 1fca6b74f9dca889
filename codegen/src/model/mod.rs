//! The model: specs with everything decided that generated code must agree on.
//!
//! Lowering turns what a page says into what Rust needs: names, types, who reaches a type (requests,
//! responses or both) and where a type holds itself and must be boxed. Emitting then only writes
//! down. Nothing here knows tokens, and nothing here depends on the order of files or of members.

mod action;
mod errors;
mod lowering;
mod module;
mod reach;
mod service;
mod shapes;
mod types;

pub(crate) use action::ActionModel;
pub(crate) use module::{MemberPath, Module};
pub(crate) use service::ServiceModel;
pub(crate) use types::{
    MemberModel, RustType, TypeId, TypeKind, TypeModel, TypePlace, Usage, VariantModel,
};

#[cfg(test)]
mod tests;
