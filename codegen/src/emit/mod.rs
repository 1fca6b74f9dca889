//! Writing down: models to files. Everything is decided by now.

mod action;
mod docs;
mod embedded;
mod example;
mod facade;
mod file;
mod index;
mod manifest;
mod readme;
mod service;
mod setters;
mod structs;
mod table;

use cloudwright_layout::layout;
use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Facade;

use cloudwright_vocabulary::printable::is_unprintable;
use proc_macro2::TokenStream;

use crate::files::{CLIENTS, Files, MARK};
use crate::licence::LICENCES;
use crate::model::{ActionModel, ServiceModel};
use crate::options::{Layout, Options};
use crate::{GenerateError, parallel};
use manifest::Outlet;

/// A service with its actions, all lowered.
pub(crate) type Lowered<'a> = (ServiceModel<'a>, Vec<ActionModel<'a>>);

/// One file, or a few small ones, to be made on any thread.
enum Job<'m, 'a> {
    Action(&'m ServiceModel<'a>, &'m ActionModel<'a>),
    Service(&'m Lowered<'a>),
    Facade,
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
    jobs.push(Job::Facade);
    let outlet = Outlet::from(&options.layout);
    let made = parallel::map(options.threads, &jobs, |job| match job {
        Job::Action(service, action) => action_file(service, action),
        Job::Service(lowered) => service_files(lowered, outlet),
        Job::Facade => facade_files(models, facade, outlet),
    });
    let mut files = Files::default();
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
        Layout::Workspace { embed } => {
            if let Some(sources) = embed {
                let path = "crates/catalog/src/embedded.rs".to_owned();
                files.insert(path, embedded::file(sources))?;
            }
        }
        Layout::Alone { core } => {
            files.insert("Cargo.toml".to_owned(), manifest::workspace(core))?;
        }
    }
    Ok(files)
}

fn action_file(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> Made {
    let path = format!(
        "{CLIENTS}/{}/src/actions/{}.rs",
        service.folder(),
        action.module
    );
    let source = format!("specs/{}", action.loaded.file);
    Ok(vec![rust(path, &source, action::file(service, action))?])
}

fn service_files(lowered: &Lowered<'_>, outlet: Outlet) -> Made {
    let (model, actions) = lowered;
    let folder = format!("{CLIENTS}/{}", model.folder());
    let source = format!("specs/{}/service.yaml", model.loaded.folder);
    let all = format!("specs/{}", model.loaded.folder);
    let mut files = vec![
        (
            format!("{folder}/Cargo.toml"),
            manifest::service(model, &source, outlet),
        ),
        (
            format!("{folder}/README.md"),
            readme::service(model, actions, &all),
        ),
    ];
    if let Some(changelog) = &model.loaded.changelog {
        files.push((
            format!("{folder}/CHANGELOG.md"),
            format!("<!-- {MARK} from {all}/CHANGELOG.md: do not edit. -->\n{changelog}"),
        ));
    }
    let mut add = |name: &str, source: &str, tokens| -> Result<(), GenerateError> {
        files.push(rust(format!("{folder}/{name}.rs"), source, tokens)?);
        Ok(())
    };
    add("src/lib", &all, service::library(model, actions))?;
    add("src/service", &source, service::table(model))?;
    add("src/client", &all, service::client(model, actions))?;
    add("src/error_code", &all, service::error_codes(model))?;
    if !model.types.is_empty() {
        add("src/types", &source, service::types(model))?;
    }
    files.extend(licences(&folder, outlet));
    if let Some(shown) = example::action(actions) {
        let source = format!("specs/{}", shown.loaded.file);
        files.push((
            format!("{folder}/examples/{}.rs", shown.module),
            example::file(model, shown, &source),
        ));
    }
    Ok(files)
}

fn facade_files(models: &[Lowered<'_>], facade: &Facade, outlet: Outlet) -> Made {
    let folder = format!("{CLIENTS}/cloudwright");
    let mut files = vec![
        (
            format!("{folder}/Cargo.toml"),
            manifest::facade(models, &facade.version, outlet),
        ),
        (
            format!("{folder}/README.md"),
            readme::facade(models, &facade.version),
        ),
        rust(
            format!("{folder}/src/lib.rs"),
            "specs",
            facade::library(models),
        )?,
    ];
    let guide = readme::shown(models).and_then(readme::guide);
    files.extend(guide.map(|text| (format!("{folder}/GUIDE.md"), text)));
    files.extend(licences(&folder, outlet));
    Ok(files)
}

/// The licence texts of a package that is published.
fn licences(folder: &str, outlet: Outlet) -> Vec<(String, String)> {
    match outlet {
        Outlet::Nowhere => Vec::new(),
        Outlet::Registry => LICENCES
            .map(|(name, text)| (format!("{folder}/{name}"), text.to_owned()))
            .into(),
    }
}

/// A Rust file with the mark in its first line.
fn rust(
    path: String,
    source: &str,
    tokens: TokenStream,
) -> Result<(String, String), GenerateError> {
    match layout(tokens) {
        Ok(text) => Ok((path, mark(source) + &text)),
        Err(source) => Err(GenerateError::Layout { path, source }),
    }
}

/// The first line of a generated Rust file. The path of a spec is an outside word here too.
fn mark(source: &str) -> String {
    let source: String = source
        .chars()
        .map(|c| if is_unprintable(c) { '_' } else { c })
        .collect();
    format!("// {MARK} from {source}: do not edit.\n")
}
