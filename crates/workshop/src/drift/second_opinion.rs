//! A second net: `cargo semver-checks` compares the same crates, and where it says otherwise, that is
//! told, with who is right as far as that is known.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;

use cloudwright_codegen::write::{self, Mode};
use cloudwright_codegen::{Options, crate_folder, generate};
use cloudwright_spec::drift::{Drift, Effect, Respect, ServiceDrift};
use cloudwright_spec::{Catalog, LoadedService};

use super::Fallible;
use crate::Workspace;

/// What it says of a crate.
#[derive(Debug, PartialEq, Eq)]
enum Opinion {
    /// Nothing breaks.
    Fine,
    /// Something does; the names of its lints.
    Breaks(Vec<String>),
}

/// Asks about every service that changed; a line each where the opinions differ.
pub(super) fn ask(
    drift: &Drift,
    earlier: Vec<LoadedService>,
    later: &Catalog,
    workspace: &Workspace,
) -> Fallible<Vec<String>> {
    let root = workspace.root().join("target/second-opinion");
    let mut told = Vec::new();
    for old in earlier {
        let id = &old.service.service;
        let service = drift.services.iter().find(|service| service.service == *id);
        let (Some(service), Some(new)) = (service, later.service(id)) else {
            continue;
        };
        let folder = root.join(id);
        let (before, after) = (folder.join("before"), folder.join("after"));
        let name = crate_folder(new, &workspace.settings().names());
        lay_out(&before, &old, workspace)?;
        lay_out(&after, new, workspace)?;
        let opinion = semver_checks(&before.join(&name), &after.join(&name))?;
        told.extend(compared(service, &opinion));
    }
    Ok(told)
}

/// Generates one service in a workspace of its own.
fn lay_out(folder: &Path, service: &LoadedService, workspace: &Workspace) -> Fallible<()> {
    std::fs::create_dir_all(folder)?;
    let folder = folder.canonicalize()?;
    let catalog = Catalog {
        services: vec![service.clone()],
        ..Catalog::default()
    };
    let options = Options {
        members: workspace.apart(&folder),
        names: workspace.settings().names(),
        threads: NonZeroUsize::MIN,
    };
    let files = generate(&catalog, &options)?;
    write::apply(&folder, &files, Mode::Write, NonZeroUsize::MIN)?;
    Ok(())
}

fn semver_checks(before: &Path, after: &Path) -> Fallible<Opinion> {
    let output = Command::new("cargo")
        .args(["semver-checks", "check-release", "--release-type", "minor"])
        .arg("--baseline-root")
        .arg(before)
        .arg("--manifest-path")
        .arg(after.join("Cargo.toml"))
        .output()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    opinion(output.status.success(), &said)
        .ok_or_else(|| format!("cargo semver-checks gave no opinion:\n{said}").into())
}

/// What its output says; nothing if it did not come to a verdict.
fn opinion(is_fine: bool, said: &str) -> Option<Opinion> {
    if is_fine {
        return Some(Opinion::Fine);
    }
    let lints = said.lines().filter_map(|line| {
        let rest = line.trim_start().strip_prefix("--- failure ")?;
        Some(rest.split([':', ' ']).next()?.to_owned())
    });
    let lints: Vec<String> = lints.collect();
    (!lints.is_empty()).then_some(Opinion::Breaks(lints))
}

/// Where it says otherwise, and who is right where that is known.
fn compared(service: &ServiceDrift, opinion: &Opinion) -> Option<String> {
    let ours = service.breaks(Respect::Source) > 0;
    let id = &service.service;
    match (ours, opinion) {
        (true, Opinion::Fine) => {
            let breaking = service.changes.iter();
            let mut breaking = breaking.filter(|change| change.verdicts.source == Effect::Breaking);
            let is_blind = breaking.all(|change| change.id.kind().ends_with("changed"));
            let who = if is_blind {
                "it does not see types that changed, so the break is real"
            } else {
                "look at it: one of the two is wrong"
            };
            Some(format!(
                "{id}: source breaks, and cargo semver-checks says it does not; {who}"
            ))
        }
        (false, Opinion::Breaks(lints)) => {
            let is_must_use = lints.iter().all(|lint| lint.contains("must_use"));
            let who = if is_must_use {
                "`#[must_use]` is a warning, so programs compile"
            } else {
                "look at it: one of the two is wrong"
            };
            let lints = lints.join(", ");
            Some(format!(
                "{id}: source holds, and cargo semver-checks says {lints}; {who}"
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_that_failed_are_its_opinion_and_an_error_is_none() {
        assert_eq!(opinion(true, ""), Some(Opinion::Fine));
        let said = "--- failure struct_missing: pub struct removed or renamed ---\n\nFailed in:\n";
        let lints = vec!["struct_missing".to_owned()];
        assert_eq!(opinion(false, said), Some(Opinion::Breaks(lints)));
        assert_eq!(
            opinion(false, "error: no such command: `semver-checks`"),
            None
        );
    }
}
