//! One side of a comparison: a folder or a revision, read whole or not at all.

use std::fmt;
use std::path::{Path, PathBuf};

use cloudwright_spec::{Catalog, Diagnostic, Report, Severity, SourceFile, load};

use super::Fallible;
use crate::Workspace;
use crate::git;
use crate::places;

/// The specs of one side.
pub(super) struct Side {
    pub(super) catalog: Catalog,
    pub(super) sources: Vec<SourceFile>,
    /// Where they are, if they are in a folder.
    pub(super) folder: Option<PathBuf>,
    /// What is wrong with what they say, a line each. They can be compared all the same.
    pub(super) errors: Vec<String>,
}

/// A side of which something could not be read; it would pass for removed.
#[derive(Debug)]
pub(super) struct Unreadable {
    side: String,
    report: Report,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.report.render_brief(places::has_colours()))?;
        writeln!(f, "{} cannot be read, so nothing was compared", self.side)
    }
}

impl std::error::Error for Unreadable {}

impl Unreadable {
    pub(super) fn new(side: String, report: Report) -> Self {
        Self { side, report }
    }
}

impl Side {
    /// Reads a folder or a revision; without either, the workspace's specs.
    pub(super) fn read(asked: Option<&str>, workspace: &Workspace) -> Fallible<Self> {
        let folder = match asked {
            None => Some(workspace.specs(None)),
            Some(asked) => Some(PathBuf::from(asked)).filter(|path| path.is_dir()),
        };
        let (sources, name) = match (&folder, asked) {
            (Some(folder), _) => (places::read_specs(folder)?, folder.display().to_string()),
            (None, revision) => {
                let revision = revision.unwrap_or("HEAD");
                (git::specs_at(workspace, revision)?, revision.to_owned())
            }
        };
        let side = Self::of(sources, folder).map_err(|report| Unreadable::new(name, report))?;
        Ok(side)
    }

    /// The specs of files, if they can be read.
    pub(super) fn of(sources: Vec<SourceFile>, folder: Option<PathBuf>) -> Result<Self, Report> {
        let loaded = load::load(&sources);
        let found = loaded.report.diagnostics();
        if found.iter().any(|found| found.code.is_unreadable()) {
            return Err(loaded.report);
        }
        let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
        let errors = found.iter().filter(is_error).map(|found| {
            let place = found.span.as_ref();
            let place = place.map(|span| format!(":{}:{}", span.line, span.column));
            let place = format!("{}{}", found.file, place.unwrap_or_default());
            format!("error[{}]: {place}: {}", found.code, found.message)
        });
        Ok(Self {
            errors: errors.collect(),
            catalog: loaded.catalog,
            sources,
            folder,
        })
    }

    /// What stands before the path of a file, as the repository knows it.
    pub(super) fn prefix(&self, workspace: &Workspace) -> String {
        let repository = workspace.root();
        let Some(folder) = &self.folder else {
            return format!("{}/", workspace.settings().specs);
        };
        let relative = |path: &Path| {
            let (path, repository) = (path.canonicalize().ok()?, repository.canonicalize().ok()?);
            Some(path.strip_prefix(repository).ok()?.to_owned())
        };
        let shown = relative(folder).unwrap_or_else(|| folder.clone());
        format!("{}/", shown.display().to_string().replace('\\', "/"))
    }
}
