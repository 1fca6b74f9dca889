//! The record of an attempt: what makes retries observable.

use std::time::Duration;

use super::ErrorCode;
use crate::retry::RetryReason;

/// One attempt that failed.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Attempt {
    /// Its number; the first is 1.
    pub number: u32,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The service's code, if it gave one.
    pub code: Option<ErrorCode>,
    /// The id of the request, if it got one.
    pub request_id: Option<String>,
    /// How long it took.
    pub took: Duration,
    /// Why it was made again, and how long was waited; `None` if it was the last.
    pub retry: Option<(RetryReason, Duration)>,
    pub(crate) outcome: String,
    pub(crate) stopped: Option<&'static str>,
}

impl Attempt {
    /// What went wrong: the service's code, or a few words.
    pub fn outcome(&self) -> &str {
        self.code.as_ref().map_or(&self.outcome, ErrorCode::as_str)
    }

    /// Why it was not made again though its failure allowed it.
    pub fn stopped(&self) -> Option<&'static str> {
        self.stopped
    }
}
