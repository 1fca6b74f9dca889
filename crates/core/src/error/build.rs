//! How the runtime makes an error: step by step, as it gets to know more of what failed.

use bytes::Bytes;

use super::display::unreached;
use super::{Attempt, Error, ErrorCode, ErrorFields, ErrorKind, Outlook, Whereto};
use crate::codec::{DecodeError, Violations};
use crate::credentials::CredentialsError;
use crate::meta::{ErrorClass, ErrorCodeInfo, Operation};
use crate::retry::FailureKind;
use crate::secret::Secrets;
use crate::secret::retold::{self, BoxError};
use crate::transport::{RequestSent, TransportError, TransportErrorKind, request_id};

/// How much of an offending body is kept.
const KEPT_BODY: usize = 64 << 10;

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(ErrorFields {
            kind,
            message: message.into(),
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
            violations: Violations::default(),
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
        Self::new(ErrorKind::InvalidRequest, "").with(|fields| fields.violations = violations)
    }

    /// Changes the error while it is being made.
    fn with(mut self, change: impl FnOnce(&mut ErrorFields)) -> Self {
        change(&mut self.0);
        self
    }

    pub(crate) fn with_operation(self, operation: &'static Operation) -> Self {
        self.with(|fields| fields.operation = Some(operation))
    }

    pub(crate) fn with_source(self, source: impl Into<BoxError>) -> Self {
        self.with(|fields| fields.source = Some(source.into()))
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
        let message = unreached(&self, whereto);
        self = self.with(|fields| {
            fields.whereto = Some(whereto.clone());
            if let Some(message) = message {
                fields.message = message;
            }
        });
        self
    }

    /// Adds what the answer was, with its body if that could be read. One that is too long is cut.
    #[cold]
    pub(crate) fn with_answer(self, status: u16, id: Option<String>, body: Option<&Bytes>) -> Self {
        self.with(|fields| {
            fields.body = body.map(|body| body.slice(..body.len().min(KEPT_BODY)));
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
            fields.source = source.map(|source| without_in_source(source, secrets));
        })
    }
}

/// What an error stands on, none of which shows a secret. Errors of ours stay of their types, for
/// programs look into them.
fn without_in_source(source: BoxError, secrets: &Secrets<'_>) -> BoxError {
    let source = match source.downcast::<TransportError>() {
        Ok(mut error) => {
            error.hide(secrets);
            return error;
        }
        Err(source) => source,
    };
    match source.downcast::<DecodeError>() {
        Ok(mut error) => {
            secrets.hide_in(&mut error.path);
            secrets.hide_in(&mut error.got);
            error
        }
        Err(source) => retold::without(source, secrets),
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
            failed = failed.with_answer(status, id, None);
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
