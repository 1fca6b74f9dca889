//! What kind of failure an error code is, where no table says so.
//!
//! First the action's and the service's own tables count. Then the vendors' habits: dotted codes
//! are known by what stands before the first dot, Huawei's service codes begin with an HTTP status.
//! Last comes the status of the answer. Of two codes the finer one is asked by all of this before
//! the coarser one.

use crate::meta::{ErrorClass, ErrorCodeInfo, Operation, Protocol};

/// What is documented of the first code that is, and the class. The finer of two codes is first.
pub(crate) fn classify(
    operation: &Operation,
    protocol: Protocol,
    codes: &[&str],
    status: u16,
) -> (Option<&'static ErrorCodeInfo>, ErrorClass) {
    let info = codes.iter().find_map(|code| operation.error(code));
    // What a 401 means where tokens are sent: this one is not taken any more. IAM and the gateways
    // have several codes for it, some of which mean a wrong signature elsewhere.
    if protocol == Protocol::HuaweiToken && status == 401 {
        return (info, ErrorClass::Expired);
    }
    let by_code = operation.service.cloud.class;
    let class = codes
        .iter()
        .find_map(|code| documented(operation, code).or_else(|| by_code(code)))
        .unwrap_or_else(|| by_status(status));
    (info, class)
}

fn documented(operation: &Operation, code: &str) -> Option<ErrorClass> {
    let class = operation.error(code)?.class;
    (class != ErrorClass::Other).then_some(class)
}

pub(crate) fn of_tencent(code: &str) -> Option<ErrorClass> {
    by_rules(TENCENT, code)
}

pub(crate) fn of_alibaba(code: &str) -> Option<ErrorClass> {
    by_rules(ALIBABA, code)
}

pub(crate) fn of_huawei(code: &str) -> Option<ErrorClass> {
    by_rules(HUAWEI, code).or_else(|| by_mirrored_status(code))
}

/// Classes with the patterns of their codes, blanks between them. The first that matches counts.
type Rules = &'static [(ErrorClass, &'static str)];

fn by_rules(rules: Rules, code: &str) -> Option<ErrorClass> {
    let fits = |patterns: &str| patterns.split(' ').any(|pattern| matches(pattern, code));
    let mut rules = rules.iter();
    let rule = rules.find(|(_, patterns)| fits(patterns))?;
    Some(rule.0)
}

/// A pattern is a whole code, or a family when it ends in a dot, or a part when it begins with one.
fn matches(pattern: &str, code: &str) -> bool {
    if let Some(part) = pattern.strip_prefix('*') {
        return code.ends_with(part);
    }
    match pattern.strip_suffix('.') {
        Some(family) => code
            .strip_prefix(family)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        None => code == pattern,
    }
}

/// From Tencent's page of common error codes (API 3.0) and the common codes of API 2.0.
const TENCENT: Rules = &[
    (ErrorClass::ClockSkew, "AuthFailure.SignatureExpire 4200"),
    (ErrorClass::Expired, "AuthFailure.TokenFailure"),
    (
        ErrorClass::Denied,
        "AuthFailure.UnauthorizedOperation IpInBlacklist. IpNotInWhitelist. \
         OperationDenied. UnauthorizedOperation. 4300",
    ),
    (ErrorClass::Auth, "AuthFailure. 4100"),
    (ErrorClass::Other, "FailedOperation."),
    (
        ErrorClass::Internal,
        "InternalError. InternalServerError. 6000",
    ),
    (
        ErrorClass::Unsupported,
        "InvalidAction. NoSuchVersion. UnsupportedOperation. UnsupportedProtocol. \
         UnsupportedRegion. 4600 6100",
    ),
    (
        ErrorClass::Invalid,
        "InvalidParameter. InvalidParameterValue. InvalidRequest. MissingParameter. \
         RequestSizeLimitExceeded. UnknownParameter. 4000",
    ),
    (ErrorClass::Quota, "LimitExceeded. ResourceInsufficient."),
    (ErrorClass::Throttling, "RequestLimitExceeded. 4400"),
    (ErrorClass::Conflict, "ResourceInUse. ResourceUnavailable."),
    (ErrorClass::NotFound, "ResourceNotFound. 5000"),
    (ErrorClass::Transient, "ServiceUnavailable. 6200"),
    (ErrorClass::Replay, "4500"),
];

