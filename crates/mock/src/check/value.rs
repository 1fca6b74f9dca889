//! Types and bounds of single values.

use std::ops::RangeInclusive;

use cloudwright_spec::model::{Member, Scalar, TypeRef};
use serde_json::{Number, Value};

use super::{Checker, Problem, ProblemKind};

impl<'a> Checker<'a> {
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
            if let Some(integers) = integers.filter(|integers| is_beyond(value, integers)) {
                let (smallest, largest) = integers.into_inner();
                let range = format!("an integer from {smallest} to {largest}");
                let detail = format!("`{name}` must be {range}, and is beyond that");
                self.problems
                    .push(Problem::new(ProblemKind::Type, name, detail));
                return;
            }
            self.wrong_type(&TypeRef::Scalar(scalar), value, name);
            return;
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
        let Some(format) = member.format else { return };
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        if !format.fits(&text) {
            let pattern = format.pattern();
            self.wrong_value(name, &format!("`{name}` must be written as {pattern}"));
        }
    }

    fn bounds(&mut self, member: &Member, number: &Number, name: &str) {
        let is_below = member.min.filter(|min| is_less(number, *min));
        let is_above = member.max.filter(|max| is_more(number, *max));
        if let Some(min) = is_below {
            self.wrong_value(
                name,
                &format!("`{name}` is {number}; the smallest value is {min}"),
            );
        }
        if let Some(max) = is_above {
            self.wrong_value(
                name,
                &format!("`{name}` is {number}; the largest value is {max}"),
            );
        }
    }

    fn length(&mut self, member: &Member, length: usize, name: &str) {
        let length = length as u64;
        if let Some(min) = member.min_length.filter(|min| length < *min) {
            self.wrong_value(
                name,
                &format!("`{name}` has {length} items; at least {min} are needed"),
            );
        }
        if let Some(max) = member.max_length.filter(|max| length > *max) {
            self.wrong_value(
                name,
                &format!("`{name}` has {length} items; at most {max} are taken"),
            );
        }
    }

    fn enum_value(&mut self, member: &'a Member, text: &str, name: &str) {
        if !self.strictness.enum_values {
            return;
        }
        let values = self.types.values(member);
        if !values.is_empty() && !values.contains(&text) {
            let known = values.join(", ");
            self.wrong_value(
                name,
                &format!("`{name}` is `{text}`; the values are {known}"),
            );
        }
    }

    fn wrong_type(&mut self, type_ref: &TypeRef, value: &Value, name: &str) {
        let detail = format!("`{name}` must be {type_ref} and is {}", kind_of(value));
        self.problems
            .push(Problem::new(ProblemKind::Type, name, detail));
    }

    fn wrong_value(&mut self, name: &str, detail: &str) {
        self.problems
            .push(Problem::new(ProblemKind::Value, name, detail));
    }
}

fn fits(scalar: Scalar, value: &Value) -> bool {
    match scalar {
        Scalar::String | Scalar::Binary | Scalar::Datetime | Scalar::Date => value.is_string(),
        Scalar::Integer | Scalar::Int32 | Scalar::Int64 | Scalar::Uint64 => scalar
            .integers()
            .zip(value.as_number().and_then(integer))
            .is_some_and(|(integers, integer)| integers.contains(&integer)),
        Scalar::Number | Scalar::Float32 | Scalar::Float64 => value.is_number(),
        Scalar::Boolean => value.is_boolean(),
        Scalar::Any => true,
    }
}

fn integer(number: &Number) -> Option<i128> {
    let signed = number.as_i64().map(i128::from);
    signed.or_else(|| number.as_u64().map(i128::from))
}

/// Whether it is an integer that is out of the range: beyond 64 bits one is left as `f64`, and in a
/// query or a form as text.
fn is_beyond(value: &Value, integers: &RangeInclusive<i128>) -> bool {
    /// Below it `1.0` is an integer in the wrong form.
    const MAX_EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => integer(number).map_or_else(
            || {
                number
                    .as_f64()
                    .is_some_and(|number| number.abs() > MAX_EXACT)
            },
            |integer| !integers.contains(&integer),
        ),
        Value::String(text) => {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let is_integer = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_integer
                && text
                    .parse()
                    .map_or(true, |integer| !integers.contains(&integer))
        }
        _ => false,
    }
}

fn is_less(number: &Number, bound: i64) -> bool {
    match integer(number) {
        Some(integer) => integer < bound.into(),
        None => number
            .as_f64()
            .is_some_and(|number| number < nearest(bound)),
    }
}

fn is_more(number: &Number, bound: i64) -> bool {
    match integer(number) {
        Some(integer) => integer > bound.into(),
        None => number
            .as_f64()
            .is_some_and(|number| number > nearest(bound)),
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
