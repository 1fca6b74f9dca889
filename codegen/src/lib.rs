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
mod error;
mod files;
mod licence;
mod model;
mod options;
pub mod surface;
pub mod write;

use std::num::NonZeroUsize;

use cloudwright_spec::{Catalog, LoadedService};

pub use cloudwright_layout::LayoutError;
use cloudwright_spec::parallel;
pub use cloudwright_spec::parallel::available as available_threads;
pub use error::GenerateError;
pub use files::{Files, is_mark};
pub use options::{CLIENTS, Field, Members, Names, Options, Territory};

use model::{ActionModel, ServiceModel};

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
fn lower(catalog: &Catalog, threads: NonZeroUsize) -> Vec<ServiceModel<'_>> {
    let mut services: Vec<_> = catalog.services.iter().map(ServiceModel::new).collect();
    let jobs: Vec<_> = services
        .iter()
        .flat_map(|service| service.loaded.actions.iter().map(move |one| (service, one)))
        .collect();
    let actions = parallel::map(threads, &jobs, |(service, action)| {
        ActionModel::new(action, service)
    });
    let mut actions = actions.into_iter();
    for service in &mut services {
        let own = actions.by_ref().take(service.loaded.actions.len());
        service.take(own.collect());
    }
    services
}
