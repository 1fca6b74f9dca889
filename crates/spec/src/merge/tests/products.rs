//! Whole products, worked on by hand and then updated: whatever the update, what people made stays.

use std::collections::HashSet;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Merged;
use super::inventories::Specs;

/// Names that members are given.
const NAMES: u32 = 14;

/// A source of numbers that a seed decides (xorshift of 32 bits, Marsaglia 2003).
#[derive(Clone, Debug)]
struct Dice(u32);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        self.0 % end
    }

    fn at_most(&mut self, end: usize) -> usize {
        self.below(u32::try_from(end + 1).unwrap_or(1)) as usize
    }

    fn one_in(&mut self, many: u32) -> bool {
        self.below(many) == 0
    }
}

/// A product as a vendor's metadata has it.
fn product(dice: &mut Dice) -> Value {
    let actions: Vec<Value> = (0..3)
        .map(|at| {
            let mut params = members(dice, Some("body"), 1);
            let mut response = members(dice, None, 2);
            for member in &mut response {
                member["required"] = json!(null);
            }
            // What pages of an answer, which the actions' hand-made paging names, is always there.
            for name in ["Offset", "Limit"] {
                params.push(json!({"name": name, "type": "int64", "in": "body"}));
            }
            response.push(json!({"name": "Items", "type": "list", "items": {"type": "string"}}));
            json!({
                "name": format!("ListThings{at}"), "method": "POST", "path": "/",
                "params": params, "response": response, "errors": codes(dice),
                "status": if dice.one_in(4) { "deprecated" } else { "online" },
            })
        })
        .collect();
    let types =
        (0..4).map(|at| json!({"name": format!("Type{at}"), "fields": members(dice, None, 1)}));
    let types: Vec<Value> = types.collect();
    json!({
        "schema": "scale-neutral/1", "provider": "tencent", "product": "things", "version": "2031-02-03",
        "host": "things.tencentcloudapi.com", "envelope": "Response", "actions": actions, "types": types,
    })
}

fn codes(dice: &mut Dice) -> Vec<String> {
    let all = ["Gone", "Limit.One", "Limit_One", "LimitOne", "Busy"];
    let chosen = all.into_iter().filter(|_| dice.one_in(2));
    chosen.map(str::to_owned).collect()
}

fn members(dice: &mut Dice, place: Option<&str>, depth: u32) -> Vec<Value> {
    let count = 1 + dice.below(5);
    let first = dice.below(NAMES);
    (0..count)
        .map(|at| {
            let mut member = member(dice, (first + at) % NAMES, depth);
            set_place(&mut member, place);
            member
        })
        .collect()
}

/// Says where a parameter travels; what only types and answers say goes.
fn set_place(member: &mut Value, place: Option<&str>) {
    if let (Some(place), Some(map)) = (place, member.as_object_mut()) {
        map.insert("in".to_owned(), json!(place));
        map.remove("nullable");
    }
}

fn member(dice: &mut Dice, name: u32, depth: u32) -> Value {
    let mut member = json!({"name": format!("Member{name}"), "required": dice.one_in(2)});
    match dice.below(if depth == 0 { 3 } else { 5 }) {
        0 => member["type"] = json!("string"),
        1 => {
            member["type"] = json!("int64");
            if dice.one_in(2) {
                member["max"] = json!(10 + dice.below(3));
            }
        }
        2 => {
            member["type"] = json!("string");
            member["enum"] = json!(["red", "green", "blue"][..=dice.below(3) as usize]);
        }
        3 => {
            member["type"] = json!("list");
            member["items"] = json!({"type": "object", "ref": format!("Type{}", dice.below(4))});
        }
        _ => {
            member["type"] = json!("object");
            member["fields"] = json!(members(dice, None, depth - 1));
        }
    }
    if dice.one_in(4) {
        member["nullable"] = json!(true);
    }
    member
}

