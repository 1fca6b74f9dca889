//! The stand-ins for metadata, STS and IAM: what they give out works at the mock, for a while.

use std::time::Duration;

use cloudwright_mock::{Credentials, Fault, Mock, Provider, Reply};
use serde_json::{Value, json};

use crate::support::sign::{JOBS, LOG, NOW, Signer};
use crate::support::{Answer, Call};

fn mock() -> Mock {
    Mock::builder()
        .clock_stopped_at(NOW)
        .start_blocking()
        .unwrap()
}

fn request(mock: &Mock, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let call = Call {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        body: body.into(),
        ..Call::default()
    };
    let call = call.header("Host", "metadata");
    let call = headers
        .iter()
        .fold(call, |call, (name, value)| call.header(name, value));
    call.send(&mock.endpoint())
}

fn key(body: &Value, id: &str, secret: &str, token: &str) -> Credentials {
    let text = |name: &str| {
        body[name]
            .as_str()
            .unwrap_or_else(|| panic!("{name} in {body}"))
    };
    Credentials::new(text(id), text(secret)).with_token(text(token))
}

/// Whether a temporary key works now, and no longer when its time is over.
fn works_until(mock: &Mock, provider: Provider, key: &Credentials, lifetime: i64) {
    let is_taken = |nonce: u32| {
        let signer = Signer {
            key: key.clone(),
            now: mock.now(),
            ..Signer::of(mock, provider)
        };
        let signer = signer.nonce(format!("9{}{nonce}", mock.now()));
        let call = match provider {
            Provider::Tencent => signer.tc3("DescribeApplicationTriggerLogPersonal", "{}"),
            Provider::Alibaba => signer.acs3("ListRepoBuildRecordLog", LOG),
            Provider::Huawei => signer.huawei(JOBS, ""),
        };
        call.send(&mock.endpoint()).code().is_none()
    };
    assert!(is_taken(1), "{key:?} works");
    mock.advance_clock(lifetime - 1);
    assert!(is_taken(2), "{key:?} still works");
    mock.advance_clock(1);
    assert!(!is_taken(3), "{key:?} works no longer");
}

#[test]
fn instances_have_roles() {
    let mock = mock();
    let get = |path: &str, headers: &[(&str, &str)]| request(&mock, "GET", path, headers, "");
    let role = mock.identity().role();

    let tencent = "/latest/meta-data/cam/security-credentials/";
    assert_eq!(get(tencent, &[]).body, role.as_bytes());
    let body = get(&format!("{tencent}{role}"), &[]).json();
    assert_eq!(
        (&body["Code"], &body["ExpiredTime"]),
        (&json!("Success"), &json!(NOW + 3600))
    );
    works_until(
        &mock,
        Provider::Tencent,
        &key(&body, "TmpSecretId", "TmpSecretKey", "Token"),
        3600,
    );

    let alibaba = "/latest/meta-data/ram/security-credentials/";
    assert_eq!(get(alibaba, &[]).body, role.as_bytes());
    assert_eq!(get(&format!("{alibaba}other"), &[]).status, 404);
    let body = get(&format!("{alibaba}{role}"), &[]).json();
    let found = key(&body, "AccessKeyId", "AccessKeySecret", "SecurityToken");
    works_until(&mock, Provider::Alibaba, &found, 3600);

    let body = get("/openstack/latest/securitykey", &[]).json();
    let found = key(&body["credential"], "access", "secret", "securitytoken");
    works_until(&mock, Provider::Huawei, &found, 3600);
    assert_eq!(mock.identity().issued(), 3);
}

#[test]
fn a_hardened_instance_wants_a_token_first() {
    let mock = mock();
    mock.identity().require_metadata_token(true);
    for (path, token_path, lifetime, header) in [
        (
            "/latest/meta-data/ram/security-credentials/",
            "/latest/api/token",
            "X-aliyun-ecs-metadata-token-ttl-seconds",
            "X-aliyun-ecs-metadata-token",
        ),
        (
            "/openstack/latest/securitykey",
            "/meta-data/latest/api/token",
            "X-Metadata-Token-Ttl-Seconds",
            "X-Metadata-Token",
        ),
    ] {
        assert_eq!(request(&mock, "GET", path, &[], "").status, 403);
        assert_eq!(request(&mock, "PUT", token_path, &[], "").status, 400);
        let token = request(&mock, "PUT", token_path, &[(lifetime, "60")], "").body;
        let token = String::from_utf8(token).unwrap();
        assert_eq!(
            request(&mock, "GET", path, &[(header, &token)], "").status,
            200
        );
        mock.advance_clock(60);
        assert_eq!(
            request(&mock, "GET", path, &[(header, &token)], "").status,
            403
        );
    }
}

