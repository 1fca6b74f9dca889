#![doc = include_str!("../README.md")]

pub mod catalog;
mod check;
mod code;
pub mod diagnostic;
pub mod drift;
mod finding;
pub mod idempotency;
pub mod import;
mod inherit;
pub mod load;
pub mod lock;
pub mod merge;
pub mod model;
pub mod naming;
pub mod parallel;
mod render;
mod source;
mod spellings;
pub mod transcribe;
pub mod version;
pub mod write;

pub use catalog::{Catalog, LoadedAction, LoadedService, Scope, path_parameters};
pub use diagnostic::{Code, Diagnostic, Report, Severity};
pub use finding::closest;
pub use load::{ReadError, SourceFile};
