//! What a program that makes one call brings along: packages, build time, bytes.

use std::collections::BTreeSet;
use std::path::Path;

use super::figure::Figure;
use super::measure::measure as run_measured;
use super::programs::{Programs, succeed};
use super::{Measured, Part, Run};

/// 55 s on a machine that builds bare reqwest in 45.
const BUILD_BUDGET: f64 = 55.0 / 45.0;

pub(super) fn measure(run: &Run) -> Measured {
    let programs = Programs::copy(run)?;
    let part = Part::Size;
    let (ours, bare) = (
        packages(&programs, "one-call")?,
        packages(&programs, "bare")?,
    );
    let mut figures = vec![
        Figure::new(part, "packages of a one-call program", ours, "")
            .at_most(95.0)
            .beside("bare reqwest", bare),
    ];
    if !run.quick {
        run.tell("a clean build of a one-call program");
        let build = |package| programs.cargo_from_scratch(&["build", "-p", package]);
        let ours = run_measured(&run.program, &run.work, &build("one-call")?)?;
        let bare = run_measured(&run.program, &run.work, &build("bare")?)?;
        figures.push(
            Figure::new(part, "clean dev build, CPU time", ours.cpu, "s")
                .beside("bare reqwest", bare.cpu)
                .ratio_at_most(BUILD_BUDGET),
        );
    }
    let bare = megabytes(&programs.build("bare", "bare")?)?;
    for (program, what) in [("own-keys", "keys of its own"), ("one-call", "from_env()")] {
        let ours = megabytes(&programs.build("one-call", program)?)?;
        figures.push(
            Figure::new(part, format!("release binary, {what}"), ours, "MB")
                .beside("bare reqwest", bare),
        );
        figures.push(
            Figure::new(
                part,
                format!("the same over bare reqwest, {what}"),
                ours - bare,
                "MB",
            )
            .at_most(0.3),
        );
    }
    Ok(figures)
}

/// How many packages are compiled for a program, itself included.
fn packages(programs: &Programs, package: &str) -> Result<f64, Box<dyn std::error::Error>> {
    let arguments = [
        "tree",
        "-p",
        package,
        "-e",
        "normal,build",
        "--prefix",
        "none",
    ];
    let printed = succeed(&mut programs.cargo(&arguments))?;
    let names: BTreeSet<&str> = printed
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.is_empty())
        .collect();
    Ok(names.len() as f64)
}

fn megabytes(program: &Path) -> std::io::Result<f64> {
    Ok(program.metadata()?.len() as f64 / 1e6)
}
