//! The facts of an action as text for people.

use std::fmt::Write as _;

use cloudwright_vocabulary::printable;
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::look::Look;
use crate::output::{json, wrapped};

/// Writes the facts of an action, wrapped to a width.
pub(super) fn render(facts: &Value, example: &str, look: Look, width: usize) -> String {
    let facts = &printable(facts);
    let mut page = Page::new(look, width);
    page.head(facts);
    page.members("Parameters", list(facts, "parameters"));
    page.rules(facts);
    page.waits(facts);
    page.members("Answer", list(facts, "response"));
    page.errors(facts);
    page.end(facts, example);
    page.text
}

/// Writes the facts of a service.
pub(super) fn render_service(facts: &Value, look: Look, width: usize) -> String {
    let facts = &printable(facts);
    let mut page = Page::new(look, width);
    page.title(text(facts, "service"));
    page.pair("deprecated", text(facts, "deprecated"));
    page.service(facts);
    page.section("Actions");
    for action in list(facts, "actions") {
        let (name, access) = (text(action, "action"), text(action, "access"));
        let _ = writeln!(page.text, "  {}  {}", look.name(name), look.faint(access));
        page.paragraph(6, text(action, "deprecated"));
        page.paragraph(6, text(action, "summary"));
    }
    page.text
}

/// The facts with nothing in them that a terminal would act on. Samples are written as JSON, which
/// says so in its own way.
fn printable(facts: &Value) -> Value {
    match facts {
        Value::String(text) => {
            let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
            printable::text(&line).into()
        }
        Value::Array(items) => items.iter().map(printable).collect(),
        Value::Object(members) => {
            let shown = members.iter().map(|(name, value)| {
                let is_sample = name == "samples";
                let shown = if is_sample {
                    value.clone()
                } else {
                    printable(value)
                };
                (printable::text(name).into_owned(), shown)
            });
            shown.collect()
        }
        other => other.clone(),
    }
}

struct Page {
    text: String,
    look: Look,
    width: usize,
}

impl Page {
    fn new(look: Look, width: usize) -> Self {
        Self {
            text: String::new(),
            look,
            width,
        }
    }

    fn title(&mut self, title: &str) {
        let _ = writeln!(self.text, "{}", self.look.heading(title));
    }

    fn head(&mut self, facts: &Value) {
        self.title(&format!(
            "{} {}",
            text(facts, "service"),
            text(facts, "action")
        ));
        self.paragraph(2, text(facts, "summary"));
        self.text.push('\n');
        self.pair("deprecated", text(facts, "deprecated"));
        let page = facts.get("page").unwrap_or(&Value::Null);
        let updated = match text(page, "updated") {
            "" => String::new(),
            date => format!(" ({date})"),
        };
        self.pair("page", &format!("{}{updated}", text(page, "title")));
        if let Some(url) = page.get("url").and_then(Value::as_str) {
            let _ = writeln!(self.text, "  {:12}{url}", "");
        }
        // An address is not broken into lines.
        if let Some(address) = facts.get("explorer").and_then(Value::as_str) {
            let _ = writeln!(self.text, "  {:12}{address}", "explorer");
        }
        self.pair(
            "access",
            &format!("{}{}", text(facts, "access"), habit(facts, "access")),
        );
        self.pair(
            "request",
            &format!("{} {}", text(facts, "method"), text(facts, "path")),
        );
        self.service(facts);
        self.pair("rate limit", text(facts, "rate_limit"));
        self.pair("permission", &joined(facts, "permissions"));
        self.pair(
            "pages",
            &format!("{}{}", text(facts, "paging"), habit(facts, "paging")),
        );
        let token = text(facts, "idempotency_token");
        if !token.is_empty() {
            let habit = habit(facts, "idempotency_token");
            self.pair(
                "repeatable",
                &format!("by {token}, which is filled once a call{habit}"),
            );
        }
    }

    /// What an action shares with the others of its service.
    fn service(&mut self, facts: &Value) {
        let product = format!("{} of {}", text(facts, "title"), text(facts, "provider"));
        self.pair("product", &product);
        self.pair("version", text(facts, "version"));
        self.pair("endpoint", text(facts, "endpoint"));
        let variants = facts.get("variants").and_then(Value::as_object);
        for (name, host) in variants.into_iter().flatten() {
            let host = host.as_str().unwrap_or_default();
            self.pair("", &format!("{name}: {host}"));
        }
        self.pair("protocol", &joined(facts, "protocols"));
        self.pair("regions", &joined(facts, "regions"));
    }

    fn members(&mut self, title: &str, members: &[Value]) {
        if members.is_empty() {
            return;
        }
        self.section(title);
        for member in members {
            self.member(member, 2);
        }
    }

