//! `check`: what is wrong with the specs, and nothing else.

use std::path::PathBuf;
use std::process::ExitCode;

use cloudwright_spec::diagnostic::counted;
use cloudwright_spec::load;

use crate::Workspace;
use crate::places::{self, Done};

/// Checks the specs; exits 1 if there are errors.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the specs; the workspace's by default.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    let sources = places::read_specs(&workspace.specs(arguments.specs.as_deref()))?;
    let files = sources.len();
    let loaded = load::load(sources);
    places::complain(&loaded.report.render(places::has_colours()));
    if loaded.report.has_errors() {
        return Ok(ExitCode::FAILURE);
    }
    places::print(&format!(
        "{}, {} in {}: fine\n",
        counted(loaded.catalog.services.len(), "service"),
        counted(loaded.catalog.action_count(), "action"),
        counted(files, "file"),
    ));
    Ok(ExitCode::SUCCESS)
}
