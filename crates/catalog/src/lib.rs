#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod catalog;
mod container;
#[allow(
    clippy::needless_raw_string_hashes,
    clippy::unreadable_literal,
    reason = "it is generated, and the quotes are as safe as they can be"
)]
mod embedded;
mod lookup;
#[cfg(feature = "make")]
pub mod make;
mod packed;
mod specs;

use std::fmt;

use cloudwright_vocabulary::told;
use thiserror::Error;

pub use catalog::{Catalog, Described, Entry, Inferred};
pub use lookup::SearchHit;
pub use specs::files as spec_files;

/// Why something cannot be read from a catalogue.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(Error)]
pub enum CatalogError {
    /// The file is no catalogue, or damaged.
    #[error("the catalogue cannot be read: {0}")]
    Damaged(String),
    /// Specs that were to be added are wrong; the text shows each place.
    #[error("the specs are wrong:\n{0}")]
    Specs(String),
    /// There is no such service.
    #[error("there is no service {0:?}")]
    UnknownService(String),
    /// The service has no such action.
    #[error("{service} has no action {action:?}")]
    UnknownAction {
        /// The service's id.
        service: String,
        /// The name that was asked for.
        action: String,
    },
}

impl CatalogError {
    pub(crate) fn damaged(reason: impl Into<String>) -> Self {
        Self::Damaged(reason.into())
    }
}

impl From<serde_json::Error> for CatalogError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl fmt::Debug for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| match self {
            Self::Damaged(reason) => f.debug_tuple("Damaged").field(reason).finish(),
            Self::Specs(report) => f.debug_tuple("Specs").field(report).finish(),
            Self::UnknownService(id) => f.debug_tuple("UnknownService").field(id).finish(),
            Self::UnknownAction { service, action } => f
                .debug_struct("UnknownAction")
                .field("service", service)
                .field("action", action)
                .finish(),
        })
    }
}
