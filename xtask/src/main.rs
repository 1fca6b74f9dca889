//! `cargo xtask`: thin commands over the libraries.
fn main() {}
