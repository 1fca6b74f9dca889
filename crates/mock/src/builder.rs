//! How a mock is put together and started: which services, from which specs, on which ports, with
//! which keys and habits.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use cloudwright_spec::model::Provider;
use cloudwright_spec::{Catalog, LoadedService, SourceFile, load};
use cloudwright_vocabulary::secret::HIDDEN;
use cloudwright_vocabulary::told;
use tokio::sync::watch;

use crate::index::Index;
use crate::keys::{self, Credentials};
use crate::log::Log;
use crate::mock::Mock;
use crate::server::{self, Server};
use crate::strictness::Strictness;
use crate::world::{Account, Listener, Settings, Start, World};

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

/// Puts a [`Mock`] together.
///
/// ```
/// # async fn example() -> Result<(), cloudwright_mock::StartError> {
/// use cloudwright_mock::{Credentials, Mock, Provider};
///
/// let mock = Mock::builder()
///     .services(["tencent-tcr"])
///     .key(Provider::Tencent, Credentials::new("AKIDexample", "secret"))
///     .clock_stopped_at(1_735_689_600)
///     .rows(250)
///     .start()
///     .await?;
/// # drop(mock);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "a mock listens once it is started"]
pub struct MockBuilder {
    specs: Specs,
    services: Vec<String>,
    listen: IpAddr,
    port: u16,
    one_port_each: bool,
    standard_keys: bool,
    keys: Vec<(Provider, Credentials, Option<i64>)>,
    iam_tokens: Vec<(Hidden, i64)>,
    account: Account,
    stopped_at: Option<i64>,
    settings: Settings,
    log_capacity: usize,
    most_connections: usize,
    verify_on_drop: bool,
}

/// A token, which tests print by the way and nobody needs to read.
struct Hidden(String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(HIDDEN)
    }
}

#[derive(Debug)]
enum Specs {
    Embedded,
    Folder(PathBuf),
    Files(Vec<SourceFile>),
    Loaded(Vec<LoadedService>),
}

impl Default for MockBuilder {
    fn default() -> Self {
        Self {
            specs: Specs::Embedded,
            services: Vec::new(),
            listen: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            one_port_each: false,
            standard_keys: true,
            keys: Vec::new(),
            iam_tokens: Vec::new(),
            account: Account::default(),
            stopped_at: None,
            settings: Settings::default(),
            log_capacity: 10_000,
            most_connections: 1024,
            verify_on_drop: false,
        }
    }
}

impl MockBuilder {
    /// Serves the specs of a folder instead of the ones built in.
    pub fn specs(mut self, folder: impl Into<PathBuf>) -> Self {
        self.specs = Specs::Folder(folder.into());
        self
    }

    /// Serves services that were loaded before, such as one of a catalogue.
    pub fn loaded(mut self, services: impl IntoIterator<Item = LoadedService>) -> Self {
        self.specs = Specs::Loaded(services.into_iter().collect());
        self
    }

    /// Serves specs that are in memory.
    pub fn spec_files(mut self, files: Vec<SourceFile>) -> Self {
        self.specs = Specs::Files(files);
        self
    }

