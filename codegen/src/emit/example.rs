//! The first call that readers see: in the readme and as a compiled example.

use std::fmt::Write as _;

use cloudwright_spec::model::{Access, Required, TimeStyle};
use proc_macro2::Literal;
use serde_json::Value;

use crate::model::{ActionModel, MemberModel, RustType, ServiceModel};

/// The action to show: a reading one if there is one.
pub(crate) fn action<'m, 'a>(actions: &'m [ActionModel<'a>]) -> Option<&'m ActionModel<'a>> {
    let live = |action: &&ActionModel<'_>| action.loaded.action.removed.is_none();
    let reads = |action: &&ActionModel<'_>| action.loaded.action.access == Access::Read;
    let mut found = actions.iter().filter(live);
    found
        .clone()
        .find(reads)
        .or_else(|| found.next())
        .or(actions.first())
}

/// The call in the documentation of the client's method.
pub(crate) fn of_method(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> Vec<String> {
    let library = service.library();
    let mut lines = vec![
        String::new(),
        "```no_run".to_owned(),
        "# #![allow(deprecated)]".to_owned(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
    ];
    let mut text = String::new();
    call(action, "", &mut text);
    lines.extend(text.lines().map(str::to_owned));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Longer chains are broken by rustfmt (its `chain_width`), and the example is laid out alike.
const CHAIN_WIDTH: usize = 60;

/// A whole program that makes the call.
pub(crate) fn program(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> String {
    let mut text = format!("use {}::Client;\n\n", service.library());
    text.push_str("#[tokio::main]\n");
    text.push_str("async fn main() -> Result<(), Box<dyn std::error::Error>> {\n");
    text.push_str("    let client = Client::from_env()?;\n");
    call(action, "    ", &mut text);
    text.push_str("    println!(\"{answer:?}\");\n    Ok(())\n}\n");
    text
}

/// The call, its answer in a variable.
fn call(action: &ActionModel<'_>, indent: &str, text: &mut String) {
    let calls = calls(action);
    let chain = format!("client.{}(){}.await?", action.method, calls.concat());
    if chain.chars().count() <= CHAIN_WIDTH {
        let _ = writeln!(text, "{indent}let answer = {chain};");
        return;
    }
    let _ = writeln!(text, "{indent}let answer = client");
    let _ = writeln!(text, "{indent}    .{}()", action.method);
    for call in calls {
        let _ = writeln!(text, "{indent}    {call}");
    }
    let _ = writeln!(text, "{indent}    .await?;");
}

/// Setters for what is required, and for the first few members that have an example.
pub(crate) fn calls(action: &ActionModel<'_>) -> Vec<String> {
    let mut shown = 0;
    let mut calls = Vec::new();
    for member in &action.parameters {
        let is_required = member.spec.required == Required::Yes && !member.spec.is_filled();
        let is_wanted = is_required || (shown < 2 && member.spec.example.is_some());
        if !is_wanted || member.spec.deprecated.is_some() || member.spec.removed.is_some() {
            continue;
        }
        if let Some(value) = value(member, is_required) {
            calls.push(format!(".{}({value})", member.ident));
            shown += 1;
        }
    }
    calls
}

fn value(member: &MemberModel<'_>, is_required: bool) -> Option<String> {
    let known = member
        .spec
        .example
        .as_ref()
        .or(member.spec.default.as_ref());
    match (&member.rust, known) {
        (text, Some(Value::String(value))) if is_text(text) => {
            Some(Literal::string(value).to_string())
        }
        (text, Some(Value::Number(number))) if is_text(text) => {
            Some(Literal::string(&number.to_string()).to_string())
        }
        (RustType::Integer, Some(Value::Number(number))) => number.as_i64().map(|n| n.to_string()),
        (RustType::Unsigned, Some(Value::Number(number))) => number.as_u64().map(|n| n.to_string()),
        (RustType::Boolean, Some(Value::Bool(value))) => Some(value.to_string()),
        (RustType::DateTime { .. }, _) if is_required => {
            let style = member.spec.format.unwrap_or(TimeStyle::Iso8601);
            Some(Literal::string(style.example()).to_string())
        }
        (text, _) if is_text(text) && is_required => {
            let text = member.spec.values.first().map_or("…", |value| &value.value);
            Some(Literal::string(text).to_string())
        }
        (RustType::Integer | RustType::Unsigned, _) if is_required => {
            Some(member.spec.min.unwrap_or(1).max(0).to_string())
        }
        (RustType::Boolean, _) if is_required => Some("true".to_owned()),
        _ => None,
    }
}

/// Whether a setter takes a text for it.
fn is_text(rust: &RustType) -> bool {
    matches!(
        rust,
        RustType::String | RustType::Enum(_) | RustType::DateTime { .. }
    )
}

/// `examples/<action>.rs`.
pub(crate) fn file(service: &ServiceModel<'_>, action: &ActionModel<'_>, mark: &str) -> String {
    let mut text = mark.to_owned();
    let _ = writeln!(
        text,
        "//! Calls {} and shows the answer.",
        crate::doc::code(&action.loaded.action.action)
    );
    text.push_str("#![allow(clippy::print_stdout, reason = \"an example shows something\")]\n");
    let spec = &action.loaded.action;
    let is_deprecated = service.loaded.service.deprecated.is_some()
        || spec.deprecated.is_some()
        || spec.removed.is_some();
    if is_deprecated {
        text.push_str("#![allow(deprecated, reason = \"an example of what is deprecated\")]\n");
    }
    text.push('\n');
    text.push_str(&program(service, action));
    text
}
