//! Setting up a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::client::mode::Async;
use crate::client::settings::{HttpMethod, SignatureMethod};
use crate::client::setup::{CredentialsSource, Setup};
use crate::client::{Client, ServiceClient};
use crate::cloud::{Cloud, default_chain};
use crate::credentials::{Credentials, Environment, ProvideCredentials};
use crate::engine::interceptor::Interceptor;
use crate::engine::pace::RateLimiter;
use crate::error::Error;
use crate::machine::clock::Clock;
use crate::machine::nonce::NonceSource;
use crate::meta::{Protocol, Service};
use crate::protocol::Signer;
use crate::protocol::endpoint;
use crate::retry::RetryPolicy;
use crate::secret::Secret;
#[cfg(feature = "reqwest")]
use crate::transport::HttpSettings;
use crate::transport::Transport;

/// Sets up a client `C`. What is not set has a default that is good for production.
///
/// | setting | default |
/// | --- | --- |
/// | credentials | the vendor's own order: environment, files, the machine's role |
/// | region | the vendor's variable, then what is configured beside the credentials |
/// | endpoint | `CLOUDWRIGHT_ENDPOINT_` and the service (`TENCENT_TCR`), then `CLOUDWRIGHT_ENDPOINT`, then the region's |
/// | timeouts | 5 s to connect, 30 s an attempt, 100 s the whole call, 20 s of silence in a body |
/// | retries | [`RetryPolicy::standard`] |
/// | calls in flight | 64; further calls wait in order |
/// | documented rate | not kept |
/// | parameter checks | on |
///
/// ```
/// use std::time::Duration;
/// use cloudwright_core::{Client, meta::Service};
///
/// # fn example(service: &'static Service) -> Result<(), cloudwright_core::Error> {
/// let client = Client::builder(service)
///     .region("ap-guangzhou")
///     .access_key("AKIDexample", "secret")
///     .timeout(Duration::from_secs(20))
///     .build()?;
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct ClientBuilder<C> {
    setup: Box<Setup>,
    wrap: fn(Client<Async>) -> C,
}

impl<C: ServiceClient> ClientBuilder<C> {
    /// Starts with the defaults.
    pub fn new() -> Self {
        let source = CredentialsSource::Default(|_| Box::new(C::default_credentials()));
        Self::of_client(source)
    }

    /// Starts with credentials of the program's own: a [`Credentials`], or any provider. All other
    /// settings have their defaults.
    ///
    /// Such a program does not have the vendor's places of credentials in it, which makes it about
    /// 120 KB smaller than one that sets [`credentials`](Self::credentials) later.
    pub fn with(credentials: impl ProvideCredentials) -> Self {
        let source = CredentialsSource::Given(Box::new(credentials));
        Self::of_client(source)
    }

    fn of_client(source: CredentialsSource) -> Self {
        let setup = Setup::new(C::SERVICE, C::CLOUD, C::SIGNERS.to_vec(), source);
        Self::of(setup, C::from_core)
    }
}

impl Client<Async> {
    /// Starts to set up a client of a service that is known by its table only.
    ///
    /// Generated crates have a builder of their own. This one has the places of credentials of all
    /// clouds in it.
    pub fn builder(service: &'static Service) -> ClientBuilder<Self> {
        let source =
            CredentialsSource::Default(|service| Box::new(default_chain(service.provider)));
        Self::of_table(service, source)
    }

    fn of_table(service: &'static Service, source: CredentialsSource) -> ClientBuilder<Self> {
        let signers = service.protocols.iter().copied().map(Signer::of);
        let cloud = Cloud::of(service.provider);
        let setup = Setup::new(service, cloud, signers.collect(), source);
        ClientBuilder::of(setup, |client| client)
    }

    /// Starts with credentials of the program's own, as [`ClientBuilder::with`] does.
    pub fn builder_with(
        service: &'static Service,
        credentials: impl ProvideCredentials,
    ) -> ClientBuilder<Self> {
        let source = CredentialsSource::Given(Box::new(credentials));
        Self::of_table(service, source)
    }
}

