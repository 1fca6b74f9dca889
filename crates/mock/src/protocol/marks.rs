//! By which marks a request is known to be of a protocol.

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Protocol;

use crate::catalog::Index;
use crate::message::{Request, value_of};
use crate::route::hint::Hint;

/// The protocol of a request, by the marks that it bears, or else by the service that path, port or
/// host stand for.
pub(super) fn protocol(
    index: &Index,
    request: &Request,
    pairs: &[(String, String)],
    hint: &Hint,
) -> Option<Protocol> {
    let bears = |name: &str| value_of(pairs, name).is_some();
    let authorization = request.header("authorization").unwrap_or_default();
    let signed_as = |start| authorization.starts_with(start);
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
    } else {
        let by_path = index.protocol_of_path(&request.path);
        by_path.or_else(|| hint.service().map(LoadedService::protocol))
    }
}

/// RPC and ROA bear the same marks: the service tells them apart, or the path, which is `/` in RPC.
fn acs3_layout(index: &Index, request: &Request, hint: &Hint) -> Protocol {
    let speaks_roa = |service: &LoadedService| {
        let protocols = &service.service.protocols;
        protocols.contains(&Protocol::AliyunRoa)
    };
    let is_spoken = || index.services().iter().any(speaks_roa);
    if hint.service().is_some_and(speaks_roa) || (request.path != "/" && is_spoken()) {
        Protocol::AliyunRoa
    } else {
        Protocol::AliyunAcs3
    }
}
