//! `cargo xtask publish`: the packages in the order in which a registry can take them, as Cargo knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, ExitCode};

use cloudwright_workshop::{Done, Workspace, print};
use serde_json::Value;

/// Tells in which order packages are published: each after those that it depends on. Publishes nothing unless it is
/// asked to.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Publish them, one after the other, to the registry that Cargo is logged in to.
    #[arg(long, conflicts_with = "programs")]
    execute: bool,
    /// Begin with this package: those before it are published already.
    #[arg(long, value_name = "PACKAGE")]
    from: Option<String>,
    /// Tell instead which packages have a program that is offered for download: package, program, folder.
    #[arg(long)]
    programs: bool,
}

/// Does what was asked.
pub(crate) fn run(arguments: &Arguments, workspace: &Workspace) -> Done {
    let packages = packages(&metadata(workspace)?)?;
    if arguments.programs {
        for package in &packages {
            if let Some(program) = &package.program {
                print(&format!("{} {program} {}\n", package.name, package.folder));
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    let order = order(&packages)?;
    let from = match &arguments.from {
        Some(from) => order.iter().position(|package| package.name == *from),
        None => Some(0),
    };
    let from = from.ok_or("`--from` names no package that is published")?;
    for package in order.iter().skip(from) {
        print(&format!("{} {}\n", package.name, package.version));
        if arguments.execute {
            publish(package, workspace)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn publish(package: &Package, workspace: &Workspace) -> Done<()> {
    let status = cargo(workspace)
        .args(["publish", "--locked", "--package", &package.name])
        .status()?;
    if status.success() {
        Ok(())
    } else {
        let name = &package.name;
        Err(format!("{name} was not published; `--from {name}` goes on from there").into())
    }
}

fn cargo(workspace: &Workspace) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace.root());
    cargo
}

fn metadata(workspace: &Workspace) -> Done<Value> {
    let output = cargo(workspace)
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// A package that is published.
#[derive(Debug)]
struct Package {
    name: String,
    version: String,
    /// Where it lies, as seen from the root.
    folder: String,
    /// What it needs to be there before it: tests too, since a registry resolves what they need.
    needs: BTreeSet<String>,
    /// Its program, if it says where that can be downloaded.
    program: Option<String>,
}

/// The packages that are published, with those of them that they need.
fn packages(metadata: &Value) -> Done<Vec<Package>> {
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    let all = metadata["packages"].as_array().ok_or("no packages")?;
    // `publish = false` is an empty list of registries.
    let published: Vec<&Value> = all.iter().filter(|one| one["publish"].is_null()).collect();
    let names: BTreeSet<&str> = published
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    let read = |one: &&Value| {
        let text = |key: &str| one[key].as_str().unwrap_or_default();
        let dependencies = one["dependencies"].as_array().into_iter().flatten();
        let needs = dependencies
            // What has no version is left out of a published manifest.
            .filter(|need| need["req"] != "*")
            .filter_map(|need| need["name"].as_str())
            .filter(|name| names.contains(name) && *name != text("name"));
        let manifest = text("manifest_path").trim_end_matches("/Cargo.toml");
        let targets = one["targets"].as_array().into_iter().flatten();
        let mut programs = targets.filter(|target| target["kind"][0] == "bin");
        let is_offered = one["metadata"]["binstall"].is_object();
        let program = programs.next().filter(|_| is_offered);
        Package {
            name: text("name").to_owned(),
            version: text("version").to_owned(),
            folder: manifest
                .trim_start_matches(root)
                .trim_start_matches('/')
                .to_owned(),
            needs: needs.map(str::to_owned).collect(),
            program: program
                .and_then(|program| program["name"].as_str())
                .map(str::to_owned),
        }
    };
    Ok(published.iter().map(read).collect())
}

/// Each package after those that it needs; of several that could come next, the first by name.
fn order(packages: &[Package]) -> Done<Vec<&Package>> {
    let mut waiting: BTreeMap<&str, &Package> = packages
        .iter()
        .map(|package| (package.name.as_str(), package))
        .collect();
    let mut order = Vec::with_capacity(packages.len());
    while !waiting.is_empty() {
        let is_free = |package: &&&Package| {
            let mut needs = package.needs.iter();
            needs.all(|need| !waiting.contains_key(need.as_str()))
        };
        let Some(next) = waiting.values().find(is_free).copied() else {
            let names: Vec<&str> = waiting.into_keys().collect();
            return Err(format!("they need each other: {}", names.join(", ")).into());
        };
        waiting.remove(next.name.as_str());
        order.push(next);
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use serde_json::json;

    use super::*;

    fn package(name: &str, needs: &[(&str, &str)], publish: &Value) -> Value {
        let needs = needs
            .iter()
            .map(|(name, req)| json!({ "name": name, "req": req }));
        json!({
            "name": name, "version": "1.0.0", "publish": publish, "targets": [],
            "manifest_path": format!("/w/crates/{name}/Cargo.toml"),
            "dependencies": needs.collect::<Vec<_>>(),
        })
    }

    fn ordered(all: &[Value]) -> Result<Vec<String>, String> {
        let metadata = json!({ "workspace_root": "/w", "packages": all });
        let packages = packages(&metadata).unwrap();
        let order = order(&packages).map_err(|error| error.to_string())?;
        Ok(order.iter().map(|package| package.name.clone()).collect())
    }

    #[test]
    fn each_package_comes_after_those_that_it_needs() {
        let inner = package("x", &[("a", "^1")], &json!([]));
        let all = [
            package("a", &[("b", "^1"), ("serde", "^1")], &json!(null)),
            package("b", &[("c", "^1"), ("x", "*")], &json!(null)),
            package("c", &[("a", "*")], &json!(null)),
            inner,
        ];
        assert_eq!(ordered(&all).unwrap(), ["c", "b", "a"]);
    }

    #[test]
    fn packages_that_need_each_other_are_told() {
        let all = [
            package("a", &[("b", "^1")], &json!(null)),
            package("b", &[("a", "^1")], &json!(null)),
        ];
        assert_eq!(ordered(&all).unwrap_err(), "they need each other: a, b");
    }
}
