//! Specs of any number of actions: three real products, repeated under distinct names.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cloudwright_spec::import;
use serde_json::Value;

use crate::places::{self, Failure};

/// The products, in the order they are repeated in.
const PRODUCTS: [&str; 3] = ["tencent-tcr", "alibaba-cr", "huawei-swr"];

/// Writes specs of exactly `actions` actions below a fresh folder.
pub(super) fn write(folder: &Path, actions: usize) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let products = PRODUCTS
        .iter()
        .map(|name| inventory(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut left = actions;
    for round in 0.. {
        for product in &products {
            if left == 0 {
                return Ok(());
            }
            let (part, taken) = part_of(product, round, left);
            left -= taken;
            write_specs(folder, &part)?;
        }
    }
    Ok(())
}

/// The inventory of a product.
pub(super) fn inventory(name: &str) -> Result<Value, Failure> {
    let folder = places::repository().join("tests/data/inventories");
    let text = fs::read_to_string(folder.join(format!("{name}.json")))?;
    Ok(serde_json::from_str(&text)?)
}

fn write_specs(folder: &Path, product: &Value) -> Result<(), Failure> {
    for file in import::import(&product.to_string(), &import::Options::default())?.files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, &file.content)?;
    }
    Ok(())
}

/// The product's first actions, at most `most`, under the name of a round; and how many they are.
fn part_of(product: &Value, round: usize, most: usize) -> (Value, usize) {
    let mut part = product.clone();
    let mut taken = 0;
    if let Some(actions) = part["actions"].as_array_mut() {
        actions.truncate(most);
        taken = actions.len();
    }
    if round > 0
        && let Some(name) = product["product"].as_str()
    {
        part["product"] = Value::from(format!("{name}{round}"));
    }
    let used = used_types(&part);
    if let Some(types) = part["types"].as_array_mut() {
        types.retain(|one| one["name"].as_str().is_some_and(|name| used.contains(name)));
    }
    (part, taken)
}

/// The types that the actions reach: others would only give warnings.
fn used_types(product: &Value) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    references(&product["actions"], &mut used);
    loop {
        let before = used.len();
        for one in product["types"].as_array().into_iter().flatten() {
            if one["name"].as_str().is_some_and(|name| used.contains(name)) {
                references(one, &mut used);
            }
        }
        if used.len() == before {
            return used;
        }
    }
}

fn references(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            into.extend(object.get("ref").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|value| references(value, into));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
    use super::*;

    #[test]
    fn a_corpus_has_exactly_the_actions_asked_for_and_checks_clean() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 500).unwrap();
        let files = cloudwright_spec::load::read_dir(folder.path()).unwrap();
        let loaded = cloudwright_spec::load::load(files);
        assert_eq!(loaded.catalog.action_count(), 500);
        assert_eq!(loaded.catalog.services.len(), 4);
        assert!(loaded.report.is_empty(), "{}", loaded.report);
    }
}