#[test]
fn a_role_is_assumed_with_a_key() {
    let mock = mock();
    let mut call = Signer::of(&mock, Provider::Tencent).tc3(
        "AssumeRole",
        r#"{"RoleArn": "qcs::cam::uin/1:role/x", "RoleSessionName": "s", "DurationSeconds": 900}"#,
    );
    call.set("X-TC-Version", "2018-08-13");
    let body = call.send(&mock.endpoint()).json()["Response"].clone();
    assert_eq!(body["ExpiredTime"], NOW + 900);
    let found = key(&body["Credentials"], "TmpSecretId", "TmpSecretKey", "Token");
    works_until(&mock, Provider::Tencent, &found, 900);

    let mut tampered = call.clone();
    tampered.body.push(b' ');
    let code = tampered.send(&mock.endpoint()).code();
    assert!(code.is_some_and(|code| code.starts_with("AuthFailure")));
}

#[test]
fn a_role_is_assumed_with_an_identity_and_no_signature() {
    let mock = mock();
    let headers = [
        ("Content-Type", "application/json"),
        ("Authorization", "SKIP"),
        ("X-TC-Action", "AssumeRoleWithWebIdentity"),
        ("X-TC-Version", "2018-08-13"),
        ("X-TC-Timestamp", "1735689600"),
    ];
    let body = r#"{"RoleArn": "r", "RoleSessionName": "s", "ProviderId": "p", "WebIdentityToken": "a-very-secret-token"}"#;
    let answer = request(&mock, "POST", "/", &headers, body).json();
    let found = key(
        &answer["Response"]["Credentials"],
        "TmpSecretId",
        "TmpSecretKey",
        "Token",
    );
    works_until(&mock, Provider::Tencent, &found, 3600);

    let form = "RoleArn=r&RoleSessionName=s&OIDCProviderArn=p&OIDCToken=a-very-secret-token&DurationSeconds=3600";
    let path = "/?Action=AssumeRoleWithOIDC&Version=2015-04-01&Format=JSON";
    let headers = [("Content-Type", "application/x-www-form-urlencoded")];
    let answer = request(&mock, "POST", path, &headers, form).json();
    let found = key(
        &answer["Credentials"],
        "AccessKeyId",
        "AccessKeySecret",
        "SecurityToken",
    );
    works_until(&mock, Provider::Alibaba, &found, 3600);

    let body = r#"{"provider_urn": "p", "agency_urn": "a", "id_token": "a-very-secret-token"}"#;
    let answer = request(&mock, "POST", "/v5/agencies/assume-with-oidc", &[], body).json();
    let found = key(
        &answer["credentials"],
        "access_key_id",
        "secret_access_key",
        "security_token",
    );
    works_until(&mock, Provider::Huawei, &found, 3600);

    let log = serde_json::to_string(&mock.requests()).unwrap();
    assert!(!log.contains("a-very-secret-token"), "{log}");
}

#[test]
fn a_wrong_password_gets_no_token() {
    let mock = mock();
    let login = |password: &str| {
        let [domain, name, _] = mock.identity().iam_user();
        let user = json!({"name": name, "password": password, "domain": {"name": domain}});
        let body = json!({"auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": "cn-north-4"}},
        }});
        request(&mock, "POST", "/v3/auth/tokens", &[], &body.to_string())
    };
    let answer = login("wrong");
    assert_eq!(
        (answer.status, &answer.json()["error"]["title"]),
        (401, &json!("Unauthorized"))
    );
    let [_, _, password] = mock.identity().iam_user();
    mock.identity().set_token_lifetime(Duration::from_secs(100));
    let answer = login(&password);
    assert_eq!(answer.json()["token"]["project"]["id"], mock.project_id());
    let token = answer.header("x-subject-token").unwrap();
    let jobs = || request(&mock, "GET", JOBS, &[("X-Auth-Token", token)], "").status;
    assert_eq!(jobs(), 200);
    mock.advance_clock(100);
    assert_eq!(jobs(), 401);
}

#[test]
fn a_project_is_found_by_its_region() {
    let mock = mock();
    let signer = Signer::of(&mock, Provider::Huawei);
    let answer = signer
        .huawei("/v3/projects", "name=cn-north-4")
        .send(&mock.endpoint());
    assert_eq!(answer.json()["projects"][0]["id"], mock.project_id());
    assert_eq!(
        request(&mock, "GET", "/v3/projects", &[("X-Auth-Token", "x")], "").status,
        401
    );
}

#[test]
fn a_stand_in_can_be_made_to_fail() {
    let mock = mock();
    let path = "/openstack/latest/securitykey";
    mock.script(
        "huawei-metadata",
        [
            Reply::fault(Fault::Status(500)),
            Reply::json(200, json!({})),
        ],
    )
    .unwrap();
    mock.enqueue(Reply::fault(Fault::Status(502))).unwrap();
    assert_eq!(request(&mock, "GET", path, &[], "").status, 500);
    assert_eq!(request(&mock, "GET", path, &[], "").json(), json!({}));
    let answer = request(&mock, "GET", path, &[], "");
    assert!(
        answer.json()["credential"].is_object(),
        "replies for any action are not for stand-ins"
    );
}
