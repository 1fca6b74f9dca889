//! What each crate is compared with: its specs in the commit that last changed its version. So a break
//! is told until a version tells it, however long ago it was committed.

use std::collections::BTreeSet;

use cloudwright_spec::drift::{Drift, ServiceDrift, Standing};
use cloudwright_spec::load::FACADE_FILE;
use cloudwright_spec::version::{self, Bump, Version};
use cloudwright_spec::{Catalog, LoadedService, SourceFile, load};

use super::sides::{Side, Unreadable};
use super::{Fallible, of_service};
use crate::Workspace;
use crate::git::{self, GitError};

/// Two states of the specs, compared.
pub(super) struct Compared {
    pub(super) drift: Drift,
    /// The services as they were, each at its own baseline.
    pub(super) earlier: Vec<LoadedService>,
    /// The state that the facade's version is of, if that is known.
    pub(super) facade: Option<Catalog>,
    /// What else is wrong with versions, a line each.
    pub(super) problems: Vec<String>,
}

pub(super) fn since_last_versions(workspace: &Workspace, later: &Catalog) -> Fallible<Compared> {
    let mut problems = Vec::new();
    if git::is_shallow(workspace)? {
        let told = "the history is cut off: a version may have changed before it; fetch all of it";
        problems.push(told.to_owned());
    }
    let committed = git::spec_paths_at(workspace, "HEAD")?;
    let mut folders: BTreeSet<&str> = committed.iter().filter_map(|path| folder(path)).collect();
    folders.extend(later.services.iter().map(|service| &*service.folder));
    let (mut services, mut earlier) = (Vec::new(), Vec::new());
    for folder in folders {
        let mut now = later.services.iter();
        let new = now.find(|service| service.folder == folder);
        let Some(known) = Release::last(workspace, folder)? else {
            services.extend(of_service(None, new));
            continue;
        };
        let old = service_at(workspace, &known.commit, folder)?;
        problems.extend(last_step(workspace, folder, &known));
        services.extend(of_service(old.as_ref(), new));
        earlier.extend(old);
    }
    let mut facade = None;
    if let Some(release) = Release::last_of_facade(workspace)? {
        let sources = git::specs_at(workspace, &release.commit)?;
        facade = Some(load::load(sources).catalog);
    }
    // A service that went with an earlier commit is gone all the same.
    for old in facade.iter().flat_map(|catalog| &catalog.services) {
        let is_it = |told: &ServiceDrift| told.folder == old.folder;
        if !services.iter().any(is_it) {
            services.extend(of_service(Some(old), None));
        }
    }
    Ok(Compared {
        drift: Drift::of(services),
        earlier,
        facade,
        problems,
    })
}

/// The folder of a service, of the path of its `service.yaml`.
fn folder(path: &str) -> Option<&str> {
    path.strip_suffix("/service.yaml")
}

/// The commit that last changed a version.
struct Release {
    commit: String,
    /// The commit that changed it before that.
    earlier: Option<String>,
}

impl Release {
    /// Of a service's crate; nothing if no commit has the service.
    fn last(workspace: &Workspace, folder: &str) -> Result<Option<Self>, GitError> {
        Self::of(workspace, &format!("{folder}/service.yaml"), &|content| {
            let file = SourceFile::new(format!("{folder}/service.yaml"), content);
            let service = load::load([file]).catalog.services.pop()?;
            Some(service.service.package.version)
        })
    }

    fn last_of_facade(workspace: &Workspace) -> Result<Option<Self>, GitError> {
        Self::of(workspace, FACADE_FILE, &|content| {
            let file = SourceFile::new(FACADE_FILE, content);
            Some(load::load([file]).catalog.facade?.version)
        })
    }

    fn of(
        workspace: &Workspace,
        path: &str,
        version: &dyn Fn(Vec<u8>) -> Option<String>,
    ) -> Result<Option<Self>, GitError> {
        // Each version with the oldest commit that has it, the newest version first.
        let mut set: Vec<(String, String)> = Vec::new();
        for commit in git::commits_of(workspace, path)? {
            let content = git::file_at(workspace, &commit, path)?;
            // Where a file came anew, or could not be read, there was no version before.
            let Some(version) = content.and_then(version) else {
                break;
            };
            let is_known = set.len() == 2;
            match set.last_mut() {
                Some((known, oldest)) if *known == version => *oldest = commit,
                _ if is_known => break,
                _ => set.push((version, commit)),
            }
        }
        let mut commits = set.into_iter().map(|(_, commit)| commit);
        Ok(commits.next().map(|commit| Self {
            commit,
            earlier: commits.next(),
        }))
    }
}

fn service_at(
    workspace: &Workspace,
    commit: &str,
    folder: &str,
) -> Fallible<Option<LoadedService>> {
    let mut sources = git::specs_in(workspace, commit, &format!("{folder}/"))?;
    // What the service inherited then.
    let shared = load::provider_file(folder);
    let content = git::file_at(workspace, commit, &shared)?;
    sources.extend(content.map(|content| SourceFile::new(shared, content)));
    let side = Side::of(sources, None).map_err(|report| {
        let short: String = commit.chars().take(10).collect();
        Unreadable::new(format!("specs/{folder} of {short}"), report)
    })?;
    Ok(side.catalog.services.into_iter().next())
}

