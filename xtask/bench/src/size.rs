//! What a program that makes one call brings along: packages, build time, bytes.

use std::collections::BTreeSet;
use std::path::Path;

use super::figure::Figure;
use super::measure::cost;
use super::programs::{Programs, succeed};
use super::{Failure, Measured, Run, places};

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
    let packages = |package| packages(&programs, package);
    let ours = Figure::new("packages of a one-call program", packages("one-call")?, "");
    let ours = ours.beside("bare reqwest", packages("bare")?);
    let mut figures = vec![ours.at_most(PACKAGES_BUDGET)];
    if !run.quick {
        figures.extend(clean_builds(run, &programs)?);
    }
    let bare = megabytes(&programs.build("bare", "bare")?)?;
    for (program, what) in [("own-keys", "keys of its own"), ("one-call", "from_env()")] {
        let ours = megabytes(&programs.build("one-call", program)?)?;
        let whole = Figure::new(format!("release binary, {what}"), ours, "MB");
        let over = format!("the same over bare reqwest, {what}");
        figures.push(whole.beside("bare reqwest", bare));
        figures.push(Figure::new(over, ours - bare, "MB").at_most(BINARY_BUDGET));
    }
    Ok(figures)
}

/// Clean dev builds: of a program, and of what the first `cargo xtask regen` waits for.
fn clean_builds(run: &Run, programs: &Programs) -> Measured {
    let cpu = |folder: &Path, package| -> Result<f64, Failure> {
        run.tell(&format!("a clean build of {package}"));
        let build = programs.build_from_scratch(folder, package)?;
        Ok(cost(run, &build)?.cpu)
    };
    let bare = cpu(&programs.folder, "bare")?;
    let ours = cpu(&programs.folder, "one-call")?;
    let tools = cpu(&places::repository(), "xtask")?;
    let figure = |name, cpu| Figure::new(name, cpu, "s").beside("bare reqwest, the same", bare);
    Ok(vec![
        figure("clean dev build of a one-call program, CPU time", ours).ratio_at_most(BUILD_BUDGET),
        figure("clean dev build of xtask, CPU time", tools).ratio_at_most(TOOLS_BUDGET),
    ])
}

/// How many packages are compiled for a program, itself included.
fn packages(programs: &Programs, package: &str) -> Result<f64, Failure> {
    let arguments = ["tree", "-p", package, "-e=normal,build", "--prefix=none"];
    let printed = succeed(&mut programs.cargo(&arguments))?;
    let names = printed.lines().map(|line| line.trim_end_matches(" (*)"));
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    Ok(names.len() as f64)
}

fn megabytes(program: &Path) -> std::io::Result<f64> {
    Ok(program.metadata()?.len() as f64 / 1e6)
}
