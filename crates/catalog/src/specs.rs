//! Services that are described by spec files, read one action at a time.
//!
//! Reading YAML is slow beside reading the catalogue's own form, and a call needs one action of a
//! service: its file and the service's own are read, and no other.

use std::collections::BTreeMap;

use cloudwright_spec::load::is_provider_file;
use cloudwright_spec::model::ProviderSpec;
use cloudwright_spec::{LoadedService, SourceFile, load};

use crate::{CatalogError, embedded};

/// The file of a service.
const SERVICE_FILE: &str = "service.yaml";

/// The specs that are built in: those that people wrote from pages.
pub fn files() -> Vec<SourceFile> {
    let files = embedded::FILES.iter();
    files
        .map(|(path, text)| SourceFile::new(*path, *text))
        .collect()
}

/// What the services of each provider share, by the provider's folder, as files.
pub(crate) fn shared(files: &[SourceFile]) -> BTreeMap<String, SourceFile> {
    let shared = files.iter().filter(|file| is_provider_file(&file.path));
    let by_folder = shared.filter_map(|file| {
        let (folder, _) = file.path.split_once('/')?;
        Some((folder.to_owned(), file.clone()))
    });
    by_folder.collect()
}

/// The same of one provider, read.
pub(crate) fn read_shared(file: &SourceFile) -> Result<Option<ProviderSpec>, CatalogError> {
    let loaded = load::load([file.clone()]);
    if loaded.report.has_errors() {
        return Err(CatalogError::Specs(loaded.report.to_string()));
    }
    Ok(loaded.catalog.providers.into_values().next())
}

/// The files of a service.
#[derive(Clone, Debug)]
pub(crate) struct SpecFolder {
    service: SourceFile,
    /// By the wire name of the action, which is the file's name.
    actions: BTreeMap<String, SourceFile>,
}

impl SpecFolder {
    /// Sorts files by service; what is no spec file is left aside.
    pub(crate) fn sorted(files: Vec<SourceFile>) -> BTreeMap<String, Self> {
        let mut folders: BTreeMap<String, (Option<SourceFile>, BTreeMap<String, SourceFile>)> =
            BTreeMap::new();
        for file in files {
            let Some((folder, name)) = file.path.rsplit_once('/') else {
                continue;
            };
            let parts = folders.entry(folder.to_owned()).or_default();
            if name == SERVICE_FILE {
                parts.0 = Some(file);
            } else if let Some(action) = name.strip_suffix(".yaml") {
                parts.1.insert(action.to_owned(), file);
            }
        }
        let whole = folders.into_values().filter_map(|(service, actions)| {
            let service = service?;
            let folder = service.path.rsplit_once('/')?.0;
            // `tencent/tcr` is `tencent-tcr`; the checks see to it that the file says so too.
            Some((folder.replace('/', "-"), Self { service, actions }))
        });
        whole.collect()
    }

    /// What its own words call it.
    pub(crate) fn title(&self) -> Option<String> {
        load::title(str::from_utf8(&self.service.content).ok()?)
    }

    pub(crate) fn action_names(&self) -> impl Iterator<Item = &str> {
        self.actions.keys().map(String::as_str)
    }

    /// The service with these of its actions alone, without what it inherits.
    pub(crate) fn load(
        &self,
        is_wanted: impl Fn(&str) -> bool,
    ) -> Result<LoadedService, CatalogError> {
        let wanted = self.actions.iter().filter(|(name, _)| is_wanted(name));
        let mut files = vec![self.service.clone()];
        files.extend(wanted.map(|(_, file)| file.clone()));
        let loaded = load::load(files);
        if loaded.report.has_errors() {
            return Err(CatalogError::Specs(loaded.report.to_string()));
        }
        let mut services = loaded.catalog.documented().services;
        services
            .pop()
            .ok_or_else(|| CatalogError::Specs(String::new()))
    }
}
