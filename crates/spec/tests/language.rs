//! The examples of `specs/README.md` are specs, and have every key of the language.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::path::Path;

use cloudwright_spec::{SourceFile, load};
use serde_json::Value;

fn repository(path: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::fs::read_to_string(root.join(path)).ok()
}

fn blocks(readme: &str) -> Vec<&str> {
    readme
        .split("```yaml\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect()
}

/// The first of these that begins so.
fn first<'b>(blocks: &[&'b str], start: &str) -> &'b str {
    let mut blocks = blocks.iter();
    blocks.find(|block| block.starts_with(start)).unwrap()
}

#[test]
fn the_examples_of_the_readme_are_right() {
    let Some(readme) = repository("specs/README.md") else {
        return;
    };
    let blocks = blocks(&readme);
    let find = |start: &str| first(&blocks, start);
    let actions = blocks.iter().filter_map(|block| {
        let name = block.strip_prefix("action: ")?.split_whitespace().next()?;
        Some(SourceFile::new(format!("huawei/lamps/{name}.yaml"), *block))
    });
    let shared = [
        SourceFile::new("huawei/lamps/service.yaml", find("service:")),
        SourceFile::new("huawei/provider.yaml", find("provider:")),
    ];
    let files: Vec<SourceFile> = actions.chain(shared).collect();
    assert!(files.len() > 3);
    let report = load::load(files).report;
    assert!(report.is_empty(), "{report}");
}

#[test]
fn another_spelling_is_nobodys_name() {
    let Some(readme) = repository("specs/README.md") else {
        return;
    };
    let blocks = blocks(&readme);
    let find = |start: &str| first(&blocks, start);
    for taken in ["total", "lamps"] {
        let files = [
            SourceFile::new("huawei/lamps/service.yaml", find("service:")),
            SourceFile::new(
                "huawei/lamps/ListLamps.yaml",
                find("action:").replace("[lampes]", &format!("[{taken}]")),
            ),
        ];
        let report = load::load(files).report.to_string();
        let told = format!("`{taken}` is another member");
        assert!(report.contains(&told), "{report}");
    }
}

#[test]
fn every_key_of_the_language_has_an_example() {
    let (Some(readme), Some(action), Some(service), Some(provider)) = (
        repository("specs/README.md"),
        repository("specs/schema/action.schema.json"),
        repository("specs/schema/service.schema.json"),
        repository("specs/schema/provider.schema.json"),
    ) else {
        return;
    };
    let text = blocks(&readme).join("\n");
    let mut keys = BTreeSet::new();
    for schema in [&action, &service, &provider] {
        properties(&serde_json::from_str(schema).unwrap(), &mut keys);
    }
    let missing: Vec<&String> = keys
        .iter()
        .filter(|key| {
            let is_there = |before: &str| text.contains(&format!("{before}{key}:"));
            !(is_there("\n") || is_there(" "))
        })
        .collect();
    // What paging by page and by token is called, a word each.
    let others = ["next", "page", "size", "token", "sample"];
    let missing: Vec<_> = missing
        .iter()
        .filter(|key| !others.contains(&key.as_str()))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn properties(schema: &Value, keys: &mut BTreeSet<String>) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                if key == "properties" {
                    let own = value.as_object().into_iter().flatten();
                    keys.extend(own.map(|(key, _)| key.clone()));
                }
                properties(value, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| properties(item, keys)),
        _ => {}
    }
}
