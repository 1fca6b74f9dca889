//! Turns cloudwright specs into Rust crates.
