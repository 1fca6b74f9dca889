//! What is seen of the world, and what is shown of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::testing::network::{ScriptedNetwork, isolated};

#[test]
fn blank_variables_are_not_set_and_white_space_around_values_is_dropped() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("BLANK", " \t")
        .with_variable("PADDED", " x y\n");
    assert_eq!(environment.variable("BLANK"), None);
    assert_eq!(environment.variable("ABSENT"), None);
    assert_eq!(environment.variable("PADDED").as_deref(), Some("x y"));
}

#[test]
fn an_isolated_environment_sees_neither_the_process_nor_the_disk() {
    let environment = isolated(&ScriptedNetwork::new());
    assert_eq!(environment.variable("PATH"), None);
    let error = environment
        .read_file("test", Path::new("Cargo.toml"))
        .unwrap_err();
    assert!(error.is_not_configured());
}

#[test]
fn the_disk_is_read_where_nothing_was_put_in() {
    let mut environment = isolated(&ScriptedNetwork::new());
    environment.0.outside = true;
    assert!(environment.variable("PATH").is_some());
    let manifest = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    assert!(environment.read_file("test", manifest).is_ok());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let error = environment.read_file("test", folder).unwrap_err();
    assert!(error.to_string().contains("not a regular file"), "{error}");
}

#[test]
fn debug_shows_names_but_no_values() {
    let environment = isolated(&ScriptedNetwork::new())
        .with_variable("KEY", "hush")
        .with_file("/token", "quiet");
    let shown = format!("{environment:?}");
    assert!(shown.contains("KEY") && shown.contains("/token"), "{shown}");
    assert!(
        !shown.contains("hush") && !shown.contains("quiet"),
        "{shown}"
    );
}
