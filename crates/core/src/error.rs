//! The one error of a call: opaque, with predicates, and a line that a person can act on.
//!
//! It is not generic: what a service answers is text with a code, and codes are compared with
//! constants ([`ErrorCode`]). It is one pointer large, so that a `Result` stays small.

mod display;
mod secrets;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

pub(crate) use display::{beginning, one_line};
pub(crate) use secrets::{Secrets, shortened};

use crate::attempt::Attempt;
use crate::codec::Violations;
use crate::credentials::CredentialsError;
use crate::error_code::ErrorCode;
use crate::meta::{ErrorClass, ErrorCodeInfo, Operation};
use crate::retry::Failure;
use crate::transport::{RequestSent, TransportError, TransportErrorKind};

/// How much of an offending body is kept.
const KEPT_BODY: usize = 64 << 10;

/// Why a call, or the making of a client, failed.
///
/// ```
/// # fn example(error: cloudwright_core::Error) {
/// if error.is_not_found() {
///     println!("there is none");
/// } else if error.is_throttling() {
///     println!("later");
/// } else {
///     eprintln!("{error}");
/// }
/// # }
/// ```
// It has no second owner. The `Arc` makes dropping one a single call, wherever that is.
pub struct Error(Arc<Fields>);

struct Fields {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static Operation>,
    code: Option<ErrorCode>,
    detail: Option<ErrorCode>,
    class: ErrorClass,
    info: Option<&'static ErrorCodeInfo>,
    status: Option<u16>,
    request_id: Option<String>,
    body: Bytes,
    sent: RequestSent,
    attempts: Vec<Attempt>,
    violations: Violations,
    source: Option<Box<dyn StdError + Send + Sync>>,
    outlook: Outlook,
}

/// What another attempt is decided by.
#[derive(Clone, Copy, Default)]
pub(crate) struct Outlook {
    /// What went wrong; `None` where another attempt would end the same way.
    pub(crate) failure: Option<Failure>,
    /// How long the service asks to wait.
    pub(crate) retry_after: Option<Duration>,
    /// The service's time less this machine's, in seconds, where the answer tells.
    pub(crate) clock_difference: Option<i64>,
    /// How long the attempt took.
    pub(crate) took: Duration,
    /// The time of the whole call was up while its answer was read.
    pub(crate) is_late: bool,
}

