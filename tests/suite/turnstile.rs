//! A door in front of a server that counts who is inside. It reads nothing of what goes through.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::{TcpListener, TcpStream};

/// Passes connections on to another address. It ends with the runtime that it was started on.
#[derive(Clone, Debug)]
pub(crate) struct Turnstile {
    address: SocketAddr,
    count: Arc<Count>,
}

#[derive(Debug, Default)]
struct Count {
    all: AtomicUsize,
    open: AtomicUsize,
    most: AtomicUsize,
}

impl Turnstile {
    /// Opens the door to an address such as `http://127.0.0.1:80`.
    pub(crate) async fn before(endpoint: &str) -> Self {
        let to: SocketAddr = endpoint.trim_start_matches("http://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let turnstile = Self {
            address: listener.local_addr().unwrap(),
            count: Arc::default(),
        };
        let count = Arc::clone(&turnstile.count);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(stream, to, Arc::clone(&count)));
            }
        });
        turnstile
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections came.
    pub(crate) fn connections(&self) -> usize {
        self.count.all.load(Ordering::SeqCst)
    }

    /// How many were open at the same time.
    pub(crate) fn most_open(&self) -> usize {
        self.count.most.load(Ordering::SeqCst)
    }
}

async fn pass(mut from: TcpStream, to: SocketAddr, count: Arc<Count>) {
    count.all.fetch_add(1, Ordering::SeqCst);
    let open = count.open.fetch_add(1, Ordering::SeqCst) + 1;
    count.most.fetch_max(open, Ordering::SeqCst);
    let _ = from.set_nodelay(true);
    if let Ok(mut to) = TcpStream::connect(to).await {
        let _ = to.set_nodelay(true);
        let _ = tokio::io::copy_bidirectional(&mut from, &mut to).await;
    }
    count.open.fetch_sub(1, Ordering::SeqCst);
}
