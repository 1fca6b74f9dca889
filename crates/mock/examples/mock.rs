//! Runs the mock cloud until the end of input: `cargo run -p cloudwright-mock --example mock`, then
//! open the address in a browser. The `cloudwright mock` command is this with options.

#![allow(clippy::print_stdout, reason = "it tells people where to look")]

use std::io::Read as _;

use cloudwright_mock::Mock;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Mock::builder().rows(250);
    if let Some(port) = std::env::args().nth(1) {
        builder = builder.port(port.parse()?);
    }
    let mock = builder.start_blocking()?;
    println!("{}\n\n{}", mock.endpoint(), mock.environment_script());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}
