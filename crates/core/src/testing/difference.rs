//! In what two JSON values differ, in words and by place.

use std::collections::BTreeMap;

use serde_json::Value;

/// Most values of each side that are compared.
const MOST: usize = 10_000;

/// Most characters of a value that are shown.
const LONGEST: usize = 60;

/// One line for each place in which a request differs from what was recorded.
pub(super) fn differences(recorded: &Value, given: &Value) -> Vec<String> {
    let (recorded, given) = (leaves(recorded), leaves(given));
    let places: std::collections::BTreeSet<&String> = recorded.keys().chain(given.keys()).collect();
    let differing = places.into_iter().filter_map(|place| {
        let told = match (recorded.get(place), given.get(place)) {
            (Some(recorded), Some(given)) if recorded == given => return None,
            (Some(recorded), Some(given)) => {
                format!("{} was recorded and is {}", shown(recorded), shown(given))
            }
            (Some(recorded), None) => format!("{} was recorded and is missing", shown(recorded)),
            (None, Some(given)) => format!("it was not recorded and is {}", shown(given)),
            (None, None) => return None,
        };
        Some(format!("{place}: {told}"))
    });
    differing.collect()
}

/// The values that hold no others, by their places with dots.
fn leaves(value: &Value) -> BTreeMap<String, &Value> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(String::new(), value)];
    while let Some((place, value)) = waiting.pop() {
        if found.len() >= MOST {
            break;
        }
        let below = |name: &dyn std::fmt::Display| match place.as_str() {
            "" => name.to_string(),
            place => format!("{place}.{name}"),
        };
        match value {
            Value::Object(members) if !members.is_empty() => {
                waiting.extend(members.iter().map(|(name, value)| (below(name), value)));
            }
            Value::Array(items) if !items.is_empty() => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(index, value)| (below(&index), value)));
            }
            leaf => {
                found.insert(place, leaf);
            }
        }
    }
    found
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
