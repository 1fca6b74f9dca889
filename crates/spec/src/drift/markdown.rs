//! The report as Markdown, for a pull request's comment: the gravest first, the first rows open, the
//! rest folded.

use std::fmt::Write as _;

use cloudwright_vocabulary::printable;

use super::change::Level;
use super::{Drift, Group, ServiceDrift, Standing};

/// Rows that stand open.
const OPEN: usize = 20;
/// Rows that are told at all; a comment has an end.
const MOST: usize = 200;

impl Drift {
    /// The report as Markdown, of the changes from this level on.
    pub fn markdown(&self, level: Level) -> String {
        if self.is_empty() {
            return "No drift.\n".to_owned();
        }
        let mut text = String::new();
        for service in &self.services {
            section(&mut text, service, level);
        }
        text
    }
}

// Writing to a string does not fail.
fn section(text: &mut String, service: &ServiceDrift, level: Level) {
    let shown = service.shown(level);
    let _ = writeln!(text, "### {}\n", escaped(&service.headline()));
    if let Some(advice) = advice(service) {
        let _ = writeln!(text, "{advice}\n");
    }
    let (open, folded) = shown.split_at(shown.len().min(OPEN));
    table(text, open);
    if !folded.is_empty() {
        let (told, left) = folded.split_at(folded.len().min(MOST));
        let _ = writeln!(text, "<details><summary>{} more</summary>\n", folded.len());
        table(text, told);
        if !left.is_empty() {
            let _ = writeln!(text, "… and {} more, which `drift` tells.\n", left.len());
        }
        text.push_str("</details>\n\n");
    }
}

/// What to do about the version.
fn advice(service: &ServiceDrift) -> Option<String> {
    let declared = service.declared.as_deref().unwrap_or_default();
    match service.standing() {
        Standing::Enough => None,
        Standing::TooLow(wanted) => Some(format!(
            "**The version must be {wanted} at least**; the spec says {declared}. \
             `drift --set-versions` writes it."
        )),
        Standing::Lowered => Some(format!("**The version goes down**, to {declared}.")),
        Standing::Gone => {
            Some("**The service is removed**: programs depend on its crate.".to_owned())
        }
    }
}

fn table(text: &mut String, groups: &[Group<'_>]) {
    if groups.is_empty() {
        return;
    }
    text.push_str("| level | what | change | why |\n| --- | --- | --- | --- |\n");
    for group in groups {
        let change = group.change;
        let level = match change.level() {
            Level::Breaking => "**breaking**",
            Level::Compatible if change.verdicts.is_breaking() => "wire",
            other => other.as_str(),
        };
        let mut why = escaped(&change.reason());
        if group.all.len() > 1 {
            let names = group
                .all
                .iter()
                .filter_map(|change| change.action.as_deref());
            let names = escaped(&names.collect::<Vec<_>>().join(", "));
            let _ = write!(why, " <details><summary>where</summary>{names}</details>");
        }
        let (subject, what) = (escaped(&group.subject()), escaped(&group.what()));
        let _ = writeln!(text, "| {level} | {subject} | {what} | {why} |");
    }
    text.push('\n');
}

/// Names and texts of pages as Markdown that says them and does nothing.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in printable::text(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // What is no mention of anybody is none.
            '@' => out.push_str("&#64;"),
            '|' | '*' | '_' | '[' | ']' | '\\' | '#' | '~' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}
