//! The HTTP server: connections in, requests out, answers back. Bounded in connections, heads and
//! bodies; what is answered is `exchange`'s business.

pub(crate) mod launch;
pub(crate) mod stream;
pub(crate) mod wire;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::JoinSet;

use crate::control;
use crate::exchange::exchange;
use crate::message::fault::Fault;
use crate::message::{Answer, Headers, Request};
use crate::world::World;
use stream::Stream;

/// Tencent takes bodies up to 10 MB; none of the vendors takes larger ones.
const MOST_BODY: usize = 10 << 20;

/// Tokens of several KB, and Tencent's GET requests of 32 KB, must fit.
const MOST_HEAD: usize = 128 << 10;

/// How long a head may take, and an idle connection may last.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long requests in flight may go on when the mock stops.
const GRACE: Duration = Duration::from_millis(200);

/// The first byte of a TLS connection: the type of a handshake record.
const TLS_HANDSHAKE: u8 = 22;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 4096;

/// What a server is started with.
pub(crate) struct Server {
    pub(crate) world: Arc<World>,
    pub(crate) most_connections: usize,
    pub(crate) stop: watch::Receiver<bool>,
}

/// A bound port, and the service that it is for.
pub(crate) type Socket = (TcpListener, Option<String>);

/// Binds a port. Must be called within a runtime.
pub(crate) fn bind(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

impl Server {
    /// Serves listeners, each with the service it is for, until told to stop.
    pub(crate) async fn run(self, sockets: Vec<Socket>) {
        let permits = Arc::new(Semaphore::new(self.most_connections));
        let mut accepting = JoinSet::new();
        for (listener, service) in sockets {
            let context = Connection {
                world: Arc::clone(&self.world),
                service,
                is_from_elsewhere: false,
                stop: self.stop.clone(),
            };
            accepting.spawn(accept(listener, context, Arc::clone(&permits)));
        }
        while accepting.join_next().await.is_some() {}
    }
}

async fn accept(listener: TcpListener, context: Connection, permits: Arc<Semaphore>) {
    let mut stop = context.stop.clone();
    let mut connections = JoinSet::new();
    loop {
        // Who comes when all places are taken waits in the backlog and is not refused.
        let permit = tokio::select! {
            permit = Arc::clone(&permits).acquire_owned() => permit,
            () = stopped(&mut stop) => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopped(&mut stop) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let mut context = context.clone();
                context.is_from_elsewhere = !peer.ip().to_canonical().is_loopback();
                connections.spawn(async move {
                    context.converse(stream).await;
                    drop(permit);
                });
            }
            // Out of file descriptors, most likely: some will be free soon.
            Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
        }
        while connections.try_join_next().is_some() {}
    }
    let all = async { while connections.join_next().await.is_some() {} };
    // Those that take longer are dropped with the set.
    let _ = tokio::time::timeout(GRACE, all).await;
}

/// Waits until the mock is to stop; its owner being gone counts.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stop| *stop).await;
}

#[derive(Clone)]
struct Connection {
    world: Arc<World>,
    service: Option<String>,
    /// Whether its other end is on another machine.
    is_from_elsewhere: bool,
    stop: watch::Receiver<bool>,
}

impl Connection {
    async fn converse(self, stream: TcpStream) {
        let _ = stream.set_nodelay(true);
        let mut stop = self.stop.clone();
        let stream = tokio::select! {
            opened = tokio::time::timeout(PATIENCE, self.open(stream)) => opened.ok().flatten(),
            () = stopped(&mut stop) => None,
        };
        let Some(stream) = stream else { return };
        // Answers that break HTTP, which hyper does not send, are written to the connection itself.
        let (broken_sender, mut broken) = mpsc::channel(1);
        let service = service_fn(|request| self.answer(request, broken_sender.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(PATIENCE)
            .max_buf_size(MOST_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let mut connection = Box::new(connection);
        let taken = tokio::select! {
            _ = &mut *connection => None,
            answer = broken.recv() => answer,
            () = stopped(&mut stop) => {
                let mut connection = pin!(*connection);
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
                return;
            }
        };
        if let Some((answer, fault)) = taken {
            let stream = connection.into_parts().io.into_inner();
            tokio::select! {
                () = wire::deliver(stream, &answer, &fault) => {}
                () = stopped(&mut stop) => {}
            }
        }
    }

    /// Secures a connection whose client begins to speak TLS: one port is for both.
    async fn open(&self, stream: TcpStream) -> Option<Stream> {
        let mut first = [0];
        if stream.peek(&mut first).await.ok()? == 0 || first != [TLS_HANDSHAKE] {
            return Some(Stream::Clear(stream));
        }
        let acceptor = self.world.authority.acceptor()?;
        let secured = acceptor.accept(stream).await.ok()?;
        Some(Stream::Secured(Box::new(secured)))
    }

    async fn answer(
        &self,
        request: hyper::Request<Incoming>,
        broken: mpsc::Sender<(Answer, Fault)>,
    ) -> Result<hyper::Response<Full<Bytes>>, Infallible> {
        let mut answer = match self.receive(request).await {
            Ok(request) => self.decide(&request).await,
            Err(answer) => answer,
        };
        let mut names = answer.headers.iter().map(|(name, _)| name);
        if !names.any(|name| name.eq_ignore_ascii_case("date")) {
            // Clients correct their clocks by it, so it is the mock's and not the system's.
            answer = answer.with_header("date", self.world.clock.http_date());
        }
        let Some(fault) = answer.delivery.take() else {
            return Ok(response(answer));
        };
        let _ = broken.send((answer, fault)).await;
        std::future::pending().await
    }

    async fn receive(&self, request: hyper::Request<Incoming>) -> Result<Request, Answer> {
        let (head, body) = request.into_parts();
        let body = Limited::new(body, MOST_BODY)
            .collect()
            .await
            .map_err(|error| Answer::text(413, format!("the body cannot be read: {error}\n")))?;
        let mut headers = Headers::default();
        for (name, value) in &head.headers {
            headers.push(name.as_str(), String::from_utf8_lossy(value.as_bytes()));
        }
        let mut request = Request {
            method: head.method.as_str().to_owned(),
            path: head.uri.path().to_owned(),
            full_path: None,
            query: head.uri.query().unwrap_or_default().to_owned(),
            headers,
            body: body.to_bytes(),
            authority: head.uri.authority().map(ToString::to_string),
            service_hint: self.service.clone(),
            is_from_elsewhere: self.is_from_elsewhere,
        };
        request.take_prefix(|id| self.world.index.service(id).is_some());
        Ok(request)
    }

    async fn decide(&self, request: &Request) -> Answer {
        if let Some(answer) = control::answer(&self.world, request) {
            return answer;
        }
        let (answer, delay, _) = exchange(&self.world, request);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        answer
    }
}

fn response(answer: Answer) -> hyper::Response<Full<Bytes>> {
    let mut builder = hyper::Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        builder = builder.header(name, value);
    }
    builder
        .body(Full::new(answer.body))
        .unwrap_or_else(|error| {
            // A scripted reply can hold a header or status that HTTP does not have.
            let mut response = hyper::Response::new(Full::new(Bytes::from(error.to_string())));
            *response.status_mut() = hyper::StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
}
