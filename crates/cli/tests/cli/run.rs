//! Runs the command. Nothing of the tester's own environment reaches it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The five actions, with what each needs to be called.
pub(crate) const ACTIONS: &[&[&str]] = &[
    &["tencent-tcr", "DescribeApplicationTriggerLogPersonal"],
    &["tencent-ccr", "ListTriggerLog", "--reponame", "test/nginx"],
    &[
        "tencent-ccs",
        "DescribeServiceEvent",
        "--cluster-id",
        "cls-1",
        "--service-name",
        "web",
    ],
    &[
        "alibaba-cr",
        "ListRepoBuildRecordLog",
        "--instance-id",
        "cri-1",
        "--repo-id",
        "crr-1",
        "--build-record-id",
        "b-1",
    ],
    &[
        "huawei-swr",
        "ListInstanceWebhookJobs",
        "--instance-id",
        "i-1",
        "--namespace-name",
        "library",
        "--policy-id",
        "16",
    ],
];

/// Invented keys, under the vendors' names.
pub(crate) const KEYS: &[(&str, &str)] = &[
    (
        "TENCENTCLOUD_SECRET_ID",
        "AKIDEXAMPLEexampleEXAMPLEexample00",
    ),
    (
        "TENCENTCLOUD_SECRET_KEY",
        "ExampleTencentSecretKeyEXAMPLE00",
    ),
    ("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIExampleAccessKeyId00"),
    (
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
        "ExampleAlibabaSecret00000000",
    ),
    ("HUAWEICLOUD_SDK_AK", "HWEXAMPLEACCESSKEY00"),
    (
        "HUAWEICLOUD_SDK_SK",
        "ExampleHuaweiSecretKeyExampleHuaweiSecr0",
    ),
    (
        "HUAWEICLOUD_SDK_PROJECT_ID",
        "0123456789abcdef0123456789abcdef",
    ),
];

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// The output as JSON, of a run that succeeded.
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The output, of a run that succeeded.
    pub(crate) fn text(&self) -> &str {
        assert_eq!(self.code, 0, "{self:?}");
        &self.out
    }

    /// That it ended with this code, said nothing on standard output, and these words on the other.
    pub(crate) fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "{word:?} is not in {}", self.err);
        }
    }
}

/// A run to be made.
pub(crate) struct Run {
    words: Vec<String>,
    variables: BTreeMap<String, String>,
    input: String,
}

/// The command with these words behind its name.
pub(crate) fn cloudwright(words: &[&str]) -> Run {
    Run {
        words: words.iter().map(|word| (*word).to_owned()).collect(),
        variables: BTreeMap::new(),
        input: String::new(),
    }
}

/// `cloudwright call` of one of the actions.
pub(crate) fn call(action: &[&str], words: &[&str]) -> Run {
    cloudwright(&[&["call"], action, words].concat())
}

impl Run {
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.variables.insert(name.to_owned(), value.to_owned());
        self
    }

    /// With the invented keys.
    pub(crate) fn with_keys(self) -> Self {
        KEYS.iter()
            .fold(self, |run, (name, value)| run.with(name, value))
    }

    pub(crate) fn with_input(mut self, input: &str) -> Self {
        input.clone_into(&mut self.input);
        self
    }

    /// The process, ready to be started.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cloudwright"));
        command
            .args(&self.words)
            .env_clear()
            .envs(&self.variables)
            // No home is like an empty one, and nobody's own.
            // No test knocks at a cloud's metadata address.
            .env("CLOUDWRIGHT_METADATA_DISABLED", "true")
            .env("HOME", env!("CARGO_TARGET_TMPDIR").to_owned() + "/nobody")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self) -> Ran {
        let mut child = self.command().spawn().expect("the command starts");
        let mut stdin = child.stdin.take().expect("it has an input");
        // A run that does not read its input may be gone already.
        let _ = stdin.write_all(self.input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().expect("the command ends");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("output is text"),
            err: String::from_utf8(output.stderr).expect("diagnostics are text"),
        }
    }
}
