//! The floor of generating: reading generated files, parsing them with syn, and laying them out with
//! prettyplease. A generator that makes syntax trees cannot cost less.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::places::{self, Done};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    folder: PathBuf,
}

#[cfg(test)]
impl Arguments {
    pub(super) fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }
}

pub(super) fn step(arguments: &Arguments) -> Done {
    let bytes = lay_out(&arguments.folder)?;
    places::print(&format!("{bytes}\n"));
    Ok(ExitCode::SUCCESS)
}

/// Lays out every Rust file below a folder; says how many bytes that made.
fn lay_out(folder: &Path) -> Result<usize, Box<dyn std::error::Error>> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            bytes += lay_out(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let file = syn::parse_file(&std::fs::read_to_string(&path)?)?;
            bytes += prettyplease::unparse(&file).len();
        }
    }
    Ok(bytes)
}
