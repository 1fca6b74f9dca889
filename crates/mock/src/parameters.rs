//! The parameters of a request as one tree by wire name, whatever way they travelled. Whether they
//! are right is `check`'s business.

use cloudwright_spec::model::{Location, Member, TypeRef};
use serde_json::{Map, Value};

use crate::check::{Problem, ProblemKind};
use crate::dialect::Dialect;
use crate::flat::{self, Types};
use crate::message::Request;
use crate::packing;
use crate::route::Route;

/// Parameters that belong to a protocol and not to an action.
const QCLOUD_COMMON: &[&str] = &[
    "Action",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "RequestClient",
    "Version",
];
const ALIBABA_COMMON: &[&str] = &[
    "Action",
    "Version",
    "Format",
    "AccessKeyId",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "SignatureType",
    "Timestamp",
    "Signature",
    "SecurityToken",
    "RegionId",
];

/// The parameters of one request.
#[derive(Debug, Default)]
pub(crate) struct Parameters {
    pub(crate) tree: Map<String, Value>,
    /// Names that the spec does not know.
    pub(crate) unknown: Vec<String>,
}

impl Parameters {
    /// A whole number, given or else the member's default; some services take it as text.
    pub(crate) fn integer(&self, members: &[Member], name: &str) -> Option<i64> {
        let default = || {
            members
                .iter()
                .find(|member| member.name == name)?
                .default
                .as_ref()
        };
        match self.tree.get(name).or_else(default)? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }
}

/// Collects the parameters of a request for an action.
pub(crate) fn gather(
    types: Types,
    request: &Request,
    route: &Route,
) -> Result<Parameters, Problem> {
    let body = json_body(types, request, route)?;
    let pairs = flat_pairs(types, request, route);
    let flat_members = types.action.request.iter().filter(|member| {
        matches!(
            types.service.location(types.action, member),
            Location::Query | Location::Body
        )
    });
    let (mut tree, mut unknown) = flat::read(types, flat_members, &pairs);
    for member in &types.action.request {
        let value = match types.service.location(types.action, member) {
            Location::Path => from_path(route, member),
            Location::Header => request
                .header(&member.name.to_ascii_lowercase())
                .map(|text| from_text(member, text)),
            Location::BodyRoot => body.clone(),
            Location::Query | Location::Body => body
                .as_ref()
                .and_then(|body| body.get(&member.name))
                .cloned(),
            Location::Host => None,
        };
        if let Some(value) = value {
            tree.insert(member.name.clone(), value);
        }
    }
    packing::unpack(types, &types.action.request, &mut tree, "")?;
    unknown.extend(unknown_members(types, body.as_ref()));
    Ok(Parameters { tree, unknown })
}

fn from_path(route: &Route, member: &Member) -> Option<Value> {
    let found = route
        .path_values
        .iter()
        .find(|(name, _)| *name == member.name);
    found.map(|(_, text)| from_text(member, text))
}

fn from_text(member: &Member, text: &str) -> Value {
    match member.type_ref {
        TypeRef::Scalar(scalar) => flat::scalar_value(scalar, text),
        _ => Value::String(text.to_owned()),
    }
}

/// The query's and form's parameters that are the action's own.
fn flat_pairs(types: Types, request: &Request, route: &Route) -> Vec<(String, String)> {
    let common = match route.dialect {
        Dialect::Tc3 if request.method != "GET" => return Vec::new(),
        Dialect::Tc3 | Dialect::Huawei => &[][..],
        Dialect::Qcloud => QCLOUD_COMMON,
        Dialect::Alibaba | Dialect::AlibabaXml => ALIBABA_COMMON,
    };
    let is_members = |name: &str| {
        types
            .action
            .request
            .iter()
            .any(|member| member.name == name)
    };
    let is_own = |name: &str| !common.contains(&name) || is_members(name);
    route
        .pairs
        .iter()
        .filter(|(name, _)| is_own(name))
        .cloned()
        .collect()
}

/// The body as JSON, where the protocol has JSON bodies and there is one.
fn json_body(types: Types, request: &Request, route: &Route) -> Result<Option<Value>, Problem> {
    let is_expected = match route.dialect {
        Dialect::Tc3 => request.method != "GET",
        Dialect::Huawei => true,
        Dialect::Qcloud => false,
        Dialect::Alibaba | Dialect::AlibabaXml => request
            .header("content-type")
            .is_some_and(|kind| kind.contains("json")),
    };
    if !is_expected || request.body.is_empty() {
        return Ok(None);
    }
    let broken = |detail: String| Problem::new(ProblemKind::Type, "body", detail);
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|error| broken(format!("the body is no JSON: {error}")))?;
    if !body.is_object() && !has_root(types) {
        return Err(broken("the body is no JSON object".to_owned()));
    }
    Ok(Some(body))
}

/// Whether one parameter is the whole body.
fn has_root(types: Types) -> bool {
    let mut members = types.action.request.iter();
    members.any(|member| types.service.location(types.action, member) == Location::BodyRoot)
}

fn unknown_members<'a>(types: Types<'a>, body: Option<&'a Value>) -> impl Iterator<Item = String> {
    let body = body.filter(|_| !has_root(types)).and_then(Value::as_object);
    let members = &types.action.request;
    let names = body.into_iter().flat_map(Map::keys);
    names
        .filter(move |name| !members.iter().any(|member| member.name == **name))
        .cloned()
}
