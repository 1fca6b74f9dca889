//! What two versions of a page differ in: a page, one edit, the changes told.

use cloudwright_page::compare::{Change, compare};
use cloudwright_page::read;

const THREE: &str = include_str!("../pages/three-en.txt");
const THREE_ZH: &str = include_str!("../pages/three-zh.txt");
const THREE_ZH_TAB: &str = include_str!("../pages/three-zh-tab.txt");
const TWO: &str = include_str!("../pages/two-en.txt");

fn changes(old: &str, new: &str) -> Vec<Change> {
    compare(&read(old).unwrap(), &read(new).unwrap())
}

/// The contract changes: kind, place, old, new.
fn contract(old: &str, new: &str) -> Vec<String> {
    changes(old, new)
        .iter()
        .filter(|change| change.kind.is_contract())
        .map(|change| {
            let kind = serde_json::to_value(change.kind).unwrap();
            let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "-".to_owned());
            format!(
                "{} {}: {} > {}",
                kind.as_str().unwrap(),
                change.r#where,
                side(&change.old),
                side(&change.new)
            )
        })
        .collect()
}

fn edited(page: &str, from: &str, to: &str) -> String {
    assert!(page.contains(from), "{from}");
    page.replace(from, to)
}

/// A page, what is replaced in it, by what, and what is told.
const EDITS: &[(&str, &str, &str, &[&str])] = &[
    (
        THREE,
        "Shade No ShadeConfig How",
        "Shade No ShadeConfig How\nDepth No Integer How deep",
        &["param-added Depth: - > Depth"],
    ),
    (
        THREE,
        "Since String No Lanterns built from this day on.\n",
        "",
        &["param-removed Since: Since > -"],
    ),
    (
        THREE,
        "StreetId Yes String",
        "StreetIds Yes String",
        &["param-renamed StreetId: StreetId > StreetIds"],
    ),
    (
        THREE,
        "Limit No Integer",
        "Limit No String",
        &["param-type Limit: Integer > String"],
    ),
    (
        THREE,
        "Limit No Integer",
        "Limit Yes Integer",
        &["param-required Limit: no > yes"],
    ),
    (
        THREE,
        "Default value: 20.",
        "Default value: 50.",
        &["default Limit: 20 > 50"],
    ),
    (THREE, " Default value: 20.", "", &["default Limit: 20 > -"]),
    (
        THREE,
        "[1, 100]",
        "[1, 200]",
        &["range Limit: 1..100 > 1..200"],
    ),
    (
        THREE,
        "BLUE: a blue light",
        "BLUE: a blue light\nGREEN: a green light",
        &["enum-value-added Colour: - > GREEN"],
    ),
    (
        THREE,
        "TotalCount Integer How many there are.\n",
        "",
        &["response-removed TotalCount: TotalCount > -"],
    ),
    (
        THREE,
        "Owner OwnerInfo",
        "Keeper Keeper",
        &[
            "response-removed Owner: Owner > -",
            "response-added Keeper: - > Keeper",
        ],
    ),
    (
        THREE,
        "InternalError Something broke.\n",
        "",
        &["error-removed InternalError: InternalError > -"],
    ),
    (
        THREE,
        "InternalError Some",
        "InternalFault Some",
        &["error-renamed InternalError: InternalError > InternalFault"],
    ),
    (
        THREE,
        "2031-02-03",
        "2032-02-03",
        &["head-version version: 2031-02-03 > 2032-02-03"],
    ),
    (
        THREE,
        "request: lamp.",
        "request: light.",
        &["head-host service_host: lamp.tencentcloudapi.com > light.tencentcloudapi.com"],
    ),
    (
        TWO,
        "owner Who owns it Object",
        "owner Who owns it Object Array",
        &["response-type lamps[].owner: Object > Object Array"],
    ),
    (
        TWO,
        "name Who String",
        "name Who String\nage How old Int",
        &["response-added lamps[].owner.age: - > lamps[].owner.age"],
    ),
];

#[test]
fn each_edit_is_told_as_what_it_is() {
    for (page, from, to, expected) in EDITS {
        assert_eq!(
            contract(page, &edited(page, from, to)),
            *expected,
            "{from} to {to}"
        );
    }
}

