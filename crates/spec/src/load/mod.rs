//! From files to a catalog.

mod read;

pub use read::{ReadError, read_dir};

use crate::catalog::{Catalog, LoadedAction, LoadedService};
use crate::diagnostic::{Diagnostic, Report, Severity};

/// A spec file in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// What could be read.
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

/// Reads and checks files that are in memory.
pub fn load(files: Vec<SourceFile>) -> Loaded {
    let mut services: Vec<LoadedService> = Vec::new();
    let mut report = Report::default();
    let mut actions: Vec<(String, LoadedAction)> = Vec::new();
    for file in files {
        let Some((folder, name)) = file.path.rsplit_once('/') else {
            continue;
        };
        let folder = folder.to_owned();
        let failed = |message: String| Diagnostic {
            severity: Severity::Error,
            message,
            file: file.path.clone(),
        };
        if name == "service.yaml" {
            match serde_yaml::from_slice(&file.content) {
                Ok(service) => services.push(LoadedService {
                    folder,
                    service,
                    actions: Vec::new(),
                }),
                Err(error) => report.push(failed(error.to_string())),
            }
        } else {
            match serde_yaml::from_slice(&file.content) {
                Ok(action) => actions.push((
                    folder,
                    LoadedAction {
                        file: file.path,
                        action,
                    },
                )),
                Err(error) => report.push(failed(error.to_string())),
            }
        }
    }
    services.sort_by(|left, right| left.folder.cmp(&right.folder));
    actions.sort_by(|left, right| left.1.action.action.cmp(&right.1.action.action));
    for (folder, action) in actions {
        if let Ok(index) = services.binary_search_by(|service| service.folder.cmp(&folder)) {
            services[index].actions.push(action);
        }
    }
    Loaded {
        catalog: Catalog { services },
        report,
    }
}
