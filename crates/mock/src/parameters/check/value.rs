//! Types and bounds of single values.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use cloudwright_spec::model::{Member, Scalar, TypeRef, value_text};
use serde_json::{Number, Value};

use super::ValueChecker;
use crate::message::vendor_error::Reason;

impl<'a> ValueChecker<'a> {
    pub(super) fn value(
        &mut self,
        member: &'a Member,
        type_ref: &TypeRef,
        value: &Value,
        name: &str,
    ) {
        match (type_ref, value) {
            (TypeRef::List(inner), Value::Array(items)) => {
                self.length(member, items.len(), name);
                for (index, item) in items.iter().enumerate() {
                    self.value(member, inner, item, &format!("{name}.{index}"));
                }
            }
            (TypeRef::Map(inner), Value::Object(entries)) => {
                for (key, item) in entries {
                    self.value(member, inner, item, &format!("{name}.{key}"));
                }
            }
            (TypeRef::List(_) | TypeRef::Map(_), _) => self.wrong_type(type_ref, value, name),
            (TypeRef::Scalar(scalar), _) => self.scalar(member, *scalar, value, name),
            (TypeRef::Object | TypeRef::Named(_), _) => {
                self.structure(member, type_ref, value, name);
            }
        }
    }

    fn structure(&mut self, member: &'a Member, type_ref: &TypeRef, value: &Value, name: &str) {
        match (self.types.fields(member), value) {
            (Some(fields), Value::Object(object)) => {
                self.members(fields, object, &format!("{name}."));
            }
            (None, Value::String(text)) => self.enum_value(member, text, name),
            _ => self.wrong_type(type_ref, value, name),
        }
    }

    fn scalar(&mut self, member: &'a Member, scalar: Scalar, value: &Value, name: &str) {
        if !fits(scalar, value) {
            let integers = scalar.integers();
            let Some(integers) = integers.filter(|integers| is_beyond(value, integers)) else {
                return self.wrong_type(&TypeRef::Scalar(scalar), value, name);
            };
            let (smallest, largest) = integers.into_inner();
            let range = format!("an integer from {smallest} to {largest}");
            let detail = format!("`{name}` must be {range}, and is beyond that");
            return self.note(Reason::WrongType, detail);
        }
        self.time(member, value, name);
        match value {
            Value::Number(number) => {
                self.bounds(member, number, name);
                self.enum_value(member, &number.to_string(), name);
            }
            Value::String(text) => {
                // A list's bounds are of the list, which has them checked already.
                if !matches!(member.type_ref, TypeRef::List(_)) {
                    self.length(member, text.chars().count(), name);
                }
                self.enum_value(member, text, name);
            }
            _ => {}
        }
    }

    /// A time against the format that its page documents.
    fn time(&mut self, member: &Member, value: &Value, name: &str) {
        if let Some(format) = member.format
            && !format.fits(&value_text(value))
        {
            let pattern = format.pattern();
            let detail = format!("`{name}` must be written as {pattern}");
            self.note(Reason::WrongValue, detail);
        }
    }

    fn bounds(&mut self, member: &Member, number: &Number, name: &str) {
        let is = |order, bound: &i64| compare(number, *bound) == Some(order);
        if let Some(min) = member.min.filter(|min| is(Ordering::Less, min)) {
            let detail = format!("`{name}` is {number}; the smallest value is {min}");
            self.note(Reason::WrongValue, detail);
        }
        if let Some(max) = member.max.filter(|max| is(Ordering::Greater, max)) {
            let detail = format!("`{name}` is {number}; the largest value is {max}");
            self.note(Reason::WrongValue, detail);
        }
    }

    fn length(&mut self, member: &Member, length: usize, name: &str) {
        let length = length as u64;
        if let Some(min) = member.min_length.filter(|min| length < *min) {
            let detail = format!("`{name}` has {length} items; at least {min} are needed");
            self.note(Reason::WrongValue, detail);
        }
        if let Some(max) = member.max_length.filter(|max| length > *max) {
            let detail = format!("`{name}` has {length} items; at most {max} are taken");
            self.note(Reason::WrongValue, detail);
        }
    }

    fn enum_value(&mut self, member: &'a Member, text: &str, name: &str) {
        let values = self.types.values(member).iter();
        let values: Vec<&str> = values.map(|value| value.value.as_str()).collect();
        if self.enum_values && !values.is_empty() && !values.contains(&text) {
            let known = values.join(", ");
            let detail = format!("`{name}` is `{text}`; the values are {known}");
            self.note(Reason::WrongValue, detail);
        }
    }

    fn wrong_type(&mut self, type_ref: &TypeRef, value: &Value, name: &str) {
        let detail = format!("`{name}` must be {type_ref} and is {}", kind_of(value));
        self.note(Reason::WrongType, detail);
    }
}

/// Whether a value is of a scalar type, and within its range.
pub(crate) fn fits(scalar: Scalar, value: &Value) -> bool {
    if let Some(integers) = scalar.integers() {
        let integer = value.as_number().and_then(Number::as_i128);
        return integer.is_some_and(|integer| integers.contains(&integer));
    }
    match scalar {
        Scalar::Boolean => value.is_boolean(),
        Scalar::Any => true,
        _ if scalar.is_number() => value.is_number(),
        _ => value.is_string(),
    }
}

/// Whether it is an integer that is out of the range: beyond 64 bits one is left as `f64`, and in a
/// query or a form as text.
fn is_beyond(value: &Value, integers: &RangeInclusive<i128>) -> bool {
    /// Below it `1.0` is an integer in the wrong form.
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => match number.as_i128() {
            Some(integer) => !integers.contains(&integer),
            None => number.as_f64().is_some_and(|it| it.abs() > MAX_EXACT),
        },
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let integer = text.parse();
            is_integer && integer.map_or(true, |integer| !integers.contains(&integer))
        }
        _ => false,
    }
}

fn compare(number: &Number, bound: i64) -> Option<Ordering> {
    match number.as_i128() {
        Some(integer) => Some(integer.cmp(&bound.into())),
        None => number.as_f64()?.partial_cmp(&nearest(bound)),
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "documented bounds of fractions are far below 2^52"
)]
fn nearest(bound: i64) -> f64 {
    bound as f64
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
