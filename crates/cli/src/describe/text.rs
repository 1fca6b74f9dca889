//! The facts of an action as text for people.

use std::fmt::Write as _;

use cloudwright_vocabulary::printable;
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

use crate::output::look::Look;
use crate::output::{json, wrapped};

/// Writes the facts of an action, wrapped to a width.
pub(super) fn render(facts: &Value, example: &str, look: Look, width: usize) -> String {
    let facts = &printable(facts);
    let mut page = TextPage::new(look, width);
    page.head(facts);
    page.section("Parameters", list(facts, "parameters"), |page, member| {
        page.member(member, 2);
    });
    page.section("Rules", list(facts, "rules"), |page, rule| {
        page.paragraph(2, rule.as_str().unwrap_or_default());
    });
    page.section("Waits", list(facts, "waits"), TextPage::wait);
    page.section("Answer", list(facts, "response"), |page, member| {
        page.member(member, 2);
    });
    page.section("Errors", list(facts, "errors"), TextPage::error);
    page.section(
        "Errors of any action",
        list(facts, "common_errors"),
        TextPage::error,
    );
    page.heading("Example");
    page.line(2, &[example]);
    for sample in list(facts, "samples") {
        page.sample(sample);
    }
    page.text
}

/// Writes the facts of a service.
pub(super) fn render_service(facts: &Value, look: Look, width: usize) -> String {
    let facts = &printable(facts);
    let mut page = TextPage::new(look, width);
    page.line(0, &[&look.heading(text(facts, "service"))]);
    page.pair("deprecated", text(facts, "deprecated"));
    page.service(facts);
    page.heading("Actions");
    for action in list(facts, "actions") {
        page.named(2, text(action, "action"), text(action, "access"));
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
                let shown = match name.as_str() {
                    "samples" => value.clone(),
                    _ => printable(value),
                };
                (printable::text(name).into_owned(), shown)
            });
            shown.collect()
        }
        other => other.clone(),
    }
}

/// The text so far.
struct TextPage {
    text: String,
    look: Look,
    width: usize,
}

impl TextPage {
    fn new(look: Look, width: usize) -> Self {
        Self {
            text: String::new(),
            look,
            width,
        }
    }

    fn head(&mut self, facts: &Value) {
        let title = format!("{} {}", text(facts, "service"), text(facts, "action"));
        self.line(0, &[&self.look.heading(&title)]);
        self.paragraph(2, text(facts, "summary"));
        self.text.push('\n');
        self.pair("deprecated", text(facts, "deprecated"));
        let page = &facts["page"];
        let updated = between(" (", text(page, "updated"), ")");
        self.pair("page", &format!("{}{updated}", text(page, "title")));
        // Addresses are not broken into lines.
        for (name, address) in [
            ("", text(page, "url")),
            ("explorer", text(facts, "explorer")),
        ] {
            if !address.is_empty() {
                self.line(2, &[&format!("{name:12}{address}")]);
            }
        }
        let with_habit = |name: &str| format!("{}{}", text(facts, name), habit(facts, name));
        self.pair("access", &with_habit("access"));
        let request = format!("{} {}", text(facts, "method"), text(facts, "path"));
        self.pair("request", &request);
        self.service(facts);
        self.pair("rate limit", text(facts, "rate_limit"));
        self.pair("permission", &joined(facts, "permissions"));
        self.pair("pages", &with_habit("paging"));
        let token = text(facts, "idempotency_token");
        let habit = habit(facts, "idempotency_token");
        let once = between("by ", token, ", which is filled once a call");
        self.pair("repeatable", &format!("{once}{habit}"));
    }

    /// What an action shares with the others of its service.
    fn service(&mut self, facts: &Value) {
        let product = format!("{} of {}", text(facts, "title"), text(facts, "provider"));
        self.pair("product", &product);
        self.pair("version", text(facts, "version"));
        self.pair("endpoint", text(facts, "endpoint"));
        for (name, host) in facts["variants"]
            .as_object()
            .into_iter()
            .flat_map(Map::iter)
        {
            let host = host.as_str().unwrap_or_default();
            self.pair("", &format!("{name}: {host}"));
        }
        self.pair("protocol", &joined(facts, "protocols"));
        self.pair("regions", &joined(facts, "regions"));
    }

