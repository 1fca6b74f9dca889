//! What a program asks an error: of what kind it is, and whether to try again.

use super::{Error, ErrorKind};
use crate::meta::ErrorClass;
use crate::retry::{self, FailureKind};
use crate::transport::RequestSent;

impl Error {
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

    /// What went wrong in a word of which there are few, for telemetry (`error.type` in OpenTelemetry's
    /// conventions): a documented code, or else the code's class, or else the kind. A code that nobody
    /// documented is not told: there may be any number.
    pub fn error_type(&self) -> &'static str {
        match (self.0.info, self.0.kind, self.0.class) {
            (Some(info), ..) => info.code,
            (None, ErrorKind::Service, ErrorClass::Other) => "_OTHER",
            (None, ErrorKind::Service, class) => class.as_str(),
            (None, kind, _) => kind.as_str(),
        }
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
        let passes = |failure| retry::reason(failure, true).is_some();
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout => true,
            ErrorKind::Transport => self
                .transport_kind()
                .is_none_or(|kind| passes(FailureKind::Transport(kind, RequestSent::Maybe))),
            ErrorKind::Service => passes(FailureKind::Service(self.0.class)),
            _ => false,
        }
    }
}
