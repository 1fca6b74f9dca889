//! The client of a call, and the mock cloud where one is asked for.

use std::time::Duration;

use cloudwright_core::meta::{Need, Operation, Protocol};
use cloudwright_core::nonce::FixedNonce;
use cloudwright_core::testing::Recorder;
use cloudwright_core::transport::{HttpSettings, TransportError};
use cloudwright_core::{
    Client, ClientBuilder, Credentials, FixedClock, ReqwestTransport, RetryPolicy,
};
use cloudwright_mock::Mock;

use super::narration::{Host, Narration};
use super::pages::note;
use super::recording::Tape;
use crate::catalog;
use crate::failure::{Failure, Stop};
use crate::options::Options;
use crate::suggest;

/// A client, and the mock it talks to.
pub(super) struct Session {
    pub(super) client: Client,
    host: Host,
    tape: Option<Tape>,
    /// Stops when it is dropped.
    _mock: Option<Mock>,
}

impl Session {
    /// Keeps what was recorded, failures too, and adds where the call was sent to what is told of its
    /// failure.
    pub(super) fn ended(mut self, done: Result<(), Stop>) -> Result<(), Stop> {
        let kept = self.tape.take().map_or(Ok(()), Tape::keep);
        done.map_err(|stop| match stop {
            Stop::Failure(failure) => failure.with_member("host", self.host.last()).into(),
            other => other,
        })?;
        Ok(kept?)
    }
}

/// One thread is enough for one call.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(|error| Failure::configuration(format!("the system gives no timer: {error}")))
}

/// Whether requests bear a token in place of a signature: by the protocol that is asked for, or else by the
/// service's first.
fn sends_token(operation: &Operation, asked: Option<Protocol>) -> bool {
    let first = || operation.service.protocols.first().copied();
    asked
        .or_else(first)
        .is_some_and(|protocol| protocol.needs(Need::Token))
}

/// What stands where a signature would.
pub(super) const UNSIGNED: &str = "[unsigned]";

/// A client with placeholders for keys and project, for requests that are only shown.
pub(super) fn open_unsigned(
    operation: &'static Operation,
    options: &Options,
) -> Result<Session, Stop> {
    let credentials = if sends_token(operation, options.protocol) {
        Credentials::token("UNSIGNED")
    } else {
        Credentials::access_key("UNSIGNED", "no secret")
    };
    let project = std::env::var("HUAWEICLOUD_SDK_PROJECT_ID").ok();
    let project = project.unwrap_or_else(|| "PROJECT_ID".to_owned());
    let change = |builder: ClientBuilder<Client>| {
        let builder = builder.credentials(credentials);
        if operation.service.provider.has_projects() {
            // Looking for it needs keys.
            return builder.project_id(project);
        }
        builder
    };
    open_with(operation, options, change)
}

/// Sets the client up as the options say.
pub(super) fn open(operation: &'static Operation, options: &Options) -> Result<Session, Stop> {
    open_with(operation, options, |builder| builder)
}

fn open_with(
    operation: &'static Operation,
    options: &Options,
    change: impl FnOnce(ClientBuilder<Client>) -> ClientBuilder<Client>,
) -> Result<Session, Stop> {
    let mut builder = Client::builder(operation.service)
        .checks(options.check)
        .allow_http(options.allow_http)
        .http(|http| options.network.change(http))
        .user_agent(concat!("cloudwright-cli/", env!("CARGO_PKG_VERSION")));
    if let Some(timeout) = options.timeout {
        builder = builder.timeout(timeout).attempt_timeout(timeout);
    }
    // A request that is fixed by its time or nonce is refused each time it is: it is sent once.
    let is_fixed = options.sign_time.is_some() || options.nonce.is_some();
    if let Some(retries) = options.retries.or(is_fixed.then_some(0)) {
        let policy = RetryPolicy::standard().with_attempts(retries.saturating_add(1));
        builder = builder.retry(policy);
    }
    if options.verbose {
        builder = builder.interceptor(Narration::to_stderr());
    }
    let host = Host::default();
    builder = signing(builder.interceptor(host.clone()), options);
    let mock = if options.mock {
        Some(start(operation, options)?)
    } else {
        None
    };
    builder = if let Some(mock) = &mock {
        to_mock(builder, mock, operation, options.protocol)
    } else {
        check_endpoint(operation, options)?;
        tell_of_region(operation, options);
        to_cloud(builder, operation, options)
    };
    if let Some(region) = &options.region {
        builder = builder.region(region.as_str());
    }
    for (name, value) in &options.headers {
        builder = builder.interceptor(super::narration::Header {
            name: name.clone(),
            value: value.clone(),
        });
    }
    let mut tape = None;
    if let Some(path) = &options.record {
        // A transport of one's own takes no settings from the builder.
        let settings = options.network.change(HttpSettings::new());
        let transport = ReqwestTransport::with(settings).map_err(|error| no_transport(&error))?;
        let recorder = Recorder::new(transport);
        tape = Some(Tape::open(path, recorder.clone())?);
        builder = builder.transport(recorder);
    }
    Ok(Session {
        client: change(builder).build()?,
        host,
        tape,
        _mock: mock,
    })
}

