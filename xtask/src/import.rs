//! `cargo xtask import`: an inventory of facts becomes specs.

use std::collections::BTreeMap;
use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cloudwright_spec::{Report, Severity, SourceFile, import, load};

use crate::places::{self, Done};

/// Turns an inventory of a product's facts (`scale-neutral/1`) into specs.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The inventory; specs/schema/inventory.schema.json describes the format.
    #[arg(value_name = "INVENTORY.json")]
    inventory: PathBuf,
    /// The specs folder to write to; the repository's by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write over a service that is already there, and over what was changed in it by hand: the
    /// folder is replaced as a whole.
    #[arg(long)]
    replace: bool,
    /// What the service is called in folder and crate, in place of its product: for a second version
    /// of a product beside the first.
    #[arg(long)]
    name: Option<String>,
    /// Leave out the actions that specs cannot express, and list them, instead of refusing all.
    #[arg(long)]
    allow_partial: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let path = &arguments.inventory;
    let text = read(path)?;
    let options = import::Options {
        name: arguments.name.clone(),
        allow_partial: arguments.allow_partial,
    };
    let imported =
        import::import(&text, &options).map_err(|error| format!("{}: {error}", path.display()))?;
    for refusal in &imported.left_out {
        places::complain(&format!("left out: {refusal}\n"));
    }
    for (header, actions) in &imported.own_headers {
        places::complain(&format!(
            "left to the client, which sets it: the header `{header}` of {actions} actions\n"
        ));
    }
    // Checked before anything is written: what is refused leaves no trace.
    let mut files = imported.files;
    let mut loaded = load::load(&files);
    if arguments.allow_partial {
        while leave_out(&mut files, &loaded.report) {
            loaded = load::load(&files);
        }
    }
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    places::complain(&loaded.report.render_brief(color));
    if loaded.report.has_errors() {
        places::complain("these are places in the specs that would be made; nothing was written\n");
        return Ok(ExitCode::FAILURE);
    }
    if loaded.catalog.action_count() == 0 {
        places::complain("there is no action to import; nothing was written\n");
        return Ok(ExitCode::FAILURE);
    }
    let out = places::specs(arguments.out.as_deref());
    let before = write(&out, &files, arguments.replace)?;
    places::print(&before.told());
    let types: usize = loaded
        .catalog
        .services
        .iter()
        .map(|found| found.service.types.len())
        .sum();
    places::print(&format!(
        "{} actions and {types} types in {} files below {}\n",
        loaded.catalog.action_count(),
        files.len(),
        out.display(),
    ));
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = error.as_bytes().get(..valid).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count();
        let shown = path.display();
        format!("{shown}: no UTF-8 text at line {line}, byte {valid} of the file")
    })
}

/// Takes out the actions that the checks refuse, and tells of them; `false` if there are none, or
/// if what all actions share is wrong too.
fn leave_out(files: &mut Vec<SourceFile>, report: &Report) -> bool {
    let errors = report
        .diagnostics()
        .iter()
        .filter(|found| found.severity == Severity::Error);
    let mut refused: BTreeMap<&str, &str> = BTreeMap::new();
    for error in errors {
        refused.entry(&error.file).or_insert(&error.message);
    }
    if refused.is_empty() || refused.keys().any(|file| file.ends_with("/service.yaml")) {
        return false;
    }
    for (file, message) in &refused {
        places::complain(&format!("left out: {file}: {message}\n"));
    }
    files.retain(|file| !refused.contains_key(file.path.as_str()));
    true
}

/// What a file is called in the folder of its service.
fn name_of(file: &SourceFile) -> &str {
    file.path.rsplit('/').next().unwrap_or(&file.path)
}

/// What a folder held that was replaced.
#[derive(Debug, Default)]
struct Before {
    /// Files that hold something else now.
    changed: usize,
    /// Files that are gone.
    gone: Vec<String>,
}

impl Before {
    /// Holds what is there against what will be.
    fn of(folder: &Path, files: &[SourceFile]) -> std::io::Result<Self> {
        let mut before = Self::default();
        let new: BTreeMap<&str, &[u8]> = files
            .iter()
            .map(|file| (name_of(file), file.content.as_slice()))
            .collect();
        for entry in fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            match new.get(name.as_str()) {
                None => before.gone.push(name),
                Some(content) if fs::read(folder.join(&name))? != *content => before.changed += 1,
                Some(_) => {}
            }
        }
        before.gone.sort();
        Ok(before)
    }

    /// A line a file that is gone, and one for all that were written over.
    fn told(&self) -> String {
        let mut told = String::new();
        for name in &self.gone {
            told.push_str("- ");
            told.push_str(name);
            told.push('\n');
        }
        match self.changed {
            0 => {}
            1 => told.push_str("one file of before was written over; `git diff` shows it\n"),
            many => {
                let line = format!("{many} files of before were written over");
                told.push_str(&line);
                told.push_str("; `git diff` shows them\n");
            }
        }
        told
    }
}

