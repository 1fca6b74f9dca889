//! The command in folders of its own, as people have them: empty, with a package, with a workspace.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod clients;
mod existing;
mod folder;
mod hostile;
mod readme;
mod settings;
