//! `import`: inventories of vendors' metadata into specs, merged with what is there.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cloudwright_spec::import::{self, Merging};
use cloudwright_spec::lock::{LOCK_FILE, Lock};
use cloudwright_spec::merge::{self, Difference, Kind, Merged};
use cloudwright_spec::model::Provider;
use cloudwright_spec::{Report, SourceFile, load};

use crate::Workspace;
use crate::changed::{self, Changed};
use crate::places::{self, Done};

/// Merges inventories of vendors' metadata into the specs.
///
/// A service that has no spec gets one; in one that has, what the metadata states anew is added and what it
/// states otherwise is changed, unless a page states it, which is the better evidence. What it no longer states
/// becomes a stub. Everything that people wrote stays, and so does the crate's version. Each API version of a
/// product is a service of its own.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The inventories: `scale-neutral/1` JSON (see `specs/schema/inventory.schema.json`).
    #[arg(required = true, value_name = "INVENTORY")]
    inventories: Vec<PathBuf>,
    /// Only these actions.
    #[arg(long, value_name = "ACTION", num_args = 1..)]
    only: Vec<String>,
    /// Write nothing, tell each difference, and end with 1 if there is one.
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing, and show what would be written.
    #[arg(long)]
    dry_run: bool,
    /// The specs folder to write to; the workspace's where absent.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// What a new service is called in folder and crate, in place of its product.
    #[arg(long)]
    name: Option<String>,
    /// Leave out the actions that specs cannot express, and list them, instead of refusing all.
    #[arg(long)]
    allow_partial: bool,
}

/// The services that have specs, by what they are.
type Index = BTreeMap<(Provider, String, Option<String>), String>;

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    let out = workspace.specs(arguments.out.as_deref());
    let specs = if out.exists() {
        places::read_specs(&out)?
    } else {
        Vec::new()
    };
    let (index, mut folders) = by_folder(specs);
    let mut index = index;
    let mut total = Total::default();
    let mut made: Vec<SourceFile> = Vec::new();
    for path in &arguments.inventories {
        let merging = read(path, arguments)?;
        let Some(done) = one(
            path,
            &merging,
            arguments,
            workspace,
            &mut index,
            &mut folders,
        )?
        else {
            total.is_refused = true;
            continue;
        };
        total.add(&done, arguments);
        made.extend(done.files);
    }
    if total.is_refused && !arguments.allow_partial {
        places::complain("nothing was written\n");
        return Ok(ExitCode::FAILURE);
    }
    let changed = Changed::of(&out, &made)?;
    if arguments.dry_run {
        places::print(&changed::diff(&changed));
    } else if !arguments.check {
        changed.write(&out)?;
    }
    let specs = changed
        .iter()
        .filter(|(file, _)| !file.path.ends_with(LOCK_FILE))
        .count();
    places::print(&total.told(specs, arguments));
    let is_same = total.added + total.changed + total.gone + total.left == 0;
    let is_well = !total.is_refused && (is_same || !arguments.check);
    Ok(if is_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The files by folder, and which service each folder is.
fn by_folder(specs: Vec<SourceFile>) -> (Index, BTreeMap<String, Vec<SourceFile>>) {
    let mut folders: BTreeMap<String, Vec<SourceFile>> = BTreeMap::new();
    for file in specs {
        if let Some((folder, _)) = file.path.rsplit_once('/') {
            folders.entry(folder.to_owned()).or_default().push(file);
        }
    }
    let mut index = Index::new();
    for (folder, files) in &folders {
        let own: Vec<SourceFile> = files
            .iter()
            .filter(|file| file.path.ends_with("/service.yaml"))
            .cloned()
            .collect();
        for loaded in load::load(&own).catalog.services {
            let service = loaded.service;
            index.insert(
                (service.provider, service.product, service.version),
                folder.clone(),
            );
        }
    }
    (index, folders)
}

fn read(path: &Path, arguments: &Arguments) -> Result<Merging, String> {
    let options = import::Options {
        name: arguments.name.clone(),
        allow_partial: arguments.allow_partial,
    };
    let text = text_of(path)?;
    let mut merging =
        import::facts(&text, &options).map_err(|error| format!("{}: {error}", path.display()))?;
    for refusal in &merging.left_out {
        places::complain(&format!("left out: {refusal}\n"));
    }
    for (name, actions) in &merging.own_parameters {
        places::complain(&format!(
            "left to the client, which sets it: `{name}` of {actions} actions\n"
        ));
    }
    if !arguments.only.is_empty() {
        merging.only(&arguments.only);
    }
    Ok(merging)
}

fn text_of(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let shown = path.display();
        format!("{shown}: no UTF-8 text at line {line}, byte {valid} of the file")
    })
}

