//! From flags and `--input` to what is sent.

use serde_json::{Value, json};

use crate::run::{ACTIONS, call};

/// The JSON body that TC3 would send.
fn body(words: &[&str], input: &str) -> Value {
    let words = [&["--dry-run", "--region", "ap-guangzhou"], words].concat();
    let ran = call(ACTIONS[0], &words).with_keys().with_input(input).run();
    serde_json::from_str(ran.json()["body"].as_str().unwrap()).unwrap()
}

#[test]
fn awkward_values_arrive_as_they_are() {
    for (words, expected) in [
        (&["--repo-name", ""][..], json!({"RepoName": ""})),
        (&["--repo-name", "-x"], json!({"RepoName": "-x"})),
        (&["--repo-name", "--limit"], json!({"RepoName": "--limit"})),
        (&["--repo-name=a=b"], json!({"RepoName": "a=b"})),
        (
            &["--repo-name", "仓库/镜像 \u{1f600} \"q\" \\"],
            json!({"RepoName": "仓库/镜像 \u{1f600} \"q\" \\"}),
        ),
        (&["--order", "other"], json!({"Order": "other"})),
        (&["--no-check", "--limit", "-1"], json!({"Limit": -1})),
        (
            &["--no-check", "--offset", "9223372036854775807"],
            json!({"Offset": i64::MAX}),
        ),
        (
            &["--no-check", "--offset=-9223372036854775808"],
            json!({"Offset": i64::MIN}),
        ),
        (&["--no-check", "--limit", "many"], json!({"Limit": "many"})),
    ] {
        assert_eq!(body(words, ""), expected, "{words:?}");
    }
}

#[test]
fn flags_win_over_input_wherever_it_comes_from() {
    let input = r#"{"RepoName": "a/b", "Limit": 5}"#;
    let expected = json!({"RepoName": "a/b", "Limit": 7});
    assert_eq!(body(&["--input", input, "--limit", "7"], ""), expected);
    assert_eq!(body(&["--limit", "7", "--input", "-"], input), expected);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("\u{feff}{input}")).unwrap();
    let source = format!("@{}", file.path().display());
    assert_eq!(body(&["--input", &source, "--limit=7"], ""), expected);
}

#[test]
fn a_parameter_without_a_place_is_refused_also_without_checks() {
    let words = ["--mock", "--no-check", "--input", r#"{"LogNam": 1}"#];
    call(ACTIONS[0], &words)
        .run()
        .fails(2, &["LogNam  is no parameter"]);
}
