//! Reading a body: within its bounds, without waiting for ever, and decompressed.

use bytes::{Bytes, BytesMut};

use super::{Limits, RequestSent, TransportError, TransportErrorKind, fault};

/// Reads the body. One that arrives in a single piece is not copied.
pub(super) async fn read(
    mut response: ::reqwest::Response,
    limits: Limits,
) -> Result<Bytes, TransportError> {
    let (cap, cut) = cap(response.status().as_u16(), limits);
    let announced = response.content_length();
    if !cut && announced.is_some_and(|length| length > cap as u64) {
        return Err(too_large(cap));
    }
    let Some(mut first) = chunk(&mut response, limits).await? else {
        return Ok(Bytes::new());
    };
    if first.len() > cap {
        if !cut {
            return Err(too_large(cap));
        }
        first.truncate(cap);
        return Ok(first);
    }
    if announced == Some(first.len() as u64) {
        // Asks for the end, so that the connection goes back to the pool.
        chunk(&mut response, limits).await?;
        return Ok(first);
    }
    let expected = announced.map_or(first.len() * 2, |length| {
        usize::try_from(length).unwrap_or(cap)
    });
    let mut body = BytesMut::with_capacity(expected.min(cap).min(1 << 20));
    body.extend_from_slice(&first);
    while let Some(next) = chunk(&mut response, limits).await? {
        if body.len() + next.len() > cap {
            if !cut {
                return Err(too_large(cap));
            }
            body.extend_from_slice(&next[..cap - body.len()]);
            break;
        }
        body.extend_from_slice(&next);
    }
    Ok(body.freeze())
}

async fn chunk(
    response: &mut ::reqwest::Response,
    limits: Limits,
) -> Result<Option<Bytes>, TransportError> {
    let chunk = match limits.stall {
        Some(stall) => tokio::time::timeout(stall, response.chunk())
            .await
            .map_err(|_| {
                TransportError::new(
                    TransportErrorKind::Timeout,
                    RequestSent::Yes,
                    format!("the body stalled for {stall:?}"),
                )
            })?,
        None => response.chunk().await,
    };
    chunk.map_err(fault::reading)
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
pub(super) fn decompress(
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
    let encoding = encoding.to_str().unwrap_or("[not text]").trim();
    if encoding.is_empty() || encoding.eq_ignore_ascii_case("identity") {
        return Ok(body);
    }
    if encoding.eq_ignore_ascii_case("gzip") || encoding.eq_ignore_ascii_case("x-gzip") {
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
