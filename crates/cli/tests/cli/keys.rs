//! `configure` and `whoami`: keys into the vendors' files, and out of them again.

use std::path::Path;

use serde_json::{Value, json};

use crate::run::{Run, cloudwright};
use crate::server::service;

const SECRET: &str = "Hush+Hush/Hush=0123456789";

/// Each cloud, with the file that its keys are kept in and a text that is in it already.
const STORES: &[(&str, &str, &str)] = &[
    (
        "tencent",
        ".tccli/default.credential",
        r#"{"secretId": "old", "secretKey": "old", "token": "old", "role-arn-note": "kept"}"#,
    ),
    (
        "alibaba",
        ".aliyun/config.json",
        r#"{"current": "default", "profiles": [
            {"name": "other", "mode": "CloudSSO", "note": "kept"},
            {"name": "default", "mode": "AK", "access_key_id": "old", "access_key_secret": "old"}
        ], "meta_path": "kept"}"#,
    ),
    (
        "huawei",
        ".huaweicloud/credentials",
        "# kept\n[basic]\nak = old\nsk = old\nsecurity_token = old\nproject_id = kept\n[global]\nak = kept\n",
    ),
];

fn at(home: &Path, words: &[&str]) -> Run {
    cloudwright(words).with("HOME", home.to_str().unwrap())
}

fn configure(home: &Path, cloud: &str, more: &[&str]) -> Run {
    let words = [
        "configure",
        cloud,
        "--key-id",
        "KEYID0123",
        "--secret-stdin",
    ];
    at(home, &[&words, more].concat()).with_input(&format!("{SECRET}\n"))
}

#[test]
fn keys_go_where_the_vendors_tools_keep_them_and_are_found_there() {
    for (cloud, file, before) in STORES {
        for before in [None, Some(before)] {
            let home = tempfile::tempdir().unwrap();
            let path = home.path().join(file);
            if let Some(before) = before {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(&path, before).unwrap();
            }
            let ran = configure(home.path(), cloud, &["--region", "some-region-1"]).run();
            assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
            assert!(
                ran.err.contains(file) && !ran.err.contains(SECRET),
                "{ran:?}"
            );
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains(SECRET) && !text.contains("old"), "{text}");
            let kept = before.map_or(0, |before| before.matches("kept").count());
            assert_eq!(text.matches("kept").count(), kept, "{text}");
            let identity = at(home.path(), &["whoami", cloud, "-o", "json"])
                .run()
                .json();
            assert_eq!(identity["key_id"], "KEYID0123", "{identity}");
            assert_eq!(identity["kind"], "key", "{identity}");
            assert!(
                identity["source"]
                    .as_str()
                    .unwrap()
                    .contains(file.split('/').next().unwrap())
            );
            if *cloud != "huawei" {
                assert_eq!(identity["region"], "some-region-1", "{identity}");
            }
            assert!(!identity.to_string().contains(SECRET));
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = std::fs::metadata(&path).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600);
            }
        }
    }
}

#[test]
fn a_profile_of_its_own_is_written_beside_the_others() {
    for (cloud, ..) in STORES {
        let home = tempfile::tempdir().unwrap();
        for profile in ["one", "two"] {
            configure(home.path(), cloud, &["--profile", profile])
                .run()
                .text();
        }
        for profile in ["one", "two"] {
            let words = ["whoami", cloud, "--profile", profile, "-o", "json"];
            let identity = at(home.path(), &words).run().json();
            assert_eq!(identity["key_id"], "KEYID0123", "{identity}");
        }
    }
}

#[test]
fn what_is_written_beside_a_profile_stays_byte_for_byte() {
    const OTHER: &str =
        r#"{"name":"work", "mode": "OAuth",   "expire" : 1.50, "note": "\u0041", "odd":[1e3]}"#;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".aliyun/config.json");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let text =
        format!("{{\r\n \"meta\": 1.0,\"current\":\"work\", \"profiles\": [\n  {OTHER}\n]}}\n");
    std::fs::write(&path, &text).unwrap();
    for profile in ["one", "two", "one"] {
        let ran = configure(home.path(), "alibaba", &["--profile", profile]).run();
        let told = format!("work is used: --profile {profile} chooses this one");
        assert!(ran.err.contains(&told), "{}", ran.err);
    }
    let written = std::fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once("\n]}").unwrap();
    assert!(
        written.starts_with(before) && written.ends_with(&format!("\n]}}{after}")),
        "{written}"
    );
    assert_eq!(written.matches("KEYID0123").count(), 2, "{written}");
    let words = ["whoami", "alibaba", "--profile", "two", "-o", "json"];
    assert_eq!(at(home.path(), &words).run().json()["key_id"], "KEYID0123");
}

