//! The instance metadata services of the three vendors, which live at fixed addresses elsewhere.

use std::time::Duration;

use cloudwright_sign::time;
use cloudwright_spec::model::Provider;
use serde_json::json;

use super::{ROLE, lifetime, with_microseconds};
use crate::message::{Answer, Request};
use crate::world::World;

const TENCENT: &str = "/latest/meta-data/cam/security-credentials/";
const ALIBABA: &str = "/latest/meta-data/ram/security-credentials/";
const HUAWEI: &str = "/openstack/latest/securitykey";
const ALIBABA_TOKEN: &str = "/latest/api/token";
const HUAWEI_TOKEN: &str = "/meta-data/latest/api/token";

/// Not a vendor's address: what `HC_CONTAINER_CREDENTIALS_FULL_URI` can name.
pub(crate) const HUAWEI_POD: &str = "/huawei/pod-identity";
/// Not a vendor's address: what `ALIBABA_CLOUD_CREDENTIALS_URI` can name.
pub(crate) const ALIBABA_URI: &str = "/alibaba/credentials";

/// The answer, and the name under which replies can be scripted for it.
pub(super) fn answer(world: &World, request: &Request) -> Option<(&'static str, Answer)> {
    let path = request.path.as_str();
    Some(match (request.method.as_str(), path) {
        ("GET", _) if path.starts_with(TENCENT) => (
            "tencent-metadata",
            tencent(world, path.trim_start_matches(TENCENT)),
        ),
        ("GET", _) if path.starts_with(ALIBABA) => {
            let role = path.trim_start_matches(ALIBABA);
            ("alibaba-metadata", alibaba(world, request, role))
        }
        ("GET", HUAWEI) => ("huawei-metadata", huawei(world, request)),
        ("PUT", ALIBABA_TOKEN) => {
            let header = "x-aliyun-ecs-metadata-token-ttl-seconds";
            ("alibaba-metadata-token", session(world, request, header))
        }
        ("PUT", HUAWEI_TOKEN) => {
            let header = "x-metadata-token-ttl-seconds";
            ("huawei-metadata-token", session(world, request, header))
        }
        ("POST", HUAWEI_POD) => ("huawei-pod-identity", huawei_pod(world, request)),
        ("GET", ALIBABA_URI) => ("alibaba-credentials-uri", alibaba_keys(world)),
        _ => return None,
    })
}

fn tencent(world: &World, role: &str) -> Answer {
    if let Some(answer) = role_answer(role) {
        return answer;
    }
    let issued = world.issue(Provider::Tencent, lifetime(world, None));
    let credentials = json!({
        "TmpSecretId": issued.key.id,
        "TmpSecretKey": issued.key.secret,
        "ExpiredTime": issued.expires_at,
        "Expiration": time::iso8601(issued.expires_at),
        "Token": issued.key.token,
        "Code": "Success",
    });
    Answer::json(200, &credentials)
}

fn alibaba(world: &World, request: &Request, role: &str) -> Answer {
    if let Err(answer) = check_session(world, request, "x-aliyun-ecs-metadata-token") {
        return answer;
    }
    role_answer(role).unwrap_or_else(|| alibaba_keys(world))
}

fn alibaba_keys(world: &World) -> Answer {
    let issued = world.issue(Provider::Alibaba, lifetime(world, None));
    let credentials = json!({
        "AccessKeyId": issued.key.id,
        "AccessKeySecret": issued.key.secret,
        "Expiration": time::iso8601(issued.expires_at),
        "SecurityToken": issued.key.token,
        "LastUpdated": time::iso8601(world.clock.now()),
        "Code": "Success",
    });
    Answer::json(200, &credentials)
}

fn huawei(world: &World, request: &Request) -> Answer {
    if let Err(answer) = check_session(world, request, "x-metadata-token") {
        return answer;
    }
    let issued = world.issue(Provider::Huawei, lifetime(world, None));
    let credential = json!({
        "access": issued.key.id,
        "secret": issued.key.secret,
        "securitytoken": issued.key.token,
        "expires_at": with_microseconds(issued.expires_at),
    });
    Answer::json(200, &json!({ "credential": credential }))
}

fn huawei_pod(world: &World, request: &Request) -> Answer {
    if request.header("authorization").is_none() {
        let message = "the token of the service account is missing";
        return Answer::json(401, &json!({ "message": message }));
    }
    let issued = world.issue(Provider::Huawei, lifetime(world, None));
    let credentials = json!({
        "accessKeyId": issued.key.id,
        "secretAccessKey": issued.key.secret,
        "securityToken": issued.key.token,
        "expiration": with_microseconds(issued.expires_at),
    });
    Answer::json(200, &json!({ "credentials": credentials }))
}

/// The list of roles, or that there is no such role. `None` if it is the right one.
fn role_answer(role: &str) -> Option<Answer> {
    match role {
        "" => Some(Answer::text(200, ROLE)),
        ROLE => None,
        _ => Some(Answer::text(404, "404 - Not Found")),
    }
}

/// A token of the hardened flow.
fn session(world: &World, request: &Request, header: &str) -> Answer {
    let lifetime = request
        .header(header)
        .and_then(|text| text.trim().parse().ok());
    match lifetime.filter(|seconds| (1..=21_600).contains(seconds)) {
        Some(seconds) => {
            let (token, _) = world.issue_iam_token(Duration::from_secs(seconds));
            Answer::text(200, token)
        }
        None => Answer::text(400, "the lifetime of the token must be 1 to 21600 s"),
    }
}

/// The old flow needs no token, unless the mock insists; a token that is sent must be right.
fn check_session(world: &World, request: &Request, header: &str) -> Result<(), Answer> {
    let is_right = match request.header(header) {
        Some(token) => {
            let expiry = world.keys.iam_token_expiry(token);
            expiry.is_some_and(|expiry| world.clock.now() < expiry)
        }
        None => !world.settings().hardened_metadata,
    };
    let forbidden = || Answer::text(403, "403 - Forbidden");
    is_right.then_some(()).ok_or_else(forbidden)
}
