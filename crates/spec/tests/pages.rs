//! Whatever text is taken for a page: no panic, no path outside of the folder, and a time that grows with the
//! text and not with its square.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use cloudwright_spec::transcribe::{Hints, Prose, Saved, Transcribed, transcribe};
use cloudwright_spec::{SourceFile, load};
use proptest::prelude::*;

const PAGE: &str = "Lamps

1. API Description

Domain name for API request: lamps.tencentcloudapi.com.

2. Input Parameters

Parameter Name Required Type Description
Action Yes String Common Params. The value used for this API: ListLamps.
Version Yes String Common Params. The value used for this API: 2031-02-03.
Limit No Integer Lamps to return. Default value: 20.
Shades.N No Array of String Kinds of shades.

3. Output Parameters

Parameter Name Type Description
Lamps Array of Lamp The lamps.
instances Integer Lamps that burn.
RequestId String The id of the request.

4. Example

Output Example

{
    \"Response\": {
        \"Lamps\": [{ \"Id\": \"lamp-1\", \"Watts\": \"seven\" }],
        \"instanaces\": \"1\",
        \"RequestId\": \"r-1\"
    }
}
";

fn taken(text: &str) -> Option<Transcribed> {
    let page = cloudwright_page::read_as(text, "tencent-v3").ok()?;
    let saved = Saved {
        name: "page.txt".to_owned(),
        text: text.to_owned(),
        page,
    };
    Some(
        transcribe(
            &[],
            &BTreeMap::new(),
            &[saved],
            &Hints::default(),
            Prose::Keep,
        )
        .unwrap(),
    )
}

fn action(outcome: &Transcribed) -> String {
    let is_it = |file: &&SourceFile| file.path == "tencent/lamps/ListLamps.yaml";
    let file = outcome.files.iter().find(is_it).unwrap();
    String::from_utf8(file.content.clone()).unwrap()
}

#[test]
fn two_spellings_are_one_member_and_two_types_a_conflict() {
    let outcome = taken(PAGE).unwrap();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let text = action(&outcome);
    assert!(
        text.contains("  - name: instances\n    alias:\n      - instanaces\n"),
        "{text}"
    );
    assert!(
        text.contains("        table: integer\n        sample: string\n"),
        "{text}"
    );
    assert!(
        text.contains("  - name: Shades\n    type: list<string>\n"),
        "{text}"
    );
}

#[test]
fn how_times_are_written_and_what_binds_parameters_is_proposed() {
    let page = PAGE
        .replace(
            "Shades.N No Array of String Kinds of shades.",
            "Offset No Integer Lamps to skip. Parameters Offset and Limit should always be used together.\n\
             LitTime No Timestamp ISO8601 When it was lit.\n\
             BurntTime No String When it was burnt, as YYYY-MM-DDThh:mm:ssZ.",
        )
        .replace(
            "instances Integer Lamps that burn.",
            "OffTime Timestamp When it went off.",
        );
    let outcome = taken(&page).unwrap();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let text = action(&outcome);
    for said in [
        "  - name: LitTime\n    type: datetime\n    format: iso-8601\n",
        "  - name: BurntTime\n    type: string\n    format: iso-8601\n",
        "  - name: OffTime\n    type: datetime\n    doc:",
        "# Inferred from sentences, as advice; `enforced` refuses calls that break them.\n\
         rules:\n  - rule: together\n    members:\n      - Offset\n      - Limit\n    enforced: false\n",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn what_clients_cannot_read_as_both_a_table_and_a_sample_have_it_is_left_open() {
    for (written, shown, expected) in [
        // A number in a text is read as one.
        ("\"1\"", "string", "    type: integer\n"),
        ("\"none\"", "string", "    type: any\n"),
        ("{ \"Id\": 1 }", "object", "    type: any\n"),
        ("[1]", "list<integer>", "    type: any\n"),
    ] {
        let page = PAGE.replace(
            "\"instanaces\": \"1\"",
            &format!("\"instances\": {written}"),
        );
        let outcome = taken(&page).unwrap();
        assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
        let text = action(&outcome);
        let member = text.split("  - name: instances\n").nth(1).unwrap();
        assert!(member.starts_with(expected), "{text}");
        let sides = format!("table: integer\n        sample: {shown}\n");
        assert!(member.contains(&sides), "{text}");
    }
}

#[test]
fn no_name_of_a_page_leads_out_of_the_folder() {
    for name in ["../../evil", "a/b", "\u{1b}[31mList", "service", ""] {
        let outcome = taken(&PAGE.replace("ListLamps", name)).unwrap();
        for file in &outcome.files {
            let parts: Vec<&str> = file.path.split('/').collect();
            assert_eq!(parts.len(), 3, "{name:?} {}", file.path);
            assert!(!parts.contains(&".."), "{}", file.path);
        }
        for (_, why) in &outcome.failed {
            assert!(!why.to_string().contains('\u{1b}'));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_damaged_page_is_read_or_refused_and_never_breaks_a_spec(
        cuts in proptest::collection::vec((0_usize..900, "\\PC{0,12}"), 0..8),
    ) {
        let mut text = PAGE.to_owned();
        for (at, put) in cuts {
            let at = (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.insert_str(at, &put);
        }
        let Some(outcome) = taken(&text) else { return Ok(()) };
        let specs: Vec<SourceFile> = outcome
            .files
            .iter()
            .filter(|file| !file.path.ends_with("/sources.lock"))
            .cloned()
            .collect();
        // What is wrong with a draft has been told.
        let report = load::load(&specs).report;
        prop_assert!(!report.has_errors() || !outcome.findings.is_empty(), "{report}\n{text}");
    }
}
