//! What the READMEs show of this command, done as it is written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::folder::{Folder, clone, said};

const FRONT: &str = include_str!("../../../../README.md");
const OWN: &str = include_str!("../../README.md");

/// The blocks of a kind in a text.
fn blocks<'t>(text: &'t str, kind: &str) -> Vec<&'t str> {
    let fence = format!("```{kind}\n");
    let parts = text.split(fence.as_str()).skip(1);
    let blocks = parts.filter_map(|part| part.split_once("\n```"));
    blocks.map(|(block, _)| block).collect()
}

/// A place where the command is installed as `cargo install --path` of this clone would.
fn install(folder: &Folder) -> PathBuf {
    let program = format!("root/bin/cargo-cloudwright{}", std::env::consts::EXE_SUFFIX);
    folder.write(&program, "");
    fs::copy(
        env!("CARGO_BIN_EXE_cargo-cloudwright"),
        folder.path(&program),
    )
    .unwrap();
    let record = format!(
        "[v1]\n\"cargo-cloudwright 0.1.0 (path+file://{}/crates/cargo-cloudwright)\" = [\"cargo-cloudwright\"]\n",
        clone().display()
    );
    folder.write("root/.crates.toml", &record);
    folder.path("root/bin")
}

/// Cargo, with the command installed and with the builds of all tests.
fn cargo(here: &Path, installed: &Path, words: &[&str]) -> String {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = [installed.to_owned()]
        .into_iter()
        .chain(std::env::split_paths(&path));
    let output = Command::new(env!("CARGO"))
        .args(words)
        .current_dir(here)
        .env("PATH", std::env::join_paths(all).unwrap())
        .env("CARGO_TARGET_DIR", clone().join("target"))
        .output()
        .unwrap();
    said(&output, true)
}

#[test]
fn an_empty_package_gets_a_client_and_a_program_that_calls_the_mock() {
    let folder = Folder::new();
    let installed = install(&folder);
    let shown = blocks(FRONT, "sh");
    let steps = shown
        .iter()
        .find(|block| block.contains("cargo cloudwright add"));
    let mut here = folder.path("");
    for line in steps.unwrap().lines() {
        let line = line.replace("../cloudwright", &clone().display().to_string());
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["cd", name] => here.push(name),
            ["cargo", "cloudwright", ..] => drop(cargo(&here, &installed, &words[1..])),
            ["cargo", rest @ ..] => {
                drop(cargo(&here, &installed, &[rest, &["--offline"]].concat()));
            }
            _ => panic!("nothing is known of `{line}`"),
        }
        // The versions that everything else here is built with.
        if here.join("Cargo.toml").exists() {
            fs::copy(clone().join("Cargo.lock"), here.join("Cargo.lock")).unwrap();
        }
    }
    fs::write(here.join("src/main.rs"), blocks(FRONT, "rust,ignore")[0]).unwrap();
    let told = cargo(&here, &installed, &["run", "--quiet", "--offline"]);
    assert!(told.contains("mock-name"), "{told}");
}

#[test]
fn the_settings_are_ones_that_there_are_and_the_commands_too() {
    let folder = Folder::new();
    let settings = blocks(OWN, "toml")[0];
    folder.write(
        "Cargo.toml",
        &format!("[workspace]\nmembers = []\n{settings}\n"),
    );
    let shown = blocks(OWN, "sh").join("\n");
    for line in shown.lines() {
        let words: Vec<&str> = line.split(' ').skip(2).collect();
        folder.done(&words);
    }
    let help = folder.done(&["--help"]);
    for row in OWN.lines().filter_map(|line| line.strip_prefix("| `")) {
        let name = row.split(['`', ' ']).next().unwrap();
        let is_setting = settings.contains(&format!("{name} ="));
        let told = format!(
            "{}\n[workspace.metadata.cloudwright]\n{name} = 1\n",
            "[workspace]"
        );
        if !help.contains(&format!("  {name} ")) && !is_setting {
            // One that takes something else than a number, and not one that nobody knows.
            folder.write("Cargo.toml", &told);
            let refused = folder.refused(&["regen"]);
            assert!(refused.contains(&format!("`{name}` must be")), "{refused}");
        }
    }
}
