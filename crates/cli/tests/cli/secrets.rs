//! Secrets of requests and answers, in each protocol: whole runs of the command show and keep none of them.

use std::fs;

use serde_json::json;

use crate::run::cloudwright;

/// A service of each protocol: its provider, what its file says further, what its action's does, and the answer.
const SERVICES: &[(&str, &str, &str, &str)] = &[
    (
        "tencent",
        "protocols: [tencent-tc3]\nenvelope: Response\n",
        "",
        r#"{"Response": {"Phrase": "unmistakable answer"}}"#,
    ),
    (
        "tencent",
        "protocols: [tencent-qcloud-v2]\n",
        "",
        r#"{"code": 0, "message": "", "Phrase": "unmistakable answer"}"#,
    ),
    (
        "alibaba",
        "protocols: [aliyun-rpc-v1]\n",
        "",
        r#"{"Phrase": "unmistakable answer"}"#,
    ),
    (
        "alibaba",
        "protocols: [aliyun-acs3]\n",
        "",
        r#"{"Phrase": "unmistakable answer"}"#,
    ),
    (
        "huawei",
        "protocols: [huawei-aksk]\n",
        "method: POST\npath: /v1/phrases\n",
        r#"{"Phrase": "unmistakable answer"}"#,
    ),
];

#[test]
fn no_secret_is_in_what_a_run_tells_shows_or_records() {
    for (provider, service, action, sample) in SERVICES {
        let folder = tempfile::tempdir().unwrap();
        let specs = folder.path().join(provider).join("safe");
        fs::create_dir_all(&specs).unwrap();
        let id = format!("{provider}-safe");
        let service = format!(
            "service: {id}\nprovider: {provider}\nproduct: safe\ntitle: Safe\nversion: \"2099-01-01\"\n{service}\
             crate: {{ name: cloudwright-{id}, version: 0.1.0 }}\nendpoints: {{ default: safe.example.com }}\n"
        );
        fs::write(specs.join("service.yaml"), service).unwrap();
        let action = format!(
            "action: SetPhrase\nsummary: Sets it.\nsource: {{ title: Set }}\naccess: read\n{action}request:\n\
             - {{ name: Phrase, type: string, sensitive: true }}\n- {{ name: Password, type: string }}\n\
             - {{ name: Note, type: string }}\nresponse:\n- {{ name: Phrase, type: string, sensitive: true }}\n\
             - {{ name: code, type: integer }}\n- {{ name: message, type: string }}\nsamples:\n- response: {sample}\n"
        );
        fs::write(specs.join("SetPhrase.yaml"), action).unwrap();
        let input = json!({
            "Phrase": "unmistakable phrase", "Password": "unmistakable word",
            "Note": json!({"ApiSecret": "unmistakable key"}).to_string(),
        });
        let record = folder.path().join("record.json");
        let [specs, record] = [folder.path(), &record].map(|path| path.to_str().unwrap());
        let input = input.to_string();
        let run = |words: &[&str]| {
            let call = [
                "call",
                "--specs",
                specs,
                &id,
                "SetPhrase",
                "--input",
                &input,
            ];
            let region = ["--region", "cn-north-4"];
            cloudwright(&[&call, &region[..], words].concat())
                .with_keys()
                .run()
        };
        let clean = |channel: &str, text: &str| {
            assert!(!text.is_empty(), "{provider} {channel}");
            assert!(
                !text.contains("unmistakable"),
                "{provider} {channel}: {text}"
            );
        };
        let called = run(&["--mock", "--verbose", "--record", record]);
        assert!(called.text().contains("unmistakable answer"), "{called:?}");
        clean("verbose", &called.err);
        clean("recording", &fs::read_to_string(record).unwrap());
        clean("dry run", run(&["--dry-run", "--explain-signature"]).text());
        let failed = [
            "--mock",
            "-v",
            "-o",
            "json",
            "--header",
            "x-mock-error: Odd",
        ];
        clean("failure", &run(&failed).err);
        assert!(
            run(&["--dry-run", "--show-secrets"])
                .text()
                .contains("unmistakable")
        );
    }
}
