//! Parameters from a JSON object by an action's table, for programs that know actions only by their
//! tables.

use serde_json::Map;

use super::Json;
use super::parameters::Parameters;
use super::read::{boolean_in, number_in};
use super::violation::{ViolationKind, Violations};
use crate::meta::{Kind, Operation, Parameter};

impl Parameters {
    /// Takes the parameters, each converted to its kind where that loses nothing.
    ///
    /// A text may stand for a number, a boolean, a list or an object, as JSON text: that is what
    /// arrives from a command line. A single value stands for a list of one. `null` is absent.
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

/// Converts the members of a structure, in its own order.
fn fields(
    known: &'static [Parameter],
    mut members: Map<String, Json>,
    path: &str,
    violations: &mut Violations,
) -> Vec<(&'static str, Json)> {
    let mut fields = Vec::with_capacity(members.len());
    for field in known {
        if let Some(value) = members.remove(field.name).filter(|value| !value.is_null()) {
            let value = convert(&field.kind, value, &join(path, field.name), violations);
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

/// Converts a value to its kind; what cannot be is told and comes back as it was.
fn convert(kind: &'static Kind, value: Json, path: &str, violations: &mut Violations) -> Json {
    let converted =
        match kind {
            Kind::Any => Ok(value),
            Kind::String => to_text(value),
            Kind::Integer => to_number(value, |text| Some(text.parse::<i64>().ok()?.into()))
                .and_then(|value| {
                    if value.is_i64() {
                        Ok(value)
                    } else {
                        Err(value)
                    }
                }),
            Kind::Unsigned => to_number(value, |text| Some(text.parse::<u64>().ok()?.into()))
                .and_then(|value| {
                    if value.is_u64() {
                        Ok(value)
                    } else {
                        Err(value)
                    }
                }),
            Kind::Number => to_number(value, |text| Some(number_in(text)?.into())),
            Kind::Boolean => to_boolean(value),
            Kind::Object(shape) => parsed(value, Json::is_object).map(|value| match value {
                Json::Object(members) => fields(shape.fields, members, path, violations)
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect(),
                other => other,
            }),
            Kind::Map(values) => parsed(value, Json::is_object).map(|value| match value {
                Json::Object(members) => members
                    .into_iter()
                    .map(|(name, value)| {
                        let value = convert(values, value, &join(path, &name), violations);
                        (name, value)
                    })
                    .collect(),
                other => other,
            }),
            Kind::List(item) => Ok(to_list(value)
                .into_iter()
                .enumerate()
                .map(|(index, value)| convert(item, value, &format!("{path}[{index}]"), violations))
                .collect()),
        };
    converted.unwrap_or_else(|value| {
        let message = ["must be ", name_of(kind), ", and is ", kind_of(&value)];
        violations.add(path, ViolationKind::Kind, &message);
        value
    })
}

fn to_text(value: Json) -> Result<Json, Json> {
    match value {
        Json::Number(number) => Ok(Json::String(number.to_string())),
        Json::Bool(value) => Ok(Json::String(value.to_string())),
        Json::String(_) => Ok(value),
        other => Err(other),
    }
}

fn to_number(value: Json, parse: impl FnOnce(&str) -> Option<Json>) -> Result<Json, Json> {
    match &value {
        Json::Number(_) => Ok(value),
        Json::String(text) => parse(text).ok_or(value),
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
    if let Json::String(text) = &value {
        let inner = serde_json::from_str(text).ok().filter(is_right);
        return inner.ok_or(value);
    }
    if is_right(&value) {
        Ok(value)
    } else {
        Err(value)
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
        Kind::Integer => "an integer",
        Kind::Unsigned => "an integer that is not negative",
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
