//! The `cloudwright` command.
fn main() {}
