#![doc = include_str!("../README.md")]

pub mod catalog;
mod check;
pub mod diagnostic;
pub mod drift;
pub mod idempotency;
pub mod import;
pub mod load;
pub mod lock;
pub mod merge;
pub mod model;
pub mod naming;
pub mod parallel;
mod source;
pub mod transcribe;
pub mod version;
mod words;
pub mod write;

pub use catalog::{Catalog, LoadedAction, LoadedService, Scope, path_parameters};
pub use diagnostic::{Code, Diagnostic, Report, Severity, closest};
pub use load::{ReadError, SourceFile};
