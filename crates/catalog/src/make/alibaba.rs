//! All products of Alibaba with their requests, as inventories: for what no package was read.
//!
//! The list knows no answers: those of its actions stay documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::left_out::LeftOut;

/// Adds the products of the list, and to products that are there the actions that their packages lack.
pub(super) fn add(products: &mut Vec<Value>, list: &Value, left_out: &mut LeftOut) {
    let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
    for (at, product) in products.iter().enumerate() {
        if product["provider"] == "alibaba" {
            known.insert(key(&product["product"], &product["version"]), at);
        }
    }
    for product in list["products"].as_array().into_iter().flatten() {
        let found = inventory(product);
        let is_read = known.contains_key(&key(&product["code"], &product["version"]));
        if !is_read && found["actions"].as_array().is_none_or(Vec::is_empty) {
            left_out.service(
                "alibaba",
                "the list has no action of it, and no package was read",
            );
            continue;
        }
        match known.get(&key(&product["code"], &product["version"])) {
            None => products.push(found),
            Some(at) => complete(&mut products[*at], found),
        }
    }
}

fn key(product: &Value, version: &Value) -> (String, String) {
    let product = product.as_str().unwrap_or_default();
    let version = version.as_str().unwrap_or_default();
    (
        product.to_ascii_lowercase().replace('_', "-"),
        version.to_owned(),
    )
}

/// Adds the actions that are missing.
fn complete(product: &mut Value, mut found: Value) {
    product["product"] = found["product"].take();
    let Some(actions) = product["actions"].as_array_mut() else {
        return;
    };
    let names: BTreeSet<String> = actions
        .iter()
        .map(|action| action["name"].to_string().to_ascii_lowercase())
        .collect();
    let more = found["actions"]
        .as_array_mut()
        .map(std::mem::take)
        .unwrap_or_default();
    actions.extend(
        more.into_iter()
            .filter(|action| !names.contains(&action["name"].to_string().to_ascii_lowercase())),
    );
}

fn inventory(product: &Value) -> Value {
    let is_rest = product["style"] == "restful";
    let code = product["code"].as_str().unwrap_or_default();
    let actions = product["actions"].as_array().into_iter().flatten();
    let actions: Vec<Value> = actions.map(|found| action(found, is_rest)).collect();
    json!({
        "schema": "scale-neutral/1",
        "provider": "alibaba",
        "product": code,
        "version": product["version"],
        "host": format!("{}.aliyuncs.com", code.to_ascii_lowercase()),
        "protocol_style": if is_rest { "ROA" } else { "RPC" },
        "actions": actions,
        "types": [],
    })
}

fn action(found: &Value, is_rest: bool) -> Value {
    let given = found["params"].as_array().into_iter().flatten();
    let params: Vec<Value> = given.map(|param| field(param, is_rest, true)).collect();
    let path = found["path"].as_str().unwrap_or_default();
    // Placeholders are in brackets there.
    let path = match path.replace('[', "{").replace(']', "}") {
        path if path.is_empty() => "/".to_owned(),
        path => path,
    };
    let mut action = json!({
        "name": found["name"],
        "method": method(found, is_rest),
        "path": path,
        "style": if is_rest { "ROA" } else { "RPC" },
        "params": params,
    });
    if found["deprecated"] == true {
        action["status"] = "deprecated".into();
    }
    action
}

/// Of several methods, the one that takes a body.
fn method(found: &Value, is_rest: bool) -> &str {
    let methods = found["methods"].as_array().into_iter().flatten();
    let methods: Vec<&str> = methods.filter_map(Value::as_str).collect();
    let preferred: &[&str] = if is_rest {
        &["POST", "PUT", "PATCH"]
    } else {
        &["POST", "GET"]
    };
    let chosen = preferred
        .iter()
        .find_map(|wanted| methods.iter().find(|known| *known == wanted));
    chosen.or(methods.first()).copied().unwrap_or("POST")
}

/// A parameter, or a part of one.
fn field(found: &Value, is_rest: bool, is_outer: bool) -> Value {
    let name = found["name"].as_str().unwrap_or_default();
    let place = found["in"].as_str().unwrap_or_default();
    let is_whole_body = is_rest && is_outer && place == "body" && name == "body";
    let fields = found["fields"].as_array().map(|fields| {
        let fields = fields.iter().map(|inner| field(inner, is_rest, false));
        fields.collect::<Vec<Value>>()
    });
    let inner = match &fields {
        Some(fields) => json!({"type": "object", "fields": fields}),
        None => json!({"type": "any"}),
    };
    let mut made = match found["type"].as_str().unwrap_or_default() {
        _ if is_whole_body => json!({"type": "any"}),
        "Integer" => json!({"type": "int"}),
        "Long" => json!({"type": "int64"}),
        "Boolean" => json!({"type": "bool"}),
        "Float" | "Double" => json!({"type": "number"}),
        "RepeatList" if fields.is_none() => json!({"type": "list", "items": {"type": "string"}}),
        "RepeatList" | "Array" => json!({"type": "list", "items": inner}),
        "Struct" if fields.is_none() => json!({"type": "map", "values": {"type": "any"}}),
        "Struct" => inner,
        "Any" => json!({"type": "any"}),
        // `Json` is text too: what its JSON is, the list does not say.
        _ => json!({"type": "string"}),
    };
    made["name"] = name.into();
    if !is_outer {
        return made;
    }
    made["required"] = (found["required"] == true).into();
    made["in"] = if is_whole_body { "body_root" } else { place }.into();
    // An array or a structure outside of a JSON body is one text; a repeated list is not.
    let is_packed = matches!(found["type"].as_str(), Some("Array" | "Struct"));
    if is_packed && !is_whole_body && !(is_rest && place == "body") {
        made["serialize"] = "json".into();
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_becomes_an_inventory_and_completes_one() {
        let list = json!({"products": [{"code": "Ab_c", "version": "1", "style": "rpc", "actions": [
            {"name": "Put", "methods": ["GET", "POST"], "path": "", "params": [
                {"name": "Ids", "in": "query", "type": "RepeatList", "required": true},
                {"name": "Acl", "in": "query", "type": "Array", "required": false}]},
            {"name": "Get", "methods": ["GET"], "path": "/a/[id]", "params": []}]},
            {"code": "none", "version": "1", "style": "rpc", "actions": []}]});
        let mut left_out = LeftOut::default();
        let mut products = vec![
            json!({"provider": "alibaba", "product": "ab-c", "version": "1",
            "actions": [{"name": "Put", "of": "package"}]}),
        ];
        add(&mut products, &list, &mut left_out);
        assert_eq!(products.len(), 1);
        assert_eq!(products[0]["product"], "Ab_c");
        assert_eq!(products[0]["actions"][0]["of"], "package");
        assert_eq!(products[0]["actions"][1]["path"], "/a/{id}");
        assert_eq!(
            left_out.counts().map(|(_, _, count)| count).sum::<usize>(),
            1
        );
        let mut alone = Vec::new();
        add(&mut alone, &list, &mut left_out);
        let put = &alone[0]["actions"][0];
        assert_eq!(put["method"], "POST");
        assert_eq!(
            put["params"][0],
            json!({"name": "Ids", "in": "query", "required": true,
            "type": "list", "items": {"type": "string"}})
        );
        assert_eq!(put["params"][1]["serialize"], "json");
    }
}
