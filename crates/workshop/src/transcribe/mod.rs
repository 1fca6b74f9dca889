//! `transcribe`: saved pages into specs, and specs held against newer pages.

mod compare;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use cloudwright_page::facts::Page;
use cloudwright_spec::SourceFile;
use cloudwright_spec::diagnostic::counted;
use cloudwright_spec::lock::{Lock, ReadAgain};
use cloudwright_spec::merge::DifferenceKind;
use cloudwright_spec::transcribe::{Hints, Prose, Saved, ServiceFolder, Transcribed, transcribe};

use crate::Workspace;
use crate::changed::{Changed, diff};
use crate::disk;
use crate::places::{self, Done};

/// Merges saved documentation pages into the specs.
///
/// A page is the text of a documentation page, as a browser copies or saves it. An action that has no spec gets
/// one; in one that has, what the page states anew is added, what it states otherwise is changed, and what it
/// no longer states becomes a stub. Everything that people wrote stays.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command")]
pub struct Arguments {
    /// The saved pages.
    #[arg(required_unless_present = "compare", value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// Write nothing, tell each difference, and end with 1 if there is one.
    #[arg(long, conflicts_with_all = ["dry_run", "facts"])]
    check: bool,
    /// Write nothing, and show what would be written.
    #[arg(long, conflicts_with = "facts")]
    dry_run: bool,
    /// Print the facts as JSON, and leave the specs alone (see `specs/schema/facts.schema.json`).
    #[arg(long)]
    facts: bool,
    /// Tell what changed between two versions of a page.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], conflicts_with = "pages")]
    compare: Option<Vec<PathBuf>>,
    /// How `--compare` prints.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Read the pages as this dialect, and not as the one they look most like.
    #[arg(long)]
    dialect: Option<String>,
    /// Take what could be read of a page although it has lines that could not.
    #[arg(long)]
    partial: bool,
    /// `keep` takes the page's sentences as docs of what is new; `leave` takes none.
    #[arg(long, value_parser = sentences(), default_value = "leave")]
    prose: Prose,
    /// The service, where the pages do not tell: `tencent/tcr`.
    #[arg(long, value_name = "FOLDER")]
    service: Option<ServiceFolder>,
    /// The action, where a page does not name it; otherwise one is made of its method and path.
    #[arg(long, value_name = "NAME")]
    action: Option<String>,
    /// The version of the API of a new service, where the pages do not tell.
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// The host of a new service, where the pages do not tell; `{region}` stands for the region.
    #[arg(long)]
    host: Option<String>,
    /// The specs folder; the workspace's where absent. With `--facts` the folder for one JSON file a page.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// The words for what becomes of a page's sentences.
fn sentences() -> impl TypedValueParser<Value = Prose> {
    PossibleValuesParser::new(["keep", "leave"]).map(|word| match word.as_str() {
        "keep" => Prose::Keep,
        _ => Prose::Leave,
    })
}

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    if let Some(versions) = &arguments.compare {
        return compared(versions, arguments);
    }
    let (pages, refused) = read_all(arguments);
    if arguments.facts {
        if let Some(folder) = &arguments.out {
            facts_into(folder, &pages)?;
            return Ok(places::exit_code(refused == 0));
        }
        let facts: Vec<_> = pages.iter().map(|saved| saved.page.to_json()).collect();
        let text = match facts.as_slice() {
            [one] => serde_json::to_string_pretty(one)?,
            several => serde_json::to_string_pretty(several)?,
        };
        places::print_json(&(text + "\n"));
        return Ok(places::exit_code(refused == 0));
    }
    let folder = workspace.specs(arguments.out.as_deref());
    let specs = places::read_specs_if_there(&folder)?;
    let locks = locks(&folder, &specs)?;
    let hints = Hints {
        folder: arguments.service.clone(),
        version: arguments.api_version.clone(),
        host: arguments.host.clone(),
        action: arguments.action.clone(),
    };
    let mut outcome = match transcribe(&specs, &locks, &pages, &hints, arguments.prose) {
        Ok(outcome) => outcome,
        Err(report) => {
            places::complain(&report.render_brief(places::has_colours()));
            places::complain("the specs cannot be read; nothing was written\n");
            return Ok(ExitCode::FAILURE);
        }
    };
    for file in &mut outcome.files {
        let is_known = specs.iter().any(|known| known.path == file.path);
        if !is_known {
            workspace.settings().name_crate(file);
        }
    }
    let changed = Changed::of(&folder, &outcome.files)?;
    tell(&outcome, arguments);
    if arguments.dry_run {
        places::print(&diff(&changed));
    } else if !arguments.check {
        changed.write(&folder)?;
    }
    places::print(&summary(&pages, refused, &outcome, &changed, arguments));
    let kinds = || outcome.differences.iter().map(|(_, found)| found.kind);
    let is_same = !kinds().any(DifferenceKind::is_contract);
    let is_left = kinds().any(DifferenceKind::is_left);
    let is_well = refused == 0
        && outcome.failed.is_empty()
        && outcome.refused.is_empty()
        && outcome.findings.is_empty();
    Ok(places::exit_code(
        is_well && if arguments.check { is_same } else { !is_left },
    ))
}

/// The facts of each page in a file of the page's name.
fn facts_into(folder: &Path, pages: &[Saved]) -> Result<(), Box<dyn std::error::Error>> {
    disk::make_folder(folder)?;
    for saved in pages {
        let stem = Path::new(&saved.name).file_stem().unwrap_or_default();
        let path = folder.join(stem).with_extension("json");
        let text = serde_json::to_string_pretty(&saved.page.to_json())?;
        disk::write(&path, text + "\n")?;
    }
    Ok(())
}

