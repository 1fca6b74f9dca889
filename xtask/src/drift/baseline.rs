//! What each crate is compared with: its specs in the commit that last changed its version. So a break
//! is told until a version tells it, however long ago it was committed.

use std::collections::BTreeSet;

use cloudwright_spec::drift::{Drift, ServiceDrift, Standing};
use cloudwright_spec::load::FACADE_FILE;
use cloudwright_spec::version::{self, Step, Version};
use cloudwright_spec::{Catalog, LoadedService, SourceFile, load};

use super::of_service;
use super::sides::{Side, Unreadable};
use crate::git::{self, GitError};
use crate::places;

/// Two states of the specs, compared.
pub(super) struct Compared {
    pub(super) drift: Drift,
    /// The state that the facade's version is of, if that is known.
    pub(super) facade: Option<Catalog>,
    /// What else is wrong with versions, a line each.
    pub(super) problems: Vec<String>,
}

pub(super) fn since_last_versions(later: &Catalog) -> Result<Compared, Box<dyn std::error::Error>> {
    let repository = places::repository();
    let mut problems = Vec::new();
    if git::is_shallow(&repository)? {
        let told = "the history is cut off: a version may have changed before it; fetch all of it";
        problems.push(told.to_owned());
    }
    let committed = git::files_at(&repository, "HEAD", "specs/")?;
    let mut folders: BTreeSet<&str> = committed.iter().filter_map(|path| folder(path)).collect();
    folders.extend(later.services.iter().map(|service| &*service.folder));
    let mut services = Vec::new();
    for folder in folders {
        let new = later
            .services
            .iter()
            .find(|service| service.folder == folder);
        let Some(known) = Release::last(folder)? else {
            services.extend(of_service(None, new));
            continue;
        };
        let old = known.read(folder)?;
        problems.extend(last_step(folder, &known)?);
        services.extend(of_service(old.as_ref(), new));
    }
    let facade = Release::last_of_facade()?
        .map(|release| release.catalog())
        .transpose()?;
    // A service that went with an earlier commit is gone all the same.
    for old in facade.iter().flat_map(|catalog| &catalog.services) {
        let is_told = services
            .iter()
            .any(|told: &ServiceDrift| told.folder == old.folder);
        if !is_told {
            services.extend(of_service(Some(old), None));
        }
    }
    Ok(Compared {
        drift: Drift::of(services),
        facade,
        problems,
    })
}

/// The folder of a service, of the path of its `service.yaml`.
fn folder(path: &str) -> Option<&str> {
    path.strip_prefix("specs/")?.strip_suffix("/service.yaml")
}

/// The commit that last changed a version.
struct Release {
    commit: String,
    /// The commit that changed it before that.
    earlier: Option<String>,
}

impl Release {
    /// Of a service's crate; nothing if no commit has the service.
    fn last(folder: &str) -> Result<Option<Self>, GitError> {
        Self::of(&format!("specs/{folder}/service.yaml"), &|content| {
            let file = SourceFile::new(format!("{folder}/service.yaml"), content);
            let service = load::load([file]).catalog.services.pop()?;
            Some(service.service.package.version)
        })
    }

    fn last_of_facade() -> Result<Option<Self>, GitError> {
        Self::of(&format!("specs/{FACADE_FILE}"), &|content| {
            let file = SourceFile::new(FACADE_FILE, content);
            Some(load::load([file]).catalog.facade?.version)
        })
    }

    fn of(
        path: &str,
        version: &dyn Fn(Vec<u8>) -> Option<String>,
    ) -> Result<Option<Self>, GitError> {
        let repository = places::repository();
        let mut commits = git::commits_of(&repository, path)?.into_iter();
        let Some(mut commit) = commits.next() else {
            return Ok(None);
        };
        let at = |commit: &str| -> Result<Option<String>, GitError> {
            let content = git::file_at(&repository, commit, path)?;
            Ok(content.and_then(version))
        };
        let (mut now, mut found) = (at(&commit)?, None);
        if now.is_none() {
            return Ok(None);
        }
        for earlier in commits {
            let before = at(&earlier)?;
            if before == now {
                commit = earlier;
            } else if found.is_some() {
                break;
            } else {
                // A file that came anew, or that could not be read, has no version before.
                if before.is_none() {
                    break;
                }
                found = Some(std::mem::replace(&mut commit, earlier));
                now = before;
            }
        }
        Ok(Some(match found {
            Some(last) => Self {
                commit: last,
                earlier: Some(commit),
            },
            None => Self {
                commit,
                earlier: None,
            },
        }))
    }

