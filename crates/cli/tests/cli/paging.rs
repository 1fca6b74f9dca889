//! `--all`, `--max-items`, `--start-at` and `--query` over the mock's generated rows.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;

use crate::run::{Action, CCS, Ran, SWR, actions, call, cloudwright};

/// How many entries come.
fn count(action: Action, words: &[&str]) -> usize {
    let words = [&["--mock", "-o", "jsonl"], words].concat();
    action.call(&words).run().text().lines().count()
}

#[test]
fn all_pages_of_the_paged_actions_are_joined() {
    let paged = actions().into_iter();
    let paged: Vec<Action> = paged
        .filter(|action| action.operation.paging.is_some())
        .collect();
    assert!(!paged.is_empty());
    for action in paged {
        for (words, expected) in [
            (["--mock-rows", "257", "--all"].as_slice(), 257),
            (&["--mock-rows", "0", "--all"], 0),
            (&["--mock-rows", "257", "--max-items", "123"], 123),
        ] {
            assert_eq!(count(action, words), expected, "{action:?} {words:?}");
        }
    }
}

#[test]
fn pages_are_as_large_as_the_service_allows_unless_the_call_says_otherwise() {
    for (words, calls) in [
        (&["--all"][..], 3),
        (&["--all", "--limit", "50"], 6),
        (&["--max-items", "5"], 1),
        (&["--all", "--offset", "250"], 1),
    ] {
        let words = [&["--mock", "--mock-rows", "257", "-v"], words].concat();
        let ran = call(SWR, &words).run();
        ran.json();
        assert_eq!(
            ran.err.matches("> GET").count(),
            calls,
            "{words:?}: {}",
            ran.err
        );
    }
}

#[test]
fn a_query_sees_all_pages_at_once() {
    let words = [
        "--mock",
        "--mock-rows",
        "250",
        "--all",
        "--query",
        "length(jobs)",
    ];
    assert_eq!(call(SWR, &words).run().text(), "250\n");
    let words = [
        "--mock",
        "--mock-rows",
        "250",
        "--query",
        "[length(jobs), total]",
        "-o",
        "jsonl",
    ];
    assert_eq!(call(SWR, &words).run().text(), "10\n250\n");
}

#[test]
fn an_action_without_pages_is_called_once_and_says_so() {
    let ran = call(CCS, &["--mock", "--all"]).run();
    ran.json();
    assert!(ran.err.contains("no pages"), "{}", ran.err);
}

/// Lists all jobs of a service that says it has `total`, has `rows` and gives at most `most` a page.
fn all_jobs(total: u64, rows: u64, most: u64) -> Ran {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            let number = |name: &str| -> u64 {
                let (_, rest) = head[0].split_once(name).expect("both are asked for");
                let end = rest.find(|letter: char| !letter.is_ascii_digit());
                rest[..end.unwrap_or(rest.len())].parse().expect("a number")
            };
            let (offset, limit) = (number("offset="), number("limit="));
            let jobs = (offset..rows).take(usize::try_from(limit.min(most)).expect("a few"));
            let jobs: Vec<String> = jobs.map(|id| format!(r#"{{"id":{id}}}"#)).collect();
            let body = format!(r#"{{"total":{total},"jobs":[{}]}}"#, jobs.join(","));
            let head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json";
            let length = body.len();
            write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{body}").expect("it is read");
        }
    });
    let words = [
        "--endpoint",
        &endpoint,
        "--region",
        "cn-north-4",
        "--all",
        "-o",
        "jsonl",
    ];
    call(SWR, &words).with_keys().run()
}

#[test]
fn a_service_that_gives_smaller_pages_than_asked_for_loses_no_entry() {
    let ran = all_jobs(120, 120, 50);
    let ids: Vec<u64> = ran
        .text()
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["id"]
                .as_u64()
                .expect("a number")
        })
        .collect();
    assert_eq!(ids, (0..120).collect::<Vec<_>>());
    assert_eq!(ran.err, "");
}

#[test]
fn pages_that_end_before_the_total_are_said_to() {
    let ran = all_jobs(120, 70, 50);
    assert_eq!(ran.text().lines().count(), 70);
    assert_eq!(
        ran.err,
        "note: 70 of 120 entries: the service gave no more\n"
    );
}

#[test]
fn no_more_pages_are_fetched_than_are_wanted() {
    for (rows, most) in [("257", 200), ("50", 50)] {
        let words = [
            "--mock",
            "-o",
            "jsonl",
            "--mock-rows",
            rows,
            "--max-pages",
            "2",
        ];
        assert_eq!(call(SWR, &words).run().text().lines().count(), most);
    }
}

/// The position that a note tells, if it tells one.
fn told(ran: &Ran) -> Option<String> {
    let (_, rest) = ran.err.split_once("--start-at ")?;
    let (position, _) = rest.split_once(" goes on")?;
    Some(position.trim_matches('\'').to_owned())
}

#[test]
fn who_stops_anywhere_in_any_pages_goes_on_without_a_loss_or_a_repetition() {
    let build = [
        "call",
        "alibaba-cr",
        "ListRepoBuildRecord",
        "--instance-id",
        "i",
        "--repo-id",
        "r",
    ];
    let machines = [
        "call",
        "alibaba-ecs",
        "DescribeInstances",
        "--region-id",
        "r",
    ];
    let tags = ["call", "huawei-swr", "ListReposDetails"];
    for (action, stops) in [
        (&build[..], &["--page-size", "5", "--max-items", "7"][..]),
        (&build, &["--max-pages", "1"]),
        // Pages that are asked for by tokens, and by offsets.
        (&machines, &["--max-items", "7"]),
        (&machines, &["--page-size", "4", "--max-items", "7"]),
        (&machines, &["--max-results", "4", "--max-items", "7"]),
        (&tags, &["--limit", "4", "--max-items", "7"]),
        (&tags, &["--max-items", "10"]),
    ] {
        let common = [action, &["--mock", "--mock-rows", "30", "-o", "jsonl"]].concat();
        let whole = cloudwright(&[&common[..], &["--all"]].concat()).run();
        let mut start: Option<String> = None;
        let mut found = String::new();
        for _ in 0..10 {
            let place = start
                .iter()
                .flat_map(|start| ["--start-at", start.as_str()]);
            let place: Vec<&str> = place.collect();
            let ran = cloudwright(&[&common[..], stops, &place].concat()).run();
            found.push_str(ran.text());
            start = told(&ran);
            if start.is_none() {
                break;
            }
        }
        assert_eq!(found, whole.text(), "{action:?} {stops:?}");
    }
}

#[test]
fn a_position_of_other_pages_is_refused() {
    for (position, told) in [
        ("3", "a position is written"),
        ("token=x", "and not token=x"),
    ] {
        let ran = call(SWR, &["--mock", "--start-at", position]).run();
        ran.fails(2, &[told]);
    }
}
