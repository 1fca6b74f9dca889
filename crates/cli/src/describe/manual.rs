//! The answer of an action as a section of its manual page.

use clap_mangen::roff::{Roff, bold, italic, roman};
use cloudwright_vocabulary::printable;
use serde_json::Value;

use super::answer;
use crate::catalog::KnownAction;
use crate::output::plain_line;

/// The section; nothing where nothing is known of the answer.
pub(crate) fn answer(action: &KnownAction) -> String {
    let members = answer::of(&action.described);
    if members.is_empty() {
        return String::new();
    }
    let mut page = Roff::new();
    page.control("SH", ["ANSWER"]);
    list(&members, &mut page);
    page.render()
}

fn list(members: &[Value], page: &mut Roff) {
    for member in members {
        let text = |name: &str| plain_line(member[name].as_str().unwrap_or_default());
        page.control("TP", []);
        page.text([bold(text("name")), roman(" "), italic(text("type"))]);
        let values = member.get("values").and_then(Value::as_array);
        let values = values.into_iter().flatten().filter_map(Value::as_str);
        let values = values.collect::<Vec<_>>().join(", ");
        let doc = match values.as_str() {
            "" => text("doc"),
            values => format!("{} [documented: {values}]", text("doc")),
        };
        page.text([roman(printable::text(&doc).trim())]);
        if let Some(fields) = member.get("fields").and_then(Value::as_array) {
            page.control("RS", []);
            list(fields, page);
            page.control("RE", []);
        }
    }
}