#[test]
fn what_is_no_plain_key_is_not_written_over() {
    for (cloud, file, text) in [
        (
            "tencent",
            ".tccli/default.credential",
            r#"{"type": "oauth", "oauth": {"accessToken": "t"}}"#,
        ),
        ("tencent", ".tccli/default.credential", "{ no JSON: SECRET"),
        ("tencent", ".tccli/default.credential", "[1]"),
        (
            "alibaba",
            ".aliyun/config.json",
            r#"{"profiles": [{"name": "default", "mode": "StsToken"}]}"#,
        ),
        ("alibaba", ".aliyun/config.json", r#"{"profiles": 1}"#),
        (
            "huawei",
            ".huaweicloud/credentials",
            "[basic]\nidp_id = x\n",
        ),
    ] {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        let ran = configure(home.path(), cloud, &[]).run();
        ran.fails(3, &["nothing was written"]);
        assert!(!ran.err.contains("SECRET"), "{}", ran.err);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[test]
fn what_cannot_be_a_key_is_refused_and_not_repeated() {
    let home = tempfile::tempdir().unwrap();
    for (words, input, reason) in [
        (&["configure", "tencent"][..], "", "--key-id is missing"),
        (
            &["configure", "tencent", "--key-id", "k"],
            SECRET,
            "--secret-stdin",
        ),
        (
            &["configure", "tencent", "--key-id", "k", "--secret-stdin"],
            "",
            "the secret is empty",
        ),
        (
            &["configure", "tencent", "--key-id", "k", "--secret-stdin"],
            "a b",
            "has characters",
        ),
        (
            &[
                "configure",
                "huawei",
                "--key-id",
                "k\n[x]",
                "--secret-stdin",
            ],
            "s",
            "has characters",
        ),
        (
            &[
                "configure",
                "huawei",
                "--key-id",
                "k",
                "--secret-stdin",
                "--profile",
                "a]b",
            ],
            "s",
            "no name",
        ),
        (
            &[
                "configure",
                "tencent",
                "--key-id",
                "k",
                "--secret-stdin",
                "--profile",
                "../x",
            ],
            "s",
            "no name",
        ),
        (
            &["configure", "tencnt", "--key-id", "k", "--secret-stdin"],
            "s",
            "did you mean tencent?",
        ),
        (&["configure"], "", "<tencent|"),
    ] {
        let ran = at(home.path(), words).with_input(input).run();
        ran.fails(2, &[reason]);
        assert!(
            input.is_empty() || input.len() < 4 || !ran.err.contains(input),
            "{}",
            ran.err
        );
    }
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn who_has_no_keys_is_told_where_they_were_looked_for() {
    for (cloud, ..) in STORES {
        let ran = cloudwright(&["whoami", cloud]).run();
        ran.fails(3, &["no usable credentials", "environment"]);
    }
    cloudwright(&["whoami"])
        .run()
        .fails(3, &["any cloud", "tencent", "alibaba", "huawei"]);
    let run = cloudwright(&["whoami", "-o", "json"]).with_keys();
    let rows = run.run().json();
    assert_eq!(rows.as_array().unwrap().len(), STORES.len());
    let some = cloudwright(&["whoami", "-o", "jsonl"])
        .with("TENCENTCLOUD_SECRET_ID", "AKIDx")
        .with("TENCENTCLOUD_SECRET_KEY", SECRET)
        .with("TENCENTCLOUD_TOKEN", "t0ken0123456789");
    let ran = some.run();
    assert!(ran.text().contains("\"key_id\":\"AKIDx\""), "{}", ran.out);
    assert!(
        ran.text().contains("temporary key") && ran.out.contains("problem"),
        "{}",
        ran.out
    );
    assert!(
        !ran.out.contains(SECRET) && !ran.out.contains("t0ken"),
        "{}",
        ran.out
    );
}

#[test]
fn a_cloud_is_asked_whose_keys_they_are_only_where_that_is_wanted() {
    for (cloud, answer) in [
        (
            "tencent",
            json!({"Response": {"AccountId": "100", "Arn": "qcs::cam::uin/1", "RequestId": "r"}}),
        ),
        (
            "alibaba",
            json!({"AccountId": "100", "Arn": "acs:ram::1:user/x", "RequestId": "r"}),
        ),
        (
            "huawei",
            json!({"account_id": "100", "principal_urn": "iam::1:user:x", "principal_id": "p"}),
        ),
    ] {
        let address = service(200, &answer);
        let words = [
            "whoami",
            cloud,
            "--verify",
            "--endpoint",
            &address,
            "-o",
            "json",
        ];
        let identity = cloudwright(&words).with_keys().run().json();
        assert_eq!(identity["account"], "100", "{identity}");
        assert!(
            identity["name"].as_str().unwrap().contains(':'),
            "{identity}"
        );
    }
    let refused = json!({"Response": {"Error": {"Code": "AuthFailure.SecretIdNotFound", "Message": "No."}, "RequestId": "r"}});
    let address = service(200, &refused);
    let words = ["whoami", "tencent", "--verify", "--endpoint", &address];
    let ran = cloudwright(&words).with_keys().run();
    ran.fails(1, &["AuthFailure.SecretIdNotFound"]);
    let identity: Value = cloudwright(&["whoami", "tencent-tcr", "-o", "json"])
        .with_keys()
        .run()
        .json();
    assert_eq!(identity.get("account"), None);
}