/// From Alibaba Cloud's page of common error codes of the RPC gateway.
const ALIBABA: Rules = &[
    (ErrorClass::Expired, "InvalidSecurityToken.Expired"),
    (
        ErrorClass::Unsupported,
        "InvalidVersion. InvalidAction.NotFound",
    ),
    (ErrorClass::Throttling, "Throttling. *.FlowControl"),
    (
        ErrorClass::Auth,
        "SignatureDoesNotMatch. IncompleteSignature. InvalidAccessKeyId. \
         InvalidSecurityToken.",
    ),
    (ErrorClass::ClockSkew, "InvalidTimeStamp. IllegalTimestamp."),
    (ErrorClass::Replay, "SignatureNonceUsed."),
    (ErrorClass::Denied, "Forbidden. NoPermission. NoPrivilege."),
    (ErrorClass::Invalid, "InvalidParameter. MissingParameter."),
    (
        ErrorClass::Transient,
        "ServiceUnavailable. ServiceUnavailableTemporary.",
    ),
    (ErrorClass::Internal, "InternalError. SystemError."),
    (ErrorClass::NotFound, "*NotFound *NOT_EXIST *NotExist"),
];

/// From Huawei Cloud's page of API Gateway error codes; newer gateways write `APIG`.
const HUAWEI: Rules = &[
    (ErrorClass::Unsupported, "APIGW.0101 APIG.0101"),
    (ErrorClass::Invalid, "APIGW.0201 APIG.0201"),
    (ErrorClass::Auth, "APIGW.0301 APIG.0301"),
    (
        ErrorClass::Denied,
        "APIGW.0302 APIG.0302 APIGW.0305 APIG.0305",
    ),
    (ErrorClass::Expired, "APIGW.0307 APIG.0307"),
    (ErrorClass::Throttling, "APIGW.0308 APIG.0308"),
];

/// Huawei's `SVCSTG.SWR.4041090` mirrors status 404.
fn by_mirrored_status(code: &str) -> Option<ErrorClass> {
    let (_, digits) = code.rsplit_once('.')?;
    if digits.len() != 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match by_status(digits[..3].parse().ok()?) {
        ErrorClass::Other => None,
        class => Some(class),
    }
}

