//! What the last run saw and wrote, so that a run with nothing to do need not generate.
//!
//! The cache lies in the workspace's target folder. It is used only if the same
//! program saw the same specs and settings, and only if every output still has the text it had: an edited output
//! is found with and without a cache. Where some services changed, the others' files are left as they are.
//! Whatever is wrong with it, the answer is a full run.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use cloudwright_codegen::{Files, Territory, crate_folder, write};
use cloudwright_spec::load::{PROVIDER_FILE, is_provider_file};
use cloudwright_spec::{Catalog, SourceFile};
use serde::{Deserialize, Serialize};

use crate::Workspace;

/// What the summary line tells, and the warnings that go with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct Counts {
    pub services: usize,
    pub actions: usize,
    pub types: usize,
    pub files: usize,
    pub warnings: String,
}

/// From where to where a run goes.
pub(super) struct RunPaths<'p> {
    pub workspace: &'p Workspace,
    pub specs: &'p Path,
    /// Absolute and free of links.
    pub out: &'p Path,
    pub territory: Territory,
}

impl RunPaths<'_> {
    /// Whatever the output depends on beside the specs.
    fn settings(&self) -> String {
        format!("{:?} {:?}", self.workspace.settings(), self.territory)
    }
}

/// The cache of one pair of folders, for one state of the specs.
pub(super) struct Cache {
    path: PathBuf,
    inputs: u64,
    /// The same for the files of each service alone, by folder.
    by_service: BTreeMap<String, u64>,
    /// What the last run left, if it ran.
    last: Option<LastRun>,
}

/// What a run left.
#[derive(Debug, Deserialize, Serialize)]
struct LastRun {
    inputs: u64,
    by_service: BTreeMap<String, u64>,
    counts: Counts,
    /// The files by path, with their fingerprints.
    outputs: BTreeMap<String, u64>,
}

impl Cache {
    /// `None` where this program cannot tell its own version.
    pub(super) fn of(places: &RunPaths<'_>, sources: &[SourceFile]) -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        let mut hasher = DefaultHasher::new();
        for place in [&places.specs.canonicalize().ok()?, places.out] {
            feed(&mut hasher, place.as_os_str().as_encoded_bytes());
        }
        let name = format!("regen-{:016x}.cache", hasher.finish());
        let path = target(places.workspace).join(name);
        let settings = places.settings();
        let inputs = |sources| inputs(&program, &settings, sources);
        let mut by_folder: BTreeMap<&str, Vec<&SourceFile>> = BTreeMap::new();
        for source in sources {
            let folder = source
                .path
                .rsplit_once('/')
                .map_or("", |(folder, _)| folder);
            by_folder.entry(folder).or_default().push(source);
        }
        // What a service inherits is of its specs too.
        let of_providers = sources.iter().filter(|one| is_provider_file(&one.path));
        for source in of_providers {
            let provider = source.path.trim_end_matches(PROVIDER_FILE);
            let services = by_folder.iter_mut();
            for (_, sources) in services.filter(|(folder, _)| folder.starts_with(provider)) {
                sources.push(source);
            }
        }
        let by_service = by_folder
            .into_iter()
            .map(|(folder, sources)| Some((folder.to_owned(), inputs(sources)?)));
        Some(Self {
            inputs: inputs(sources.iter().collect())?,
            by_service: by_service.collect::<Option<_>>()?,
            last: fs::read(&path)
                .ok()
                .and_then(|text| serde_json::from_slice(&text).ok()),
            path,
        })
    }

    /// The counts of the last run, if everything is as it left it.
    pub(super) fn current(&self, places: &RunPaths<'_>, threads: NonZeroUsize) -> Option<Counts> {
        let last = self
            .last
            .as_ref()
            .filter(|last| last.inputs == self.inputs)?;
        let outputs = last.outputs.iter();
        let outputs: Vec<_> = outputs
            .map(|(path, print)| (path.as_str(), *print))
            .collect();
        let is_current =
            write::is_current(places.out, &places.territory, &outputs, threads).ok()?;
        is_current.then(|| last.counts.clone())
    }

    /// The files of each service whose specs, and whose files, are as the last run left them.
    pub(super) fn unchanged(
        &self,
        catalog: &Catalog,
        places: &RunPaths<'_>,
        threads: NonZeroUsize,
    ) -> BTreeMap<String, Vec<(String, u64)>> {
        let Some(last) = &self.last else {
            return BTreeMap::new();
        };
        let names = places.workspace.settings().names();
        let mut unchanged = BTreeMap::new();
        for service in &catalog.services {
            let now = self.by_service.get(&service.folder);
            if now.is_none() || now != last.by_service.get(&service.folder) {
                continue;
            }
            let folder = crate_folder(service, &names) + "/";
            let from = last.outputs.range(folder.clone()..);
            let outputs: Vec<(&str, u64)> = from
                .take_while(|(path, _)| path.starts_with(&folder))
                .map(|(path, print)| (path.as_str(), *print))
                .collect();
            if !outputs.is_empty()
                && write::are_in_place(places.out, &outputs, threads).unwrap_or(false)
            {
                let owned = outputs
                    .into_iter()
                    .map(|(path, print)| (path.to_owned(), print));
                unchanged.insert(service.folder.clone(), owned.collect());
            }
        }
        unchanged
    }

