//! From files to a catalog. All of it is pure but [`read_dir`].

pub(crate) mod conform;
mod identity;
mod parse;
mod read;
pub(crate) mod shape;

pub(crate) use crate::catalog::SERVICE_FILE;
pub use crate::catalog::{
    CHANGELOG_FILE, FACADE_FILE, PROVIDER_FILE, is_provider_file, provider_file,
};
pub use identity::{Identity, identity, title};
pub use read::{MAX_FILE_BYTES, ReadError, read_dir};

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;

use crate::catalog::{Catalog, LoadedAction, LoadedService, provider_folder};
use crate::check;
use crate::diagnostic::{Code, Report, Severity};
use crate::finding::{self, At, Finding, Place};
use crate::model::{Action, Facade, ProviderSpec, Service};
use crate::parallel;
use crate::source::Node;
use crate::version::Version;
use parse::Parsed;
pub(crate) use parse::text_of;

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

    /// The file with another text. A byte order mark stays.
    pub(crate) fn with_text(&self, text: &str) -> Self {
        let has_mark = self.content.starts_with(b"\xEF\xBB\xBF");
        let mark = if has_mark { "\u{feff}" } else { "" };
        Self::new(self.path.clone(), format!("{mark}{text}"))
    }
}

impl Catalog {
    /// Reads, checks and resolves files that are in memory. The report of a success holds
    /// warnings only.
    ///
    /// # Errors
    /// Everything that is wrong with the files, at once.
    pub fn load(files: impl AsRef<[SourceFile]>) -> Result<(Self, Report), Report> {
        load(files).into_result()
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
    let contents = each(&files, |file| parse_one(file).0);
    let (catalog, findings) = put_together(&files, contents);
    Loaded {
        report: report(&files, findings),
        catalog,
    }
}

/// A file that was read, with its tree: it can be loaded again beside other ones, and edited.
pub(crate) struct ReadFile<'f> {
    pub(crate) file: &'f SourceFile,
    pub(crate) root: Option<Node>,
    content: Content,
}

/// Reads files.
pub(crate) fn read<'f>(files: impl IntoIterator<Item = &'f SourceFile>) -> Vec<ReadFile<'f>> {
    let files: Vec<&SourceFile> = files.into_iter().collect();
    each(&files, |file| {
        let (content, root) = parse_one(file);
        ReadFile {
            file,
            root,
            content,
        }
    })
}

/// Loads files that have been read. The report holds errors only: to find the places of warnings takes as
/// long as to read the files.
pub(crate) fn load_read<'f>(read: impl IntoIterator<Item = &'f ReadFile<'f>>) -> Loaded {
    let mut read: Vec<&ReadFile<'_>> = read.into_iter().collect();
    read.sort_by_key(|read| read.file);
    let files: Vec<&SourceFile> = read.iter().map(|read| read.file).collect();
    let contents = read.iter().map(|read| read.content.clone()).collect();
    let (catalog, mut findings) = put_together(&files, contents);
    findings.retain(|finding| finding.severity() == Severity::Error);
    Loaded {
        report: report(&files, findings),
        catalog,
    }
}

/// Makes a catalog of what files say, and checks it; the files are sorted.
fn put_together(files: &[&SourceFile], contents: Vec<Content>) -> (Catalog, Vec<Finding>) {
    let specs: Vec<&SourceFile> = files
        .iter()
        .copied()
        .filter(|file| file.path != FACADE_FILE && !is_changelog(&file.path))
        .collect();
    let misplaced = misplaced(&specs);
    let refused: BTreeSet<String> = misplaced
        .iter()
        .map(|finding| finding.file().to_owned())
        .collect();
    let mut findings = Vec::new();
    let mut parts = Parts::default();
    let mut facade = None;
    let mut logs = Vec::new();
    for (file, content) in files.iter().zip(contents) {
        match content {
            Content::Facade(parsed) => facade = facade_of(*parsed, &mut findings),
            Content::Log(text) => logs.push((folder_of(&file.path), text)),
            content if !refused.contains(&file.path) => {
                parts.add(&file.path, content, &mut findings);
            }
            _ => {}
        }
    }
    findings.extend(misplaced);
    let mut assembled = parts.assemble(&mut findings);
    assembled.catalog.facade = facade;
    for (folder, text) in logs {
        let mut services = assembled.catalog.services.iter_mut();
        if let Some(service) = services.find(|service| service.folder == folder) {
            service.changelog = Some(text);
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
    (assembled.catalog, findings)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What is said of the facade.
fn facade_of(parsed: Parsed<Facade>, findings: &mut Vec<Finding>) -> Option<Facade> {
    findings.extend(parsed.findings);
    let version = parsed.model.as_ref().map(|facade| &facade.version);
    if let Some(version) = version.filter(|version| Version::parse(version).is_err()) {
        let message = format!("`{version}` is no version like `0.1.0`");
        let at = Place::ROOT.key("version").value();
        findings.push(Finding::error(Code::BadName, FACADE_FILE, at, message));
    }
    parsed.model
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

/// What a file says.
#[derive(Clone)]
enum Content {
    Facade(Box<Parsed<Facade>>),
    /// A changelog, which is no spec and stays as it is.
    Log(String),
    Provider(Box<Parsed<ProviderSpec>>),
    Service(Box<Parsed<Service>>),
    Action(Box<Parsed<Action>>),
}

fn parse_one(file: &SourceFile) -> (Content, Option<Node>) {
    let SourceFile { path, content } = file;
    let name = path.rsplit('/').next();
    if path == FACADE_FILE {
        let (parsed, root) = parse::with_tree(path, content, &shape::FACADE);
        (Content::Facade(Box::new(parsed)), root)
    } else if is_changelog(path) {
        (Content::Log(text_of(content).into_owned()), None)
    } else if is_provider_file(path) {
        let (parsed, root) = parse::with_tree(path, content, &shape::PROVIDER);
        (Content::Provider(Box::new(parsed)), root)
    } else if name == Some(SERVICE_FILE) {
        let (parsed, root) = parse::with_tree(path, content, &shape::SERVICE);
        (Content::Service(Box::new(parsed)), root)
    } else {
        let (parsed, root) = parse::with_tree(path, content, &shape::ACTION);
        (Content::Action(Box::new(parsed)), root)
    }
}

/// Does it for each file, on as many threads as are worth it; the results have the files' order.
fn each<'f, R: Send>(
    files: &[&'f SourceFile],
    work: impl Fn(&'f SourceFile) -> R + Sync,
) -> Vec<R> {
    let worth = NonZero::new(files.len() / FILES_WORTH_A_THREAD).unwrap_or(NonZero::<usize>::MIN);
    parallel::map(parallel::available().min(worth), files, |file| work(file))
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
        let folder = folder_of(path);
        let found = match &content {
            Content::Provider(parsed) => &parsed.findings,
            Content::Service(parsed) => &parsed.findings,
            Content::Action(parsed) => &parsed.findings,
            Content::Facade(_) | Content::Log(_) => return,
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
            Content::Facade(_) | Content::Log(_) => {}
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
