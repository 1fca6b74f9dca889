#![allow(
    clippy::format_collect,
    clippy::format_push_string,
    reason = "tests may be plain"
)]

use std::cell::Cell;

use serde_json::json;

use super::*;

/// How much of a text the parser takes before it stops, in characters.
fn taken(text: &str) -> usize {
    let taken = Cell::new(0);
    let chars = text.chars().inspect(|_| taken.set(taken.get() + 1));
    let end = Parser::new_from_iter_with_options(chars, options()).find_map(Result::err);
    assert!(end.is_some(), "it is refused");
    taken.get()
}

/// How many things a text holds, refused or not.
fn nodes(text: &str, max_nodes: usize) -> usize {
    let mut builder = Builder::new(text, max_nodes);
    let events = Parser::new_from_str_with_options(text, options());
    for (event, span) in events.map_while(Result::ok) {
        if builder.take(event, span).is_err() {
            break;
        }
    }
    builder.nodes
}

#[test]
fn of_what_nests_without_end_only_the_beginning_is_read() {
    for (what, piece) in [
        ("lists", "["),
        ("objects", "{"),
        ("both", "[{"),
        ("objects by key", "a: {"),
        ("items", "- "),
        ("keys", "? "),
        ("values", ": "),
    ] {
        let deep = piece.repeat(1 << 17);
        let error = parse(&deep).map(|_| ()).expect_err(what);
        assert!(
            error.message.contains("deeper than 128 levels"),
            "{what}: {}",
            error.message
        );
        assert!(taken(&deep) < 10_000, "{what}: {}", taken(&deep));
    }
    let blocks: String = (0..2_000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    assert!(taken(&blocks) < 20_000, "{}", taken(&blocks));
    // Brackets and indentation are counted together.
    let mixed = "- ".repeat(100) + &"[".repeat(100) + &"]".repeat(100);
    let error = parse(&mixed).map(|_| ()).expect_err("it is refused");
    assert!(
        error.message.contains("deeper than 128 levels"),
        "{}",
        error.message
    );
}

#[test]
fn a_file_of_countless_things_is_refused_when_they_are_counted() {
    for piece in ["a,", "{},", "[],", "a: b,", "*a,", "'',"] {
        let many = format!("[{}]", piece.repeat(10_000));
        let error = parse_within(&many, 5_000).map(|_| ()).expect_err(piece);
        assert_eq!(
            error.message,
            "the file holds more than 5000 keys and values"
        );
        assert_eq!(nodes(&many, 5_000), 5_001, "{piece}");
    }
    let documents = "--- a\n".repeat(10_000);
    assert_eq!(nodes(&documents, MAX_NODES), 1);
    let error = parse(&documents).map(|_| ()).expect_err("it is refused");
    assert_eq!(error.bytes, 6..9);
}

#[test]
fn aliases_are_things_of_their_own_and_never_what_they_stand_for() {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (from, to) in ('a'..='h').zip('b'..='i') {
        let many = vec![format!("*{from}"); 9].join(", ");
        text += &format!("{to}: &{to} [{many}]\n");
    }
    let tree = parse(&text).expect("it can be read");
    // Nine keys with a list of nine each, all in one object.
    assert_eq!(nodes(&text, MAX_NODES), 9 * 11 + 1);
    assert_eq!(tree.not_plain.len(), 9 + 8 * 9);
    let many = format!("[{}]", "*a,".repeat(10_000));
    let tree = parse(&many).expect("it can be read");
    assert_eq!(tree.not_plain.len(), MAX_FINDINGS_PER_FILE);
}

#[test]
fn long_texts_are_read_and_long_keys_are_refused() {
    let long = "x".repeat(1 << 20);
    assert!(parse(&format!("a: {long}\n")).is_ok());
    for key in [
        format!("{long}: a\n"),
        format!("\"{long}\": a\n"),
        format!("[{long}]: a\n"),
    ] {
        assert!(parse(&key).is_err());
    }
}

#[test]
fn plain_scalars_stand_for_what_json_has() {
    for (text, expected) in [
        ("~", Some(json!(null))),
        ("null", Some(json!(null))),
        ("TRUE", Some(json!(true))),
        ("false", Some(json!(false))),
        ("yes", Some(json!("yes"))),
        ("12", Some(json!(12))),
        ("-12", Some(json!(-12))),
        ("18446744073709551615", Some(json!(u64::MAX))),
        ("18446744073709551616", None),
        ("1.50", Some(json!(1.5))),
        (".5", Some(json!(0.5))),
        ("1.", Some(json!(1.0))),
        ("1e3", Some(json!(1000.0))),
        ("1e999", Some(json!("1e999"))),
        ("007", Some(json!("007"))),
        ("1.10.0", Some(json!("1.10.0"))),
        ("2019-09-24", Some(json!("2019-09-24"))),
        ("12:30:45", Some(json!("12:30:45"))),
        ("1_000", Some(json!("1_000"))),
        ("0b9f", Some(json!("0b9f"))),
        ("0x", Some(json!("0x"))),
        ("+1_", Some(json!("+1_"))),
        ("0x1f", None),
        ("-0o17", None),
        ("0b10", None),
        ("+1", None),
        ("+1.5", None),
        (".inf", None),
        ("-.INF", None),
        (".nan", None),
        ("\"12\"", Some(json!("12"))),
        ("'~'", Some(json!("~"))),
        ("[1]", None),
    ] {
        let tree = parse(text).expect(text);
        assert_eq!(tree.root.expect(text).scalar(), expected, "{text}");
    }
}

#[test]
fn places_are_lines_and_columns_of_characters() {
    let text = "a: 仓库\n\n b: c";
    let lines = LineIndex::new(text);
    for (at, expected) in [
        (0, (1, 1)),
        (6, (1, 5)),
        (9, (1, 6)),
        (10, (2, 1)),
        (12, (3, 2)),
        (99, (3, 6)),
    ] {
        let span = lines.span(&(at..at));
        assert_eq!((span.line, span.column), expected, "{at}");
    }
    // A place within a character is the character's.
    assert_eq!(lines.span(&(4..5)).bytes, 3..6);
}
