//! What an exchange begins and ends with: a request on its way, and its answer with what the log says of it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::catalog::ActionTypes;
use crate::log::Received;
use crate::message::vendor_error::VendorError;
use crate::message::{Answer, Request};
use crate::parameters::{Parameters, Problem};
use crate::route::Route;

/// A request that has found its way: where it goes, and what it gives.
pub(crate) struct Admitted<'a> {
    pub(crate) request: &'a Request,
    pub(crate) route: &'a Route<'a>,
    /// The action and the parameters; absent where the action is unknown.
    pub(crate) given: Option<(ActionTypes<'a>, Result<Parameters, Problem>)>,
}

impl Admitted<'_> {
    /// A refusal in the vendor's words.
    pub(crate) fn refused(&self, error: &VendorError, entry: &Received) -> LoggedAnswer {
        let (dialect, host) = (self.route.dialect, self.request.host());
        LoggedAnswer {
            code: Some(error.code.clone()),
            message: Some(error.message.clone()),
            ..LoggedAnswer::success(error.answer(dialect, &entry.request_id, host))
        }
    }
}

/// An answer, and what to note of it.
#[derive(Debug, Default)]
pub(crate) struct LoggedAnswer {
    pub(crate) answer: Answer,
    pub(crate) delay: Duration,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    /// The first request with the same idempotency token, where this one changed nothing more.
    pub(crate) repeats: Option<u64>,
}

impl LoggedAnswer {
    pub(crate) fn success(answer: Answer) -> Self {
        Self {
            answer,
            ..Self::default()
        }
    }

    /// No protocol recognises the request: the mock says so itself.
    pub(crate) fn lost(entry: &Received, services: &[&str]) -> Self {
        let body = json!({
            "mock": "the request bears no mark of a protocol that is served here: no X-TC-Action, no \
                x-acs-action, no Action parameter, no path of an action, no known Host",
            "method": entry.method,
            "path": entry.path,
            "services": services,
            "more": "GET / with a browser shows what there is",
        });
        Self {
            code: Some("mock: no such service".to_owned()),
            ..Self::success(Answer::json(404, &body))
        }
    }

    /// The mock was asked for something that it does not have.
    pub(crate) fn mistaken(message: String) -> Self {
        Self {
            code: Some("mock: bad request".to_owned()),
            answer: Answer::of_the_mock(400, &message),
            message: Some(message),
            ..Self::default()
        }
    }

    /// The answer of a stand-in, whose refusals have no code but the status.
    pub(crate) fn plain(answer: Answer) -> Self {
        let is_refusal = answer.status >= 400;
        Self {
            code: is_refusal.then(|| answer.status.to_string()),
            ..Self::success(answer)
        }
    }

    /// The JSON of the answer.
    pub(crate) fn body(&self) -> Value {
        serde_json::from_slice(&self.answer.body).unwrap_or(Value::Null)
    }
}
