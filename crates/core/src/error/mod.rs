//! The one error of a call: opaque, with predicates, and a line that a person can act on.
//!
//! It is not generic: what a service answers is text with a code, and codes are matched as
//! the service's enum ([`Error::code_as`]). It is one pointer large, so that a `Result` stays small.

mod code;
mod display;
mod questions;

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;

pub use code::{ErrorCode, ServiceErrorCode};

use crate::codec::Violations;
use crate::credentials::CredentialsError;
use crate::engine::record::Attempt;
use crate::engine::retry::FailureKind;
use crate::meta::{ErrorClass, ErrorCodeInfo, Operation};
use crate::secret::{Secrets, retold};
use crate::transport::{
    ConnectFailure, RequestSent, TransportError, TransportErrorKind, request_id,
};

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
///
/// `Display` is one line. `Debug` is for people too, as `main` prints it: the line, and the errors
/// beneath it; `{:#?}` shows the fields.
pub struct Error(Box<ErrorFields>);

struct ErrorFields {
    kind: ErrorKind,
    message: String,
    operation: Option<&'static Operation>,
    code: Option<ErrorCode>,
    detail: Option<ErrorCode>,
    class: ErrorClass,
    info: Option<&'static ErrorCodeInfo>,
    status: Option<u16>,
    request_id: Option<String>,
    /// `None` where there was no answer, or none whose body could be read.
    body: Option<Bytes>,
    sent: RequestSent,
    attempts: Vec<Attempt>,
    violations: Violations,
    source: Option<Box<dyn StdError + Send + Sync>>,
    outlook: Outlook,
    whereto: Option<Whereto>,
}

/// Where a call goes, for people.
#[derive(Clone, Debug)]
pub(crate) struct Whereto {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) region: Option<String>,
}

/// What another attempt is decided by.
#[derive(Clone, Copy, Default)]
pub(crate) struct Outlook {
    /// What went wrong; `None` where another attempt would end the same way.
    pub(crate) failure: Option<FailureKind>,
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
    /// What was waited for did not come: the answer says so, or the time was up.
    Wait,
}

