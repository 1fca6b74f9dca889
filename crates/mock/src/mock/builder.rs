//! How a mock is put together: which services, from which specs, on which ports, with which keys and habits.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use cloudwright_spec::model::Provider;
use cloudwright_spec::{LoadedService, SourceFile};

use crate::log::Log;
use crate::strictness::Strictness;
use crate::verify::keys::{Credentials, Keys};
use crate::world::Start;
use crate::world::account::Account;

/// Puts a [`Mock`](crate::Mock) together.
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
#[must_use = "a mock listens once it is started"]
pub struct MockBuilder {
    pub(super) specs: Specs,
    pub(super) services: Vec<String>,
    pub(super) listen: IpAddr,
    pub(super) port: u16,
    pub(super) one_port_each: bool,
    pub(super) standard_keys: bool,
    pub(super) keys: Keys,
    pub(super) account: Account,
    pub(super) start: Start,
    pub(super) log: Log,
    pub(super) most_connections: usize,
    pub(super) verify_on_drop: bool,
}

/// Where the specs come from.
#[derive(Debug)]
pub(super) enum Specs {
    Embedded,
    Folder(PathBuf),
    Files(Vec<SourceFile>),
    Loaded(Vec<LoadedService>),
}

impl fmt::Debug for MockBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockBuilder")
            .field("specs", &self.specs)
            .field("services", &self.services)
            .finish_non_exhaustive()
    }
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
            keys: Keys::default(),
            account: Account::default(),
            start: Start::default(),
            log: Log::default(),
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
    pub fn key(self, provider: Provider, key: Credentials) -> Self {
        self.keys.add(provider, key, None);
        self
    }

    /// Accepts a temporary key until a second, given since 1970.
    pub fn temporary_key(self, provider: Provider, key: Credentials, expires_at: i64) -> Self {
        self.keys.add(provider, key, Some(expires_at));
        self
    }

    /// Accepts an IAM token of Huawei until a second, given since 1970.
    pub fn iam_token(self, token: impl Into<String>, expires_at: i64) -> Self {
        self.keys.add_iam_token(&token.into(), expires_at);
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
        self.start.stopped_at = Some(unix);
        self
    }

    /// Answers paged actions with this many rows altogether, instead of the sample as it is.
    pub fn rows(mut self, count: u64) -> Self {
        self.start.settings.rows = Some(count);
        self
    }

    /// Waits before every answer.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.start.settings.latency = latency;
        self
    }

    /// Whether what is created is listed, shown and deleted again; it is unless this is called.
    pub fn state(mut self, keep: bool) -> Self {
        self.start.settings.state = keep;
        self
    }

    /// What to insist on.
    pub fn strictness(mut self, strictness: Strictness) -> Self {
        self.start.settings.strictness = strictness;
        self
    }

    /// How many requests the log keeps; 10,000 where this is not called.
    pub fn log_capacity(mut self, entries: usize) -> Self {
        self.log = Log::new(entries);
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
}
