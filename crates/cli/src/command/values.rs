//! From the texts of flags to the values of parameters, by their kinds.

use std::fmt::Display;

use cloudwright_core::meta::Kind;
use serde_json::{Map, Value};

/// Reads the texts that a flag was given; the reason why they cannot be read is the rest of a
/// sentence.
pub(crate) fn read(kind: &Kind, texts: &[String]) -> Result<Value, String> {
    match kind {
        Kind::List(item) => list(item, texts),
        Kind::Map(value) => map(value, texts),
        _ => single(kind, texts.last().map_or("", String::as_str)),
    }
}

fn single(kind: &Kind, text: &str) -> Result<Value, String> {
    match kind {
        Kind::String => Ok(text.into()),
        Kind::Integer => text
            .parse::<i64>()
            .map(Value::from)
            .map_err(|_| integer(i64::MIN, i64::MAX)),
        Kind::Unsigned => text
            .parse::<u64>()
            .map(Value::from)
            .map_err(|_| integer(u64::MIN, u64::MAX)),
        Kind::Number => number(text).ok_or_else(|| "must be a number".to_owned()),
        Kind::Boolean => match text {
            "true" => Ok(true.into()),
            "false" => Ok(false.into()),
            _ => Err("must be true or false".to_owned()),
        },
        Kind::Object(shape) => {
            let first = shape.fields.first().map_or("NAME", |field| field.name);
            object(text, &format!(", such as {{\"{first}\": …}}"))
        }
        Kind::Map(_) => object(text, ""),
        Kind::List(_) => {
            let what = "a list as JSON";
            json(text, what).and_then(|value| right(value, Value::is_array, what))
        }
        // Any value: JSON where it is, or else text.
        _ => Ok(serde_json::from_str(text).unwrap_or_else(|_| text.into())),
    }
}

fn integer(least: impl Display, most: impl Display) -> String {
    format!("must be an integer from {least} to {most}")
}

/// Integers stay integers.
fn number(text: &str) -> Option<Value> {
    match serde_json::from_str(text).ok()? {
        number @ Value::Number(_) => Some(number),
        _ => None,
    }
}

fn object(text: &str, example: &str) -> Result<Value, String> {
    let what = format!("an object as JSON{example}");
    json(text, &what).and_then(|value| right(value, Value::is_object, &what))
}

fn json(text: &str, what: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| format!("must be {what}: {error}"))
}

fn right(value: Value, is_right: fn(&Value) -> bool, what: &str) -> Result<Value, String> {
    if is_right(&value) {
        Ok(value)
    } else {
        Err(format!("must be {what}"))
    }
}

/// One flag an item, or a whole list as JSON.
fn list(item: &Kind, texts: &[String]) -> Result<Value, String> {
    if let [only] = texts
        && only.starts_with('[')
        && only.ends_with(']')
    {
        // Shells take the quotes out of JSON: `["a"]` arrives as `[a]`, which nobody means.
        return serde_json::from_str::<Vec<Value>>(only)
            .map(Value::Array)
            .map_err(|error| format!("looks like a list as JSON, and is none: {error}"));
    }
    texts.iter().map(|text| single(item, text)).collect()
}

/// One flag an entry, `KEY=VALUE`, or whole objects as JSON.
fn map(value: &Kind, texts: &[String]) -> Result<Value, String> {
    let mut entries = Map::new();
    for text in texts {
        if let Ok(Value::Object(whole)) = serde_json::from_str(text) {
            entries.extend(whole);
            continue;
        }
        let (name, text) = text
            .split_once('=')
            .ok_or_else(|| "must be KEY=VALUE, or an object as JSON".to_owned())?;
        entries.insert(name.to_owned(), single(value, text)?);
    }
    Ok(Value::Object(entries))
}

#[cfg(test)]
mod tests {
    use cloudwright_core::meta::{Parameter, Place, Shape};
    use serde_json::json;

    use super::*;

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn each_kind_reads_its_texts() {
        let strings = Kind::List(&Kind::String);
        let numbers = Kind::Map(&Kind::Integer);
        for (kind, given, expected) in [
            (&Kind::String, &["-x 仓库"][..], json!("-x 仓库")),
            (&Kind::String, &[""], json!("")),
            (&Kind::Integer, &["-9223372036854775808"], json!(i64::MIN)),
            (&Kind::Unsigned, &["18446744073709551615"], json!(u64::MAX)),
            (&Kind::Number, &["-1.5e3"], json!(-1500.0)),
            (&Kind::Boolean, &["false"], json!(false)),
            (&Kind::Any, &["[1]"], json!([1])),
            (&Kind::Any, &["one"], json!("one")),
            (&strings, &["a,b", "c"], json!(["a,b", "c"])),
            (&strings, &["[\"a\", \"b\"]"], json!(["a", "b"])),
            (&strings, &["[]"], json!([])),
            (&numbers, &["a=1", "{\"b\": 2}"], json!({"a": 1, "b": 2})),
        ] {
            assert_eq!(
                read(kind, &texts(given)),
                Ok(expected),
                "{kind:?} {given:?}"
            );
        }
    }

    static FILTER: Shape = Shape::new(
        "Filter",
        &[Parameter::new("Name", Kind::String, Place::Body)],
    );

    #[test]
    fn what_does_not_fit_is_refused_with_the_reason() {
        let numbers = Kind::List(&Kind::Integer);
        let signed = "must be an integer from -9223372036854775808 to 9223372036854775807";
        let unsigned = "must be an integer from 0 to 18446744073709551615";
        for (kind, given, reason) in [
            (&Kind::Integer, "1.0", signed),
            (&Kind::Integer, "9223372036854775808", signed),
            (&Kind::Integer, "", signed),
            (&Kind::Unsigned, "-1", unsigned),
            (&Kind::Unsigned, "18446744073709551616", unsigned),
            (&Kind::Number, "NaN", "must be a number"),
            (&Kind::Boolean, "yes", "must be true or false"),
            (&numbers, "x", signed),
            (
                &Kind::List(&Kind::String),
                "[a,b]",
                "looks like a list as JSON, and is none: expected value at line 1 column 2",
            ),
            (
                &Kind::Map(&Kind::String),
                "x",
                "must be KEY=VALUE, or an object as JSON",
            ),
            (
                &Kind::Object(&FILTER),
                "Name=x",
                "must be an object as JSON, such as {\"Name\": …}: expected value at line 1 column 1",
            ),
        ] {
            assert_eq!(
                read(kind, &texts(&[given])),
                Err(reason.to_owned()),
                "{given}"
            );
        }
    }
}
