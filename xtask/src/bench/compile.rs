//! Compiling generated crates alone: their dependencies are built, nothing is incremental.

use std::fs;
use std::path::{Path, PathBuf};

use super::figure::{Figure, Growth};
use super::measure::measure as run_measured;
use super::programs::{cargo, succeed};
use super::{Measured, Part, Run, corpus, generator};
use crate::places;

type Failure = Box<dyn std::error::Error>;

/// One product, which is one crate; then several.
const QUICK: &[usize] = &[127];
const FULL: &[usize] = &[127, 1_000, 3_000, 6_000];
/// The budgets, in CPU milliseconds an action.
const CHECK: f64 = 8.0;
const BUILD: f64 = 20.0;

pub(super) fn measure(run: &Run, growth: &mut Growth) -> Measured {
    let sizes = if run.quick { QUICK } else { FULL };
    let mut figures = Vec::new();
    for &actions in sizes {
        run.tell(&format!("compiling {actions} actions"));
        let crates = Crates::generate(run, actions)?;
        let seconds = [crates.cost(run, "check")?, crates.cost(run, "build")?];
        growth.check_seconds.push((actions, seconds[0]));
        growth.build_seconds.push((actions, seconds[1]));
        for (name, seconds, budget) in [
            ("check", seconds[0], CHECK),
            ("dev build", seconds[1], BUILD),
        ] {
            let name = format!("{name} an action, {actions} in {}", crates.told());
            let milliseconds = seconds * 1e3 / actions as f64;
            figures.push(Figure::new(Part::Compile, name, milliseconds, "ms").at_most(budget));
        }
    }
    Ok(figures)
}

/// Generated crates in a workspace of their own.
struct Crates {
    folder: PathBuf,
    target: PathBuf,
    /// Folders below `crates`, the facade left out.
    names: Vec<String>,
}

impl Crates {
    fn generate(run: &Run, actions: usize) -> Result<Self, Failure> {
        let of_size = generator::folder(run, actions);
        let (specs, folder) = (of_size.join("specs"), of_size.join("out"));
        if !specs.exists() {
            corpus::write(&specs, actions)?;
        }
        run_measured(
            &run.program,
            &run.work,
            &generator::regen(run, &specs, &folder),
        )?;
        let lock = folder.join("Cargo.lock");
        if !lock.exists() {
            fs::copy(places::repository().join("Cargo.lock"), lock)?;
        }
        let mut names = Vec::new();
        for entry in fs::read_dir(folder.join("crates"))? {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.retain(|name| name != "cloudwright");
        names.sort();
        let target = run.work.join("compiled");
        Ok(Self {
            folder,
            target,
            names,
        })
    }

    fn told(&self) -> String {
        match self.names.len() {
            1 => "one crate".to_owned(),
            many => format!("{many} crates"),
        }
    }

    /// CPU seconds of compiling the crates alone, less what Cargo takes to find nothing to do.
    fn cost(&self, run: &Run, what: &str) -> Result<f64, Failure> {
        let packages: Vec<String> = self
            .names
            .iter()
            .map(|name| format!("-pcloudwright-{name}"))
            .collect();
        let mut arguments = vec![what];
        arguments.extend(packages.iter().map(String::as_str));
        let mut command = cargo(&self.folder, &self.target, &arguments);
        if self.names.len() == 1 {
            // The smallest size goes first and compiles the dependencies of all.
            succeed(&mut command)?;
        }
        self.touch()?;
        let cost = || run_measured(&run.program, &run.work, &command);
        let compiled = cost()?;
        let idle = cost()?;
        Ok((compiled.cpu - idle.cpu).max(0.0))
    }

    /// Makes Cargo compile the crates again.
    fn touch(&self) -> std::io::Result<()> {
        for name in &self.names {
            touch(&self.folder.join("crates").join(name).join("src/lib.rs"))?;
        }
        Ok(())
    }
}

/// Sets a file's time to now.
fn touch(path: &Path) -> std::io::Result<()> {
    let file = fs::File::options().append(true).open(path)?;
    file.set_modified(std::time::SystemTime::now())
}
