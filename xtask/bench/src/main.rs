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

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use figure::Figure;
use places::Done;

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
    only: Vec<Part>,
    #[command(subcommand)]
    step: Option<Step>,
}

/// What is measured apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
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
enum Step {
    /// Runs a command and writes what it cost to a file.
    #[command(hide = true)]
    Measure(measure::Arguments),
    /// Parses and lays out generated files: the floor of generating.
    #[command(hide = true)]
    Layout(layout::Arguments),
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
type Measured = Result<Vec<Figure>, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    run(&Arguments::parse()).unwrap_or_else(|error| {
        places::complain(&format!("error: {error}\n"));
        ExitCode::FAILURE
    })
}

fn run(arguments: &Arguments) -> Done {
    match &arguments.step {
        Some(Step::Measure(arguments)) => return measure::step(arguments),
        Some(Step::Layout(arguments)) => return layout::step(arguments),
        None => {}
    }
    let run = Run::new(arguments.quick)?;
    let is_wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    if is_wanted(Part::Generator) || is_wanted(Part::Compile) {
        generator::build(&run)?;
    }
    let mut figures = Vec::new();
    let machine = machine::describe();
    for part in [
        Part::Generator,
        Part::Compile,
        Part::Call,
        Part::Signing,
        Part::Size,
    ] {
        if !is_wanted(part) {
            continue;
        }
        run.tell(&format!("measuring: {part:?}"));
        figures.extend(match part {
            Part::Generator => generator::measure(&run)?,
            Part::Compile => compile::measure(&run)?,
            Part::Call => call::measure(&run)?,
            Part::Signing => signing::measure(&run)?,
            Part::Size => size::measure(&run)?,
        });
    }
    places::print(&report::table(&machine, &figures));
    if let Some(path) = &arguments.json {
        write(path, &report::json(&machine, &figures))?;
    }
    let kept = figures.iter().all(Figure::keeps_budget);
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Run {
    fn new(quick: bool) -> Result<Self, Box<dyn std::error::Error>> {
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

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests;
