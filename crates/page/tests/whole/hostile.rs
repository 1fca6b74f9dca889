//! Pages that nobody wrote: cut, shuffled, doubled, with tabs, control characters and endless lines. Reading
//! ends, nothing panics, and every fact stands on lines that exist.

use cloudwright_page::compare::compare;
use cloudwright_page::dialect::ALL;
use cloudwright_page::facts::{Member, Page, Span};
use cloudwright_page::{PageError, read, read_as};
use proptest::prelude::*;

/// Every example page of the tests.
fn pages() -> Vec<String> {
    crate::pages().into_iter().map(|(_, page)| page).collect()
}

/// What is done to a page.
#[derive(Clone, Debug)]
enum Damage {
    /// Cut off at a share of its length.
    Cut(f64),
    /// Two lines swapped.
    Swap(usize, usize),
    /// A line said again somewhere else.
    Double(usize, usize),
    /// A line gone.
    Drop(usize),
    /// Something set into a line.
    Insert(usize, f64, String),
    /// The lines of another page behind.
    Append(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let line = 0usize..400;
    let inserts = prop_oneof![
        Just("\t".to_owned()),
        Just("\r".to_owned()),
        Just("\u{0}\u{1b}[31m".to_owned()),
        Just("\u{202e}\u{200b}\u{feff}".to_owned()),
        Just("：，（）是否".to_owned()),
        Just("::".to_owned()),
        Just("└ ".to_owned()),
        Just("{[\"".to_owned()),
        Just("x".repeat(3000)),
        Just("a ".repeat(2000)),
        ".{0,20}",
    ];
    prop_oneof![
        (0.0..1.0f64).prop_map(Damage::Cut),
        (line.clone(), line.clone()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (line.clone(), line.clone()).prop_map(|(a, b)| Damage::Double(a, b)),
        line.clone().prop_map(Damage::Drop),
        (line, 0.0..1.0f64, inserts).prop_map(|(line, at, text)| Damage::Insert(line, at, text)),
        (0usize..100).prop_map(Damage::Append),
    ]
}

fn boundary(text: &str, share: f64) -> usize {
    #[allow(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a short text"
    )]
    let mut at = (text.len() as f64 * share) as usize;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn damaged(pages: &[String], index: usize, damages: &[Damage]) -> String {
    let mut lines: Vec<String> = pages[index % pages.len()]
        .split('\n')
        .map(str::to_owned)
        .collect();
    for damage in damages {
        let count = lines.len().max(1);
        match damage {
            Damage::Cut(share) => {
                let text = lines.join("\n");
                let end = boundary(&text, *share);
                lines = text[..end].split('\n').map(str::to_owned).collect();
            }
            Damage::Swap(a, b) => lines.swap(a % count, b % count),
            Damage::Double(from, to) => {
                let line = lines[from % count].clone();
                lines.insert(to % count, line);
            }
            Damage::Drop(line) => {
                if lines.len() > 1 {
                    lines.remove(line % count);
                }
            }
            Damage::Insert(line, at, text) => {
                let line = &mut lines[line % count];
                let at = boundary(line, *at);
                line.insert_str(at, text);
            }
            Damage::Append(other) => {
                lines.extend(pages[other % pages.len()].split('\n').map(str::to_owned));
            }
        }
    }
    lines.join("\n")
}

fn sound(page: &Page, text: &str) {
    let lines = u32::try_from(text.split(['\n', '\r']).count()).unwrap();
    let within = |span: Span| {
        assert!(
            span.first >= 1 && span.first <= span.last && span.last <= lines,
            "{span:?} of {lines}"
        );
    };
    let members = |members: &[Member]| {
        for member in members {
            within(member.path.lines);
            assert!(!member.path.value.is_empty());
            assert!(
                !member.path.value.contains(char::is_control),
                "{:?}",
                member.path.value
            );
        }
    };
    members(&page.parameters);
    members(&page.response);
    page.error_codes
        .iter()
        .for_each(|error| within(error.code.lines));
    page.samples
        .iter()
        .for_each(|sample| within(sample.text.lines));
    page.unexplained
        .iter()
        .for_each(|told| within(Span::line(told.line)));
    assert!(page.to_json().is_object());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_page_breaks_a_dialect(index in 0usize..100, damages in prop::collection::vec(damage(), 0..12)) {
        let pages = pages();
        let text = damaged(&pages, index, &damages);
        for dialect in ALL {
            if let Ok(page) = read_as(&text, dialect.name()) {
                sound(&page, &text);
            }
        }
        let whole = read(&pages[index % pages.len()]).unwrap();
        if let Ok(page) = read(&text) {
            let changes = compare(&whole, &page);
            prop_assert!(changes.iter().all(|change| !change.r#where.is_empty()));
            prop_assert_eq!(compare(&page, &page), vec![]);
        }
    }
}

#[test]
fn endless_lines_are_read_to_their_end() {
    for page in pages().into_iter().take(3) {
        for text in [
            "x".repeat(1 << 20),
            "a Yes Int ".repeat(1 << 17),
            "\t".repeat(1 << 20),
            "{\"a\":".repeat(1 << 18),
        ] {
            let at = page.find("Type").or_else(|| page.find("类型")).unwrap_or(0);
            let at = page[at..].find('\n').map_or(page.len(), |end| at + end + 1);
            let page = format!("{}{text}\n{}", &page[..at], &page[at..]);
            for dialect in ALL {
                sound(&read_as(&page, dialect.name()).unwrap(), &page);
            }
        }
    }
}

#[test]
fn what_is_no_api_page_says_so() {
    let story = "Once there was a lamp.\n\nIt burned all night.\n\nThe end.\n".repeat(20);
    assert!(matches!(read(&story), Err(PageError::NoApiPage { .. })));
    let manual = "lampctl\n\nDescription\n\nA tool.\n\nRequest parameters\n\nNone.\n\nExamples\n\nlampctl on\n";
    assert!(matches!(read(manual), Err(PageError::NoApiPage { .. })));
    assert_eq!(read(" \u{feff}\n\t\n").unwrap_err(), PageError::Empty);
    assert!(matches!(
        read_as("x", "nobody"),
        Err(PageError::UnknownDialect(_))
    ));
    let huge = "x".repeat(cloudwright_page::text::LONGEST_PAGE + 1);
    assert!(matches!(read(&huge), Err(PageError::TooLarge { .. })));
}

#[test]
fn every_example_page_is_recognised_by_itself_alone() {
    for page in pages() {
        let scores = cloudwright_page::scores(&page);
        assert!(scores[0].1 > scores[1].1, "{scores:?}");
    }
}
