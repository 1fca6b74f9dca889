//! The client of a call, and the mock cloud where one is asked for.

use std::time::Duration;

use cloudwright_core::meta::{Need, Operation, Protocol};
use cloudwright_core::nonce::FixedNonce;
use cloudwright_core::testing::Recorder;
use cloudwright_core::transport::HttpSettings;
use cloudwright_core::{
    Client, ClientBuilder, Credentials, FixedClock, ReqwestTransport, RetryPolicy,
};
use cloudwright_mock::{Mock, MockBuilder};

use super::narration::{AddedHeader, LastHost, Narration, note};
use super::recording::RecordingFile;
use crate::catalog;
use crate::command::options::Options;
use crate::failure::{Abort, Failure};
use crate::given::SetIfGiven as _;
use crate::suggest;

/// A client, and the mock it talks to.
pub(super) struct CallClient {
    pub(super) client: Client,
    host: LastHost,
    recording: Option<RecordingFile>,
    /// Stops when it is dropped.
    _mock: Option<Mock>,
}

impl CallClient {
    /// Keeps what was recorded, failures too, and adds where the call was sent to what is told of its
    /// failure.
    pub(super) fn ended(mut self, done: Result<(), Abort>) -> Result<(), Abort> {
        let kept = self.recording.take().map_or(Ok(()), RecordingFile::keep);
        done.map_err(|stop| match stop {
            Abort::Failure(failure) => failure.with_member("host", self.host.last()).into(),
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

/// With placeholders for keys and project, for requests that are only shown.
fn unsigned(
    builder: ClientBuilder<Client>,
    operation: &Operation,
    options: &Options,
) -> ClientBuilder<Client> {
    let builder = builder.credentials(if sends_token(operation, options.target.protocol) {
        Credentials::token("UNSIGNED")
    } else {
        Credentials::access_key("UNSIGNED", "no secret")
    });
    if !operation.service.provider.has_projects() {
        return builder;
    }
    // Looking for it needs keys.
    let project = std::env::var("HUAWEICLOUD_SDK_PROJECT_ID").ok();
    builder.project_id(project.unwrap_or_else(|| "PROJECT_ID".to_owned()))
}

/// Sets the client up as the options say; without keys, where nothing is to be signed.
pub(super) fn open(
    operation: &'static Operation,
    options: &Options,
    is_signed: bool,
) -> Result<CallClient, Abort> {
    let http = options.network.settings()?;
    let http = http.allow_http(options.target.allow_http);
    let builder = Client::builder(operation.service)
        .http(|_| http.clone())
        .allow_http(options.target.allow_http)
        .checks(!options.request.no_check)
        .user_agent(USER_AGENT);
    let mut builder = patience(signing(builder, options), options);
    if options.output.verbose {
        builder = builder.interceptor(Narration::to_stderr());
    }
    let host = LastHost::default();
    builder = builder.interceptor(host.clone());
    let mut mock = None;
    if options.target.mock {
        let started = mock.insert(start(operation, options)?);
        builder = to_mock(builder, started, operation, options.target.protocol);
    } else {
        check_endpoint(operation, options)?;
        tell_of_region(operation, options);
        builder = to_cloud(builder, operation, options);
    }
    builder = builder.given(options.target.region.as_deref(), ClientBuilder::region);
    for (name, value) in options.headers.iter().cloned() {
        builder = builder.interceptor(AddedHeader { name, value });
    }
    let mut recording = None;
    if let Some(path) = &options.target.record {
        let recorder = Recorder::new(transport(http)?);
        recording = Some(RecordingFile::open(path, recorder.clone())?);
        builder = builder.transport(recorder);
    }
    if !is_signed {
        builder = unsigned(builder, operation, options);
    }
    Ok(CallClient {
        client: builder.build()?,
        host,
        recording,
        _mock: mock,
    })
}

/// How the program calls itself to servers.
pub(crate) const USER_AGENT: &str = concat!("cloudwright-cli/", env!("CARGO_PKG_VERSION"));

/// A transport of one's own, which takes no settings from a client's builder.
pub(crate) fn transport(settings: HttpSettings) -> Result<ReqwestTransport, Failure> {
    ReqwestTransport::with(settings)
        .map_err(|error| Failure::configuration(format!("no connection can be set up: {error}")))
}

/// How long a call takes at most, and how often it is tried.
fn patience(builder: ClientBuilder<Client>, options: &Options) -> ClientBuilder<Client> {
    // A request that is fixed by its time or nonce is refused each time it is: it is sent once.
    let is_fixed = options.preview.sign_time.is_some() || options.preview.nonce.is_some();
    let retries = options.request.retries.or(is_fixed.then_some(0));
    let timeout = options.request.timeout;
    builder
        .given(timeout, ClientBuilder::timeout)
        .given(timeout, ClientBuilder::attempt_timeout)
        .given(retries, |builder, retries| {
            let attempts = retries.saturating_add(1);
            builder.retry(RetryPolicy::standard().with_attempts(attempts))
        })
}

/// What decides how a request is laid out and signed.
fn signing(builder: ClientBuilder<Client>, options: &Options) -> ClientBuilder<Client> {
    let (target, preview) = (&options.target, &options.preview);
    let clock = preview
        .sign_time
        .map(|seconds| FixedClock::at(seconds.into()));
    builder
        .given(target.protocol, ClientBuilder::protocol)
        .given(target.http_method, ClientBuilder::http_method)
        .given(target.signature_method, ClientBuilder::signature_method)
        .given(target.language.as_deref(), ClientBuilder::language)
        .given(clock, ClientBuilder::clock)
        .given(preview.nonce.clone().map(FixedNonce), ClientBuilder::nonce)
}

/// Refuses a word that is no variant of a service that has some: as a host it would be looked for in
/// the network of this machine, and whoever answers would get a signed request.
fn check_endpoint(operation: &Operation, options: &Options) -> Result<(), Failure> {
    let variants = operation.service.endpoints.variants;
    let names = || variants.iter().map(|(name, _)| *name);
    let Some(word) = options
        .target
        .endpoint
        .as_deref()
        .filter(|_| !variants.is_empty())
    else {
        return Ok(());
    };
    let is_address = word.contains(['.', ':', '/']) || word.eq_ignore_ascii_case("localhost");
    if is_address || names().any(|name| name == word) {
        return Ok(());
    }
    let hint = suggest::instead_of(word, names());
    let id = operation.service.id;
    let message = format!("{id} has no endpoint {word:?}, which is no address either");
    Err(Failure::usage(message).with_hint(hint))
}

/// Tells of a region that is not documented for the action: it may be misspelt, and may be new.
fn tell_of_region(operation: &Operation, options: &Options) {
    let known = catalog::regions(operation);
    let Some(region) = options.target.region.as_deref() else {
        return;
    };
    if known.is_empty() || known.contains(&region) || options.target.endpoint.is_some() {
        return;
    }
    let meant = suggest::instead_of(region, known.iter().copied());
    let (service, region) = (operation.service.id, format!("{region:?}"));
    note(
        options,
        &format!("{service} is not documented for the region {region}; {meant}"),
    );
}

fn to_cloud(
    builder: ClientBuilder<Client>,
    operation: &Operation,
    options: &Options,
) -> ClientBuilder<Client> {
    let variants = operation.service.endpoints.variants;
    let profile = options.target.profile.clone();
    builder
        .given(options.target.endpoint.as_deref(), |builder, endpoint| {
            if variants.iter().any(|(name, _)| *name == endpoint) {
                builder.endpoint_variant(endpoint)
            } else {
                builder.endpoint(endpoint)
            }
        })
        .given(profile, |builder, profile| {
            builder.environment(|environment| environment.with_profile(profile))
        })
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
    let time = options.preview.sign_time.map(i64::from);
    Mock::builder()
        .loaded([action.described.service.clone()])
        .given(options.target.mock_rows, MockBuilder::rows)
        .given(time, MockBuilder::clock_stopped_at)
        .start_blocking()
        .map_err(|error| {
            Failure::configuration(format!("the mock cloud cannot be started: {error}"))
        })
}
