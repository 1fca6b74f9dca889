//! How a mock is put together: which services, from which specs, on which ports, with which keys and habits.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use cloudwright_spec::model::Provider;
use cloudwright_spec::{Catalog, LoadedService, SourceFile, load};
use cloudwright_vocabulary::secret::HIDDEN;
use tokio::sync::watch;

use crate::index::Index;
use crate::keys::{self, Credentials};
use crate::launch::{StartError, launch};
use crate::log::Log;
use crate::mock::Mock;
use crate::server::Server;
use crate::strictness::Strictness;
use crate::world::{Account, Listener, Settings, Start, World};

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
        let listener = |(loaded, number): (&LoadedService, u16)| Listener {
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
