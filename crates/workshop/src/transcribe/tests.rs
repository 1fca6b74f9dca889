#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
use std::fs;

use super::*;

const PAGE: &str = "Lamps

ListLamps

Last updated: 2031-04-05 06:07:08

1. API Description

Domain name for API request: lamps.tencentcloudapi.com.

A maximum of 20 requests can be initiated per second for this API.

2. Input Parameters

Parameter Name Required Type Description
Action Yes String Common Params. The value used for this API: ListLamps.
Version Yes String Common Params. The value used for this API: 2031-02-03.
Region Yes String Common Params.
Limit No Integer Lamps to return. Default value: 20.
Offset No Integer Lamps to skip. Default value: 0.
Shade Yes String Kind of the shade.

3. Output Parameters

Parameter Name Type Description
Lamps Array of Lamp The lamps.
TotalCount Integer Lamps in all.
RequestId String The id of the request.

4. Example

Example1 Two lamps

Input Example

POST / HTTP/1.1
Host: lamps.tencentcloudapi.com
Content-Type: application/json
X-TC-Action: ListLamps
<Common request parameters>

{
    \"Shade\": \"round\"
}

Output Example

{
    \"Response\": {
        \"Lamps\": [
            {
                \"Id\": \"lamp-1\",
                \"Watts\": 7
            }
        ],
        \"TotalCount\": 1,
        \"RequestId\": \"r-1\"
    }
}

6. Error Code

Error Code Description
InternalError Internal error.
";

/// A specs folder beside a page.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn specs(&self) -> PathBuf {
        self.0.path().join("specs")
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.specs().join(path)).unwrap()
    }

    fn transcribe(&self, page: &str, change: impl Fn(&mut Arguments)) -> ExitCode {
        let path = self.0.path().join("page.txt");
        fs::write(&path, page).unwrap();
        let mut arguments = Arguments {
            pages: vec![path],
            check: false,
            dry_run: false,
            facts: false,
            compare: None,
            format: Format::Table,
            dialect: None,
            partial: false,
            prose: Prose::Leave,
            service: None,
            action: None,
            api_version: None,
            host: None,
            out: Some(self.specs()),
        };
        change(&mut arguments);
        run(&arguments, &Workspace::of_this_repository()).unwrap()
    }
}

const ACTION: &str = "tencent/lamps/ListLamps.yaml";

#[test]
fn a_page_becomes_a_spec_that_the_checks_take() {
    let desk = Desk::new();
    assert_eq!(desk.transcribe(PAGE, |_| ()), ExitCode::SUCCESS);
    let action = desk.read(ACTION);
    for stated in [
        "rate_limit: 20/s\n",
        "  - name: Limit\n    type: integer\n    required: no\n    default: 20\n",
        "  - name: Shade\n    type: string\n    required: yes\n",
        "  - name: Lamps\n    type: list<Lamp>\n",
        "      - name: Watts\n        type: integer\n        evidence: sample\n",
        "# Inferred from the names.\npagination:\n  style: offset\n",
        "  - code: InternalError\n",
        "          - Id: lamp-1\n",
    ] {
        assert!(action.contains(stated), "{stated}\n---\n{action}");
    }
    assert!(!action.contains("Kind of the shade"), "{action}");
    let service = desk.read("tencent/lamps/service.yaml");
    assert!(service.contains("version: \"2031-02-03\"\n"), "{service}");
    let loaded = cloudwright_spec::load::load(places::read_specs(&desk.specs()).unwrap());
    assert!(!loaded.report.has_errors(), "{}", loaded.report);
}

#[test]
fn what_a_provider_says_is_not_copied() {
    let desk = Desk::new();
    fs::create_dir_all(desk.specs().join("tencent")).unwrap();
    let shared = "provider: tencent\nprotocols:\n- protocol: tencent-tc3\n  errors: \
                  [{ code: InternalError, class: internal }]\n";
    fs::write(desk.specs().join("tencent/provider.yaml"), shared).unwrap();
    let other = "service: tencent-other\nprovider: tencent\nproduct: other\ntitle: Other\n\
                 version: '1'\nprotocols: [tencent-tc3]\nendpoints: { default: o.example.com }\n\
                 crate: { name: cloudwright-tencent-other, version: 0.1.0 }\n\
                 errors: [{ code: Own, class: invalid }]\n";
    fs::create_dir_all(desk.specs().join("tencent/other")).unwrap();
    fs::write(desk.specs().join("tencent/other/service.yaml"), other).unwrap();
    assert_eq!(desk.transcribe(PAGE, |_| ()), ExitCode::SUCCESS);
    // The services of a protocol share the second code as well, and no provider says it.
    let service = desk.read("tencent/lamps/service.yaml");
    assert!(!service.contains("InternalError") && service.contains("code: Own"));
    assert!(!desk.read(ACTION).contains("InternalError"));
    let again = desk.transcribe(PAGE, |arguments| arguments.check = true);
    assert_eq!(again, ExitCode::SUCCESS);
}

