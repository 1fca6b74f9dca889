//! `cargo xtask import`: an inventory of facts becomes specs.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cloudwright_spec::{SourceFile, import, load};

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
    /// Write over a service that is already there.
    #[arg(long)]
    replace: bool,
    /// Leave out the actions that specs cannot express, and list them, instead of refusing all.
    #[arg(long)]
    allow_partial: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let path = &arguments.inventory;
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let imported = import::import(&text, arguments.allow_partial)
        .map_err(|error| format!("{}: {error}", path.display()))?;
    for refusal in &imported.left_out {
        places::complain(&format!("left out: {refusal}\n"));
    }
    // Checked before anything is written: what is refused leaves no trace.
    let loaded = load::load(imported.files.clone());
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    places::complain(&loaded.report.render(color));
    if loaded.report.has_errors() {
        return Ok(ExitCode::FAILURE);
    }
    let out = places::specs(arguments.out.as_deref());
    write(&out, &imported.files, arguments.replace)?;
    let types: usize = loaded
        .catalog
        .services
        .iter()
        .map(|found| found.service.types.len())
        .sum();
    places::print(&format!(
        "{} actions and {types} types in {} files below {}\n",
        loaded.catalog.action_count(),
        imported.files.len(),
        out.display(),
    ));
    Ok(ExitCode::SUCCESS)
}

/// Writes the files; a folder that exists is replaced as a whole, and only if that was asked for.
fn write(out: &Path, files: &[SourceFile], replace: bool) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    let Some((folder, _)) = files.first().and_then(|file| file.path.rsplit_once('/')) else {
        return Ok(());
    };
    let folder = out.join(folder);
    if folder.exists() {
        if !replace {
            return Err(format!(
                "{} is there already; `--replace` writes over it",
                folder.display()
            ));
        }
        fs::remove_dir_all(&folder).map_err(|error| told(&folder, error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| told(&folder, error))?;
    for file in files {
        let path = out.join(&file.path);
        fs::write(&path, &file.content).map_err(|error| told(&path, error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    const INVENTORY: &str = r#"{"schema": "scale-neutral/1", "provider": "tencent",
        "product": "demo", "version": "2020-01-01", "host": "demo.tencentcloudapi.com",
        "actions": [{"name": "ListThings", "method": "POST", "path": "/"}]}"#;

    fn import(folder: &Path, replace: bool) -> Done {
        let inventory = folder.join("inventory.json");
        fs::write(&inventory, INVENTORY).unwrap();
        let out = Some(folder.join("specs"));
        run(&Arguments {
            inventory,
            out,
            replace,
            allow_partial: false,
        })
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
        import(folder.path(), true).unwrap();
        assert!(!stale.exists());
        assert!(
            folder
                .path()
                .join("specs/tencent/demo/ListThings.yaml")
                .exists()
        );
    }
}