/// What came of one inventory.
struct Outcome {
    files: Vec<SourceFile>,
    differences: Vec<Difference>,
    refused: Vec<(String, String)>,
    actions: usize,
}

/// Merges one inventory; `None` if the checks refuse it.
fn one(
    path: &Path,
    merging: &Merging,
    arguments: &Arguments,
    workspace: &Workspace,
    index: &mut Index,
    folders: &mut BTreeMap<String, Vec<SourceFile>>,
) -> Result<Option<Outcome>, Box<dyn std::error::Error>> {
    let actions = merging.facts.actions.len();
    if actions == 0 {
        let shown = path.display();
        places::complain(&format!("{shown}: there is no action to import\n"));
        return Ok(None);
    }
    let folder = folder_of(merging, arguments, index, folders)?;
    let out = workspace.specs(arguments.out.as_deref());
    let lock = changed::lock(&out, &folder)?;
    let files = match folders.get(&folder) {
        Some(files) => files.clone(),
        None => vec![service_file(&folder, merging)?],
    };
    let is_new = !folders.contains_key(&folder);
    let stated = lock
        .as_ref()
        .and_then(|lock| lock.stated(&merging.facts.origin));
    let mut with_shared = files.clone();
    with_shared.extend(shared(&folder, folders));
    let merged = match merge::merge(&with_shared, &merging.facts, stated.as_ref()) {
        Ok(merged) => merged,
        Err(report) => {
            refuse(&report);
            return Ok(None);
        }
    };
    let Merged {
        files: mut made,
        differences,
        refused,
        ..
    } = merged;
    if !refused.is_empty() && !arguments.allow_partial {
        for (file, why) in &refused {
            places::complain(&format!("{file}: {why}\n"));
        }
        places::complain("`--allow-partial` leaves these as they are\n");
        return Ok(None);
    }
    if is_new {
        let has_service = made.iter().any(|file| file.path.ends_with("/service.yaml"));
        if !has_service {
            made.extend(files.iter().cloned());
        }
        if made.len() < 2 {
            for (file, why) in &refused {
                places::complain(&format!("left out: {file}: {why}\n"));
            }
            places::complain(&format!(
                "{}: there is no action to import\n",
                path.display()
            ));
            return Ok(None);
        }
    }
    for file in made.iter_mut().filter(|_| is_new) {
        workspace.settings().name_crate(file);
    }
    let mut lock = lock.unwrap_or_default();
    merging.lock(&mut lock);
    made.push(lock_file(&folder, &lock)?);
    remember(&folder, &made, merging, index, folders);
    Ok(Some(Outcome {
        files: made,
        differences,
        refused,
        actions,
    }))
}

/// What the service of a folder inherits.
fn shared(folder: &str, folders: &BTreeMap<String, Vec<SourceFile>>) -> Option<SourceFile> {
    let path = load::provider_file(folder);
    let (provider, _) = path.rsplit_once('/')?;
    let mut beside = folders.get(provider)?.iter();
    beside.find(|file| file.path == path).cloned()
}

