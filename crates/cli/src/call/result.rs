//! What is written of the result of a call.

use cloudwright_core::meta::Operation;
use cloudwright_core::page_rows;
use heck::ToKebabCase as _;
use serde_json::Value;

use super::narration::{note, remark};
use crate::command::options::Options;
use crate::failure::Abort;
use crate::output::{self, Format, columns};
use crate::put;

/// Writes the result of a call, or the part of it that is asked for.
pub(super) fn write(operation: &Operation, answer: &Value, options: &Options) -> Result<(), Abort> {
    let text = match &options.query {
        Some(query) => shown(&query.apply(answer)?, None, options),
        None => shown(answer, listed(operation, answer, options), options),
    };
    put(&text)?;
    if text.is_empty() {
        remark(options, "there are no entries");
    }
    Ok(())
}

/// The entries of an answer. Where no paging says which they are, they are its one list of objects, if that is what is
/// asked for: by columns that are not the answer's own, or by a form with a line for each, where the answer says
/// nothing else.
fn listed<'a>(operation: &Operation, answer: &'a Value, options: &Options) -> Option<&'a Value> {
    let output = &options.output;
    page_rows(operation, answer).or_else(|| {
        let list = only_list(answer)?;
        let is_meant = if output.columns.is_empty() {
            output.format != Format::Table && says_nothing_beside(answer, list)
        } else {
            columns::unknown(answer, &output.columns).len() == output.columns.len()
        };
        is_meant.then_some(list)
    })
}

/// The one list of objects among the members of an answer, if there is one.
fn only_list(answer: &Value) -> Option<&Value> {
    let is_list = |value: &&Value| {
        let items = value.as_array();
        items.is_some_and(|items| items.iter().all(Value::is_object))
    };
    let mut lists = answer.as_object()?.values().filter(is_list);
    lists.next().filter(|_| lists.next().is_none())
}

/// Whether the other members of an answer are counts, switches and the id of the request.
fn says_nothing_beside(answer: &Value, list: &Value) -> bool {
    let mut members = answer.as_object().into_iter().flatten();
    members.all(|(name, value)| {
        let is_text = value.is_string() || value.is_object() || value.is_array();
        std::ptr::eq(value, list) || !is_text || name.to_kebab_case() == "request-id"
    })
}

/// A result in the format, and with the columns, that were asked for. `listed` are its entries.
pub(super) fn shown(result: &Value, listed: Option<&Value>, options: &Options) -> String {
    let (format, names) = (options.output.format, &options.output.columns);
    if names.is_empty() {
        return output::render(result, listed, format);
    }
    let listed = listed.unwrap_or(result);
    for told in columns::unknown(listed, names) {
        note(options, &told);
    }
    output::render(&columns::select(listed, names, format), None, format)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_one_list_of_an_answer_is_its_entries_where_nothing_else_is_said() {
        for (answer, is_list, is_all) in [
            (json!({"namespaces": [{"id": 1}]}), true, true),
            (json!({"namespaces": []}), true, true),
            (
                json!({"Total": 1, "IsSuccess": true, "Rows": [{}], "RequestId": "r"}),
                true,
                true,
            ),
            (json!({"name": "n", "tags": [{"id": 1}]}), true, false),
            (json!({"a": [{}], "b": [{}]}), false, false),
            (json!({"a": ["text"]}), false, false),
            (json!([{}]), false, false),
        ] {
            let list = only_list(&answer);
            assert_eq!(list.is_some(), is_list, "{answer}");
            assert_eq!(
                list.is_some_and(|list| says_nothing_beside(&answer, list)),
                is_all,
                "{answer}"
            );
        }
    }
}