    fn read(&self, folder: &str) -> Result<Option<LoadedService>, Box<dyn std::error::Error>> {
        service_at(&self.commit, folder)
    }

    fn catalog(&self) -> Result<Catalog, Box<dyn std::error::Error>> {
        let sources = git::specs_at(&places::repository(), &self.commit)?;
        Ok(load::load(sources).catalog)
    }
}

fn service_at(
    commit: &str,
    folder: &str,
) -> Result<Option<LoadedService>, Box<dyn std::error::Error>> {
    let sources = git::specs_in(&places::repository(), commit, &format!("specs/{folder}/"))?;
    let side = Side::of(sources, None).map_err(|report| {
        let short: String = commit.chars().take(10).collect();
        Unreadable::new(format!("specs/{folder} of {short}"), report)
    })?;
    Ok(side.catalog.services.into_iter().next())
}

/// Whether the last version that a crate got said enough; if not, only a further one can.
fn last_step(
    folder: &str,
    release: &Release,
) -> Result<Option<String>, Box<dyn std::error::Error>> {
    let Some(earlier) = &release.earlier else {
        return Ok(None);
    };
    // What cannot be read of long ago is no longer to be mended.
    let (Ok(old), Ok(new)) = (service_at(earlier, folder), release.read(folder)) else {
        return Ok(None);
    };
    let Some(drift) = of_service(old.as_ref(), new.as_ref()) else {
        return Ok(None);
    };
    let commit: String = release.commit.chars().take(10).collect();
    Ok(match drift.standing() {
        Standing::Enough | Standing::Gone => None,
        Standing::TooLow(wanted) => Some(format!(
            "{}: commit {commit} raised the version too little: {} was asked for; raise it again",
            drift.service, wanted
        )),
        Standing::Lowered => Some(format!(
            "{}: commit {commit} lowered the version from {} to {}",
            drift.service,
            drift.version.unwrap_or_default(),
            drift.declared.unwrap_or_default()
        )),
    })
}

/// The version of the facade, which breaks when one of its services does.
pub(super) struct FacadeVersion {
    pub(super) before: Version,
    pub(super) declared: Version,
    pub(super) wanted: Version,
}

impl FacadeVersion {
    /// What it must be. Services count with the version that they have or must have; nothing is known
    /// where a state does not say which version the facade has.
    pub(super) fn of(earlier: &Catalog, later: &Catalog, drift: &Drift) -> Option<Self> {
        let version = |catalog: &Catalog| Version::parse(&catalog.facade.as_ref()?.version).ok();
        let (before, declared) = (version(earlier)?, version(later)?);
        let steps = earlier.services.iter().filter_map(|old| {
            let Some(new) = later.service(&old.service.service) else {
                return Some(Step::Major);
            };
            step(old, new, drift)
        });
        let is_new = |new: &&LoadedService| earlier.service(&new.service.service).is_none();
        let come = later.services.iter().filter(is_new).map(|_| Step::Minor);
        let step = steps.chain(come).max();
        let wanted = step.map_or(before.clone(), |step| version::after(&before, step));
        Some(Self {
            before,
            declared,
            wanted,
        })
    }

    /// What is wrong with it.
    pub(super) fn problem(&self) -> Option<String> {
        let Self {
            before,
            declared,
            wanted,
        } = self;
        if declared < before {
            return Some(format!(
                "cloudwright: the version goes down: {before} → {declared}"
            ));
        }
        (declared < wanted).then(|| {
            format!(
                "cloudwright: {before} → {wanted} at least, as its services have it, and \
                 specs/{FACADE_FILE} says {declared}"
            )
        })
    }
}

/// How far a service's version goes, or must go.
fn step(old: &LoadedService, new: &LoadedService, drift: &Drift) -> Option<Step> {
    let told = drift.services.iter().find(|told| told.folder == old.folder);
    let wanted = told.and_then(ServiceDrift::wanted);
    let wanted = wanted.and_then(|wanted| Version::parse(&wanted).ok());
    let old = Version::parse(&old.service.package.version).ok()?;
    let declared = Version::parse(&new.service.package.version).ok()?;
    let new = wanted.map_or(declared.clone(), |wanted| wanted.max(declared));
    if version::series(&new) == version::series(&old) {
        (new > old).then_some(Step::Minor)
    } else {
        Some(Step::Major)
    }
}
