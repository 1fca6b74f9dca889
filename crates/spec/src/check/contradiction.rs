//! What is advised where a sample contradicts its table: the `conflict:` to paste.

use serde_json::Value;

use crate::model::{Conflict, ConflictKind, Member, TypeRef};

/// Advice to record that table and sample of a page say different things, with the line to paste, or with the
/// item where there is a list of conflicts.
pub(super) fn advice(
    there: &[Conflict],
    kind: ConflictKind,
    (table, sample): (&str, &str),
    of: &str,
) -> String {
    let doc = match kind {
        ConflictKind::Values => "Kept as text.",
        ConflictKind::Presence | ConflictKind::Required => "It may be absent.",
        ConflictKind::Type | ConflictKind::Placement => "Both are read.",
    };
    let item = format!(
        "{{ kind: {}, table: {table}, sample: {sample}, doc: {doc} }}",
        kind.as_str()
    );
    if there.is_empty() {
        format!("if the page says both, record it at `{of}`: `conflict: [{item}]`")
    } else {
        format!("if the page says both, record it in the `conflict:` of `{of}`: `- {item}`")
    }
}

/// What a sample shows instead of a member's type, or of the type of what is in its lists and maps.
pub(super) fn shown_type(owner: &Member, declared: &TypeRef, value: &Value) -> String {
    let shown = match value {
        Value::Null => "any",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "list<any>",
        Value::Object(_) => "map<any>",
    };
    let (whole, part) = (owner.type_ref.to_string(), declared.to_string());
    // The part is at the end, but for the brackets that close.
    match whole.rfind(&part) {
        Some(at) => format!("{}{shown}{}", &whole[..at], &whole[at + part.len()..]),
        None => shown.to_owned(),
    }
}
