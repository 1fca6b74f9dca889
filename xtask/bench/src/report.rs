//! What a run found, for people and for programs.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Part;
use super::figure::{Budget, Figure};

/// A Markdown table that reads well on a terminal too.
pub(super) fn table(machine: &[(&'static str, String)], figures: &[Figure]) -> String {
    let mut rows = vec![[
        "part".to_owned(),
        "figure".to_owned(),
        "measured".to_owned(),
        "floor".to_owned(),
        "ratio".to_owned(),
        "budget".to_owned(),
        String::new(),
    ]];
    rows.extend(figures.iter().map(row));
    let widths: [usize; 7] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    });
    let mut text = String::new();
    for (name, fact) in machine {
        let _ = writeln!(text, "{name}: {fact}");
    }
    text.push('\n');
    for (index, row) in rows.iter().enumerate() {
        line(&mut text, row, &widths);
        if index == 0 {
            let rules = widths.map(|width| "-".repeat(width.max(3)));
            line(&mut text, &rules, &widths);
        }
    }
    text
}

fn line(text: &mut String, cells: &[String; 7], widths: &[usize; 7]) {
    for (cell, width) in cells.iter().zip(widths) {
        let _ = write!(text, "| {cell:<width$} ");
    }
    text.push_str("|\n");
}

fn row(figure: &Figure) -> [String; 7] {
    let floor = figure
        .floor
        .as_ref()
        .map(|floor| format!("{} {}", number(floor.value), floor.name));
    let ratio = figure.ratio().map(|ratio| format!("{ratio:.2}"));
    let verdict = match (figure.budget, figure.keeps_budget()) {
        (None, _) => "",
        (Some(_), true) => "kept",
        (Some(_), false) => "MISSED",
    };
    [
        word(figure.part).to_owned(),
        figure.name.clone(),
        format!("{} {}", number(figure.value), figure.unit),
        floor.unwrap_or_default(),
        ratio.unwrap_or_default(),
        figure.budget.map(budget).unwrap_or_default(),
        verdict.to_owned(),
    ]
}

fn budget(budget: Budget) -> String {
    match budget {
        Budget::AtMost(most) => format!("≤ {}", number(most)),
        Budget::AtLeast(least) => format!("≥ {}", number(least)),
        Budget::RatioAtMost(most) => format!("ratio ≤ {most:.2}"),
    }
}

/// Three digits that count, and thousands set apart.
fn number(value: f64) -> String {
    if value.abs() < 10.0 {
        return format!("{value:.2}");
    }
    if value.abs() < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn word(part: Part) -> &'static str {
    match part {
        Part::Generator => "generator",
        Part::Compile => "compile",
        Part::Call => "call",
        Part::Signing => "signing",
        Part::Size => "size",
    }
}

/// The same for programs.
pub(super) fn json(machine: &[(&'static str, String)], figures: &[Figure]) -> String {
    let machine: serde_json::Map<String, Value> = machine
        .iter()
        .map(|(name, fact)| ((*name).to_owned(), Value::from(fact.as_str())))
        .collect();
    let figures: Vec<Value> = figures.iter().map(entry).collect();
    let report = json!({
        "machine": machine,
        "figures": figures,
    });
    format!("{report:#}\n")
}

fn entry(figure: &Figure) -> Value {
    json!({
        "part": word(figure.part),
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "floor": figure.floor.as_ref().map(|floor| json!({ "name": floor.name, "value": floor.value })),
        "ratio": figure.ratio(),
        "budget": figure.budget.map(budget),
        "kept": figure.keeps_budget(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_three_digits_and_thousands() {
        for (value, expected) in [
            (0.123, "0.12"),
            (12.34, "12.3"),
            (123.4, "123"),
            (1234.5, "1,234"),
            (1_234_567.0, "1,234,567"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn a_budget_that_is_missed_is_told() {
        let figure = Figure::new(Part::Call, "x", 3.0, "k").beside("floor", 2.0);
        for (figure, verdict) in [
            (figure.clone().at_most(3.0), "kept"),
            (figure.clone().at_most(2.0), "MISSED"),
            (figure.clone().at_least(4.0), "MISSED"),
            (figure.clone().ratio_at_most(1.5), "kept"),
            (figure.ratio_at_most(1.4), "MISSED"),
        ] {
            assert_eq!(row(&figure)[6], verdict, "{figure:?}");
        }
    }
}
