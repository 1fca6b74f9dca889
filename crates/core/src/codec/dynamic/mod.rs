//! Parameters from a JSON object by an action's table, for programs that know actions only by their
//! tables.

use serde_json::Map;

use super::Json;
use super::number::{boolean_in, number_in, whole_number_in};
use super::parameters::Parameters;
use super::violation::{ViolationKind, Violations};
use crate::meta::{Kind, Operation, Parameter};

impl Parameters {
    /// Takes the parameters, each converted to its kind where that loses nothing.
    ///
    /// A text may stand for a number, a boolean, a list or an object, as JSON text: that is what
    /// arrives from a command line; a number for an integer that it is exactly; a single value for a
    /// list of one. `null` for a member stays what it is: where the request cannot say it, that is
    /// told when it is laid out.
    ///
    /// # Errors
    ///
    /// Names that are no parameters, at any depth, with the names there are; values that cannot be
    /// converted. All are told at once.
    pub fn from_json(
        operation: &'static Operation,
        parameters: Map<String, Json>,
    ) -> Result<Self, Violations> {
        let mut violations = Violations::default();
        let members = fields(operation.parameters, parameters, "", &mut violations);
        let mut given = Self::new(operation.parameters);
        for (name, value) in members {
            given.any(name, &value);
        }
        violations.into_result()?;
        Ok(given)
    }
}

impl Violations {
    /// What is given as the parameters is no object.
    #[cold]
    pub(crate) fn no_object(parameters: &Json) -> Self {
        let mut violations = Self::default();
        let message = ["must be an object, and is ", kind_of(parameters)];
        violations.add("parameters", ViolationKind::Kind, &message);
        violations
    }
}

