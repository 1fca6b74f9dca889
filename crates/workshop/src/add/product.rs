//! One product of the catalogue, merged into the specs of a workspace.

use std::fmt::Write as _;
use std::path::Path;

use cloudwright_catalog::Catalog;
use cloudwright_spec::import::Merging;
use cloudwright_spec::load;
use cloudwright_spec::lock::{LOCK_FILE, Lock};
use cloudwright_spec::merge::{self, Difference, DifferenceKind};
use cloudwright_spec::transcribe::mark_inferred;
use cloudwright_spec::{LoadedService, SourceFile, write};

use super::wanted::Wanted;
use crate::settings::Settings;
use crate::{changed, disk};

type Failure = Box<dyn std::error::Error>;

const SERVICE_FILE: &str = "service.yaml";

/// A product that was taken.
#[derive(Debug, Default)]
pub(super) struct Added {
    /// The service's id, which is the folder of its crate.
    pub(super) id: String,
    /// Its files that are new or different, with the lock.
    pub(super) files: Vec<SourceFile>,
    /// What changed of what was there.
    differences: Vec<Difference>,
    /// Actions that were left out, with the reason.
    refused: Vec<(String, String)>,
    /// How many actions came from pages.
    described: usize,
    /// How many actions of the package were merged.
    packaged: usize,
}

impl Added {
    pub(super) fn told(&self, files: usize) -> String {
        let mut text = String::new();
        for (file, why) in &self.refused {
            let _ = writeln!(text, "left out: {file}: {why}");
        }
        let changed = self.differences.iter();
        for difference in changed.filter(|difference| difference.kind != DifferenceKind::Added) {
            let _ = writeln!(text, "{difference}");
        }
        let _ = writeln!(
            text,
            "{}: {} actions as people described them, {} as the vendor's package has them; {files} files of specs \
             changed",
            self.id, self.described, self.packaged
        );
        text
    }
}

/// Merges a product into what the folder of specs has of it.
pub(super) fn take(
    catalogue: &Catalog,
    wanted: &Wanted<'_>,
    specs: &Path,
    settings: &Settings,
) -> Result<Added, Failure> {
    let id = &wanted.entry.id;
    let folder = id.replacen('-', "/", 1);
    let packaged = catalogue.packaged(id)?;
    let there = files_of(specs, &folder)?;
    let mut product = Product {
        is_new: there.is_empty(),
        lock: changed::lock(specs, &folder)?.unwrap_or_default(),
        base: there,
        added: Added {
            id: id.clone(),
            ..Added::default()
        },
    };
    if product.is_new {
        product.base = curated(&folder, wanted);
        if let (true, Some(packaged)) = (product.base.is_empty(), &packaged) {
            product.base.push(service_file(&folder, packaged)?);
        }
        product.added.described = product.base.iter().filter(|file| !is_service(file)).count();
        product.added.files.clone_from(&product.base);
    }
    let shared = shared(specs, &folder)?;
    if let Some(packaged) = &packaged {
        product.merge(packaged, wanted, shared.as_ref())?;
    }
    let Product {
        is_new,
        lock,
        mut added,
        ..
    } = product;
    for file in added.files.iter_mut().filter(|_| is_new) {
        settings.name_crate(file);
    }
    added.files.extend(shared);
    if !lock.actions.is_empty() {
        let path = format!("{folder}/{LOCK_FILE}");
        added.files.push(SourceFile::new(path, lock.to_text()?));
    }
    Ok(added)
}

/// A product on its way into the specs.
struct Product {
    /// Whether the specs have nothing of it.
    is_new: bool,
    lock: Lock,
    /// What the package is merged into.
    base: Vec<SourceFile>,
    added: Added,
}

