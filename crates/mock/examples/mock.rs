//! Runs the mock cloud until the end of input: `cargo run -p cloudwright-mock --example mock`, then
//! open the address in a browser. The `cloudwright mock` command is this with options.

#![allow(clippy::print_stdout, reason = "it tells people where to look")]

use std::io::Read as _;

use cloudwright_mock::{Mock, ServeOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args()
        .nth(1)
        .map(|port| port.parse())
        .transpose()?;
    let options = ServeOptions {
        port,
        rows: Some(250),
        ..ServeOptions::default()
    };
    let mock: Mock = cloudwright_mock::MockBuilder::from(options).start_blocking()?;
    println!("{}\n\n{}", mock.endpoint(), mock.environment_script());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
