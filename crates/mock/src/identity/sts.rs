//! The security token services of Tencent and Alibaba: a role is assumed with a key, or with an
//! identity provider's token and no signature.

use std::time::Duration;

use cloudwright_sign::time;
use cloudwright_spec::model::Provider;
use serde_json::{Value, json};

use super::issue;
use crate::dialect::Dialect;
use crate::message::{Answer, Request};
use crate::route::Route;
use crate::world::World;
use crate::xml;

const TENCENT_VERSION: &str = "2018-08-13";
const ALIBABA_VERSION: &str = "2015-04-01";

/// Whether the request carries another proof than a signature.
pub(crate) fn needs_no_signature(request: &Request, route: &Route) -> bool {
    match route.dialect {
        Dialect::Tc3 => {
            route.action_name == "AssumeRoleWithWebIdentity"
                && request
                    .header("authorization")
                    .is_none_or(|value| value == "SKIP")
        }
        Dialect::Alibaba | Dialect::AlibabaXml => {
            route.action_name == "AssumeRoleWithOIDC"
                && request.header("authorization").is_none()
                && route.pair("Signature").is_none()
        }
        Dialect::Qcloud | Dialect::Huawei => false,
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

fn tencent(world: &World, request: &Request, route: &Route, request_id: &str) -> Answer {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let with_identity = route.action_name == "AssumeRoleWithWebIdentity";
    let identity = if with_identity {
        &["ProviderId", "WebIdentityToken"][..]
    } else {
        &[]
    };
    let missing = ["RoleArn", "RoleSessionName"]
        .iter()
        .chain(identity)
        .find(|name| body.get(**name).is_none_or(|value| value == ""));
    if let Some(name) = missing {
        return Answer::json(
            200,
            &json!({"Response": {
                "Error": {"Code": "MissingParameter", "Message": format!("the parameter `{name}` is missing")},
                "RequestId": request_id,
            }}),
        );
    }
    let issued = issue(
        world,
        Provider::Tencent,
        lifetime(world, body["DurationSeconds"].as_u64()),
    );
    Answer::json(
        200,
        &json!({"Response": {
            "Credentials": {
                "Token": issued.key.token,
                "TmpSecretId": issued.key.id,
                "TmpSecretKey": issued.key.secret,
            },
            "ExpiredTime": issued.expires_at,
            "Expiration": time::iso8601(issued.expires_at),
            "RequestId": request_id,
        }}),
    )
}

fn alibaba(world: &World, route: &Route, request_id: &str) -> Answer {
    let with_identity = route.action_name == "AssumeRoleWithOIDC";
    let identity = if with_identity {
        &["OIDCProviderArn", "OIDCToken"][..]
    } else {
        &[]
    };
    let missing = ["RoleArn", "RoleSessionName"]
        .iter()
        .chain(identity)
        .find(|name| route.pair(name).is_none_or(str::is_empty));
    if let Some(name) = missing {
        let body = json!({
            "RequestId": request_id,
            "Code": format!("Missing{name}"),
            "Message": format!("the parameter `{name}` is missing"),
        });
        return shaped(route, 400, "Error", &body);
    }
    let asked = route
        .pair("DurationSeconds")
        .and_then(|text| text.parse().ok());
    if asked.is_some_and(|seconds: u64| seconds < 900) {
        let body = json!({
            "RequestId": request_id,
            "Code": "InvalidParameter.DurationSeconds",
            "Message": "a session lasts at least 900 s",
        });
        return shaped(route, 400, "Error", &body);
    }
    let issued = issue(world, Provider::Alibaba, lifetime(world, asked));
    let body = json!({
        "RequestId": request_id,
        "AssumedRoleUser": {
            "Arn": route.pair("RoleArn"),
            "AssumedRoleId": format!("300000000000000000:{}", route.pair("RoleSessionName").unwrap_or_default()),
        },
        "Credentials": {
            "AccessKeyId": issued.key.id,
            "AccessKeySecret": issued.key.secret,
            "SecurityToken": issued.key.token,
            "Expiration": time::iso8601(issued.expires_at),
        },
    });
    shaped(route, 200, &format!("{}Response", route.action_name), &body)
}

fn shaped(route: &Route, status: u16, root: &str, body: &Value) -> Answer {
    match route.dialect {
        Dialect::AlibabaXml => {
            Answer::new(status, "text/xml;charset=utf-8", xml::document(root, body))
        }
        _ => Answer::json(status, body),
    }
}

/// What was asked for, unless the mock is told to give less.
fn lifetime(world: &World, asked: Option<u64>) -> Duration {
    let most = world.settings().session_lifetime;
    asked.map_or(most, |seconds| Duration::from_secs(seconds).min(most))
}
