#![doc = include_str!("../README.md")]
//!
//! # How it works
//!
//! [`generate`] is pure: a [`Catalog`] in, [`Files`] out. Between them stand three layers, each of
//! which knows only the one before it:
//!
//! * the *model* decides everything that generated code must agree on: names, types, directions;
//! * the *emitters* write it down as tokens, which `cloudwright-layout` turns into text;
//! * [`surface`] writes the same model as the short text that reviewers read.
//!
//! [`mod@write`] alone touches the disk.

mod doc;
mod emit;
mod files;
mod licence;
mod model;
mod options;
pub mod surface;
pub mod write;

use std::fmt;
use std::num::NonZeroUsize;

use cloudwright_spec::{Catalog, LoadedService};
use cloudwright_vocabulary::told;

pub use cloudwright_layout::LayoutError;
use cloudwright_spec::parallel;
pub use cloudwright_spec::parallel::available as available_threads;
pub use files::{Files, PathError, is_mark};
pub use options::{CLIENTS, Field, Layout, Members, Names, Options, Territory};

use model::{ActionModel, ServiceModel};

/// Why there is no output.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
pub enum GenerateError {
    /// A file would land where it must not.
    #[error(transparent)]
    Path(#[from] PathError),
    /// A defect of the generator.
    #[error("{path}: {source}")]
    Layout {
        /// The file that could not be laid out.
        path: String,
        /// What is wrong with it.
        source: LayoutError,
    },
}

impl fmt::Debug for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| match self {
            Self::Path(source) => f.debug_tuple("Path").field(source).finish(),
            Self::Layout { path, source } => f
                .debug_struct("Layout")
                .field("path", path)
                .field("source", source)
                .finish(),
        })
    }
}

/// Generates every file of every service. The same catalog gives the same bytes, whatever the
/// machine and the number of threads.
pub fn generate(catalog: &Catalog, options: &Options<'_>) -> Result<Files, GenerateError> {
    generate_changed(catalog, options, &|_| true)
}

/// The same for services that have changed only, and for what all services share. The files of a
/// service follow from its own specs alone.
pub fn generate_changed(
    catalog: &Catalog,
    options: &Options<'_>,
    is_changed: &dyn Fn(&LoadedService) -> bool,
) -> Result<Files, GenerateError> {
    let models = lower(catalog, options.threads);
    let facade = catalog.facade.clone().unwrap_or_default();
    emit::all(&models, &facade, options, is_changed)
}

/// The folder of a service's crate: its id in the folder of the generated crates.
pub fn crate_folder(service: &LoadedService, names: &Names) -> String {
    format!("{}/{}", names.crates, service.service.service)
}

/// Lowers every service with its actions.
fn lower(catalog: &Catalog, threads: NonZeroUsize) -> Vec<emit::Lowered<'_>> {
    let services: Vec<_> = catalog.services.iter().map(ServiceModel::new).collect();
    let jobs: Vec<_> = services
        .iter()
        .flat_map(|service| service.loaded.actions.iter().map(move |one| (service, one)))
        .collect();
    let actions = parallel::map(threads, &jobs, |(service, action)| {
        ActionModel::new(action, service)
    });
    let mut actions = actions.into_iter();
    services
        .into_iter()
        .map(|mut service| {
            let own: Vec<_> = actions
                .by_ref()
                .take(service.loaded.actions.len())
                .collect();
            service.reached_by(own.iter().flat_map(|action| action.reaches.iter().copied()));
            (service, own)
        })
        .collect()
}
