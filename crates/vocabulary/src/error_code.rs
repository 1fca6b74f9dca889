//! The vendors' habits with error codes: which kind of failure a code is where nobody documented it.
//!
//! One table a vendor, which its value asks ([`Provider::error_class`](crate::provider::Provider::error_class)):
//! for the runtime, of what it meets, and for the import, of what an inventory lists without meaning. What
//! a spec says of a code counts before all of this.

use crate::error_class::ErrorClass;

/// What a code of Tencent Cloud is: of API 3.0 (dotted families) or of API 2.0 (numbers).
pub(crate) fn of_tencent(code: &str) -> Option<ErrorClass> {
    by_rules(TENCENT, code)
}

/// What a code of Alibaba Cloud is.
pub(crate) fn of_alibaba(code: &str) -> Option<ErrorClass> {
    by_rules(ALIBABA, code)
}

/// What a code of Huawei Cloud is: of its gateway, or of a service that mirrors a status.
pub(crate) fn of_huawei(code: &str) -> Option<ErrorClass> {
    by_rules(HUAWEI, code).or_else(|| match of_status(mirrored_status(code)?) {
        ErrorClass::Other => None,
        class => Some(class),
    })
}

/// What a status alone says, for any cloud.
pub const fn of_status(status: u16) -> ErrorClass {
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

/// The status that a code of Huawei's services begins its number with: `SVCSTG.SWR.4041090`.
pub fn mirrored_status(code: &str) -> Option<u16> {
    let (_, digits) = code.rsplit_once('.')?;
    if digits.len() != 7 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits[..3].parse().ok()
}

/// Classes with the patterns of their codes, blanks between them. The first that matches counts.
type Rules = &'static [(ErrorClass, &'static str)];

fn by_rules(rules: Rules, code: &str) -> Option<ErrorClass> {
    let fits = |patterns: &str| patterns.split(' ').any(|pattern| matches(pattern, code));
    let mut rules = rules.iter();
    let rule = rules.find(|(_, patterns)| fits(patterns))?;
    Some(rule.0)
}

/// A pattern is a whole code, or a family when it ends in a dot, or a beginning or an ending where it
/// has a star in place of the rest.
fn matches(pattern: &str, code: &str) -> bool {
    if let Some(ending) = pattern.strip_prefix('*') {
        return code.ends_with(ending);
    }
    if let Some(beginning) = pattern.strip_suffix('*') {
        return code.starts_with(beginning);
    }
    match pattern.strip_suffix('.') {
        Some(family) => code
            .strip_prefix(family)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
        None => code == pattern,
    }
}

/// From Tencent's page of common error codes (API 3.0) and the common codes of API 2.0.
///
/// `ResourceUnavailable` is a conflict, not a passing failure: what its documented codes add is a
/// state (`.InArrears`, `.InstanceStatusAbnormal`, `.Freeze`, `.InstanceDeleted`) that no wait ends.
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
    (
        ErrorClass::Quota,
        "LimitExceeded. ResourceInsufficient. ResourcesSoldOut.",
    ),
    (ErrorClass::Throttling, "RequestLimitExceeded. 4400"),
    (ErrorClass::Conflict, "ResourceInUse. ResourceUnavailable."),
    (ErrorClass::NotFound, "ResourceNotFound. 5000"),
    (ErrorClass::Transient, "ServiceUnavailable. 6200"),
    (ErrorClass::Replay, "4500"),
];

/// From Alibaba Cloud's page of common error codes of the RPC gateway; a token with other parameters from
/// "How to ensure idempotence".
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
    (
        ErrorClass::Denied,
        "Forbidden. NoPermission. NoPrivilege. OperationDenied.",
    ),
    (ErrorClass::Quota, "QuotaExceed*"),
    (
        ErrorClass::Invalid,
        "IdempotentParameterMismatch InvalidParameter. MissingParameter.",
    ),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_by_whole_by_family_by_beginning_and_by_ending() {
        for (of, code, class) in [
            (
                of_tencent as fn(&str) -> Option<ErrorClass>,
                "RequestLimitExceeded.UinLimitExceeded",
                Some(ErrorClass::Throttling),
            ),
            (of_tencent, "RequestLimitExceededX", None),
            (
                of_tencent,
                "AuthFailure.SignatureExpire",
                Some(ErrorClass::ClockSkew),
            ),
            (
                of_tencent,
                "AuthFailure.UnauthorizedOperation",
                Some(ErrorClass::Denied),
            ),
            (
                of_tencent,
                "AuthFailure.SecretIdNotFound",
                Some(ErrorClass::Auth),
            ),
            (
                of_tencent,
                "ResourceUnavailable.Freeze",
                Some(ErrorClass::Conflict),
            ),
            (of_tencent, "ResourcesSoldOut", Some(ErrorClass::Quota)),
            (of_tencent, "4400", Some(ErrorClass::Throttling)),
            (of_tencent, "Whatever", None),
            (of_alibaba, "Throttling.User", Some(ErrorClass::Throttling)),
            (
                of_alibaba,
                "QuotaExceeded.Instance",
                Some(ErrorClass::Quota),
            ),
            (of_alibaba, "REPO_NOT_EXIST", Some(ErrorClass::NotFound)),
            (of_alibaba, "4400", None),
            (of_huawei, "APIG.0308", Some(ErrorClass::Throttling)),
            (of_huawei, "SVCSTG.SWR.4041090", Some(ErrorClass::NotFound)),
            (of_huawei, "SVCSTG.SWR.2001090", None),
            (of_huawei, "SVCSTG.SWR.4", None),
        ] {
            assert_eq!(of(code), class, "{code}");
        }
    }

    #[test]
    fn numbers_of_seven_digits_behind_a_dot_begin_with_a_status() {
        for (code, status) in [
            ("SVCSTG.SWR.4041090", Some(404)),
            ("SVCSTG.SWR.404109x", None),
            ("4041090", None),
            ("SVCSTG.中中a", None),
        ] {
            assert_eq!(mirrored_status(code), status, "{code}");
        }
    }
}