/// Whether the last version that a crate got said enough; if not, only a further one can.
fn last_step(workspace: &Workspace, folder: &str, release: &Release) -> Option<String> {
    let earlier = release.earlier.as_ref()?;
    // What cannot be read of long ago is no longer to be mended.
    let (Ok(old), Ok(new)) = (
        service_at(workspace, earlier, folder),
        service_at(workspace, &release.commit, folder),
    ) else {
        return None;
    };
    let drift = of_service(old.as_ref(), new.as_ref())?;
    let commit: String = release.commit.chars().take(10).collect();
    match drift.standing() {
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
    }
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
        let bumps = earlier.services.iter().filter_map(|old| {
            let Some(new) = later.service(&old.service.service) else {
                return Some(Bump::Major);
            };
            bump(old, new, drift)
        });
        let is_new = |new: &&LoadedService| earlier.service(&new.service.service).is_none();
        let come = later.services.iter().filter(is_new).map(|_| Bump::Minor);
        let bump = bumps.chain(come).max();
        let wanted = bump.map_or(before.clone(), |bump| version::after(&before, bump));
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
fn bump(old: &LoadedService, new: &LoadedService, drift: &Drift) -> Option<Bump> {
    let told = drift.services.iter().find(|told| told.folder == old.folder);
    let wanted = told.and_then(ServiceDrift::wanted);
    let wanted = wanted.and_then(|wanted| Version::parse(&wanted).ok());
    let old = Version::parse(&old.service.package.version).ok()?;
    let declared = Version::parse(&new.service.package.version).ok()?;
    let new = wanted.map_or(declared.clone(), |wanted| wanted.max(declared));
    if version::series(&new) == version::series(&old) {
        (new > old).then_some(Bump::Minor)
    } else {
        Some(Bump::Major)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::process::Command;

    use cloudwright_spec::drift::Level;

    use super::*;

    /// A repository of one service, and what its files say.
    struct Repository(tempfile::TempDir);

    impl Repository {
        fn new() -> Self {
            let repository = Self(tempfile::tempdir().unwrap());
            repository.git(&["init", "--quiet"]);
            repository
        }

        fn git(&self, arguments: &[&str]) {
            let done = Command::new("git")
                .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
                .args(arguments)
                .current_dir(self.0.path())
                .output()
                .unwrap();
            assert!(done.status.success(), "{done:?}");
        }

        fn write(&self, version: &str, maximum: u32, parameter: &str) {
            let service = format!(
                "service: tencent-x\nprovider: tencent\nproduct: x\ntitle: X\nversion: '1'\n\
                 protocols: [tencent-tc3]\ncrate: {{ name: cloudwright-tencent-x, version: {version} }}\n\
                 endpoints: {{ default: x.example.com }}\n"
            );
            let action = format!(
                "action: List\nsummary: Lists.\nsource: {{ title: List }}\naccess: read\n\
                 request: [{{ name: {parameter}, type: integer, max: {maximum} }}]\n"
            );
            let folder = self.0.path().join("specs/tencent/x");
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join("service.yaml"), service).unwrap();
            std::fs::write(folder.join("List.yaml"), action).unwrap();
        }

        fn commit(&self, version: &str, maximum: u32, parameter: &str) {
            self.write(version, maximum, parameter);
            self.git(&["add", "."]);
            self.git(&["commit", "--quiet", "--message", "x"]);
        }

        fn compared(&self) -> Compared {
            let sources = load::read_dir(&self.0.path().join("specs")).unwrap();
            since_last_versions(
                &Workspace::plain(self.0.path()),
                &load::load(sources).catalog,
            )
            .unwrap()
        }
    }

    #[test]
    fn a_break_that_was_committed_is_told_until_a_version_tells_it() {
        let repository = Repository::new();
        repository.commit("0.1.0", 100, "Limit");
        assert!(repository.compared().drift.is_empty());
        repository.commit("0.1.0", 50, "Limit");
        repository.commit("0.1.0", 50, "Size");
        let compared = repository.compared();
        assert_eq!(compared.drift.level(), Some(Level::Breaking));
        let standing = compared.drift.services[0].standing();
        assert_eq!(standing, Standing::TooLow("0.2.0".to_owned()));
        repository.write("0.2.0", 50, "Size");
        assert_eq!(
            repository.compared().drift.services[0].standing(),
            Standing::Enough
        );
        repository.commit("0.2.0", 50, "Size");
        let compared = repository.compared();
        assert!(compared.drift.is_empty() && compared.problems.is_empty());
    }

    #[test]
    fn a_version_that_was_raised_too_little_or_lowered_is_told_after_the_commit() {
        let repository = Repository::new();
        repository.commit("0.1.0", 100, "Limit");
        repository.commit("0.1.1", 100, "Size");
        let problems = repository.compared().problems;
        assert!(
            problems[0].contains("raised the version too little: 0.2.0"),
            "{problems:?}"
        );
        repository.commit("0.2.0", 100, "Size");
        assert!(repository.compared().problems.is_empty());
        repository.commit("0.1.5", 100, "Size");
        let problems = repository.compared().problems;
        assert!(
            problems[0].contains("lowered the version from 0.2.0 to 0.1.5"),
            "{problems:?}"
        );
    }

    #[test]
    fn a_service_that_is_gone_is_told() {
        let repository = Repository::new();
        repository.commit("0.1.0", 100, "Limit");
        std::fs::remove_dir_all(repository.0.path().join("specs/tencent")).unwrap();
        let compared = repository.compared();
        assert_eq!(compared.drift.services[0].standing(), Standing::Gone);
    }
}
