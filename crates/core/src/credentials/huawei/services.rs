//! Where Huawei's identity and token services are, and what their answers have in common.

use super::RENEWAL;
use crate::codec::Tree;
use crate::credentials::exchange::{self, ErrorBody};
use crate::credentials::json;
use crate::credentials::parts::KeyNames;
use crate::credentials::{CredentialsError, Environment};
use cloudwright_vocabulary::provider::Provider;

pub(super) const JSON: &str = "application/json;charset=utf-8";

/// How IAM and the metadata service call the parts of temporary keys.
pub(super) const KEYS: KeyNames = KeyNames {
    id: "access",
    secret: "secret",
    token: "securitytoken",
    expiry: "expires_at",
    renewal: RENEWAL,
};

/// A request to IAM for what the bearer of a proof may have: a token, or keys.
pub(super) fn with_identity(method: &'static str, proof: Tree, scope: Option<Tree>) -> Tree {
    let methods = Tree::List(vec![method.into()]);
    let identity = Tree::object(vec![("methods", methods), (method, proof)]);
    let mut auth = vec![("identity", identity)];
    auth.extend(scope.map(|scope| ("scope", scope)));
    Tree::object(vec![("auth", Tree::object(auth))])
}

/// The identity service: what the environment or `HUAWEICLOUD_SDK_IAM_ENDPOINT` says, or the
/// region's, or the central one.
pub(super) fn iam(provider: &str, environment: &Environment) -> Result<String, CredentialsError> {
    if let Some(url) = environment.iam_endpoint() {
        return Ok(exchange::base(url));
    }
    if let Some(url) = environment.variable("HUAWEICLOUD_SDK_IAM_ENDPOINT") {
        return Ok(exchange::base(&url));
    }
    match region(environment) {
        Some(region) => regional(provider, "iam", &region),
        None => Ok("https://iam.myhuaweicloud.com".to_owned()),
    }
}

/// The token service: what the environment or `HUAWEICLOUD_SDK_STS_ENDPOINT` says, or the region's,
/// or the one the SDK falls back to.
pub(super) fn sts(provider: &str, environment: &Environment) -> Result<String, CredentialsError> {
    if let Some(url) = environment.sts_endpoint() {
        return Ok(exchange::base(url));
    }
    if let Some(url) = environment.variable("HUAWEICLOUD_SDK_STS_ENDPOINT") {
        return Ok(exchange::base(&url));
    }
    let region = region(environment).unwrap_or_else(|| "cn-north-4".to_owned());
    regional(provider, "sts", &region)
}

/// The region calls go to, or the one the variables name.
pub(super) fn region(environment: &Environment) -> Option<String> {
    environment
        .region()
        .map(str::to_owned)
        .or_else(|| super::region(environment))
}

/// The address of a service in a region.
pub(super) fn regional(
    provider: &str,
    service: &str,
    region: &str,
) -> Result<String, CredentialsError> {
    let region = exchange::region_label(provider, region)?;
    // The European partition has a domain of its own.
    let domain = if region == "eu-west-101" { "eu" } else { "com" };
    Ok(format!("https://{service}.{region}.myhuaweicloud.{domain}"))
}

/// What a refusal says, in any of the spellings the services have.
pub(super) fn told(answer: &Tree) -> Option<ErrorBody<'_>> {
    // IAM v3 nests: {"error": {"code": 401, "message": "…", "title": "Unauthorized"}}.
    let inner = answer.get("error").filter(|error| error.is_object());
    let answer = inner.unwrap_or(answer);
    let first = |names: &[&str]| names.iter().find_map(|name| json::text(answer, name));
    let code = first(&["error_code", "errorCode", "code", "title"])?;
    Some(ErrorBody {
        message: first(&["error_msg", "errorMsg", "message"]).unwrap_or_default(),
        class: Provider::Huawei.error_class(code),
        ..ErrorBody::code(code)
    })
}
