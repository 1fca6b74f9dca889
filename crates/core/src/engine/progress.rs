//! What is known of a call while it runs.

use std::time::Instant;

use crate::error::{Attempt, Error, Whereto};
use crate::transport::RequestSent;

/// What is known of a call while it runs, and kept when its time is up.
#[derive(Default)]
pub(super) struct Progress {
    pub(super) failed: Vec<Attempt>,
    pub(super) last: Option<Error>,
    /// When the whole call has to be done.
    pub(super) deadline: Option<Instant>,
    /// Where the call goes, once that is settled.
    pub(super) whereto: Option<Whereto>,
    /// A request is on its way: it was handed to the transport, and nothing came back yet.
    pub(super) in_flight: bool,
}

impl Progress {
    /// Whether the service can have seen the last request, where the call's time ends now.
    pub(super) fn request_sent(&self) -> RequestSent {
        match &self.last {
            _ if self.in_flight => RequestSent::Maybe,
            Some(last) => last.request_sent(),
            None => RequestSent::No,
        }
    }
}
