//! Why what was waited for did not come.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use cloudwright_vocabulary::told;

use crate::client::response::Response;
use crate::error::{Error, ErrorKind};
use crate::meta::Operation;
use crate::secret::one_line;

/// Why a wait ended without what it was for.
///
/// It becomes an [`Error`] by `?`, of the kind [`ErrorKind::Wait`], or is the error of the call that failed.
pub struct WaitError<T>(Box<WaitErrorFields<T>>);

pub(super) struct WaitErrorFields<T> {
    pub(super) kind: WaitErrorKind,
    pub(super) operation: &'static Operation,
    /// The name of a documented wait.
    pub(super) wait: Option<&'static str>,
    pub(super) state: Option<String>,
    pub(super) answer: Option<Response<T>>,
    pub(super) error: Option<Error>,
    pub(super) asked: u32,
    pub(super) waited: Duration,
}

/// How a wait ended that did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WaitErrorKind {
    /// The answer says that it will not come any more.
    Failed,
    /// The answer has a state that nobody documented, and the program wanted none such.
    UnknownState,
    /// The time was up.
    Deadline,
    /// A call failed, and no further one would have been any use.
    Call,
}

impl<T> WaitError<T> {
    pub(super) fn new(fields: WaitErrorFields<T>) -> Self {
        Self(Box::new(fields))
    }

    /// How it ended.
    pub fn kind(&self) -> WaitErrorKind {
        self.0.kind
    }

    /// The last state, where the wait is a documented one and an answer had one.
    pub fn state(&self) -> Option<&str> {
        self.0.state.as_deref()
    }

    /// The last answer; `None` where there was none.
    pub fn answer(&self) -> Option<&Response<T>> {
        self.0.answer.as_ref()
    }

    /// The last answer, to keep.
    pub fn into_answer(self) -> Option<Response<T>> {
        self.0.answer
    }

    /// Why the last call failed, if it did.
    pub fn error(&self) -> Option<&Error> {
        self.0.error.as_ref()
    }

    /// How many calls were made.
    pub fn asked(&self) -> u32 {
        self.0.asked
    }

    /// How long it took altogether.
    pub fn waited(&self) -> Duration {
        self.0.waited
    }

    /// What happened, without action and numbers.
    fn message(&self) -> String {
        let fields = &*self.0;
        let what = fields.wait.map_or_else(
            || "the wait".to_owned(),
            |wait| format!("waiting for `{wait}`"),
        );
        let state = self.state().map(|state| format!("`{}`", one_line(state)));
        let last = state
            .as_ref()
            .map_or_else(String::new, |state| format!("; the last state was {state}"));
        match (fields.kind, state) {
            (WaitErrorKind::Failed, Some(state)) => {
                format!("{what} ended in the state {state}")
            }
            (WaitErrorKind::Failed, None) => {
                format!("{what} ended: the answer says that it failed")
            }
            (WaitErrorKind::UnknownState, Some(state)) => {
                format!("{what} ended in {state}, a state that is not documented")
            }
            _ => match &fields.error {
                Some(error) => format!(
                    "{what} did not end within the deadline{last}; the last call failed: {}",
                    error.message()
                ),
                None => format!("{what} did not end within the deadline{last}"),
            },
        }
    }
}

impl<T> fmt::Display for WaitError<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = &*self.0;
        if let (WaitErrorKind::Call, Some(error)) = (fields.kind, &fields.error) {
            return error.fmt(to);
        }
        let Self(fields) = self;
        let (action, seconds) = (fields.operation.name, fields.waited.as_secs_f64());
        let calls = if fields.asked == 1 { "call" } else { "calls" };
        write!(
            to,
            "{action}: {} ({} {calls} in {seconds:.1} s",
            self.message(),
            fields.asked
        )?;
        if let Some(id) = fields.answer.as_ref().and_then(Response::request_id) {
            write!(to, ", request id {}", one_line(id))?;
        }
        to.write_str(")")
    }
}

impl<T> fmt::Debug for WaitError<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, formatter, |formatter| {
            formatter
                .debug_struct("WaitError")
                .field("kind", &self.0.kind)
                .field("action", &self.0.operation.name)
                .field("wait", &self.0.wait)
                .field("state", &self.0.state)
                .field("error", &self.0.error)
                .field("asked", &self.0.asked)
                .field("waited", &self.0.waited)
                .finish_non_exhaustive()
        })
    }
}

impl<T> StdError for WaitError<T> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let error = self.0.error.as_ref()?;
        match self.0.kind {
            // Its line is the error's own.
            WaitErrorKind::Call => error.source(),
            _ => Some(error),
        }
    }
}

impl<T> From<WaitError<T>> for Error {
    fn from(ended: WaitError<T>) -> Self {
        let message = ended.message();
        let fields = *ended.0;
        match (fields.kind, fields.error) {
            (WaitErrorKind::Call, Some(error)) => error,
            (_, source) => {
                let error = Self::new(ErrorKind::Wait, message).with_operation(fields.operation);
                match source {
                    Some(source) => error.with_source(source),
                    None => error,
                }
            }
        }
    }
}
