//! The cloudwright spec language.

pub mod catalog;
pub mod diagnostic;
pub mod load;
pub mod model;
pub mod naming;

pub use catalog::{Catalog, LoadedAction, LoadedService, Scope, path_parameters};
pub use diagnostic::{Diagnostic, Report};
pub use load::{ReadError, SourceFile};
