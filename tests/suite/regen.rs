//! The generator as a whole: current, deterministic, and indifferent to order and threads.

use std::num::NonZeroUsize;

use cloudwright_codegen::write::{self, Mode};
use cloudwright_codegen::{Members, Names, Options, generate};
use cloudwright_spec::{SourceFile, load};

use crate::places;

fn sources() -> Vec<SourceFile> {
    load::read_dir(&places::repository().join("specs")).unwrap()
}

/// The repository's output, with the specs embedded as `cargo xtask regen` does it.
fn workspace_files(sources: &[SourceFile], threads: usize) -> cloudwright_codegen::Files {
    let loaded = load::load(sources);
    let options = Options {
        members: Members {
            embed: Some(("crates/catalog/src/embedded.rs".to_owned(), sources)),
            ..Members::of_this_project()
        },
        names: Names::default(),
        threads: NonZeroUsize::new(threads).unwrap(),
    };
    generate(&loaded.catalog, &options).unwrap()
}

#[test]
fn what_is_checked_in_is_what_the_specs_generate() {
    let files = workspace_files(&sources(), 2);
    let one = NonZeroUsize::new(1).unwrap();
    let changes = write::apply(&places::repository(), &files, Mode::Check, one).unwrap();
    assert!(changes.is_empty(), "run `cargo xtask regen`: {changes:#?}");
}

#[test]
fn the_same_specs_give_the_same_bytes_in_any_order_and_with_any_number_of_threads() {
    let sorted = sources();
    let expected = workspace_files(&sorted, 1);
    let mut reversed = sorted.clone();
    reversed.reverse();
    let mut by_size = sorted.clone();
    by_size.sort_by_key(|source| source.content.len());
    for (order, sources) in [
        ("sorted", sorted),
        ("reversed", reversed),
        ("by size", by_size),
    ] {
        for threads in [1, 2, 5] {
            let files = workspace_files(&sources, threads);
            for ((path, text), (expected_path, expected_text)) in files.iter().zip(expected.iter())
            {
                assert_eq!(path, expected_path, "{order}, {threads} threads");
                assert!(text == expected_text, "{path}, {order}, {threads} threads");
            }
            assert_eq!(files.len(), expected.len());
        }
    }
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
