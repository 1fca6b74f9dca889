//! `cargo xtask drift`: what changed between two states of the specs, and whom it breaks.

use std::path::PathBuf;

use crate::places::Done;

/// Reports what changed between two states of the specs.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The earlier state: a folder, or a git revision of the repository.
    #[arg(long, value_name = "DIR|REV")]
    from: String,
    /// The later state: a folder; the repository's specs by default.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

pub(crate) fn run(_arguments: &Arguments) -> Done {
    Err("drift is not available yet".into())
}
