//! What a cloud refuses: code, message and status, in the vendor's shape. What is refused, and why, is decided
//! elsewhere.

use cloudwright_spec::model::{ErrorClass, ErrorCode};
use cloudwright_vocabulary::error_code;
use serde_json::{Value, json};

use super::Answer;
use super::dialect::Dialect;

/// What every gateway refuses, each in its own words. Of several problems that have parameters, the first kind of
/// this order is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    NoProduct,
    NoVersion,
    NoAction,
    NoMethod,
    NoRegion,
    MissingParameter,
    UnknownParameter,
    WrongType,
    WrongValue,
    BrokenRule,
    /// An idempotency token with other parameters. Alibaba documents a code of its own ("How to ensure
    /// idempotence").
    ReusedToken,
    /// What a parameter names is not there.
    NotFound,
}

impl Reason {
    fn tc3(self) -> &'static str {
        match self {
            Self::NoProduct => "NoSuchProduct",
            Self::NoVersion => "NoSuchVersion",
            Self::NoAction => "InvalidAction",
            Self::NoMethod => "UnsupportedProtocol",
            Self::NoRegion => "UnsupportedRegion",
            Self::MissingParameter => "MissingParameter",
            Self::UnknownParameter => "UnknownParameter",
            Self::WrongType | Self::BrokenRule => "InvalidParameter",
            Self::WrongValue | Self::ReusedToken => "InvalidParameterValue",
            Self::NotFound => "ResourceNotFound",
        }
    }

    fn qcloud(self) -> &'static str {
        match self {
            Self::NoMethod => "4600",
            Self::NotFound => "5000",
            _ => "4000",
        }
    }

    fn alibaba(self) -> (u16, &'static str) {
        match self {
            Self::NoProduct => (404, "InvalidProduct.NotFound"),
            Self::NoVersion => (400, "InvalidVersion"),
            Self::NoAction => (404, "InvalidAction.NotFound"),
            Self::NoMethod => (400, "UnsupportedHTTPMethod"),
            Self::MissingParameter => (400, "MissingParameter"),
            Self::ReusedToken => (400, "IdempotentParameterMismatch"),
            Self::NotFound => (404, "ResourceNotFound"),
            _ => (400, "InvalidParameter"),
        }
    }

    fn huawei(self) -> (u16, &'static str) {
        match self {
            Self::NoProduct | Self::NoVersion | Self::NoAction | Self::NoMethod => {
                (404, "APIGW.0101")
            }
            Self::NotFound => (404, "404"),
            _ => (400, "APIGW.0201"),
        }
    }
}

/// The descriptions of the numbers of Tencent's API 2.0.
const QCLOUD: &[(i64, &str)] = &[
    (4000, "InvalidParameter"),
    (4100, "AuthFailure"),
    (4200, "RequestExpired"),
    (4300, "UnauthorizedOperation"),
    (4400, "RequestLimitExceeded"),
    (4500, "ReplayAttack"),
    (4600, "UnsupportedProtocol"),
    (5000, "ResourceNotFound"),
    (6000, "InternalError"),
];

/// What a cloud would not do, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VendorError {
    /// The vendor's code.
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) status: u16,
}

