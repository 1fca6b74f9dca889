//! `--columns`: of each entry the members that were asked for, in the order that they were asked for.

use serde_json::{Map, Value};

use super::{Format, flat};
use crate::suggest;

/// The entries with these members alone, by the names that were asked for; what an entry does not
/// have is null. Names go into objects with dots.
///
/// In tables and texts a member is one column, whatever it holds.
pub(crate) fn select(value: &Value, columns: &[String], format: Format) -> Value {
    let is_flat = matches!(format, Format::Table | Format::Text);
    let selected = |members: &Map<String, Value>| -> Value {
        let named = columns.iter().map(|column| {
            let found = find(members, column).cloned().unwrap_or_default();
            let shown = match found {
                Value::Array(_) | Value::Object(_) if is_flat => {
                    flat::cell(&found, |text| text.into()).text.into()
                }
                found => found,
            };
            (column.clone(), shown)
        });
        Value::Object(named.collect())
    };
    match value {
        Value::Object(members) => selected(members),
        Value::Array(items) => {
            let items = items.iter().map(|item| match item {
                Value::Object(members) => selected(members),
                other => other.clone(),
            });
            items.collect()
        }
        other => other.clone(),
    }
}

/// What to say of columns that no entry has: nothing of the answer may be missed in silence.
pub(crate) fn unknown(value: &Value, columns: &[String]) -> Vec<String> {
    let one = std::slice::from_ref(value);
    let entries = value.as_array().map_or(one, Vec::as_slice).iter();
    let entries: Vec<_> = entries.filter_map(Value::as_object).collect();
    let Some(first) = entries.first() else {
        return Vec::new();
    };
    let missing = columns.iter().filter(|column| {
        let has = |entry: &&Map<String, Value>| find(entry, column).is_some();
        !entries.iter().any(has)
    });
    let names = flat::dotted(first, |text| text.into());
    let say = |column: &String| {
        let hint = suggest::instead_of(column, names.iter().map(|(name, _)| name.as_str()));
        format!("no entry has a member {column}; {hint}")
    };
    missing.map(say).collect()
}

/// The member of a name, as it is spelt or in another case, or along its dots.
fn find<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let folded = || {
        let mut members = members.iter();
        members.find(|(known, _)| known.eq_ignore_ascii_case(name))
    };
    let whole = members.get(name).or_else(|| Some(folded()?.1));
    whole.or_else(|| {
        let mut dots = name.match_indices('.');
        dots.find_map(|(at, _)| find(find(members, &name[..at])?.as_object()?, &name[at + 1..]))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(columns: &[&str]) -> Vec<String> {
        columns.iter().map(|column| (*column).to_owned()).collect()
    }

    #[test]
    fn members_come_in_the_order_they_are_asked_for() {
        let entries = json!([
            {"id": 1, "who": {"name": "a", "x.y": {"z": 2}}, "tags": ["p", {"q": 1}]},
            {"ID": 2}
        ]);
        let columns = names(&["who.name", "id", "who.x.y.z", "tags"]);
        assert_eq!(
            select(&entries, &columns, Format::Json),
            json!([
                {"who.name": "a", "id": 1, "who.x.y.z": 2, "tags": ["p", {"q": 1}]},
                {"who.name": null, "id": 2, "who.x.y.z": null, "tags": null}
            ])
        );
        assert_eq!(
            select(&entries[0], &names(&["tags", "who"]), Format::Table),
            json!({"tags": "[2 entries]", "who": "name=a x.y=z=2"})
        );
    }

    #[test]
    fn a_column_that_no_entry_has_is_told_with_what_was_meant() {
        let entries = json!([{"status": 1, "created_at": {"day": 2}}]);
        let told = unknown(&entries, &names(&["statu", "created_at.day", "zzz"]));
        assert_eq!(
            told,
            [
                "no entry has a member statu; did you mean status?",
                "no entry has a member zzz; there are status, created_at.day"
            ]
        );
        assert!(unknown(&json!([]), &names(&["x"])).is_empty());
        let many: Map<String, Value> = (0..500).map(|n| (format!("m{n}"), n.into())).collect();
        let told = unknown(&many.into(), &names(&["zzz"])).concat();
        assert!(told.ends_with(" and 480 more"), "{told}");
    }
}
