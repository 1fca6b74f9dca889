//! Groups, formats and acceptance, on changes made by hand.
#![allow(clippy::unwrap_used, reason = "tests may stop")]

use std::collections::HashMap;

use cloudwright_vocabulary::printable::is_unprintable;

use super::change::{Claim, Topic};
use super::*;

/// A change of which nothing matters but what it is about.
pub(super) fn change(topic: Topic, kind: &'static str) -> Change {
    Change {
        id: Id { topic, kind },
        action: Some("List".to_owned()),
        path: vec!["request".to_owned(), "Limit".to_owned()],
        what: kind.to_owned(),
        why: "because".to_owned(),
        direction: Direction::Request,
        verdicts: Verdicts::REFUSED,
        renamed: None,
        accepted: None,
        part_of: None,
        claim: Claim::None,
    }
}

fn service(changes: Vec<Change>) -> ServiceDrift {
    ServiceDrift {
        service: "tencent-x".to_owned(),
        folder: "tencent/x".to_owned(),
        version: Some("0.1.0".to_owned()),
        declared: Some("0.1.0".to_owned()),
        changes,
    }
}

fn told(drift: &Drift) -> String {
    drift.text(Level::Docs, false).to_string()
}

fn drift(changes: Vec<Change>) -> Drift {
    Drift::of([service(changes)])
}

#[test]
fn the_json_form_has_the_keys_and_words_of_its_schema() {
    let file = "../../specs/schema/drift.schema.json";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    // A package on its own has no schema beside it.
    let Ok(schema) = std::fs::read_to_string(file) else {
        return;
    };
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let keys = |value: &serde_json::Value| -> Vec<String> {
        let object = value.as_object().unwrap();
        let mut keys: Vec<String> = object.keys().cloned().collect();
        keys.sort();
        keys
    };
    let report = drift(vec![change(Topic::Parameter, "removed")]).json(Level::Docs);
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(keys(&report), keys(&schema["properties"]));
    let definitions = &schema["$defs"];
    let found = &report["services"][0];
    assert_eq!(keys(found), keys(&definitions["service"]["properties"]));
    let found = &found["changes"][0];
    assert_eq!(keys(found), keys(&definitions["change"]["properties"]));
    let words: Vec<&str> = Level::ALL.iter().map(|level| level.as_str()).collect();
    assert_eq!(definitions["level"]["enum"], serde_json::json!(words));
    let effects = [Effect::None, Effect::Changed, Effect::Breaking];
    assert_eq!(
        definitions["effect"]["enum"],
        serde_json::to_value(effects).unwrap()
    );
    let ways = [
        Direction::None,
        Direction::Request,
        Direction::Response,
        Direction::Both,
    ];
    let properties = &definitions["change"]["properties"];
    assert_eq!(
        properties["direction"]["enum"],
        serde_json::to_value(ways).unwrap()
    );
    assert_eq!(found["id"], "parameter-removed");
}

#[test]
fn a_comment_has_the_first_rows_open_and_does_nothing_that_a_name_says() {
    let many = (0..30).map(|number| {
        let mut one = change(Topic::Parameter, "removed");
        one.path = vec!["request".to_owned(), format!("P{number}")];
        one.what = "a | b <script> @team".to_owned();
        one
    });
    let text = drift(many.collect()).markdown(Level::Docs);
    let (open, folded) = text
        .split_once("<details><summary>10 more</summary>")
        .unwrap();
    assert_eq!(open.matches("**breaking**").count(), 20);
    assert_eq!(folded.matches("**breaking**").count(), 10);
    assert!(text.contains("a \\| b &lt;script&gt; &#64;team"), "{text}");
}

#[test]
fn annotations_stay_on_their_line() {
    let mut one = change(Topic::Parameter, "removed");
    one.what = "100%\nnew: line".to_owned();
    let texts = [(
        "tencent/x/List.yaml",
        "action: List\nrequest:\n- name: Limit\n",
    )];
    let text = drift(vec![one]).annotations(Level::Docs, "specs/", &texts.into());
    assert_eq!(
        text,
        "::error file=specs/tencent/x/List.yaml,line=3,title=tencent-x parameter-removed::\
         List request Limit: 100%25\\nnew: line; wire, behaviour: because\n"
    );
}

