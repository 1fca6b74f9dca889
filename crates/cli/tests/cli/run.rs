//! Runs the command. Nothing of the tester's own environment reaches it.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use cloudwright_core::IntoDateTime;
use cloudwright_core::meta::{Access, Kind, Operation, Parameter, Protocol, Rule, Service};
use cloudwright_spec::model::Source;
use serde_json::{Map, Value, json};

/// Actions that tests are about, with what each needs to be called.
pub(crate) const TCR: &[&str] = &["tencent-tcr", "DescribeApplicationTriggerLogPersonal"];
pub(crate) const CCR: &[&str] = &["tencent-ccr", "ListTriggerLog", "--reponame", "test/nginx"];
pub(crate) const CCS: &[&str] = &[
    "tencent-ccs",
    "DescribeServiceEvent",
    "--cluster-id",
    "cls-1",
    "--service-name",
    "web",
];
pub(crate) const CR: &[&str] = &[
    "alibaba-cr",
    "ListRepoBuildRecordLog",
    "--instance-id",
    "cri-1",
    "--repo-id",
    "crr-1",
    "--build-record-id",
    "b-1",
];
pub(crate) const SWR: &[&str] = &[
    "huawei-swr",
    "ListInstanceWebhookJobs",
    "--instance-id",
    "i-1",
    "--namespace-name",
    "library",
    "--policy-id",
    "16",
];

/// An action of the tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Action {
    pub(crate) service: &'static Service,
    pub(crate) operation: &'static Operation,
}

/// The actions that come from pages, and of each service one more: the first that only reads and takes a
/// parameter. Each use of one is a process, so the hundreds that came from metadata and are alike are left
/// out.
pub(crate) fn actions() -> Vec<Action> {
    let mut actions = of_pages();
    actions.extend(cloudwright::services().iter().filter_map(|entry| {
        let mut others = entry.operations.iter().filter(|one| is_of_inventory(one));
        let operation =
            others.find(|one| one.access == Access::Read && !one.parameters.is_empty())?;
        Some(Action {
            service: entry.service,
            operation,
        })
    }));
    actions
}

/// The actions that come from pages.
pub(crate) fn of_pages() -> Vec<Action> {
    let entries = cloudwright::services().iter();
    let actions = entries.flat_map(|entry| {
        let operations = entry.operations.iter().filter(|one| !is_of_inventory(one));
        operations.map(|operation| Action {
            service: entry.service,
            operation,
        })
    });
    let actions: Vec<Action> = actions.collect();
    assert!(!actions.is_empty());
    actions
}

fn is_of_inventory(operation: &Operation) -> bool {
    let source = Source {
        title: operation.page.title.to_owned(),
        ..Source::default()
    };
    source.is_inventory()
}

impl Action {
    /// The words that name it.
    pub(crate) fn named(self) -> [String; 2] {
        [self.service.id, self.operation.name].map(str::to_owned)
    }

    /// A call of it that can be sent: it gives what is required.
    pub(crate) fn call(self, words: &[&str]) -> Run {
        let required = self.operation.parameters.iter();
        let required = required.filter(|parameter| parameter.required && !parameter.is_filled());
        let given = required.map(|parameter| (parameter.name.to_owned(), sound(parameter)));
        let mut given: Map<String, Value> = given.collect();
        for rule in self.operation.rules {
            self.fulfil(rule, &mut given);
        }
        let given = Value::Object(given).to_string();
        let [service, action] = self.named();
        let call = ["call", &service, &action, "--input", &given];
        cloudwright(&[&call, words].concat())
    }

    /// Gives what a rule over several parameters wants.
    fn fulfil(self, rule: &Rule, given: &mut Map<String, Value>) {
        let is_given = |name: &&str| given.contains_key(*name);
        let missing = match *rule {
            Rule::MultipleOf(name, _) => {
                given.entry(name).and_modify(|value| *value = json!(0));
                &[]
            }
            Rule::OneOf(names) | Rule::AtLeastOne(names) if !names.iter().any(is_given) => {
                &names[..1]
            }
            Rule::Together(names) if names.iter().any(is_given) => names,
            _ => &[],
        };
        for name in missing {
            let parameter = self.operation.parameter(name).unwrap();
            given.entry(*name).or_insert_with(|| sound(parameter));
        }
    }

    /// Whether keys are enough to call it: some services take tokens alone.
    pub(crate) fn takes_keys(self) -> bool {
        let mut protocols = self.service.protocols.iter();
        protocols.any(|protocol| *protocol != Protocol::HuaweiToken)
    }

    /// Whether its answers have a body, as those of `HEAD` never have.
    pub(crate) fn answers_with_a_body(self) -> bool {
        self.operation.method != "HEAD"
    }
}

/// A value that the table has nothing against.
fn sound(parameter: &Parameter) -> Value {
    let text = parameter.example.or(parameter.values.first().copied());
    let text = text.or(parameter.default);
    // A time is written as its page says.
    let time = parameter
        .time
        .map(|format| UNIX_EPOCH.into_date_time(format).into_string());
    of_kind(&parameter.kind, parameter, text.or(time.as_deref()))
}

fn of_kind(kind: &Kind, parameter: &Parameter, text: Option<&str>) -> Value {
    let shortest = usize::try_from(parameter.min_length.unwrap_or(1).max(1)).unwrap();
    match kind {
        Kind::Integer | Kind::Unsigned | Kind::Number => {
            let number = text.and_then(|text| text.parse::<i64>().ok());
            number.or(parameter.min).unwrap_or(1).into()
        }
        Kind::Boolean => (text == Some("true")).into(),
        Kind::List(item) => vec![of_kind(item, parameter, text); shortest].into(),
        Kind::Map(inner) => json!({"k": of_kind(inner, parameter, text)}),
        Kind::Object(shape) => {
            let fields = shape.fields.iter().filter(|field| field.required);
            let fields = fields.map(|field| (field.name.to_owned(), sound(field)));
            Value::Object(fields.collect())
        }
        _ => text
            .map_or_else(|| "x".repeat(shortest), str::to_owned)
            .into(),
    }
}

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
            // No test knocks at a cloud's metadata address.
            .env("CLOUDWRIGHT_METADATA_DISABLED", "true")
            // No home is like an empty one, and nobody's own.
            .env("HOME", env!("CARGO_TARGET_TMPDIR").to_owned() + "/nobody")
            .envs(&self.variables)
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
