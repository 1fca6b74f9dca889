//! Nothing that a file holds stops the loader: what is wrong is told, whatever it is.
#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    clippy::similar_names,
    clippy::unwrap_used,
    reason = "tests may be plain, and may stop"
)]

mod common;

use cloudwright_spec::{SourceFile, load};
use common::{ACTION, ACTION_PATH, OTHER, OTHER_PATH, SERVICE, SERVICE_PATH, files, told};
use proptest::prelude::*;

/// Loads and draws the right set with one file replaced; gives the drawn report.
fn drawn(path: &str, content: impl Into<Vec<u8>>) -> String {
    let mut files = files();
    files.retain(|file| file.path != path);
    files.push(SourceFile::new(path, content));
    load::load(files).report.render(false)
}

#[test]
fn files_that_are_no_specs_are_told_of() {
    for (what, content, expected) in [
        ("empty", b"".to_vec(), "the file is empty"),
        ("a comment", b"# nothing\n".to_vec(), "the file is empty"),
        (
            "a text",
            b"hello".to_vec(),
            "expected an action, found `hello`",
        ),
        (
            "a list",
            b"- a\n".to_vec(),
            "expected an action, found a list",
        ),
        ("no UTF-8", b"action: \xff\xfe".to_vec(), "no UTF-8"),
        ("UTF-16", b"\xff\xfea\0c\0".to_vec(), "no UTF-8"),
        ("a NUL", b"action: a\0b".to_vec(), "error"),
        (
            "too large",
            vec![b'#'; load::MAX_FILE_BYTES + 1],
            "larger than 4 MiB",
        ),
        (
            "deep lists",
            "[".repeat(50_000).into_bytes(),
            "nested deeper than 128 levels",
        ),
        ("deep objects", "a: {".repeat(5_000).into_bytes(), "error"),
        (
            "deep blocks",
            deep_block().into_bytes(),
            "nested deeper than 128 levels",
        ),
        (
            "a long line",
            format!("action: {}", "x".repeat(1 << 20)).into_bytes(),
            "error",
        ),
        (
            "a merge",
            format!("{ACTION}\n<<: {{}}\n").into_bytes(),
            "no key `<<`",
        ),
        (
            "a complex key",
            format!("{ACTION}\n? [a]\n: b\n").into_bytes(),
            "expected a key",
        ),
    ] {
        let text = drawn(ACTION_PATH, content);
        let start: String = text.chars().take(2_000).collect();
        assert!(text.contains(expected), "{what}: {start}");
        assert!(text.len() < 100_000, "{what}: {} bytes", text.len());
    }
}

fn deep_block() -> String {
    (0..2_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect()
}

#[test]
fn a_bomb_of_aliases_does_not_go_off() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ('a'..='i').zip('b'..='j') {
        let many = format!("*{from}, ").repeat(9);
        text += &format!("{to}: &{to} [{many}]\n");
    }
    let bomb = ACTION.replace(
        "samples:\n",
        &format!("samples:\n  - response:\n{}", indented(&text)),
    );
    let report = drawn(ACTION_PATH, bomb);
    assert!(report.contains("an alias in a spec"), "{report}");
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("      {line}\n")).collect()
}

#[test]
fn inline_objects_may_nest_as_deep_as_pages_do_and_no_deeper() {
    let nested = |depth: usize| {
        let open = "{ name: a, type: object, fields: [".repeat(depth);
        let close = "] }".repeat(depth);
        let response = format!("response:\n  - {open}{close}\n");
        OTHER.replace("response:\n", &response)
    };
    assert_eq!(drawn(OTHER_PATH, nested(20)), "");
    for depth in [40, 60] {
        let report = drawn(OTHER_PATH, nested(depth));
        assert!(
            report.contains("deeper than 32 levels"),
            "{depth}: {report}"
        );
    }
    let report = drawn(OTHER_PATH, nested(100));
    assert!(report.contains("nested deeper"), "{report}");
}

#[test]
fn thousands_of_findings_in_one_file_stay_quick() {
    let member = "  - { name: same, tpye: string, type: Nowhere }\n";
    let text = OTHER.replace(
        "response:\n",
        &format!("response:\n{}", member.repeat(4_000)),
    );
    let report = drawn(OTHER_PATH, text);
    assert!(
        report.contains("more in huawei/demo/ShowThing.yaml"),
        "{}",
        report.len()
    );
}

#[test]
fn the_order_of_files_and_the_number_of_threads_change_nothing() {
    let mut many = vec![SourceFile::new(SERVICE_PATH, SERVICE)];
    for number in 0..600 {
        let text = ACTION.replace("action: ListThings", &format!("action: ListThings{number}"));
        let text = if number % 100 == 7 {
            text.replace("access: read", "access: reed")
        } else {
            text
        };
        many.push(SourceFile::new(
            format!("tencent/demo/ListThings{number}.yaml"),
            text,
        ));
    }
    let forwards = load::load(&many);
    assert_eq!(told(&forwards.report, &many), ["unknown-word at reed"; 6]);
    many.reverse();
    let backwards = load::load(many);
    assert_eq!(forwards.report, backwards.report);
    assert_eq!(forwards.catalog, backwards.catalog);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drawn(ACTION_PATH, bytes.clone());
        drawn(SERVICE_PATH, bytes);
    }

    #[test]
    fn any_yaml_like_text_is_taken(text in "([ \\n\\t:\\-\\[\\]{},&*!|>'\"#%@`?~a-c1仓\u{feff}\u{85}\u{2028}]|: |- |\\n  ){0,80}") {
        drawn(ACTION_PATH, text.clone());
        drawn(SERVICE_PATH, text);
    }

    #[test]
    fn any_damage_is_taken(
        which in 0..3usize,
        at in any::<prop::sample::Index>(),
        removed in 0..40usize,
        added in "[ \\n:\\-\\[\\]{},&*!|>'\"a-z0-9仓\u{202e}]{0,6}",
    ) {
        let (path, text) = [(ACTION_PATH, ACTION), (SERVICE_PATH, SERVICE), (OTHER_PATH, OTHER)][which];
        let chars: Vec<char> = text.chars().collect();
        let start = at.index(chars.len());
        let end = (start + removed).min(chars.len());
        let damaged: String = chars[..start].iter().copied().chain(added.chars()).chain(chars[end..].iter().copied()).collect();
        drawn(path, damaged);
    }

    #[test]
    fn any_word_in_any_place_is_taken(
        which in 0..3usize,
        at in any::<prop::sample::Index>(),
        word in prop::sample::select(vec!["", "~", "null", "[]", "{}", "true", "-1", "1e400", "99999999999999999999", "x", "list<list<x>>", "'", "map<>", "../..", "{region}", "&a", "*a", "!!int 1", "仓库"]),
    ) {
        let (path, text) = [(ACTION_PATH, ACTION), (SERVICE_PATH, SERVICE), (OTHER_PATH, OTHER)][which];
        let values: Vec<usize> = text.match_indices(": ").map(|(at, _)| at + 2).collect();
        let start = values[at.index(values.len())];
        let end = text[start..].find([',', '}', '\n']).map_or(text.len(), |end| start + end);
        drawn(path, format!("{}{word}{}", &text[..start], &text[end..]));
    }
}
