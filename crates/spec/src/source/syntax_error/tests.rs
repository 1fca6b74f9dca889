use crate::source::{LineIndex, parse};

/// Where a mistake is told to be: line, column and the text there; and what is said of it.
fn told(text: &str) -> (String, String) {
    let error = parse(text).map(|_| ()).expect_err(text);
    let span = LineIndex::new(text).span(&error.bytes);
    let there = &text[span.bytes.clone()];
    let help = error
        .help
        .map_or_else(String::new, |help| format!("; {help}"));
    let place = format!("{}:{} {there:?}", span.line, span.column);
    (place, error.message + &help)
}

#[test]
fn every_mistake_is_pointed_at_where_it_is() {
    for (text, expected) in [
        // Tabs are told of in the line that they indent.
        ("a:\n\tb: c\n", r#"2:1 "\t""#),
        ("a: b\n\tc: d\n", r#"2:1 "\t""#),
        ("a:\n  b: c\n\td: e\n", r#"3:1 "\t""#),
        ("a:\n  - b\n\t\t- c\n", r#"3:1 "\t\t""#),
        ("a:\n  b: c\n  \td: e\n", r#"3:3 "\t""#),
        ("a:\n\t- b\n", r#"2:1 "\t""#),
        ("a: [\n\tb\n]\n", r#"2:1 "\t""#),
        ("a: #c\n\tb: c\n", r#"2:1 "\t""#),
        ("a: |-\n\t- b\n", r#"2:1 "\t""#),
        ("仓:\r\n\t库: c\r\n", r#"2:1 "\t""#),
        ("a: b\n \n\t\n\tc: d\n", r#"4:1 "\t""#),
        // Escapes, in their text.
        (r#"a: "b\n\q""#, r#"1:8 "\\q""#),
        ("a: \"b\n  仓 \\xZ1\"", r#"2:5 "\\x""#),
        (r#"a: "\u12G4""#, r#"1:5 "\\u12""#),
        (r#"a: "\uD83D\uDE00 \uD800!""#, r#"1:18 "\\uD800""#),
        (r#"a: "\uDE00""#, r#"1:5 "\\uDE00""#),
        (r#"a: "\U00110000""#, r#"1:5 "\\U00110000""#),
        ("a: \"x\n---\ny\"\n", r#"2:1 "---""#),
        // What is open, where it was opened; what closes nothing, where it stands.
        ("a: \"b\nc: d\n", r#"1:4 "\"""#),
        ("a: [b,\n  c", r#"1:4 "[""#),
        ("a: {b: [c}\n", r#"1:8 "[""#),
        ("a: [b]]\n", r#"1:7 "]""#),
        // Keys and values, where they cannot be.
        ("a: b: c\n", r#"1:5 ":""#),
        ("a: b\n  c: d\n", r#"2:4 ":""#),
        ("a b\nc: d\n", r#"2:2 ":""#),
        ("a:\n  b: c\n d: e\n", r#"3:2 "d""#),
        ("a: b\nc\nd: e\n", r#"2:1 "c""#),
        ("- a\nb: c\n", r#"2:1 "b""#),
        ("a: - b\n", r#"1:4 "-""#),
        ("a: 'it's'\n", r#"1:8 "s""#),
        ("a: @b\n", r#"1:4 "@""#),
        ("a: [b,,c]\n", r#"1:7 ",""#),
        ("%YAML 1.2\n---\na: b\n", r#"1:1 "%""#),
        ("a: b\n---\nc: d\n", r#"2:1 "---""#),
        ("a: b\0c\n", r#"1:5 "\0""#),
    ] {
        assert_eq!(told(text).0, expected, "{text:?}");
    }
}

#[test]
fn mistakes_are_told_in_words_for_people() {
    for (text, expected) in [
        (
            "a:\n\tb: c\n",
            "a tab in the indentation; indent with spaces",
        ),
        ("a: [b\n", "this `[` is not closed"),
        ("a: [b}\n", "this `[` is closed by a `}`"),
        (
            "a: @b\n",
            "a text without quotes cannot begin with `@`; put the text in quotes",
        ),
        (
            "a: \"b\u{ffff}\"\n",
            "a character that YAML does not know; write it as `\\uFFFF` or `\\uFFFE` between double quotes",
        ),
        (
            "a: 'it's'\n",
            "nothing may stand behind the closing quote; write a quote within single quotes twice: `''`",
        ),
        (
            "a: b\nc\n",
            "a key without `:`; a key is one line of at most 1,024 characters",
        ),
        (
            "a: b\n---\nc: d\n",
            "a second document begins; a spec file holds one",
        ),
        (
            "%TAG ! x\n",
            "a YAML directive; specs are plain data; remove the line",
        ),
    ] {
        assert_eq!(told(text).1, expected, "{text:?}");
    }
    let long = format!("{}: 1\n", "k".repeat(2_000));
    assert!(told(&long).1.contains("at most 1,024 characters"));
}
