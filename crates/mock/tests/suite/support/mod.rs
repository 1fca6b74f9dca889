//! A client of few lines for the tests: raw TCP, so that every byte is the test's own. It knows no
//! protocol; `sign.rs` beside it does.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    unreachable_pub,
    reason = "each test uses a part of it and may panic"
)]

pub mod sign;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

/// A request, byte for byte.
#[derive(Clone, Debug, Default)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Call {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn set(&mut self, name: &str, new: &str) {
        let is_it = |known: &str| known.eq_ignore_ascii_case(name);
        let found = self.headers.iter_mut().find(|(known, _)| is_it(known));
        let (_, value) = found.unwrap_or_else(|| panic!("no header {name}"));
        new.clone_into(value);
    }

    pub fn bytes(&self) -> Vec<u8> {
        let target = if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, self.query)
        };
        let mut head = format!("{} {target} HTTP/1.1\r\n", self.method);
        for (name, value) in &self.headers {
            head = head + name + ": " + value + "\r\n";
        }
        let length = self.body.len().to_string();
        head = head + "content-length: " + &length + "\r\n\r\n";
        [head.as_bytes(), &self.body].concat()
    }

    /// Sends the request to `http://host:port` on a connection of its own.
    pub fn send(&self, endpoint: &str) -> Answer {
        self.try_send(endpoint).unwrap()
    }

    pub fn try_send(&self, endpoint: &str) -> std::io::Result<Answer> {
        let mut stream = connect(endpoint)?;
        exchange(&mut stream, &self.bytes())
    }
}

pub fn authority(endpoint: &str) -> &str {
    let rest = endpoint.strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap()
}

pub fn connect(endpoint: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(authority(endpoint))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Writes a request and reads an answer with a `Content-Length`.
pub fn exchange(stream: &mut TcpStream, request: &[u8]) -> std::io::Result<Answer> {
    let broken =
        |what: &str| std::io::Error::new(std::io::ErrorKind::UnexpectedEof, what.to_owned());
    stream.write_all(request)?;
    let mut received = Vec::new();
    let mut piece = [0; 16 << 10];
    let end = loop {
        if let Some(end) = received.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        match stream.read(&mut piece)? {
            0 => return Err(broken("no head")),
            count => received.extend_from_slice(&piece[..count]),
        }
    };
    let head = String::from_utf8_lossy(&received[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| broken("no status"))?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    // It tells of a `HEAD` what a `GET` would get.
    let length = length.filter(|_| !request.starts_with(b"HEAD "));
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = received.split_off(end + 4);
    while body.len() < length {
        match stream.read(&mut piece)? {
            0 => return Err(broken("half a body")),
            count => body.extend_from_slice(&piece[..count]),
        }
    }
    body.truncate(length);
    Ok(Answer {
        status,
        headers,
        body,
    })
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The vendor's error code, in whatever shape it comes.
    pub fn code(&self) -> Option<String> {
        if self.body.is_empty() {
            return None;
        }
        let body = self.json();
        if let Some(code) = body.pointer("/Response/Error/Code") {
            return code.as_str().map(str::to_owned);
        }
        if let Some(code) = body.get("code").and_then(Value::as_i64) {
            return (code != 0).then(|| code.to_string());
        }
        if let Some(code) = body.get("error_code") {
            return code.as_str().map(str::to_owned);
        }
        let code = body
            .get("Code")
            .and_then(Value::as_str)
            .filter(|_| self.status >= 400);
        code.map(str::to_owned)
    }

    /// Whether it is an error of this code; in Tencent's API 2.0 the finer one may be beside a number.
    pub fn is_error(&self, code: &str) -> bool {
        self.code().as_deref() == Some(code) || self.json()["codeDesc"] == code
    }

    pub fn message(&self) -> String {
        let body = self.json();
        let places = [
            "/Response/Error/Message",
            "/message",
            "/error_msg",
            "/Message",
            "/mock",
        ];
        let found = places
            .iter()
            .find_map(|place| body.pointer(place)?.as_str());
        found.unwrap_or_default().to_owned()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}
