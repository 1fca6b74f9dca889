//! Measurements of calls, for whatever recorder the program has set up in the facade `metrics`.
//!
//! Names are those of OpenTelemetry's conventions (RPC and HTTP, clients) where these have one. All
//! labels are words of the tables: no address, no parameter, no text from outside.

use std::time::Duration;

use metrics::{Label, counter, histogram};

use crate::error::Error;
use crate::meta::Operation;
use crate::transport::HttpResponse;

/// Seconds of a whole call, attempts and waits included.
const DURATION: &str = "rpc.client.call.duration";
/// Attempts.
const ATTEMPTS: &str = "cloudwright.client.attempts";
/// Calls that failed.
const ERRORS: &str = "cloudwright.client.errors";
/// Bytes of the body that an attempt sent.
const SENT: &str = "http.client.request.body.size";
/// Bytes of the body that was answered, decompressed.
const RECEIVED: &str = "http.client.response.body.size";

/// A call is over; what failed, if it did.
pub(super) fn call(operation: &Operation, failed: Option<&'static str>, took: Duration) {
    let labels = labels(operation, failed);
    if failed.is_some() {
        counter!(ERRORS, labels.clone()).increment(1);
    }
    histogram!(DURATION, labels).record(took);
}

/// An attempt is over.
pub(super) fn attempt(operation: &Operation, error: Option<&Error>) {
    let failed = error.map(Error::error_type);
    counter!(ATTEMPTS, labels(operation, failed)).increment(1);
}

/// An exchange is over, in time or not; the answer as it came.
pub(super) fn exchange(operation: &Operation, sent: usize, response: Option<&HttpResponse>) {
    let labels = labels(operation, None);
    histogram!(SENT, labels.clone()).record(bytes(sent));
    if let Some(response) = response {
        histogram!(RECEIVED, labels).record(bytes(response.body.len()));
    }
}

fn labels(operation: &Operation, failed: Option<&'static str>) -> Vec<Label> {
    let service = operation.service;
    let mut labels = vec![
        Label::from_static_parts("rpc.system", service.provider.rpc_system()),
        Label::from_static_parts("rpc.service", service.id),
        Label::from_static_parts("rpc.method", operation.name),
    ];
    labels.extend(failed.map(|failed| Label::from_static_parts("error.type", failed)));
    labels
}

#[expect(
    clippy::cast_precision_loss,
    reason = "bodies are bounded far below 2^53 bytes"
)]
fn bytes(count: usize) -> f64 {
    count as f64
}
