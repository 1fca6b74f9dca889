//! `--all`, `--max-items` and `--query` over the mock's generated rows.

use crate::run::{Action, CCS, SWR, actions, call};

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
