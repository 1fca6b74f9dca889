//! From YAML on disk to files compared on disk, at sizes up to a whole cloud's.
//!
//! What is measured is the program that `cargo xtask` runs, in the release profile: what the generator
//! costs, and not what it costs not to optimise it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use cloudwright_codegen::CLIENTS;

use super::figure::Figure;
use super::measure::{Cost, cost};
use super::{Failure, Measured, Run, corpus, places, programs};

/// Sizes of a quick run and of a full one.
const QUICK: &[usize] = &[100, 1_000];
const FULL: &[usize] = &[100, 1_000, 3_000, 6_000];

/// So many times the speed of parsing and laying out the same files, which other generators do on top of
/// their own work.
const SPEED_BUDGET: f64 = 2.5;

/// The costs at one size.
struct Costs {
    /// Every file is compared, and none differs.
    full: Cost,
    /// The run after it, which finds that nothing changed.
    idle: Cost,
    /// A run after one page changed.
    page: Cost,
    floor: Cost,
}

/// Builds the program that generates.
pub(super) fn build(run: &Run) -> Result<(), Failure> {
    let target = run.generator.ancestors().nth(2).unwrap_or(&run.work);
    let build = ["build", "--quiet", "--release", "--package", "xtask"];
    programs::succeed(&mut programs::cargo(&places::repository(), target, &build))?;
    Ok(())
}

pub(super) fn measure(run: &Run) -> Measured {
    let sizes = if run.quick { QUICK } else { FULL };
    let mut figures = Vec::new();
    let mut per_action = Vec::new();
    for &actions in sizes {
        run.tell(&format!("generating {actions} actions"));
        let costs = at(run, actions)?;
        per_action.push(costs.full.cpu / actions as f64);
        let is_last = Some(&actions) == sizes.last();
        figures.extend(figures_of(actions, &costs, is_last));
    }
    // The smallest size is left out: starting the program is most of it.
    if let [_, first, .., last] = per_action[..] {
        let name = "an action's cost, largest size to the second smallest";
        figures.push(Figure::new(name, last / first, "times").at_most(1.2));
    }
    Ok(figures)
}

fn figures_of(actions: usize, costs: &Costs, is_last: bool) -> Vec<Figure> {
    let label = |what: &str| format!("{what}, {actions} actions");
    let Costs {
        full,
        idle,
        page,
        floor,
    } = costs;
    let rate = |cost: &Cost| actions as f64 / cost.cpu;
    let seconds =
        Figure::new(label("CPU time"), full.cpu, "s").beside("syn + prettyplease", floor.cpu);
    let speed = Figure::new(label("actions a CPU second"), rate(full), "/s")
        .beside("syn + prettyplease", rate(floor));
    let memory = Figure::new(label("peak memory"), full.memory, "MB");
    if !is_last {
        return vec![seconds, speed, memory];
    }
    let elapsed = |what: &str, cost: &Cost| {
        let figure = Figure::new(label(&format!("{what}, elapsed")), cost.wall, "s");
        figure.at_most(0.5).beside("a full run", full.wall)
    };
    vec![
        seconds,
        speed.at_least(SPEED_BUDGET * rate(floor)),
        memory.at_most(400.0),
        elapsed("nothing to do", idle),
        elapsed("one page changed", page),
    ]
}

fn at(run: &Run, actions: usize) -> Result<Costs, Failure> {
    let folder = folder(run, actions);
    let (specs, out) = (folder.join("specs"), folder.join("out"));
    corpus::write(&specs, actions)?;
    let regen = || cost(run, &regen(run, &specs, &out));
    // The first run writes what is missing; then every service has a new comment, so that everything
    // is done again and nothing differs; then one of them.
    regen()?;
    let services = services(&specs)?;
    let mut full = Vec::new();
    let mut idle = Vec::new();
    let mut page = Vec::new();
    for _ in 0..3 {
        services.iter().try_for_each(|file| add_comment(file))?;
        full.push(regen()?);
        idle.push(regen()?);
        services.first().map(|file| add_comment(file)).transpose()?;
        page.push(regen()?);
    }
    let mut layout = Command::new(&run.program);
    layout.arg("layout").arg(out.join(CLIENTS));
    Ok(Costs {
        full: middle(full),
        idle: quickest(idle),
        page: quickest(page),
        floor: cost(run, &layout)?,
    })
}

/// Where a size's specs and crates are.
pub(super) fn folder(run: &Run, actions: usize) -> PathBuf {
    run.work.join(format!("generator/{actions}"))
}

/// The command that generates.
pub(super) fn regen(run: &Run, specs: &Path, out: &Path) -> Command {
    let mut command = Command::new(&run.generator);
    command.args(["regen", "--specs"]).arg(specs);
    command.arg("--out").arg(out);
    command
}

/// The file of every service.
fn services(specs: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for provider in fs::read_dir(specs)? {
        for service in fs::read_dir(provider?.path())? {
            files.push(service?.path().join("service.yaml"));
        }
    }
    files.sort();
    Ok(files)
}

/// Changes a spec file's text and nothing of its meaning.
fn add_comment(file: &Path) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().append(true).open(file)?;
    writeln!(file, "# Another run.")
}

/// The cost of the run that was over first: neighbours can only make it longer.
fn quickest(costs: Vec<Cost>) -> Cost {
    let costs = costs.into_iter();
    let first = costs.min_by(|left, right| left.wall.total_cmp(&right.wall));
    first.unwrap_or_default()
}

/// The cost in the middle, by CPU time.
fn middle(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|left, right| left.cpu.total_cmp(&right.cpu));
    let middle = costs.len() / 2;
    costs.into_iter().nth(middle).unwrap_or_default()
}