impl VendorError {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            status,
        }
    }

    /// What a gateway says for a reason.
    pub(crate) fn of(dialect: Dialect, reason: Reason, message: impl Into<String>) -> Self {
        let (status, code) = match dialect {
            Dialect::Tc3 => (200, reason.tc3()),
            Dialect::Qcloud => (200, reason.qcloud()),
            Dialect::Alibaba | Dialect::AlibabaXml => reason.alibaba(),
            Dialect::Huawei => reason.huawei(),
        };
        Self::new(status, code, message)
    }

    /// The error that a spec documents.
    pub(crate) fn documented(dialect: Dialect, error: &ErrorCode) -> Self {
        let message = error.message.as_ref().or(error.doc.as_ref());
        let message = message.unwrap_or(&error.code).as_str();
        Self::new(status_of(dialect, error), &error.code, message)
    }

    /// The answer in the vendor's shape.
    pub(crate) fn answer(&self, dialect: Dialect, request_id: &str, host: &str) -> Answer {
        let body = self.body(dialect, request_id, host);
        let answer = dialect.written(self.status, "Error", &body);
        dialect.with_request_id(answer, request_id)
    }

    fn body(&self, dialect: Dialect, request_id: &str, host: &str) -> Value {
        let (code, message) = (&self.code, &self.message);
        match dialect {
            Dialect::Tc3 => json!({"Response": {
                "Error": {"Code": code, "Message": message},
                "RequestId": request_id,
            }}),
            Dialect::Qcloud => {
                // A code of a spec that is no number is what refines the number of a failed operation.
                let number: i64 = code.parse().unwrap_or(5100);
                let known = QCLOUD.iter().find(|(known, _)| *known == number);
                let description = known.map_or(code.as_str(), |(_, description)| description);
                json!({"code": number, "message": message, "codeDesc": description})
            }
            Dialect::Alibaba | Dialect::AlibabaXml => json!({
                "RequestId": request_id, "HostId": host, "Code": code, "Message": message,
            }),
            Dialect::Huawei => json!({
                "error_code": code, "error_msg": message, "request_id": request_id,
            }),
        }
    }
}

/// The status of a documented error: the page's, or what its class is usually answered with.
fn status_of(dialect: Dialect, error: &ErrorCode) -> u16 {
    if dialect.is_always_ok() {
        return 200;
    }
    // The code itself may begin its number with a status.
    let inscribed = error_code::mirrored_status(&error.code);
    let inscribed = inscribed.filter(|status| (400..600).contains(status));
    let documented = error.status.or(inscribed);
    documented.unwrap_or_else(|| status_of_class(dialect, error.class))
}

fn status_of_class(dialect: Dialect, class: ErrorClass) -> u16 {
    match class {
        ErrorClass::Auth | ErrorClass::Expired if dialect == Dialect::Huawei => 401,
        ErrorClass::Throttling if dialect == Dialect::Huawei => 429,
        ErrorClass::Denied => 403,
        ErrorClass::NotFound | ErrorClass::Unsupported => 404,
        ErrorClass::Conflict => 409,
        ErrorClass::Internal => 500,
        ErrorClass::Transient => 503,
        _ => 400,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn body(error: &VendorError, dialect: Dialect) -> Value {
        let answer = error.answer(dialect, "id-1", "cr.example");
        serde_json::from_slice(&answer.body).unwrap()
    }

    #[test]
    fn every_vendor_gets_its_own_shape() {
        let error = VendorError::new(400, "Code.X", "why");
        assert_eq!(
            body(&error, Dialect::Tc3),
            json!({"Response": {"Error": {"Code": "Code.X", "Message": "why"}, "RequestId": "id-1"}})
        );
        assert_eq!(
            body(&error, Dialect::Alibaba),
            json!({"RequestId": "id-1", "HostId": "cr.example", "Code": "Code.X", "Message": "why"})
        );
        assert_eq!(
            body(&error, Dialect::Huawei),
            json!({"error_code": "Code.X", "error_msg": "why", "request_id": "id-1"})
        );
        assert_eq!(
            body(&VendorError::new(200, "4100", "why"), Dialect::Qcloud),
            json!({"code": 4100, "message": "why", "codeDesc": "AuthFailure"})
        );
    }

    #[test]
    fn a_status_comes_from_the_page_or_the_code_or_the_class() {
        let error = |code: &str, status, class| ErrorCode {
            code: code.to_owned(),
            rename: None,
            status,
            doc: None,
            message: None,
            class,
            removed: None,
        };
        for (dialect, error, status) in [
            (
                Dialect::Tc3,
                error("X", Some(500), ErrorClass::Internal),
                200,
            ),
            (
                Dialect::Alibaba,
                error("NoPrivilege", Some(403), ErrorClass::Denied),
                403,
            ),
            (
                Dialect::Alibaba,
                error("Throttling", None, ErrorClass::Throttling),
                400,
            ),
            (
                Dialect::Huawei,
                error("SVCSTG.SWR.4041090", None, ErrorClass::Other),
                404,
            ),
            (
                Dialect::Huawei,
                error("APIGW.0305", None, ErrorClass::Denied),
                403,
            ),
        ] {
            assert_eq!(status_of(dialect, &error), status, "{}", error.code);
        }
    }
}
