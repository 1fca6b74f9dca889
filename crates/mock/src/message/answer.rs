//! An answer as it will be sent. No protocol is known here.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;

/// One answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
    /// How to send it, where sending it properly is not what is asked for.
    pub(crate) delivery: Delivery,
}

/// How an answer goes over the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Properly.
    #[default]
    Whole,
    /// The connection is reset before a byte is sent.
    Reset,
    /// Head and half of the body, then a reset.
    ResetMidBody,
    /// The connection is closed before a byte is sent.
    Close,
    /// Nothing is ever sent.
    Stall,
    /// Head and half of the body, then nothing more.
    StallMidBody,
    /// Head and half of the body, then the connection is closed.
    Truncate,
    /// The body in pieces, with a pause before each.
    Slow(Duration),
    /// The head in pieces, with a pause before each.
    SlowHead(Duration),
    /// `Content-Length` says ten bytes fewer than are sent.
    WrongLength,
    /// The bytes on the wire are no HTTP.
    NotHttp,
}

impl Answer {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
            delivery: Delivery::Whole,
        }
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn text(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, "text/plain", body)
    }

    /// What the mock itself has to say, and no cloud.
    pub(crate) fn of_the_mock(status: u16, message: &str) -> Self {
        Self::json(status, &serde_json::json!({ "mock": message }))
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}
