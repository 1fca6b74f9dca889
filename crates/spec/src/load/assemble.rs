//! What files say, put together to a catalog and checked.

use std::collections::{BTreeMap, BTreeSet};

use super::{FACADE_FILE, folder_of, is_service_file};
use crate::catalog::{Catalog, LoadedAction, LoadedService, SERVICE_FILE, provider_folder};
use crate::check;
use crate::diagnostic::{At, Code, Finding, Place};
use crate::model::{Action, Facade, ProviderSpec, Service};
use crate::version::Version;

/// What a file says, and what is wrong with it.
#[derive(Clone)]
pub(super) struct FileModel {
    pub(super) model: Option<Model>,
    pub(super) findings: Vec<Finding>,
}

#[derive(Clone)]
pub(super) enum Model {
    Facade(Facade),
    /// A changelog, which is no spec and stays as it is.
    Changelog(String),
    Provider(ProviderSpec),
    Service(Box<Service>),
    Action(Box<Action>),
}

/// What files say, by their folders.
#[derive(Default)]
pub(super) struct Folders {
    facade: Option<Facade>,
    providers: BTreeMap<String, ProviderSpec>,
    /// Services; absent where the file could not be read.
    services: BTreeMap<String, Option<Service>>,
    actions: BTreeMap<String, Vec<LoadedAction>>,
    changelogs: BTreeMap<String, String>,
    /// Folders of which something could not be read.
    broken: BTreeSet<String>,
    findings: Vec<Finding>,
}

impl Folders {
    pub(super) fn add(&mut self, path: &str, said: FileModel) {
        let folder = folder_of(path).to_owned();
        if !said.findings.is_empty() {
            self.broken.insert(folder.clone());
        }
        self.findings.extend(said.findings);
        match said.model {
            Some(Model::Facade(facade)) => {
                self.findings.extend(bad_version(&facade));
                self.facade = Some(facade);
            }
            Some(Model::Changelog(text)) => drop(self.changelogs.insert(folder, text)),
            Some(Model::Provider(provider)) => drop(self.providers.insert(folder, provider)),
            Some(Model::Service(service)) => drop(self.services.insert(folder, Some(*service))),
            Some(Model::Action(action)) => {
                let file = path.to_owned();
                let loaded = LoadedAction {
                    file,
                    action: *action,
                };
                self.actions.entry(folder).or_default().push(loaded);
            }
            None if is_service_file(path) => drop(self.services.insert(folder, None)),
            None => {}
        }
    }

    /// The catalog of what could be read, and everything that was found.
    pub(super) fn into_catalog(mut self) -> (Catalog, Vec<Finding>) {
        for (folder, actions) in &self.actions {
            if !self.services.contains_key(folder) {
                let message = format!("`{folder}` has actions and no `{SERVICE_FILE}`");
                let file = &actions[0].file;
                let finding = Finding::error(Code::Misplaced, file, At::File, message);
                self.findings.push(finding);
                self.services.insert(folder.clone(), None);
            }
        }
        let mut catalog = Catalog {
            services: Vec::new(),
            providers: self.providers,
            facade: self.facade,
        };
        // Actions whose service could not be read, as if there were one.
        let mut strays = Vec::new();
        for (folder, service) in self.services {
            let actions = self.actions.remove(&folder).unwrap_or_default();
            let Some(service) = service else {
                strays.extend(check::stray(folder, actions));
                continue;
            };
            let changelog = self.changelogs.remove(&folder);
            let mut loaded = LoadedService::new(folder, service, actions);
            loaded.changelog = changelog;
            catalog.services.push(loaded);
        }
        let mut findings = self.findings;
        findings.append(&mut check::check(&catalog, &self.broken));
        findings.append(&mut check::check_strays(&strays));
        for service in &mut catalog.services {
            service.inherit(catalog.providers.get(provider_folder(&service.folder)));
        }
        (catalog, findings)
    }
}

fn bad_version(facade: &Facade) -> Option<Finding> {
    let version = &facade.version;
    Version::parse(version).err()?;
    let message = format!("`{version}` is no version like `0.1.0`");
    let at = Place::ROOT.key("version");
    Some(Finding::error(Code::BadName, FACADE_FILE, at, message))
}
