//! `import`: vendors' metadata into specs, merged with what is there.
//!
//! ```text
//! inventories, packages ─ read ─▶ facts, a folder each ─ merge (a thread a folder) ─▶ files ─▶ disk
//! ```

mod folders;
mod service;
pub(crate) mod wheel;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cloudwright_spec::import::{self, Merging};
use cloudwright_spec::merge::DifferenceKind;
use cloudwright_spec::{SourceFile, parallel};

use crate::Workspace;
use crate::changed::{self, Changed};
use crate::disk;
use crate::places::{self, Done};
use folders::Folders;
use service::{ServiceFiles, ServiceOutcome};
use wheel::Selection;

/// Merges vendors' metadata into the specs.
///
/// A service that has no spec gets one; in one that has, what the metadata states anew is added and what it
/// states otherwise is changed, unless a page states it, which is the better evidence. What it no longer states
/// becomes a stub. Everything that people wrote stays, and so does the crate's version. Each API version of a
/// product is a service of its own.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command")]
pub struct Arguments {
    /// Inventories (`scale-neutral/1` JSON, see `specs/schema/inventory.schema.json`), and Tencent's package as
    /// it is published (`tccli-….whl`).
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<PathBuf>,
    /// Of a package only these products.
    #[arg(long = "product", value_name = "PRODUCT", num_args = 1..)]
    products: Vec<String>,
    /// Of a package only this API version, such as `2019-09-24`; otherwise each.
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Of a package the samples too: of each action without one of a page the first that fits its types.
    #[arg(long)]
    samples: bool,
    /// Only these actions.
    #[arg(long, value_name = "ACTION", num_args = 1..)]
    only: Vec<String>,
    /// Write nothing, tell each difference, and end with 1 if there is one.
    #[arg(long, conflicts_with = "dry_run")]
    check: bool,
    /// Write nothing, and show what would be written.
    #[arg(long)]
    dry_run: bool,
    /// The specs folder to write to; the workspace's where absent.
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// What a new service is called in folder and crate, in place of its product.
    #[arg(long)]
    name: Option<String>,
    /// Leave out the actions that specs cannot express, and list them, instead of refusing all.
    #[arg(long)]
    allow_partial: bool,
}

/// Does what was asked.
pub fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    let out = workspace.specs(arguments.out.as_deref());
    let specs = places::read_specs_if_there(&out)?;
    let mut folders = Folders::new(specs);
    // Those of one service are merged one after the other, services beside each other.
    let mut services: BTreeMap<String, Vec<Merging>> = BTreeMap::new();
    for merging in read_all(arguments)? {
        let folder = folders.of(&merging, arguments.name.is_some())?;
        services.entry(folder).or_default().push(merging);
    }
    let services: Vec<(String, Vec<Merging>)> = services.into_iter().collect();
    let outcomes = parallel::map(parallel::available(), &services, |(folder, list)| {
        let target = ServiceFiles {
            out: &out,
            folder,
            files: folders.files(folder),
            shared: folders.shared(folder),
            settings: workspace.settings(),
        };
        service::merge(&target, list, arguments.allow_partial)
    });
    let mut total = Total::default();
    let mut made: Vec<SourceFile> = Vec::new();
    for outcome in outcomes {
        let outcome = outcome?;
        total.add(&outcome, arguments);
        made.extend(outcome.files);
    }
    if total.is_refused && !arguments.allow_partial {
        places::complain("nothing was written\n");
        return Ok(ExitCode::FAILURE);
    }
    let changed = Changed::of(&out, &made)?;
    if arguments.dry_run {
        places::print(&changed::diff(&changed));
    } else if !arguments.check {
        changed.write(&out)?;
    }
    places::print(&total.told(changed.specs().count(), arguments));
    let is_same = total.kinds.is_empty();
    let is_well = !total.is_refused && (is_same || !arguments.check);
    Ok(places::exit_code(is_well))
}

/// What all sources state, in their order.
fn read_all(arguments: &Arguments) -> Result<Vec<Merging>, String> {
    let read = parallel::map(parallel::available(), &arguments.sources, |path| {
        read(path, arguments)
    });
    let mut all = Vec::new();
    for mergings in read {
        for mut merging in mergings? {
            tell_of(&merging);
            if !arguments.only.is_empty() {
                merging.only(&arguments.only);
            }
            all.push(merging);
        }
    }
    Ok(all)
}

fn read(path: &Path, arguments: &Arguments) -> Result<Vec<Merging>, String> {
    let options = import::Options {
        name: arguments.name.clone(),
        allow_partial: arguments.allow_partial,
    };
    let told = |error: import::ImportError| format!("{}: {error}", path.display());
    if !wheel::is_wheel(path) {
        let merging = import::facts(&disk::read_text(path)?, &options).map_err(told)?;
        return Ok(vec![merging]);
    }
    let wanted = Selection {
        products: &arguments.products,
        version: arguments.api_version.as_deref(),
        has_samples: arguments.samples,
    };
    let products = wheel::products(path, wanted)?;
    if arguments.name.is_some() && products.len() > 1 {
        let many = products.len();
        let shown = path.display();
        return Err(format!(
            "{shown}: `--name` is for one service, and these are {many}; `--product` and `--api-version` choose"
        ));
    }
    let facts = parallel::map(parallel::available(), &products, |product| {
        import::facts_of(product.clone(), &options).map_err(told)
    });
    facts.into_iter().collect()
}

/// Tells what of an inventory is not in the specs.
fn tell_of(merging: &Merging) {
    for refusal in &merging.left_out {
        places::complain(&format!("left out: {refusal}\n"));
    }
    for (name, actions) in &merging.own_parameters {
        places::complain(&format!(
            "left to the client, which sets it: `{name}` of {actions} actions\n"
        ));
    }
}

/// What came of all.
#[derive(Debug, Default)]
struct Total {
    inventories: usize,
    actions: usize,
    kinds: Vec<DifferenceKind>,
    is_refused: bool,
}

impl Total {
    fn add(&mut self, done: &ServiceOutcome, arguments: &Arguments) {
        self.inventories += done.inventories;
        self.actions += done.actions;
        self.is_refused |= done.is_refused;
        places::complain(&done.told);
        let mut told = String::new();
        for difference in &done.differences {
            self.kinds.push(difference.kind);
            if arguments.check || difference.kind != DifferenceKind::Added {
                let _ = writeln!(told, "{difference}");
            }
        }
        places::print(&told);
        for (file, why) in &done.refused {
            places::complain(&format!("left out: {file}: {why}\n"));
        }
    }

    fn told(&self, files: usize, arguments: &Arguments) -> String {
        let verb = if arguments.check || arguments.dry_run {
            "would change"
        } else {
            "changed"
        };
        let count = |kind| self.kinds.iter().filter(|found| **found == kind).count();
        format!(
            "{} inventories, {} actions: {} added, {} changed, {} gone, {} left to you; {files} files {verb}\n",
            self.inventories,
            self.actions,
            count(DifferenceKind::Added) + count(DifferenceKind::Beside),
            count(DifferenceKind::Changed),
            count(DifferenceKind::Gone),
            count(DifferenceKind::StaleConflict) + count(DifferenceKind::ByHand),
        )
    }
}

#[cfg(test)]
mod tests;
