//! `cargo xtask drift`: what changed between two states of the specs, and whom it breaks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cloudwright_spec::drift::{Drift, ServiceDrift};
use cloudwright_spec::{Catalog, SourceFile, load};

use crate::git;
use crate::places::{self, Done};

/// Reports what changed between two states of the specs, what it asks of programs, and the version
/// that each crate needs.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The earlier state: a folder, or a git revision of the repository.
    #[arg(long, value_name = "DIR|REV", default_value = "HEAD")]
    from: String,
    /// The later state: a folder; the repository's specs by default.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Exit 1 if the version of a crate is lower than its changes ask for.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let folder = Path::new(&arguments.from);
    let earlier = if folder.is_dir() {
        places::read_specs(folder)?
    } else {
        git::specs_at(&places::repository(), &arguments.from)?
    };
    let later = places::read_specs(&places::specs(arguments.to.as_deref()))?;
    let drift = Drift::between(&catalog(earlier), &catalog(later));
    places::print(&drift.to_string());
    let is_enough = drift.services.iter().all(ServiceDrift::is_version_enough);
    Ok(if arguments.check && !is_enough {
        places::complain("raise the version of the crates named above in their `service.yaml`\n");
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What changed since the last commit, as far as that can be known.
pub(crate) fn since_last_commit(catalog: &Catalog) -> Option<Drift> {
    let earlier = git::specs_at(&places::repository(), "HEAD").ok()?;
    let drift = Drift::between(&self::catalog(earlier), catalog);
    (!drift.is_empty()).then_some(drift)
}

/// What can be read. Specs of another time may break rules of this one and still be compared.
fn catalog(sources: Vec<SourceFile>) -> Catalog {
    load::load(sources).catalog
}