/// The product some time later: members that came, went, moved and changed.
fn later(dice: &mut Dice, value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| later(dice, item)).collect();
            let is_members = items.first().is_some_and(|item| item["type"].is_string());
            if !is_members {
                return Value::Array(items);
            }
            let is_fixed = |item: &Value| {
                let name = item["name"].as_str().unwrap_or_default();
                matches!(name, "Offset" | "Limit" | "Items")
            };
            items.retain(|item| is_fixed(item) || !dice.one_in(6));
            if dice.one_in(3) {
                let place = items.first().and_then(|item| item["in"].as_str());
                let place = place.map(str::to_owned);
                let name = NAMES + dice.below(3);
                let mut new = member(dice, name, 1);
                set_place(&mut new, place.as_deref());
                items.insert(dice.at_most(items.len()), new);
            }
            if dice.one_in(6) {
                items.reverse();
            }
            Value::Array(items)
        }
        Value::Object(map) => {
            let is_member = map.contains_key("required");
            if is_member && dice.one_in(8) {
                let name = map["name"].as_str().unwrap_or_default();
                let number = name
                    .trim_start_matches("Member")
                    .parse()
                    .unwrap_or_default();
                let mut other = member(dice, number, 1);
                set_place(&mut other, map.get("in").and_then(Value::as_str));
                return other;
            }
            let entries = map
                .iter()
                .map(|(key, value)| (key.clone(), later(dice, value)));
            Value::Object(entries.collect())
        }
        other => other.clone(),
    }
}

/// What people do to a spec: comments, words, names, paging, samples, spacing.
fn by_hand(dice: &mut Dice, path: &str, text: &str) -> String {
    let mut out = String::new();
    let mut section = "";
    for (at, line) in text.lines().enumerate() {
        if let Some(key) = line
            .strip_suffix(':')
            .filter(|key| !key.starts_with([' ', '-']))
        {
            section = key;
        }
        let blanks = &line[..line.len() - line.trim_start().len()];
        let is_member = line.trim_start().starts_with("- name: ") && section != "errors";
        // Below the keys of the item before, which it is about.
        let above = out.lines().next_back().unwrap_or_default();
        let is_below_item = above.len() - above.trim_start().len() > blanks.len();
        if is_member && is_below_item && dice.one_in(4) {
            let _ = writeln!(out, "{blanks}  # inside {at}");
        }
        if is_member && dice.one_in(3) {
            let _ = writeln!(out, "{blanks}# before {at}");
        }
        if let Some(summary) = line.strip_prefix("summary: ") {
            let _ = writeln!(
                out,
                "summary: By hand, {summary} # better\ndoc: >-\n  Folded,\n  by hand."
            );
            continue;
        }
        let is_fact = line.trim_start().starts_with("type: ");
        let behind = if (is_member || is_fact) && dice.one_in(4) {
            "  # behind"
        } else {
            ""
        };
        let number = if behind.is_empty() {
            String::new()
        } else {
            format!(" {at}")
        };
        let _ = writeln!(out, "{line}{behind}{number}");
        // An item's own keys stand two columns inside of its dash.
        let is_of_type = blanks.is_empty() && section == "types";
        if is_member && dice.one_in(2) {
            let _ = writeln!(out, "{blanks}  doc: By hand {at}.");
        }
        if is_member && !is_of_type && dice.one_in(5) {
            let _ = writeln!(out, "{blanks}  rename: by_hand_{at}");
        }
    }
    let mut out = bracketed(dice, &out);
    if !path.ends_with("service.yaml") {
        out.push_str("# how it goes on\npagination: { style: offset, offset: Offset, limit: Limit, items: Items }\n");
        // One that what must be given later may deny.
        let request = if out.contains("required: yes") {
            ""
        } else {
            "    request: {}\n"
        };
        let _ = write!(
            out,
            "samples:\n  - name: By hand\n{request}    response: {{ Response: {{ Items: [a] }} }} # seen\n# the end\n"
        );
    }
    out
}

/// Some of the members that hold no others between brackets, a key a line.
fn bracketed(dice: &mut Dice, text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = String::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let blanks = indent(line);
        let keys = lines[at + 1..]
            .iter()
            .take_while(|next| indent(next) > blanks);
        let end = at + 1 + keys.count();
        let is_plain = |line: &&str| {
            let fact = line.split(" #").next().unwrap_or_default().trim();
            fact.contains(": ") && indent(line) <= blanks + 2 && !fact.contains(['{', '>'])
        };
        let is_member = line.trim_start().starts_with("- name: ");
        if !is_member || !lines[at..end].iter().all(is_plain) || !dice.one_in(3) {
            let _ = writeln!(out, "{line}");
            at += 1;
            continue;
        }
        let pad = " ".repeat(blanks);
        let _ = writeln!(out, "{pad}- {{");
        for line in &lines[at..end] {
            let line = line.trim_start().trim_start_matches("- ");
            let (fact, comment) = line.split_once("  #").unwrap_or((line, ""));
            let behind = if comment.is_empty() { "" } else { "  #" };
            let _ = writeln!(out, "{pad}    {fact},{behind}{comment}");
        }
        let _ = writeln!(out, "{pad}  }}");
        at = end;
    }
    out
}