impl ErrorKind {
    /// The kind as a word, for what is read by programs: `invalid_request`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Credentials => "credentials",
            Self::InvalidRequest => "invalid_request",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Service => "service",
            Self::Answer => "answer",
            Self::Interceptor => "interceptor",
            Self::Wait => "wait",
        }
    }
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::with_message(kind, message.into(), Violations::default())
    }

    #[cold]
    fn with_message(kind: ErrorKind, message: String, violations: Violations) -> Self {
        Self(Box::new(ErrorFields {
            kind,
            message,
            operation: None,
            code: None,
            detail: None,
            class: ErrorClass::Other,
            info: None,
            status: None,
            request_id: None,
            body: None,
            sent: RequestSent::No,
            attempts: Vec::new(),
            violations,
            source: None,
            outlook: Outlook::default(),
            whereto: None,
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
    fn with(mut self, change: impl FnOnce(&mut ErrorFields)) -> Self {
        change(&mut self.0);
        self
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

    pub(crate) fn with_failure(self, failure: Option<FailureKind>) -> Self {
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

    /// Adds where the call went. That there was no connection is told with it.
    #[cold]
    pub(crate) fn bound_for(mut self, whereto: &Whereto) -> Self {
        let message = display::unreached(&self, whereto);
        self = self.with(|fields| {
            fields.whereto = Some(whereto.clone());
            if let Some(message) = message {
                fields.message = message;
            }
        });
        self
    }

    /// Adds what the answer was. A body that is too long is cut.
    #[cold]
    pub(crate) fn with_answer(self, status: u16, id: Option<String>, body: &Bytes) -> Self {
        self.with(|fields| {
            fields.body = Some(body.slice(..body.len().min(KEPT_BODY)));
        })
        .with_answer_without_body(status, id)
    }

    /// Adds what an answer was whose body could not be read.
    #[cold]
    fn with_answer_without_body(self, status: u16, id: Option<String>) -> Self {
        self.with(|fields| {
            fields.status = Some(status);
            fields.request_id = id;
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

    /// Takes over what another reading made of the code, where that is a documented one.
    pub(crate) fn with_documented_code(self, other: &Self) -> Self {
        let other = &*other.0;
        if other.info.is_none() {
            return self;
        }
        self.with(|fields| {
            fields.code.clone_from(&other.code);
            fields.detail.clone_from(&other.detail);
            fields.class = other.class;
            fields.info = other.info;
            fields.outlook.failure = other.outlook.failure;
        })
    }

    /// Hides the call's own secrets wherever an answer or a library repeats them.
    #[cold]
    pub(crate) fn without(self, secrets: &Secrets<'_>) -> Self {
        self.with(|fields| {
            secrets.hide_in(&mut fields.message);
            secrets.hide_in_any(&mut fields.request_id);
            let documented = fields.info.map(|info| info.code);
            for code in [&mut fields.code, &mut fields.detail] {
                // A code that the page has is no echo, though it may hold a short secret's letters.
                if code.as_ref().map(ErrorCode::as_str) == documented {
                    continue;
                }
                let mut text = code.as_ref().map(|code| code.as_str().to_owned());
                if secrets.hide_in_any(&mut text) {
                    *code = text.map(ErrorCode::from);
                }
            }
            if let Some(body) = &mut fields.body
                && let Some(hidden) = secrets.hide_in_bytes(body)
            {
                *body = hidden.into();
            }
            let source = fields.source.take();
            fields.source = source.map(|source| retold::without(source, secrets));
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

    /// The service's code as its crate's enum: the variant of a documented code, or the text of another.
    ///
    /// ```
    /// # use cloudwright_core::Error;
    /// cloudwright_core::open_enum! {
    ///     /// As generated crates have it.
    ///     pub enum ErrorCode {
    ///         NotFound = "Resource.NotFound",
    ///         Busy = "Busy",
    ///     }
    /// }
    /// impl cloudwright_core::ServiceErrorCode for ErrorCode {}
    ///
    /// fn is_gone(error: &Error) -> bool {
    ///     matches!(error.code_as(), Some(ErrorCode::NotFound))
    /// }
    /// ```
    pub fn code_as<C: ServiceErrorCode>(&self) -> Option<C> {
        self.code().map(|code| C::from_text(code.as_str()))
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

    /// Whether the service's message is what the page says that the code means, word for word.
    pub fn says_its_meaning(&self) -> bool {
        let words = |text: &str| {
            // The tables of Unicode's cases are 15 KB of a program.
            let text = text.to_ascii_lowercase();
            let words: Vec<&str> = text.split_whitespace().collect();
            words
                .join(" ")
                .trim_end_matches(['.', '!', '。', '！', ' '])
                .to_owned()
        };
        let meaning = self.meaning();
        meaning.is_some_and(|meaning| words(meaning) == words(self.message()))
    }

    /// The host that the call was for, where it came as far as to have one.
    pub fn host(&self) -> Option<&str> {
        self.0.whereto.as_ref().map(|whereto| &*whereto.host)
    }

    /// The port there.
    pub fn port(&self) -> Option<u16> {
        self.0.whereto.as_ref().map(|whereto| whereto.port)
    }

    /// The region that the call was for, if it had one.
    pub fn region(&self) -> Option<&str> {
        self.0.whereto.as_ref()?.region.as_deref()
    }

    /// The proxy that the connection should have gone through, where it could not be made.
    pub fn proxy(&self) -> Option<&str> {
        self.transport_error()?.proxy()
    }

    /// Why there was no connection, where that is what failed.
    pub fn connect_failure(&self) -> Option<ConnectFailure> {
        self.transport_error()?.connect_failure()
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

    /// The body of the answer, cut at 64 KiB; `None` if there was no answer, or if a success's could
    /// not be read.
    ///
    /// The call's own tokens are hidden in it. It may hold other things that are nobody else's
    /// business: it is not part of `Debug` or `Display`.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref()
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

    fn transport_kind(&self) -> Option<TransportErrorKind> {
        Some(self.transport_error()?.kind())
    }

    fn transport_error(&self) -> Option<&TransportError> {
        self.0.source.as_deref()?.downcast_ref()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        let kind = match error.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::Timeout => ErrorKind::Timeout,
            _ => ErrorKind::Transport,
        };
        let failure = FailureKind::Transport(error.kind(), error.request_sent());
        let mut failed = Self::new(kind, error.to_string());
        if let Some((status, headers)) = error.answer() {
            let id = request_id(headers).map(str::to_owned);
            failed = failed.with_answer_without_body(status, id);
        }
        failed
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