    /// Serves these services only, by their ids: of the specs that were given, or of the catalogue of all
    /// actions of three clouds (`tencent-vod`). Where this is not called, those that specs describe.
    pub fn services<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.services = ids.into_iter().map(Into::into).collect();
        self
    }

    /// Listens on this port instead of a random one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Listens on another address than the loopback's: for a container, whose own loopback nobody else reaches.
    /// The addresses that steer the mock still answer to its own machine alone.
    pub fn listen(mut self, address: IpAddr) -> Self {
        self.listen = address;
        self
    }

    /// Gives every service a port of its own: random ones, or, from the port that was set, one
    /// after the other in the order of the services' folders.
    pub fn one_port_each(mut self, each: bool) -> Self {
        self.one_port_each = each;
        self
    }

    /// Accepts a key beside the standard ones. A token makes it a session's that never expires.
    pub fn key(mut self, provider: Provider, key: Credentials) -> Self {
        self.keys.push((provider, key, None));
        self
    }

    /// Accepts a temporary key until a second, given since 1970.
    pub fn temporary_key(mut self, provider: Provider, key: Credentials, expires_at: i64) -> Self {
        self.keys.push((provider, key, Some(expires_at)));
        self
    }

    /// Accepts an IAM token of Huawei until a second, given since 1970.
    pub fn iam_token(mut self, token: impl Into<String>, expires_at: i64) -> Self {
        self.iam_tokens.push((Hidden(token.into()), expires_at));
        self
    }

    /// Does not accept the standard keys.
    pub fn without_standard_keys(mut self) -> Self {
        self.standard_keys = false;
        self
    }

    /// The user that Huawei's IAM gives tokens to.
    pub fn iam_user(
        mut self,
        domain: impl Into<String>,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        self.account.domain = domain.into();
        self.account.user = user.into();
        self.account.password = password.into();
        self
    }

    /// The id of the only project at Huawei.
    pub fn project_id(mut self, project_id: impl Into<String>) -> Self {
        self.account.project_id = project_id.into();
        self
    }

    /// Lets the clock stand still at a second, given since 1970.
    pub fn clock_stopped_at(mut self, unix: i64) -> Self {
        self.stopped_at = Some(unix);
        self
    }

    /// Answers paged actions with this many rows altogether, instead of the sample as it is.
    pub fn rows(mut self, count: u64) -> Self {
        self.settings.rows = Some(count);
        self
    }

    /// Waits before every answer.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.settings.latency = latency;
        self
    }

    /// Whether what is created is listed, shown and deleted again; it is unless this is called.
    pub fn state(mut self, keep: bool) -> Self {
        self.settings.state = keep;
        self
    }

    /// What to insist on.
    pub fn strictness(mut self, strictness: Strictness) -> Self {
        self.settings.strictness = strictness;
        self
    }

    /// How many requests the log keeps; 10,000 where this is not called.
    pub fn log_capacity(mut self, entries: usize) -> Self {
        self.log_capacity = entries;
        self
    }

    /// How many connections are served at a time; more of them wait. 1024 where this is not called.
    pub fn most_connections(mut self, count: usize) -> Self {
        self.most_connections = count.max(1);
        self
    }

    /// Panics when the mock is dropped and a scripted reply was not asked for or an expectation not
    /// met, unless the test is failing already.
    pub fn verify_on_drop(mut self) -> Self {
        self.verify_on_drop = true;
        self
    }

    /// Starts the mock.
    ///
    /// It runs in threads of its own: it also answers a program that blocks, and a test that has
    /// paused its runtime's time.
    #[allow(
        clippy::unused_async,
        reason = "starting may have to wait one day, and callers are in async code anyway"
    )]
    pub async fn start(self) -> Result<Mock, StartError> {
        self.start_blocking()
    }

    /// Starts the mock, for programs without an async runtime.
    pub fn start_blocking(self) -> Result<Mock, StartError> {
        let catalog = self.catalog()?;
        let addresses = self.addresses(&catalog);
        let log = Log::new(self.log_capacity);
        let start = Start {
            settings: self.settings,
            stopped_at: self.stopped_at,
        };
        let world = Arc::new(World::new(Index::new(catalog), log, self.account, start));
        if self.standard_keys {
            for &provider in Provider::ALL {
                world.keys.add(provider, &keys::standard(provider), None);
            }
        }
        for (provider, key, expires_at) in &self.keys {
            world.keys.add(*provider, key, *expires_at);
        }
        for (token, expires_at) in &self.iam_tokens {
            world.keys.add_iam_token(&token.0, *expires_at);
        }
        let (stop, stop_receiver) = watch::channel(false);
        let server = Server {
            world: Arc::clone(&world),
            most_connections: self.most_connections,
            stop: stop_receiver,
        };
        let thread = launch(server, addresses)?;
        Ok(Mock::new(world, stop, thread, self.verify_on_drop))
    }

    /// The services to serve.
    fn catalog(&self) -> Result<Arc<Catalog>, StartError> {
        let catalog = match &self.specs {
            Specs::Embedded if self.services.is_empty() => embedded_catalog()?,
            Specs::Embedded => return catalogued(&self.services),
            Specs::Loaded(services) => Arc::new(Catalog {
                services: services.clone(),
                ..Catalog::default()
            }),
            Specs::Folder(folder) => loaded(load::read_dir(folder)?)?,
            Specs::Files(files) => loaded(files.clone())?,
        };
        if self.services.is_empty() {
            return Ok(catalog);
        }
        if let Some(asked) = self
            .services
            .iter()
            .find(|id| catalog.service(id).is_none())
        {
            let known = catalog
                .services
                .iter()
                .map(|loaded| loaded.service.service.as_str());
            return Err(StartError::UnknownService {
                asked: asked.clone(),
                known: known.collect::<Vec<_>>().join(", "),
            });
        }
        let mut chosen = Catalog::clone(&catalog);
        chosen
            .services
            .retain(|loaded| self.services.contains(&loaded.service.service));
        Ok(Arc::new(chosen))
    }

    fn addresses(&self, catalog: &Catalog) -> Vec<Listener> {
        let at = |port| SocketAddr::from((self.listen, port));
        if !self.one_port_each {
            return vec![Listener {
                address: at(self.port),
                service: None,
            }];
        }
        let services = catalog.services.iter().zip(0_u16..);
        let listener = |(loaded, number): (&cloudwright_spec::LoadedService, u16)| Listener {
            address: at(if self.port == 0 {
                0
            } else {
                self.port.saturating_add(number)
            }),
            service: Some(loaded.service.service.clone()),
        };
        services.map(listener).collect()
    }
}

