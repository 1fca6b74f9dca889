//! Huawei's IAM: tokens for a password, projects by name, and agencies for an OIDC token.

use cloudwright_spec::model::Provider;
use serde_json::{Value, json};

use super::{lifetime, with_microseconds};
use crate::message::{Answer, Request, value_of};
use crate::world::World;

pub(super) fn unsigned(world: &World, request: &Request) -> Option<(&'static str, Answer)> {
    match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/v3/auth/tokens") => Some(("huawei-iam-token", token(world, request))),
        ("POST", "/v5/agencies/assume-with-oidc") => Some(("huawei-oidc", agency(world, request))),
        _ => None,
    }
}

pub(super) fn signed(world: &World, request: &Request) -> Option<Answer> {
    let is_list = request.method == "GET" && request.path == "/v3/projects";
    is_list.then(|| projects(world, request))
}

fn token(world: &World, request: &Request) -> Answer {
    let Ok(body) = serde_json::from_slice::<Value>(&request.body) else {
        return refusal(400, "Bad Request", "the body is no JSON");
    };
    let Some(user) = body.pointer("/auth/identity/password/user") else {
        return refusal(400, "Bad Request", "auth.identity.password.user is missing");
    };
    let text = |pointer: &str| {
        user.pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let account = &world.account;
    let is_right = text("/name") == account.user
        && text("/password") == account.password
        && text("/domain/name") == account.domain;
    if !is_right {
        return refusal(401, "Unauthorized", "The username or password is wrong.");
    }
    issued_token(world, request, &body)
}

fn issued_token(world: &World, request: &Request, body: &Value) -> Answer {
    let (token, expires_at) = world.issue_iam_token(world.settings().token_lifetime);
    let account = &world.account;
    let domain = json!({"name": account.domain, "id": "mockdomain0000000000000000000000"});
    let mut shown = json!({
        "expires_at": with_microseconds(expires_at),
        "issued_at": with_microseconds(world.clock.now()),
        "methods": ["password"],
        "user": {
            "domain": domain,
            "name": account.user,
            "id": "mockuser000000000000000000000000",
            "password_expires_at": "",
        },
    });
    if let Some(name) = body.pointer("/auth/scope/project/name") {
        shown["project"] = json!({"domain": domain, "name": name, "id": account.project_id});
    }
    if !request.query.contains("nocatalog=true") {
        shown["catalog"] = json!([]);
    }
    Answer::json(201, &json!({ "token": shown })).with_header("x-subject-token", token)
}

fn projects(world: &World, request: &Request) -> Answer {
    let pairs = request.query_pairs();
    let name = value_of(&pairs, "name").unwrap_or("cn-north-4");
    let is_region = !name.is_empty() && name != "no-such-region";
    let project = json!({"id": world.account.project_id, "name": name, "enabled": true});
    let projects: Vec<Value> = is_region.then_some(project).into_iter().collect();
    let links = json!({"next": null, "previous": null});
    Answer::json(200, &json!({"projects": projects, "links": links}))
}

fn agency(world: &World, request: &Request) -> Answer {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let mut needed = ["provider_urn", "agency_urn", "id_token"].into_iter();
    if let Some(name) = needed.find(|name| body[*name].as_str().is_none_or(str::is_empty)) {
        let message = format!("{name} is missing");
        let error = json!({"error_code": "InvalidParameter", "error_msg": message});
        return Answer::json(400, &error);
    }
    let lifetime = lifetime(world, body["duration_seconds"].as_u64());
    let issued = world.issue(Provider::Huawei, lifetime);
    let credentials = json!({
        "access_key_id": issued.key.id,
        "secret_access_key": issued.key.secret,
        "security_token": issued.key.token,
        "expiration": with_microseconds(issued.expires_at),
    });
    Answer::json(201, &json!({ "credentials": credentials }))
}

/// IAM's own shape of a refusal.
fn refusal(status: u16, title: &str, message: &str) -> Answer {
    let error = json!({"code": status, "message": message, "title": title});
    Answer::json(status, &json!({ "error": error }))
}
