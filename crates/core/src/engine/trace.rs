//! Spans and events about calls, for `tracing`. Nothing in them is a secret: no header, no
//! parameter, no body.
//!
//! A call is a span `call` of the target `cloudwright` at level debug; each attempt is an event in
//! it. Without the feature `tracing` all of this is nothing.

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::{Instrument as _, Span};

    use crate::client::mode::Answer;
    use crate::codec::Findings;
    use crate::engine::interceptor::CallInfo;
    use crate::error::Error;
    use crate::meta::Operation;
    use crate::transport::HttpResponse;

    pub(crate) type CallSpan = Span;

    pub(crate) fn call(operation: &Operation) -> CallSpan {
        let service = operation.service;
        tracing::debug_span!(
            target: "cloudwright",
            "call",
            provider = ?service.provider,
            service = service.id,
            action = operation.name,
            region = Empty,
            attempts = Empty,
            status = Empty,
            request_id = Empty,
            error = Empty,
        )
    }

    pub(crate) fn within<F: Future>(span: &CallSpan, future: F) -> impl Future<Output = F::Output> {
        future.instrument(span.clone())
    }

    pub(crate) fn region(span: &CallSpan, region: Option<&str>) {
        span.record("region", region);
    }

    pub(crate) fn end(span: &CallSpan, outcome: &Result<Answer, Error>) {
        if span.is_disabled() {
            return;
        }
        match outcome {
            Ok(answer) => {
                span.record("attempts", answer.meta.attempts.len() + 1);
                span.record("status", answer.meta.response.status);
                span.record("request_id", answer.meta.request_id.as_deref());
            }
            Err(error) => {
                span.record("attempts", error.attempts().len());
                span.record("status", error.status());
                span.record("request_id", error.request_id());
                span.record("error", tracing::field::display(error));
            }
        }
    }

    pub(crate) fn attempt(
        info: &CallInfo<'_>,
        response: Option<&HttpResponse>,
        error: Option<&Error>,
        took: Duration,
    ) {
        tracing::debug!(
            target: "cloudwright",
            attempt = info.attempt,
            status = response.map(|response| response.status),
            request_id = error.and_then(Error::request_id),
            error = error.map(tracing::field::display),
            ?took,
            "attempt"
        );
    }

    pub(crate) fn findings(info: &CallInfo<'_>, findings: &Findings) {
        tracing::debug!(
            target: "cloudwright",
            attempt = info.attempt,
            count = findings.count(),
            first = findings.iter().next().map(tracing::field::display),
            "the answer differs from the spec"
        );
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use crate::client::mode::Answer;
    use crate::codec::Findings;
    use crate::engine::interceptor::CallInfo;
    use crate::error::Error;
    use crate::meta::Operation;
    use crate::transport::HttpResponse;

    pub(crate) struct CallSpan;

    pub(crate) fn call(_: &Operation) -> CallSpan {
        CallSpan
    }

    pub(crate) fn within<F: Future>(_: &CallSpan, future: F) -> F {
        future
    }

    pub(crate) fn region(_: &CallSpan, _: Option<&str>) {}

    pub(crate) fn end(_: &CallSpan, _: &Result<Answer, Error>) {}

    pub(crate) fn attempt(
        _: &CallInfo<'_>,
        _: Option<&HttpResponse>,
        _: Option<&Error>,
        _: Duration,
    ) {
    }

    pub(crate) fn findings(_: &CallInfo<'_>, _: &Findings) {}
}

#[cfg(not(feature = "tracing"))]
pub(crate) use off::*;
#[cfg(feature = "tracing")]
pub(crate) use on::*;