fn no_transport(error: &TransportError) -> Failure {
    Failure::configuration(format!("no connection can be set up: {error}"))
}

/// What decides how a request is laid out and signed.
fn signing(mut builder: ClientBuilder<Client>, options: &Options) -> ClientBuilder<Client> {
    if let Some(protocol) = options.protocol {
        builder = builder.protocol(protocol);
    }
    if let Some(method) = options.http_method {
        builder = builder.http_method(method);
    }
    if let Some(method) = options.signature_method {
        builder = builder.signature_method(method);
    }
    if let Some(language) = &options.language {
        builder = builder.language(language.as_str());
    }
    if let Some(seconds) = options.sign_time {
        builder = builder.clock(FixedClock::at(seconds.into()));
    }
    if let Some(nonce) = &options.nonce {
        builder = builder.nonce(FixedNonce(nonce.clone()));
    }
    builder
}

/// Refuses a word that is no variant of a service that has some: as a host it would be looked for in
/// the network of this machine, and whoever answers would get a signed request.
fn check_endpoint(operation: &Operation, options: &Options) -> Result<(), Failure> {
    let variants = operation.service.endpoints.variants;
    let names = || variants.iter().map(|(name, _)| *name);
    let Some(word) = options.endpoint.as_deref().filter(|_| !variants.is_empty()) else {
        return Ok(());
    };
    let is_address = word.contains(['.', ':', '/']) || word.eq_ignore_ascii_case("localhost");
    if is_address || names().any(|name| name == word) {
        return Ok(());
    }
    let close = suggest::close_names(word, names());
    let hint = if close.is_empty() {
        format!("there are {}", names().collect::<Vec<_>>().join(", "))
    } else {
        suggest::did_you_mean(&close)
    };
    let id = operation.service.id;
    let message = format!("{id} has no endpoint {word:?}, which is no address either");
    Err(Failure::usage(message).with_hint(hint))
}

/// Tells of a region that is not documented for the action: it may be misspelt, and may be new.
fn tell_of_region(operation: &Operation, options: &Options) {
    let known = catalog::regions(operation);
    let Some(region) = options.region.as_deref() else {
        return;
    };
    if known.is_empty() || known.contains(&region) || options.endpoint.is_some() {
        return;
    }
    let close = suggest::close_names(region, known.iter().copied());
    let meant = match suggest::did_you_mean(&close) {
        question if question.is_empty() => format!("there are {}", known.join(", ")),
        question => question,
    };
    let (service, region) = (operation.service.id, format!("{region:?}"));
    note(
        options,
        &format!("{service} is not documented for the region {region}; {meant}"),
    );
}

fn to_cloud(
    mut builder: ClientBuilder<Client>,
    operation: &Operation,
    options: &Options,
) -> ClientBuilder<Client> {
    if let Some(endpoint) = &options.endpoint {
        let variants = operation.service.endpoints.variants;
        builder = if variants.iter().any(|(name, _)| name == endpoint) {
            builder.endpoint_variant(endpoint.as_str())
        } else {
            builder.endpoint(endpoint.as_str())
        };
    }
    if let Some(profile) = options.profile.clone() {
        builder = builder.environment(|environment| environment.with_profile(profile));
    }
    builder
}

/// Sends the calls to a mock, with a key, a region and a project that it knows. Nothing of the
/// caller's own environment decides how that goes.
fn to_mock(
    builder: ClientBuilder<Client>,
    mock: &Mock,
    operation: &Operation,
    protocol: Option<Protocol>,
) -> ClientBuilder<Client> {
    /// How long a token of the mock lives: longer than any run.
    const DAY: Duration = Duration::from_secs(86_400);
    let service = operation.service;
    let provider = service.provider;
    let region = provider.example_region();
    let regions = catalog::regions(operation);
    let region = if regions.is_empty() || regions.contains(&region) {
        region
    } else {
        regions[0]
    };
    let credentials = if sends_token(operation, protocol) {
        Credentials::token(mock.iam_token(DAY))
    } else {
        let key = mock.credentials(provider);
        Credentials::access_key(key.id, key.secret)
    };
    let builder = builder
        .endpoint(mock.endpoint_for(service.id))
        .credentials(credentials)
        .region(region);
    if provider.has_projects() {
        return builder.project_id(mock.project_id());
    }
    builder
}

fn start(operation: &Operation, options: &Options) -> Result<Mock, Failure> {
    // The one action is enough, and is read already.
    let entry = catalog::service(operation.service.id)?;
    let action = catalog::action(entry, operation.name)?;
    let mut builder = Mock::builder().loaded([action.described.service.clone()]);
    if let Some(rows) = options.mock_rows {
        builder = builder.rows(rows);
    }
    if let Some(seconds) = options.sign_time {
        builder = builder.clock_stopped_at(seconds.into());
    }
    builder.start_blocking().map_err(|error| {
        Failure::configuration(format!("the mock cloud cannot be started: {error}"))
    })
}
