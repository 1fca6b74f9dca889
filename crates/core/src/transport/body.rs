//! Reading a body: within its bounds, without waiting for ever, and decompressed.

use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;

use crate::clock::{Elapsed, SystemClock, in_time};
use crate::text::is_one_of;

use super::{HttpResponse, Limits, RequestSent, TransportError, TransportErrorKind, fault};

/// Reads the answer's body.
pub(super) async fn read(
    mut response: ::reqwest::Response,
    limits: Limits,
) -> Result<HttpResponse, TransportError> {
    let status = response.status().as_u16();
    let mut body = Body::begin(status, response.content_length(), limits)?;
    // Goes on to the end also where all that was announced is there: then the connection goes back
    // to the pool.
    while let Some(piece) = next(
        in_time(&SystemClock, limits.stall, pin!(response.chunk())).await,
        limits.stall,
    )? {
        if !body.add(&piece)? {
            break;
        }
    }
    let headers = std::mem::take(response.headers_mut());
    let body = decompress(&headers, body.bytes.into(), status, limits)?;
    Ok(HttpResponse {
        status,
        headers,
        body,
    })
}

/// The next piece of a body, if it came in time.
fn next(
    piece: Result<::reqwest::Result<Option<Bytes>>, Elapsed>,
    stall: Option<Duration>,
) -> Result<Option<Bytes>, TransportError> {
    match piece {
        Ok(piece) => piece.map_err(fault::reading),
        Err(Elapsed) => Err(stalled(stall.unwrap_or_default())),
    }
}

#[cold]
fn stalled(time: Duration) -> TransportError {
    TransportError::new(
        TransportErrorKind::Timeout,
        RequestSent::Yes,
        format!("the body stalled for {time:?}"),
    )
}

/// What was read of a body.
struct Body {
    bytes: Vec<u8>,
    cap: usize,
    /// What is beyond the cap is cut off rather than refused.
    cut: bool,
}

impl Body {
    fn begin(status: u16, announced: Option<u64>, limits: Limits) -> Result<Self, TransportError> {
        let (cap, cut) = cap(status, limits);
        let announced = announced.unwrap_or_default();
        if !cut && announced > cap as u64 {
            return Err(too_large(cap));
        }
        let expected = usize::try_from(announced).unwrap_or(cap);
        Ok(Self {
            bytes: Vec::with_capacity(expected.min(cap).min(1 << 20)),
            cap,
            cut,
        })
    }

    /// Takes a piece in; tells whether there is room for more.
    fn add(&mut self, piece: &[u8]) -> Result<bool, TransportError> {
        let room = self.cap - self.bytes.len();
        let beyond = piece.len() > room;
        if beyond && !self.cut {
            return Err(too_large(self.cap));
        }
        self.bytes
            .extend_from_slice(piece.get(..room).unwrap_or(piece));
        Ok(!beyond)
    }
}

/// How much may be read, and whether what is beyond is cut off rather than refused.
fn cap(status: u16, limits: Limits) -> (usize, bool) {
    if (200..300).contains(&status) {
        (limits.max_body, false)
    } else {
        (limits.max_error_body, true)
    }
}

fn too_large(cap: usize) -> TransportError {
    TransportError::new(
        TransportErrorKind::TooLarge,
        RequestSent::Yes,
        format!("the body is larger than {cap} bytes"),
    )
}

/// Undoes the compression that the answer declares.
fn decompress(
    headers: &http::HeaderMap,
    body: Bytes,
    status: u16,
    limits: Limits,
) -> Result<Bytes, TransportError> {
    let Some(encoding) = super::header(headers, "content-encoding") else {
        return Ok(body);
    };
    if body.is_empty() {
        return Ok(body);
    }
    let encoding = super::text(encoding).unwrap_or("[not text]").trim();
    if is_one_of(&["", "identity"], encoding) {
        return Ok(body);
    }
    if is_one_of(&["gzip", "x-gzip"], encoding) {
        return gunzip(&body, status, limits);
    }
    Err(undecodable(format!(
        "the body is compressed as {encoding:?}, which was not asked for"
    )))
}

#[cfg(feature = "gzip")]
fn gunzip(body: &[u8], status: u16, limits: Limits) -> Result<Bytes, TransportError> {
    use super::gzip::{self, GzipError};

    let (cap, cut) = cap(status, limits);
    match gzip::decompress(body, cap) {
        Ok(text) => Ok(text.into()),
        Err(GzipError::TooLarge(text)) if cut => Ok(text.into()),
        Err(GzipError::TooLarge(_)) => Err(too_large(cap)),
        // An error body that was cut off, or is broken, is still an error answer.
        Err(GzipError::Truncated(text)) if cut => Ok(text.into()),
        Err(GzipError::Truncated(_)) => Err(TransportError::new(
            TransportErrorKind::Truncated,
            RequestSent::Yes,
            "the compressed body ended early",
        )),
        Err(GzipError::Invalid(_)) if cut => Ok(Bytes::new()),
        Err(GzipError::Invalid(reason)) => Err(undecodable(reason)),
    }
}

#[cfg(not(feature = "gzip"))]
fn gunzip(_: &[u8], _: u16, _: Limits) -> Result<Bytes, TransportError> {
    Err(undecodable(
        "the body is compressed, which was not asked for: enable the feature `gzip`",
    ))
}

fn undecodable(message: impl Into<String>) -> TransportError {
    TransportError::new(TransportErrorKind::Decode, RequestSent::Yes, message)
}
