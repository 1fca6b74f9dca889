//! What the READMEs show of the command, run as it is written.

use crate::run::cloudwright;

const ROOT: &str = include_str!("../../../../README.md");
const OWN: &str = include_str!("../../README.md");

const PROGRAMS: &str = include_str!("../../../../Cargo.toml");
const TOOLS: &str = include_str!("../../Cargo.toml");

/// The lines of the shell blocks that call the command, without comments.
fn shown(readme: &str) -> Vec<String> {
    let blocks = readme.split("```sh\n").skip(1);
    let blocks = blocks.filter_map(|block| block.split_once("```"));
    let joined: String = blocks
        .map(|(block, _)| block.replace("\\\n", " "))
        .collect();
    let lines = joined.lines().map(|line| line.split(" # ").next());
    let lines = lines.flatten().map(|line| line.trim().to_owned());
    lines
        .filter(|line| line.starts_with("cloudwright "))
        .collect()
}

/// The console blocks: a command, and what it answers.
fn answered(readme: &str) -> Vec<(String, &str)> {
    let blocks = readme.split("```console\n$ ").skip(1);
    let blocks = blocks.filter_map(|block| block.split_once("```"));
    let whole = blocks.map(|(block, _)| {
        // The command goes on as long as its lines end so.
        let lines = block.split_inclusive('\n');
        let before = lines.take_while(|line| line.ends_with("\\\n"));
        let start: usize = before.map(str::len).sum();
        let end = block[start..]
            .find('\n')
            .map_or(block.len(), |end| start + end + 1);
        (block[..end].replace("\\\n", " "), &block[end..])
    });
    whole.collect()
}

#[test]
fn what_a_readme_shows_as_an_answer_is_one() {
    let answered = answered(ROOT);
    assert!(!answered.is_empty());
    for (line, answer) in answered {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        assert_eq!(cloudwright(&words).run().text(), answer, "{line}");
    }
}

#[test]
fn every_line_of_a_readme_that_calls_the_command_succeeds_without_an_account() {
    let lines = [shown(ROOT), shown(OWN)].concat();
    assert!(lines.len() > 5, "{lines:?}");
    for line in lines {
        // No word that is quoted there holds a blank.
        let words = line.split_whitespace().skip(1);
        let words: Vec<&str> = words.map(|word| word.trim_matches('\'')).collect();
        let ran = cloudwright(&words).run();
        assert!(!ran.text().is_empty(), "{line}");
        assert_eq!(ran.err, "", "{line}");
    }
}

#[test]
fn the_versions_of_rust_that_the_readme_names_are_those_of_the_manifests() {
    let oldest = |manifest: &'static str| {
        let mut lines = manifest.lines();
        let version = lines.find_map(|line| line.strip_prefix("rust-version = "));
        version.unwrap().trim_matches('"')
    };
    let (programs, tools) = (oldest(PROGRAMS), oldest(TOOLS));
    let words: Vec<&str> = ROOT.split_whitespace().collect();
    let told = format!("Rust ({programs} for programs, {tools} for the tools)");
    assert!(words.join(" ").contains(&told), "{told}");
}
