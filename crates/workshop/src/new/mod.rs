//! `new`: a workspace for specs and clients, or what an existing one lacks for them.

mod texts;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use cloudwright_vocabulary::printable;
use toml_edit::Value;

use crate::disk;
use crate::manifest::Manifest;
use crate::places::{self, Done};
use crate::settings::{CoreSource, TABLE, origin};
use crate::workspace::MANIFEST;
use crate::{Settings, Workspace};

/// Sets up a workspace for specs and the clients that are made of them.
///
/// In a folder without one, it writes the root manifest; in a workspace, it adds its settings. Either gets a folder
/// for specs, and a package of tests that pin what programs see of the clients. Nothing that is there is replaced.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder; it is made if it is not there. The current one where absent.
    #[arg(value_name = "NAME")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    wishes: Wished,
    /// Write the lines for CI as a job too; they stand in the specs' README anyway.
    #[arg(long, value_enum, value_name = "WHERE")]
    ci: Option<Ci>,
}

/// Settings of a workspace that has none yet.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Settings of a new workspace")]
pub(crate) struct Wished {
    /// Where `cloudwright-core` is: a version, a folder, or the address of a git repository, with `#` and a commit
    /// where it must be a certain one. Where absent, it is where this program was installed from.
    #[arg(long, value_name = "VERSION|FOLDER|GIT")]
    core: Option<String>,
    /// What the names of crates begin with; `cloudwright-` where absent.
    #[arg(long, value_name = "PREFIX-")]
    crate_prefix: Option<String>,
    /// The licence of the crates.
    #[arg(long, value_name = "SPDX")]
    license: Option<String>,
    /// Where the crates are developed.
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ci {
    /// `.github/workflows/clients.yml`
    Github,
}

impl Wished {
    /// The settings by their names, as seen from a root.
    fn settings(&self, root: &Path) -> Done<Vec<(&'static str, Value)>> {
        let core = match &self.core {
            Some(core) => core_of(core, root)?,
            None => std::env::current_exe().map_or_else(
                |_| CoreSource::published(),
                |program| origin::core_of(&program),
            ),
        };
        let mut settings = vec![("core", core.setting())];
        for (key, wish) in [
            ("crate-prefix", &self.crate_prefix),
            ("license", &self.license),
            ("repository", &self.repository),
        ] {
            settings.extend(wish.iter().map(|wish| (key, wish.into())));
        }
        Ok(settings)
    }

