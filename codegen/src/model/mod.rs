//! The model: specs with everything decided that generated code must agree on.
//!
//! Lowering turns what a page says into what Rust needs: names, types, who reaches a type (requests,
//! responses or both) and where a type holds itself and must be boxed. Emitting then only writes
//! down. Nothing here knows tokens, and nothing here depends on the order of files or of members.

mod errors;
mod file_types;
mod lower;
mod module;
mod reach;
mod service;
mod shapes;
mod types;

pub(crate) use module::Module;
pub(crate) use service::{ActionModel, MemberPath, ServiceModel};
pub(crate) use types::{MemberModel, RustType, TypeId, TypeKind, TypeModel, Usage, VariantModel};

#[cfg(test)]
mod tests;
