//! The one error of a call: opaque, with predicates, and a line that a person can act on.
//!
//! It is not generic: what a service answers is text with a code, and codes are matched as
//! the service's enum ([`Error::code_as`]). It is one pointer large, so that a `Result` stays small.

mod attempt;
mod build;
mod code;
mod display;
mod questions;

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;

pub use attempt::Attempt;
pub use code::{ErrorCode, ServiceErrorCode};

use crate::codec::Violations;
use crate::meta::{ErrorClass, ErrorCodeInfo, Operation};
use crate::retry::FailureKind;
use crate::secret::retold::BoxError;
use crate::transport::{ConnectFailure, RequestSent, TransportError, TransportErrorKind};

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
    source: Option<BoxError>,
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
