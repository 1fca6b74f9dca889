//! A call on loopback: signed, lenient and typed by the generated crate, beside bare reqwest and
//! beside reqwest with strict serde types.
//!
//! The server is another process, so its work is not counted. The difference of two runs that differ
//! only in their number of calls leaves out what starting costs.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::figure::Figure;
use super::measure::middle;
use super::programs::{Programs, succeed};
use super::{Failure, Measured, Run, machine};

/// Entries of an answer, and the budget in instructions.
const SIZES: [(usize, f64); 2] = [(10, 250_000.0), (100, 1_700_000.0)];
/// Calls of the shorter run under the instruction counter; the longer one makes twice as many.
const COUNTED_CALLS: usize = 50;
/// Calls that one CPU time is taken over.
const TIMED_CALLS: usize = 400;
/// CPU times of each client, the clients taking turns; the middle one counts.
const ROUNDS: usize = 7;

/// The clients, as the program calls them.
const KINDS: [&str; 3] = ["bytes", "serde", "cloudwright"];

/// What one call costs.
struct CallCost {
    instructions: Option<f64>,
    microseconds: f64,
    allocations: f64,
}

pub(super) fn measure(run: &Run) -> Measured {
    let programs = Programs::copy(run)?;
    let plain = programs.build("calls", "calls")?;
    let counted = plain.with_file_name("calls-counted");
    let mut figures = Vec::new();
    for (entries, budget) in SIZES {
        run.tell(&format!("calls answered with {entries} entries"));
        let server = Server::start(&plain, entries)?;
        let times = cpu_times(run, &plain, &server.address)?;
        let cost = |client: usize| {
            let programs = [plain.as_path(), counted.as_path()];
            cost(programs, KINDS[client], &server.address, times[client])
        };
        figures.extend(figures_of(entries, budget, &[cost(0)?, cost(1)?, cost(2)?]));
    }
    Ok(figures)
}

fn figures_of(entries: usize, budget: f64, costs: &[CallCost; 3]) -> Vec<Figure> {
    let [bytes, strict, ours] = costs;
    let bytes = ("reqwest, bytes only", bytes);
    let strict = ("reqwest + serde_json", strict);
    let figure = |what: &str, unit, value: fn(&CallCost) -> Option<f64>, floor: (_, &CallCost)| {
        let figure = Figure::new(format!("{what}, {entries} entries"), value(ours)?, unit);
        Some(figure.beside(floor.0, value(floor.1)?))
    };
    let instructions = |floor| figure("instructions", "", |cost| cost.instructions, floor);
    let time = |floor| figure("CPU time", "µs", |cost| Some(cost.microseconds), floor);
    let allocations = |floor| figure("allocations", "", |cost| Some(cost.allocations), floor);
    let figures = [
        instructions(strict).map(|figure| figure.at_most(budget)),
        instructions(bytes),
        time(strict),
        allocations(strict),
        allocations(bytes),
    ];
    figures.into_iter().flatten().collect()
}

/// Microseconds of CPU time a call, of each client.
fn cpu_times(run: &Run, program: &Path, address: &str) -> Result<[f64; 3], Failure> {
    let rounds = if run.quick { 3 } else { ROUNDS };
    let mut times = KINDS.map(|_| Vec::new());
    for _ in 0..rounds {
        for (kind, times) in KINDS.into_iter().zip(&mut times) {
            times.push(told(program, kind, TIMED_CALLS, address, "cpu_us")?);
        }
    }
    Ok(times.map(middle))
}

fn cost(
    [plain, counted]: [&Path; 2],
    kind: &str,
    address: &str,
    microseconds: f64,
) -> Result<CallCost, Failure> {
    let allocations = told(counted, kind, 200, address, "allocations")?;
    let mut instructions = None;
    if machine::has_valgrind() {
        let few = instructions_of(plain, kind, COUNTED_CALLS, address)?;
        let many = instructions_of(plain, kind, 2 * COUNTED_CALLS, address)?;
        instructions = Some((many - few) / COUNTED_CALLS as f64);
    }
    Ok(CallCost {
        instructions,
        microseconds,
        allocations,
    })
}

/// One number of what a client prints about its calls.
fn told(
    program: &Path,
    kind: &str,
    calls: usize,
    address: &str,
    key: &str,
) -> Result<f64, Failure> {
    let printed = succeed(&mut client(Command::new(program), kind, calls, address))?;
    let told: Value = serde_json::from_str(&printed)?;
    Ok(told[key].as_f64().unwrap_or_default())
}

fn client(mut command: Command, kind: &str, calls: usize, address: &str) -> Command {
    command.args(["client", kind, &calls.to_string(), address]);
    command
}

/// The instructions of a whole run, start included.
fn instructions_of(
    program: &Path,
    kind: &str,
    calls: usize,
    address: &str,
) -> Result<f64, Failure> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    valgrind.arg(program);
    let output = client(valgrind, kind, calls, address).output()?;
    let told = String::from_utf8_lossy(&output.stderr);
    collected(&told).ok_or_else(|| format!("valgrind counted nothing:\n{told}").into())
}

fn collected(told: &str) -> Option<f64> {
    let line = told.lines().find(|line| line.contains("Collected : "))?;
    line.rsplit(' ').next()?.parse().ok()
}

/// A server that answers with canned pages until it is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, entries: usize) -> Result<Self, Failure> {
        let mut child = Command::new(program)
            .args(["serve", &entries.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut address = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut address)?;
        }
        let address = address.trim().to_owned();
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_found_in_what_valgrind_says() {
        let told = "==1== Events    : Ir\n==1== Collected : 2368990852\n==1==\n";
        assert_eq!(collected(told), Some(2_368_990_852.0));
        assert_eq!(collected("==1== killed"), None);
    }
}
