//! The first call that readers see: in the readme and as a compiled example.

use std::fmt::Write as _;

use cloudwright_spec::model::{Access, Location, Member, Required, TimeStyle};
use proc_macro2::Literal;
use serde_json::Value;

use crate::model::{ActionModel, MemberModel, Module, RustType, ServiceModel, TypeId, TypeKind};

/// The action to show: one that only reads, if there is one; of those one that needs nothing and has pages.
pub(crate) fn action<'m, 'a>(service: &'m ServiceModel<'a>) -> Option<&'m ActionModel<'a>> {
    let is_easy = |action: &ActionModel<'_>| {
        let mut needed = action.parameters.iter().map(|member| member.spec);
        action.paging.is_some() && !needed.any(is_needed)
    };
    // Of equals the first.
    service.actions.iter().min_by_key(|action| {
        let spec = &action.loaded.action;
        let reads = spec.access == Access::Read;
        match spec.removed {
            None if reads && is_easy(action) => 0,
            None if reads => 1,
            None => 2,
            Some(_) => 3,
        }
    })
}

/// Whether a call must give it, or a structure have it: the client does not fill it.
pub(crate) fn is_needed(member: &Member) -> bool {
    member.required == Required::Yes && !member.is_filled()
}

/// The call in the documentation of the client's method.
pub(crate) fn of_method(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> Vec<String> {
    let library = service.library();
    let mut lines = vec![
        String::new(),
        "```no_run".to_owned(),
        format!("# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {{"),
    ];
    let mut text = String::new();
    call(service, action, "", &mut text);
    for module in ["actions", "types"] {
        let path = format!("{library}::{module}::");
        if text.contains(&path) {
            text = text.replace(&path, &format!("{module}::"));
            lines.extend([format!("use {library}::{module};"), String::new()]);
        }
    }
    lines.extend(text.lines().map(str::to_owned));
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

/// Chains of more bytes are broken by rustfmt (its `chain_width`), and the example is laid out alike.
const CHAIN_WIDTH: usize = 60;

/// A whole program that makes the call.
pub(crate) fn program(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> String {
    let mut text = format!("use {}::Client;\n\n", service.library());
    text.push_str("#[tokio::main]\n");
    text.push_str("async fn main() -> Result<(), Box<dyn std::error::Error>> {\n");
    text.push_str("    let client = Client::from_env()?;\n");
    call(service, action, "    ", &mut text);
    text.push_str("    println!(\"{answer:?}\");\n    Ok(())\n}\n");
    text
}

/// The call, its answer in a variable.
fn call(service: &ServiceModel<'_>, action: &ActionModel<'_>, indent: &str, text: &mut String) {
    let calls = calls(service, action);
    let chain = format!("client.{}(){}.await?", action.method, calls.concat());
    if chain.len() <= CHAIN_WIDTH && !chain.contains('\n') {
        let _ = writeln!(text, "{indent}let answer = {chain};");
        return;
    }
    let _ = writeln!(text, "{indent}let answer = client");
    let _ = writeln!(text, "{indent}    .{}()", action.method);
    for line in calls.iter().flat_map(|call| call.lines()) {
        let _ = writeln!(text, "{indent}    {line}");
    }
    let _ = writeln!(text, "{indent}    .await?;");
}

/// Setters for what is required, for a structure that is the whole body, and for the first few members that
/// have an example.
pub(crate) fn calls(service: &ServiceModel<'_>, action: &ActionModel<'_>) -> Vec<String> {
    let values = ExampleValues(Module {
        service,
        action: Some(action),
    });
    let mut shown = 0;
    let mut calls = Vec::new();
    for member in &action.parameters {
        let is_required = is_needed(member.spec) || values.is_body_with_parts(member);
        let is_wanted = is_required || (shown < 2 && member.spec.example.is_some());
        if !is_wanted || member.spec.deprecated.is_some() || member.spec.removed.is_some() {
            continue;
        }
        if let Some(value) = values.of(member, is_required, 0) {
            let is_long = value.contains('\n');
            let value = if is_long {
                format!("\n    {},\n", value.replace('\n', "\n    "))
            } else {
                value
            };
            calls.push(format!(".{}({value})", member.ident));
            shown += 1;
        }
    }
    calls
}

/// Values to show, of the types that an action sees.
struct ExampleValues<'m, 'a>(Module<'m, 'a>);

impl ExampleValues<'_, '_> {
    /// Deeper structures are shown empty.
    const DEEPEST: usize = 1;

    /// Whether it is the body, as a structure that cannot do without some of its fields.
    fn is_body_with_parts(&self, member: &MemberModel<'_>) -> bool {
        let RustType::Struct(id) = member.rust else {
            return false;
        };
        let mut fields = self.0.type_of(id).members().iter();
        member.spec.location == Some(Location::BodyRoot)
            && fields.any(|field| is_needed(field.spec))
    }

    fn of(&self, member: &MemberModel<'_>, is_required: bool, depth: usize) -> Option<String> {
        let spec = member.spec;
        let known = spec.example.as_ref().or(spec.default.as_ref());
        match (&member.rust, known) {
            (text, Some(Value::String(value))) if is_text(text) => Some(quoted(value)),
            (text, Some(Value::Number(number))) if is_text(text) => {
                Some(quoted(&number.to_string()))
            }
            (RustType::DateTime { .. }, _) if is_required => {
                let style = spec.format.unwrap_or(TimeStyle::Iso8601);
                Some(quoted(style.example()))
            }
            (RustType::Integer, Some(Value::Number(number))) => {
                number.as_i64().map(|number| number.to_string())
            }
            (RustType::Unsigned, Some(Value::Number(number))) => {
                number.as_u64().map(|number| number.to_string())
            }
            (RustType::Boolean, Some(Value::Bool(value))) => Some(value.to_string()),
            (RustType::Integer | RustType::Unsigned, _) if is_required => {
                Some(spec.min.unwrap_or(1).max(0).to_string())
            }
            (RustType::String, _) if is_required && !spec.values.is_empty() => {
                Some(quoted(&spec.values[0].value))
            }
            (rust, _) if is_required => self.some(rust, depth),
            _ => None,
        }
    }

    /// Some value of a type.
    fn some(&self, rust: &RustType, depth: usize) -> Option<String> {
        Some(match rust {
            RustType::String => quoted("…"),
            RustType::Enum(id) => match &self.0.type_of(*id).kind {
                TypeKind::Enum(values) => quoted(values.first().map_or("…", |one| one.value)),
                TypeKind::Struct(_) => return None,
            },
            RustType::Integer | RustType::Unsigned => "1".to_owned(),
            RustType::Number => "1.0".to_owned(),
            RustType::Boolean => "true".to_owned(),
            RustType::Any | RustType::DateTime { .. } => return None,
            RustType::List(inner) => format!("[{}]", self.inner(inner, depth)?),
            RustType::Map(inner) => format!("[(\"…\", {})]", self.inner(inner, depth)?),
            RustType::Struct(id) => self.structure(*id, depth),
        })
    }

    /// A value inside of a list or a map; a list in there is of the type itself.
    fn inner(&self, rust: &RustType, depth: usize) -> Option<String> {
        match rust {
            RustType::List(inner) => {
                let value = self.some(inner, depth)?;
                let converted = match **inner {
                    RustType::String | RustType::Enum(_) => ".into()",
                    RustType::List(_) | RustType::Map(_) => return None,
                    _ => "",
                };
                Some(format!("vec![{value}{converted}]"))
            }
            RustType::Map(_) => None,
            other => self.some(other, depth),
        }
    }

    /// A structure with the fields that it must have, a line each where there are several.
    fn structure(&self, id: TypeId, depth: usize) -> String {
        let path = format!("{}::{}", self.0.service.library(), self.0.crate_path(id));
        let fields = self.0.type_of(id).members().iter();
        let needed = fields.filter(|field| depth < Self::DEEPEST && is_needed(field.spec));
        let fields = needed.filter_map(|field| {
            let value = self.of(field, true, depth + 1)?;
            Some(format!(".{}({value})", field.ident))
        });
        let fields: Vec<String> = fields.collect();
        match &fields[..] {
            [] | [_] => format!("{path}::new(){}", fields.concat()),
            _ => format!("{path}::new()\n    {}", fields.join("\n    ")),
        }
    }
}

fn quoted(text: &str) -> String {
    Literal::string(text).to_string()
}

/// Whether a setter takes a text for it.
fn is_text(rust: &RustType) -> bool {
    matches!(
        rust,
        RustType::String | RustType::Enum(_) | RustType::DateTime { .. }
    )
}

/// The name of the example, by which `cargo run --example` knows it: no other crate of the workspace has one that is
/// called so, whatever actions the products share, and another action does not move it.
pub(crate) fn name(service: &ServiceModel<'_>) -> String {
    service.folder().replace('-', "_")
}

/// The example, a file.
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