/// So that a second inventory of the same run sees what the first one made.
fn remember(
    folder: &str,
    made: &[SourceFile],
    merging: &Merging,
    index: &mut Index,
    folders: &mut BTreeMap<String, Vec<SourceFile>>,
) {
    let known = folders.entry(folder.to_owned()).or_default();
    for file in made.iter().filter(|file| !file.path.ends_with(LOCK_FILE)) {
        known.retain(|found| found.path != file.path);
        known.push(file.clone());
    }
    if let Some((provider, product, version)) = merging.identity() {
        let identity = (provider, product.to_owned(), version.map(str::to_owned));
        index.insert(identity, folder.to_owned());
    }
}

fn refuse(report: &Report) {
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    places::complain(&report.render_brief(color));
    places::complain("these are places in the specs that would be made\n");
}

/// The folder of an inventory's service: of the same product and version, or else a free one.
fn folder_of(
    merging: &Merging,
    arguments: &Arguments,
    index: &Index,
    folders: &BTreeMap<String, Vec<SourceFile>>,
) -> Result<String, String> {
    let Some((provider, product, version)) = merging.identity() else {
        return Ok(merging.folder.clone());
    };
    let identity = (provider, product.to_owned(), version.map(str::to_owned));
    if let Some(found) = index.get(&identity)
        && arguments.name.is_none()
    {
        return Ok(found.clone());
    }
    let known = index.iter().find(|(_, folder)| **folder == merging.folder);
    match known {
        Some((known, _)) if *known != identity => {
            let of = known.2.as_deref().unwrap_or("none");
            if arguments.name.is_some() {
                return Err(format!(
                    "{} is there already, of version {of}; `--name` takes another name",
                    merging.folder
                ));
            }
            let digits: String = version
                .unwrap_or("other")
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            Ok(format!(
                "{}-{}",
                merging.folder,
                digits.to_ascii_lowercase()
            ))
        }
        None if folders.contains_key(&merging.folder) => Err(format!(
            "{} is there and has no service that can be read",
            merging.folder
        )),
        _ => Ok(merging.folder.clone()),
    }
}

/// The `service.yaml` of a new service.
fn service_file(folder: &str, merging: &Merging) -> Result<SourceFile, Box<dyn std::error::Error>> {
    let mut service = merging
        .facts
        .service
        .clone()
        .ok_or("the inventory states no service")?;
    service.types.clear();
    if let Some((provider, name)) = folder.split_once('/') {
        let id = format!("{provider}-{name}");
        service.package.name = format!("cloudwright-{id}");
        service.service = id;
    }
    let text = cloudwright_spec::write::service(&service)?;
    Ok(SourceFile::new(format!("{folder}/service.yaml"), text))
}

fn lock_file(folder: &str, lock: &Lock) -> Result<SourceFile, String> {
    Ok(SourceFile::new(
        format!("{folder}/{LOCK_FILE}"),
        lock.to_text()?,
    ))
}

/// What came of all.
#[derive(Debug, Default)]
struct Total {
    inventories: usize,
    actions: usize,
    added: usize,
    changed: usize,
    gone: usize,
    left: usize,
    is_refused: bool,
}

impl Total {
    fn add(&mut self, done: &Outcome, arguments: &Arguments) {
        self.inventories += 1;
        self.actions += done.actions;
        let mut told = String::new();
        for difference in &done.differences {
            *match difference.kind {
                Kind::Added | Kind::Beside => &mut self.added,
                Kind::Changed => &mut self.changed,
                Kind::Gone => &mut self.gone,
                Kind::StaleConflict | Kind::ByHand => &mut self.left,
            } += 1;
            if arguments.check || difference.kind != Kind::Added {
                let _ = writeln!(told, "{difference}");
            }
        }
        places::print(&told);
        for (file, why) in &done.refused {
            places::complain(&format!("left out: {file}: {why}\n"));
        }
    }

    fn told(&self, files: usize, arguments: &Arguments) -> String {
        let verb = if arguments.check || arguments.dry_run {
            "would change"
        } else {
            "changed"
        };
        format!(
            "{} inventories, {} actions: {} added, {} changed, {} gone, {} left to you; {files} files {verb}\n",
            self.inventories, self.actions, self.added, self.changed, self.gone, self.left,
        )
    }
}

#[cfg(test)]
mod tests;
