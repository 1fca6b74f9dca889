//! The spec language as plain data: what `service.yaml` and the action files may say.
//!
//! These types are what serde reads. They hold facts and nothing derived; what follows from
//! them (Rust names, layouts) is codegen's business, and whether they make sense together is
//! asked by the checks. Places in files are not kept here.

mod action;
mod member;
mod plain;
mod service;
mod type_ref;

pub use action::{Access, Action, Evidence, Pagination, RateLimit, Rule, RuleKind, Sample, Source};
pub use member::{
    Conflict, ConflictKind, EnumValue, Location, Member, Required, Serialize, TypeDef,
};
pub use service::{
    CrateInfo, Deprecation, Endpoints, ErrorClass, ErrorCode, Facade, Protocol, Provider, Removal,
    Replacement, Service,
};
pub use type_ref::{Scalar, TypeRef, TypeRefError};
