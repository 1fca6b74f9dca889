//! A server on loopback that says bytes, not answers: for what the mock cloud is too polite to do.
//! It knows no protocol but the framing of requests.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// What is done about a request.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Writes this and waits for the next request.
    Write(Vec<u8>),
    /// Writes this and closes.
    Close(Vec<u8>),
    /// Writes this and keeps silent.
    Stall(Vec<u8>),
    /// Writes this and breaks the connection.
    Reset(Vec<u8>),
}

/// An address at which nobody listens, and that nobody else gets while the socket is there.
pub(crate) fn closed() -> (TcpSocket, SocketAddr) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (socket, address)
}

/// The server. It ends with the runtime that it was started on.
#[derive(Clone, Debug)]
pub(crate) struct RawServer {
    pub(crate) address: SocketAddr,
    seen: Arc<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    connections: AtomicUsize,
    open: AtomicUsize,
    requests: Mutex<Vec<String>>,
    /// Where the last connection came from.
    peer: Mutex<Option<IpAddr>>,
}

impl RawServer {
    /// Does each of these for one request, and the last one for all further ones.
    pub(crate) async fn start(acts: impl Into<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
        };
        let (seen, acts) = (Arc::clone(&server.seen), Arc::new(acts.into()));
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                seen.connections.fetch_add(1, Ordering::SeqCst);
                *seen.peer.lock().unwrap() = Some(peer.ip());
                tokio::spawn(converse(stream, Arc::clone(&seen), Arc::clone(&acts)));
            }
        });
        server
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// Where the last connection came from.
    pub(crate) fn last_peer(&self) -> Option<IpAddr> {
        *self.seen.peer.lock().unwrap()
    }

    /// How many connections are open now.
    pub(crate) fn open(&self) -> usize {
        self.seen.open.load(Ordering::SeqCst)
    }

    /// The requests, heads and bodies, in order.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }
}

async fn converse(mut stream: TcpStream, seen: Arc<Seen>, acts: Arc<Vec<Act>>) {
    seen.open.fetch_add(1, Ordering::SeqCst);
    let _ = stream.set_nodelay(true);
    while let Some(request) = read_request(&mut stream).await {
        let number = {
            let mut requests = seen.requests.lock().unwrap();
            requests.push(request);
            requests.len()
        };
        match acts.get(number - 1).or(acts.last()) {
            Some(Act::Write(bytes)) => {
                let _ = stream.write_all(bytes).await;
            }
            Some(Act::Close(bytes)) => {
                let _ = stream.write_all(bytes).await;
                break;
            }
            Some(Act::Stall(bytes)) => {
                let _ = stream.write_all(bytes).await;
                let _ = stream.read(&mut [0]).await;
                break;
            }
            Some(Act::Reset(bytes)) => {
                let _ = stream.write_all(bytes).await;
                // Lets the bytes arrive before the reset overtakes them.
                tokio::time::sleep(Duration::from_millis(5)).await;
                let _ = stream.set_zero_linger();
                break;
            }
            None => break,
        }
    }
    drop(stream);
    seen.open.fetch_sub(1, Ordering::SeqCst);
}

/// One request; `None` at the end of the connection.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let count = stream
            .read(&mut piece)
            .await
            .ok()
            .filter(|count| *count > 0)?;
        bytes.extend_from_slice(&piece[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let head = head.to_ascii_lowercase();
        let length = head.split("content-length: ").nth(1);
        let length = length.and_then(|rest| rest.lines().next()?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text.into_owned());
        }
    }
}

/// An answer with these head lines, the first of which is the status, and whatever follows.
pub(crate) fn http(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body.as_ref()].concat()
}

/// The same with the right length.
pub(crate) fn sized(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let length = body.as_ref().len();
    http(&format!("{head}\r\nContent-Length: {length}"), body)
}

/// A body in gzip, stored and not compressed.
pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let blocks: Vec<&[u8]> = body.chunks(0xffff).collect();
    for (index, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        bytes.push(u8::from(index + 1 == blocks.len()));
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(&(!length).to_le_bytes());
        bytes.extend_from_slice(block);
    }
    bytes.extend_from_slice(&crc32(body).to_le_bytes());
    let length = u32::try_from(body.len()).unwrap();
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes
}

fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}
