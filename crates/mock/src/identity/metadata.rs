//! The instance metadata services of the three vendors, which live at fixed addresses elsewhere.

use std::time::Duration;

use cloudwright_sign::time;
use cloudwright_spec::model::Provider;
use serde_json::json;

use super::{ROLE, issue, with_microseconds};
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
        ("GET", _) if path.starts_with(ALIBABA) => (
            "alibaba-metadata",
            alibaba(world, request, path.trim_start_matches(ALIBABA)),
        ),
        ("GET", HUAWEI) => ("huawei-metadata", huawei(world, request)),
        ("PUT", ALIBABA_TOKEN) => (
            "alibaba-metadata-token",
            session(world, request, "x-aliyun-ecs-metadata-token-ttl-seconds"),
        ),
        ("PUT", HUAWEI_TOKEN) => (
            "huawei-metadata-token",
            session(world, request, "x-metadata-token-ttl-seconds"),
        ),
        ("POST", HUAWEI_POD) => ("huawei-pod-identity", huawei_pod(world, request)),
        ("GET", ALIBABA_URI) => ("alibaba-credentials-uri", alibaba_keys(world)),
        _ => return None,
    })
}

fn tencent(world: &World, role: &str) -> Answer {
    if let Some(answer) = role_answer(role) {
        return answer;
    }
    let issued = issue(world, Provider::Tencent, lifetime(world));
    Answer::json(
        200,
        &json!({
            "TmpSecretId": issued.key.id,
            "TmpSecretKey": issued.key.secret,
            "ExpiredTime": issued.expires_at,
            "Expiration": time::iso8601(issued.expires_at),
            "Token": issued.key.token,
            "Code": "Success",
        }),
    )
}

fn alibaba(world: &World, request: &Request, role: &str) -> Answer {
    if let Err(answer) = check_session(world, request, "x-aliyun-ecs-metadata-token") {
        return answer;
    }
    role_answer(role).unwrap_or_else(|| alibaba_keys(world))
}

fn alibaba_keys(world: &World) -> Answer {
    let issued = issue(world, Provider::Alibaba, lifetime(world));
    Answer::json(
        200,
        &json!({
            "AccessKeyId": issued.key.id,
            "AccessKeySecret": issued.key.secret,
            "Expiration": time::iso8601(issued.expires_at),
            "SecurityToken": issued.key.token,
            "LastUpdated": time::iso8601(world.clock.now()),
            "Code": "Success",
        }),
    )
}

fn huawei(world: &World, request: &Request) -> Answer {
    if let Err(answer) = check_session(world, request, "x-metadata-token") {
        return answer;
    }
    let issued = issue(world, Provider::Huawei, lifetime(world));
    Answer::json(
        200,
        &json!({"credential": {
            "access": issued.key.id,
            "secret": issued.key.secret,
            "securitytoken": issued.key.token,
            "expires_at": with_microseconds(issued.expires_at),
        }}),
    )
}

fn huawei_pod(world: &World, request: &Request) -> Answer {
    if request.header("authorization").is_none() {
        return Answer::json(
            401,
            &json!({"message": "the token of the service account is missing"}),
        );
    }
    let issued = issue(world, Provider::Huawei, lifetime(world));
    Answer::json(
        200,
        &json!({"credentials": {
            "accessKeyId": issued.key.id,
            "secretAccessKey": issued.key.secret,
            "securityToken": issued.key.token,
            "expiration": with_microseconds(issued.expires_at),
        }}),
    )
}

/// The list of roles, or that there is no such role. `None` if it is the right one.
fn role_answer(role: &str) -> Option<Answer> {
    match role {
        "" => Some(Answer::new(200, "text/plain", ROLE)),
        ROLE => None,
        _ => Some(Answer::new(404, "text/plain", "404 - Not Found")),
    }
}

/// A token of the hardened flow.
fn session(world: &World, request: &Request, header: &str) -> Answer {
    let lifetime: Option<u64> = request
        .header(header)
        .and_then(|text| text.trim().parse().ok());
    match lifetime.filter(|seconds| (1..=21_600).contains(seconds)) {
        Some(seconds) => {
            let (token, _) = super::issue_iam_token(world, Duration::from_secs(seconds));
            Answer::new(200, "text/plain", token)
        }
        None => Answer::new(
            400,
            "text/plain",
            "the lifetime of the token must be 1 to 21600 s",
        ),
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
    if is_right {
        Ok(())
    } else {
        Err(Answer::new(403, "text/plain", "403 - Forbidden"))
    }
}

fn lifetime(world: &World) -> Duration {
    world.settings().session_lifetime
}
