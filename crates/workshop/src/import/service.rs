//! One service: the inventories that state it, merged into its files one after the other.

use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::Path;

use cloudwright_spec::import::Merging;
use cloudwright_spec::lock::{LOCK_FILE, Lock};
use cloudwright_spec::merge::{self, Difference, Merged};
use cloudwright_spec::{Report, SourceFile};

use crate::Workspace;
use crate::changed;

/// What came of the inventories of one service.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Files that are new or say something else; the lock.
    pub(super) files: Vec<SourceFile>,
    pub(super) differences: Vec<Difference>,
    /// Files that were left as they were, with the reason.
    pub(super) refused: Vec<(String, String)>,
    pub(super) inventories: usize,
    pub(super) actions: usize,
    /// Whether one of them could not be merged.
    pub(super) is_refused: bool,
    /// What is said of that.
    pub(super) told: String,
}

/// Where services are merged, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'a> {
    /// The specs folder.
    pub(super) specs: &'a Path,
    pub(super) workspace: &'a Workspace,
    /// Whether what cannot be merged is left out.
    pub(super) allow_partial: bool,
}

impl Target<'_> {
    /// Merges inventories into the files of a service, of which there are none if it is new; `shared` is what
    /// it inherits.
    pub(super) fn merge(
        &self,
        folder: &str,
        files: &[SourceFile],
        shared: Option<&SourceFile>,
        inventories: &[Merging],
    ) -> Result<Outcome, String> {
        let mut outcome = Outcome::default();
        let mut files = files.to_vec();
        let mut lock = changed::lock(self.specs, folder)?.unwrap_or_default();
        for merging in inventories {
            let is_done = self.one(folder, &mut files, shared, merging, &mut lock, &mut outcome)?;
            outcome.is_refused |= !is_done;
            outcome.inventories += usize::from(is_done);
        }
        if outcome.inventories > 0 {
            let path = format!("{folder}/{LOCK_FILE}");
            outcome.files.push(SourceFile::new(path, lock.to_text()?));
        }
        Ok(outcome)
    }

    /// Merges one inventory; `false` if it cannot be.
    fn one(
        &self,
        folder: &str,
        files: &mut Vec<SourceFile>,
        shared: Option<&SourceFile>,
        merging: &Merging,
        lock: &mut Lock,
        outcome: &mut Outcome,
    ) -> Result<bool, String> {
        let is_new = files.is_empty();
        if is_new {
            files.push(service_file(folder, merging)?);
        }
        let stated = lock.stated(&merging.facts.origin);
        let with_shared: Vec<SourceFile> = files.iter().chain(shared).cloned().collect();
        let merged = match merge::merge(&with_shared, &merging.facts, stated.as_ref()) {
            Ok(merged) => merged,
            Err(report) => {
                outcome.told.push_str(&refusal(&report));
                return Ok(false);
            }
        };
        let Merged {
            files: mut made,
            differences,
            refused,
            ..
        } = merged;
        if !refused.is_empty() && !self.allow_partial {
            for (file, why) in &refused {
                let _ = writeln!(outcome.told, "{file}: {why}");
            }
            outcome
                .told
                .push_str("`--allow-partial` leaves these as they are\n");
            return Ok(false);
        }
        if is_new {
            let is_service = |file: &SourceFile| file.path.ends_with("/service.yaml");
            if !made.iter().any(is_service) {
                made.extend(files.iter().cloned());
            }
            if made.len() < 2 {
                for (file, why) in &refused {
                    let _ = writeln!(outcome.told, "left out: {file}: {why}");
                }
                let _ = writeln!(outcome.told, "{folder}: there is no action to import");
                files.clear();
                return Ok(false);
            }
            for file in &mut made {
                self.workspace.settings().name_crate(file);
            }
        }
        merging.lock(lock);
        for file in &made {
            for list in [&mut *files, &mut outcome.files] {
                list.retain(|found| found.path != file.path);
                list.push(file.clone());
            }
        }
        outcome.actions += merging.facts.actions.len();
        outcome.differences.extend(differences);
        outcome.refused.extend(refused);
        Ok(true)
    }
}

fn refusal(report: &Report) -> String {
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let report = report.render_brief(color);
    format!("{report}these are places in the specs that would be made\n")
}

/// The `service.yaml` of a new service.
fn service_file(folder: &str, merging: &Merging) -> Result<SourceFile, String> {
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
    let text = cloudwright_spec::write::service(&service).map_err(|error| error.to_string())?;
    Ok(SourceFile::new(format!("{folder}/service.yaml"), text))
}
