//! A signed request, ready to be sent by whatever can speak HTTP.

use std::fmt::Write as _;

use serde::Serialize;

use crate::message::{Request, value_of};

/// A request as a client would send it to the mock, signed with the mock's own key at the mock's
/// time. It is good for one call: nonces are used once, and timestamps grow old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SignedRequest {
    /// In capitals.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Names in lower case, `host` among them.
    pub headers: Vec<(String, String)>,
    /// Text in every protocol there is.
    pub body: String,
}

impl SignedRequest {
    /// A request of the mock's own making. `prefix` is what the path begins with on its way.
    pub(crate) fn new(request: &Request, host: &str, prefix: &str) -> Self {
        Self {
            method: request.method.clone(),
            url: format!("http://{host}{prefix}{}", request.target()),
            headers: request.headers.pairs().clone(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
        }
    }

    /// The value of a header, by its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        value_of(&self.headers, &name.to_ascii_lowercase())
    }

    /// What follows the host in the address: path and query.
    pub fn target(&self) -> &str {
        let behind = self.url.split_once("://").map_or("", |(_, rest)| rest);
        behind.find('/').map_or("/", |at| &behind[at..])
    }

    /// A command line for `curl`, for a POSIX shell.
    pub fn curl(&self) -> String {
        let mut line = format!("curl -sS -X {} {}", self.method, quoted(&self.url));
        for (name, value) in self.headers.iter().filter(|(name, _)| name != "host") {
            // A header without a value is written so, or curl takes it out.
            let header = if value.is_empty() {
                format!("{name};")
            } else {
                format!("{name}: {value}")
            };
            let _ = write!(line, " \\\n  -H {}", quoted(&header));
        }
        if !self.body.is_empty() {
            let _ = write!(line, " \\\n  --data-raw {}", quoted(&self.body));
            if self.header("content-type").is_none() {
                // Or curl says that it is a form.
                line.push_str(" -H 'content-type:'");
            }
        }
        line
    }
}

/// A word of a POSIX shell.
pub(crate) fn quoted(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte);
    if !value.is_empty() && value.bytes().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_a_shell() {
        for (value, expected) in [
            ("http://127.0.0.1:80", "http://127.0.0.1:80"),
            ("", "''"),
            ("it's $HOME", "'it'\\''s $HOME'"),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }

    #[test]
    fn a_request_is_a_line_for_curl() {
        let request = SignedRequest {
            method: "POST".to_owned(),
            url: "http://127.0.0.1:80/a?b=c&d".to_owned(),
            headers: vec![
                ("host".to_owned(), "127.0.0.1:80".to_owned()),
                ("x-a".to_owned(), "it's".to_owned()),
            ],
            body: "{\"x\": 1}".to_owned(),
        };
        assert_eq!(request.target(), "/a?b=c&d");
        assert_eq!(
            request.curl(),
            "curl -sS -X POST 'http://127.0.0.1:80/a?b=c&d' \\\n  -H 'x-a: it'\\''s' \\\n  \
             --data-raw '{\"x\": 1}' -H 'content-type:'"
        );
    }
}
