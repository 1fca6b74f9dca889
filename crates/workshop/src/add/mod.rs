//! `add`: products of the catalogue into specs, and the specs into crates.

mod product;
mod wanted;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use cloudwright_catalog::Catalog;
use cloudwright_spec::lock::LOCK_FILE;

use crate::changed::Changed;
use crate::manifest::Manifest;
use crate::new::{self, Wished};
use crate::places::{self, Done};
use crate::workspace::MANIFEST;
use crate::{Workspace, regen};
use product::Added;

/// Takes products of the catalogue into the specs, and makes their crates.
///
/// The catalogue knows every action of three clouds, as the vendors' packages have them. What is stated nowhere and
/// follows from names (whether an action changes anything, how pages are asked for) is marked in the specs. A product
/// that is there already gets what is new in the catalogue; what people wrote stays. In an empty folder, and in a
/// package that is no workspace yet, one is set up first.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The products, by what the catalogue calls them: `tencent-vod`, or `vod` where only one cloud has it.
    #[arg(required = true, value_name = "SERVICE")]
    services: Vec<String>,
    /// Only these actions; more can be added later.
    #[arg(long = "action", value_name = "ACTION", num_args = 1..)]
    actions: Vec<String>,
    #[command(flatten)]
    wishes: Wished,
}

/// Does what was asked, in the workspace of the current folder.
pub fn run(arguments: &Arguments) -> Done {
    let catalogue = Catalog::embedded()?;
    // Names come first: a folder is not set up for what there is not.
    let wanted = wanted::read(&catalogue, &arguments.services, &arguments.actions)?;
    let workspace = workspace(&arguments.wishes)?;
    let specs = workspace.specs(None);
    let mut added = Vec::new();
    for one in &wanted {
        added.push(product::take(
            &catalogue,
            one,
            &specs,
            workspace.settings(),
        )?);
    }
    let mut told = String::new();
    for one in &added {
        let changed = Changed::of(&specs, &one.files)?;
        changed.write(&specs)?;
        let files = changed
            .iter()
            .filter(|(file, _)| !file.path.ends_with(LOCK_FILE))
            .count();
        told.push_str(&one.told(files));
    }
    places::print(&told);
    let generated = regen::run(&regen::Arguments::default(), &workspace)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    join(&workspace, &added)?;
    places::print(&next_steps(&workspace, &added));
    Ok(ExitCode::SUCCESS)
}

/// The workspace of the current folder; one that is set up now where the folder is empty or has none.
fn workspace(wished: &Wished) -> Done<Workspace> {
    let here = std::env::current_dir()?;
    let root: PathBuf = match Workspace::find(&here)? {
        Some(found) => found.root().to_owned(),
        None if is_empty(&here)? => here,
        None => {
            let shown = here.display();
            return Err(format!(
                "there is no {MANIFEST} in {shown} or above, and the folder is not empty: \
                 `cargo cloudwright new` makes it a workspace"
            )
            .into());
        }
    };
    let (workspace, written) = new::set_up(&root, wished)?;
    for file in written {
        places::print(&format!("+ {file}\n"));
    }
    Ok(workspace)
}

/// Whether a folder holds nothing but what begins with a dot.
fn is_empty(folder: &Path) -> std::io::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        if !entry?.file_name().as_encoded_bytes().starts_with(b".") {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Makes the new crates members of the workspace.
fn join(workspace: &Workspace, added: &[Added]) -> Done<()> {
    let crates = &workspace.settings().crates;
    let mut manifest = Manifest::open(workspace.root())?;
    for one in added {
        manifest.add_member(&format!("{crates}/{}", one.id), &format!("{crates}/*"))?;
    }
    if manifest.write()? {
        places::print(&format!("~ {MANIFEST}: members\n"));
    }
    Ok(())
}

/// How a program comes to the new crates, and what pins them.
fn next_steps(workspace: &Workspace, added: &[Added]) -> String {
    let crates = workspace.root().join(&workspace.settings().crates);
    let mut text = String::from("in a program's folder:\n");
    for one in added {
        let folder = crates.join(&one.id);
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        let folder = match (here, folder.canonicalize()) {
            (Ok(here), Ok(folder)) if folder.starts_with(&here) => places::relative(&here, &folder),
            _ => folder,
        };
        let _ = writeln!(text, "  cargo add --path {}", folder.display());
    }
    text.push_str(&new::about_pins(workspace));
    text
}
