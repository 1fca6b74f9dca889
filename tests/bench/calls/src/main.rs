//! What `cargo xtask bench` runs to measure calls and signatures.
//!
//! ```text
//! calls serve ENTRIES                          prints its address; ends with its standard input
//! calls client bytes|serde|cloudwright N ADDRESS
//! calls sign ROUNDS
//! ```

mod clients;
mod clock;
mod server;
mod signing;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    run(&|| 0)
}

/// `allocations` says how many there have been so far.
pub fn run(allocations: &dyn Fn() -> usize) -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve", entries] => server::serve(entries.parse()?),
        ["client", kind, calls, address] => {
            clients::run(kind, calls.parse()?, address, allocations)
        }
        ["sign", rounds] => signing::run(rounds.parse()?),
        _ => Err("calls serve ENTRIES | client KIND N ADDRESS | sign ROUNDS".into()),
    }
}
