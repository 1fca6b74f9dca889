//! One service: the inventories that state it, merged into its files one after the other.

use std::fmt::Write as _;
use std::path::Path;

use cloudwright_spec::import::Merging;
use cloudwright_spec::lock::{LOCK_FILE, Lock};
use cloudwright_spec::merge::{self, Difference};
use cloudwright_spec::{Report, SourceFile};

use crate::changed;
use crate::places;
use crate::settings::Settings;

/// What came of the inventories of one service.
#[derive(Debug, Default)]
pub(super) struct ServiceOutcome {
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

/// The service that is merged into.
pub(super) struct ServiceFiles<'a> {
    /// The specs folder.
    pub(super) out: &'a Path,
    pub(super) folder: &'a str,
    /// None if the service is new.
    pub(super) files: &'a [SourceFile],
    /// What it inherits.
    pub(super) shared: Option<&'a SourceFile>,
    pub(super) settings: &'a Settings,
}

/// Merges inventories into the files of a service.
pub(super) fn merge(
    target: &ServiceFiles<'_>,
    inventories: &[Merging],
    allow_partial: bool,
) -> Result<ServiceOutcome, String> {
    let mut outcome = ServiceOutcome::default();
    let mut files = target.files.to_vec();
    let lock = changed::lock(target.out, target.folder)?;
    let mut lock = lock.unwrap_or_default();
    for merging in inventories {
        let state = (&mut files, &mut lock);
        let is_done = one(target, state, merging, allow_partial, &mut outcome)?;
        outcome.is_refused |= !is_done;
        outcome.inventories += usize::from(is_done);
    }
    if outcome.inventories > 0 {
        let path = format!("{}/{LOCK_FILE}", target.folder);
        outcome.files.push(SourceFile::new(path, lock.to_text()?));
    }
    Ok(outcome)
}

/// Merges one inventory; `false` if it cannot be.
fn one(
    target: &ServiceFiles<'_>,
    (files, lock): (&mut Vec<SourceFile>, &mut Lock),
    merging: &Merging,
    allow_partial: bool,
    outcome: &mut ServiceOutcome,
) -> Result<bool, String> {
    let folder = target.folder;
    let is_new = files.is_empty();
    if is_new {
        files.push(service_file(folder, merging)?);
    }
    let stated = lock.stated(&merging.facts.origin);
    let mut with_shared = files.clone();
    with_shared.extend(target.shared.cloned());
    let merged = match merge::merge(&with_shared, &merging.facts, stated) {
        Ok(merged) => merged,
        Err(report) => {
            outcome.told.push_str(&refusal(&report));
            return Ok(false);
        }
    };
    let refused = &merged.refused;
    if !refused.is_empty() && !allow_partial {
        for (file, why) in refused {
            let _ = writeln!(outcome.told, "{file}: {why}");
        }
        let told = &mut outcome.told;
        told.push_str("`--allow-partial` leaves these as they are\n");
        return Ok(false);
    }
    let mut made = merged.files.clone();
    if is_new {
        if !made.iter().any(is_service) {
            made.extend(files.iter().cloned());
        }
        if made.len() < 2 {
            for (file, why) in refused {
                let _ = writeln!(outcome.told, "left out: {file}: {why}");
            }
            let _ = writeln!(outcome.told, "{folder}: there is no action to import");
            files.clear();
            return Ok(false);
        }
    }
    for file in made.iter_mut().filter(|_| is_new) {
        target.settings.name_crate(file);
    }
    merging.lock(lock, &merged);
    for file in &made {
        for list in [&mut *files, &mut outcome.files] {
            list.retain(|found| found.path != file.path);
            list.push(file.clone());
        }
    }
    outcome.actions += merging.facts.actions.len();
    outcome.differences.extend(merged.differences);
    outcome.refused.extend(merged.refused);
    Ok(true)
}

/// Whether it is the `service.yaml` of a folder.
pub(super) fn is_service(file: &SourceFile) -> bool {
    file.path.ends_with("/service.yaml")
}

fn refusal(report: &Report) -> String {
    let report = report.render_brief(places::has_colours());
    format!("{report}these are places in the specs that would be made\n")
}

/// The `service.yaml` of a new service.
fn service_file(folder: &str, merging: &Merging) -> Result<SourceFile, String> {
    let service = merging.facts.service.clone();
    let mut service = service.ok_or("the inventory states no service")?;
    service.types.clear();
    if let Some((provider, name)) = folder.split_once('/') {
        let id = format!("{provider}-{name}");
        service.package.name = format!("cloudwright-{id}");
        service.service = id;
    }
    let text = cloudwright_spec::write::service(&service).map_err(|error| error.to_string())?;
    Ok(SourceFile::new(format!("{folder}/service.yaml"), text))
}
