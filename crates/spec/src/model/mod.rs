//! The spec language as plain data: what `service.yaml` and the action files may say.
//!
//! These types are what serde reads. They hold facts and nothing derived; what follows from
//! them (Rust names, layouts) is codegen's business, and whether they make sense together is
//! asked by the checks. Places in files are not kept here.

mod action;
mod member;
mod provider;
mod removal;
mod service;
mod type_ref;
pub(crate) mod vendor_words;

pub(crate) use action::INVENTORY;
pub use action::{Action, Pagination, RateLimit, Rule, RuleKind, Sample, Source, Wait};
pub use member::{Conflict, EnumValue, Member, TypeDef, value_text};
pub use provider::{ProtocolSpec, ProviderSpec};
pub use removal::Removal;
pub use service::{CrateInfo, Deprecation, Endpoints, ErrorCode, Facade, Replacement, Service};
pub use type_ref::{Scalar, TypeRef, TypeRefError};

pub use cloudwright_vocabulary::access::Access;
pub use cloudwright_vocabulary::conflict_kind::ConflictKind;
pub use cloudwright_vocabulary::error_class::ErrorClass;
pub use cloudwright_vocabulary::evidence::Evidence;
pub use cloudwright_vocabulary::location::Location;
pub use cloudwright_vocabulary::paging_style::PagingStyle;
pub use cloudwright_vocabulary::protocol::Protocol;
pub use cloudwright_vocabulary::provider::Provider;
pub use cloudwright_vocabulary::required::Required;
pub use cloudwright_vocabulary::serialization::Serialization as Serialize;
pub use cloudwright_vocabulary::time_style::TimeStyle;
pub use cloudwright_vocabulary::wait_outcome::WaitOutcome;