/// Pages that could be read, and how many could not.
fn read_all(arguments: &Arguments) -> (Vec<Saved>, usize) {
    let (mut pages, mut refused) = (Vec::new(), 0);
    let shows_progress = std::io::stderr().is_terminal() && arguments.pages.len() > 1;
    for (index, path) in arguments.pages.iter().enumerate() {
        if shows_progress {
            let all = arguments.pages.len();
            places::complain(&format!("\r\x1b[K{} of {all}", index + 1));
        }
        let name = path.display().to_string();
        let (text, page) = match page(path, arguments) {
            Ok(read) => read,
            Err(error) => {
                refused += 1;
                places::complain(&format!("{error}\n"));
                continue;
            }
        };
        for line in &page.unexplained {
            let shown = cloudwright_spec::diagnostic::shown(&line.text);
            places::complain(&format!("{name}:{}: {}: {shown}\n", line.line, line.why));
        }
        let is_taken = page.unexplained.is_empty() || arguments.partial;
        refused += usize::from(!is_taken);
        if is_taken || arguments.facts {
            pages.push(Saved { name, text, page });
        } else {
            places::complain(&format!(
                "{name}: lines that could not be read; `--partial` takes the rest\n"
            ));
        }
    }
    if shows_progress {
        places::complain("\r\x1b[K");
    }
    (pages, refused)
}

fn page(path: &Path, arguments: &Arguments) -> disk::Told<(String, Page)> {
    let text = disk::read_text(path)?;
    let page = match &arguments.dialect {
        Some(dialect) => cloudwright_page::read_as(&text, dialect),
        None => cloudwright_page::read(&text),
    };
    let page = page.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok((text, page))
}

fn compared(versions: &[PathBuf], arguments: &Arguments) -> Done {
    let mut read = Vec::new();
    for path in versions {
        let (_, page) = page(path, arguments)?;
        read.push(page);
    }
    let [old, new] = read.as_slice() else {
        return Err("two versions of a page are compared".into());
    };
    let changes = cloudwright_page::compare::compare(old, new);
    match arguments.format {
        Format::Json => places::print_json(&(serde_json::to_string_pretty(&changes)? + "\n")),
        Format::Table => places::print(&compare::table(&changes)),
    }
    Ok(ExitCode::SUCCESS)
}

/// The locks beside the specs.
fn locks(
    folder: &Path,
    specs: &[SourceFile],
) -> Result<BTreeMap<String, Lock>, Box<dyn std::error::Error>> {
    let mut locks = BTreeMap::new();
    for file in specs {
        let Some((service, "service.yaml")) = file.path.rsplit_once('/') else {
            continue;
        };
        if let Some(lock) = crate::changed::lock(folder, service)? {
            locks.insert(service.to_owned(), lock);
        }
    }
    Ok(locks)
}

fn tell(outcome: &Transcribed, arguments: &Arguments) {
    let mut told = String::new();
    for (page, difference) in &outcome.differences {
        let is_told =
            arguments.check || arguments.dry_run || difference.kind != DifferenceKind::Added;
        if is_told {
            let _ = writeln!(told, "{page}: {difference}");
        }
    }
    for (page, again) in &outcome.read_again {
        let _ = writeln!(told, "{page}: {}", read_again(again));
    }
    places::print(&told);
    let mut complaint = String::new();
    for (page, name) in &outcome.named {
        let _ = writeln!(
            complaint,
            "{page}: it does not name its action; taken as `{name}` (`--action` says another)"
        );
    }
    for (page, why) in &outcome.failed {
        let _ = writeln!(complaint, "{page}: {why}");
    }
    for (file, why) in &outcome.refused {
        let _ = writeln!(complaint, "{file}: left as it was: {why}");
    }
    for (file, why) in &outcome.findings {
        let _ = writeln!(complaint, "{file}: to be mended by hand: {why}");
    }
    places::complain(&complaint);
}

fn read_again(again: &ReadAgain) -> String {
    let subject = cloudwright_spec::diagnostic::shown(&again.subject);
    let mut text = format!("read again: {} {subject}", again.action);
    if let Some(lines) = again.lines {
        let _ = write!(text, ", page line {}", lines.first);
    }
    let (gone, come) = &again.numbers;
    if !gone.is_empty() || !come.is_empty() {
        let list = |numbers: &[String]| match numbers {
            [] => "none".to_owned(),
            numbers => numbers.join(", "),
        };
        let _ = write!(text, ": numbers {} became {}", list(gone), list(come));
    }
    text
}

fn summary(
    pages: &[Saved],
    refused: usize,
    outcome: &Transcribed,
    changed: &Changed,
    arguments: &Arguments,
) -> String {
    let count = |kind| {
        let kinds = outcome.differences.iter().map(|(_, found)| found.kind);
        kinds.filter(|found| *found == kind).count()
    };
    let left = count(DifferenceKind::StaleConflict) + count(DifferenceKind::ByHand);
    let verb = if arguments.check || arguments.dry_run {
        "would change"
    } else {
        "changed"
    };
    format!(
        "{}: {} added, {} changed, {} gone, {left} left to you, {} beside, {} to be read again; {} {verb}; {} refused\n",
        counted(pages.len() + refused, "page"),
        count(DifferenceKind::Added),
        count(DifferenceKind::Changed),
        count(DifferenceKind::Gone),
        count(DifferenceKind::Beside),
        outcome.read_again.len(),
        counted(changed.specs().count(), "file"),
        counted(refused + outcome.failed.len(), "page"),
    )
}
