//! JSON answers as XML, as Alibaba's legacy gateway writes them when no `Format` asks for JSON.

use std::fmt::Write as _;

use maud::html;
use serde_json::Value;

/// The document whose root element bears `name`.
pub(crate) fn document(name: &str, value: &Value) -> String {
    let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>");
    element(name, value, &mut text);
    text
}

/// An element. Items of a list become elements inside it that bear the list's name without its
/// plural.
fn element(name: &str, value: &Value, text: &mut String) {
    // Writing to a `String` cannot fail.
    let _ = write!(text, "<{name}>");
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                element(name, value, text);
            }
        }
        Value::Array(items) => {
            let singular = name.strip_suffix('s').unwrap_or(name);
            for item in items {
                element(singular, item, text);
            }
        }
        Value::String(content) => text.push_str(&html! { (content) }.0),
        Value::Null => {}
        other => {
            let _ = write!(text, "{other}");
        }
    }
    let _ = write!(text, "</{name}>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_and_items_become_elements() {
        let value = json!({"Code": "a<b", "Logs": [{"N": 1}, {"N": 2}], "None": null});
        let expected = "<?xml version='1.0' encoding='UTF-8'?><R><Code>a&lt;b</Code>\
            <Logs><Log><N>1</N></Log><Log><N>2</N></Log></Logs><None></None></R>";
        assert_eq!(document("R", &value), expected);
    }
}