#[test]
fn prose_samples_and_order_are_no_contract_and_changed_numbers_are_pointed_out() {
    for (from, to, kind) in [
        (
            "Each has up to 5 values.",
            "Every one has up to 5 values.",
            "prose",
        ),
        ("\"Height\": 2.5", "\"Height\": 3.5", "sample"),
        (
            "InternalError Something broke.",
            "InternalError It broke.",
            "error-text",
        ),
        ("StreetId Yes String Street, such as st-1.\n", "", "reorder"),
    ] {
        let new = if kind == "reorder" {
            edited(
                &edited(THREE, from, to),
                "Shade No",
                "StreetId Yes String Street, such as st-1.\nShade No",
            )
        } else {
            edited(THREE, from, to)
        };
        assert_eq!(contract(THREE, &new), Vec::<String>::new(), "{from}");
        let kinds: Vec<_> = changes(THREE, &new)
            .iter()
            .map(|change| serde_json::to_value(change.kind).unwrap())
            .collect();
        assert!(kinds.iter().any(|found| found == kind), "{kinds:?}");
    }
    let new = edited(THREE, "30 requests", "45 requests");
    let numbers: Vec<_> = changes(THREE, &new)
        .into_iter()
        .flat_map(|change| change.numbers)
        .collect();
    assert_eq!(numbers, ["30", "45"]);
}

#[test]
fn another_layout_or_wording_is_no_change() {
    assert_eq!(contract(THREE_ZH, THREE_ZH_TAB), Vec::<String>::new());
    assert_eq!(contract(THREE_ZH_TAB, THREE_ZH), Vec::<String>::new());
    let lower = ["String", "Integer", "Array of"]
        .iter()
        .fold(THREE.to_owned(), |page, word| {
            page.replace(word, &word.to_lowercase())
        });
    assert_eq!(contract(THREE, &lower), Vec::<String>::new());
    assert_eq!(
        contract(THREE, &edited(THREE, "Filters.N", "Filters.1")),
        Vec::<String>::new()
    );
    assert_eq!(
        contract(
            THREE,
            &edited(THREE, "Value range: [1, 100]", "It is between 1 and 100")
        ),
        Vec::<String>::new()
    );
}

