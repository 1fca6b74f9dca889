//! `cargo xtask bench`: what the project costs, beside floors taken in the same run.
//!
//! Absolute times of a shared machine mean little, so figures are CPU times, instruction counts and
//! ratios. Everything it makes lies below Cargo's target folder, in `bench`.
#![allow(
    clippy::cast_precision_loss,
    reason = "figures are shown with three digits"
)]

mod call;
mod compile;
mod corpus;
mod figure;
mod floor;
mod generator;
mod layout;
mod machine;
mod measure;
mod places;
mod programs;
mod report;
mod signing;
mod size;

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use figure::Figure;
use places::Failure;

/// Measures generator, generated code, calls, signatures and size, against floors and budgets.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    /// Small sizes only, and no clean builds: about a minute once everything is built.
    #[arg(long)]
    quick: bool,
    /// Also write the figures as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Only this part; may be given several times.
    #[arg(long, value_name = "PART")]
    only: Vec<Benchmark>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What is measured apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Benchmark {
    /// From specs to crates.
    Generator,
    /// Compiling the generated crates.
    Compile,
    /// A call on loopback.
    Call,
    /// A TC3 signature.
    Signing,
    /// A program that makes one call.
    Size,
}

/// Work that runs in a process of its own.
#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Runs a command and writes what it cost to a file.
    #[command(hide = true)]
    Measure {
        report: PathBuf,
        #[arg(last = true, required = true)]
        command: Vec<OsString>,
    },
    /// Parses and lays out generated files: the floor of generating.
    #[command(hide = true)]
    Layout { folder: PathBuf },
}

/// What every part needs to know.
struct Run {
    quick: bool,
    /// The folder for everything that is made on the way.
    work: PathBuf,
    /// This very program.
    program: PathBuf,
    /// The program that generates, as `cargo xtask` builds it.
    generator: PathBuf,
}

/// Figures of a part, or why there are none.
type Measured = Result<Vec<Figure>, Failure>;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            places::complain(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// Says whether the command succeeded, or every budget was kept.
fn run(arguments: &Arguments) -> Result<bool, Failure> {
    match &arguments.command {
        Some(Command::Measure { report, command }) => return measure::report(report, command),
        Some(Command::Layout { folder }) => {
            places::print(&format!("{}\n", layout::lay_out(folder)?));
            return Ok(true);
        }
        None => {}
    }
    let run = Run::new(arguments.quick)?;
    let is_wanted = |one: &Benchmark| arguments.only.is_empty() || arguments.only.contains(one);
    if is_wanted(&Benchmark::Generator) || is_wanted(&Benchmark::Compile) {
        generator::build(&run)?;
    }
    let mut figures = Vec::new();
    let machine = machine::describe();
    for benchmark in Benchmark::value_variants()
        .iter()
        .filter(|one| is_wanted(one))
    {
        run.tell(&format!("measuring: {benchmark}"));
        let found = benchmark.measure(&run)?;
        figures.extend(found.into_iter().map(|figure| (*benchmark, figure)));
    }
    places::print(&report::table(&machine, &figures));
    if let Some(path) = &arguments.json {
        let text = report::json(&machine, &figures);
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(figures.iter().all(|(_, figure)| figure.keeps_budget()))
}

impl Benchmark {
    fn measure(self, run: &Run) -> Measured {
        match self {
            Self::Generator => generator::measure(run),
            Self::Compile => compile::measure(run),
            Self::Call => call::measure(run),
            Self::Signing => signing::measure(run),
            Self::Size => size::measure(run),
        }
    }
}

impl fmt::Display for Benchmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.to_possible_value();
        f.write_str(word.as_ref().map_or("", |word| word.get_name()))
    }
}

impl Run {
    fn new(quick: bool) -> Result<Self, Failure> {
        let program = std::env::current_exe()?;
        let target = program.ancestors().nth(2).unwrap_or(Path::new("."));
        let work = target.join("bench");
        std::fs::create_dir_all(&work)?;
        Ok(Self {
            quick,
            work: work.canonicalize()?,
            generator: target
                .join("release")
                .join(format!("xtask{}", std::env::consts::EXE_SUFFIX)),
            program,
        })
    }

    fn tell(&self, what: &str) {
        let form = if self.quick { "quick" } else { "full" };
        places::complain(&format!("bench ({form}): {what}\n"));
    }
}

#[cfg(test)]
mod tests;
