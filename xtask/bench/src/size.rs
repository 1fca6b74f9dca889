//! What a program that makes one call brings along: packages, build time, bytes.

use std::collections::BTreeSet;
use std::path::Path;

use super::figure::Figure;
use super::measure::measure as run_measured;
use super::programs::{Programs, succeed};
use super::{Measured, Part, Run, places};

/// A clean dev build, in times of bare reqwest's.
const BUILD_BUDGET: f64 = 1.3;
/// The same of `xtask`, which bounds how long the first `cargo xtask regen` takes: 45 CPU seconds where bare
/// reqwest takes as many.
const TOOLS_BUDGET: f64 = 1.0;
/// What a program may be larger than one of bare reqwest, in MB.
const BINARY_BUDGET: f64 = 0.4;
const PACKAGES_BUDGET: f64 = 97.0;

pub(super) fn measure(run: &Run) -> Measured {
    let programs = Programs::copy(run)?;
    let part = Part::Size;
    let (ours, bare) = (
        packages(&programs, "one-call")?,
        packages(&programs, "bare")?,
    );
    let mut figures = vec![
        Figure::new(part, "packages of a one-call program", ours, "")
            .at_most(PACKAGES_BUDGET)
            .beside("bare reqwest", bare),
    ];
    if !run.quick {
        figures.extend(clean_builds(run, &programs)?);
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
            .at_most(BINARY_BUDGET),
        );
    }
    Ok(figures)
}

/// Clean dev builds: of a program, and of what the first `cargo xtask regen` waits for.
fn clean_builds(run: &Run, programs: &Programs) -> Measured {
    let cpu = |folder: &Path, package| -> Result<f64, Box<dyn std::error::Error>> {
        run.tell(&format!("a clean build of {package}"));
        let build = programs.build_from_scratch(folder, package)?;
        Ok(run_measured(&run.program, &run.work, &build)?.cpu)
    };
    let bare = cpu(programs.folder(), "bare")?;
    let ours = cpu(programs.folder(), "one-call")?;
    let tools = cpu(&places::repository(), "xtask")?;
    let figure =
        |name, cpu| Figure::new(Part::Size, name, cpu, "s").beside("bare reqwest, the same", bare);
    Ok(vec![
        figure("clean dev build of a one-call program, CPU time", ours).ratio_at_most(BUILD_BUDGET),
        figure("clean dev build of xtask, CPU time", tools).ratio_at_most(TOOLS_BUDGET),
    ])
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