fn by_status(status: u16) -> ErrorClass {
    match status {
        400 | 405 | 411 | 413 | 414 | 415 | 422 => ErrorClass::Invalid,
        401 => ErrorClass::Auth,
        403 => ErrorClass::Denied,
        404 => ErrorClass::NotFound,
        408 | 502..=504 => ErrorClass::Transient,
        409 | 412 => ErrorClass::Conflict,
        429 => ErrorClass::Throttling,
        501 => ErrorClass::Unsupported,
        500..=599 => ErrorClass::Internal,
        _ => ErrorClass::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meta::{Access, Cloud, Endpoints, Service, Signer};
    use crate::test_service::{BUILD_LOG, JOBS};

    static SERVICE: Service = Service::new(
        "test",
        Cloud::TENCENT,
        "test",
        "Test",
        &[Signer::TENCENT_TC3],
        Endpoints::new("test"),
    )
    .errors(&[ErrorCodeInfo::new("InternalError", ErrorClass::Transient).doc("Try again.")]);
    static OPERATION: Operation = Operation::new(&SERVICE, "Test", Access::Read, "POST", "/")
        .errors(&[ErrorCodeInfo::new("Odd", ErrorClass::Other).doc("An odd one.")]);

    fn class(protocol: Protocol, code: &str, status: u16) -> ErrorClass {
        use Protocol::{AliyunAcs3, AliyunRpcV1, HuaweiAksk, HuaweiToken};
        let operation = match protocol {
            AliyunAcs3 | AliyunRpcV1 => &BUILD_LOG,
            HuaweiAksk | HuaweiToken => &JOBS,
            _ => &OPERATION,
        };
        classify(operation, protocol, &[code], status).1
    }

    #[test]
    fn a_table_outranks_the_vendors_habit() {
        assert_eq!(
            class(Protocol::TencentTc3, "InternalError", 200),
            ErrorClass::Transient
        );
        let (info, class) = classify(&OPERATION, Protocol::TencentTc3, &["Odd"], 429);
        assert_eq!(info.map(|info| info.doc), Some("An odd one."));
        assert_eq!(class, ErrorClass::Throttling);
    }

    #[test]
    fn the_finer_code_counts_even_where_only_the_coarser_one_is_documented() {
        static CODES: Operation = Operation::new(&SERVICE, "Old", Access::Read, "GET", "/")
            .errors(&[ErrorCodeInfo::new("4100", ErrorClass::Auth).doc("Refused.")]);
        let class = |codes: &[&str]| classify(&CODES, Protocol::TencentQcloudV2, codes, 200);
        let (info, expired) = class(&["AuthFailure.SignatureExpire", "4100"]);
        assert_eq!(info.map(|info| info.code), Some("4100"));
        assert_eq!(expired, ErrorClass::ClockSkew);
        assert_eq!(class(&["Nobody.Knows", "4100"]).1, ErrorClass::Auth);
    }

    #[test]
    fn a_token_that_is_refused_has_expired_whatever_the_code_says() {
        for code in ["401", "APIGW.0301", "APIGW.0307", "Odd"] {
            let token = class(Protocol::HuaweiToken, code, 401);
            assert_eq!(token, ErrorClass::Expired, "{code}");
        }
        assert_eq!(
            class(Protocol::HuaweiAksk, "APIGW.0301", 401),
            ErrorClass::Auth
        );
        assert_eq!(
            class(Protocol::HuaweiToken, "APIGW.0302", 403),
            ErrorClass::Denied
        );
    }

    #[test]
    fn unknown_codes_are_classed_by_family_then_by_status() {
        use Protocol::{AliyunAcs3, HuaweiAksk, HuaweiToken, TencentQcloudV2, TencentTc3};
        for (protocol, code, status, expected) in [
            (
                TencentTc3,
                "RequestLimitExceeded.UinLimitExceeded",
                200,
                ErrorClass::Throttling,
            ),
            (TencentTc3, "RequestLimitExceededX", 200, ErrorClass::Other),
            (
                TencentTc3,
                "ResourceNotFound.ErrNoUser",
                200,
                ErrorClass::NotFound,
            ),
            (
                TencentTc3,
                "AuthFailure.SignatureExpire",
                200,
                ErrorClass::ClockSkew,
            ),
            (
                TencentTc3,
                "AuthFailure.SecretIdNotFound",
                200,
                ErrorClass::Auth,
            ),
            (TencentQcloudV2, "4400", 200, ErrorClass::Throttling),
            (AliyunAcs3, "Throttling.User", 400, ErrorClass::Throttling),
            (
                AliyunAcs3,
                "InvalidSecurityToken.Expired",
                403,
                ErrorClass::Expired,
            ),
            (
                AliyunAcs3,
                "InvalidSecurityToken.Malformed",
                403,
                ErrorClass::Auth,
            ),
            (AliyunAcs3, "REPO_NOT_EXIST", 400, ErrorClass::NotFound),
            (AliyunAcs3, "Whatever", 503, ErrorClass::Transient),
            (HuaweiAksk, "SVCSTG.SWR.4041090", 400, ErrorClass::NotFound),
            (HuaweiAksk, "SVCSTG.SWR.4", 400, ErrorClass::Invalid),
            (HuaweiAksk, "401", 401, ErrorClass::Auth),
            (HuaweiToken, "401", 401, ErrorClass::Expired),
            (HuaweiAksk, "APIG.0308", 429, ErrorClass::Throttling),
        ] {
            assert_eq!(class(protocol, code, status), expected, "{code} {status}");
        }
    }
}
