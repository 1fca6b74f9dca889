//! How each vendor words a refusal: the body around a code and a message, and the HTTP status
//! where the page gives none. What is refused, and why, is decided elsewhere.

use cloudwright_spec::model::{ErrorClass, ErrorCode};
use cloudwright_vocabulary::error_code;
use serde_json::{Value, json};

use crate::message::Answer;
use crate::xml;

/// The families of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Tencent API 3.0: `{"Response": {"Error": …}}`, always HTTP 200.
    Tc3,
    /// Tencent API 2.0: `{"code", "message", "codeDesc"}`, always HTTP 200.
    Qcloud,
    /// Alibaba RPC: `{"RequestId", "HostId", "Code", "Message"}` with an HTTP status.
    Alibaba,
    /// The same as XML: what the legacy protocol answers unless `Format=JSON` asks for JSON.
    AlibabaXml,
    /// Huawei REST: `{"error_code", "error_msg", "request_id"}` with an HTTP status.
    Huawei,
}

impl Dialect {
    /// Whether refusals have the status of a success: what is wrong stands in the body alone.
    pub(crate) fn is_always_ok(self) -> bool {
        matches!(self, Self::Tc3 | Self::Qcloud)
    }
}

/// What a cloud would not do, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The vendor's code.
    pub(crate) code: String,
    /// The dotted refinement that Tencent's API 2.0 puts beside its numbers.
    pub(crate) description: Option<String>,
    pub(crate) message: String,
    pub(crate) status: u16,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            description: None,
            message: message.into(),
            status,
        }
    }

    /// A refusal of Tencent's API 2.0.
    pub(crate) fn qcloud(code: u16, description: &str, message: impl Into<String>) -> Self {
        Self {
            description: Some(description.to_owned()),
            ..Self::new(200, &code.to_string(), message)
        }
    }

    /// The refusal that a spec documents.
    pub(crate) fn documented(dialect: Dialect, error: &ErrorCode) -> Self {
        let message = error.message.as_ref().or(error.doc.as_ref());
        Self {
            code: error.code.clone(),
            description: None,
            message: message.cloned().unwrap_or_else(|| error.code.clone()),
            status: status_of(dialect, error),
        }
    }

    /// The answer in the vendor's shape.
    pub(crate) fn answer(&self, dialect: Dialect, request_id: &str, host: &str) -> Answer {
        let body = self.body(dialect, request_id, host);
        let answer = match dialect {
            Dialect::AlibabaXml => Answer::new(
                self.status,
                "text/xml;charset=utf-8",
                xml::document("Error", &body),
            ),
            _ => Answer::json(self.status, &body),
        };
        with_request_id(answer, dialect, request_id)
    }

    fn body(&self, dialect: Dialect, request_id: &str, host: &str) -> Value {
        let (code, message) = (&self.code, &self.message);
        match dialect {
            Dialect::Tc3 => json!({"Response": {
                "Error": {"Code": code, "Message": message},
                "RequestId": request_id,
            }}),
            Dialect::Qcloud => self.qcloud_body(),
            Dialect::Alibaba | Dialect::AlibabaXml => json!({
                "RequestId": request_id, "HostId": host, "Code": code, "Message": message,
            }),
            Dialect::Huawei => json!({
                "error_code": code, "error_msg": message, "request_id": request_id,
            }),
        }
    }

    fn qcloud_body(&self) -> Value {
        // A code of a spec that is no number is what refines the number of a failed operation.
        let number: i64 = self.code.parse().unwrap_or(5100);
        let description = self.description.as_deref().unwrap_or(match number {
            4000 => "InvalidParameter",
            4100 => "AuthFailure",
            4200 => "RequestExpired",
            4300 => "UnauthorizedOperation",
            4400 => "RequestLimitExceeded",
            4500 => "ReplayAttack",
            5000 => "ResourceNotFound",
            6000 => "InternalError",
            _ => &self.code,
        });
        json!({"code": number, "message": self.message, "codeDesc": description})
    }
}

/// Adds the request id where the vendor sends it as a header.
pub(crate) fn with_request_id(answer: Answer, dialect: Dialect, request_id: &str) -> Answer {
    match dialect {
        Dialect::Tc3 | Dialect::Qcloud => answer,
        Dialect::Alibaba | Dialect::AlibabaXml => {
            answer.with_header("x-acs-request-id", request_id)
        }
        Dialect::Huawei => answer.with_header("x-request-id", request_id),
    }
}

/// The status of a documented error: the page's, or what its class is usually answered with.
fn status_of(dialect: Dialect, error: &ErrorCode) -> u16 {
    if dialect.is_always_ok() {
        return 200;
    }
    let inscribed = || status_in_code(&error.code);
    error
        .status
        .or_else(inscribed)
        .unwrap_or_else(|| status_of_class(dialect, error.class))
}

/// The status that the code itself begins its number with, where it is one of an error.
fn status_in_code(code: &str) -> Option<u16> {
    error_code::mirrored_status(code).filter(|status| (400..600).contains(status))
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

    fn body(refusal: &Refusal, dialect: Dialect) -> Value {
        let answer = refusal.answer(dialect, "id-1", "cr.example");
        serde_json::from_slice(&answer.body).unwrap()
    }

    #[test]
    fn every_vendor_gets_its_own_shape() {
        let refusal = Refusal::new(400, "Code.X", "why");
        assert_eq!(
            body(&refusal, Dialect::Tc3),
            json!({"Response": {"Error": {"Code": "Code.X", "Message": "why"}, "RequestId": "id-1"}})
        );
        assert_eq!(
            body(&refusal, Dialect::Alibaba),
            json!({"RequestId": "id-1", "HostId": "cr.example", "Code": "Code.X", "Message": "why"})
        );
        assert_eq!(
            body(&refusal, Dialect::Huawei),
            json!({"error_code": "Code.X", "error_msg": "why", "request_id": "id-1"})
        );
        assert_eq!(
            body(
                &Refusal::qcloud(4100, "AuthFailure", "why"),
                Dialect::Qcloud
            ),
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
