//! `--generate-input`: what `--input` takes, filled with the page's examples, to be edited.

use std::collections::BTreeSet;

use cloudwright_core::meta::{Kind, Operation, Parameter, Rule, TimeFormat};
use serde_json::{Map, Value};

/// The parameters by wire name: those that were given as they are, the others with an example, a
/// default, or a placeholder. What the environment fills in, and what may not stand beside another
/// parameter, is left out.
pub(super) fn of(operation: &'static Operation, given: &Map<String, Value>) -> Value {
    let excluded = excluded(operation, given);
    let mut told = BTreeSet::new();
    let parameters = operation.parameters.iter().filter_map(|parameter| {
        let name = parameter.name.to_owned();
        if let Some(value) = given.get(parameter.name) {
            return Some((name, value.clone()));
        }
        let is_left_out = parameter.is_filled() || parameter.deprecated && !parameter.required;
        if is_left_out || excluded.contains(parameter.name) {
            return None;
        }
        if parameter.example.is_none() && is_a_multiple(operation, parameter.name) {
            return Some((name, 0.into()));
        }
        Some((name, value(&parameter.kind, parameter, &mut told)))
    });
    Value::Object(parameters.collect())
}

/// Whether it must be a multiple of another parameter, as zero always is.
fn is_a_multiple(operation: &Operation, name: &str) -> bool {
    let mut rules = operation.rules.iter();
    rules.any(|rule| matches!(rule, Rule::MultipleOf(multiple, _) if *multiple == name))
}

/// Of parameters that exclude each other all but one: the one that is given, or the first.
fn excluded(operation: &Operation, given: &Map<String, Value>) -> BTreeSet<&'static str> {
    let alternatives = operation.rules.iter().filter_map(|rule| match *rule {
        Rule::OneOf(names) | Rule::AtMostOne(names) => Some(names),
        _ => None,
    });
    let others = alternatives.flat_map(|names| {
        let chosen = names.iter().find(|name| given.contains_key(**name));
        let chosen = chosen.or(names.first());
        names.iter().filter(move |name| Some(*name) != chosen)
    });
    others.copied().collect()
}

/// A value of a kind. Types that hold themselves end where they come again.
fn value(kind: &'static Kind, parameter: &Parameter, told: &mut BTreeSet<&'static str>) -> Value {
    let text = parameter.example.or(parameter.default);
    let text = text.or(parameter.values.first().copied());
    let text = text.or(parameter.time.map(TimeFormat::example));
    match kind {
        Kind::String => text.map_or_else(|| placeholder(parameter), Value::from),
        Kind::Integer | Kind::Unsigned | Kind::Number => {
            let number = text.and_then(|text| serde_json::from_str(text).ok());
            let number = number.filter(Value::is_number);
            number.unwrap_or_else(|| {
                parameter
                    .min
                    .unwrap_or(parameter.max.unwrap_or(1).min(1))
                    .into()
            })
        }
        Kind::Boolean => (text == Some("true")).into(),
        Kind::Object(shape) if told.insert(shape.name) => {
            let fields = shape.fields.iter().filter_map(|field| {
                let is_left_out = field.deprecated || comes_again(&field.kind, told);
                (field.required || !is_left_out)
                    .then(|| (field.name.to_owned(), value(&field.kind, field, told)))
            });
            let fields = Value::Object(fields.collect());
            told.remove(shape.name);
            fields
        }
        Kind::List(item) => {
            let count = parameter.min_length.unwrap_or(1).clamp(1, 100);
            let items = (0..count).map(|_| value(item, parameter, told));
            items.collect()
        }
        Kind::Map(of) => Value::Object(Map::from_iter([(
            "KEY".to_owned(),
            value(of, parameter, told),
        )])),
        // An object without members cannot be told from none where names are flat.
        Kind::Any => Value::Object(Map::from_iter([("KEY".to_owned(), "VALUE".into())])),
        // An object that holds itself.
        _ => Value::Object(Map::new()),
    }
}

/// Whether a kind leads to a structure that is being told already.
fn comes_again(kind: &Kind, told: &BTreeSet<&'static str>) -> bool {
    match kind {
        Kind::Object(shape) => told.contains(shape.name),
        Kind::List(inner) | Kind::Map(inner) => comes_again(inner, told),
        _ => false,
    }
}

/// A text that says what belongs in its place, as long as the table wants it.
fn placeholder(parameter: &Parameter) -> Value {
    let size = |length: Option<u64>| length.and_then(|length| usize::try_from(length).ok());
    let name = parameter.name.to_uppercase();
    let least = size(parameter.min_length).unwrap_or(0).min(10_000);
    let most = size(parameter.max_length).unwrap_or(usize::MAX).max(least);
    let letters = name.chars().chain(std::iter::repeat('X'));
    let length = name.chars().count().clamp(least, most);
    letters.take(length).collect::<String>().into()
}
