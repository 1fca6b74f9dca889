//! `drift`: what changed between two states of the specs, and whom it breaks.

mod baseline;
mod release;
mod second_opinion;
mod sides;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use cloudwright_codegen::surface;
use cloudwright_spec::drift::{
    Change, Drift, Effect, Level, Losses, ServiceDrift, Standing, accepted,
};
use cloudwright_spec::{Catalog, LoadedService, SourceFile};

use crate::Workspace;
use crate::disk;
use crate::places::{self, Done};
use baseline::{Compared, FacadeVersion};
use sides::{Side, Unreadable};

/// Reports what changed between two states of the specs, what it asks of programs, and the version
/// that each crate needs.
///
/// Without `--from`, each service is compared with the commit that last changed its crate's version.
/// Exits 1 if something is told that was asked to fail, and 2 if a state cannot be read.
#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "they are flags of a command")]
pub struct Arguments {
    /// The earlier state: a folder, or a git revision of the repository.
    #[arg(long, value_name = "DIR|REV")]
    from: Option<String>,
    /// The later state: a folder or a revision; the workspace's specs by default.
    #[arg(long, value_name = "DIR|REV")]
    to: Option<String>,
    /// Exit 1 if a version is lower than its changes ask for or than it was, if a service is gone, or if
    /// an accepted change is none.
    #[arg(long)]
    check: bool,
    /// The form of the report.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Leave out lighter changes; what breaks in any respect is told always.
    #[arg(long, value_enum, default_value = "docs")]
    level: Least,
    /// Exit 1 if there is such a change that is not accepted.
    #[arg(long, value_enum, value_name = "WHAT")]
    fail_on: Option<FailOn>,
    /// A line for every change, also where the same one is in many places; so where the output is no
    /// terminal.
    #[arg(long)]
    all: bool,
    /// Write the versions that the changes ask for into the specs.
    #[arg(long)]
    set_versions: bool,
    /// Write the changes of each crate into the changelog beside its specs, under the version that the
    /// spec names.
    #[arg(long)]
    release: bool,
    /// Ask `cargo semver-checks`, which must be installed, about the same crates, and tell where it says
    /// otherwise.
    #[arg(long)]
    second_opinion: bool,
    /// The file of changes that were decided on; `drift-accepted.yaml` in the specs folder by default.
    #[arg(long, value_name = "FILE")]
    accepted: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table.
    Text,
    /// For a pull request's comment.
    Markdown,
    /// For programs; `specs/schema/drift.schema.json` describes it.
    Json,
    /// Annotations of a job, with file and line.
    Github,
}

/// The lightest changes that are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Least {
    Docs,
    Compatible,
    Breaking,
}

