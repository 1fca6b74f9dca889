//! A request as it was received and an answer as it will be sent. No protocol is known here.

use std::time::Duration;

use bytes::Bytes;

/// One received request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// In capitals, as sent.
    pub(crate) method: String,
    /// The path as sent, still encoded; without the service prefix where there was one.
    pub(crate) path: String,
    /// The path as sent, where a prefix was taken off.
    pub(crate) full_path: Option<String>,
    /// The query as sent, still encoded, without the `?`.
    pub(crate) query: String,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
    /// The host that the request line names, where it is a whole address.
    pub(crate) authority: Option<String>,
    /// The service that the port or the path prefix stands for, by its id.
    pub(crate) service_hint: Option<String>,
    /// Whether it came from another machine, or from outside of a container.
    pub(crate) is_from_elsewhere: bool,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// Whether the header is there and begins like this.
    pub(crate) fn header_starts_with(&self, name: &str, start: &str) -> bool {
        self.header(name)
            .is_some_and(|value| value.starts_with(start))
    }

    pub(crate) fn host(&self) -> &str {
        self.header("host").unwrap_or("")
    }

    /// The decoded parameters of the query.
    pub(crate) fn query_pairs(&self) -> Vec<(String, String)> {
        cloudwright_sign::query_pairs(&self.query)
    }

    /// The decoded parameters of the body, if it is a form.
    pub(crate) fn form_pairs(&self) -> Vec<(String, String)> {
        let is_form = self.header("content-type").is_some_and(|kind| {
            kind.trim_start()
                .starts_with("application/x-www-form-urlencoded")
        });
        if is_form {
            cloudwright_sign::query_pairs(&String::from_utf8_lossy(&self.body))
        } else {
            Vec::new()
        }
    }

    /// The paths that a client may have signed: as the service sees it, then as it was sent.
    pub(crate) fn signed_paths(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.path.as_str()).chain(self.full_path.as_deref())
    }
}

/// Headers in the order they were sent, names in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(crate) fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_ascii_lowercase(), value.into()));
    }

    /// The first value of a header.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// All values of a header.
    pub(crate) fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let found = self.iter().filter(move |(known, _)| *known == name);
        found.map(|(_, value)| value)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// One answer.
#[derive(Clone, Debug, Default)]
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

    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}
