//! `cloudwright mock`: what it prints leads the command to it.

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use crate::run::{ACTIONS, Run, call, cloudwright};

/// A running mock, and what it printed.
struct Mock {
    child: Child,
    lines: Vec<String>,
}

impl Mock {
    fn start(words: &[&str]) -> Self {
        let mut child = cloudwright(&[&["mock"], words].concat())
            .command()
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        // The last line is that of the last service's variable.
        let mut lines: Vec<String> = Vec::new();
        for line in out.lines() {
            let line = line.unwrap();
            let is_last = line.contains("HUAWEICLOUD_SDK_REGION_SWR");
            lines.push(line);
            if is_last {
                break;
            }
        }
        Self { child, lines }
    }

    /// The address of a service.
    fn endpoint(&self, service: &str) -> String {
        let mark = format!("#   {service}: --endpoint ");
        self.lines
            .iter()
            .find_map(|line| line.strip_prefix(&mark))
            .unwrap()
            .to_owned()
    }

    /// A run with the variables that the mock printed.
    fn variables(&self, run: Run) -> Run {
        let pairs = self
            .lines
            .iter()
            .filter_map(|line| line.strip_prefix("export ")?.split_once('='));
        pairs.fold(run, |run, (name, value)| run.with(name, value))
    }
}

#[test]
fn lines_of_a_page_are_there_before_the_next_page_is() {
    let mock = Mock::start(&["--port", "0", "--rows", "300", "--latency", "1s"]);
    let endpoint = mock.endpoint("huawei-swr");
    let region = ["--region", "cn-north-4"];
    let words = ["--all", "-o", "jsonl", "--endpoint", &endpoint];
    let words = [&words[..], &region].concat();
    let mut child = mock
        .variables(call(ACTIONS[4], &words))
        .command()
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Vec<String> = lines.by_ref().take(100).map(Result::unwrap).collect();
    assert_eq!(first.len(), 100);
    // Two more pages are to come, a second each.
    assert!(child.try_wait().unwrap().is_none());
    assert_eq!(lines.count(), 200);
    assert!(child.wait().unwrap().success());
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_the_mock_prints_leads_every_action_to_it() {
    for words in [&["--rows", "7"][..], &["--rows", "7", "--one-port-each"]] {
        let mock = Mock::start(words);
        for action in ACTIONS {
            let endpoint = mock.endpoint(action[0]);
            let words = ["--endpoint", &endpoint, "--region", "cn-north-4"];
            let words = if action[0].starts_with("tencent") {
                &words[..2]
            } else {
                &words[..]
            };
            let ran = mock.variables(call(action, words)).run();
            ran.json();
        }
    }
}

#[test]
fn a_wrong_key_is_refused_with_the_vendors_code() {
    let mock = Mock::start(&[]);
    for (action, variable, code) in [
        (
            ACTIONS[0],
            "TENCENTCLOUD_SECRET_KEY",
            "AuthFailure.SignatureFailure",
        ),
        (ACTIONS[1], "TENCENTCLOUD_SECRET_KEY", "4100"),
        (
            ACTIONS[3],
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "SignatureDoesNotMatch",
        ),
        (ACTIONS[4], "HUAWEICLOUD_SDK_SK", "APIGW.0301"),
    ] {
        let endpoint = mock.endpoint(action[0]);
        let words = ["--endpoint", &endpoint, "--region", "cn-north-4"];
        let words = if action[0].starts_with("tencent") {
            &words[..2]
        } else {
            &words[..]
        };
        let ran = mock
            .variables(call(action, words))
            .with(variable, "wrong")
            .run();
        ran.fails(1, &[code]);
    }
}

#[test]
fn a_stale_clock_and_a_replay_are_refused() {
    let mock = Mock::start(&[]);
    for (action, code) in [
        (ACTIONS[0], "AuthFailure.SignatureExpire"),
        (ACTIONS[1], "4200"),
        (ACTIONS[3], "InvalidTimeStamp.Expired"),
        (ACTIONS[4], "APIGW.0301"),
    ] {
        let endpoint = mock.endpoint(action[0]);
        let words = [
            "--endpoint",
            &endpoint,
            "--sign-time",
            "1735689600",
            "--region",
            "cn-north-4",
        ];
        let words = if action[0].starts_with("tencent") {
            &words[..4]
        } else {
            &words[..]
        };
        mock.variables(call(action, words)).run().fails(1, &[code]);
    }
    // A nonce may come again at another time, so both calls are signed for one.
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap();
    let now = now.as_secs().to_string();
    for (action, code) in [(ACTIONS[1], "4500"), (ACTIONS[3], "SignatureNonceUsed")] {
        let endpoint = mock.endpoint(action[0]);
        let words = [
            "--endpoint",
            &endpoint,
            "--nonce",
            "4711",
            "--sign-time",
            &now,
            "--region",
            "cn-hangzhou",
        ];
        mock.variables(call(action, &words)).run().json();
        mock.variables(call(action, &words)).run().fails(1, &[code]);
    }
}

#[test]
fn a_port_that_is_taken_is_told() {
    let mock = Mock::start(&[]);
    let endpoint = mock.endpoint("tencent-tcr");
    let port = endpoint.rsplit(':').next().unwrap();
    cloudwright(&["mock", "--port", port])
        .run()
        .fails(3, &["cannot listen"]);
    cloudwright(&["mock", "--specs", "/nonexistent"])
        .run()
        .fails(3, &["/nonexistent"]);
    cloudwright(&["mock", "--service", "nobody"])
        .run()
        .fails(3, &["nobody"]);
}
