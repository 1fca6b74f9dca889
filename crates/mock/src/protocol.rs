//! The protocols that the mock plays: the one list of them, and by which marks a request is known to be
//! of one.
//!
//! How each of them is routed, checked and signed stands elsewhere; here they are only named.

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Protocol;
use serde_json::{Map, Value};

use crate::caller::{Caller, Signed};
use crate::dialect::{Dialect, Refusal};
use crate::flat::Types;
use crate::index::Index;
use crate::message::Request;
use crate::route::{self, Asked, Hint, Route};
use crate::verify::{self, Gate, Proof};

/// How a protocol is played.
pub(crate) struct Played {
    /// How it words a refusal.
    pub(crate) dialect: Dialect,
    /// Finds service and action.
    pub(crate) route: fn(&Asked<'_>) -> Route,
    /// Checks who calls.
    pub(crate) verify: Verify,
    /// Builds and signs a request as a client would.
    pub(crate) sign: fn(&Caller<'_>, Types<'_>, &Map<String, Value>) -> Signed,
}

type Verify = fn(&Gate<'_>, &Request, &Route, &mut Option<Proof>) -> Result<(), Refusal>;

/// How the mock plays a protocol.
pub(crate) fn played(protocol: Protocol) -> Played {
    match protocol {
        Protocol::TencentTc3 => Played {
            dialect: Dialect::Tc3,
            route: route::tc3,
            verify: verify::tc3::verify,
            sign: |caller, types, parameters| caller.tc3(types, parameters),
        },
        Protocol::TencentQcloudV2 => Played {
            dialect: Dialect::Qcloud,
            route: route::qcloud,
            verify: verify::qcloud::verify,
            sign: |caller, types, parameters| caller.qcloud(types, parameters),
        },
        Protocol::AliyunAcs3 => Played {
            dialect: Dialect::Alibaba,
            route: route::acs3,
            verify: verify::acs3::verify,
            sign: |caller, types, parameters| caller.acs3(types, parameters),
        },
        Protocol::AliyunRpcV1 => Played {
            dialect: Dialect::Alibaba,
            route: route::rpc,
            verify: verify::rpc::verify,
            sign: |caller, types, parameters| caller.rpc(types, parameters),
        },
        Protocol::AliyunRoa => Played {
            dialect: Dialect::Alibaba,
            route: route::roa,
            verify: verify::acs3::verify,
            sign: |caller, types, parameters| caller.roa(types, parameters),
        },
        Protocol::HuaweiAksk => Played {
            dialect: Dialect::Huawei,
            route: route::huawei,
            verify: verify::huawei::verify_signature,
            sign: |caller, types, parameters| caller.huawei(types, parameters),
        },
        Protocol::HuaweiToken => Played {
            dialect: Dialect::Huawei,
            route: route::huawei,
            verify: verify::huawei::verify_token,
            sign: |caller, types, parameters| caller.huawei(types, parameters),
        },
    }
}

/// The protocol of a request, by the marks that it bears, or else by the service that path, port or
/// host stand for.
pub(crate) fn of_request(
    index: &Index,
    request: &Request,
    pairs: &[(String, String)],
    hint: &Hint,
) -> Option<Protocol> {
    let bears = |name: &str| pairs.iter().any(|(known, _)| known == name);
    let signed_as = |start| request.header_starts_with("authorization", start);
    if signed_as("TC3-") || request.header("x-tc-action").is_some() {
        Some(Protocol::TencentTc3)
    } else if signed_as("ACS3-") {
        Some(acs3_layout(index, request, hint))
    } else if request.header("x-auth-token").is_some() {
        // The vendor's SDK adds a signature in this mode too; the token counts.
        Some(Protocol::HuaweiToken)
    } else if signed_as("SDK-HMAC-") || request.header("x-sdk-date").is_some() {
        Some(Protocol::HuaweiAksk)
    } else if bears("Action") && (bears("SecretId") || request.path.ends_with("/index.php")) {
        Some(Protocol::TencentQcloudV2)
    } else if bears("Action") && (bears("AccessKeyId") || bears("Version")) {
        Some(Protocol::AliyunRpcV1)
    } else if request.header("x-acs-action").is_some() {
        Some(acs3_layout(index, request, hint))
    } else if let Some(protocol) = index.protocol_of_path(&request.path) {
        Some(protocol)
    } else {
        let service = index.service(hint.service()?)?;
        Some(service.protocol())
    }
}

/// RPC and ROA bear the same marks: the service tells them apart, or the path, which is `/` in RPC.
fn acs3_layout(index: &Index, request: &Request, hint: &Hint) -> Protocol {
    let speaks_roa = |loaded: &LoadedService| {
        let protocols = &loaded.service.protocols;
        protocols.contains(&Protocol::AliyunRoa)
    };
    let hinted = hint.service().and_then(|service| index.service(service));
    let by_service = hinted.is_some_and(speaks_roa);
    let is_spoken = || index.position(speaks_roa).is_some();
    if by_service || (request.path != "/" && is_spoken()) {
        Protocol::AliyunRoa
    } else {
        Protocol::AliyunAcs3
    }
}
