//! The rows of a sample, and further ones in their shape: the same in every run, and no two of them equal.

use std::collections::BTreeMap;

use cloudwright_sign::time;
use serde_json::{Map, Value, json};

use super::member_mut;
use crate::json_path::{at, parts};
use crate::parameters::Parameters;

/// The sample's rows, and where their ids and times end.
pub(super) struct Templates {
    rows: Vec<Value>,
    /// By path in the row: the greatest id, or the earliest time.
    ends: BTreeMap<String, i64>,
}

impl Templates {
    pub(super) fn of(result: &Value, items: &str) -> Self {
        let rows = at(result, parts(items)).and_then(Value::as_array);
        let rows = rows.cloned().unwrap_or_default();
        let mut ends = BTreeMap::new();
        for row in &rows {
            note_ends(row, "", &mut ends);
        }
        Self { rows, ends }
    }

    /// The row with a number, which begins with 0.
    pub(super) fn row(&self, number: u64, parameters: &Parameters) -> Value {
        let length = self.rows.len().max(1) as u64;
        let template = usize::try_from(number % length).unwrap_or(0);
        let mut row = self.rows.get(template).cloned().unwrap_or(json!({}));
        if number >= length {
            let distance = i64::try_from(number - length + 1).unwrap_or(0);
            if !vary(&mut row, "", distance, &self.ends) {
                mark(&mut row, number);
            }
        }
        if let Some(object) = row.as_object_mut() {
            echo(object, parameters);
        }
        row
    }
}

fn note_ends(value: &Value, path: &str, ends: &mut BTreeMap<String, i64>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                note_ends(value, &format!("{path}.{name}"), ends);
            }
        }
        Value::Number(number) if is_identity(path) => {
            let number = number.as_i64().unwrap_or(0);
            ends.entry(path.to_owned())
                .and_modify(|end| *end = number.max(*end))
                .or_insert(number);
        }
        Value::String(text) => {
            if let Some(moment) = TimeText::read(text) {
                ends.entry(path.to_owned())
                    .and_modify(|end| *end = moment.unix.min(*end))
                    .or_insert(moment.unix);
            }
        }
        _ => {}
    }
}

/// Moves ids and times beyond those of the sample: a minute earlier and one up for each row. Says
/// whether something changed.
fn vary(value: &mut Value, path: &str, distance: i64, ends: &BTreeMap<String, i64>) -> bool {
    match value {
        Value::Object(members) => {
            let changed = members
                .iter_mut()
                .map(|(name, value)| vary(value, &format!("{path}.{name}"), distance, ends));
            changed.fold(false, |any, changed| any | changed)
        }
        Value::Number(_) => ends.get(path).is_some_and(|end| {
            *value = json!(end.saturating_add(distance));
            true
        }),
        Value::String(text) => {
            let moment = TimeText::read(text).zip(ends.get(path));
            moment.is_some_and(|(moment, end)| {
                let unix = end.saturating_sub(distance.saturating_mul(60));
                *text = TimeText { unix, ..moment }.text();
                true
            })
        }
        _ => false,
    }
}

/// Whether a number tells rows apart, by the last name of its path.
fn is_identity(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or(path).to_ascii_lowercase();
    name == "id" || name.ends_with("number") || name.ends_with("index")
}

/// A time in the vendors' usual forms: `2025-01-01 00:00:00` or `2025-01-01T00:00:00`, and what
/// follows the seconds.
struct TimeText {
    unix: i64,
    has_space: bool,
    rest: String,
}

impl TimeText {
    fn read(text: &str) -> Option<Self> {
        let (moment, rest) = text.split_at_checked("2025-01-01T00:00:00".len())?;
        let has_space = moment.as_bytes().get(10) == Some(&b' ');
        let unix = time::parse_iso8601(&format!("{}Z", moment.replacen(' ', "T", 1)))?;
        Some(Self {
            unix,
            has_space,
            rest: rest.to_owned(),
        })
    }

    fn text(&self) -> String {
        let mut text = time::iso8601(self.unix).replace('Z', &self.rest);
        if self.has_space {
            text = text.replacen('T', " ", 1);
        }
        text
    }
}

/// Makes a row that has neither an id nor a time differ from the others.
fn mark(row: &mut Value, number: u64) {
    match row {
        Value::String(text) => *text = format!("{text}-{number}"),
        Value::Number(_) => *row = json!(number),
        Value::Object(members) => {
            let text = members.values_mut().find(|value| value.is_string());
            if let Some(Value::String(text)) = text {
                *text = format!("{text}-{number}");
            }
        }
        _ => {}
    }
}

fn echo(row: &mut Map<String, Value>, parameters: &Parameters) {
    for (name, given) in &parameters.tree {
        let is_plain = given.is_string() || given.is_number();
        if let Some(shown) = member_mut(row, name).filter(|_| is_plain)
            && shown.is_string() == given.is_string()
        {
            shown.clone_from(given);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_keep_the_form_they_have() {
        for (text, expected) in [
            ("2020-02-08 00:12:36", Some("2020-02-08 00:11:36")),
            (
                "2020-12-02T00:28:06.145239Z",
                Some("2020-12-02T00:27:06.145239Z"),
            ),
            (
                "2020-12-02T00:28:06+08:00",
                Some("2020-12-02T00:27:06+08:00"),
            ),
            ("latest", None),
            ("仓库仓库仓库仓库仓库仓库", None),
        ] {
            let earlier = TimeText::read(text).map(|moment| {
                TimeText {
                    unix: moment.unix - 60,
                    ..moment
                }
                .text()
            });
            assert_eq!(earlier.as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn no_two_rows_are_equal() {
        for template in [
            json!({"LineNumber": 2, "Message": "x"}),
            json!({"InvokeTime": "2020-02-08 00:12:36"}),
            json!({"Name": "a"}),
            json!("a"),
            json!(1),
        ] {
            let result = json!({"Rows": [template, template]});
            let templates = Templates::of(&result, "Rows");
            let row = |number| templates.row(number, &Parameters::default()).to_string();
            let mut rows: Vec<String> = (1..50).map(row).collect();
            rows.sort();
            rows.dedup();
            // The sample's own two rows are equal here, and stay as they are.
            assert_eq!(rows.len(), 49, "{rows:?}");
        }
    }

    #[test]
    fn ids_stay_unique_whatever_order_the_sample_has() {
        let result = json!({"Rows": [{"id": 1}, {"id": 100}, {"id": 50}]});
        let templates = Templates::of(&result, "Rows");
        let ids: std::collections::BTreeSet<String> = (0..200)
            .map(|number| templates.row(number, &Parameters::default())["id"].to_string())
            .collect();
        assert_eq!(ids.len(), 200);
    }
}