/// The specs that are built in; read once.
fn embedded_catalog() -> Result<Arc<Catalog>, StartError> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    if let Some(catalog) = CATALOG.get() {
        return Ok(Arc::clone(catalog));
    }
    let catalog = loaded(cloudwright_catalog::spec_files())?;
    Ok(Arc::clone(CATALOG.get_or_init(|| catalog)))
}

/// Services of the catalogue of all actions, by id or by another name that only they have.
fn catalogued(asked: &[String]) -> Result<Arc<Catalog>, StartError> {
    let catalogue = cloudwright_catalog::Catalog::embedded();
    let catalogue = catalogue.map_err(|error| StartError::Specs(error.to_string()))?;
    let mut services = BTreeMap::new();
    for name in asked {
        let entry = catalogue
            .find(name)
            .ok_or_else(|| unknown(name, &catalogue))?;
        let service = catalogue.service(&entry.id);
        let service = service.map_err(|error| StartError::Specs(error.to_string()))?;
        services.insert(entry.id.clone(), service);
    }
    Ok(Arc::new(Catalog {
        services: services.into_values().collect(),
        ..Catalog::default()
    }))
}

/// Names those that specs describe, and how many more there are.
fn unknown(asked: &str, catalogue: &cloudwright_catalog::Catalog) -> StartError {
    let (described, more): (Vec<_>, Vec<_>) = catalogue
        .services()
        .iter()
        .partition(|entry| entry.from_specs);
    let ids: Vec<&str> = described.iter().map(|entry| entry.id.as_str()).collect();
    StartError::UnknownService {
        asked: asked.to_owned(),
        known: format!(
            "{} and {} more of the catalogue",
            ids.join(", "),
            more.len()
        ),
    }
}

fn loaded(files: Vec<SourceFile>) -> Result<Arc<Catalog>, StartError> {
    let (catalog, _) =
        Catalog::load(files).map_err(|report| StartError::Specs(report.to_string()))?;
    Ok(Arc::new(catalog.documented()))
}

/// Binds the ports and serves them in a thread.
fn launch(server: Server, listeners: Vec<Listener>) -> Result<JoinHandle<()>, StartError> {
    let first = listeners
        .first()
        .map_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), |listener| {
            listener.address
        });
    let failed = |source| StartError::Listen {
        address: first,
        source,
    };
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

type Bound = Result<Vec<Listener>, StartError>;

fn serve(server: Server, listeners: Vec<Listener>, ready: &mpsc::Sender<Bound>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("cloudwright-mock")
        .enable_all()
        .build();
    let Ok(runtime) = runtime else { return };
    runtime.block_on(async {
        let mut bound = Vec::new();
        let mut sockets = Vec::new();
        for mut listener in listeners {
            let address = listener.address;
            let failed = |source| StartError::Listen { address, source };
            let socket = server::bind(address).map_err(failed);
            match socket.and_then(|socket| Ok((socket.local_addr().map_err(failed)?, socket))) {
                Ok((address, socket)) => {
                    sockets.push((socket, listener.service.clone()));
                    listener.address = reachable(address);
                    bound.push(listener);
                }
                Err(error) => {
                    let _ = ready.send(Err(error));
                    return;
                }
            }
        }
        let _ = ready.send(Ok(bound));
        server.run(sockets).await;
    });
    runtime.shutdown_background();
}
