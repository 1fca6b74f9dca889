//! Reading a body: within its bounds, without waiting for ever, and decompressed.
//!
//! The body of an error is worth less than its status and its headers: what cannot be read of it is
//! left out, and the answer stays one.

use std::pin::pin;
use std::time::{Duration, Instant};

use bytes::Bytes;
use cloudwright_vocabulary::word::is_one_of;

use crate::machine::clock::{SystemClock, in_time};

use super::fault;
use crate::transport::{HttpResponse, Limits, RequestSent, TransportError, TransportErrorKind};

/// What is read, as it is asked for: nothing else needs to come.
pub(super) const ACCEPTED: &str = if cfg!(feature = "gzip") {
    "gzip"
} else {
    "identity"
};

/// Reads the answer's body.
pub(super) async fn read(
    mut response: ::reqwest::Response,
    limits: Limits,
) -> Result<HttpResponse, TransportError> {
    let status = response.status().as_u16();
    let bound = Bound::of(status, limits);
    let mut body = Body::new(bound);
    let received = body.receive(&mut response, limits.stall).await;
    let headers = std::mem::take(response.headers_mut());
    let (body, failure) = match received {
        Err(failure) if !bound.is_error => (Bytes::new(), Some(failure)),
        received => {
            let (text, failure) = decompress(&headers, body.bytes.into(), bound);
            (text, received.err().or(failure))
        }
    };
    let unread = match failure {
        Some(failure) if !bound.is_error => return Err(failure.with_answer(status, headers)),
        failure => failure.map(|failure| failure.to_string()),
    };
    Ok(HttpResponse {
        status,
        headers,
        body,
        unread,
    })
}

/// How much of a body is read.
#[derive(Clone, Copy)]
struct Bound {
    cap: usize,
    /// The answer is no success: what is beyond the cap is cut off rather than refused, and what
    /// cannot be read is left out.
    is_error: bool,
}

impl Bound {
    fn of(status: u16, limits: Limits) -> Self {
        let is_error = !(200..300).contains(&status);
        let cap = if is_error {
            limits.max_error_body
        } else {
            limits.max_body
        };
        Self { cap, is_error }
    }
}

/// What was read of a body.
struct Body {
    bytes: Vec<u8>,
    bound: Bound,
}

impl Body {
    fn new(bound: Bound) -> Self {
        Self {
            bytes: Vec::new(),
            bound,
        }
    }

    /// Reads on until the body or its bound ends. What came before a failure is kept.
    async fn receive(
        &mut self,
        response: &mut ::reqwest::Response,
        stall: Option<Duration>,
    ) -> Result<(), TransportError> {
        let announced = response.content_length().unwrap_or_default();
        if !self.bound.is_error && announced > self.bound.cap as u64 {
            return Err(too_large(self.bound.cap));
        }
        let expected = usize::try_from(announced).unwrap_or(self.bound.cap);
        self.bytes
            .reserve(expected.min(self.bound.cap).min(1 << 20));
        let begun = Instant::now();
        // Goes on to the end also where all that was announced is there: then the connection goes
        // back to the pool.
        loop {
            // An error has that time for the whole of its body: who drips it keeps nobody waiting.
            let spent = if self.bound.is_error {
                begun.elapsed()
            } else {
                Duration::ZERO
            };
            let patience = stall.map(|stall| stall.saturating_sub(spent));
            let Ok(piece) = in_time(&SystemClock, patience, pin!(response.chunk())).await else {
                return Err(stalled(stall.unwrap_or_default()));
            };
            match piece.map_err(fault::reading)? {
                Some(piece) if self.add(&piece)? => {}
                _ => return Ok(()),
            }
        }
    }

    /// Takes a piece in; tells whether there is room for more.
    fn add(&mut self, piece: &[u8]) -> Result<bool, TransportError> {
        let room = self.bound.cap - self.bytes.len();
        let beyond = piece.len() > room;
        if beyond && !self.bound.is_error {
            return Err(too_large(self.bound.cap));
        }
        self.bytes
            .extend_from_slice(piece.get(..room).unwrap_or(piece));
        Ok(!beyond)
    }
}

/// A body that was begun and is of no use.
#[cold]
fn failed(kind: TransportErrorKind, message: impl Into<String>) -> TransportError {
    TransportError::new(kind, RequestSent::Yes, message)
}

fn stalled(time: Duration) -> TransportError {
    let message = format!("the body stalled for {time:?}");
    failed(TransportErrorKind::Timeout, message)
}

fn too_large(cap: usize) -> TransportError {
    let message = format!("the body is larger than {cap} bytes");
    failed(TransportErrorKind::TooLarge, message)
}

/// Undoes the compression that the answer declares. What could not be read is told beside what
/// could.
fn decompress(
    headers: &http::HeaderMap,
    body: Bytes,
    bound: Bound,
) -> (Bytes, Option<TransportError>) {
    if body.is_empty() {
        return (body, None);
    }
    match &encodings(headers)[..] {
        [] => (body, None),
        [one] if is_one_of(&["gzip", "x-gzip"], one) => gunzip(&body, bound),
        others => {
            let names = others.join(", ");
            let message = format!("the body is compressed as {names:?}, which was not asked for");
            (Bytes::new(), Some(undecodable(message)))
        }
    }
}

/// What a body was encoded with, in order. There may be several headers, and several in each.
fn encodings(headers: &http::HeaderMap) -> Vec<String> {
    let values = headers.get_all(http::header::CONTENT_ENCODING).iter();
    let texts = values.map(|value| crate::transport::text(value).unwrap_or("[not text]"));
    let names = texts.flat_map(|text| text.split(',')).map(str::trim);
    names
        .filter(|name| !is_one_of(&["", "identity"], name))
        .map(str::to_owned)
        .collect()
}

/// A few hundred compressed bytes can stand for gigabytes: no more comes out than is read.
#[cfg(feature = "gzip")]
fn gunzip(body: &[u8], bound: Bound) -> (Bytes, Option<TransportError>) {
    use std::io::{ErrorKind, Read as _};

    let mut text = Vec::new();
    // A byte more than fits tells that there is more.
    let most = (bound.cap as u64).saturating_add(1);
    let read = flate2::bufread::MultiGzDecoder::new(body)
        .take(most)
        .read_to_end(&mut text);
    if text.len() > bound.cap {
        if !bound.is_error {
            return (Bytes::new(), Some(too_large(bound.cap)));
        }
        text.truncate(bound.cap);
    }
    match read {
        Ok(_) => (text.into(), None),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => {
            let message = "the compressed body ended early";
            let failure = failed(TransportErrorKind::Truncated, message);
            (text.into(), Some(failure))
        }
        Err(error) => {
            let message = format!("the compressed body cannot be read: {error}");
            (Bytes::new(), Some(undecodable(message)))
        }
    }
}

#[cfg(not(feature = "gzip"))]
fn gunzip(_: &[u8], _: Bound) -> (Bytes, Option<TransportError>) {
    let message = "the body is compressed, which was not asked for: the feature `gzip` reads it";
    (Bytes::new(), Some(undecodable(message)))
}

fn undecodable(message: impl Into<String>) -> TransportError {
    failed(TransportErrorKind::Decode, message)
}
