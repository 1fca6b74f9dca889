//! How findings look: exact, down to the caret.
#![allow(clippy::unwrap_used, reason = "tests may stop")]

mod common;

use cloudwright_spec::SourceFile;
use common::{ACTION, ACTION_PATH, SERVICE, SERVICE_PATH, files, report_of, spoiled};

#[test]
fn a_misspelt_type_is_shown_with_what_was_meant() {
    let files = spoiled(ACTION_PATH, &[("type: list<Filter>", "type: list<Filtr>")]);
    let expected = "\
error[unknown-type]: the type `Filtr` is declared nowhere
  --> tencent/demo/ListThings.yaml:30:11
   |
30 |     type: list<Filtr>
   |           ^^^^^^^^^^^
   |
   = help: did you mean `Filter`?

1 error in 1 file
";
    assert_eq!(report_of(files).render(false), expected);
}

#[test]
fn the_caret_stands_under_its_word_behind_chinese_text() {
    let files = spoiled(
        ACTION_PATH,
        &[(
            "- name: Region\n    type: integer\n    values: [1, { value: 4, doc: Shanghai }]",
            "- { name: Region, doc: 仓库所在的地域, type: integr }",
        )],
    );
    let expected = "\
error[unknown-type]: the type `integr` is declared nowhere
  --> tencent/demo/ListThings.yaml:31:41
   |
31 |   - { name: Region, doc: 仓库所在的地域, type: integr }
   |                                                ^^^^^^
   |
   = help: did you mean `integer`?

1 error in 1 file
";
    assert_eq!(report_of(files).render(false), expected);
}

