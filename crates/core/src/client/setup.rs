//! What a builder collects, and how it becomes a client.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use tokio::sync::Semaphore;

use crate::client::Client;
use crate::client::mode::Async;
use crate::client::settings::{CONCURRENCY, Settings};
use crate::client::shared::Shared;
use crate::cloud::Cloud;
use crate::credentials::{CachedCredentials, Environment, ProvideCredentials};
use crate::engine::pace::RateLimiter;
use crate::error::Error;
use crate::machine::clock::{Clock, SystemClock};
use crate::meta::Service;
use crate::protocol::Signer;
use crate::protocol::endpoint::{self, Endpoint};
use crate::retry::Budget;
use crate::transport::Transport;
use crate::transport::syntax::is_header_value;
#[cfg(feature = "reqwest")]
use crate::transport::{HttpSettings, ReqwestTransport};

/// What is collected; not generic, so that it is compiled once.
pub(super) struct Setup {
    pub(super) service: &'static Service,
    pub(super) cloud: Cloud,
    pub(super) signers: Vec<Signer>,
    pub(super) settings: Settings,
    pub(super) endpoint: Option<String>,
    pub(super) credentials: CredentialsSource,
    pub(super) environment: Option<Box<dyn FnOnce(Environment) -> Environment + Send>>,
    pub(super) transport: Option<Arc<dyn Transport>>,
    #[cfg(feature = "reqwest")]
    pub(super) http: HttpSettings,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) concurrency: usize,
    pub(super) pace: Option<RateLimiter>,
    /// A setting that cannot be, the first of several. Setters check what they are given, so that a
    /// program has the checks of the settings that it makes.
    pub(super) refused: Option<Error>,
}

/// Where credentials come from. The default is a function: it is called, and linked, only where it
/// is used.
pub(super) enum CredentialsSource {
    Default(fn(&Service) -> Box<dyn ProvideCredentials>),
    Given(Box<dyn ProvideCredentials>),
}

impl Setup {
    /// The defaults.
    pub(super) fn new(
        service: &'static Service,
        cloud: Cloud,
        signers: Vec<Signer>,
        credentials: CredentialsSource,
    ) -> Self {
        Self {
            service,
            cloud,
            signers,
            settings: Settings::default(),
            endpoint: None,
            credentials,
            environment: None,
            transport: None,
            #[cfg(feature = "reqwest")]
            http: HttpSettings::new(),
            clock: Arc::new(SystemClock),
            concurrency: CONCURRENCY,
            pace: None,
            refused: None,
        }
    }

    pub(super) fn build(mut self: Box<Self>) -> Result<Client<Async>, Error> {
        if let Some(error) = self.refused.take() {
            return Err(error);
        }
        let transport = self.transport()?;
        let environment = self.environment(&transport)?;
        Ok(self.client(transport, environment))
    }

    fn transport(&mut self) -> Result<Arc<dyn Transport>, Error> {
        match self.transport.take() {
            Some(transport) => Ok(transport),
            #[cfg(feature = "reqwest")]
            None => {
                let settings = std::mem::take(&mut self.http);
                let transport = ReqwestTransport::with(settings)
                    .map_err(|error| Error::configuration(error.to_string()).with_source(error))?;
                Ok(Arc::new(transport))
            }
            #[cfg(not(feature = "reqwest"))]
            None => Err(Error::configuration(
                "built without an HTTP library: give the client a transport, or enable the feature `rustls`",
            )),
        }
    }

    /// The environment, with which region and endpoint are settled.
    fn environment(&mut self, transport: &Arc<dyn Transport>) -> Result<Environment, Error> {
        let mut environment = Environment::new(Arc::clone(transport), Arc::clone(&self.clock));
        if let Some(change) = self.environment.take() {
            environment = change(environment);
        }
        let settings = &mut self.settings;
        settings.endpoint.fixed = if let Some(text) = &self.endpoint {
            Some(Endpoint::parse(text, settings.allow_http)?)
        } else {
            let variable = |name: &str| environment.variable(name);
            endpoint::of_variables(self.service, settings.allow_http, &variable)?
        };
        if settings.region.is_none() {
            settings.region = self.cloud.region(&environment);
        }
        if let Some(region) = &settings.region {
            endpoint::check_region(region)?;
            environment = environment.with_region(region.as_str());
        }
        Ok(environment)
    }

    fn client(self, transport: Arc<dyn Transport>, environment: Environment) -> Client<Async> {
        let source = match self.credentials {
            CredentialsSource::Default(find) => find(self.service),
            CredentialsSource::Given(provider) => provider,
        };
        let shared = Shared {
            service: self.service,
            cloud: self.cloud,
            signers: self.signers,
            credentials: CachedCredentials::new(source, environment),
            clock: self.clock,
            budget: Budget::new(),
            places: Semaphore::new(self.concurrency.min(Semaphore::MAX_PERMITS)),
            pace: self.pace,
            skew: AtomicI64::new(0),
            derived_keys: cloudwright_sign::tc3::KeyCache::new(),
            settings: self.settings,
        };
        Client {
            shared: Arc::new(shared),
            transport,
            mode: Async,
        }
    }

    pub(super) fn check_header(&mut self, name: &str, text: &str) {
        if !is_header_value(text) {
            let message = format!("{name} has characters that a header cannot hold");
            self.refuse(Error::configuration(message));
        }
    }

    pub(super) fn refuse(&mut self, error: Error) {
        self.refused.get_or_insert(error);
    }
}
