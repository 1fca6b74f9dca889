//! Compiling generated crates alone: their dependencies are built, nothing is incremental.

use std::fs;
use std::path::{Path, PathBuf};

use cloudwright_codegen::CLIENTS;

use super::figure::Figure;
use super::measure::{cost, middle};
use super::programs::{cargo, lock, succeed};
use super::{Failure, Measured, Run, corpus, floor, generator};

/// One product, which is one crate; then several.
const QUICK: &[usize] = &[127];
const FULL: &[usize] = &[127, 1_000, 6_000];

/// A way of compiling, and what an action may cost by it.
#[derive(Clone, Copy)]
struct Compilation {
    name: &'static str,
    cargo: &'static str,
    /// CPU milliseconds an action, on the machine of the budgets.
    budget: f64,
    /// What the floor costs there, in CPU seconds: what it does here says how much slower here is.
    floor: f64,
}

/// On the machine of the budgets, aws-sdk-ecr takes 132 ms an operation to check and 396 to build. The
/// floors are what they were beside it on another (153 to 195, 547 to 558), divided by as much.
const COMPILATIONS: [Compilation; 2] = [
    Compilation {
        name: "check",
        cargo: "check",
        budget: 8.0,
        floor: 3.6,
    },
    Compilation {
        name: "dev build",
        cargo: "build",
        budget: 20.0,
        floor: 3.9,
    },
];

pub(super) fn measure(run: &Run) -> Measured {
    let sizes = if run.quick { QUICK } else { FULL };
    let mut figures = Vec::new();
    // It would double what the quick form takes; that holds the budgets as they are.
    let floor = (!run.quick).then(|| Crates::floor(run)).transpose()?;
    for &actions in sizes {
        run.tell(&format!("compiling {actions} actions"));
        let crates = Crates::generate(run, actions)?;
        for compilation in COMPILATIONS {
            let (seconds, floor) = beside(run, compilation, &crates, floor.as_ref())?;
            figures.push(figure(compilation, actions, &crates, seconds, floor));
        }
    }
    Ok(figures)
}

/// Seconds of the crates and of the floor, which take turns: a shared machine is twice as slow at one time
/// as at another. One crate is done in a second, so the middle one of three counts.
fn beside(
    run: &Run,
    compilation: Compilation,
    crates: &Crates,
    floor: Option<&Crates>,
) -> Result<(f64, Option<f64>), Failure> {
    let Some(floor) = floor else {
        return Ok((crates.cost(run, compilation)?, None));
    };
    let rounds = if crates.packages.len() == 1 { 3 } else { 1 };
    let (mut times, mut floors) = (Vec::new(), vec![floor.cost(run, compilation)?]);
    for _ in 0..rounds {
        times.push(crates.cost(run, compilation)?);
        floors.push(floor.cost(run, compilation)?);
    }
    let mean = floors.iter().sum::<f64>() / floors.len() as f64;
    Ok((middle(times), Some(mean)))
}

fn figure(
    compilation: Compilation,
    actions: usize,
    crates: &Crates,
    seconds: f64,
    floor: Option<f64>,
) -> Figure {
    let name = format!(
        "{} an action, {actions} in {}",
        compilation.name,
        crates.told()
    );
    let of_action = |seconds: f64, actions: usize| seconds * 1e3 / actions as f64;
    let figure = Figure::new(name, of_action(seconds, actions), "ms");
    match floor {
        None => figure.at_most(compilation.budget),
        // The floor is made of the types of the first size.
        Some(floor) => figure
            .at_most(compilation.budget * floor / compilation.floor)
            .beside("serde's derive alone", of_action(floor, QUICK[0])),
    }
}

/// Crates in a workspace of their own.
struct Crates {
    folder: PathBuf,
    target: PathBuf,
    packages: Vec<String>,
    /// Their root files.
    roots: Vec<PathBuf>,
}

impl Crates {
    /// Generated crates, the facade left out.
    fn generate(run: &Run, actions: usize) -> Result<Self, Failure> {
        let of_size = generator::folder(run, actions);
        let (specs, folder) = (of_size.join("specs"), of_size.join("out"));
        if !specs.exists() {
            corpus::write(&specs, actions)?;
        }
        cost(run, &generator::regen(run, &specs, &folder))?;
        lock(&folder)?;
        let mut names = Vec::new();
        for entry in fs::read_dir(folder.join(CLIENTS))? {
            names.extend(entry?.file_name().into_string().ok());
        }
        names.retain(|name| name != "cloudwright");
        names.sort();
        let root = |name| folder.join(CLIENTS).join(name).join("src/lib.rs");
        let packages = names.iter().map(|name| format!("cloudwright-{name}"));
        Ok(Self {
            packages: packages.collect(),
            roots: names.iter().map(root).collect(),
            target: run.work.join("compiled"),
            folder,
        })
    }

    /// The crate that the first size is held against.
    fn floor(run: &Run) -> Result<Self, Failure> {
        let folder = run.work.join("floor");
        let root = folder.join("src/lib.rs");
        fs::create_dir_all(folder.join("src"))?;
        fs::write(folder.join("Cargo.toml"), floor::MANIFEST)?;
        fs::write(&root, floor::source(&corpus::inventory("tencent-tcr")?))?;
        lock(&folder)?;
        Ok(Self {
            packages: vec!["floor".to_owned()],
            roots: vec![root],
            target: folder.join("target"),
            folder,
        })
    }

    fn told(&self) -> String {
        match self.packages.len() {
            1 => "one crate".to_owned(),
            many => format!("{many} crates"),
        }
    }

    /// CPU seconds of compiling the crates alone, less what Cargo takes to find nothing to do.
    fn cost(&self, run: &Run, compilation: Compilation) -> Result<f64, Failure> {
        let mut arguments = vec![compilation.cargo];
        arguments.extend(self.packages.iter().flat_map(|name| ["-p", name]));
        let mut command = cargo(&self.folder, &self.target, &arguments);
        if self.packages.len() == 1 {
            // The smallest size goes first and compiles the dependencies of all.
            succeed(&mut command)?;
        }
        for root in &self.roots {
            touch(root)?;
        }
        let compiled = cost(run, &command)?;
        let idle = cost(run, &command)?;
        Ok((compiled.cpu - idle.cpu).max(0.0))
    }
}

/// Sets a file's time to now, so that Cargo compiles its crate again.
fn touch(path: &Path) -> std::io::Result<()> {
    let file = fs::File::options().append(true).open(path)?;
    file.set_modified(std::time::SystemTime::now())
}