/// Where a call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is set up wrong: no region, no such endpoint. Nothing was sent.
    Configuration,
    /// No credentials were found, or they do not fit the protocol. Nothing was sent.
    Credentials,
    /// A parameter is missing, or breaks what the page says. Nothing was sent.
    InvalidRequest,
    /// No connection.
    Connect,
    /// The time was up.
    Timeout,
    /// The exchange failed in another way: the connection broke, the body was too large.
    Transport,
    /// The service answered with an error.
    Service,
    /// The service answered something that cannot be understood.
    Answer,
    /// An interceptor of the program stopped the call.
    Interceptor,
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::with_message(kind, message.into(), Violations::default())
    }

    #[cold]
    fn with_message(kind: ErrorKind, message: String, violations: Violations) -> Self {
        Self(Arc::new(Fields {
            kind,
            message,
            operation: None,
            code: None,
            detail: None,
            class: ErrorClass::Other,
            info: None,
            status: None,
            request_id: None,
            body: Bytes::new(),
            sent: RequestSent::No,
            attempts: Vec::new(),
            violations,
            source: None,
            outlook: Outlook::default(),
        }))
    }

    #[cold]
    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    #[cold]
    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    #[cold]
    pub(crate) fn invalid(violations: Violations) -> Self {
        Self::with_message(ErrorKind::InvalidRequest, String::new(), violations)
    }

    /// Changes the error while it is being made.
    fn with(mut self, change: impl FnOnce(&mut Fields)) -> Self {
        if let Some(fields) = self.fields_mut() {
            change(fields);
        }
        self
    }

    #[cold]
    #[inline(never)]
    fn fields_mut(&mut self) -> Option<&mut Fields> {
        Arc::get_mut(&mut self.0)
    }

    pub(crate) fn with_operation(self, operation: &'static Operation) -> Self {
        self.with(|fields| fields.operation = Some(operation))
    }

    pub(crate) fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.caused_by(source.into())
    }

    #[cold]
    fn caused_by(self, source: Box<dyn StdError + Send + Sync>) -> Self {
        self.with(|fields| fields.source = Some(source))
    }

    pub(crate) fn with_failure(self, failure: Option<Failure>) -> Self {
        self.with(|fields| fields.outlook.failure = failure)
    }

    pub(crate) fn outlook(&self) -> Outlook {
        self.0.outlook
    }

    pub(crate) fn with_outlook(self, change: impl FnOnce(&mut Outlook)) -> Self {
        self.with(|fields| change(&mut fields.outlook))
    }

    /// Gives the error the attempts that were made; it has none before.
    pub(crate) fn with_attempts(self, attempts: &mut Vec<Attempt>) -> Self {
        self.with(|fields| std::mem::swap(&mut fields.attempts, attempts))
    }

    pub(crate) fn with_sent(self, sent: RequestSent) -> Self {
        self.with(|fields| fields.sent = sent)
    }

    /// Adds what the answer was. A body that is too long is cut.
    #[cold]
    pub(crate) fn with_answer(self, status: u16, id: Option<String>, body: &Bytes) -> Self {
        self.with(|fields| {
            fields.status = Some(status);
            fields.request_id = id;
            fields.body = body.slice(..body.len().min(KEPT_BODY));
            fields.sent = RequestSent::Yes;
        })
    }

    pub(crate) fn with_code(
        self,
        code: ErrorCode,
        detail: Option<ErrorCode>,
        class: ErrorClass,
        info: Option<&'static ErrorCodeInfo>,
    ) -> Self {
        self.with(|fields| {
            fields.code = Some(code);
            fields.detail = detail;
            fields.class = class;
            fields.info = info;
        })
    }

    /// Hides the call's own secrets where an answer repeats them.
    pub(crate) fn without(self, secrets: &Secrets<'_>) -> Self {
        self.with(|fields| {
            secrets.hide_in(&mut fields.message);
            if let Some(body) = secrets.hide_in_bytes(&fields.body) {
                fields.body = body.into();
            }
        })
    }

    /// Where the call failed.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The wire name of the action; `None` where no call was made.
    pub fn action(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.name)
    }

    /// The table of the action.
    pub fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The service's code.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.code.as_ref()
    }

    /// A second, finer code: the `codeDesc` of Tencent's API 2.0.
    pub fn detail(&self) -> Option<&ErrorCode> {
        self.0.detail.as_ref()
    }

    /// What the service said, or what went wrong.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What the page says the code means.
    pub fn meaning(&self) -> Option<&'static str> {
        self.0.info.map(|info| info.doc)
    }

    /// What kind of failure the code is; `Other` where there is no code.
    pub fn class(&self) -> ErrorClass {
        self.0.class
    }

    /// The HTTP status, if there was an answer.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The id by which the vendor's support finds the call.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The body of the answer, cut at 64 KiB; `None` if there was no answer.
    ///
    /// The call's own tokens are hidden in it. It may hold other things that are nobody else's
    /// business: it is not part of `Debug` or `Display`.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.status.map(|_| &*self.0.body)
    }

    /// The attempts that were made, in order, with the reason each was made again.
    pub fn attempts(&self) -> &[Attempt] {
        &self.0.attempts
    }

    /// Everything that is wrong with the request, where it was not sent for that.
    pub fn violations(&self) -> &Violations {
        &self.0.violations
    }

    /// Whether the service can have seen the (last) request.
    pub fn request_sent(&self) -> RequestSent {
        self.0.sent
    }

    /// Too many calls: later is better.
    pub fn is_throttling(&self) -> bool {
        self.0.class == ErrorClass::Throttling
    }

    /// The credentials are missing, wrong, expired, or may not do this.
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Credentials
            || matches!(
                self.0.class,
                ErrorClass::Auth
                    | ErrorClass::Denied
                    | ErrorClass::Expired
                    | ErrorClass::ClockSkew
                    | ErrorClass::Replay
            )
    }

    /// The caller is known and may not do this.
    pub fn is_denied(&self) -> bool {
        self.0.class == ErrorClass::Denied
    }

    /// The thing does not exist.
    pub fn is_not_found(&self) -> bool {
        self.0.class == ErrorClass::NotFound
    }

    /// The thing exists already, or is in a state that forbids the call.
    pub fn is_conflict(&self) -> bool {
        self.0.class == ErrorClass::Conflict
    }

    /// A parameter is wrong, found out here or by the service.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest || self.0.class == ErrorClass::Invalid
    }

    /// The time was up.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// There was no connection: nothing was sent.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The service answered with an error.
    pub fn is_service(&self) -> bool {
        self.0.kind == ErrorKind::Service
    }

    /// The same call may succeed later. For a write it says nothing about whether this one was
    /// applied: see [`request_sent`](Self::request_sent).
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout => true,
            ErrorKind::Transport => !matches!(
                self.transport_kind(),
                Some(TransportErrorKind::TooLarge | TransportErrorKind::Refused)
            ),
            ErrorKind::Service => matches!(
                self.0.class,
                ErrorClass::Throttling
                    | ErrorClass::Transient
                    | ErrorClass::Internal
                    | ErrorClass::ClockSkew
                    | ErrorClass::Expired
                    | ErrorClass::Replay
            ),
            _ => false,
        }
    }

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        let source = self.0.source.as_deref()?;
        Some(source.downcast_ref::<TransportError>()?.kind())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0
            .source
            .as_deref()
            .map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            _ => ErrorKind::Transport,
        };
        let failure = Failure::Transport(error.kind(), error.request_sent());
        Self::new(kind, error.to_string())
            .with_sent(error.request_sent())
            .with_failure(Some(failure))
            .with_source(error)
    }
}

impl From<CredentialsError> for Error {
    fn from(error: CredentialsError) -> Self {
        Self::new(ErrorKind::Credentials, error.to_string()).with_source(error)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = &*self.0;
        let mut shown = formatter.debug_struct("Error");
        shown.field("kind", &fields.kind);
        if let Some(operation) = fields.operation {
            shown.field("action", &operation.name);
        }
        if let Some(code) = &fields.code {
            shown.field("code", code).field("class", &fields.class);
        }
        shown.field("message", &one_line(&fields.message).to_string());
        if let Some(status) = fields.status {
            shown
                .field("status", &status)
                .field("request_id", &fields.request_id)
                .field("body", &format_args!("{} bytes", fields.body.len()));
        }
        if !fields.violations.is_empty() {
            shown.field("violations", &fields.violations);
        }
        if !fields.attempts.is_empty() {
            shown.field("attempts", &fields.attempts);
        }
        if let Some(source) = &fields.source {
            shown.field("source", source);
        }
        shown.finish_non_exhaustive()
    }
}
