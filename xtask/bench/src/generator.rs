//! From YAML on disk to files compared on disk, at sizes up to a whole cloud's.
//!
//! What is measured is the program that `cargo xtask` runs, in the profile that it is built in.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use cloudwright_codegen::CLIENTS;

use super::figure::Figure;
use super::measure::{Cost, measure as run_measured};
use super::{Measured, Part, Run, corpus, places, programs};

/// Sizes of a quick run and of a full one.
const QUICK: &[usize] = &[100, 1_000];
const FULL: &[usize] = &[100, 1_000, 3_000, 6_000];

/// The costs at one size.
struct Costs {
    /// Every file is compared, and none differs.
    full: Cost,
    /// The run after it, which finds that nothing changed.
    idle: Cost,
    floor: Cost,
}

/// Builds the program that generates; says where it is.
pub(super) fn build(target: &Path) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let build = ["build", "--quiet", "--package", "xtask"];
    programs::succeed(&mut programs::cargo(&places::repository(), target, &build))?;
    Ok(target
        .join("debug")
        .join(format!("xtask{}", std::env::consts::EXE_SUFFIX)))
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
        let linear = Figure::new(
            Part::Generator,
            "an action's cost, largest size to the second smallest",
            last / first,
            "times",
        );
        figures.push(linear.at_most(1.2));
    }
    Ok(figures)
}

fn figures_of(actions: usize, costs: &Costs, is_last: bool) -> Vec<Figure> {
    let part = Part::Generator;
    let label = |what: &str| format!("{what}, {actions} actions");
    let seconds = Figure::new(part, label("CPU time"), costs.full.cpu, "s")
        .beside("syn + prettyplease", costs.floor.cpu);
    let count = actions as f64;
    let by_cpu = count / costs.full.cpu;
    let speed = Figure::new(part, label("actions a CPU second"), by_cpu, "/s");
    let by_wall = count / costs.full.wall;
    let elapsed = Figure::new(part, label("actions a second elapsed"), by_wall, "/s");
    let memory = Figure::new(part, label("peak memory"), costs.full.memory, "MB");
    let idle = Figure::new(part, label("nothing to do"), costs.idle.cpu, "s")
        .beside("a full run", costs.full.cpu);
    if is_last {
        vec![
            seconds,
            speed,
            elapsed.at_least(5_000.0),
            memory.at_most(400.0),
            idle.ratio_at_most(0.25),
        ]
    } else {
        vec![seconds, speed, memory]
    }
}

fn at(run: &Run, actions: usize) -> Result<Costs, Box<dyn std::error::Error>> {
    let folder = folder(run, actions);
    let (specs, out) = (folder.join("specs"), folder.join("out"));
    corpus::write(&specs, actions)?;
    let regen = || run_measured(&run.program, &run.work, &regen(run, &specs, &out));
    // The first run writes what is missing; then one comment is new, so that everything is done
    // again and nothing differs.
    regen()?;
    let mut full = Vec::new();
    let mut idle = Vec::new();
    for _ in 0..3 {
        add_comment(&specs)?;
        full.push(regen()?);
        idle.push(regen()?);
    }
    let mut layout = Command::new(&run.program);
    layout.arg("layout").arg(out.join(CLIENTS));
    Ok(Costs {
        full: middle(full),
        idle: middle(idle),
        floor: run_measured(&run.program, &run.work, &layout)?,
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

/// Changes a spec file's text and nothing of its meaning.
fn add_comment(specs: &Path) -> std::io::Result<()> {
    let file = specs.join("tencent/tcr/service.yaml");
    let mut file = fs::OpenOptions::new().append(true).open(file)?;
    writeln!(file, "# Another run.")
}

/// The cost in the middle, by CPU time.
fn middle(mut costs: Vec<Cost>) -> Cost {
    costs.sort_by(|left, right| left.cpu.total_cmp(&right.cpu));
    let middle = costs.len() / 2;
    costs.into_iter().nth(middle).unwrap_or_default()
}
