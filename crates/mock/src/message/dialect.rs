//! The families of answers: how a body is written, and where its request id stands.

use serde_json::Value;

use super::{Answer, xml};

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

    pub(crate) fn is_alibaba(self) -> bool {
        matches!(self, Self::Alibaba | Self::AlibabaXml)
    }

    /// An answer with this body; `root` is its name where it is XML.
    pub(crate) fn written(self, status: u16, root: &str, body: &Value) -> Answer {
        match self {
            Self::AlibabaXml => {
                Answer::new(status, "text/xml;charset=utf-8", xml::document(root, body))
            }
            _ => Answer::json(status, body),
        }
    }

    /// Adds the request id where the vendor sends it as a header.
    pub(crate) fn with_request_id(self, answer: Answer, request_id: &str) -> Answer {
        match self {
            Self::Tc3 | Self::Qcloud => answer,
            Self::Alibaba | Self::AlibabaXml => answer.with_header("x-acs-request-id", request_id),
            Self::Huawei => answer.with_header("x-request-id", request_id),
        }
    }
}
