//! What a release writes into the specs: versions, and changelogs of the crates.

use std::path::Path;

use cloudwright_spec::drift::{Drift, Standing, changelog};
use cloudwright_spec::load::{CHANGELOG_FILE, FACADE_FILE};
use cloudwright_spec::write::set_version;

use super::Fallible;
use super::baseline::FacadeVersion;
use super::sides::Side;
use crate::{disk, places};

/// Raises the versions that are too low. What it must not decide is returned, a line each.
pub(super) fn set_versions(
    drift: &Drift,
    facade: Option<&FacadeVersion>,
    later: &Side,
) -> Fallible<Vec<String>> {
    let folder = folder(later)?;
    let mut left = Vec::new();
    for service in &drift.services {
        let wanted = match service.standing() {
            Standing::Enough => continue,
            Standing::TooLow(wanted) => wanted,
            Standing::Lowered | Standing::Gone => {
                left.push(format!("{}: nothing is written for it", service.headline()));
                continue;
            }
        };
        let file = folder.join(&service.folder).join("service.yaml");
        write_version(&file, &["crate", "version"], &wanted)?;
        places::print(&format!("{}: version {wanted}\n", service.service));
    }
    if let Some(facade) = facade.filter(|facade| facade.declared < facade.wanted) {
        let wanted = facade.wanted.to_string();
        write_version(&folder.join(FACADE_FILE), &["version"], &wanted)?;
        places::print(&format!("cloudwright: version {wanted}\n"));
    }
    Ok(left)
}

fn write_version(file: &Path, keys: &[&str], wanted: &str) -> Fallible<()> {
    let text = disk::read_text(file)?;
    let set = set_version(&text, keys, wanted)
        .ok_or_else(|| format!("{} has no version to set", file.display()))?;
    disk::write(file, set)?;
    Ok(())
}

/// Writes the changes of each crate into its changelog.
pub(super) fn write(drift: &Drift, later: &Side) -> Fallible<()> {
    let folder = folder(later)?;
    for service in &drift.services {
        let Some(declared) = &service.declared else {
            continue;
        };
        if service.standing() != Standing::Enough || service.version.as_ref() == Some(declared) {
            return Err(format!(
                "{}: raise the version first, `--set-versions` does",
                service.headline()
            )
            .into());
        }
        let file = folder.join(&service.folder).join(CHANGELOG_FILE);
        let before = disk::read_text_if_there(&file)?;
        let text = changelog::with_release(before.as_deref(), service, declared);
        disk::write(&file, text)?;
        places::print(&format!(
            "{}: {CHANGELOG_FILE} tells of {declared}\n",
            service.service
        ));
    }
    Ok(())
}

fn folder(later: &Side) -> Fallible<&Path> {
    let folder = later.folder.as_deref();
    folder.ok_or_else(|| "specs of a revision cannot be written; `--to` must be a folder".into())
}
