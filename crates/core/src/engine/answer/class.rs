//! What kind of failure an error code is, where no table says so.
//!
//! First the action's and the service's own tables count, then the vendor's habits
//! ([`error_code`]), last the status of the answer. Of two codes the finer one is asked by all of
//! this before the coarser one.

use cloudwright_vocabulary::error_code;

use crate::meta::{ErrorClass, ErrorCodeInfo, Need, Operation, Protocol};

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
    if protocol.needs(Need::Token) && status == 401 {
        return (info, ErrorClass::Expired);
    }
    let provider = operation.service.provider;
    let class = codes
        .iter()
        .find_map(|code| documented(operation, code).or_else(|| provider.error_class(code)))
        .unwrap_or_else(|| error_code::of_status(status));
    (info, class)
}

fn documented(operation: &Operation, code: &str) -> Option<ErrorClass> {
    let class = operation.error(code)?.class;
    (class != ErrorClass::Other).then_some(class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::service::{BUILD_LOG, JOBS, TENCENT};

    static OPERATION: Operation = Operation::read(&TENCENT, "Test").errors(&[
        ErrorCodeInfo::new("InternalError", ErrorClass::Transient).doc("Try again."),
        ErrorCodeInfo::new("Odd", ErrorClass::Other).doc("An odd one."),
    ]);

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
        static CODES: Operation = Operation::read(&TENCENT, "Old").errors(&[ErrorCodeInfo::new(
            "4100",
            ErrorClass::Auth,
        )
        .doc("Refused.")]);
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
