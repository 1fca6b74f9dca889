//! Writing down: models to files. Everything is decided by now.

mod action;
mod deprecation;
mod docs;
mod embedded;
mod example;
mod facade;
mod file;
mod index;
mod manifest;
mod meta;
mod readme;
mod service;
mod setters;
mod structs;
mod table;
mod time;
mod waits;

use cloudwright_layout::layout;
use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Facade;

use cloudwright_vocabulary::printable::is_unprintable;
use proc_macro2::TokenStream;

use crate::files::Files;
use crate::model::{ActionModel, ServiceModel};
use crate::options::{Layout, Names, Options};
use crate::{GenerateError, parallel};

/// A service with its actions, all lowered.
pub(crate) type Lowered<'a> = (ServiceModel<'a>, Vec<ActionModel<'a>>);

/// One file, or a few small ones, to be made on any thread.
enum Job<'m, 'a> {
    Action(&'m ServiceModel<'a>, &'m ActionModel<'a>),
    Service(&'m Lowered<'a>),
    Facade(&'m str),
}

type Made = Result<Vec<(String, String)>, GenerateError>;

/// Every file of every service, and what stands around them.
pub(crate) fn all(
    models: &[Lowered<'_>],
    facade: &Facade,
    options: &Options<'_>,
    is_changed: &dyn Fn(&LoadedService) -> bool,
) -> Result<Files, GenerateError> {
    let mut jobs = Vec::new();
    for lowered in models.iter().filter(|(model, _)| is_changed(model.loaded)) {
        let (service, actions) = lowered;
        jobs.extend(actions.iter().map(|action| Job::Action(service, action)));
        jobs.push(Job::Service(lowered));
    }
    jobs.extend(facade_name(&options.layout).map(Job::Facade));
    let made = parallel::map(options.threads, &jobs, |job| match job {
        Job::Action(service, action) => action_file(service, action, &options.names),
        Job::Service(lowered) => service_files(lowered, options),
        Job::Facade(name) => facade_files(models, name, facade, options),
    });
    let mut files = Files::of(options);
    for group in made {
        for (path, text) in group? {
            files.insert(path, text)?;
        }
    }
    for (service, actions) in models {
        let of_actions = actions.iter().map(|action| action.types.len());
        files.count_types(service.types.len() + of_actions.sum::<usize>());
    }
    match &options.layout {
        Layout::Workspace(members) => {
            if let Some((path, sources)) = &members.embed {
                files.insert(path.clone(), embedded::file(sources, &options.names))?;
            }
        }
        Layout::Alone { core } => {
            let manifest = manifest::workspace(core, &options.names);
            files.insert("Cargo.toml".to_owned(), manifest)?;
        }
    }
    Ok(files)
}

/// The name of the crate that has all services, if there is one.
fn facade_name<'l>(layout: &'l Layout<'_>) -> Option<&'l str> {
    match layout {
        Layout::Workspace(members) => members.facade.as_deref(),
        Layout::Alone { .. } => Some("cloudwright"),
    }
}

fn action_file(service: &ServiceModel<'_>, action: &ActionModel<'_>, names: &Names) -> Made {
    let folder = format!("{}/{}", names.crates, service.folder());
    let path = format!("{folder}/src/actions/{}.rs", action.module);
    let source = format!("{}/{}", names.specs, action.loaded.file);
    let mark = mark(&source, names);
    Ok(vec![rust(path, &mark, action::file(service, action))?])
}

fn service_files(lowered: &Lowered<'_>, options: &Options<'_>) -> Made {
    let (model, actions) = lowered;
    let names = &options.names;
    let folder = format!("{}/{}", names.crates, model.folder());
    let all = format!("{}/{}", names.specs, model.loaded.folder);
    let source = format!("{all}/service.yaml");
    let mut files = vec![
        (
            format!("{folder}/Cargo.toml"),
            manifest::service(model, &source, options),
        ),
        (
            format!("{folder}/README.md"),
            readme::service(model, actions, &all, names),
        ),
    ];
    if let Some(changelog) = &model.loaded.changelog {
        files.push((
            format!("{folder}/CHANGELOG.md"),
            readme::head(&format!("{all}/CHANGELOG.md"), names) + changelog,
        ));
    }
    let mut add = |name: &str, source: &str, tokens| -> Result<(), GenerateError> {
        let path = format!("{folder}/{name}.rs");
        files.push(rust(path, &mark(source, names), tokens)?);
        Ok(())
    };
    add("src/lib", &all, service::library(model, actions))?;
    add("src/service", &source, service::table(model))?;
    add("src/client", &all, service::client(model, actions))?;
    add("src/error_code", &all, service::error_codes(model))?;
    if !model.types.is_empty() {
        add("src/types", &source, service::types(model))?;
    }
    files.extend(licences(&folder, options));
    if let Some(shown) = example::action(actions) {
        let source = format!("{}/{}", names.specs, shown.loaded.file);
        files.push((
            format!("{folder}/examples/{}.rs", example::name(model)),
            example::file(model, shown, &mark(&source, names)),
        ));
    }
    Ok(files)
}

fn facade_files(
    models: &[Lowered<'_>],
    name: &str,
    facade: &Facade,
    options: &Options<'_>,
) -> Made {
    let names = &options.names;
    let folder = format!("{}/{name}", names.crates);
    let mut files = vec![
        (
            format!("{folder}/Cargo.toml"),
            manifest::facade(models, name, &facade.version, options),
        ),
        (
            format!("{folder}/README.md"),
            readme::facade(models, name, &facade.version, names),
        ),
        rust(
            format!("{folder}/src/lib.rs"),
            &mark(&names.specs, names),
            facade::library(models),
        )?,
    ];
    let library = name.replace('-', "_");
    let shown = readme::shown(models);
    let guide = shown.and_then(|shown| readme::guide(shown, &library, names));
    files.extend(guide.map(|text| (format!("{folder}/GUIDE.md"), text)));
    files.extend(licences(&folder, options));
    Ok(files)
}

/// The licence texts of a package that is published.
fn licences(folder: &str, options: &Options<'_>) -> impl Iterator<Item = (String, String)> {
    let licences = options.licences().iter();
    licences.map(move |(name, text)| (format!("{folder}/{name}"), text.clone()))
}

/// A Rust file with the mark in its first line.
fn rust(path: String, mark: &str, tokens: TokenStream) -> Result<(String, String), GenerateError> {
    match layout(tokens) {
        Ok(text) => Ok((path, mark.to_owned() + &text)),
        Err(source) => Err(GenerateError::Layout { path, source }),
    }
}

/// The first line of a generated Rust file. The path of a spec is an outside word here too.
fn mark(source: &str, names: &Names) -> String {
    let source: String = source
        .chars()
        .map(|c| if is_unprintable(c) { '_' } else { c })
        .collect();
    format!("// {} from {source}: do not edit.\n", names.mark())
}
