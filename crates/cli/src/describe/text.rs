//! The facts of an action as text for people.

use std::fmt::Write as _;

use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use crate::look::Look;
use crate::output::wrapped;

/// Writes the facts, wrapped to a width.
pub(super) fn render(facts: &Value, example: &str, look: Look, width: usize) -> String {
    let mut page = Page {
        text: String::new(),
        look,
        width,
    };
    page.head(facts);
    page.parameters(facts);
    page.rules(facts);
    page.errors(facts);
    page.end(facts, example);
    page.text
}

struct Page {
    text: String,
    look: Look,
    width: usize,
}

impl Page {
    fn head(&mut self, facts: &Value) {
        let title = format!("{} {}", text(facts, "service"), text(facts, "action"));
        let _ = writeln!(self.text, "{}", self.look.heading(&title));
        self.paragraph(2, text(facts, "summary"));
        self.text.push('\n');
        if let Some(deprecated) = facts.get("deprecated").and_then(Value::as_str) {
            self.pair("deprecated", deprecated);
        }
        let page = facts.get("page").unwrap_or(&Value::Null);
        let updated = match text(page, "updated") {
            "" => String::new(),
            date => format!(" ({date})"),
        };
        self.pair("page", &format!("{}{updated}", text(page, "title")));
        if let Some(url) = page.get("url").and_then(Value::as_str) {
            let _ = writeln!(self.text, "  {:12}{url}", "");
        }
        let product = format!("{} of {}", text(facts, "title"), text(facts, "provider"));
        self.pair("product", &product);
        self.pair("version", text(facts, "version"));
        self.pair("access", text(facts, "access"));
        self.pair(
            "request",
            &format!("{} {}", text(facts, "method"), text(facts, "path")),
        );
        self.pair("endpoint", text(facts, "endpoint"));
        for (name, host) in facts
            .get("variants")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            self.pair(
                "",
                &format!("{name}: {}", host.as_str().unwrap_or_default()),
            );
        }
        self.pair("protocol", &joined(facts, "protocols"));
        self.pair("rate limit", text(facts, "rate_limit"));
        self.pair("regions", &joined(facts, "regions"));
        self.pair("permission", &joined(facts, "permissions"));
        self.pair("pages", text(facts, "paging"));
    }

    fn parameters(&mut self, facts: &Value) {
        let parameters = list(facts, "parameters");
        if parameters.is_empty() {
            return;
        }
        self.section("Parameters");
        for parameter in parameters {
            self.parameter(parameter, 2);
        }
    }

    fn parameter(&mut self, parameter: &Value, indent: usize) {
        let pad = " ".repeat(indent);
        let name = self.look.name(text(parameter, "name"));
        let kind = self.look.faint(text(parameter, "type"));
        let flag = match text(parameter, "flag") {
            "" => String::new(),
            flag => format!("  {}", self.look.value(flag)),
        };
        let _ = writeln!(self.text, "{pad}{name}{flag}  {kind}");
        self.paragraph(indent + 4, text(parameter, "doc"));
        let mut facts = list(parameter, "facts")
            .iter()
            .filter_map(Value::as_str)
            .collect::<Vec<_>>();
        let values = joined(parameter, "values");
        let values = if values.is_empty() {
            values
        } else {
            format!("one of {values}")
        };
        let example = match text(parameter, "example") {
            "" => String::new(),
            example => format!("example {example}"),
        };
        facts.extend(
            [values.as_str(), example.as_str()]
                .into_iter()
                .filter(|fact| !fact.is_empty()),
        );
        self.paragraph(indent + 4, &facts.join("; "));
        for field in list(parameter, "fields") {
            self.parameter(field, indent + 4);
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
            for line in format!("{shown:#}").lines() {
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
