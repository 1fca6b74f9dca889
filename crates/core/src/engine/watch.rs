//! What is told of a call when it is over: at its end, or where the program drops it before.

use std::time::Instant;

use crate::client::mode::Answer;
use crate::engine::trace::{self, CallSpan};
use crate::error::Error;
use crate::machine::clock::Clock;
use crate::meta::Operation;

/// `error.type` of a call that was dropped.
const DROPPED: &str = "cancelled";

/// Watches a call from its beginning.
pub(super) struct Watch<'a> {
    #[cfg_attr(
        not(feature = "metrics"),
        expect(dead_code, reason = "measurements alone are told by the action")
    )]
    operation: &'static Operation,
    span: &'a CallSpan,
    clock: &'a dyn Clock,
    begun: Instant,
    is_over: bool,
}

impl<'a> Watch<'a> {
    pub(super) fn new(
        operation: &'static Operation,
        span: &'a CallSpan,
        clock: &'a dyn Clock,
        begun: Instant,
    ) -> Self {
        Self {
            operation,
            span,
            clock,
            begun,
            is_over: false,
        }
    }

    /// The call has an outcome.
    pub(super) fn end(mut self, outcome: &Result<Answer, Error>) {
        self.is_over = true;
        let took = self.clock.now().saturating_duration_since(self.begun);
        trace::end(self.span, outcome, took);
        #[cfg(feature = "metrics")]
        super::meter::call(
            self.operation,
            outcome.as_ref().err().map(Error::error_type),
            took,
        );
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let took = self.clock.now().saturating_duration_since(self.begun);
        trace::dropped(self.span, DROPPED, took);
        #[cfg(feature = "metrics")]
        super::meter::call(self.operation, Some(DROPPED), took);
    }
}
