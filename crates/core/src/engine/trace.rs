//! Spans and events about calls, for `tracing`. Nothing in them is a secret: no header, no
//! parameter, no body.
//!
//! A call is a span `call` of the target `cloudwright` at level debug; each attempt is an event in it,
//! and so is its end. Fields are named by OpenTelemetry's conventions (RPC, HTTP) where these have a
//! name; `otel.name`, `otel.kind` and `otel.status_code` are what `tracing-opentelemetry` asks for.
//! Without the feature `tracing` all of this is nothing.

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use tracing::field::{Empty, display};
    use tracing::{Instrument as _, Span};

    use crate::client::mode::Answer;
    use crate::codec::Findings;
    use crate::engine::Job;
    use crate::engine::interceptor::CallInfo;
    use crate::error::{Error, Whereto};
    use crate::transport::HttpResponse;

    pub(crate) type CallSpan = Span;

    pub(crate) fn call(job: &Job) -> CallSpan {
        let operation = job.operation;
        let service = operation.service;
        tracing::debug_span!(
            target: "cloudwright",
            "call",
            otel.name = %format_args!("{}/{}", service.id, operation.name),
            otel.kind = "client",
            otel.status_code = Empty,
            rpc.system = service.provider.rpc_system(),
            rpc.service = service.id,
            rpc.method = operation.name,
            page = job.page(),
            cloud.region = Empty,
            server.address = Empty,
            server.port = Empty,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            request_id = Empty,
            error.type = Empty,
            error.message = Empty,
        )
    }

    pub(crate) fn within<F: Future>(span: &CallSpan, future: F) -> impl Future<Output = F::Output> {
        future.instrument(span.clone())
    }

    /// Where the call goes is settled.
    pub(crate) fn whereto(span: &CallSpan, whereto: &Whereto) {
        span.record("cloud.region", whereto.region.as_deref());
        span.record("server.address", whereto.host.as_str());
        span.record("server.port", whereto.port);
    }

    /// What is told of a call that is over.
    struct Ended<'a> {
        attempts: usize,
        status: Option<u16>,
        request_id: Option<&'a str>,
        error: Option<&'a Error>,
    }

    impl<'a> Ended<'a> {
        fn of(outcome: &'a Result<Answer, Error>) -> Self {
            match outcome {
                Ok(answer) => Self {
                    attempts: answer.meta.attempts.len() + 1,
                    status: Some(answer.meta.response.status),
                    request_id: answer.meta.request_id.as_deref(),
                    error: None,
                },
                Err(error) => Self {
                    attempts: error.attempts().len(),
                    status: error.status(),
                    request_id: error.request_id(),
                    error: Some(error),
                },
            }
        }
    }

    pub(crate) fn end(span: &CallSpan, outcome: &Result<Answer, Error>, took: Duration) {
        if span.is_disabled() {
            return;
        }
        let ended = Ended::of(outcome);
        span.record("http.response.status_code", ended.status);
        span.record("request_id", ended.request_id);
        if ended.attempts > 1 {
            span.record("http.request.resend_count", ended.attempts - 1);
        }
        if let Some(error) = ended.error {
            span.record("otel.status_code", "ERROR");
            span.record("error.type", error.error_type());
            span.record("error.message", display(error));
        }
        tracing::debug!(
            target: "cloudwright",
            parent: span,
            outcome = if ended.error.is_some() { "error" } else { "ok" },
            attempts = ended.attempts,
            duration = took.as_secs_f64(),
            http.response.status_code = ended.status,
            request_id = ended.request_id,
            error.type = ended.error.map(Error::error_type),
            "end of call"
        );
    }

    /// The program dropped the call before its end.
    pub(crate) fn dropped(span: &CallSpan, error_type: &str, took: Duration) {
        if span.is_disabled() {
            return;
        }
        span.record("otel.status_code", "ERROR");
        span.record("error.type", error_type);
        tracing::debug!(
            target: "cloudwright",
            parent: span,
            outcome = "dropped",
            duration = took.as_secs_f64(),
            error.type = error_type,
            "end of call"
        );
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
            duration = took.as_secs_f64(),
            http.response.status_code = response.map(|response| response.status),
            request_id = error.and_then(Error::request_id),
            error.type = error.map(Error::error_type),
            error.message = error.map(display),
            "attempt"
        );
    }

    pub(crate) fn findings(info: &CallInfo<'_>, findings: &Findings) {
        tracing::debug!(
            target: "cloudwright",
            attempt = info.attempt,
            count = findings.count(),
            first = findings.iter().next().map(display),
            "the answer differs from the spec"
        );
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use std::time::Duration;

    use crate::codec::Findings;
    use crate::engine::Job;
    use crate::engine::interceptor::CallInfo;
    use crate::error::{Error, Whereto};
    use crate::transport::HttpResponse;

    pub(crate) struct CallSpan;

    pub(crate) fn call(_: &Job) -> CallSpan {
        CallSpan
    }

    pub(crate) fn within<F: Future>(_: &CallSpan, future: F) -> F {
        future
    }

    pub(crate) fn whereto(_: &CallSpan, _: &Whereto) {}

    #[cfg(feature = "metrics")]
    pub(crate) fn end(_: &CallSpan, _: &Result<crate::client::mode::Answer, Error>, _: Duration) {}

    #[cfg(feature = "metrics")]
    pub(crate) fn dropped(_: &CallSpan, _: &str, _: Duration) {}

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
