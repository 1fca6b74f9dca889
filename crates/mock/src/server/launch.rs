//! Starting: ports are bound and served in threads of the mock's own, and what stands in the way is told.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use cloudwright_spec::load;
use cloudwright_vocabulary::told;

use crate::server::{self, Server, Socket};
use crate::world::Listener;

/// A mock that cannot be started.
///
/// `Debug` is for people, as `main` prints it; `{:#?}` shows the fields.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The specs folder cannot be read.
    #[error(transparent)]
    Read(#[from] load::ReadError),
    /// The specs are wrong.
    #[error("{0}")]
    Specs(String),
    /// No spec describes a service that was asked for.
    #[error("there is no service `{asked}`; there are: {known}")]
    UnknownService {
        /// What was asked for.
        asked: String,
        /// The ids there are.
        known: String,
    },
    /// A port cannot be had, or the system has no more threads.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
}

impl fmt::Debug for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        told::debug(self, f, |f| match self {
            Self::Read(source) => f.debug_tuple("Read").field(source).finish(),
            Self::Specs(report) => f.debug_tuple("Specs").field(report).finish(),
            Self::UnknownService { asked, known } => f
                .debug_struct("UnknownService")
                .field("asked", asked)
                .field("known", known)
                .finish(),
            Self::Listen { address, source } => f
                .debug_struct("Listen")
                .field("address", address)
                .field("source", source)
                .finish(),
        })
    }
}

/// Binds the ports and serves them in a thread.
pub(crate) fn launch(
    server: Server,
    listeners: Vec<Listener>,
) -> Result<JoinHandle<()>, StartError> {
    let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let address = listeners.first().map_or(loopback, |first| first.address);
    let failed = |source| StartError::Listen { address, source };
    let (ready, is_ready) = mpsc::channel();
    let world = Arc::clone(&server.world);
    let thread = thread::Builder::new()
        .name("cloudwright-mock".to_owned())
        .spawn(move || serve(server, listeners, &ready))
        .map_err(failed)?;
    // A thread that ends without a word has found no runtime.
    let lost = || failed(std::io::Error::other("the server's thread ended"));
    let bound = is_ready.recv().map_err(|_| lost())??;
    let _ = world.listeners.set(bound);
    Ok(thread)
}

/// The address by which this machine's own programs reach one that stands for all of them.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

/// The ports that were bound, or why one was not.
type BoundPorts = Result<Vec<Listener>, StartError>;

fn serve(server: Server, listeners: Vec<Listener>, ready: &mpsc::Sender<BoundPorts>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("cloudwright-mock")
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        let bound: Result<Vec<_>, _> = listeners.into_iter().map(bind).collect();
        match bound.map(|bound| bound.into_iter().unzip()) {
            Ok((listeners, sockets)) => {
                let _ = ready.send(Ok(listeners));
                server.run(sockets).await;
            }
            Err(error) => drop(ready.send(Err(error))),
        }
    });
    runtime.shutdown_background();
}

/// Binds a port: where it is reached, and its socket with the service that it is for.
fn bind(listener: Listener) -> Result<(Listener, Socket), StartError> {
    let Listener { address, service } = listener;
    let failed = |source| StartError::Listen { address, source };
    let socket = server::bind(address).map_err(failed)?;
    let address = reachable(socket.local_addr().map_err(failed)?);
    let socket = (socket, service.clone());
    Ok((Listener { address, service }, socket))
}
