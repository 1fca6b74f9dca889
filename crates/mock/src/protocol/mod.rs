//! The protocols that the mock plays: the one list of them, and what goes by it: where a request is going, who
//! sent it, and how a client signs.
//!
//! How each of them is routed, checked and signed stands in `route`, `verify` and `caller`; here they are only
//! named.

mod marks;
mod twins;

use std::sync::Arc;

use cloudwright_spec::model::{Location, Protocol};
use serde_json::{Map, Value};

use crate::caller::placed::text_of;
use crate::caller::{self, Caller, SignedCall};
use crate::catalog::{ActionTypes, Index};
use crate::message::Request;
use crate::message::dialect::Dialect;
use crate::message::vendor_error::VendorError;
use crate::parameters::packing;
use crate::route::hint::Hint;
use crate::route::lookup::Lookup;
use crate::route::{Route, by_name, by_path};
use crate::verify::{Gate, acs3, huawei, qcloud, rpc, tc3};

/// How a protocol is played.
struct ProtocolSupport {
    /// How it words a refusal.
    dialect: Dialect,
    /// Finds service and action; several where the request has to tell them apart.
    route: for<'i> fn(&Lookup<'i, '_>) -> Vec<Route<'i>>,
    /// Checks who calls.
    verify: fn(&mut Gate<'_>) -> Result<(), VendorError>,
    /// Builds and signs a request as a client would.
    sign: fn(&Caller<'_>, ActionTypes<'_>, &Map<String, Value>) -> SignedCall,
}

/// How the mock plays a protocol.
fn support(protocol: Protocol) -> ProtocolSupport {
    match protocol {
        Protocol::TencentTc3 => ProtocolSupport {
            dialect: Dialect::Tc3,
            route: by_name::tc3,
            verify: tc3::verify,
            sign: caller::tc3,
        },
        Protocol::TencentQcloudV2 => ProtocolSupport {
            dialect: Dialect::Qcloud,
            route: by_name::qcloud,
            verify: qcloud::verify,
            sign: caller::qcloud,
        },
        Protocol::AliyunAcs3 => ProtocolSupport {
            dialect: Dialect::Alibaba,
            route: by_name::acs3,
            verify: acs3::verify,
            sign: caller::acs3,
        },
        Protocol::AliyunRpcV1 => ProtocolSupport {
            dialect: Dialect::Alibaba,
            route: by_name::rpc,
            verify: rpc::verify,
            sign: caller::rpc,
        },
        Protocol::AliyunRoa => ProtocolSupport {
            dialect: Dialect::Alibaba,
            route: by_path::roa,
            verify: acs3::verify,
            sign: caller::roa,
        },
        Protocol::HuaweiAksk => ProtocolSupport {
            dialect: Dialect::Huawei,
            route: by_path::huawei,
            verify: huawei::verify_signature,
            sign: caller::huawei,
        },
        Protocol::HuaweiToken => ProtocolSupport {
            dialect: Dialect::Huawei,
            route: by_path::huawei,
            verify: huawei::verify_token,
            sign: caller::huawei,
        },
    }
}

/// Finds the way of a request. `None` where it bears no mark of any protocol.
pub(crate) fn route<'i>(index: &'i Index, request: &Request) -> Option<Route<'i>> {
    let pairs = request.pairs();
    let hint = Hint::of(index, request);
    let protocol = marks::protocol(index, request, &pairs, &hint)?;
    let support = support(protocol);
    let routes = (support.route)(&Lookup {
        protocol,
        dialect: support.dialect,
        index,
        request,
        pairs: Arc::new(pairs),
        hint,
    });
    twins::told_apart(request, routes)
}

/// Checks who sent a request.
pub(crate) fn verify(gate: &mut Gate) -> Result<(), VendorError> {
    if !gate.strictness.signatures {
        return Ok(());
    }
    (support(gate.route.protocol).verify)(gate)
}

/// Builds and signs a request as a client would.
pub(crate) fn sign(
    caller: &Caller,
    types: ActionTypes,
    parameters: &Map<String, Value>,
) -> SignedCall {
    let protocol = types.service.protocol();
    let mut parameters = parameters.clone();
    // What chooses the host is not sent.
    drop(taken(types, &mut parameters, Location::Host));
    packing::pack(types, &types.action.request, &mut parameters);
    // Where calls are no resources, all but headers travels in one set.
    let headers = if protocol.is_rest() {
        Vec::new()
    } else {
        taken(types, &mut parameters, Location::Header)
    };
    let mut signed = (support(protocol).sign)(caller, types, &parameters);
    for (name, value) in &headers {
        signed.request.headers.push(name, text_of(value));
    }
    signed.request.service_hint = Some(types.service_id().to_owned());
    signed
}

/// Takes out the parameters that travel in one place.
fn taken(
    types: ActionTypes,
    parameters: &mut Map<String, Value>,
    location: Location,
) -> Vec<(String, Value)> {
    let members = types.members_in(location);
    members
        .filter_map(|member| parameters.remove_entry(&member.name))
        .collect()
}
