//! What the command asks of a person, and what it refuses to do unasked.

use serde_json::{Value, json};

use crate::run::{CCR, SWR, TCR, actions, call, cloudwright};

fn policy(text: &str) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

/// Nobody listens there: what would be sent ends in another failure.
const NOWHERE: &[&str] = &[
    "--endpoint",
    "http://127.0.0.1:1",
    "--retries",
    "0",
    "--region",
    "cn-north-4",
];

#[test]
fn a_policy_refuses_and_says_why() {
    let file = policy(
        "rules:\n\
         - { services: [huawei-*], actions: ['List*Jobs'], then: refuse, why: not on a Friday }\n\
         - { access: read, services: [tencent-ccr], then: allow }\n\
         - { access: read, then: ask }\n",
    );
    let file = file.path().to_str().unwrap();
    let words = [NOWHERE, &["--policy", file]].concat();
    let ran = call(SWR, &words).with_keys().run();
    ran.fails(3, &["was not sent: not on a Friday", "policy", file]);
    let ran = call(SWR, &[&words[..], &["-o", "json"]].concat())
        .with_keys()
        .run();
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(
        (&error["kind"], &error["exit_code"]),
        (&json!("refused"), &json!(3))
    );
    assert_eq!(error["policy"], file);
    // The first rule that fits decides, and what is asked is refused where nobody can answer.
    call(CCR, &words).with_keys().run().fails(4, &[]);
    call(TCR, &words)
        .with_keys()
        .run()
        .fails(3, &["has to be confirmed at a terminal"]);
    let named = call(TCR, NOWHERE)
        .with_keys()
        .with("CLOUDWRIGHT_POLICY", file)
        .run();
    named.fails(3, &["has to be confirmed"]);
    // Where nothing is changed nothing is refused.
    call(SWR, &["--policy", file, "--mock"]).run().json();
}

#[test]
fn a_policy_that_cannot_be_read_lets_nothing_through() {
    let misspelt = policy("rules:\n- { actoins: [X], then: refuse }\n");
    for file in ["/nonexistent", misspelt.path().to_str().unwrap()] {
        let words = [NOWHERE, &["--policy", file]].concat();
        call(SWR, &words)
            .with_keys()
            .run()
            .fails(3, &["the policy", file, "no call is made"]);
    }
}

#[test]
fn reads_are_allowed_where_only_reads_are() {
    for action in actions().into_iter().filter(|action| action.takes_keys()) {
        let ran = action
            .call(&[NOWHERE, &["--read-only"]].concat())
            .with_keys()
            .run();
        match action.operation.access {
            cloudwright_core::meta::Access::Read => ran.fails(4, &[]),
            cloudwright_core::meta::Access::Write => ran.fails(3, &["only reads are allowed"]),
        }
    }
}

#[test]
fn a_generated_input_is_one_that_is_taken() {
    for action in actions() {
        let [service, name] = action.named();
        let action_words = [service.as_str(), &name];
        let generated = call(&action_words, &["--generate-input"]).run();
        let input = generated.json();
        for parameter in action.operation.parameters {
            let is_there = input.get(parameter.name).is_some();
            assert!(
                is_there || !parameter.required || parameter.is_filled(),
                "{input}"
            );
        }
        call(&action_words, &["--mock", "--input", "-"])
            .with_input(&generated.out)
            .run()
            .json();
    }
    let input = call(TCR, &["--generate-input", "--limit", "7"])
        .run()
        .json();
    assert_eq!(
        (&input["Limit"], &input["RepoName"]),
        (&json!(7), &json!("ccs-dev/nginx"))
    );
}

#[test]
fn columns_are_shown_in_the_order_they_are_asked_for() {
    let words = ["--mock", "--columns", "status,id", "--columns", "nothing"];
    let text = call(SWR, &[&words[..], &["-o", "text"]].concat()).run();
    assert_eq!(text.text(), "running\t30173\t\nerror\t30038\t\n");
    assert!(
        text.err.contains("no entry has a member nothing"),
        "{}",
        text.err
    );
    let lines = call(SWR, &["--mock", "--all", "--columns", "id", "-o", "jsonl"]).run();
    assert_eq!(lines.text(), "{\"id\":30173}\n{\"id\":30038}\n");
    let whole = call(SWR, &["--mock", "--columns", "id"]).run().json();
    assert_eq!(whole, json!([{"id": 30173}, {"id": 30038}]));
    let table = call(SWR, &["--mock", "--columns", "Status", "-o", "table"]).run();
    assert!(table.text().contains("│ Status  │"), "{}", table.out);
}

#[cfg(unix)]
mod terminal {
    use super::*;
    use crate::terminal::typed;

    #[test]
    fn what_is_required_is_asked_for_until_it_can_be_read() {
        let run = call(&SWR[..2], &["--mock", "-o", "text", "--instance-id", "i-1"]);
        let (code, shown) = typed(&run, "library\nmany\n16\n");
        assert_eq!(code, 0, "{shown}");
        for part in [
            "namespace_name  Namespace",
            "policy_id  Trigger",
            "must be an integer",
            "30173",
        ] {
            assert!(shown.contains(part), "{part} is not in {shown}");
        }
        assert!(!shown.contains("instance_id "), "{shown}");
        let (code, shown) = typed(&run, "\n");
        assert_eq!(code, 2, "{shown}");
        assert!(shown.contains("is required"), "{shown}");
    }

    #[test]
    fn of_a_whole_body_the_members_are_asked_for() {
        let words = ["--namespace", "library", "--mock", "-v"];
        let run = call(&["huawei-swr", "CreateRepo"], &words);
        let (code, shown) = typed(&run, "app\ntrue\n");
        assert_eq!(code, 0, "{shown}");
        let asked = ["repository  Name", "is_public  Whether", "< 200"];
        assert!(asked.iter().all(|part| shown.contains(part)), "{shown}");
        assert!(!shown.contains("body  "), "{shown}");
    }

    #[test]
    fn what_a_policy_asks_is_sent_for_a_yes_alone() {
        let file = policy("rules:\n- { then: ask, why: it is Friday }\n");
        let words = [NOWHERE, &["--policy", file.path().to_str().unwrap()]].concat();
        for (answer, code) in [("y\n", 4), ("n\n", 3), ("\n", 3)] {
            let (ended, shown) = typed(&call(SWR, &words).with_keys(), answer);
            assert_eq!(ended, code, "{answer:?}: {shown}");
            assert!(shown.contains("it is Friday"), "{shown}");
            assert_eq!(shown.contains("was not confirmed"), code == 3, "{shown}");
        }
    }

    #[test]
    fn nothing_is_asked_where_the_input_is_no_persons() {
        let ran = cloudwright(&["call", SWR[0], SWR[1], "--mock"]).run();
        ran.fails(2, &["is required"]);
    }
}
