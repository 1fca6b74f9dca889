//! The formats of results, and what may stand on which stream.

use serde_json::{Value, json};

use crate::run::{CCS, SWR, actions, call, cloudwright};
use crate::server::service;

fn mock(action: &[&str], words: &[&str]) -> String {
    call(action, &[&["--mock"], words].concat())
        .run()
        .text()
        .to_owned()
}

#[test]
fn each_format_shows_the_same_entries() {
    let jobs = SWR;
    let json: Value = serde_json::from_str(&mock(jobs, &[])).unwrap();
    assert_eq!(json["total"], 2);
    let lines = mock(jobs, &["-o", "jsonl"]);
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(json!(lines), json["jobs"]);
    let yaml = mock(jobs, &["--output", "yaml"]);
    assert!(
        yaml.contains("total: 2") && yaml.contains("- id: 30173"),
        "{yaml}"
    );
    let text = mock(
        jobs,
        &["-o", "text", "--query", "jobs[].[id, status, updated_at]"],
    );
    assert_eq!(
        text,
        "30173\trunning\t2020-12-04T09:16:56.339681Z\n30038\terror\t2020-12-04T09:16:56.333639Z\n"
    );
    let table = mock(
        jobs,
        &["-o", "table", "--query", "jobs[].{job: id, state: status}"],
    );
    let expected = "\
╭───────┬─────────╮
│ job   ┆ state   │
╞═══════╪═════════╡
│ 30173 ┆ running │
│ 30038 ┆ error   │
╰───────┴─────────╯
";
    assert_eq!(table, expected);
}

#[test]
fn tables_align_under_chinese_text_in_every_width() {
    for width in ["40", "60", "80", "140", "200", "300"] {
        for action in actions() {
            let ran = action
                .call(&["--mock", "-o", "table"])
                .with("COLUMNS", width)
                .run();
            let widths: Vec<usize> = ran
                .text()
                .lines()
                .map(unicode_width::UnicodeWidthStr::width)
                .collect();
            let most: usize = width.parse().unwrap();
            assert!(
                widths.iter().all(|line| *line <= most),
                "{width}\n{}",
                ran.out
            );
        }
    }
    let ran = call(CCS, &["--mock", "-o", "table"])
        .with("COLUMNS", "200")
        .run();
    let table: Vec<&str> = ran
        .text()
        .lines()
        .filter(|line| line.starts_with(['│', '╭', '╰']))
        .collect();
    let events: Vec<usize> = table
        .iter()
        .map(|line| unicode_width::UnicodeWidthStr::width(*line))
        .filter(|width| *width > 60)
        .collect();
    assert!(ran.out.contains("操作重试"), "{}", ran.out);
    assert!(
        events.len() > 3 && events.iter().all(|width| *width == events[0]),
        "{}",
        ran.out
    );
}

#[test]
fn colours_are_for_terminals_and_never_where_they_are_not_wanted() {
    let plain = call(SWR, &["--mock", "-v"]).run();
    assert!(
        !plain.text().contains('\u{1b}') && !plain.err.contains('\u{1b}'),
        "{plain:?}"
    );
    let forced = call(SWR, &["--mock"]).with("CLICOLOR_FORCE", "1").run();
    assert!(forced.text().contains('\u{1b}'), "{}", forced.out);
    let refused = call(SWR, &["--mock", "-o", "table"])
        .with("CLICOLOR_FORCE", "1")
        .with("NO_COLOR", "1")
        .run();
    assert!(!refused.text().contains('\u{1b}'), "{}", refused.out);
}

#[test]
fn diagnostics_stay_off_standard_output() {
    let verbose = call(SWR, &["--mock", "--verbose"]).run();
    verbose.json();
    assert!(
        verbose.err.contains("> GET http://127.0.0.1:"),
        "{}",
        verbose.err
    );
    assert!(verbose.err.contains("< 200 with "), "{}", verbose.err);
    let quiet = call(SWR, &["--mock", "--quiet"]).run();
    quiet.json();
    assert_eq!(quiet.err, "");
}

#[test]
fn whoever_stops_reading_gets_no_panic() {
    use std::io::Read as _;

    let run = call(
        SWR,
        &["--mock", "--mock-rows", "3000", "--all", "-o", "jsonl"],
    );
    let mut child = run.command().spawn().unwrap();
    let mut first = [0; 16];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_part_of_a_listing_keeps_its_format() {
    let ran = cloudwright(&["services", "-o", "text"]).run();
    assert!(
        ran.text()
            .lines()
            .any(|line| line.starts_with("huawei-swr\t")),
        "{}",
        ran.out
    );
}

#[test]
fn the_one_list_of_an_answer_without_pages_has_its_rows() {
    let answer = json!({"namespaces": [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]});
    let address = service(200, &answer);
    for (words, expected) in [
        (&["-o", "text"][..], "1\ta\n2\tb\n"),
        (&["-o", "text", "--columns", "name,id"], "a\t1\nb\t2\n"),
        (
            &["-o", "jsonl", "--columns", "name"],
            "{\"name\":\"a\"}\n{\"name\":\"b\"}\n",
        ),
    ] {
        let words = [&["--endpoint", &address, "--region", "cn-north-4"], words].concat();
        let ran = call(&["huawei-swr", "ListNamespaces"], &words)
            .with_keys()
            .run();
        assert_eq!(ran.text(), expected, "{words:?}");
        assert_eq!(ran.err, "");
    }
}
