//! What an answer means: a result, the service's error, or something that cannot be understood.
//!
//! Tencent answers 200 to everything and puts errors inside; Alibaba and Huawei use the status.
//! Gateways in front of all of them answer HTML, or nothing. All of that becomes a result or an
//! [`Error`] here, never a panic.

mod class;
mod error_body;

use std::error::Error as StdError;

use crate::codec::{
    Decode, DecodeError, DecodeErrorKind, Decoding, Envelope, Findings, Root, Slot, decode_body_as,
    decode_text,
};
use crate::error::ErrorCode;
use crate::error::{Error, ErrorKind};
use crate::meta::{Access, ErrorClass, FailureSign, Operation, Protocol};
use crate::retry::FailureKind;
use crate::secret::redact::without_query;
use crate::transport::{HttpResponse, request_id, retry_after};

use error_body::{Complaint, complaint, excerpt};

/// A result has been read.
pub(crate) struct Success {
    pub(crate) request_id: Option<String>,
    pub(crate) findings: Findings,
}

/// Reads an answer into `target`.
pub(crate) fn read(
    operation: &'static Operation,
    protocol: Protocol,
    response: &HttpResponse,
    now: i64,
    decoding: Decoding<'_>,
    target: &mut dyn Decode,
) -> Result<Success, Error> {
    let interpreter = Interpreter {
        operation,
        protocol,
        response,
        decoding,
    };
    let outcome = if response.is_success() {
        interpreter.result(target)
    } else {
        Err(interpreter.refusal())
    };
    let retry_after = || retry_after::of(response, now);
    outcome.map_err(|error| error.with_outlook(|outlook| outlook.retry_after = retry_after()))
}

struct Interpreter<'a> {
    operation: &'static Operation,
    protocol: Protocol,
    response: &'a HttpResponse,
    decoding: Decoding<'a>,
}

impl Interpreter<'_> {
    fn result(&self, target: &mut dyn Decode) -> Result<Success, Error> {
        let mut success = self.body(target)?;
        match self.headers(target, &mut success.findings) {
            Ok(()) => Ok(success),
            Err(error) => Err(self.unreadable(error, success.request_id)),
        }
    }

    /// Reads the members that travel as headers.
    fn headers(
        &self,
        target: &mut dyn Decode,
        findings: &mut Findings,
    ) -> Result<(), Box<DecodeError>> {
        for name in target.headers() {
            if let Some(text) = self.response.header(name)
                && let Some(slot) = target.slot(name)
            {
                findings.extend(decode_text(slot, name, text, self.decoding)?);
            }
        }
        Ok(())
    }

    fn body(&self, target: &mut dyn Decode) -> Result<Success, Error> {
        if self.response.body.is_empty() {
            return self.nothing();
        }
        let mut meta = Envelopes::default();
        let envelope = self.envelope();
        let body = &self.response.body;
        let decoded = decode_body_as(body, envelope, self.decoding, target, &mut meta);
        self.judge(&mut meta, decoded, target)
    }

    /// What the protocol's own members say of a body that was read.
    fn judge(
        &self,
        meta: &mut Envelopes,
        decoded: Result<Findings, Box<DecodeError>>,
        target: &mut dyn Decode,
    ) -> Result<Success, Error> {
        if let Some(complaint) = meta.complaint(self.protocol) {
            return Err(self.service_error(complaint));
        }
        let own_id = meta.own.request_id.take();
        let lacks_id = own_id.is_none();
        let request_id = own_id.or_else(|| self.id_in_headers());
        let findings = match decoded {
            Ok(findings) => findings,
            Err(error) => return Err(self.unreadable(error, request_id)),
        };
        if self.lacks_an_object(target) {
            return Err(self.misunderstood("the answer is no object"));
        }
        if let Some(missing) = missing(self.protocol, meta, lacks_id, &findings) {
            return Err(self.misunderstood(missing));
        }
        Ok(Success {
            request_id,
            findings,
        })
    }

    /// Whether `null`, or another nothing, stands where every answer has an object. What is decoded
    /// leniently inside an answer is no answer by itself. Huawei's Go services write `null` for an
    /// empty list, which is a whole answer there.
    fn lacks_an_object(&self, target: &mut dyn Decode) -> bool {
        if self.protocol.is_rest() && !matches!(target.root(), Root::Members) {
            return false;
        }
        let body = &self.response.body[..];
        let text = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        !text.trim_ascii_start().starts_with(b"{")
    }

    /// A result without a body: what changes something may answer nothing, 204 says so, and an answer to
    /// `HEAD` never has one (RFC 9110, section 9.3.2).
    #[cold]
    fn nothing(&self) -> Result<Success, Error> {
        let says_so =
            matches!(self.response.status, 202 | 204 | 205) || self.operation.method == "HEAD";
        if self.protocol.is_rest() && (says_so || self.operation.access == Access::Write) {
            return Ok(Success {
                request_id: self.id_in_headers(),
                findings: Findings::default(),
            });
        }
        Err(self.misunderstood("the answer is empty"))
    }

    fn envelope(&self) -> Envelope {
        let declared = self.operation.service.envelope;
        self.protocol.envelope().named(declared)
    }

    /// An answer whose status is no success.
    #[cold]
    fn refusal(&self) -> Error {
        let status = self.response.status;
        if (300..400).contains(&status) {
            let to = self
                .response
                .header("location")
                .map_or_else(String::new, |to| {
                    let shown = without_query(to);
                    format!(" to {}", excerpt(shown.as_bytes()))
                });
            let message = format!("the answer redirects{to}, which is not followed");
            return self.misunderstood(&message);
        }
        self.service_error(complaint(self.protocol, self.response))
    }

    #[cold]
    fn service_error(&self, complaint: Complaint) -> Error {
        let status = self.response.status;
        let code = complaint.code.unwrap_or_else(|| "Unknown".to_owned());
        let detail = complaint.detail;
        let both = [detail.as_deref().unwrap_or_default(), &code];
        let codes = if detail.is_some() {
            &both[..]
        } else {
            &both[1..]
        };
        let (info, class) = class::classify(self.operation, self.protocol, codes, status);
        let class = if self.invites(class) {
            ErrorClass::Throttling
        } else {
            class
        };
        let id = complaint.request_id.or_else(|| self.id_in_headers());
        Error::new(ErrorKind::Service, complaint.message.unwrap_or_default())
            .with_answer(status, id, Some(&self.response.body))
            .with_code(code.into(), detail.map(ErrorCode::from), class, info)
            .with_failure(Some(FailureKind::Service(class)))
    }

    /// Whether the service wants a read again at a time that it tells, and its code does not say
    /// otherwise. Of a write the header does not say whether it was applied.
    fn invites(&self, class: ErrorClass) -> bool {
        let is_open = matches!(
            class,
            ErrorClass::Other | ErrorClass::Invalid | ErrorClass::Transient | ErrorClass::Internal
        );
        is_open
            && self.operation.access == Access::Read
            && retry_after::in_milliseconds(self.response).is_some()
    }

    #[cold]
    fn unreadable(&self, mut error: Box<DecodeError>, id: Option<String>) -> Error {
        error.hide_below(self.operation.sensitive_in_answer);
        if error.kind == DecodeErrorKind::Deadline {
            return Error::timeout("no time was left to read the answer")
                .with_answer(self.response.status, id, Some(&self.response.body))
                .with_outlook(|outlook| outlook.is_late = true)
                .with_source(error as Box<dyn StdError + Send + Sync>);
        }
        // Text that is no JSON may be better the next time; a type that differs will not.
        let failure = (error.kind == DecodeErrorKind::Syntax).then_some(FailureKind::Unreadable);
        let message = match error.kind {
            DecodeErrorKind::Syntax => {
                let body = excerpt(&self.response.body);
                format!("the answer is no JSON, {error}: {body}")
            }
            DecodeErrorKind::TooLarge => format!("the answer is too large, {error}"),
            _ => format!("the answer is not as documented, {error}"),
        };
        Error::new(ErrorKind::Answer, message)
            .with_answer(self.response.status, id, Some(&self.response.body))
            .with_failure(failure)
            .with_source(error as Box<dyn StdError + Send + Sync>)
    }

    #[cold]
    fn misunderstood(&self, message: &str) -> Error {
        let is_success = self.response.is_success();
        Error::new(ErrorKind::Answer, message)
            .with_answer(
                self.response.status,
                self.id_in_headers(),
                Some(&self.response.body),
            )
            .with_failure(is_success.then_some(FailureKind::Unreadable))
    }

    fn id_in_headers(&self) -> Option<String> {
        request_id(&self.response.headers).map(str::to_owned)
    }
}

