//! Answers that somebody made to harm: nothing of them moves a terminal, and what a program reads
//! is exact.

use serde_json::{Value, json};

use crate::run::{Run, SWR, call};
use crate::server::service;

/// What a terminal would act on, not show, or turn around.
const EVIL: &str =
    "a\u{1b}]0;x\u{7}\u{1b}[2J\u{8}\u{7f}\u{9b}31m\u{202e}\u{2066}\u{200b}\u{e0041}\r\nb\tc";

fn asked(address: &str, words: &[&str]) -> Run {
    let words = [
        &[
            "--endpoint",
            address,
            "--region",
            "cn-north-4",
            "--retries",
            "0",
        ],
        words,
    ]
    .concat();
    call(SWR, &words).with_keys()
}

fn evil() -> Value {
    json!({"total": 1, EVIL: EVIL, "jobs": [{"id": 1, EVIL: EVIL, "more": {EVIL: [EVIL, {EVIL: 1}]}}]})
}

#[test]
fn what_a_program_reads_is_exact() {
    let address = service(200, &evil());
    assert_eq!(asked(&address, &[]).run().json(), evil());
    let yaml = asked(&address, &["-o", "yaml"]).run();
    assert_eq!(serde_yaml::from_str::<Value>(yaml.text()).unwrap(), evil());
    let lines = asked(&address, &["-o", "jsonl"]).run();
    assert_eq!(
        serde_json::from_str::<Value>(lines.text()).unwrap(),
        evil()["jobs"][0]
    );
    let text = asked(
        &address,
        &["-o", "text", "--query", "keys(@)[?@ != 'jobs']"],
    )
    .run();
    let shown = EVIL
        .replace('\r', "\\r")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    assert_eq!(text.text(), format!("{shown}\ntotal\n"));
}

#[test]
fn numbers_of_64_bits_are_exact_from_the_wire_to_the_screen() {
    let (low, high) = (1_152_921_504_606_846_976_u64, 1_152_921_504_606_846_977_u64);
    let answer = json!({"jobs": [{"id": low}, {"id": high}, {"id": u64::MAX}, {"id": i64::MIN}]});
    let address = service(200, &answer);
    let query = "jobs[?id == `1152921504606846977`].id | [0]";
    let ran = asked(&address, &["--query", query]).run();
    assert_eq!(ran.text(), "1152921504606846977\n");
    for format in ["json", "jsonl", "yaml", "table", "text"] {
        let ran = asked(&address, &["-o", format]).run();
        for number in [
            low.to_string(),
            high.to_string(),
            u64::MAX.to_string(),
            i64::MIN.to_string(),
        ] {
            assert!(ran.text().contains(&number), "{format}: {}", ran.out);
        }
    }
}

#[test]
fn rows_without_common_members_stay_small_in_every_format() {
    let rows: Vec<Value> = (0..4000).map(|n| json!({format!("m{n}"): n})).collect();
    let answer = json!({"jobs": rows});
    let bytes = answer.to_string().len();
    let address = service(200, &answer);
    for format in ["json", "jsonl", "yaml", "table", "text"] {
        for width in ["", "80", "100000"] {
            let run = asked(&address, &["-o", format]).with("COLUMNS", width);
            let ran = run.run();
            assert!(
                ran.text().len() < 32 * bytes,
                "{format} {width}: {}",
                ran.out.len()
            );
            assert!(ran.out.contains("m3999"), "{format} {width}");
        }
    }
}

#[cfg(unix)]
mod terminal {
    use cloudwright_vocabulary::printable::is_unprintable;

    use super::*;
    use crate::terminal::shown;

    /// That nothing but lines, and the tabs between values, reaches the terminal.
    fn is_clean(text: &str) -> bool {
        let text = text.replace("\r\n", "").replace('\t', "");
        !text.contains(is_unprintable)
    }

    #[test]
    fn no_answer_moves_a_terminal_in_any_format() {
        let address = service(200, &evil());
        for format in ["json", "jsonl", "yaml", "table", "text"] {
            for words in [&[][..], &["--query", "jobs"], &["--query", "@.*"], &["-v"]] {
                let words = [&["-o", format], words].concat();
                let text = shown(&asked(&address, &words));
                assert!(is_clean(&text), "{words:?}: {text:?}");
                assert!(text.contains('1'), "{words:?}: {text:?}");
            }
        }
    }

    #[test]
    fn json_on_a_terminal_is_the_same_value() {
        let address = service(200, &evil());
        let text = shown(&asked(&address, &[]));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), evil());
    }

    #[test]
    fn no_error_moves_a_terminal() {
        let error =
            json!({"error_code": EVIL, "error_msg": EVIL, "encoded_authorization_message": EVIL});
        let address = service(400, &error);
        for words in [&[][..], &["-v"], &["-o", "json"]] {
            let text = shown(&asked(&address, words));
            assert!(is_clean(&text) && text.contains("202e"), "{text:?}");
        }
        let address = service(200, &json!({"total": {"deep": EVIL}, "jobs": EVIL}));
        for words in [&["--all", "-q"][..], &["--all", "-v"]] {
            let text = shown(&asked(&address, words));
            assert!(is_clean(&text), "{text:?}");
        }
    }

    #[test]
    fn words_of_the_command_line_do_not_move_it_either() {
        let evil = EVIL.replace('\u{0}', "");
        let file = format!("@{evil}");
        let input = json!({EVIL: 1}).to_string();
        for words in [
            &["call", &evil][..],
            &["call", "huawei-swr", &evil],
            &["describe", &evil],
            &["describe", "huawei-swr", &evil],
            &["actions", &evil],
            &["completions", &evil],
            &["man", &evil],
            &["mock", "--specs", &evil],
            &["mock", "--service", &evil],
            &[&evil],
        ] {
            let text = shown(&crate::run::cloudwright(words));
            assert!(is_clean(&text) && !text.is_empty(), "{words:?}: {text:?}");
        }
        for words in [
            &["--output", &evil][..],
            &["--retries", &evil],
            &[&evil],
            &["--query", &evil],
            &["--input", &file],
            &["--input", &input],
            &["--limit", &evil],
            &["--endpoint", &evil],
            &["--region", &evil],
            &["--profile", &evil],
        ] {
            for format in ["table", "json"] {
                let words = [
                    words,
                    &["-o", format][..2 * usize::from(words[0] != "--output")],
                ]
                .concat();
                let text = shown(&call(SWR, &words).with_keys());
                assert!(is_clean(&text) && !text.is_empty(), "{words:?}: {text:?}");
            }
        }
    }
}
