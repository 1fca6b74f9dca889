//! From files to a catalog. All of it is pure but [`read_dir`].

pub(crate) mod conform;
mod parse;
mod read;
pub(crate) mod shape;

pub use read::{MAX_FILE_BYTES, ReadError, read_dir};

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use crate::catalog::{Catalog, LoadedAction, LoadedService};
use crate::check;
use crate::diagnostic::{Code, Report};
use crate::finding::{self, At, Finding, Place};
use crate::model::{Action, Facade, ProviderSpec, Service};
use crate::version::Version;
use parse::Parsed;
pub(crate) use parse::text_of;

/// The file of a service.
pub(crate) const SERVICE_FILE: &str = "service.yaml";

/// The file of what the services of a provider share.
pub const PROVIDER_FILE: &str = "provider.yaml";

/// The file of the crate that has all services.
pub const FACADE_FILE: &str = "facade.yaml";

/// The changelog of a service's crate, beside its specs.
pub const CHANGELOG_FILE: &str = "CHANGELOG.md";

/// Fewer files than this are read on one thread.
const FILES_WORTH_A_THREAD: usize = 256;

/// A spec file in memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceFile {
    /// The path below the specs folder, with `/` between the parts: `tencent/tcr/service.yaml`.
    pub path: String,
    /// The content; loading refuses what is no UTF-8.
    pub content: Vec<u8>,
}

impl SourceFile {
    /// A file with this path and content.
    pub fn new(path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            content: content.into(),
        }
    }
}

/// What came of loading: the catalog, and everything that was found.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Loaded {
    /// What could be read, also of files with errors.
    pub catalog: Catalog,
    /// What was found, warnings too.
    pub report: Report,
}

impl Loaded {
    /// The catalog if there was no error; the report then holds the warnings.
    ///
    /// # Errors
    /// The report, if there is an error in it.
    pub fn into_result(self) -> Result<(Catalog, Report), Report> {
        if self.report.has_errors() {
            Err(self.report)
        } else {
            Ok((self.catalog, self.report))
        }
    }
}

/// Reads and checks files that are in memory. Their order changes nothing.
///
/// ```
/// use cloudwright_spec::{SourceFile, load};
///
/// let loaded = load::load(vec![SourceFile::new("tencent/tcr/service.yaml", "servise: tencent-tcr")]);
/// let report = loaded.report.to_string();
/// assert!(report.contains("did you mean `service`?"), "{report}");
/// ```
pub fn load(files: impl AsRef<[SourceFile]>) -> Loaded {
    let mut files: Vec<&SourceFile> = files.as_ref().iter().collect();
    files.sort();
    let (facade, mut findings) = facade(&files);
    let (logs, files): (Vec<_>, Vec<_>) = files
        .into_iter()
        .filter(|file| file.path != FACADE_FILE)
        .partition(|file| is_changelog(&file.path));
    findings.extend(misplaced(&files));
    let refused: BTreeSet<String> = findings
        .iter()
        .map(|finding| finding.file().to_owned())
        .collect();
    let contents = parse_all(&files);
    let mut parts = Parts::default();
    for (file, content) in files.iter().zip(contents) {
        if !refused.contains(&file.path) {
            parts.add(&file.path, content, &mut findings);
        }
    }
    let mut assembled = parts.assemble(&mut findings);
    assembled.catalog.facade = facade;
    for log in logs {
        let folder = log.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut services = assembled.catalog.services.iter_mut();
        if let Some(service) = services.find(|service| service.folder == folder) {
            service.changelog = Some(parse::text_of(&log.content).into_owned());
        }
    }
    findings.append(&mut check::check(&assembled.catalog, &assembled.broken));
    findings.append(&mut check::check_strays(&assembled.strays));
    let Catalog {
        services,
        providers,
        ..
    } = &mut assembled.catalog;
    for service in services {
        service.inherit(providers.get(provider_folder(&service.folder)));
    }
    Loaded {
        report: report(&files, findings),
        catalog: assembled.catalog,
    }
}

