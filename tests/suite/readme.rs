//! The READMEs do what they say: the first screen is run as a newcomer would, in an empty folder; other
//! commands are run here, by the command's own tests, or by what decides whether a change lands.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::places;

/// The blocks of a kind in a text.
fn blocks(text: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    let mut parts = text.split(&fence);
    parts.next();
    parts
        .filter_map(|part| part.split_once("```").map(|(block, _)| block.to_owned()))
        .collect()
}

/// The commands in a text, a line each, without comments.
fn commands(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    for block in blocks(text, "sh") {
        let joined = block.replace("\\\n", " ");
        let lines = joined
            .lines()
            .map(|line| line.split(" # ").next().unwrap_or(line).trim())
            .filter(|line| !line.is_empty() && !line.starts_with('#'));
        commands.extend(lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    commands
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(places::repository().join(path)).unwrap()
}

/// The READMEs that people wrote.
fn readmes() -> Vec<PathBuf> {
    let mut found = vec!["README.md".into(), "specs/README.md".into()];
    for folder in fs::read_dir(places::repository().join("crates")).unwrap() {
        let readme = folder.unwrap().path().join("README.md");
        if readme.exists() {
            found.push(readme);
        }
    }
    found
}

/// Cargo in a folder of the newcomer's. What is built is kept with everything else that is.
fn cargo(folder: &Path, words: &[&str]) -> String {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(program)
        .args(words)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", places::repository().join("target"))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {words:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_program_runs_as_it_is_written() {
    let readme = read("README.md");
    let folder = tempfile::tempdir().unwrap();
    let clone = places::repository();
    // The newcomer's clone lies beside the program.
    let manifest = blocks(&readme, "toml")[0].replace(
        "\"../cloudwright/",
        &format!("\"{}/", clone.display().to_string().replace('\\', "/")),
    );
    let program = &blocks(&readme, "rust")[0];
    let package = "[package]\nname = \"hello\"\nedition = \"2024\"\n\n";
    fs::create_dir(folder.path().join("src")).unwrap();
    fs::write(
        folder.path().join("Cargo.toml"),
        format!("{package}{manifest}"),
    )
    .unwrap();
    fs::write(folder.path().join("src/main.rs"), program).unwrap();
    // The versions that everything else here is built with.
    fs::copy(clone.join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    let told = cargo(folder.path(), &["run", "--quiet", "--offline"]);
    assert_eq!(told.lines().count(), 25, "{told}");
}

#[test]
fn the_commands_are_installed_as_it_is_written() {
    let root = tempfile::tempdir().unwrap();
    let installs = commands(&read("README.md"))
        .into_iter()
        .filter(|command| command.starts_with("cargo install"));
    for install in installs {
        let install = install.replace("cloudwright/crates", "crates");
        let mut words: Vec<&str> = install.split(' ').skip(1).collect();
        // As it is written but for the time that optimising takes, and not into the tester's home.
        words.extend([
            "--debug",
            "--offline",
            "--root",
            root.path().to_str().unwrap(),
        ]);
        cargo(&places::repository(), &words);
    }
    for (program, words) in [
        ("cloudwright", &["services"][..]),
        ("cargo-cloudwright", &["cloudwright", "--help"]),
    ] {
        let name = format!("bin/{program}{}", std::env::consts::EXE_SUFFIX);
        let output = Command::new(root.path().join(name)).args(words).output();
        let output = output.unwrap();
        assert!(output.status.success() && !output.stdout.is_empty());
    }
}

#[test]
fn every_other_command_of_a_readme_is_run_somewhere() {
    let ci = read(".ci/run");
    for path in readmes() {
        for command in commands(&read(&path)) {
            let is_run = match command.split(' ').collect::<Vec<_>>()[..] {
                // Above, in the commands' own tests, or for the vendors' packages, from the network.
                ["cargo", "install" | "cloudwright" | "new" | "add", ..]
                | ["git", "clone", ..]
                | ["cloudwright" | "cd", ..]
                | ["pip", "download", ..] => true,
                ["python", script, ..] => places::repository().join(script).exists(),
                _ => ci.contains(&command) || is_help_of_xtask(&command),
            };
            assert!(is_run, "{}: nothing runs `{command}`", path.display());
        }
    }
}

/// Whether a command of the maintainers' exists with the options that are written.
fn is_help_of_xtask(command: &str) -> bool {
    let words: Vec<&str> = command.split(' ').collect();
    let ["cargo", "xtask", name, rest @ ..] = &words[..] else {
        return false;
    };
    let help = cargo(&places::repository(), &["xtask", name, "--help"]);
    let mut options = rest.iter().filter(|word| word.starts_with("--"));
    options.all(|option| help.contains(option.split('=').next().unwrap_or(option)))
}
