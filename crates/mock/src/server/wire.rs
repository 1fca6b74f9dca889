//! Answers that break the rules of HTTP, written to the socket by hand.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::message::Answer;
use crate::message::fault::Fault;
use crate::server::stream::Stream;

/// How many pieces a slow answer comes in.
const PIECES: usize = 10;

/// How long what was written before a reset has to arrive: a reset overtakes it otherwise.
const BEFORE_RESET: Duration = Duration::from_millis(20);

/// Sends an answer in a bad way. The client going away ends it.
pub(crate) async fn deliver(mut stream: Stream, answer: &Answer, fault: &Fault) {
    // A client that has closed the connection is no error of the mock.
    let _ = send(&mut stream, answer, fault).await;
}

async fn send(stream: &mut Stream, answer: &Answer, fault: &Fault) -> io::Result<()> {
    let body = &answer.body;
    let half = body.get(..body.len() / 2).unwrap_or_default();
    let head = head(answer, body.len());
    match fault {
        Fault::Reset | Fault::Close | Fault::Stall => {}
        Fault::ResetBody | Fault::StallBody | Fault::Truncate => {
            stream.write_all(&[head.as_bytes(), half].concat()).await?;
        }
        Fault::Slow(pause) => {
            stream.write_all(head.as_bytes()).await?;
            in_pieces(stream, body, *pause).await?;
        }
        Fault::SlowHead(pause) => {
            in_pieces(stream, head.as_bytes(), *pause).await?;
            stream.write_all(body).await?;
        }
        Fault::WrongLength => {
            let head = self::head(answer, body.len().saturating_sub(10));
            stream.write_all(&[head.as_bytes(), body].concat()).await?;
        }
        Fault::NotHttp => {
            let bytes = b"\x15\x03\x01\x00\x02\x02\x46 this is no HTTP\r\n\r\n";
            stream.write_all(bytes).await?;
        }
        // The others are in what is sent.
        _ => stream.write_all(&[head.as_bytes(), body].concat()).await?,
    }
    match fault {
        Fault::Reset => stream.reset_on_close(),
        Fault::ResetBody => {
            tokio::time::sleep(BEFORE_RESET).await;
            stream.reset_on_close()
        }
        Fault::Stall | Fault::StallBody => until_gone(stream).await,
        _ => stream.shutdown().await,
    }
}

fn head(answer: &Answer, length: usize) -> String {
    let status = hyper::StatusCode::from_u16(answer.status).ok();
    let reason = status.and_then(|status| status.canonical_reason());
    let reason = reason.unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", answer.status);
    for (name, value) in &answer.headers {
        // A scripted value must not end the head.
        let value = value.replace(['\r', '\n'], " ");
        head = head + name + ": " + &value + "\r\n";
    }
    head + &format!("content-length: {length}\r\nconnection: close\r\n\r\n")
}

async fn in_pieces(stream: &mut Stream, bytes: &[u8], pause: Duration) -> io::Result<()> {
    for piece in bytes.chunks(bytes.len().div_ceil(PIECES).max(1)) {
        tokio::time::sleep(pause).await;
        stream.write_all(piece).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// Waits until the client has closed the connection.
async fn until_gone(stream: &mut Stream) -> io::Result<()> {
    let mut rest = [0; 512];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