/// What is said of the facade.
fn facade(files: &[&SourceFile]) -> (Option<Facade>, Vec<Finding>) {
    let Some(file) = files.iter().find(|file| file.path == FACADE_FILE) else {
        return (None, Vec::new());
    };
    let parsed: Parsed<Facade> = parse::parse(&file.path, &file.content, &shape::FACADE);
    let mut findings = parsed.findings;
    let version = parsed.model.as_ref().map(|facade| &facade.version);
    if let Some(version) = version.filter(|version| Version::parse(version).is_err()) {
        let message = format!("`{version}` is no version like `0.1.0`");
        let at = Place::ROOT.key("version").value();
        findings.push(Finding::error(Code::BadName, FACADE_FILE, at, message));
    }
    (parsed.model, findings)
}

fn is_changelog(path: &str) -> bool {
    path.strip_suffix(CHANGELOG_FILE)
        .is_some_and(|folder| folder.matches('/').count() == 2 && folder.ends_with('/'))
}

fn report(files: &[&SourceFile], findings: Vec<Finding>) -> Report {
    if findings.is_empty() {
        return Report::default();
    }
    let pointed_at: BTreeSet<&str> = findings.iter().flat_map(Finding::files).collect();
    let texts: BTreeMap<&str, _> = files
        .iter()
        .filter(|file| pointed_at.contains(file.path.as_str()))
        .map(|file| (file.path.as_str(), parse::text_of(&file.content)))
        .collect();
    let texts = texts.iter().map(|(path, text)| (*path, &**text)).collect();
    finding::resolve(findings, &texts)
}

/// The folder of a service's provider.
fn provider_folder(service: &str) -> &str {
    service.split('/').next().unwrap_or_default()
}

/// The file of what a service shares with the others of its provider.
pub fn provider_file(service: &str) -> String {
    format!("{}/{PROVIDER_FILE}", provider_folder(service))
}

/// Whether it is the file of a provider, by its path below the specs folder.
pub fn is_provider_file(path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(_, name)| name == PROVIDER_FILE)
}

/// A file that was read.
enum Content {
    Provider(Box<Parsed<ProviderSpec>>),
    Service(Box<Parsed<Service>>),
    Action(Box<Parsed<Action>>),
}

fn parse_one(file: &SourceFile) -> Content {
    let name = file.path.rsplit('/').next();
    if is_provider_file(&file.path) {
        let parsed = parse::parse(&file.path, &file.content, &shape::PROVIDER);
        Content::Provider(Box::new(parsed))
    } else if name == Some(SERVICE_FILE) {
        let parsed = parse::parse(&file.path, &file.content, &shape::SERVICE);
        Content::Service(Box::new(parsed))
    } else {
        let parsed = parse::parse(&file.path, &file.content, &shape::ACTION);
        Content::Action(Box::new(parsed))
    }
}

/// Reads the files on as many threads as are worth it; the result has the files' order.
fn parse_all(files: &[&SourceFile]) -> Vec<Content> {
    let processors = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = processors.min(files.len() / FILES_WORTH_A_THREAD).max(1);
    if threads == 1 {
        return files.iter().copied().map(parse_one).collect();
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = files
            .chunks(files.len().div_ceil(threads))
            .map(|part| {
                (
                    part,
                    scope.spawn(|| part.iter().copied().map(parse_one).collect()),
                )
            })
            .collect();
        running
            .into_iter()
            .flat_map(|(part, thread)| {
                let read: Result<Vec<Content>, _> = thread.join();
                // A thread that died has read nothing; the same again, here, where it is seen.
                read.unwrap_or_else(|_| part.iter().copied().map(parse_one).collect())
            })
            .collect()
    })
}

/// The model of an action's file, if it can be read.
pub(crate) fn action_of(text: &str) -> Option<Action> {
    parse::parse("", text.as_bytes(), &shape::ACTION).model
}

