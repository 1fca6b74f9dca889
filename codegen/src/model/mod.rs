//! The model: specs with everything decided that generated code must agree on.
//!
//! Lowering turns what a page says into what Rust needs: names, types, who reaches a type (requests,
//! responses or both) and where a type holds itself and must be boxed. Emitting then only writes
//! down. Nothing here knows tokens, and nothing here depends on the order of files or of members.

mod action;
mod errors;
mod reach;
mod scope;
mod service;
mod shapes;
mod types;

pub(crate) use action::{ActionModel, PagingModel};
pub(crate) use service::ServiceModel;
pub(crate) use types::{
    Direction, MemberModel, RustType, TypeId, TypeKind, TypeModel, TypePlace, VariantModel,
};

#[cfg(test)]
mod tests;