/// The name of the item whose keys stand as far inside as a comment below them.
fn item_above(lines: &[&str], at: usize) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let dash = indent(lines[at]).saturating_sub(2);
    let is_item = |line: &&str| indent(line) == dash && line.trim_start().starts_with("- ");
    let item = lines[..at].iter().rposition(is_item).unwrap_or(at);
    // Between brackets the name stands on the line below.
    let mut names = lines[item..].iter();
    let name = names
        .find_map(|line| line.split("name: ").nth(1))
        .unwrap_or_default();
    name.split([',', ' ']).next().unwrap_or_default().to_owned()
}

/// The lines that people made, and what each stands at.
fn made_by_hand(text: &str) -> Vec<(String, String)> {
    let raw: Vec<&str> = text.lines().collect();
    let lines: Vec<&str> = raw.iter().map(|line| line.trim()).collect();
    let mut made = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let key = |line: &str| line.split(':').next().unwrap_or_default().to_owned();
        let is_by_hand =
            line.contains("By hand") || line.contains("by_hand") || line.contains("by hand");
        if line.starts_with("# inside") {
            made.push(((*line).to_owned(), item_above(&raw, at)));
        } else if line.starts_with("# before") {
            made.push((
                (*line).to_owned(),
                lines[at + 1]
                    .split("  #")
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            ));
        } else if let Some((fact, comment)) = line.split_once(" # ") {
            made.push((comment.to_owned(), key(fact)));
        } else if is_by_hand || line.starts_with('#') || line.starts_with("pagination") {
            made.push(((*line).to_owned(), String::new()));
        }
    }
    made
}

/// Keys that a merge may change, add and take out, beside the items it adds and the stubs it makes.
const FACTS: &[&str] = &[
    "type",
    "required",
    "max",
    "nullable",
    "values",
    "fields",
    "removed",
    "deprecated",
    "rename_type",
    "doc",
];

/// So many products are made and updated; each number gives another one, and always the same.
const PRODUCTS: u32 = 48;

#[test]
fn an_update_of_a_whole_product_loses_and_moves_nothing_that_was_made_by_hand() {
    for seed in 1..=PRODUCTS {
        update(seed);
    }
}

fn update(seed: u32) {
    let mut dice = Dice(seed.wrapping_mul(2_654_435_761));
    let older = product(&mut dice);
    let newer = later(&mut dice, &older);
    let mut specs = Specs::of(&older);
    for (path, text) in &mut specs.files {
        *text = by_hand(&mut dice, path, text);
    }
    let before = specs.clone();
    // The same metadata again finds nothing to do.
    let again = specs.merge(&older);
    assert_eq!(again.differences, [], "{seed}");
    assert!(again.files.is_empty(), "{seed}");

    let merged = specs.merge(&newer);
    assert_eq!(merged.refused, [], "{seed}");
    for (path, old) in &before.files {
        let new = &specs.files[path];
        assert_eq!(
            made_by_hand(old),
            made_by_hand(new),
            "{seed}: {path}\n{old}\n---\n{new}"
        );
        let kept: HashSet<&str> = new.lines().collect();
        for line in old.lines().filter(|line| !kept.contains(line)) {
            assert!(is_fact(line), "{seed}: lost from {path}: {line}\n{new}");
        }
    }
    // What is as the source says is left alone from then on.
    assert_is_left(&specs.merge(&newer), seed);
    // And the older metadata brings back what it says, with all that was made by hand.
    specs.merge(&older);
    for (path, old) in &before.files {
        let new = &specs.files[path];
        assert_eq!(made_by_hand(old), made_by_hand(new), "{seed}: {path}");
    }
    assert_is_left(&specs.merge(&older), seed);
}

/// Whether a merge may change or take out a line: it is a fact, and no person's.
fn is_fact(line: &str) -> bool {
    let line = line.trim().trim_start_matches("- ");
    let key = line.split(':').next().unwrap_or_default();
    FACTS.contains(&key) || matches!(key, "red" | "green" | "blue")
}

fn assert_is_left(merged: &Merged, seed: u32) {
    let mut differences = merged.differences.iter();
    let is_left = differences.all(|found| found.kind.is_left());
    assert!(is_left, "{seed}: {:#?}", merged.differences);
    assert!(merged.files.is_empty(), "{seed}");
}
