//! `cloudwright mock`: what it prints leads the command to it.

use std::io::{BufRead as _, BufReader};
use std::process::Child;

use crate::run::{CCR, CR, Run, SWR, TCR, actions, call, cloudwright};

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
        let lines = out.lines().map(Result::unwrap);
        let lines = lines.take_while(|line| !line.contains("Ctrl-C")).collect();
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
    let mut child = mock.variables(call(SWR, &words)).command().spawn().unwrap();
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
        for action in actions().into_iter().filter(|action| action.takes_keys()) {
            let endpoint = mock.endpoint(action.service.id);
            let words = ["--endpoint", &endpoint, "--region", "cn-north-4"];
            let is_known = action.service.id.starts_with("tencent");
            let words = &words[..if is_known { 2 } else { 4 }];
            mock.variables(action.call(words)).run().json();
        }
    }
}

#[test]
fn a_wrong_key_is_refused_with_the_vendors_code() {
    let mock = Mock::start(&[]);
    for (action, variable, code) in [
        (
            TCR,
            "TENCENTCLOUD_SECRET_KEY",
            "AuthFailure.SignatureFailure",
        ),
        (CCR, "TENCENTCLOUD_SECRET_KEY", "4100"),
        (
            CR,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "SignatureDoesNotMatch",
        ),
        (SWR, "HUAWEICLOUD_SDK_SK", "APIGW.0301"),
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
        (TCR, "AuthFailure.SignatureExpire"),
        (CCR, "4200"),
        (CR, "InvalidTimeStamp.Expired"),
        (SWR, "APIGW.0301"),
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
    for (action, code) in [(CCR, "4500"), (CR, "SignatureNonceUsed")] {
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
        .fails(2, &["nobody"]);
}

#[test]
fn what_is_wrong_with_specs_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("huawei/evil");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(
        place.join("service.yaml"),
        "service: huawei-evil\nprovider: nobody\n",
    )
    .unwrap();
    let words = ["mock", "--specs", folder.path().to_str().unwrap()];
    let ran = cloudwright(&words).run();
    ran.fails(
        3,
        &[
            "error: the specs are wrong\n",
            "service.yaml:2",
            "\n2 | provider: nobody\n",
        ],
    );
    assert!(!ran.err.contains("\\n"), "{}", ran.err);
}

#[test]
fn what_one_cloud_answered_is_recorded_and_answered_by_the_mock() {
    let folder = tempfile::tempdir().unwrap();
    let tape = folder.path().join("tape.json");
    let tape = tape.to_str().unwrap();
    let cloud = Mock::start(&["--rows", "7"]);
    let at = |mock: &Mock, more: &[&str]| {
        let endpoint = mock.endpoint(CCR[0]);
        mock.variables(call(CCR, &[&["--endpoint", &endpoint], more].concat()))
    };
    let first = at(&cloud, &["--limit", "2", "--record", tape]).run().json();
    // An answer that is an error is kept as well, behind what was there.
    let failing = [
        "--limit",
        "3",
        "--header",
        "x-mock-error:4400",
        "--retries",
        "0",
    ];
    at(&cloud, &[&failing[..], &["--record", tape]].concat())
        .run()
        .fails(1, &["4400"]);
    let text = std::fs::read_to_string(tape).unwrap();
    assert_eq!(text.matches("\"asked\"").count(), 2, "{text}");
    for proof in ["\"Signature\"", "SecretId"] {
        assert!(!text.contains(proof), "{text}");
    }

    let again = Mock::start(&["--replay", tape]);
    assert_eq!(at(&again, &["--limit", "2"]).run().json(), first);
    at(&again, &["--limit", "3", "--retries", "0"])
        .run()
        .fails(1, &["4400"]);
    at(&again, &["--limit", "4", "--retries", "0"])
        .run()
        .fails(1, &["limit"]);
}

#[test]
fn a_recording_that_cannot_be_kept_is_told_before_anything_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let tape = folder.path().join("tape.json");
    std::fs::write(&tape, "no json").unwrap();
    let tape = tape.to_str().unwrap();
    let mock = Mock::start(&[]);
    let endpoint = mock.endpoint(CCR[0]);
    let words = ["--endpoint", &endpoint, "--record", tape];
    let ran = mock.variables(call(CCR, &words)).run();
    ran.fails(3, &["tape.json is no recording"]);
    assert_eq!(std::fs::read_to_string(tape).unwrap(), "no json");
    call(CCR, &["--record", tape, "--dry-run"])
        .run()
        .fails(2, &["--record and --dry-run exclude each other"]);
    cloudwright(&["mock", "--replay", tape])
        .run()
        .fails(3, &["tape.json: this is no recording"]);
}

#[test]
fn the_certificate_for_https_is_written_where_it_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mock-ca.pem");
    let _mock = Mock::start(&["--certificate", file.to_str().unwrap()]);
    let pem = std::fs::read_to_string(file).unwrap();
    assert!(pem.starts_with("-----BEGIN CERTIFICATE-----"), "{pem}");
    assert!(!pem.contains("PRIVATE"), "{pem}");
}

#[test]
fn the_container_starts_the_mock_as_the_command_takes_it() {
    let dockerfile = include_str!("../../../../Dockerfile");
    let entry = dockerfile
        .lines()
        .find_map(|line| line.strip_prefix("ENTRYPOINT "));
    let words: Vec<String> = serde_json::from_str(entry.unwrap()).unwrap();
    let [program, command, rest @ ..] = words.as_slice() else {
        panic!("{words:?}");
    };
    assert_eq!(
        (program.as_str(), command.as_str()),
        ("/cloudwright", "mock")
    );
    let port = rest.iter().position(|word| word == "--port").unwrap() + 1;
    assert!(dockerfile.contains(&format!("EXPOSE {}", rest[port])));
    // A port that nobody else has.
    let mut rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    rest[port] = "0";
    let mock = Mock::start(&rest);
    let ran = mock
        .variables(call(TCR, &["--endpoint", &mock.endpoint("tencent-tcr")]))
        .run();
    assert_eq!(ran.err, "");
}