#[test]
fn no_form_of_the_report_acts_on_whoever_shows_it() {
    let mut one = change(Topic::Parameter, "removed");
    let hostile = "a\n::error::b\u{1b}[2J\u{9b}m\u{202e}\r\u{8}";
    one.path = vec!["request".to_owned(), hostile.to_owned()];
    one.what = hostile.to_owned();
    one.why = hostile.to_owned();
    let drift = drift(vec![one]);
    for text in [
        drift.text(Level::Docs, true).to_string(),
        drift.text(Level::Docs, false).to_string(),
        drift.markdown(Level::Docs),
        drift.annotations(Level::Docs, "specs/", &HashMap::new()),
        changelog::with_release(None, &drift.services[0], "1.0.0"),
    ] {
        let acts = |c: char| c != '\n' && is_unprintable(c);
        assert_eq!(text.find(acts), None, "{text:?}");
        assert!(!text.contains("\n::error::b"), "{text}");
    }
}

#[test]
fn an_inherited_error_is_annotated_where_it_stands() {
    let texts = HashMap::from([
        (
            "tencent/x/service.yaml",
            "service: tencent-x\nerrors:\n- code: Own\n",
        ),
        (
            "tencent/provider.yaml",
            "provider: tencent\nerrors:\n- code: Shared\nprotocols:\n- protocol: p\n  errors:\n  - code: Of\n",
        ),
    ]);
    for (code, place) in [
        ("Own", "specs/tencent/x/service.yaml,line=3,"),
        ("Shared", "specs/tencent/provider.yaml,line=3,"),
        ("Of", "specs/tencent/provider.yaml,line=7,"),
        ("Gone", "specs/tencent/x/service.yaml,line=2,"),
    ] {
        let mut one = change(Topic::Error, "changed");
        one.action = None;
        one.path = vec!["service".to_owned(), format!("error {code}")];
        let text = drift(vec![one]).annotations(Level::Docs, "specs/", &texts);
        assert!(text.contains(place), "{text}");
    }
}

#[test]
fn what_was_accepted_asks_for_no_version_and_idle_entries_are_told() {
    let mut source = change(Topic::Parameter, "removed");
    source.verdicts.source = Effect::Breaking;
    let entry = |subject: &str, until: &str| {
        format!(
            "- {{ id: parameter-removed, service: tencent-x, subject: {subject}, reason: nobody used it, until: {until} }}\n"
        )
    };
    let text = entry("List request Limit", "0.2.0") + &entry("List request Other", "0.2.0");
    let entries = accepted::read(&text).unwrap();
    let mut drift = drift(vec![source.clone()]);
    assert_eq!(
        drift.services[0].standing(),
        Standing::TooLow("0.2.0".to_owned())
    );
    let idle = accepted::apply(&mut drift, entries);
    let idle: Vec<String> = idle.iter().map(ToString::to_string).collect();
    assert_eq!(
        idle,
        [
            "drift-accepted.yaml: tencent-x List request Other, parameter-removed: matches no change; delete it"
        ]
    );
    assert_eq!(drift.services[0].standing(), Standing::Enough);
    assert!(
        told(&drift).contains("accepted, nobody used it; source"),
        "{drift}"
    );

    let mut later = Drift::of([service(vec![source])]);
    let over = accepted::read(&entry("List request Limit", "0.1.0")).unwrap();
    let idle = accepted::apply(&mut later, over);
    assert!(
        matches!(idle.as_slice(), [accepted::Idle::Over(_)]),
        "{idle:?}"
    );
    assert!(accepted::read("- { id: x }").is_err());
    assert_eq!(accepted::read("# none yet\n"), Ok(Vec::new()));
}

#[test]
fn a_release_is_a_section_before_those_of_earlier_ones_and_can_be_written_again() {
    let drift = service(vec![change(Topic::Parameter, "removed")]);
    let first = changelog::with_release(None, &drift, "0.1.1");
    let second = changelog::with_release(Some(&first), &drift, "0.2.0");
    let titles: Vec<&str> = second
        .lines()
        .filter(|line| line.starts_with("## "))
        .collect();
    assert_eq!(titles, ["## 0.2.0", "## 0.1.1"]);
    assert!(
        second.contains("* `List request Limit`: removed (because)"),
        "{second}"
    );
    assert_eq!(
        changelog::with_release(Some(&second), &drift, "0.2.0"),
        second
    );
}

#[test]
fn versions_that_go_down_or_are_no_release_yet_are_not_enough() {
    let standing = |version: &str, declared: Option<&str>| {
        let mut one = service(vec![change(Topic::Parameter, "removed")]);
        one.version = Some(version.to_owned());
        one.declared = declared.map(str::to_owned);
        one.standing()
    };
    assert_eq!(standing("0.9.0", Some("0.1.0")), Standing::Lowered);
    assert_eq!(
        standing("0.9.0", Some("0.9.1-rc.1")),
        Standing::TooLow("0.9.1".to_owned())
    );
    assert_eq!(standing("0.9.0", Some("0.9.1")), Standing::Enough);
    assert_eq!(standing("0.9.0", None), Standing::Gone);
}
