//! What an error of reqwest means in our own terms.

use std::io;

use super::causes::Causes;
use super::connect_fault;
use crate::transport::{RequestSent, TransportError, TransportErrorKind as Kind};

/// A failure before an answer began; `proxy` is what the connection should have gone through.
pub(super) fn sending(error: ::reqwest::Error, proxy: Option<String>) -> TransportError {
    // The address holds signatures and tokens where a protocol puts them into the query.
    let error = error.without_url();
    let causes = Causes::of(&error);
    let no_connection = if error.is_connect() {
        Some(connect_fault::of(&causes, error.is_timeout()))
    } else {
        connect_fault::of_alert(&causes)
    };
    let failure = if let Some((failure, words)) = no_connection {
        TransportError::connect(failure, words).with_proxy(proxy)
    } else {
        let (kind, sent, message) = no_answer(&error, &causes);
        TransportError::new(kind, sent, message)
    };
    failure.with_source(error)
}

/// What went wrong on a connection, and whether the request went out on it.
fn no_answer(error: &::reqwest::Error, causes: &Causes<'_>) -> (Kind, RequestSent, &'static str) {
    // The connection went away, as opposed to an answer that cannot be parsed.
    let is_broken = || {
        let said = ["connection closed", "operation was canceled", "http2 error"];
        io_kind(causes).is_some() || said.iter().any(|part| causes.say(part))
    };
    if error.is_builder() {
        (Kind::Refused, RequestSent::No, "the request cannot be sent")
    } else if error.is_timeout() {
        (Kind::Timeout, RequestSent::Maybe, "no answer in time")
    } else if causes.say("refused stream") {
        // A server of HTTP/2 says so that it has not looked at the request (RFC 9113, section 8.7).
        let message = "the service refused to take the request on this connection";
        (Kind::Reset, RequestSent::No, message)
    } else if is_broken() {
        let message = "the connection broke before the answer";
        (Kind::Reset, RequestSent::Maybe, message)
    } else {
        (Kind::Decode, RequestSent::Maybe, "the answer is no HTTP")
    }
}

/// A failure while the body was read.
pub(super) fn reading(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (kind, message) = if error.is_timeout() {
        (Kind::Timeout, "the body did not come in time")
    } else if io_kind(&Causes::of(&error)).is_some_and(connect_fault::is_reset) {
        (Kind::Reset, "the connection broke inside the body")
    } else {
        (Kind::Truncated, "the body ended early")
    };
    TransportError::new(kind, RequestSent::Yes, message).with_source(error)
}

fn io_kind(causes: &Causes<'_>) -> Option<io::ErrorKind> {
    causes.all::<io::Error>().next().map(io::Error::kind)
}
