//! What changed between two versions of a page, as a table.

use std::fmt::Write as _;

use cloudwright_page::compare::Change;
use cloudwright_spec::diagnostic::shown;

/// One line a change: the contract first, what is told beside it after a rule.
pub(super) fn table(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "no change\n".to_owned();
    }
    let rows: Vec<[String; 5]> = changes.iter().map(row).collect();
    let width = |column: usize| {
        rows.iter()
            .map(move |row| row[column].chars().count())
            .max()
    };
    let [a, b, c, d] = [0, 1, 2, 3].map(|column| width(column).unwrap_or_default());
    let mut text = String::new();
    for [kind, place, old, new, lines] in &rows {
        let line = format!("{kind:a$}  {place:b$}  {old:c$}  {new:d$}  {lines}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

fn row(change: &Change) -> [String; 5] {
    let kind = serde_json::to_value(change.kind).unwrap_or_default();
    let kind = kind.as_str().unwrap_or_default();
    let cut = |text: &Option<String>| {
        let text = shown(text.as_deref().unwrap_or_default());
        match text.char_indices().nth(40) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text,
        }
    };
    let lines = match (change.old_lines, change.new_lines) {
        (Some(old), Some(new)) => format!("lines {} -> {}", old.first, new.first),
        (Some(old), None) => format!("line {} ->", old.first),
        (None, Some(new)) => format!("-> line {}", new.first),
        (None, None) => String::new(),
    };
    let numbers = if change.numbers.is_empty() {
        String::new()
    } else {
        format!(" numbers: {}", change.numbers.join(", "))
    };
    [
        kind.to_owned(),
        shown(&change.r#where),
        cut(&change.old),
        cut(&change.new),
        lines + &numbers,
    ]
}
