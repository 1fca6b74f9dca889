//! The security token services of Tencent and Alibaba: a role is assumed with a key, or with an
//! identity provider's token and no signature.

use cloudwright_sign::time;
use cloudwright_spec::model::Provider;
use serde_json::{Value, json};

use super::lifetime;
use crate::message::dialect::Dialect;
use crate::message::{Answer, Request};
use crate::route::Route;
use crate::world::World;

const TENCENT_VERSION: &str = "2018-08-13";
const ALIBABA_VERSION: &str = "2015-04-01";

/// Whether the request carries another proof than a signature.
pub(crate) fn needs_no_signature(request: &Request, route: &Route) -> bool {
    let authorization = request.header("authorization");
    match (route.dialect, route.action_name.as_str()) {
        (Dialect::Tc3, "AssumeRoleWithWebIdentity") => {
            authorization.is_none_or(|value| value == "SKIP")
        }
        (Dialect::Alibaba | Dialect::AlibabaXml, "AssumeRoleWithOIDC") => {
            authorization.is_none() && route.pair("Signature").is_none()
        }
        _ => false,
    }
}

/// The name of the stand-in that a request is for.
pub(crate) fn service(route: &Route) -> Option<&'static str> {
    let version = route.version.as_deref().unwrap_or_default();
    match (route.dialect, version, route.action_name.as_str()) {
        (Dialect::Tc3, TENCENT_VERSION, "AssumeRole" | "AssumeRoleWithWebIdentity") => {
            Some("tencent-sts")
        }
        (
            Dialect::Alibaba | Dialect::AlibabaXml,
            ALIBABA_VERSION,
            "AssumeRole" | "AssumeRoleWithOIDC",
        ) => Some("alibaba-sts"),
        _ => None,
    }
}

pub(super) fn answer(
    world: &World,
    request: &Request,
    route: &Route,
    request_id: &str,
) -> Option<Answer> {
    match service(route)? {
        "tencent-sts" => Some(tencent(world, request, route, request_id)),
        _ => Some(alibaba(world, route, request_id)),
    }
}

/// What has to be given to assume a role, the first that is missing.
fn missing(route: &Route, is_given: impl Fn(&str) -> bool) -> Option<&'static str> {
    let needed: &[&str] = match route.action_name.as_str() {
        "AssumeRoleWithWebIdentity" => &[
            "RoleArn",
            "RoleSessionName",
            "ProviderId",
            "WebIdentityToken",
        ],
        "AssumeRoleWithOIDC" => &["RoleArn", "RoleSessionName", "OIDCProviderArn", "OIDCToken"],
        _ => &["RoleArn", "RoleSessionName"],
    };
    needed.iter().copied().find(|name| !is_given(name))
}

fn tencent(world: &World, request: &Request, route: &Route, request_id: &str) -> Answer {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let is_given = |name: &str| body.get(name).is_some_and(|value| value != "");
    let response = if let Some(name) = missing(route, is_given) {
        let message = format!("the parameter `{name}` is missing");
        json!({
            "Error": {"Code": "MissingParameter", "Message": message},
            "RequestId": request_id,
        })
    } else {
        let lifetime = lifetime(world, body["DurationSeconds"].as_u64());
        let issued = world.issue(Provider::Tencent, lifetime);
        json!({
            "Credentials": {
                "Token": issued.key.token,
                "TmpSecretId": issued.key.id,
                "TmpSecretKey": issued.key.secret,
            },
            "ExpiredTime": issued.expires_at,
            "Expiration": time::iso8601(issued.expires_at),
            "RequestId": request_id,
        })
    };
    Answer::json(200, &json!({ "Response": response }))
}

fn alibaba(world: &World, route: &Route, request_id: &str) -> Answer {
    let refused = |code: &str, message: &str| {
        let body = json!({"RequestId": request_id, "Code": code, "Message": message});
        route.dialect.written(400, "Error", &body)
    };
    let is_given = |name: &str| route.pair(name).is_some_and(|value| !value.is_empty());
    if let Some(name) = missing(route, is_given) {
        let message = format!("the parameter `{name}` is missing");
        return refused(&format!("Missing{name}"), &message);
    }
    let asked = route.pair("DurationSeconds");
    let asked = asked.and_then(|text| text.parse().ok());
    if asked.is_some_and(|seconds: u64| seconds < 900) {
        let code = "InvalidParameter.DurationSeconds";
        return refused(code, "a session lasts at least 900 s");
    }
    let issued = world.issue(Provider::Alibaba, lifetime(world, asked));
    let session = route.pair("RoleSessionName").unwrap_or_default();
    let body = json!({
        "RequestId": request_id,
        "AssumedRoleUser": {
            "Arn": route.pair("RoleArn"),
            "AssumedRoleId": format!("300000000000000000:{session}"),
        },
        "Credentials": {
            "AccessKeyId": issued.key.id,
            "AccessKeySecret": issued.key.secret,
            "SecurityToken": issued.key.token,
            "Expiration": time::iso8601(issued.expires_at),
        },
    });
    let root = format!("{}Response", route.action_name);
    route.dialect.written(200, &root, &body)
}
