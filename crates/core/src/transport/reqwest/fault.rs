//! What an error of reqwest means in our own terms.

use std::error::Error as StdError;
use std::io::ErrorKind;

use super::connect_fault;
use crate::transport::{RequestSent, TransportError, TransportErrorKind as Kind};

/// A failure before an answer began; `proxy` is what the connection should have gone through.
pub(super) fn sending(error: ::reqwest::Error, proxy: Option<String>) -> TransportError {
    // The address holds signatures and tokens where a protocol puts them into the query.
    let error = error.without_url();
    if error.is_connect() {
        let (failure, message) = connect_fault::of(&error, error.is_timeout());
        return TransportError::connect(failure, message)
            .with_proxy(proxy)
            .with_source(error);
    }
    if let Some((failure, message)) = connect_fault::of_alert(&error) {
        return TransportError::connect(failure, Some(message))
            .with_proxy(proxy)
            .with_source(error);
    }
    let words = words_beneath(&error);
    let (kind, sent, message) = if error.is_builder() {
        (Kind::Refused, RequestSent::No, "the request cannot be sent")
    } else if error.is_timeout() {
        (Kind::Timeout, RequestSent::Maybe, "no answer in time")
    } else if is_refused_stream(&words) {
        let message = "the service refused to take the request on this connection";
        (Kind::Reset, RequestSent::No, message)
    } else if is_broken(&error, &words) {
        let message = "the connection broke before the answer";
        (Kind::Reset, RequestSent::Maybe, message)
    } else {
        (Kind::Decode, RequestSent::Maybe, "the answer is no HTTP")
    };
    TransportError::new(kind, sent, message).with_source(error)
}

/// A failure while the body was read.
pub(super) fn reading(error: ::reqwest::Error) -> TransportError {
    let error = error.without_url();
    let (kind, message) = if error.is_timeout() {
        (Kind::Timeout, "the body did not come in time")
    } else if io_kind(&error).is_some_and(connect_fault::is_reset) {
        (Kind::Reset, "the connection broke inside the body")
    } else {
        (Kind::Truncated, "the body ended early")
    };
    TransportError::new(kind, RequestSent::Yes, message).with_source(error)
}

/// What the errors beneath say, in lower case. Some things hyper tells in words only: its types are not
/// ours to name.
fn words_beneath(error: &::reqwest::Error) -> String {
    let mut words = String::new();
    let mut source = error.source();
    while let Some(cause) = source {
        words.push_str(&cause.to_string().to_ascii_lowercase());
        words.push('\n');
        source = cause.source();
    }
    words
}

/// Whether the connection went away, as opposed to an answer that cannot be parsed.
fn is_broken(error: &::reqwest::Error, words: &str) -> bool {
    let said = ["connection closed", "operation was canceled", "http2 error"];
    io_kind(error).is_some() || said.iter().any(|part| words.contains(part))
}

/// Whether a server of HTTP/2 says that it has not looked at the request (RFC 9113, section 8.7).
fn is_refused_stream(words: &str) -> bool {
    words.contains("refused stream")
}

fn io_kind(error: &::reqwest::Error) -> Option<ErrorKind> {
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(error) = cause.downcast_ref::<std::io::Error>() {
            return Some(error.kind());
        }
        source = cause.source();
    }
    None
}