#[test]
fn a_change_says_its_lines_in_both_versions() {
    let new = edited(
        THREE,
        "StreetId Yes String",
        "Depth No Integer Deep\nStreetId Yes Integer",
    );
    let change = changes(THREE, &new)
        .into_iter()
        .find(|change| change.r#where == "StreetId")
        .unwrap();
    assert_eq!(
        change.old_lines.unwrap().first + 1,
        change.new_lines.unwrap().first
    );
}

/// Lines as `edit` makes them; those of JSON, XML and queries stay, as nobody translates them.
fn sentences(page: &str, edit: impl Fn(&str) -> String) -> String {
    page.lines()
        .map(|line| {
            if line
                .trim_start()
                .starts_with(['{', '}', '[', ']', '"', '<', '&'])
            {
                line.to_owned()
            } else {
                edit(line)
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a line is the header of a table in any layout but one cell a paragraph.
fn is_header(line: &str) -> bool {
    cloudwright_page::table::Columns::of(line)
        .is_some_and(|columns| columns.members() || columns.errors())
}

/// A page whose tables with tabs stand between pipes, as in Markdown; `between` parts the cells.
fn between_pipes(page: &str, between: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut in_row = false;
    for line in page.lines() {
        let starts = line.contains('\t') && !line.starts_with('\t');
        let cells = line.replace('\t', between);
        if let Some(last) = lines.last_mut().filter(|_| in_row) {
            if !line.is_empty() && !starts {
                last.push('\n');
                last.push_str(&cells);
                continue;
            }
            last.push_str(between.trim_end());
        }
        let header = starts && is_header(line);
        in_row = starts && !header;
        if header {
            lines.push(cells + between.trim_end());
            lines.push("---|".repeat(line.split('\t').count()));
        } else {
            lines.push(cells);
        }
    }
    lines.join("\n")
}

/// A page as a terminal or a mail program breaks its sentences.
fn wrapped(page: &str) -> String {
    sentences(page, |line| {
        let mut lines = vec![String::new()];
        for word in line.split(' ') {
            match lines.last_mut() {
                Some(last) if last.chars().count() + word.chars().count() < 120 => {
                    last.push_str(word);
                    last.push(' ');
                }
                _ => lines.push(format!("{word} ")),
            }
        }
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        lines.join("\n")
    })
}

/// What saving, copying and a site's furniture do to a page, and what vendors reword; it says the same after.
type Variant = (&'static str, fn(&str) -> String);

const VARIANTS: &[Variant] = &[
    ("ends of lines of another system", |page| {
        format!("\u{feff}{}", page.replace('\n', "\r\n"))
    }),
    ("no-break spaces", |page| {
        sentences(page, |line| line.replace(' ', "\u{a0}"))
    }),
    ("more empty lines", |page| page.replace("\n\n", "\n\n\n\n")),
    ("white space behind lines", |page| {
        sentences(page, |line| format!("{line}  "))
    }),
    ("indented", |page| {
        sentences(page, |line| format!("    {line}"))
    }),
    ("zero-width spaces", |page| {
        sentences(page, |line| format!("\u{200b}{line}"))
    }),
    ("other bullets", |page| page.replace('•', "-")),
    ("bold headings", |page| {
        sentences(page, |line| {
            let number = line.split(". ").next().unwrap_or("");
            let numbered = number.len() == 1 && number.starts_with(|c: char| c.is_ascii_digit());
            if numbered && line.len() < 40 {
                format!("**{line}**")
            } else {
                line.to_owned()
            }
        })
    }),
    ("other words for columns", |page| {
        sentences(page, |line| {
            if !is_header(line) {
                return line.to_owned();
            }
            line.replace("参数名称", "字段名")
                .replace("描述", "说明")
                .replace("Required", "Mandatory")
                .replace(" Description", " Meaning")
                .replace("Error Meaning", "Error Description")
        })
    }),
    ("headers printed twice", |page| {
        sentences(page, |line| {
            if is_header(line) && line.contains(['\t', ' ']) {
                format!("{line}\n{line}")
            } else {
                line.to_owned()
            }
        })
    }),
    ("tables between pipes", |page| between_pipes(page, " | ")),
    ("tables between pipes, a line a cell", |page| {
        between_pipes(page, " |\n")
    }),
    ("fences around code", |page| {
        let page = page.replace("\n{\n", "\n```json\n{\n");
        page.replace("\n}\n", "\n}\n```\n")
    }),
    ("lines wrapped", wrapped),
    ("furniture below", |page| {
        format!(
            "{}\n\nWas this page helpful?\nYes\nNo\nFeedback\nPrevious topic: Listing\nAll rights reserved.\n",
            page.trim_end()
        )
    }),
];

#[test]
fn a_page_that_is_saved_in_another_way_says_the_same() {
    for (name, page) in crate::pages() {
        let facts = |text: &str| {
            let page = read(text).unwrap();
            let mut facts = page.to_json();
            // Lines are counted anew, and samples keep their text as it stands.
            let samples = facts["samples"]["response_json"].clone();
            facts["samples"] = samples;
            let keep = [
                "params",
                "response",
                "error_codes",
                "samples",
                "action",
                "path",
            ];
            let object = facts.as_object_mut().unwrap();
            object.retain(|key, _| keep.contains(&key.as_str()));
            for members in ["params", "response"] {
                for member in object[members].as_array_mut().unwrap() {
                    let member = member.as_object_mut().unwrap();
                    member.retain(|key, _| {
                        ["name", "path", "type", "required", "in", "status"].contains(&key.as_str())
                    });
                }
            }
            facts
        };
        for (what, variant) in VARIANTS {
            let varied = variant(&page);
            assert_eq!(facts(&page), facts(&varied), "{name}: {what}");
            assert_eq!(
                contract(&page, &varied),
                Vec::<String>::new(),
                "{name}: {what}"
            );
        }
    }
}