    fn member(&mut self, member: &Value, indent: usize) {
        let pad = " ".repeat(indent);
        let name = self.look.name(text(member, "name"));
        let kind = self.look.faint(text(member, "type"));
        let flag = match text(member, "flag") {
            "" => String::new(),
            flag => format!("  {}", self.look.value(flag)),
        };
        let _ = writeln!(self.text, "{pad}{name}{flag}  {kind}");
        self.paragraph(indent + 4, text(member, "doc"));
        let mut facts = list(member, "facts")
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>();
        let values = joined(member, "values");
        let values = if values.is_empty() {
            values
        } else {
            format!("one of {values}")
        };
        let example = match text(member, "example") {
            "" => String::new(),
            example => format!("example {example}"),
        };
        facts.extend(
            [values.as_str(), example.as_str()]
                .into_iter()
                .filter(|fact| !fact.is_empty()),
        );
        self.paragraph(indent + 4, &facts.join("; "));
        for field in list(member, "fields") {
            self.member(field, indent + 4);
        }
    }

    /// What the action can be asked for until it is so.
    fn waits(&mut self, facts: &Value) {
        let waits = list(facts, "waits");
        if waits.is_empty() {
            return;
        }
        self.section("Waits");
        for wait in waits {
            let name = format!("--wait {}", text(wait, "name"));
            let _ = writeln!(self.text, "  {}", self.look.value(&name));
            self.paragraph(6, text(wait, "doc"));
            let states = ["success", "failure", "pending"].map(|outcome| {
                let states = joined(wait, outcome);
                let states = (!states.is_empty()).then(|| format!("{outcome}: {states}"));
                states.unwrap_or_default()
            });
            let absent = match text(wait, "absent") {
                "" => String::new(),
                outcome => format!("{outcome} where it is not there"),
            };
            let told: Vec<&str> = states.iter().chain([&absent]).map(String::as_str).collect();
            let told: Vec<&str> = told.into_iter().filter(|part| !part.is_empty()).collect();
            self.paragraph(
                6,
                &format!("by {}; {}", text(wait, "path"), told.join("; ")),
            );
        }
    }

    fn rules(&mut self, facts: &Value) {
        let rules = list(facts, "rules");
        if rules.is_empty() {
            return;
        }
        self.section("Rules");
        for rule in rules {
            self.paragraph(2, rule.as_str().unwrap_or_default());
        }
    }

    fn errors(&mut self, facts: &Value) {
        for (name, title) in [
            ("errors", "Errors"),
            ("common_errors", "Errors of any action"),
        ] {
            let errors = list(facts, name);
            if errors.is_empty() {
                continue;
            }
            self.section(title);
            for error in errors {
                self.error(error);
            }
        }
    }

    fn error(&mut self, error: &Value) {
        let code = text(error, "code");
        let status = error
            .get("status")
            .map_or_else(String::new, |status| format!("status {status}"));
        let kinds = [text(error, "class"), status.as_str()];
        let kinds: Vec<&str> = kinds.into_iter().filter(|kind| !kind.is_empty()).collect();
        let kinds = self.look.faint(&kinds.join(", "));
        let _ = writeln!(self.text, "  {}  {kinds}", self.look.name(code));
        self.paragraph(6, text(error, "doc"));
    }

    fn end(&mut self, facts: &Value, example: &str) {
        self.section("Example");
        let _ = writeln!(self.text, "  {example}");
        for sample in list(facts, "samples") {
            self.sample(sample);
        }
    }

    fn sample(&mut self, sample: &Value) {
        let title = match text(sample, "name") {
            "" => "Sample".to_owned(),
            name => format!("Sample: {name}"),
        };
        self.section(&title);
        for part in ["request", "response"] {
            let Some(shown) = sample.get(part) else {
                continue;
            };
            let _ = writeln!(self.text, "  {}", self.look.faint(part));
            for line in json::indented(shown, self.look.printable()).lines() {
                let _ = writeln!(self.text, "    {line}");
            }
        }
    }

    fn section(&mut self, title: &str) {
        let _ = writeln!(self.text, "\n{}", self.look.heading(title));
    }

    /// A name, and a text beside it.
    fn pair(&mut self, name: &str, value: &str) {
        const NAMES: usize = 12;
        if value.trim().is_empty() {
            return;
        }
        let lines = wrapped(value, self.width.saturating_sub(NAMES + 2));
        let pad = " ".repeat(NAMES - name.width().min(NAMES));
        let gap = format!("\n{}", " ".repeat(NAMES + 2));
        let _ = writeln!(
            self.text,
            "  {}{pad}{}",
            self.look.faint(name),
            lines.join(&gap)
        );
    }

    fn paragraph(&mut self, indent: usize, value: &str) {
        if value.is_empty() {
            return;
        }
        let pad = " ".repeat(indent);
        for line in wrapped(&value.replace('`', ""), self.width.saturating_sub(indent)) {
            let _ = writeln!(self.text, "{pad}{line}");
        }
    }
}

fn text<'v>(facts: &'v Value, name: &str) -> &'v str {
    facts.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A mark of what no source states.
fn habit(facts: &Value, name: &str) -> &'static str {
    if list(facts, "inferred")
        .iter()
        .any(|inferred| inferred == name)
    {
        " (inferred from names)"
    } else {
        ""
    }
}

fn list<'v>(facts: &'v Value, name: &str) -> &'v [Value] {
    facts
        .get(name)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn joined(facts: &Value, name: &str) -> String {
    list(facts, name)
        .iter()
        .filter_map(Value::as_str)
        .collect::<Vec<_>>()
        .join(", ")
}