impl Least {
    fn level(self) -> Level {
        match self {
            Self::Docs => Level::Docs,
            Self::Compatible => Level::Compatible,
            Self::Breaking => Level::Breaking,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Any change.
    Docs,
    /// A change that is more than words.
    Compatible,
    /// A change that breaks programs which move to the new crate.
    Breaking,
    /// A program may no longer compile.
    Source,
    /// A program that stays on the old crate may no longer work.
    Wire,
    /// The new crate refuses or does something else.
    Behaviour,
}

impl FailOn {
    fn matches(self, change: &Change) -> bool {
        match self {
            Self::Docs => true,
            Self::Compatible => change.level() >= Level::Compatible,
            Self::Breaking => change.level() == Level::Breaking,
            Self::Source => change.verdicts.source == Effect::Breaking,
            Self::Wire => change.verdicts.wire == Effect::Breaking,
            Self::Behaviour => change.verdicts.behaviour != Effect::None,
        }
    }
}

/// What may fail with anything that is told.
type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

/// How the command ends where a state cannot be read.
const UNREADABLE: u8 = 2;

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> ExitCode {
    match compared(arguments, workspace) {
        Ok(code) => code,
        Err(error) => {
            let text = match error.downcast_ref::<Unreadable>() {
                Some(unreadable) => unreadable.to_string(),
                None => format!("error: {error}\n"),
            };
            places::complain(&text);
            ExitCode::from(UNREADABLE)
        }
    }
}

fn compared(arguments: &Arguments, workspace: &Workspace) -> Done {
    let later = Side::read(arguments.to.as_deref(), workspace)?;
    let Compared {
        mut drift,
        facade,
        earlier,
        problems,
    } = match &arguments.from {
        Some(from) => {
            let earlier = Side::read(Some(from), workspace)?;
            Compared {
                drift: between(&earlier.catalog, &later.catalog),
                earlier: earlier.catalog.services.clone(),
                facade: Some(earlier.catalog),
                problems: Vec::new(),
            }
        }
        None => baseline::since_last_versions(workspace, &later.catalog)?,
    };
    let file = arguments.accepted.clone().or_else(|| {
        let folder = later.folder.as_ref()?;
        Some(folder.join("drift-accepted.yaml"))
    });
    let idle = accept(&mut drift, file.as_deref(), arguments.accepted.is_some())?;
    print(arguments, &drift, &later, workspace);
    let mut complaints: Vec<String> = later.errors.clone();
    let is_broken = !complaints.is_empty();
    complaints.extend(idle);
    complaints.extend(problems);
    let facade = facade.and_then(|earlier| FacadeVersion::of(&earlier, &later.catalog, &drift));
    if arguments.set_versions {
        complaints.extend(release::set_versions(&drift, facade.as_ref(), &later)?);
    } else {
        complaints.extend(facade.and_then(|facade| facade.problem()));
    }
    if arguments.second_opinion {
        let told = second_opinion::ask(&drift, earlier, &later.catalog, workspace)?;
        complaints.extend(told);
    }
    if arguments.release {
        release::write(&drift, &later)?;
    }
    for complaint in &complaints {
        places::complain(&format!("{complaint}\n"));
    }
    let fails = arguments.fail_on.is_some_and(|what| {
        let mut changes = drift.services.iter().flat_map(|service| &service.changes);
        changes.any(|change| change.accepted.is_none() && what.matches(change))
    });
    let is_held = arguments.check && !arguments.set_versions && !hold(&drift, workspace);
    let is_told = arguments.check && !complaints.is_empty();
    Ok(if is_broken || fails || is_held || is_told {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Compares two catalogs, with what their crates lost.
fn between(earlier: &Catalog, later: &Catalog) -> Drift {
    Drift::between(earlier, later, &surface::losses(earlier, later))
}

/// Compares one service.
fn of_service(old: Option<&LoadedService>, new: Option<&LoadedService>) -> Option<ServiceDrift> {
    let alone = |service: Option<&LoadedService>| Catalog {
        services: service.cloned().into_iter().collect(),
        ..Catalog::default()
    };
    let losses: Losses = surface::losses(&alone(old), &alone(new));
    let id = &new.or(old)?.service.service;
    ServiceDrift::between(old, new, losses.get(id).map(Vec::as_slice))
}

/// Whether every version stands as it must; says which does not.
fn hold(drift: &Drift, workspace: &Workspace) -> bool {
    let mut holds = true;
    for service in &drift.services {
        let advice = match service.standing() {
            Standing::Enough => continue,
            Standing::TooLow(wanted) => format!(
                "the version must be {wanted} at least; `{} drift --set-versions` writes it",
                workspace.settings().command
            ),
            Standing::Lowered => "a version never goes down".to_owned(),
            Standing::Gone => {
                "the service is gone; accept `service-removed` if that is meant".to_owned()
            }
        };
        holds = false;
        places::complain(&format!("{}: {advice}\n", service.service));
    }
    holds
}

/// Notes what was decided on; returns what is to be told of entries that do nothing.
fn accept(drift: &mut Drift, file: Option<&Path>, is_asked_for: bool) -> Fallible<Vec<String>> {
    let Some(file) = file.filter(|file| is_asked_for || file.exists()) else {
        return Ok(Vec::new());
    };
    let text = disk::read_text(file)?;
    let entries = accepted::read(&text)?;
    let idle = accepted::apply(drift, entries);
    Ok(idle.iter().map(ToString::to_string).collect())
}

fn print(arguments: &Arguments, drift: &Drift, later: &Side, workspace: &Workspace) {
    let level = arguments.level.level();
    let text = match arguments.format {
        Format::Text => {
            let is_whole = arguments.all || !std::io::stdout().is_terminal();
            drift.text(level, is_whole).to_string()
        }
        Format::Markdown => drift.markdown(level),
        Format::Json => return places::print_json(&drift.json(level)),
        Format::Github => {
            let texts = later.sources.iter();
            let texts = texts
                .filter_map(|file| Some((&*file.path, std::str::from_utf8(&file.content).ok()?)));
            drift.annotations(level, &later.prefix(workspace), &texts.collect())
        }
    };
    places::print(&text);
}

/// What changed since the crates' versions did, a line a service, as far as that can be known.
pub(crate) fn headlines(sources: &[SourceFile], workspace: &Workspace) -> Option<String> {
    let later = Side::of(sources.to_vec(), None).ok()?;
    let drift = baseline::since_last_versions(workspace, &later.catalog)
        .ok()?
        .drift;
    let lines = drift.services.iter().map(ServiceDrift::headline);
    let text: String = lines.map(|line| line + "\n").collect();
    (!text.is_empty()).then_some(text)
}