/// The model of a `service.yaml`, if it can be read.
pub(crate) fn service_of(text: &str) -> Option<Service> {
    parse::parse("", text.as_bytes(), &shape::SERVICE).model
}

/// Files that are not where spec files are, or that are given twice.
fn misplaced(files: &[&SourceFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, file) in files.iter().enumerate() {
        let error = |message: &str| Finding::error(Code::Misplaced, &file.path, At::File, message);
        let is_again = index > 0 && files[index - 1].path == file.path;
        let parts: Vec<&str> = file.path.split('/').collect();
        let extension = file.path.rsplit_once('.').map(|(_, extension)| extension);
        let is_folder = |name: &str| {
            !name.is_empty()
                && name
                    .bytes()
                    .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        let is_of_provider = is_provider_file(&file.path) && is_folder(parts[0]);
        let is_of_service = parts.len() == 3 && parts[..2].iter().all(|part| is_folder(part));
        if is_again {
            findings.push(error("the same file is given twice"));
        } else if !is_of_provider && !is_of_service {
            let place = "spec files are `<provider>/<service>/<action>.yaml`, in lower case";
            findings.push(error("this is no place for a spec file").help(place));
        } else if extension == Some("yml") {
            findings.push(error("spec files end in `.yaml`").help("rename the file"));
        } else if extension != Some("yaml") {
            findings.push(error("spec files end in `.yaml`"));
        }
    }
    findings
}

/// The files of a catalog, sorted out.
#[derive(Default)]
struct Parts {
    providers: BTreeMap<String, ProviderSpec>,
    services: BTreeMap<String, Option<Service>>,
    actions: BTreeMap<String, Vec<LoadedAction>>,
    /// Folders of which something could not be read.
    broken: BTreeSet<String>,
}

impl Parts {
    fn add(&mut self, path: &str, content: Content, findings: &mut Vec<Finding>) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = match &content {
            Content::Provider(parsed) => &parsed.findings,
            Content::Service(parsed) => &parsed.findings,
            Content::Action(parsed) => &parsed.findings,
        };
        if !found.is_empty() {
            self.broken.insert(folder.to_owned());
        }
        match content {
            Content::Provider(parsed) => {
                findings.extend(parsed.findings);
                let model = parsed.model.map(|model| (folder.to_owned(), model));
                self.providers.extend(model);
            }
            Content::Service(parsed) => {
                findings.extend(parsed.findings);
                self.services.insert(folder.to_owned(), parsed.model);
            }
            Content::Action(parsed) => {
                findings.extend(parsed.findings);
                let actions = self.actions.entry(folder.to_owned()).or_default();
                actions.extend(parsed.model.map(|action| LoadedAction {
                    file: path.to_owned(),
                    action,
                }));
            }
        }
    }

    fn assemble(mut self, findings: &mut Vec<Finding>) -> Assembled {
        for (folder, actions) in &self.actions {
            let Some(first) = actions.first() else {
                continue;
            };
            if !self.services.contains_key(folder) {
                let message = format!("`{folder}` has actions and no `{SERVICE_FILE}`");
                let finding = Finding::error(Code::Misplaced, &first.file, At::File, message);
                findings.push(finding);
                self.services.insert(folder.clone(), None);
            }
        }
        let mut assembled = Assembled {
            broken: self.broken,
            ..Assembled::default()
        };
        assembled.catalog.providers = self.providers;
        for (folder, service) in self.services {
            let actions = self.actions.remove(&folder).unwrap_or_default();
            match service {
                Some(service) => {
                    let loaded = LoadedService::new(folder, service, actions);
                    assembled.catalog.services.push(loaded);
                }
                None => assembled.strays.extend(check::stray(folder, actions)),
            }
        }
        assembled
    }
}

/// The files of a catalog, put together.
#[derive(Default)]
struct Assembled {
    catalog: Catalog,
    /// Actions whose service could not be read, as if there were one.
    strays: Vec<LoadedService>,
    /// Folders of which something could not be read.
    broken: BTreeSet<String>,
}