    /// Whether anything was asked for.
    fn is_empty(&self) -> bool {
        let asked = [
            &self.core,
            &self.crate_prefix,
            &self.license,
            &self.repository,
        ];
        asked.iter().all(|asked| asked.is_none())
    }
}

/// A version, an address, or a folder, which is told as seen from the root.
fn core_of(text: &str, root: &Path) -> Done<CoreSource> {
    if text.starts_with(|c: char| c.is_ascii_digit() || "^=~".contains(c)) {
        return Ok(CoreSource::version(text));
    }
    if text.contains("://") || text.starts_with("git@") {
        return Ok(match text.split_once('#') {
            Some((address, commit)) => CoreSource::git(address, commit),
            None => CoreSource::branch_of(text),
        });
    }
    let is_core = |folder: &Path| folder.join(MANIFEST).is_file();
    let folder = std::path::absolute(text)?;
    // The clone does as well as the folder in it.
    let inside = folder.join("crates/core");
    let folder = if is_core(&inside) { inside } else { folder };
    if !is_core(&folder) {
        let shown = printable::text(text);
        return Err(format!(
            "{shown}: there is no `cloudwright-core` (it is `crates/core` of a clone)"
        )
        .into());
    }
    let folder = folder.canonicalize()?;
    let folder = if Path::new(text).is_absolute() {
        folder
    } else {
        places::relative(&root.canonicalize()?, &folder)
    };
    let told = folder.to_str().ok_or("the folder's name is no text")?;
    Ok(CoreSource::folder(&told.replace('\\', "/")))
}

/// Does what was asked. The workspace is that of the current folder, if there is one.
pub fn run(arguments: &Arguments) -> Done {
    let folder = arguments.folder.as_deref().unwrap_or(Path::new("."));
    let is_new = !folder.exists();
    disk::make_folder(folder)?;
    let done = run_in(folder, arguments);
    if done.is_err() && is_new {
        // It goes again if nothing is in it: a folder that holds something is refused.
        let _ = std::fs::remove_dir(folder);
    }
    done
}

fn run_in(folder: &Path, arguments: &Arguments) -> Done {
    let root = folder
        .canonicalize()
        .map_err(|error| disk::unable("open", folder, &error))?;
    let root = match Workspace::find(&root)? {
        Some(around) if arguments.folder.is_none() => around.root().to_owned(),
        Some(around) if around.root() != root => {
            let shown = around.root().display();
            return Err(
                format!("{shown} is a workspace already: `new` without a name adds to it").into(),
            );
        }
        _ => root,
    };
    let (workspace, mut written) = set_up(&root, &arguments.wishes)?;
    let mut files = texts::all(workspace.settings());
    if arguments.ci == Some(Ci::Github) {
        files.push(texts::github(workspace.settings()));
    }
    written.extend(write_new(&root, &files)?);
    let mut manifest = Manifest::open(&root)?;
    manifest.add_member(texts::PINS, texts::PINS)?;
    manifest.write()?;
    for file in &written {
        places::print(&format!("+ {file}\n"));
    }
    places::print(&texts::next_steps(workspace.settings()));
    Ok(ExitCode::SUCCESS)
}

/// Makes a folder a workspace with settings and a folder for specs, as far as it is not; names what it wrote.
pub(crate) fn set_up(root: &Path, wished: &Wished) -> Done<(Workspace, Vec<String>)> {
    let is_new = !root.join(MANIFEST).exists();
    let mut manifest = Manifest::open(root)?;
    let has_settings = manifest.set_up(wished.settings(root)?)?;
    manifest.write()?;
    let mut written = Vec::new();
    if has_settings {
        written.push(MANIFEST.to_owned());
    } else if !wished.is_empty() {
        places::complain(&format!(
            "the settings stay as they are; change them in {TABLE} of {MANIFEST}\n"
        ));
    }
    let workspace = Workspace::open(root)?;
    let mut files = vec![texts::specs_readme(workspace.settings())];
    files.extend(texts::schemas(workspace.settings()));
    if is_new {
        files.push((".gitignore".to_owned(), "/target\n".to_owned()));
    }
    written.extend(write_new(root, &files)?);
    Ok((workspace, written))
}

/// What comes next for the tests that pin what programs see of the clients. Only `new` writes them: a package that
/// wants one client more gets no tests of which it did not know.
pub(crate) fn about_pins(workspace: &Workspace) -> String {
    if workspace.root().join(texts::PINS).exists() {
        return format!("{PIN} pins what programs see of it\n");
    }
    let command = &workspace.settings().command;
    format!("`{command} new` adds tests that pin what programs see of clients, and lines for CI\n")
}

/// Accepts the surfaces as they are.
const PIN: &str = "`INSTA_UPDATE=always cargo test --package client-surfaces`";

/// Writes files that are not there; names them.
fn write_new(root: &Path, files: &[(String, String)]) -> Result<Vec<String>, String> {
    let mut written = Vec::new();
    for (path, text) in files {
        let place = root.join(path);
        if place.exists() {
            continue;
        }
        let folder = place.parent().unwrap_or(root);
        disk::make_folder(folder)?;
        disk::write(&place, text)?;
        written.push(path.clone());
    }
    Ok(written)
}

/// The command that installs the program which keeps a workspace, for CI and readmes.
fn install(settings: &Settings) -> String {
    format!(
        "cargo install --locked {}",
        settings.core.to_install("cargo-cloudwright")
    )
}
