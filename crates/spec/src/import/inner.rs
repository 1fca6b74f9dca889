//! Facts of what a list or a map holds.
//!
//! A spec has one member where an inventory has a chain of expressions (`items` of `items`). What a
//! member can say of its innermost type goes there; bounds of the parts, which it cannot say, are
//! told in words; what means nothing inside is refused.

use serde_json::Value;

use super::inventory::Field;

/// What a list or a map holds.
fn inner(field: &Field) -> Option<&Field> {
    match field.kind.as_str() {
        "list" => field.items.as_deref(),
        "map" => field.values.as_deref(),
        _ => None,
    }
}

/// Everything inside a field, from the outside in.
pub(super) fn all(field: &Field) -> impl Iterator<Item = &Field> {
    std::iter::successors(inner(field), |found| inner(found))
}

/// The field and everything inside it.
pub(super) fn chain(field: &Field) -> impl Iterator<Item = &Field> {
    std::iter::once(field).chain(all(field))
}

/// The fields of the inline object that a type leads to, through lists and maps.
pub(super) fn inline_fields(field: &Field) -> Option<&[Field]> {
    let leaf = chain(field).last()?;
    let is_inline = leaf.reference.is_none();
    leaf.fields.as_deref().filter(|_| is_inline)
}

/// A key that belongs to another kind of type than the field's, or that another key denies.
pub(super) fn foreign_key(field: &Field) -> Option<&'static str> {
    let is = |kind: &str| field.kind == kind;
    let is_inline = is("object") && field.reference.is_none();
    [
        ("items", field.items.is_some() && !is("list")),
        ("values", field.values.is_some() && !is("map")),
        ("ref", field.reference.is_some() && !is("object")),
        ("fields", field.fields.is_some() && !is_inline),
    ]
    .into_iter()
    .find_map(|(key, is_foreign)| is_foreign.then_some(key))
}

/// A key that means nothing inside of a list or a map.
pub(super) fn outer_key(field: &Field) -> Option<&'static str> {
    [
        ("name", !field.name.is_empty()),
        ("in", field.location.is_some()),
        ("serialize", field.serialize.is_some()),
        ("implicit", field.implicit),
        ("example", field.example.is_some()),
        ("disabled", field.disabled),
        ("deprecated", field.deprecated),
    ]
    .into_iter()
    .find_map(|(key, is_there)| is_there.then_some(key))
}

/// What is said of the parts and has no key: their bounds, and whether they may be missing.
pub(super) fn in_words(field: &Field) -> Vec<String> {
    let number = |length: Option<u64>| length.map(|length| length.to_string());
    let bounds = [
        ("min", field.min.as_ref().map(Value::to_string)),
        ("max", field.max.as_ref().map(Value::to_string)),
        ("min length", number(field.min_length)),
        ("max length", number(field.max_length)),
    ];
    let bounds = bounds.into_iter();
    let bounds = bounds.filter_map(|(key, bound)| Some(format!("{key} `{}`", bound?)));
    let flags = [
        ("required", field.required),
        ("always there", field.output_required),
        ("nullable", field.nullable),
    ];
    let flags = flags.into_iter().filter(|(_, flag)| *flag == Some(true));
    let flags = flags.map(|(word, _)| word.to_owned());
    bounds.chain(flags).collect()
}