impl<C: ServiceClient> Default for ClientBuilder<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C> ClientBuilder<C> {
    fn of(setup: Setup, wrap: fn(Client<Async>) -> C) -> Self {
        Self {
            setup: Box::new(setup),
            wrap,
        }
    }

    /// Sets the region calls go to. Any text of letters, digits and dashes is taken: a region
    /// that is newer than this crate works.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.setup.settings.region = Some(region.into());
        self
    }

    /// Sets the endpoint: a host (`tcr.internal.tencentcloudapi.com`), or an address with scheme,
    /// port and path (`http://127.0.0.1:8080`). The variables of the environment that name one
    /// (`CLOUDWRIGHT_ENDPOINT_TENCENT_TCR`, `CLOUDWRIGHT_ENDPOINT`) do not count then.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.setup.endpoint = Some(endpoint.into());
        self
    }

    /// Chooses one of the service's further hosts by name: `vpc`, `regional`.
    pub fn endpoint_variant(mut self, name: impl Into<String>) -> Self {
        match endpoint::variant(self.setup.service, &name.into()) {
            Ok(host) => self.setup.settings.endpoint.variant = Some(host),
            Err(error) => self.setup.refuse(error),
        }
        self
    }

    /// Allows plain http to other machines. Requests are then readable on the way, tokens included.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.setup.settings.allow_http = allow;
        #[cfg(feature = "reqwest")]
        return self.http(|http| http.allow_http(allow));
        #[cfg(not(feature = "reqwest"))]
        self
    }

    /// Sets where credentials come from: a [`Credentials`], or any provider.
    pub fn credentials(mut self, provider: impl ProvideCredentials) -> Self {
        self.setup.credentials = CredentialsSource::Given(Box::new(provider));
        self
    }

    /// Sets an access key.
    pub fn access_key(self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        self.credentials(Credentials::access_key(id, secret))
    }

    /// Changes what credential providers see of the world: variables, files, profile. Regions and
    /// endpoints are looked up there as well.
    pub fn environment(
        mut self,
        change: impl FnOnce(Environment) -> Environment + Send + 'static,
    ) -> Self {
        self.setup.environment = Some(Box::new(change));
        self
    }

    /// Sets the project (Huawei) that fills `project_id` where a call does not give it.
    pub fn project_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        self.setup.check_header("the project id", &id);
        self.setup.settings.project_id = Some(id);
        self
    }

    /// Changes how HTTP is spoken: proxy, certificates, connections. What is wrong with it is told by
    /// [`build`](Self::build).
    ///
    /// ```
    /// use cloudwright_core::{Client, meta::Service};
    /// use cloudwright_core::transport::{Proxy, RootCertificate};
    ///
    /// # fn example(service: &'static Service) -> Result<(), Box<dyn std::error::Error>> {
    /// let authority = std::fs::read("/etc/ssl/enterprise.pem")?;
    /// let client = Client::builder(service)
    ///     .http(|http| {
    ///         http.proxy(Proxy::new("http://proxy.example:3128").with_no_proxy([".internal.example"]))
    ///             .root_certificate(RootCertificate::from_pem(authority))
    ///     })
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "reqwest")]
    pub fn http(mut self, change: impl FnOnce(HttpSettings) -> HttpSettings) -> Self {
        let settings = std::mem::take(&mut self.setup.http);
        self.setup.http = change(settings);
        self
    }

    /// Sets what requests go through. What [`http`](Self::http) changes is then the transport's.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.setup.transport = Some(Arc::new(transport));
        self
    }

    /// Sets a transport that is shared with others.
    pub fn shared_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.setup.transport = Some(transport);
        self
    }

    /// Sets what tells the time.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.setup.clock = Arc::new(clock);
        self
    }

    /// Sets where nonces come from.
    pub fn nonce(mut self, source: impl NonceSource) -> Self {
        self.setup.settings.nonce = Arc::new(source);
        self
    }

    /// Sets how calls are retried.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.setup.settings.retry = policy;
        self
    }

    /// Sets the longest time for a whole call: credentials, all attempts, the body. `None`: no end.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.setup.settings.timeout = timeout.into();
        self
    }

    /// Sets the longest time for one attempt, body included. `None`: as long as the call.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.setup.settings.attempt_timeout = timeout.into();
        self
    }

    /// Sets the longest time to connect: name resolution, TCP and TLS together.
    #[cfg(feature = "reqwest")]
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        self.http(|http| http.connect_timeout(timeout))
    }

    /// Sets the longest silence while a body is read. `None`: no limit of its own.
    pub fn stall_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.setup.settings.limits.stall = timeout.into();
        self
    }

    /// Sets the largest body that is read, decompressed; 64 MiB unless set. An error's body is
    /// cut at 256 KiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.setup.settings.limits.max_body = bytes;
        self
    }

    /// Sets how many bytes an answer may become in memory once it is read; four times
    /// [`max_body`](Self::max_body) unless set, and at least 1 MiB. A few bytes of text can become a
    /// large structure.
    pub fn max_decoded(mut self, bytes: usize) -> Self {
        self.setup.settings.limits.max_decoded = Some(bytes);
        self
    }

    /// Sets how many calls are in flight at once; the rest wait in order, within their deadlines.
    pub fn concurrency(mut self, calls: usize) -> Self {
        if calls == 0 {
            let message = "the cap on calls in flight must be at least 1";
            self.setup.refuse(Error::configuration(message));
        }
        self.setup.concurrency = calls;
        self
    }

    /// Whether the documented rate of each action is kept by spacing its calls.
    pub fn rate_limit(mut self, keep: bool) -> Self {
        self.setup.pace = keep.then(RateLimiter::default);
        self
    }

    /// Whether parameters are checked before anything is sent.
    pub fn checks(mut self, check: bool) -> Self {
        self.setup.settings.checks = check;
        self
    }

    /// Whether a value of an answer that is of another kind than documented, and does not stand for
    /// it, is left out, which is a finding ([`Response::findings`](crate::Response::findings)). Unless
    /// set, it fails the call.
    pub fn with_lenient_answers(mut self, lenient: bool) -> Self {
        self.setup.settings.lenient_answers = lenient;
        self
    }

    /// Chooses among the service's protocols. Unless set, the credentials decide: a token is sent,
    /// a key signs.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        let service = self.setup.service;
        if !service.protocols.contains(&protocol) {
            let spoken: Vec<&str> = service
                .protocols
                .iter()
                .map(|spoken| spoken.as_str())
                .collect();
            let spoken = spoken.join(", ");
            let message = format!(
                "{} does not speak {protocol}; it speaks {spoken}",
                service.id
            );
            self.setup.refuse(Error::configuration(message));
        }
        self.setup.settings.protocol = Some(protocol);
        self
    }

    /// Sets the language of messages (`X-TC-Language` of Tencent): `en-US` or `zh-CN`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        let language = language.into();
        self.setup.check_header("the language", &language);
        self.setup.settings.language = Some(language);
        self
    }

    /// Sets how Tencent's API 2.0 is signed.
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.setup.settings.signature_method = method;
        self
    }

    /// Sets the HTTP method, for services that take either (Tencent, Alibaba's RPC).
    pub fn http_method(mut self, method: HttpMethod) -> Self {
        let service = self.setup.service;
        if crate::protocol::first(service).is_rest() {
            let id = service.id;
            let message = format!("{id} has an HTTP method of its own for each action");
            self.setup.refuse(Error::configuration(message));
        }
        self.setup.settings.http_method = Some(method);
        self
    }

    /// Adds the name of a program to `User-Agent`.
    pub fn user_agent(mut self, product: impl AsRef<str>) -> Self {
        let product = product.as_ref();
        self.setup.check_header("the user agent", product);
        let own = &mut self.setup.settings.user_agent;
        own.push(' ');
        own.push_str(product);
        self
    }

    /// Adds a hook; hooks run in the order they are added.
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.setup.settings.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Makes the client. Nothing is sent, and no credentials are looked for yet.
    ///
    /// # Errors
    ///
    /// A setting that cannot be: an endpoint that is none, a protocol that the service does not
    /// speak, a region with a slash.
    pub fn build(self) -> Result<C, Error> {
        self.setup.build().map(self.wrap)
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("service", &self.setup.service.id)
            .field("settings", &self.setup.settings)
            .finish_non_exhaustive()
    }
}