    /// Remembers a run that left everything current. A cache that cannot be written is none.
    pub(super) fn save(self, files: &Files, counts: &Counts) {
        let written = files.iter();
        let written = written.map(|(path, text)| (path, write::fingerprint(text.as_bytes())));
        let outputs = written.chain(files.kept());
        let run = LastRun {
            inputs: self.inputs,
            by_service: self.by_service,
            counts: counts.clone(),
            outputs: outputs
                .map(|(path, print)| (path.to_owned(), print))
                .collect(),
        };
        // A workspace in which nothing was built yet has no such folder.
        let _ = self.path.parent().map(fs::create_dir_all);
        let _ = serde_json::to_vec(&run).map(|text| fs::write(&self.path, text));
    }
}

/// Where Cargo builds.
fn target(workspace: &Workspace) -> PathBuf {
    let elsewhere = std::env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
    elsewhere.map_or_else(|| workspace.root().join("target"), PathBuf::from)
}

/// One number for the program, the settings and these spec files.
fn inputs(program: &Path, settings: &str, mut sources: Vec<&SourceFile>) -> Option<u64> {
    let metadata = program.metadata().ok()?;
    let built = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let mut hasher = DefaultHasher::new();
    hasher.write_u128(built.as_nanos());
    hasher.write_u64(metadata.len());
    feed(&mut hasher, settings.as_bytes());
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    for source in sources {
        feed(&mut hasher, source.path.as_bytes());
        hasher.write_u64(write::fingerprint(&source.content));
    }
    Some(hasher.finish())
}

/// Bytes with their length, so that neighbours cannot run together.
fn feed(hasher: &mut DefaultHasher, bytes: &[u8]) {
    hasher.write_usize(bytes.len());
    hasher.write(bytes);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_codegen::write::Mode;
    use cloudwright_codegen::{Members, Options, generate};

    use super::*;

    #[test]
    fn neighbouring_files_cannot_run_together() {
        let program = std::env::current_exe().unwrap();
        let one = inputs(&program, "", vec![&SourceFile::new("a", "bc")]);
        let other = inputs(&program, "", vec![&SourceFile::new("ab", "c")]);
        assert_ne!(one, other);
    }

    #[test]
    fn services_are_left_alone_while_their_specs_and_their_files_are_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let (specs, out) = (folder.path().join("specs"), folder.path().join("out"));
        fs::create_dir_all(&specs).unwrap();
        fs::create_dir(folder.path().join("target")).unwrap();
        let workspace = Workspace::plain(folder.path());
        let places = RunPaths {
            workspace: &workspace,
            specs: &specs,
            out: &out,
            territory: Territory::default(),
        };
        let service = |product: &str| {
            let text = format!(
                "service: huawei-{product}\nprovider: huawei\nproduct: {product}\ntitle: T\n\
                 protocols: [huawei-aksk]\nendpoints: {{ default: x.example.com }}\n\
                 crate: {{ name: cloudwright-huawei-{product}, version: 0.1.0 }}\n"
            );
            SourceFile::new(format!("huawei/{product}/service.yaml"), text)
        };
        let provider = |doc: &str| {
            let text = format!("provider: huawei\nglossary: {{ id: {doc} }}\n");
            SourceFile::new("huawei/provider.yaml", text)
        };
        let mut sources = vec![service("x"), service("y"), provider("One.")];
        let unchanged = |sources: &[SourceFile]| -> Vec<String> {
            let (catalog, _) = Catalog::load(sources).unwrap();
            let cache = Cache::of(&places, sources).unwrap();
            let unchanged = cache.unchanged(&catalog, &places, NonZeroUsize::MIN);
            unchanged.into_keys().collect()
        };
        assert!(unchanged(&sources).is_empty());

        let (catalog, _) = Catalog::load(&sources).unwrap();
        let options = Options {
            members: Members::alone("{ path = \"core\" }"),
            names: workspace.settings().names(),
            threads: NonZeroUsize::MIN,
        };
        let files = generate(&catalog, &options).unwrap();
        write::apply(&out, &files, Mode::Write, options.threads).unwrap();
        let counts = Counts {
            files: files.len(),
            ..Counts::default()
        };
        let cache = Cache::of(&places, &sources).unwrap();
        let path = cache.path.clone();
        cache.save(&files, &counts);
        assert_eq!(unchanged(&sources), ["huawei/x", "huawei/y"]);
        let kept = fs::read(&path).unwrap();
        for broken in [&b""[..], b"{}", &kept[..kept.len() - 1]] {
            fs::write(&path, broken).unwrap();
            assert!(unchanged(&sources).is_empty());
        }
        fs::write(&path, kept).unwrap();
        // What is said of the provider is said of each of its services.
        sources[2] = provider("Another.");
        assert!(unchanged(&sources).is_empty());
        sources[2] = provider("One.");

        sources[0] = SourceFile::new("huawei/x/service.yaml", {
            let mut content = sources[0].content.clone();
            content.extend(b"# A comment.\n");
            content
        });
        assert_eq!(unchanged(&sources), ["huawei/y"]);
        fs::write(out.join("crates/clients/huawei-y/src/lib.rs"), "edited").unwrap();
        assert!(unchanged(&sources).is_empty());
    }
}
