//! `--wait`: calls until the answer says so, over services that answer from a script.

use serde_json::{Value, json};

use crate::run::{Run, cloudwright};
use crate::server::scripted;

const SERVICE: &str = "\
service: huawei-kettles
provider: huawei
product: kettles
title: Kettles
protocols: [huawei-aksk]
crate: { name: cloudwright-huawei-kettles, version: 0.1.0 }
endpoints: { default: kettles.example.com }
";

const SHOW: &str = "\
action: ShowKettle
summary: Shows a kettle.
source: { title: ShowKettle }
access: read
method: GET
path: /v1/kettles/{id}
request:
  - { name: id, type: string, in: path, required: yes }
response:
  - { name: status, type: string, values: [cold, hot, broken] }
wait:
  - { name: it_is_hot, doc: Tea can be made., path: status, success: [hot], failure: [broken], pending: [cold] }
";

const FILL: &str = "\
action: FillKettle
summary: Fills a kettle.
source: { title: FillKettle }
access: write
method: POST
path: /v1/kettles
";

/// A folder of specs with one service.
fn specs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("huawei/kettles");
    std::fs::create_dir_all(&service).unwrap();
    for (file, text) in [
        ("service", SERVICE),
        ("ShowKettle", SHOW),
        ("FillKettle", FILL),
    ] {
        std::fs::write(service.join(format!("{file}.yaml")), text).unwrap();
    }
    folder
}

/// A call of the service at an address.
fn call(folder: &tempfile::TempDir, address: &str, words: &[&str]) -> Run {
    let specs = folder.path().to_str().unwrap();
    let show = ["call", "huawei-kettles", "ShowKettle", "--id", "7"];
    let place = [
        "--specs",
        specs,
        "--endpoint",
        address,
        "--wait-delay",
        "1ms",
    ];
    cloudwright(&[&show, &place[..], words].concat()).with_keys()
}

fn states(states: &[&str]) -> String {
    let answers = states.iter().map(|state| (200, json!({ "status": state })));
    scripted(&answers.collect::<Vec<_>>())
}

#[test]
fn a_documented_wait_and_an_expression_end_with_the_answer_that_says_so() {
    let folder = specs();
    for wait in ["it_is_hot", "it-is-hot", "status=hot", "length(status)=`3`"] {
        let wait = wait.replace('`', "");
        let address = states(&["cold", "odd", "hot", "broken"]);
        // `odd` has three letters too.
        let expected = if wait.starts_with("length") {
            "odd"
        } else {
            "hot"
        };
        let ran = call(&folder, &address, &["--wait", &wait]).run();
        assert_eq!(ran.json(), json!({ "status": expected }), "{wait}");
        assert_eq!(ran.err, "", "{wait}");
    }
}

#[test]
fn faults_in_between_do_not_end_it() {
    let folder = specs();
    let address = scripted(&[
        (200, json!({"status": "cold"})),
        (
            429,
            json!({"error_code": "APIGW.0308", "error_msg": "slowly"}),
        ),
        (500, json!({"error_code": "X", "error_msg": "oops"})),
        (503, json!(null)),
        (200, json!({"status": "hot"})),
    ]);
    let ran = call(&folder, &address, &["--wait", "it_is_hot"]).run();
    assert_eq!(ran.json(), json!({"status": "hot"}));
}

#[test]
fn what_failed_and_what_took_too_long_has_an_exit_code_of_its_own() {
    let folder = specs();
    let failing = || states(&["cold", "broken"]);
    call(&folder, &failing(), &["--wait", "it_is_hot"])
        .run()
        .fails(6, &["`it_is_hot` ended in the state `broken`", "2 in 0."]);
    let words = [
        "--wait",
        "status=hot",
        "--wait-fail",
        "status=broken",
        "-o",
        "json",
    ];
    let ran = call(&folder, &failing(), &words).run();
    assert_eq!((ran.code, ran.out.as_str()), (6, ""));
    let error: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(
        (
            &error["kind"],
            &error["state"],
            &error["calls"],
            &error["exit_code"]
        ),
        (&json!("wait"), &json!("broken"), &json!(2), &json!(6))
    );
    let late = ["--wait", "it_is_hot", "--wait-timeout", "2s"];
    let ran = call(&folder, &states(&["cold"]), &late).run();
    ran.fails(6, &["within the deadline", "cold"]);
    let denied = scripted(&[(403, json!({"error_code": "APIGW.0305", "error_msg": "no"}))]);
    call(&folder, &denied, &["--wait", "it_is_hot"])
        .run()
        .fails(1, &["APIGW.0305"]);
}

#[test]
fn what_cannot_be_waited_for_is_told_and_nothing_is_sent() {
    let folder = specs();
    let address = "http://127.0.0.1:9";
    for (words, told) in [
        (&["--wait", "boiling"][..], "there are it_is_hot"),
        (&["--wait", "it_is_hot", "--all"], "exclude each other"),
        (&["--wait", "it_is_hot", "--dry-run"], "exclude each other"),
        (&["--wait-fail", "a=b"], "needs --wait"),
        (&["--wait", "a[=b"], "--wait cannot be done"),
    ] {
        call(&folder, address, words).run().fails(2, &[told]);
    }
    let given = folder.path().to_str().unwrap();
    let write = [
        "call",
        "huawei-kettles",
        "FillKettle",
        "--specs",
        given,
        "--wait",
        "a=b",
    ];
    cloudwright(&write)
        .with_keys()
        .run()
        .fails(2, &["FillKettle may change something"]);
}

#[test]
fn describe_tells_what_can_be_waited_for() {
    let folder = specs();
    let given = folder.path().to_str().unwrap();
    let describe = ["describe", "huawei-kettles", "ShowKettle", "--specs", given];
    let ran = cloudwright(&describe).run();
    for part in [
        "--wait it_is_hot",
        "Tea can be made.",
        "by status; success: hot; failure: broken; pending: cold",
    ] {
        assert!(ran.text().contains(part), "{part}: {}", ran.out);
    }
    let facts = cloudwright(&[&describe[..], &["-o", "json"]].concat())
        .run()
        .json();
    assert_eq!(facts["waits"][0]["success"], json!(["hot"]));
}

#[cfg(unix)]
#[test]
fn a_person_sees_the_state_while_it_goes() {
    let folder = specs();
    let run = call(&folder, &states(&["cold", "hot"]), &["--wait", "it_is_hot"]);
    let shown = crate::terminal::shown(&run);
    assert!(shown.contains("cold after 0 s, call 1"), "{shown:?}");
}