#[test]
fn a_repeated_name_points_at_both_places() {
    let files = spoiled(
        ACTION_PATH,
        &[("code: ResourceNotFound\n", "code: Other\n  - code: Other\n")],
    );
    let expected = "\
error[duplicate-name]: the error code `Other` stands twice
  --> tencent/demo/ListThings.yaml:71:11
   |
70 |   - code: Other
   |           ----- first here
71 |   - code: Other
   |           ^^^^^
";
    let text = report_of(files).render(false);
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn places_in_two_files_are_shown_in_two_files() {
    let mut files = files();
    let twin = ACTION.replace("action: ListThings", "action: listThings");
    files.push(SourceFile::new("tencent/demo/listThings.yaml", twin));
    let expected = "\
error[same-rust-name]: `listThings` and `ListThings` both become `list_things` in Rust
 --> tencent/demo/listThings.yaml:1:9
  |
1 | action: listThings
  |         ^^^^^^^^^^
  |
 ::: tencent/demo/ListThings.yaml:1:9
  |
1 | action: ListThings
  |         ---------- the other one
  |
  = help: add `rename: list_things_2`, or a better name, to the newer of them; the older keeps its own

1 error in 1 file
";
    assert_eq!(report_of(files).render(false), expected);
}

#[test]
fn a_whole_file_has_its_path_only() {
    let mut files = files();
    files.push(SourceFile::new("tencent/notes.yaml", "a: 1"));
    let expected = "\
error[misplaced-file]: this is no place for a spec file
--> tencent/notes.yaml
 = help: spec files are `<provider>/<service>/<action>.yaml`, in lower case

1 error in 1 file
";
    assert_eq!(report_of(files).render(false), expected);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_shift_nothing() {
    let spoilt = ACTION.replace("type: list<Filter>", "type: list<Filtr>");
    let plain = report_of(vec![
        SourceFile::new(SERVICE_PATH, SERVICE),
        SourceFile::new(ACTION_PATH, spoilt.as_str()),
    ]);
    let windows = format!("\u{feff}{}", spoilt.replace('\n', "\r\n"));
    let windows = report_of(vec![
        SourceFile::new(SERVICE_PATH, SERVICE),
        SourceFile::new(ACTION_PATH, windows),
    ]);
    assert_eq!(plain.render(false), windows.render(false));
}

#[test]
fn color_is_used_only_where_it_is_asked_for() {
    let files = spoiled(ACTION_PATH, &[("access: read", "access: reed")]);
    let report = report_of(files);
    assert!(!report.render(false).contains('\u{1b}'));
    assert!(report.render(true).contains('\u{1b}'));
    assert_eq!(report.to_string(), report.render(false));
}

#[test]
fn no_findings_draw_nothing() {
    assert_eq!(report_of(files()).render(true), "");
}

#[test]
fn many_warnings_of_a_kind_are_counted_where_it_is_to_be_brief_and_errors_are_not() {
    let unused: Vec<String> = (0..9)
        .map(|index| {
            format!("  - {{ name: Unused{index}, fields: [{{ name: A, type: string }}] }}\n")
        })
        .collect();
    let unused = unused.concat();
    let odd = format!(
        "  - {{ name: Odd, fields: [{}] }}\n",
        "{ name: A, type: string }, ".repeat(5)
    );
    let types = format!("types:\n{unused}{odd}");
    let report = report_of(spoiled(SERVICE_PATH, &[("types:\n", &types)]));
    let (brief, full) = (report.render_brief(false), report.render(false));
    for (text, warnings) in [(&brief, 3), (&full, 10)] {
        assert_eq!(
            text.matches("warning[unused-type]").count(),
            warnings,
            "{text}"
        );
        assert_eq!(text.matches("error[duplicate-name]").count(), 4, "{text}");
        assert!(
            text.ends_with("4 errors and 10 warnings in 1 file\n"),
            "{text}"
        );
    }
    assert!(
        brief.contains("… and 7 findings more in tencent/demo/service.yaml"),
        "{brief}"
    );
}

#[test]
fn a_conflict_that_does_not_use_the_words_is_told_the_words() {
    for (sides, expected) in [
        (
            "table: there, sample: absnt",
            "\
error[wrong-kind]: a side of a `presence` conflict says `present` or `absent`
  --> tencent/demo/ListThings.yaml:64:42
   |
64 |               - { kind: presence, table: there, sample: absnt, doc: Optional. }
   |                                          ^^^^^

error[wrong-kind]: a side of a `presence` conflict says `present` or `absent`
  --> tencent/demo/ListThings.yaml:64:57
   |
64 |               - { kind: presence, table: there, sample: absnt, doc: Optional. }
   |                                                         ^^^^^
   |
   = help: did you mean `absent`?
",
        ),
        (
            "table: present",
            "\
error[stale-conflict]: a conflict has two sides at least, and they differ
  --> tencent/demo/ListThings.yaml:64:25
   |
64 |               - { kind: presence, table: present, doc: Optional. }
   |                         ^^^^^^^^
   |
   = help: the sides are `table`, `sample` and `metadata`; of a `presence` conflict each says `present` or `absent`
",
        ),
    ] {
        let changes = [("table: present, sample: absent", sides)];
        let text = report_of(spoiled(ACTION_PATH, &changes)).render(false);
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn where_a_sample_contradicts_its_table_the_line_that_records_it_is_offered() {
    let name = "            type: string\n          - name: State";
    for (contradiction, member, offered) in [
        (
            ("Name: b", "Name: 5"),
            ("            type: string\n", name),
            "kind: type, table: string, sample: integer",
        ),
        (
            ("Order: desc", "Order: \"1,2\""),
            ("    values: [asc, { value: desc, doc: 降序 }]\n", ""),
            "kind: values, table: [asc, desc], sample: [\"1,2\"]",
        ),
        (
            ("Region: 4", "Region: 9"),
            ("    values: [1, { value: 4, doc: Shanghai }]\n", ""),
            "kind: values, table: [\"1\", \"4\"], sample: [\"9\"]",
        ),
        (
            ("request: { Owner: 仓库/nginx, ", "request: { "),
            ("    max_length: 20\n", ""),
            "kind: presence, table: present, sample: absent",
        ),
    ] {
        let (line, before) = member;
        let text = report_of(spoiled(ACTION_PATH, &[contradiction])).render(false);
        let (_, rest) = text
            .split_once("`conflict: ")
            .unwrap_or_else(|| panic!("{text}"));
        let (offer, _) = rest.split_once('`').unwrap();
        assert!(offer.contains(offered), "{offer}");
        // Pasted below the member, it settles the matter.
        let indent = &line[..line.len() - line.trim_start().len()];
        let pasted = format!("{line}{indent}conflict: {offer}\n");
        let pasted = format!("{pasted}{}", before.strip_prefix(line).unwrap_or_default());
        let place = if before.is_empty() { line } else { before };
        let report = report_of(spoiled(ACTION_PATH, &[contradiction, (place, &pasted)]));
        assert!(!report.has_errors(), "{}", report.render(false));
    }
}

#[test]
fn a_vendors_word_for_a_type_is_translated() {
    for (written, help) in [
        ("Array of Filter objects", "in specs it is `list<Filter>`"),
        (
            "Object Array",
            "in specs it is `list<object>`, with its `fields:` beside it",
        ),
        ("Integer", "in specs it is `integer`"),
        ("list<Int64>", "in specs it is `list<int64>`"),
        (
            "List",
            "in specs it is `list<any>`, or what it holds in place of `any`",
        ),
    ] {
        let changes = [("type: list<Filter>", &*format!("type: {written}"))];
        let text = report_of(spoiled(ACTION_PATH, &changes)).render(false);
        assert!(text.contains(&format!("= help: {help}\n")), "{text}");
        let caret = format!("^{}", "^".repeat(written.len() - 1));
        assert!(text.contains(&format!(" {caret}\n")), "{text}");
    }
}

#[test]
fn a_tab_is_shown_in_the_line_that_it_indents() {
    let files = spoiled(ACTION_PATH, &[("    required: yes\n", "\trequired: yes\n")]);
    let expected = "\
error[syntax]: a tab in the indentation
  --> tencent/demo/ListThings.yaml:14:1
   |
14 |     required: yes
   | ^
   |
   = help: indent with spaces

1 error in 1 file
";
    assert_eq!(report_of(files).render(false), expected);
}