#[test]
fn what_a_spec_says_already_is_no_difference() {
    let desk = Desk::new();
    desk.transcribe(PAGE, |_| ());
    let before = desk.read(ACTION);
    assert_eq!(
        desk.transcribe(PAGE, |arguments| arguments.check = true),
        ExitCode::SUCCESS
    );
    // Neither words nor dates nor samples are facts that a program relies on.
    let reworded = PAGE
        .replace("Lamps to skip", "How many to pass over")
        .replace("2031-04", "2031-05");
    assert_eq!(
        desk.transcribe(&reworded, |arguments| arguments.check = true),
        ExitCode::SUCCESS
    );
    desk.transcribe(&reworded, |_| ());
    assert_eq!(desk.read(ACTION), before);
}

#[test]
fn a_newer_page_is_merged_and_curation_stays() {
    let desk = Desk::new();
    desk.transcribe(PAGE, |_| ());
    let by_hand = desk.read(ACTION).replace(
        "  - name: Limit\n",
        "  # how many\n  - name: Limit # rows\n    doc: Lamps at most.\n",
    );
    fs::write(desk.specs().join(ACTION), &by_hand).unwrap();
    let newer = PAGE
        .replace("Default value: 20", "Default value: 50")
        .replace(
            "Shade Yes String Kind of the shade.\n",
            "Colour No String Its colour.\n",
        );
    assert_eq!(
        desk.transcribe(&newer, |arguments| arguments.check = true),
        ExitCode::FAILURE
    );
    assert_eq!(desk.read(ACTION), by_hand);
    assert_eq!(desk.transcribe(&newer, |_| ()), ExitCode::SUCCESS);
    let merged = desk.read(ACTION);
    for line in [
        "  # how many\n  - name: Limit # rows\n    doc: Lamps at most.\n",
        "    default: 50\n",
        "  - name: Colour\n",
        "    removed: { since: 0.1.1 }\n",
    ] {
        assert!(merged.contains(line), "{line}\n---\n{merged}");
    }
    assert_eq!(
        desk.transcribe(&newer, |arguments| arguments.check = true),
        ExitCode::SUCCESS
    );
}

#[test]
fn changed_sentences_are_told_with_their_numbers() {
    let again = ReadAgain {
        action: "ListLamps".to_owned(),
        subject: "request Limit".to_owned(),
        lines: None,
        numbers: (vec!["100".to_owned()], vec!["200".to_owned()]),
    };
    assert_eq!(
        read_again(&again),
        "read again: ListLamps request Limit: numbers 100 became 200"
    );
}

#[test]
fn a_line_that_no_rule_explains_keeps_a_page_out_unless_the_rest_is_asked_for() {
    let desk = Desk::new();
    let header = "Parameter Name Required Type Description\n";
    let odd = PAGE.replace(header, &format!("{header}??? !!!\n"));
    assert_eq!(desk.transcribe(&odd, |_| ()), ExitCode::FAILURE);
    assert!(!desk.specs().exists());
    assert_eq!(
        desk.transcribe(&odd, |arguments| arguments.partial = true),
        ExitCode::SUCCESS
    );
    assert!(desk.read(ACTION).contains("- name: Shade\n"));
}

#[test]
fn a_page_without_a_service_is_refused_until_it_is_told() {
    let desk = Desk::new();
    let page = PAGE.replace("lamps.tencentcloudapi.com", "");
    assert_eq!(desk.transcribe(&page, |_| ()), ExitCode::FAILURE);
    let told = |arguments: &mut Arguments| arguments.service = "tencent/lamps".parse().ok();
    assert_eq!(desk.transcribe(&page, told), ExitCode::SUCCESS);
    assert!(desk.specs().join(ACTION).exists());
}

#[test]
fn the_schema_has_every_key_of_the_facts() {
    let file = "../../specs/schema/facts.schema.json";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    // A package on its own has no schema beside it.
    let Ok(schema) = std::fs::read_to_string(file) else {
        return;
    };
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let facts = cloudwright_page::read(PAGE).unwrap().to_json();
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().unwrap().keys().cloned().collect()
    };
    assert_eq!(keys(&facts), keys(&schema["properties"]));
    let member = keys(&schema["$defs"]["member"]["properties"]);
    for (list, own) in [
        (
            "params",
            &schema["properties"]["params"]["items"]["properties"],
        ),
        ("response", &schema["$defs"]["field"]["properties"]),
    ] {
        for found in facts[list].as_array().unwrap() {
            for key in keys(found) {
                assert!(
                    member.contains(&key) || keys(own).contains(&key),
                    "{list} {key}"
                );
            }
        }
    }
}