/// Writes the files; a folder that exists is replaced as a whole, and only if that was asked for.
fn write(out: &Path, files: &[SourceFile], replace: bool) -> Result<Before, String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let Some((folder, _)) = files.first().and_then(|file| file.path.rsplit_once('/')) else {
        return Ok(Before::default());
    };
    let folder = out.join(folder);
    let mut before = Before::default();
    if folder.exists() {
        if !replace {
            return Err(format!(
                "{} is there already; `--replace` writes over it, `--name` puts another beside it",
                folder.display()
            ));
        }
        before = Before::of(&folder, files).map_err(|error| told(&folder, error))?;
    }
    // Beside it and then in its place: what fails half way leaves the folder as it was.
    let staging = folder.with_extension("new");
    if staging.exists() {
        fs::remove_dir_all(&staging).map_err(|error| told(&staging, error))?;
    }
    fs::create_dir_all(&staging).map_err(|error| told(&staging, error))?;
    for file in files {
        let path = staging.join(name_of(file));
        fs::write(&path, &file.content).map_err(|error| told(&path, error))?;
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| told(&folder, error))?;
    }
    fs::rename(&staging, &folder).map_err(|error| told(&folder, error))?;
    Ok(before)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const INVENTORY: &str = r#"{"schema": "scale-neutral/1", "provider": "tencent",
        "product": "demo", "version": "2020-01-01", "host": "demo.tencentcloudapi.com",
        "actions": [{"name": "ListThings", "method": "POST", "path": "/"}]}"#;

    fn import(folder: &Path, replace: bool) -> Done {
        import_text(folder, INVENTORY.as_bytes(), replace, false)
    }

    fn import_text(folder: &Path, text: &[u8], replace: bool, allow_partial: bool) -> Done {
        let inventory = folder.join("inventory.json");
        fs::write(&inventory, text).unwrap();
        let out = Some(folder.join("specs"));
        run(&Arguments {
            inventory,
            out,
            replace,
            name: None,
            allow_partial,
        })
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let text = INVENTORY.replace("demo.t", "d\u{e9}mo.t");
        let latin: Vec<u8> = text
            .chars()
            .map(|c| u32::from(c).try_into().unwrap())
            .collect();
        let error = import_text(folder.path(), &latin, false, false).unwrap_err();
        assert!(error.to_string().contains("line 2"), "{error}");
    }

    #[test]
    fn actions_that_the_checks_refuse_are_left_out_only_when_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let bad = r#"{"name": "Bad", "method": "FETCH", "path": "/"}, {"name": "ListThings""#;
        let text = INVENTORY.replace(r#"{"name": "ListThings""#, bad);
        let specs = folder.path().join("specs/tencent/demo");
        let done = import_text(folder.path(), text.as_bytes(), false, false).unwrap();
        assert_eq!(done, ExitCode::FAILURE);
        assert!(!specs.exists());
        let done = import_text(folder.path(), text.as_bytes(), false, true).unwrap();
        assert_eq!(done, ExitCode::SUCCESS);
        assert!(specs.join("ListThings.yaml").exists());
        assert!(!specs.join("Bad.yaml").exists());
    }

    #[test]
    fn an_inventory_of_which_no_action_is_left_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let text = INVENTORY.replace(r#""POST""#, r#""POST", "skip_sign": true"#);
        let done = import_text(folder.path(), text.as_bytes(), false, true).unwrap();
        assert_eq!(done, ExitCode::FAILURE);
        assert!(!folder.path().join("specs").exists());
    }

    #[test]
    fn a_service_that_is_there_is_replaced_only_when_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        import(folder.path(), false).unwrap();
        let stale = folder.path().join("specs/tencent/demo/Old.yaml");
        fs::write(&stale, "").unwrap();
        let refused = import(folder.path(), false).unwrap_err().to_string();
        assert!(refused.contains("--replace"), "{refused}");
        assert!(stale.exists());
        let action = folder.path().join("specs/tencent/demo/ListThings.yaml");
        fs::write(&action, "by hand").unwrap();
        let specs = action.parent().unwrap();
        let new = import::import(INVENTORY, &import::Options::default())
            .unwrap()
            .files;
        let before = Before::of(specs, &new).unwrap();
        assert_eq!(
            before.told(),
            "- Old.yaml\none file of before was written over; `git diff` shows it\n"
        );
        import(folder.path(), true).unwrap();
        assert!(!stale.exists());
        assert_eq!(Before::of(specs, &new).unwrap().told(), "");
        assert_eq!(fs::read_dir(specs.parent().unwrap()).unwrap().count(), 1);
        assert!(
            folder
                .path()
                .join("specs/tencent/demo/ListThings.yaml")
                .exists()
        );
    }
}