/// Converts the members of a structure, in its own order.
fn fields(
    known: &'static [Parameter],
    mut members: Map<String, Json>,
    path: &str,
    violations: &mut Violations,
) -> Vec<(&'static str, Json)> {
    let mut fields = Vec::with_capacity(members.len());
    for field in known {
        if let Some(value) = members.remove(field.name) {
            let path = join(path, field.name);
            let value = member(field, &field.kind, value, &path, violations);
            fields.push((field.name, value));
        }
    }
    for name in members.keys() {
        let known = known.iter().map(|field| field.name).collect();
        let kind = ViolationKind::Unknown { known };
        violations.add(&join(path, name), kind, &["is no parameter"]);
    }
    fields
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Converts a member of a structure or a map. Of a member `null` can be meant: that it shall be
/// nothing.
fn member(
    field: &'static Parameter,
    kind: &'static Kind,
    value: Json,
    path: &str,
    violations: &mut Violations,
) -> Json {
    if value.is_null() {
        return value;
    }
    convert(field, kind, value, path, violations)
}

/// Converts a value to its kind, which is the field's or that of a part of it; what cannot be is told
/// and comes back as it was.
fn convert(
    field: &'static Parameter,
    kind: &'static Kind,
    value: Json,
    path: &str,
    violations: &mut Violations,
) -> Json {
    let converted = match kind {
        Kind::Any => Ok(value),
        Kind::String => to_text(value),
        Kind::Integer => to_integer(value, |text| text.parse::<i64>().ok().map(Json::from)),
        Kind::Unsigned => to_integer(value, |text| text.parse::<u64>().ok().map(Json::from)),
        Kind::Number => to_number(value),
        Kind::Boolean => to_boolean(value),
        Kind::Object(shape) => to_object(value).map(|members| {
            let fields = fields(shape.fields, members, path, violations).into_iter();
            fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect()
        }),
        Kind::Map(values) => to_object(value).map(|members| {
            let converted = members.into_iter().map(|(name, value)| {
                let value = member(field, values, value, &join(path, &name), violations);
                (name, value)
            });
            converted.collect()
        }),
        Kind::List(item) => Ok(to_list(value)
            .into_iter()
            .enumerate()
            .map(|(index, value)| {
                convert(field, item, value, &format!("{path}[{index}]"), violations)
            })
            .collect()),
    };
    converted.unwrap_or_else(|value| {
        refuse(field, kind, &value, path, violations);
        value
    })
}

/// Tells that the value is not of its kind. The value itself may be a secret.
#[cold]
fn refuse(field: &Parameter, kind: &Kind, value: &Json, path: &str, violations: &mut Violations) {
    let is_integer = matches!(kind, Kind::Integer | Kind::Unsigned);
    let range = field.integers().filter(|_| is_integer);
    let expected = match range {
        Some((smallest, largest)) => &format!("an integer from {smallest} to {largest}"),
        None => name_of(kind),
    };
    let (kind, got) = if is_integer && is_whole(value) {
        (ViolationKind::Bound, "beyond that")
    } else {
        (ViolationKind::Kind, kind_of(value))
    };
    violations.add(path, kind, &["must be ", expected, ", and is ", got]);
}

/// Whether it is an integer, however large, or a text that is one.
fn is_whole(value: &Json) -> bool {
    match value {
        Json::Number(number) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        Json::String(text) => {
            let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
            let is_written = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_written || number_in(text).is_some_and(|number| number.fract() == 0.0)
        }
        _ => false,
    }
}

fn to_text(value: Json) -> Result<Json, Json> {
    match value {
        Json::Number(number) => Ok(Json::String(number.to_string())),
        Json::Bool(value) => Ok(Json::String(value.to_string())),
        Json::String(_) => Ok(value),
        other => Err(other),
    }
}

/// An integer: a number or a text that is one exactly, however it is written.
fn to_integer(value: Json, parse: impl Fn(&str) -> Option<Json>) -> Result<Json, Json> {
    /// From here on not every integer is an `f64`: what was written may have been another.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let text = match &value {
        Json::Number(number) if number.is_f64() => {
            let is_exact = number.as_f64().is_some_and(|number| number.abs() < EXACT);
            if !is_exact {
                return Err(value);
            }
            number.to_string()
        }
        Json::Number(number) => number.to_string(),
        Json::String(text) => text.clone(),
        _ => return Err(value),
    };
    let rewritten = || parse(&whole_number_in(&text)?);
    parse(&text).or_else(rewritten).ok_or(value)
}

fn to_number(value: Json) -> Result<Json, Json> {
    match &value {
        Json::Number(_) => Ok(value),
        Json::String(text) => number_in(text).map(Json::from).ok_or(value),
        _ => Err(value),
    }
}

fn to_boolean(value: Json) -> Result<Json, Json> {
    match &value {
        Json::Bool(_) => Ok(value),
        Json::String(text) => boolean_in(text).map(Json::Bool).ok_or(value),
        _ => Err(value),
    }
}

/// The value itself, or what its text holds as JSON.
fn parsed(value: Json, is_right: fn(&Json) -> bool) -> Result<Json, Json> {
    match &value {
        Json::String(text) => {
            let inner = serde_json::from_str(text).ok().filter(is_right);
            inner.ok_or(value)
        }
        _ if is_right(&value) => Ok(value),
        _ => Err(value),
    }
}

fn to_object(value: Json) -> Result<Map<String, Json>, Json> {
    match parsed(value, Json::is_object)? {
        Json::Object(members) => Ok(members),
        other => Err(other),
    }
}

fn to_list(value: Json) -> Vec<Json> {
    match parsed(value, Json::is_array) {
        Ok(Json::Array(items)) => items,
        Ok(single) | Err(single) => vec![single],
    }
}

fn name_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::String => "text",
        Kind::Integer | Kind::Unsigned => "an integer",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Any => "a value",
        Kind::Object(_) | Kind::Map(_) => "an object",
        Kind::List(_) => "a list",
    }
}

/// The kind of a value; not the value, which may be a secret.
fn kind_of(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "another number",
        Json::String(_) => "a text that is none",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests;
