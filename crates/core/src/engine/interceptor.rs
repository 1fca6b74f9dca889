//! Hooks of the program around each attempt of a call.
//!
//! They see what goes out and what comes in; they cannot change what is signed behind the
//! signature's back. They run on the call's own task and should be quick.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use crate::codec::Findings;
use crate::error::Error;
use crate::meta::Operation;
use crate::secret::redact;
use crate::transport::{HttpRequest, HttpResponse};

/// What stops a call.
pub type Stop = Box<dyn StdError + Send + Sync>;

/// Watches the calls of a client.
///
/// ```
/// use cloudwright_core::interceptor::{CallInfo, Interceptor};
/// use cloudwright_core::codec::Findings;
///
/// #[derive(Debug)]
/// struct ReportDrift;
///
/// impl Interceptor for ReportDrift {
///     fn on_findings(&self, call: &CallInfo<'_>, findings: &Findings) {
///         for finding in findings {
///             eprintln!("{} {}: {finding}", call.operation.service.id, call.operation.name);
///         }
///     }
/// }
/// ```
pub trait Interceptor: Send + Sync + fmt::Debug + 'static {
    /// Before the request is signed: headers may be added. They are signed where the protocol
    /// signs all headers.
    ///
    /// # Errors
    ///
    /// An error stops the call; nothing is sent.
    fn before_signing(&self, call: &CallInfo<'_>, headers: &mut ExtraHeaders) -> Result<(), Stop> {
        let _ = (call, headers);
        Ok(())
    }

    /// After the request was signed, before it is sent.
    ///
    /// # Errors
    ///
    /// An error stops the call; nothing is sent.
    fn after_signing(&self, call: &CallInfo<'_>, request: &HttpRequest) -> Result<(), Stop> {
        let _ = (call, request);
        Ok(())
    }

    /// After an answer came, or did not.
    fn after_answer(&self, call: &CallInfo<'_>, outcome: &Outcome<'_>) {
        let _ = (call, outcome);
    }

    /// When a result held what the spec does not know: the first sign that the service changed.
    fn on_findings(&self, call: &CallInfo<'_>, findings: &Findings) {
        let _ = (call, findings);
    }
}

/// Which call, and which attempt of it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CallInfo<'a> {
    /// The table of the action.
    pub operation: &'static Operation,
    /// The region, if there is one.
    pub region: Option<&'a str>,
    /// The number of the attempt; the first is 1.
    pub attempt: u32,
}

/// Headers to be sent beside the call's own. `Debug` hides what is named like a secret.
#[derive(Clone, Default)]
pub struct ExtraHeaders(pub(crate) Vec<(String, String)>);

impl ExtraHeaders {
    /// Adds a header. One that the protocol sets itself cannot be replaced: that fails the call.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }
}

impl fmt::Debug for ExtraHeaders {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::Headers(&self.0).fmt(formatter)
    }
}

/// How an attempt ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The answer, where one came.
    pub response: Option<&'a HttpResponse>,
    /// The error, where the attempt failed.
    pub error: Option<&'a Error>,
    /// How long it took.
    pub took: Duration,
}
