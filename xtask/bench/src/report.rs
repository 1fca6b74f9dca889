//! What a run found, for people and for programs.

use comfy_table::Table;
use comfy_table::presets::ASCII_MARKDOWN;
use serde_json::{Map, Value, json};

use super::Benchmark;
use super::figure::{Budget, Figure};

/// Facts of the machine, by name.
type Machine = [(&'static str, String)];

/// A Markdown table that reads well on a terminal too.
pub(super) fn table(machine: &Machine, figures: &[(Benchmark, Figure)]) -> String {
    let facts = machine
        .iter()
        .map(|(name, fact)| format!("{name}: {fact}\n"));
    let mut table = Table::new();
    table
        .load_style(ASCII_MARKDOWN)
        .set_header(["part", "figure", "measured", "floor", "ratio", "budget", ""]);
    table.add_rows(figures.iter().map(|(part, figure)| row(*part, figure)));
    format!("{}\n{table}\n", facts.collect::<String>())
}

fn row(part: Benchmark, figure: &Figure) -> [String; 7] {
    let floor = figure.floor.as_ref();
    let floor = floor.map(|floor| format!("{} {}", number(floor.value), floor.name));
    let ratio = figure.ratio().map(|ratio| format!("{ratio:.2}"));
    let verdict = match (figure.budget, figure.keeps_budget()) {
        (None, _) => "",
        (Some(_), true) => "kept",
        (Some(_), false) => "MISSED",
    };
    [
        part.to_string(),
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

/// The same for programs.
pub(super) fn json(machine: &Machine, figures: &[(Benchmark, Figure)]) -> String {
    let machine = machine.iter().cloned();
    let machine: Map<String, Value> = machine
        .map(|(name, fact)| (name.to_owned(), fact.into()))
        .collect();
    let figures = figures.iter().map(|(part, figure)| entry(*part, figure));
    let report = json!({ "machine": machine, "figures": figures.collect::<Vec<Value>>() });
    format!("{report:#}\n")
}

fn entry(part: Benchmark, figure: &Figure) -> Value {
    let floor = figure.floor.as_ref();
    json!({
        "part": part.to_string(),
        "name": figure.name,
        "value": figure.value,
        "unit": figure.unit,
        "floor": floor.map(|floor| json!({ "name": floor.name, "value": floor.value })),
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
        let figure = Figure::new("x", 3.0, "k").beside("floor", 2.0);
        for (figure, verdict) in [
            (figure.clone().at_most(3.0), "kept"),
            (figure.clone().at_most(2.0), "MISSED"),
            (figure.clone().at_least(4.0), "MISSED"),
            (figure.clone().ratio_at_most(1.5), "kept"),
            (figure.ratio_at_most(1.4), "MISSED"),
        ] {
            assert_eq!(row(Benchmark::Call, &figure)[6], verdict, "{figure:?}");
        }
    }
}
