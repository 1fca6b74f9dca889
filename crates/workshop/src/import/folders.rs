//! The services that have specs: which folder is of which product and version.

use std::collections::BTreeMap;

use cloudwright_spec::SourceFile;
use cloudwright_spec::import::Merging;
use cloudwright_spec::load::{self, Identity};
use cloudwright_spec::parallel;

use super::service::is_service;

/// The files by folder, and which service each folder is.
#[derive(Debug, Default)]
pub(super) struct Folders {
    files: BTreeMap<String, Vec<SourceFile>>,
    services: BTreeMap<Identity, String>,
}

impl Folders {
    /// Sorts the files of a specs folder.
    pub(super) fn new(specs: Vec<SourceFile>) -> Self {
        let mut files: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
        for file in specs {
            if let Some((folder, _)) = file.path.rsplit_once('/') {
                files.entry(folder.to_owned()).or_default().push(file);
            }
        }
        let all: Vec<(&String, &Vec<SourceFile>)> = files.iter().collect();
        let known = parallel::map(parallel::available(), &all, |(folder, files)| {
            let file = files.iter().find(|file| is_service(file))?;
            let text = str::from_utf8(&file.content).ok()?;
            Some((load::identity(text)?, (*folder).clone()))
        });
        let services = known.into_iter().flatten().collect();
        Self { files, services }
    }

    /// The files of a folder.
    pub(super) fn files(&self, folder: &str) -> &[SourceFile] {
        self.files.get(folder).map_or(&[], Vec::as_slice)
    }

    /// What the service of a folder shares with others of its provider.
    pub(super) fn shared(&self, folder: &str) -> Option<&SourceFile> {
        let path = load::provider_file(folder);
        let (provider, _) = path.rsplit_once('/')?;
        self.files(provider).iter().find(|file| file.path == path)
    }

    /// The folder of an inventory's service: of the same product and version, or else a free one, which is
    /// its own from now on.
    pub(super) fn of(&mut self, merging: &Merging, is_named: bool) -> Result<String, String> {
        let Some(identity) = merging.identity() else {
            return Ok(merging.folder.clone());
        };
        let found = self.services.get(&identity).filter(|_| !is_named);
        if let Some(found) = found {
            return Ok(found.clone());
        }
        let folder = self.free(merging, &identity, is_named)?;
        self.services.insert(identity, folder.clone());
        Ok(folder)
    }

    fn free(
        &self,
        merging: &Merging,
        identity: &Identity,
        is_named: bool,
    ) -> Result<String, String> {
        let mut services = self.services.iter();
        let known = services.find(|(_, folder)| **folder == merging.folder);
        match known {
            Some((known, _)) if known != identity => {
                if is_named {
                    let of = known.2.as_deref().unwrap_or("none");
                    return Err(format!(
                        "{} is there already, of version {of}; `--name` takes another name",
                        merging.folder
                    ));
                }
                let version = identity.2.as_deref().unwrap_or("other").chars();
                let digits: String = version.filter(char::is_ascii_alphanumeric).collect();
                let digits = digits.to_ascii_lowercase();
                Ok(format!("{}-{digits}", merging.folder))
            }
            None if self.files.contains_key(&merging.folder) => Err(format!(
                "{} is there and has no service that can be read",
                merging.folder
            )),
            _ => Ok(merging.folder.clone()),
        }
    }
}
