//! The parameters of a request as one tree by wire name, whatever way they travelled. Whether they
//! are right is `check`'s business.

pub(crate) mod check;
pub(crate) mod flat;
pub(crate) mod packing;
mod problem;

use cloudwright_spec::model::{Location, Member, TypeRef};
use serde_json::{Map, Value};

use crate::catalog::ActionTypes;
use crate::message::dialect::Dialect;
use crate::message::vendor_error::Reason;
use crate::message::{Pairs, Request, value_of};
use crate::route::Route;
pub(crate) use problem::Problem;

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
        let member = || members.iter().find(|member| member.name == name);
        let given = self.tree.get(name);
        match given.or_else(|| member()?.default.as_ref())? {
            Value::String(text) => text.parse().ok(),
            value => value.as_i64(),
        }
    }
}

/// Collects the parameters of a request for an action.
pub(crate) fn gather(
    types: ActionTypes,
    request: &Request,
    route: &Route,
) -> Result<Parameters, Problem> {
    let body = json_body(types, request, route.dialect)?;
    let pairs = flat_pairs(types, request, route);
    let members = types.action.request.iter();
    let is_flat = |member: &&Member| {
        let location = types.location(member);
        matches!(location, Location::Query | Location::Body)
    };
    let (mut tree, mut unknown) = flat::read(types, members.clone().filter(is_flat), &pairs);
    for member in members {
        let value = match types.location(member) {
            Location::Path => from_text(member, value_of(&route.path_values, &member.name)),
            Location::Header => {
                let name = member.name.to_ascii_lowercase();
                from_text(member, request.header(&name))
            }
            Location::BodyRoot => body.clone(),
            Location::Query | Location::Body => {
                let body = body.as_ref();
                body.and_then(|body| body.get(&member.name)).cloned()
            }
            Location::Host => None,
        };
        if let Some(value) = value {
            tree.insert(member.name.clone(), value);
        }
    }
    packing::unpack(types, &types.action.request, &mut tree, "")?;
    if !has_root(types) {
        let names = body.iter().filter_map(Value::as_object).flat_map(Map::keys);
        unknown.extend(names.filter(|name| !is_member(types, name)).cloned());
    }
    Ok(Parameters { tree, unknown })
}

fn is_member(types: ActionTypes, name: &str) -> bool {
    let mut members = types.action.request.iter();
    members.any(|member| member.name == name)
}

/// A value that travelled as a text by itself.
fn from_text(member: &Member, text: Option<&str>) -> Option<Value> {
    text.map(|text| match member.type_ref {
        TypeRef::Scalar(scalar) => flat::scalar_value(scalar, text),
        _ => text.into(),
    })
}

/// The query's and form's parameters that are the action's own.
fn flat_pairs(types: ActionTypes, request: &Request, route: &Route) -> Pairs {
    let common = match route.dialect {
        Dialect::Tc3 if request.method != "GET" => return Vec::new(),
        Dialect::Tc3 | Dialect::Huawei => &[][..],
        Dialect::Qcloud => QCLOUD_COMMON,
        Dialect::Alibaba | Dialect::AlibabaXml => ALIBABA_COMMON,
    };
    let is_own = |name: &str| !common.contains(&name) || is_member(types, name);
    let own = route.pairs.iter().filter(|(name, _)| is_own(name));
    own.cloned().collect()
}

/// The body as JSON, where the protocol has JSON bodies and there is one.
fn json_body(
    types: ActionTypes,
    request: &Request,
    dialect: Dialect,
) -> Result<Option<Value>, Problem> {
    let is_expected = match dialect {
        Dialect::Tc3 => request.method != "GET",
        Dialect::Huawei => true,
        Dialect::Qcloud => false,
        Dialect::Alibaba | Dialect::AlibabaXml => {
            let kind = request.header("content-type").unwrap_or_default();
            kind.contains("json")
        }
    };
    if !is_expected || request.body.is_empty() {
        return Ok(None);
    }
    let broken = |detail: String| Problem::new(Reason::WrongType, detail);
    let body: Value = serde_json::from_slice(&request.body)
        .map_err(|error| broken(format!("the body is no JSON: {error}")))?;
    if !body.is_object() && !has_root(types) {
        return Err(broken("the body is no JSON object".to_owned()));
    }
    Ok(Some(body))
}

/// Whether one parameter is the whole body.
fn has_root(types: ActionTypes) -> bool {
    types.members_in(Location::BodyRoot).next().is_some()
}
