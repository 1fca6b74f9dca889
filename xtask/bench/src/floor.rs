//! The floor of compiling: a product's types as structures with serde's derive, and nothing else.
//!
//! No client, no tables, no docs, no leniency: what someone would have written by hand to begin with.

use std::fmt::Write as _;

use cloudwright_spec::naming::{self, Owner, Wire};
use serde_json::Value;

/// The manifest of the crate that holds the types.
pub(super) const MANIFEST: &str = r#"[package]
name = "floor"
version = "0.0.0"
edition = "2024"

[workspace]

[dependencies]
serde = { version = "1", features = ["derive"] }

[profile.dev]
debug = "line-tables-only"
"#;

/// The source of that crate: the types of an inventory, and a request and an answer an action.
pub(super) fn source(product: &Value) -> String {
    let mut text = "use serde::{Deserialize, Serialize};\n".to_owned();
    for found in list(&product["types"]) {
        let derives = match found["usage"].as_str() {
            Some("in") => "Serialize",
            Some("out") => "Deserialize",
            _ => "Serialize, Deserialize",
        };
        structure(&name(found), derives, &found["fields"], &mut text);
    }
    for action in list(&product["actions"]) {
        let name = name(action);
        structure(
            &format!("{name}Request"),
            "Serialize",
            &action["params"],
            &mut text,
        );
        structure(
            &format!("{name}Response"),
            "Deserialize",
            &action["response"],
            &mut text,
        );
    }
    text
}

fn structure(name: &str, derives: &str, fields: &Value, text: &mut String) {
    let _ = writeln!(
        text,
        "#[derive(Clone, Debug, Default, PartialEq, {derives})]\n#[serde(rename_all = \"PascalCase\")]\n\
         pub struct {name} {{"
    );
    for field in list(fields) {
        let wire = field["name"].as_str().unwrap_or_default();
        let member = naming::member(Wire::new(wire, None), Owner::Type);
        let _ = writeln!(text, "    pub {member}: Option<{}>,", type_of(field));
    }
    text.push_str("}\n");
}

fn type_of(field: &Value) -> String {
    match field["type"].as_str().unwrap_or_default() {
        "int" | "int32" | "int64" => "i64".to_owned(),
        "uint64" => "u64".to_owned(),
        "bool" => "bool".to_owned(),
        "float" | "float32" | "float64" | "double" | "number" => "f64".to_owned(),
        "list" => format!("Vec<{}>", type_of(&field["items"])),
        "object" if field["ref"].is_string() => naming::camel(text_of(&field["ref"])),
        _ => "String".to_owned(),
    }
}

fn name(found: &Value) -> String {
    naming::camel(text_of(&found["name"]))
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_requests_and_answers_become_structures() {
        let product = json!({
            "types": [{ "name": "Thing", "usage": "out", "fields": [{ "name": "Type", "type": "string" }] }],
            "actions": [{
                "name": "ListThings",
                "params": [{ "name": "Limit", "type": "int64" }],
                "response": [{ "name": "Things", "type": "list", "items": { "type": "object", "ref": "Thing" } }],
            }],
        });
        let source = source(&product);
        for line in [
            "pub struct Thing {\n    pub r#type: Option<String>,\n}",
            "PartialEq, Deserialize)]\n#[serde(rename_all = \"PascalCase\")]\npub struct Thing",
            "pub struct ListThingsRequest {\n    pub limit: Option<i64>,\n}",
            "pub struct ListThingsResponse {\n    pub things: Option<Vec<Thing>>,\n}",
        ] {
            assert!(source.contains(line), "{line}\n{source}");
        }
    }
}
