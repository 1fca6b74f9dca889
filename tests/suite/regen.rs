//! The generator as a whole: current, deterministic, and indifferent to order and threads.

use std::num::NonZeroUsize;

use cloudwright_codegen::write::{self, Mode};
use cloudwright_codegen::{Layout, Options, generate};
use cloudwright_spec::load;

use crate::places;

/// The repository's output, with the specs embedded as `cargo xtask regen` does it.
fn workspace_files(threads: usize) -> cloudwright_codegen::Files {
    let sources = load::read_dir(&places::repository().join("specs")).unwrap();
    let loaded = load::load(sources.clone());
    let options = Options {
        layout: Layout::Workspace {
            embed: Some(&sources),
        },
        threads: NonZeroUsize::new(threads).unwrap(),
    };
    generate(&loaded.catalog, &options).unwrap()
}

#[test]
fn what_is_checked_in_is_what_the_specs_generate() {
    let files = workspace_files(2);
    let one = NonZeroUsize::new(1).unwrap();
    let changes = write::apply(&places::repository(), &files, Mode::Check, one).unwrap();
    assert!(changes.is_empty(), "run `cargo xtask regen`: {changes:#?}");
}

#[test]
fn the_same_specs_give_the_same_bytes_with_any_number_of_threads() {
    let once: Vec<(String, String)> = workspace_files(1)
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    let again: Vec<(String, String)> = workspace_files(3)
        .iter()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .collect();
    assert_eq!(once, again);
}

#[test]
fn the_order_of_files_changes_nothing() {
    let mut sources = load::read_dir(&places::repository().join("specs")).unwrap();
    let forward = load::load(sources.clone()).catalog;
    sources.reverse();
    let backward = load::load(sources).catalog;
    assert_eq!(forward, backward);
}

#[test]
fn a_second_run_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = places::generated(&places::catalog());
    let two = NonZeroUsize::new(2).unwrap();
    let first = write::apply(folder.path(), &files, Mode::Write, two).unwrap();
    assert_eq!(first.len(), files.len());
    let second = write::apply(folder.path(), &files, Mode::Write, two).unwrap();
    assert!(second.is_empty(), "{second:#?}");
}
