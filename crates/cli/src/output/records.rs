//! Rows that no table of this width could hold: one below the other, a line for each member.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::flat::Grid;
use super::wrap::wrapped;
use crate::output::look::Look;

/// The narrowest column of values beside the names; below it, values go under their names.
const LEAST: usize = 16;

/// The widest column of names; beside longer ones all values would be far to the right.
const MOST: usize = 60;

/// The longest line between records.
const RULE: usize = 100;

/// The rows as records.
pub(super) fn render(grid: &Grid, look: Look, width: usize) -> String {
    let longest = grid.columns.iter().map(|name| name.width()).max();
    let longest = longest.unwrap_or(0);
    let beside = longest <= MOST && longest + 2 + LEAST <= width;
    let mut text = String::new();
    for (row, number) in grid.rows.iter().zip(1_usize..) {
        let title = format!("── {number} ");
        let rule = "─".repeat(width.min(RULE).saturating_sub(title.width()));
        text.push_str(&look.faint(&format!("{title}{rule}")));
        text.push('\n');
        for (place, cell) in row.iter().filter(|(_, cell)| !cell.text.is_empty()) {
            let name = grid.columns.get(*place).map_or("", String::as_str);
            if beside {
                let pad = " ".repeat(longest - name.width() + 2);
                let lines = wrapped(&cell.text, width - longest - 2);
                let gap = format!("\n{}", " ".repeat(longest + 2));
                let _ = writeln!(text, "{}{pad}{}", look.heading(name), lines.join(&gap));
            } else {
                for line in wrapped(name, width) {
                    let _ = writeln!(text, "{}", look.heading(&line));
                }
                for line in wrapped(&cell.text, width.saturating_sub(2)) {
                    let _ = writeln!(text, "  {line}");
                }
            }
        }
    }
    text
}
