//! From files to a catalog. All of it is pure but [`read_dir`].

mod assemble;
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

use std::collections::BTreeSet;
use std::num::NonZero;

use crate::catalog::Catalog;
use crate::diagnostic::{self, At, Code, Finding, Report, Severity};
use crate::model::{Action, Service};
use crate::parallel;
use crate::source::Node;
use assemble::{FileModel, Folders, Model};
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
    // The trees are not kept.
    let said = each(&files, |file| read_one(file).said);
    let (catalog, findings) = put_together(&files, said);
    Loaded {
        report: report(&files, findings),
        catalog,
    }
}

/// A file that was read, with its tree: it can be loaded again beside other ones, and edited.
pub(crate) struct ReadFile<'f> {
    pub(crate) file: &'f SourceFile,
    pub(crate) root: Option<Node>,
    said: FileModel,
}

/// Reads files.
pub(crate) fn read<'f>(files: impl IntoIterator<Item = &'f SourceFile>) -> Vec<ReadFile<'f>> {
    let files: Vec<&SourceFile> = files.into_iter().collect();
    each(&files, read_one)
}

fn read_one(file: &SourceFile) -> ReadFile<'_> {
    let SourceFile { path, content } = file;
    let Parsed {
        model,
        findings,
        root,
    } = if is_changelog(path) {
        Parsed::of(Model::Changelog(text_of(content).into_owned()))
    } else if path == FACADE_FILE {
        parse::parse(path, content, &shape::FACADE).map(Model::Facade)
    } else if is_provider_file(path) {
        parse::parse(path, content, &shape::PROVIDER).map(Model::Provider)
    } else if is_service_file(path) {
        let parsed = parse::parse(path, content, &shape::SERVICE);
        parsed.map(|service| Model::Service(Box::new(service)))
    } else {
        let parsed = parse::parse(path, content, &shape::ACTION);
        parsed.map(|action| Model::Action(Box::new(action)))
    };
    ReadFile {
        file,
        root,
        said: FileModel { model, findings },
    }
}

/// Loads files that have been read. The report holds errors only: to find the places of warnings takes as
/// long as to read the files.
pub(crate) fn load_read<'f>(read: impl IntoIterator<Item = &'f ReadFile<'f>>) -> Loaded {
    let mut read: Vec<&ReadFile<'_>> = read.into_iter().collect();
    read.sort_by_key(|read| read.file);
    let files: Vec<&SourceFile> = read.iter().map(|read| read.file).collect();
    let said = read.iter().map(|read| read.said.clone()).collect();
    let (catalog, mut findings) = put_together(&files, said);
    findings.retain(|finding| finding.severity() == Severity::Error);
    Loaded {
        report: report(&files, findings),
        catalog,
    }
}

/// Makes a catalog of what files say, and checks it; the files are sorted.
fn put_together(files: &[&SourceFile], said: Vec<FileModel>) -> (Catalog, Vec<Finding>) {
    let misplaced = misplaced(files);
    let refused: BTreeSet<&str> = misplaced.iter().map(Finding::file).collect();
    let mut folders = Folders::default();
    for (file, said) in files.iter().zip(said) {
        if !refused.contains(&*file.path) {
            folders.add(&file.path, said);
        }
    }
    let (catalog, mut findings) = folders.into_catalog();
    findings.extend(misplaced);
    (catalog, findings)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn is_service_file(path: &str) -> bool {
    path.rsplit('/').next() == Some(SERVICE_FILE)
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
    let files = files.iter().filter(|file| pointed_at.contains(&*file.path));
    let texts = files.map(|file| (&*file.path, text_of(&file.content)));
    let texts = texts.collect();
    diagnostic::resolve(findings, &texts)
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

/// Files that are not where spec files are, or that are given twice. They are sorted.
fn misplaced(files: &[&SourceFile]) -> Vec<Finding> {
    let is_spec = |file: &&&SourceFile| file.path != FACADE_FILE && !is_changelog(&file.path);
    let mut findings = Vec::new();
    let mut earlier = None;
    for file in files.iter().filter(is_spec) {
        let path = &*file.path;
        let parts: Vec<&str> = path.split('/').collect();
        let is_of_provider = is_provider_file(path) && is_folder(parts[0]);
        let is_of_service = parts.len() == 3 && parts[..2].iter().all(|part| is_folder(part));
        let (message, help) = if earlier.replace(path) == Some(path) {
            ("the same file is given twice", None)
        } else if !is_of_provider && !is_of_service {
            let place = "spec files are `<provider>/<service>/<action>.yaml`, in lower case";
            ("this is no place for a spec file", Some(place))
        } else {
            let help = match path.rsplit_once('.') {
                Some((_, "yaml")) => continue,
                Some((_, "yml")) => Some("rename the file"),
                _ => None,
            };
            ("spec files end in `.yaml`", help)
        };
        let mut finding = Finding::error(Code::Misplaced, path, At::File, message);
        finding.help.extend(help.map(str::to_owned));
        findings.push(finding);
    }
    findings
}

fn is_folder(name: &str) -> bool {
    let is_plain = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    !name.is_empty() && name.bytes().all(is_plain)
}
