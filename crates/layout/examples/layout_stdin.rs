//! Reads Rust and lays it out: `cargo run --example layout_stdin < file.rs`.
#![allow(clippy::print_stdout, reason = "an example shows something")]

use std::error::Error;
use std::io::{self, Read as _};

use proc_macro2::TokenStream;

fn main() -> Result<(), Box<dyn Error>> {
    let mut source = String::new();
    io::stdin().read_to_string(&mut source)?;
    let tokens: TokenStream = source
        .parse()
        .map_err(|error| format!("no Rust: {error}"))?;
    print!("{}", cloudwright_layout::layout(tokens)?);
    Ok(())
}
