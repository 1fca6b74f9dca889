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
