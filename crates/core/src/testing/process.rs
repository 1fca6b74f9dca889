//! Tests that need a process of their own: for its environment, or for what is once in a process.

use std::process::Command;

/// Set in a process that runs one test.
const ALONE: &str = "THIS_TEST_RUNS_ALONE";

/// Whether this process is a test's own.
pub(crate) fn is_alone() -> bool {
    std::env::var_os(ALONE).is_some()
}

/// Runs a test of this program, named by its whole path, in a process of its own.
pub(crate) fn run_alone(test: &str, change: impl FnOnce(&mut Command)) {
    let program = std::env::current_exe().expect("a test knows its program");
    let mut process = Command::new(program);
    process.args(["--exact", test]).env(ALONE, "1");
    change(&mut process);
    let output = process.output().expect("a test can be started again");
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told);
    // A name that is none would run nothing, and succeed.
    let has_passed = output.status.success() && told.contains("1 passed");
    assert!(has_passed, "{told}");
}