/// What every result of a protocol has, and this answer has not. An id counts that stands in the
/// body: one in a header may be a proxy's.
fn missing(
    protocol: Protocol,
    meta: &Envelopes,
    lacks_id: bool,
    findings: &Findings,
) -> Option<&'static str> {
    use crate::codec::FindingKind;
    match protocol.failure_sign() {
        FailureSign::ErrorMember if lacks_id && findings.has(FindingKind::NoEnvelope) => {
            Some("the answer has no `Response`")
        }
        FailureSign::NonzeroCode if meta.own.code.is_none() => Some("the answer has no `code`"),
        _ => None,
    }
}

/// What stands beside or inside a result and is the protocol's, of all protocols.
#[derive(Default)]
struct Envelopes {
    error: Option<Complaint>,
    /// What stands beside the result.
    own: Complaint,
    is_success: Option<bool>,
}

impl Decode for Envelopes {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        match name {
            "RequestId" | "requestId" | "request_id" => Slot::of(&mut self.own.request_id),
            "Error" => Slot::of(&mut self.error),
            "code" | "Code" => Slot::of(&mut self.own.code),
            "codeDesc" => Slot::of(&mut self.own.detail),
            "message" | "Message" => Slot::of(&mut self.own.message),
            "IsSuccess" => Slot::of(&mut self.is_success),
            _ => None,
        }
    }
}

impl Envelopes {
    /// What the service complains of in an answer whose status is a success.
    fn complaint(&mut self, protocol: Protocol) -> Option<Complaint> {
        let own = &mut self.own;
        match protocol.failure_sign() {
            FailureSign::ErrorMember => {
                let error = self.error.take()?;
                (own.code, own.detail, own.message) = (error.code, None, error.message);
            }
            FailureSign::NonzeroCode => {
                let code = own.code.as_deref().filter(|code| *code != "0")?;
                let is_other = |detail: &mut String| !detail.is_empty() && detail != code;
                own.detail = own.detail.take_if(is_other);
            }
            FailureSign::StatusOrFlag => {
                if self.is_success != Some(false) {
                    return None;
                }
                own.detail = None;
            }
            FailureSign::Status => return None,
        }
        Some(std::mem::take(own))
    }
}

#[cfg(test)]
mod tests;
