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
use crate::options::{Names, Options};
use crate::{GenerateError, parallel};

/// One file, or those of a package that are made together, to be made on any thread.
enum Task<'m, 'a> {
    Action(&'m ServiceModel<'a>, &'m ActionModel<'a>),
    Service(&'m ServiceModel<'a>),
    Facade(&'m str),
}

/// Files by path, with their texts.
type Texts = Result<Vec<(String, String)>, GenerateError>;

/// Every file of every service, and what stands around them.
pub(crate) fn all(
    models: &[ServiceModel<'_>],
    facade: &Facade,
    options: &Options<'_>,
    is_changed: &dyn Fn(&LoadedService) -> bool,
) -> Result<Files, GenerateError> {
    let members = &options.members;
    let mut tasks = Vec::new();
    for service in models.iter().filter(|model| is_changed(model.loaded)) {
        let actions = service.actions.iter();
        tasks.extend(actions.map(|action| Task::Action(service, action)));
        tasks.push(Task::Service(service));
    }
    tasks.extend(members.facade.as_deref().map(Task::Facade));
    let made = parallel::map(options.threads, &tasks, |task| match task {
        Task::Action(service, action) => action_file(service, action, &options.names),
        Task::Service(service) => service_files(service, options),
        Task::Facade(name) => facade_files(models, name, facade, options),
    });
    let mut files = Files::of(options);
    for group in made {
        for (path, text) in group? {
            files.insert(path, text)?;
        }
    }
    for service in models {
        let of_actions = service.actions.iter().map(|action| action.types.len());
        files.count_types(service.types.len() + of_actions.sum::<usize>());
    }
    if let Some((path, sources)) = &members.embed {
        files.insert(path.clone(), embedded::file(sources, &options.names))?;
    }
    if let Some(core) = &members.root {
        let manifest = manifest::workspace(core, &options.names);
        files.insert("Cargo.toml".to_owned(), manifest)?;
    }
    Ok(files)
}

fn action_file(service: &ServiceModel<'_>, action: &ActionModel<'_>, names: &Names) -> Texts {
    let folder = format!("{}/{}", names.crates, service.folder());
    let path = format!("{folder}/src/actions/{}.rs", action.module);
    let source = format!("{}/{}", names.specs, action.loaded.file);
    let mark = mark(&source, names);
    Ok(vec![rust(path, &mark, action::file(service, action))?])
}

fn service_files(model: &ServiceModel<'_>, options: &Options<'_>) -> Texts {
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
            readme::service(model, &all, names),
        ),
    ];
    if let Some(changelog) = &model.loaded.changelog {
        files.push((
            format!("{folder}/CHANGELOG.md"),
            readme::head(&format!("{all}/CHANGELOG.md"), names) + changelog,
        ));
    }
    let mut add = |name: &str, source: &str, tokens| -> Result<(), GenerateError> {
        let path = format!("{folder}/src/{name}.rs");
        files.push(rust(path, &mark(source, names), tokens)?);
        Ok(())
    };
    add("lib", &all, service::library(model))?;
    add("service", &source, service::table(model))?;
    add("client", &all, service::client(model))?;
    add("error_code", &all, service::error_codes(model))?;
    if !model.types.is_empty() {
        add("types", &source, service::types(model))?;
    }
    files.extend(licences(&folder, options));
    if let Some(shown) = example::action(model) {
        let source = format!("{}/{}", names.specs, shown.loaded.file);
        files.push((
            format!("{folder}/examples/{}.rs", example::name(model)),
            example::file(model, shown, &mark(&source, names)),
        ));
    }
    Ok(files)
}

fn facade_files(
    models: &[ServiceModel<'_>],
    name: &str,
    facade: &Facade,
    options: &Options<'_>,
) -> Texts {
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
    let licences = options.members.licences.iter();
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
    let source = source.replace(is_unprintable, "_");
    format!("// {} from {source}: do not edit.\n", names.mark())
}