impl Product {
    /// Merges what the vendor's package says.
    fn merge(
        &mut self,
        packaged: &LoadedService,
        wanted: &Wanted<'_>,
        shared: Option<&SourceFile>,
    ) -> Result<(), Failure> {
        let mut merging = Merging::of(packaged);
        // What people wrote from a page is better than what the package says of it.
        let described =
            |action: &str| self.is_new && self.base.iter().any(|file| is_action(file, action));
        let names = merging
            .facts
            .actions
            .iter()
            .map(|facts| &facts.action.action);
        let names: Vec<String> = names
            .filter(|name| wanted.has(name) && !described(name))
            .cloned()
            .collect();
        if names.is_empty() {
            return Ok(());
        }
        if names.len() < merging.facts.actions.len() {
            merging.only(&names);
        }
        if self.is_new {
            leave_declared(&mut merging, &self.base);
        }
        let stated = self.lock.stated(&merging.facts.origin);
        let mut with_shared = self.base.clone();
        with_shared.extend(shared.cloned());
        let merged = merge::merge(&with_shared, &merging.facts, stated)
            .map_err(|report| report.render_brief(false))?;
        merging.lock(&mut self.lock, &merged);
        let files = &mut self.added.files;
        for file in merged.files {
            let is_known = self.base.iter().any(|known| known.path == file.path);
            files.retain(|known| known.path != file.path);
            files.push(if is_known { file } else { marked(file) });
        }
        self.added.packaged = names.len();
        self.added.differences = merged.differences;
        self.added.refused = merged.refused;
        Ok(())
    }
}

/// Leaves out of what a package says the types that the service declares already: what people wrote of them is
/// better, and the package's actions can use them.
fn leave_declared(merging: &mut Merging, base: &[SourceFile]) {
    let loaded = load::load(base).catalog.services.pop();
    let declared = loaded
        .map(|loaded| loaded.service.types)
        .unwrap_or_default();
    if let Some(service) = &mut merging.facts.service {
        let is_declared = |name: &str| declared.iter().any(|known| known.name == name);
        service.types.retain(|found| !is_declared(&found.name));
    }
}

fn is_service(file: &SourceFile) -> bool {
    file.path.ends_with(SERVICE_FILE)
}

/// The spec files of a service that the folder has.
fn files_of(specs: &Path, folder: &str) -> Result<Vec<SourceFile>, Failure> {
    if !specs.join(folder).is_dir() {
        return Ok(Vec::new());
    }
    let start = format!("{folder}/");
    let mut files = load::read_dir(specs)?;
    files.retain(|file| file.path.starts_with(&start));
    Ok(files)
}

/// What all services of the provider inherit, as the specs have it, or else the catalogue.
fn shared(specs: &Path, folder: &str) -> Result<Option<SourceFile>, Failure> {
    let path = load::provider_file(folder);
    Ok(match disk::read_if_there(&specs.join(&path))? {
        Some(content) => Some(SourceFile::new(path, content)),
        None => cloudwright_catalog::spec_files()
            .into_iter()
            .find(|file| file.path == path),
    })
}

/// What people wrote of a service from its pages: the catalogue has it as it was written.
fn curated(folder: &str, wanted: &Wanted<'_>) -> Vec<SourceFile> {
    let start = format!("{folder}/");
    let mut files = cloudwright_catalog::spec_files();
    files.retain(|file| {
        file.path.strip_prefix(&start).is_some_and(|name| {
            let action = name.strip_suffix(".yaml");
            name == SERVICE_FILE || action.is_some_and(|action| wanted.has(action))
        })
    });
    files
}

fn is_action(file: &SourceFile, action: &str) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".yaml") == Some(action)
}

/// The `service.yaml` of a service that has none; its types come with the actions that need them.
fn service_file(folder: &str, packaged: &LoadedService) -> Result<SourceFile, Failure> {
    let mut service = packaged.service.clone();
    service.types.clear();
    let text = write::service(&service)?;
    Ok(SourceFile::new(format!("{folder}/{SERVICE_FILE}"), text))
}

/// A new action, with a word where something is stated nowhere.
fn marked(file: SourceFile) -> SourceFile {
    if is_service(&file) {
        return file;
    }
    let text = String::from_utf8_lossy(&file.content);
    SourceFile::new(file.path.clone(), mark_inferred(&text))
}
