//! That the pieces run. What they measure is no test's business.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

#[test]
fn figures_become_a_table_and_json() {
    let figures = [
        (
            Benchmark::Generator,
            Figure::new("speed", 6_000.0, "/s").at_least(5_000.0),
        ),
        (
            Benchmark::Call,
            Figure::new("instructions", 240_000.0, "").beside("floor", 66_000.0),
        ),
    ];
    let machine = machine::describe();
    let table = report::table(&machine, &figures);
    assert!(
        table.contains("| generator | speed        | 6,000 /s"),
        "{table}"
    );
    let json = report::json(&machine, &figures);
    serde_json::from_str::<serde_json::Value>(&json).unwrap();
}

#[test]
fn generated_files_can_be_laid_out_again() {
    let folder = tempfile::tempdir().unwrap();
    corpus::write(folder.path(), 3).unwrap();
    let files = cloudwright_spec::load::read_dir(folder.path()).unwrap();
    let loaded = cloudwright_spec::load::load(files);
    assert_eq!(loaded.catalog.action_count(), 3);
    std::fs::write(folder.path().join("a.rs"), "fn main () { }").unwrap();
    assert_eq!(
        layout::lay_out(folder.path()).unwrap(),
        "fn main() {}\n".len()
    );
}
