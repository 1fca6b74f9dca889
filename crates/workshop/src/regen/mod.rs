//! `regen`: brings the generated crates to what the specs say.

mod cache;
mod changes;

use std::error::Error;
use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use cloudwright_codegen::write::{self, Change, Mode, WriteError};
use cloudwright_codegen::{Members, Options, generate_changed};
use cloudwright_spec::diagnostic::counted;
use cloudwright_spec::{Catalog, LoadedService, SourceFile};

use crate::Workspace;
use crate::places::{self, Done};
use crate::{disk, drift};
use cache::{Cache, Counts, RunPaths};

/// Regenerates the crates from the specs and writes what differs.
#[derive(Debug, Default, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "they are flags of a command")]
pub struct Arguments {
    /// Write nothing; exit 1 if a file differs.
    #[arg(long)]
    check: bool,
    /// Write nothing; print what would change.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// The folder of the specs; the workspace's by default.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// Where the crates go; the repository by default, else a workspace of their own.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// How many threads work; all cores by default. The output does not depend on it.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Arguments {
    fn mode(&self) -> Mode {
        if self.check {
            Mode::Check
        } else if self.dry_run {
            Mode::DryRun
        } else {
            Mode::Write
        }
    }

    /// The command that writes what a check found.
    fn mending_command(&self, workspace: &Workspace) -> String {
        let mut command = format!("{} regen", workspace.settings().command);
        for (option, value) in [("--specs", &self.specs), ("--out", &self.out)] {
            if let Some(value) = value {
                let _ = write!(command, " {option} {}", value.display());
            }
        }
        command
    }
}

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    let start = Instant::now();
    let specs = workspace.specs(arguments.specs.as_deref());
    let out = absolute(arguments.out.as_deref(), workspace)?;
    let threads = arguments
        .threads
        .unwrap_or_else(cloudwright_codegen::available_threads);
    let sources = places::read_specs(&specs)?;
    let options = Options {
        members: members(&out, &sources, workspace)?,
        names: workspace.settings().names(),
        threads,
    };
    let places = RunPaths {
        workspace,
        specs: &specs,
        out: &out,
        territory: options.territory(),
    };
    let cache = Cache::of(&places, &sources);
    if let Some(counts) = cache
        .as_ref()
        .and_then(|cache| cache.current(&places, threads))
    {
        places::complain(&counts.warnings);
        return Ok(finish(arguments, &[], &counts, start, workspace));
    }
    let Some((catalog, warnings)) = load(&sources) else {
        return Ok(ExitCode::FAILURE);
    };
    let unchanged = cache
        .as_ref()
        .map(|cache| cache.unchanged(&catalog, &places, threads));
    let unchanged = unchanged.unwrap_or_default();
    let is_changed = |service: &LoadedService| !unchanged.contains_key(&service.folder);
    let mut files = generate_changed(&catalog, &options, &is_changed)?;
    for (path, fingerprint) in unchanged.values().flatten() {
        files.keep(path.clone(), *fingerprint)?;
    }
    let changes = write::apply(&out, &files, arguments.mode(), threads).map_err(refused)?;
    let counts = Counts {
        services: catalog.services.len(),
        actions: catalog.action_count(),
        types: files.type_count(),
        files: files.len(),
        warnings,
    };
    if let Some(cache) = cache
        && (changes.is_empty() || arguments.mode() == Mode::Write)
    {
        cache.save(&files, &counts);
    }
    let code = finish(arguments, &changes, &counts, start, workspace);
    let is_repository = arguments.specs.is_none() && arguments.out.is_none();
    if is_repository
        && !changes.is_empty()
        && let Some(headlines) = drift::headlines(&sources, workspace)
    {
        places::print(&format!(
            "\nspecs since the crates' versions (`{} drift` tells more):\n{headlines}",
            workspace.settings().command,
        ));
    }
    Ok(code)
}

/// What the disk refused, in the words for it.
fn refused(error: WriteError) -> Box<dyn Error> {
    match error {
        WriteError::Io { path, source } => disk::unable("write", &path, &source).into(),
        other => other.into(),
    }
}

/// Loads the specs and shows what was found; `None` if there were errors.
fn load(sources: &[SourceFile]) -> Option<(Catalog, String)> {
    match Catalog::load(sources) {
        Ok((catalog, report)) => {
            places::complain(&report.render_brief(places::has_colours()));
            Some((catalog, report.render_brief(false)))
        }
        Err(report) => {
            places::complain(&report.render_brief(places::has_colours()));
            places::complain("nothing was written\n");
            None
        }
    }
}

/// Prints the changes and the summary; says how the command ends.
fn finish(
    arguments: &Arguments,
    changes: &[Change],
    counts: &Counts,
    start: Instant,
    workspace: &Workspace,
) -> ExitCode {
    let mut text = changes::told(changes, &workspace.settings().crates);
    let what = match (arguments.mode(), changes.len()) {
        (_, 0) => "everything is current".to_owned(),
        (Mode::Write, n) => format!("{n} changed"),
        (Mode::Check, n) => format!("{n} differ"),
        (Mode::DryRun, n) => format!("{n} would change"),
    };
    let _ = writeln!(
        text,
        "{}, {}, {}, {}: {what} ({:.2} s)",
        counted(counts.services, "service"),
        counted(counts.actions, "action"),
        counted(counts.types, "type"),
        counted(counts.files, "file"),
        start.elapsed().as_secs_f64(),
    );
    places::print(&text);
    if arguments.check && !changes.is_empty() {
        places::complain(&format!(
            "the generated files are not current; run `{}`\n",
            arguments.mending_command(workspace)
        ));
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// The output folder without links, also where it does not exist yet.
fn absolute(out: Option<&Path>, workspace: &Workspace) -> std::io::Result<PathBuf> {
    let Some(out) = out else {
        return workspace.root().canonicalize();
    };
    let out = std::path::absolute(out)?;
    let there = out
        .ancestors()
        .find(|ancestor| ancestor.exists())
        .unwrap_or(&out);
    let rest = out.strip_prefix(there).unwrap_or(Path::new(""));
    let there = there.canonicalize()?;
    Ok(if rest.as_os_str().is_empty() {
        there
    } else {
        there.join(rest)
    })
}

fn members<'s>(out: &Path, sources: &'s [SourceFile], workspace: &Workspace) -> Done<Members<'s>> {
    Ok(if out == workspace.root().canonicalize()? {
        workspace.members(sources)?
    } else {
        workspace.apart(out)
    })
}
