//! A transport that answers from a script.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;

use crate::machine::lock::locked;
use crate::transport::{
    BoxFuture, HttpRequest, HttpResponse, Limits, RequestSent, Transport, TransportError,
    TransportErrorKind,
};

type Function = dyn FnMut(&HttpRequest) -> Result<HttpResponse, TransportError> + Send;

/// Answers requests from a list, then from a function, and keeps what was sent. Clones are one
/// script.
#[derive(Clone, Default)]
pub struct Script(Arc<Mutex<ScriptState>>);

#[derive(Default)]
struct ScriptState {
    steps: VecDeque<Scripted>,
    function: Option<Box<Function>>,
    requests: Vec<HttpRequest>,
}

enum Scripted {
    Answer(HttpResponse),
    Fail(TransportError),
    Hang,
}

impl Script {
    /// An empty script.
    pub fn new() -> Self {
        Self::default()
    }

    /// A script that answers every request by a function.
    pub fn of(
        function: impl FnMut(&HttpRequest) -> Result<HttpResponse, TransportError> + Send + 'static,
    ) -> Self {
        let script = Self::new();
        script.state().function = Some(Box::new(function));
        script
    }

    /// Adds an answer.
    #[must_use]
    pub fn answer(self, status: u16, body: impl Into<Bytes>) -> Self {
        self.respond(HttpResponse::new(status, body))
    }

    /// Adds an answer with headers.
    #[must_use]
    pub fn respond(self, response: HttpResponse) -> Self {
        self.step(Scripted::Answer(response))
    }

    /// Adds a failure without an answer.
    #[must_use]
    pub fn fail(self, kind: TransportErrorKind, sent: RequestSent) -> Self {
        let error = TransportError::new(kind, sent, format!("{kind:?} by the script"));
        self.step(Scripted::Fail(error))
    }

    /// Adds an exchange that never ends.
    #[must_use]
    pub fn hang(self) -> Self {
        self.step(Scripted::Hang)
    }

    fn step(self, step: Scripted) -> Self {
        self.state().steps.push_back(step);
        self
    }

    /// The requests that were sent, in order.
    pub fn requests(&self) -> Vec<HttpRequest> {
        self.state().requests.clone()
    }

    /// Whether every answer was asked for.
    pub fn is_finished(&self) -> bool {
        self.state().steps.is_empty()
    }

    fn state(&self) -> MutexGuard<'_, ScriptState> {
        locked(&self.0)
    }

    fn next(&self, request: HttpRequest) -> Option<Result<HttpResponse, TransportError>> {
        let mut state = self.state();
        let step = state.steps.pop_front();
        let outcome = match (step, &mut state.function) {
            (Some(Scripted::Answer(response)), _) => Some(Ok(response)),
            (Some(Scripted::Fail(error)), _) => Some(Err(error)),
            (Some(Scripted::Hang), _) => None,
            (None, Some(function)) => Some(function(&request)),
            (None, None) => {
                let message = "the script has no answer left";
                Some(Err(TransportError::refused(message)))
            }
        };
        state.requests.push(request);
        outcome
    }
}

impl Transport for Script {
    fn send(
        &self,
        request: HttpRequest,
        _: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            match self.next(request) {
                Some(outcome) => outcome,
                None => std::future::pending().await,
            }
        })
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        formatter
            .debug_struct("Script")
            .field("steps", &state.steps.len())
            .field("requests", &state.requests)
            .finish_non_exhaustive()
    }
}