    fn member(&mut self, member: &Value, indent: usize) {
        let name = self.look.name(text(member, "name"));
        let kind = self.look.faint(text(member, "type"));
        let flag = between("  ", &self.look.value(text(member, "flag")), "");
        self.line(indent, &[&name, &flag, "  ", &kind]);
        self.paragraph(indent + 4, text(member, "doc"));
        let facts = list(member, "facts").iter().filter_map(Value::as_str);
        let values = between("one of ", &joined(member, "values"), "");
        let example = between("example ", text(member, "example"), "");
        let facts = facts.chain([&*values, &*example]);
        self.paragraph(indent + 4, &parts(facts, "; "));
        for field in list(member, "fields") {
            self.member(field, indent + 4);
        }
    }

    /// What the action can be asked for until it is so.
    fn wait(&mut self, wait: &Value) {
        let name = format!("--wait {}", text(wait, "name"));
        self.line(2, &[&self.look.value(&name)]);
        self.paragraph(6, text(wait, "doc"));
        let path = between("by ", text(wait, "path"), "");
        let [success, failure, pending] = ["success", "failure", "pending"]
            .map(|outcome| between(&format!("{outcome}: "), &joined(wait, outcome), ""));
        let absent = between("", text(wait, "absent"), " where it is not there");
        let told = [path, success, failure, pending, absent];
        self.paragraph(6, &parts(told.iter().map(String::as_str), "; "));
    }

    fn error(&mut self, error: &Value) {
        let status = error["status"]
            .as_u64()
            .map(|status| format!("status {status}"));
        let kinds = [text(error, "class"), status.as_deref().unwrap_or_default()];
        self.named(2, text(error, "code"), &parts(kinds, ", "));
        self.paragraph(6, text(error, "doc"));
    }

    fn sample(&mut self, sample: &Value) {
        self.heading(&format!(
            "Sample{}",
            between(": ", text(sample, "name"), "")
        ));
        for part in ["request", "response"] {
            let Some(shown) = sample.get(part) else {
                continue;
            };
            self.line(2, &[&self.look.faint(part)]);
            for line in json::indented(shown, self.look.printable()).lines() {
                self.line(4, &[line]);
            }
        }
    }

    /// A heading, and what is said of each of some facts; nothing where there are none.
    fn section(&mut self, title: &str, facts: &[Value], tell: fn(&mut Self, &Value)) {
        if facts.is_empty() {
            return;
        }
        self.heading(title);
        for fact in facts {
            tell(self, fact);
        }
    }

    fn heading(&mut self, title: &str) {
        self.text.push('\n');
        self.line(0, &[&self.look.heading(title)]);
    }

    /// A name, and what kind of thing it is.
    fn named(&mut self, indent: usize, name: &str, kind: &str) {
        self.line(
            indent,
            &[&self.look.name(name), "  ", &self.look.faint(kind)],
        );
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
        self.line(2, &[&self.look.faint(name), &pad, &lines.join(&gap)]);
    }

    fn paragraph(&mut self, indent: usize, value: &str) {
        if value.is_empty() {
            return;
        }
        for line in wrapped(&value.replace('`', ""), self.width.saturating_sub(indent)) {
            self.line(indent, &[&line]);
        }
    }

    fn line(&mut self, indent: usize, parts: &[&str]) {
        let _ = writeln!(self.text, "{:indent$}{}", "", parts.concat());
    }
}

fn text<'v>(facts: &'v Value, name: &str) -> &'v str {
    facts[name].as_str().unwrap_or_default()
}

fn list<'v>(facts: &'v Value, name: &str) -> &'v [Value] {
    facts[name]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn joined(facts: &Value, name: &str) -> String {
    parts(list(facts, name).iter().filter_map(Value::as_str), ", ")
}

/// The parts that say something.
fn parts<'p>(parts: impl IntoIterator<Item = &'p str>, separator: &str) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(separator)
}

/// A text with words around it; nothing where there is none.
fn between(before: &str, text: &str, after: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("{before}{text}{after}")
    }
}

/// A mark of what no source states.
fn habit(facts: &Value, name: &str) -> &'static str {
    if list(facts, "inferred").iter().any(|known| known == name) {
        " (inferred from names)"
    } else {
        ""
    }
}
