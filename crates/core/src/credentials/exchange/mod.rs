//! One request to a metadata, STS or IAM service, and what may go wrong with it.
//!
//! Every request of a provider passes through here: the address is checked, the time and the size
//! of the answer are bounded, a redirect is an error, what may pass is tried again as any read is, and
//! errors say nothing the other side could have put a secret into. What answers mean is in `answer`.

mod answer;

use std::time::Duration;

pub(super) use answer::{ErrorBody, first_role, missed, refused, unasked};

use cloudwright_sign::query_pairs;
use cloudwright_vocabulary::provider::Provider;
use cloudwright_vocabulary::secret::{is_secret_header, is_secret_name};
use http::Method;

use super::environment::METADATA_DISABLED;
use super::{CredentialsError, CredentialsErrorKind, Environment};
use crate::machine::clock;
use crate::machine::random;
use crate::protocol::endpoint::{Endpoint, mock_key_refused};
use crate::retry::{self, FailureKind, RetryPolicy};
use crate::secret::{Secret, Secrets};
use crate::transport::{
    HttpRequest, HttpResponse, Limits, TransportError, TransportErrorKind, loopback, retry_after,
    syntax,
};

/// Credentials fit into this many times over; Huawei's tokens are several KiB.
const MAX_ANSWER: usize = 1 << 20;

/// How long an answer may take, and whether one is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    /// Of a metadata service that nobody asked for: that nothing answers is the answer.
    Knock,
    /// Of a metadata service that is known to be there.
    Neighbour,
    /// Of a public service.
    Service,
}

impl Patience {
    /// Of a metadata service that somebody asked for, or nobody.
    pub(super) fn of_metadata(environment: &Environment, is_wanted: bool) -> Self {
        if is_wanted || environment.metadata_endpoint().is_some() {
            Self::Neighbour
        } else {
            Self::Knock
        }
    }

    fn duration(self) -> Duration {
        match self {
            Self::Knock | Self::Neighbour => Duration::from_secs(2),
            Self::Service => Duration::from_secs(10),
        }
    }
}

/// What is made of an answer.
pub(super) type ReadAnswer<'r, T> =
    dyn Fn(&HttpResponse) -> Result<T, CredentialsError> + Sync + 'r;

/// How a place asks services.
pub(super) struct Exchange<'a> {
    environment: &'a Environment,
    provider: &'static str,
    patience: Patience,
    /// What no error may repeat.
    secrets: Secrets<'a>,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(
        environment: &'a Environment,
        provider: &'static str,
        patience: Patience,
    ) -> Self {
        Self {
            environment,
            provider,
            patience,
            secrets: Secrets::default(),
        }
    }

    /// Names what no error may repeat, beside what the request has in headers and parameters that
    /// are named like secrets.
    pub(super) fn hiding(mut self, secrets: Secrets<'a>) -> Self {
        self.secrets = secrets;
        self
    }

    /// The same of texts.
    pub(super) fn hiding_all(self, secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let texts = secrets.into_iter().map(Secret::expose);
        self.hiding(Secrets::new(texts))
    }

    /// Sends a request and makes of the answer what `read` does, as often as it may help.
    ///
    /// `read` meets answers of any status but a redirect. Its error says whether it may pass
    /// ([`refused`] does by status and code).
    pub(super) async fn ask<T>(
        &self,
        request: HttpRequest,
        read: &ReadAnswer<'_, T>,
    ) -> Result<T, CredentialsError> {
        self.ask_anew(&|| Ok(request.clone()), read).await
    }

    /// The same with a request that is made for each attempt: a nonce serves once.
    pub(super) async fn ask_anew<T>(
        &self,
        make: &(dyn Fn() -> Result<HttpRequest, CredentialsError> + Sync),
        read: &ReadAnswer<'_, T>,
    ) -> Result<T, CredentialsError> {
        let policy = RetryPolicy::standard();
        let mut attempt = 1;
        loop {
            let request = make()?;
            let secrets = self.secrets.clone().and(sent_secrets(&request));
            let (error, asked) = match self.send(request, &secrets).await {
                Ok(mut response) => match read(&response) {
                    Ok(found) => return Ok(found),
                    Err(error) => {
                        let asked = retry_after::of(&response, self.environment.unix_seconds());
                        let hidden = response.hide(&secrets);
                        // Read again without the secrets, for an error cuts off what it quotes.
                        let again = hidden.then(|| read(&response).err()).flatten();
                        (error.told_as(again).without(&secrets), asked)
                    }
                },
                Err(error) => (error, None),
            };
            let reason = error.retry_reason().filter(|_| self.expects(&error));
            let Some(reason) = reason.filter(|_| attempt < policy.attempts) else {
                return Err(error.after(attempt));
            };
            let wait = policy.delay(reason, attempt, random::fraction(), asked);
            self.environment.clock().sleep(wait).await;
            attempt += 1;
        }
    }

    /// Whether an answer is expected at all.
    fn expects(&self, error: &CredentialsError) -> bool {
        self.patience != Patience::Knock || !error.is_nobody_there()
    }

    /// One attempt: an answer of any status but a redirect.
    async fn send(
        &self,
        request: HttpRequest,
        secrets: &Secrets<'_>,
    ) -> Result<HttpResponse, CredentialsError> {
        let host = checked_host(self.provider, &request.url)?;
        let is_here = loopback::host(&request.url).is_some_and(loopback::is_loopback);
        if !is_here && request_has_mock_key(&request) {
            let message = mock_key_refused(&host);
            return Err(CredentialsError::misconfigured(self.provider, message));
        }
        let is_metadata = self.patience != Patience::Service;
        let is_unasked = is_metadata && self.environment.metadata_endpoint().is_none();
        if is_unasked && self.environment.is_true(METADATA_DISABLED) {
            let message = format!("switched off by {METADATA_DISABLED}");
            return Err(CredentialsError::not_configured(self.provider, message));
        }
        let limits = Limits::default()
            .with_max_body(MAX_ANSWER)
            .with_max_error_body(MAX_ANSWER);
        let sending = self.environment.transport().send(request, limits);
        let patience = self.patience.duration();
        let outcome = clock::within(self.environment.clock(), patience, sending).await;
        let outcome = outcome.map(|outcome| {
            outcome.map_err(|mut error| {
                error.hide(secrets);
                error
            })
        });
        self.received(&host, outcome)
    }

    fn received(
        &self,
        host: &str,
        outcome: Result<Result<HttpResponse, TransportError>, clock::Elapsed>,
    ) -> Result<HttpResponse, CredentialsError> {
        let unreachable = |message| {
            CredentialsError::new(CredentialsErrorKind::Unreachable, self.provider, message)
        };
        match outcome {
            Ok(Ok(response)) if (300..400).contains(&response.status) => {
                let message = format!("{host} answered with a redirect, which is never followed");
                Err(CredentialsError::malformed(self.provider, message))
            }
            Ok(Ok(response)) => Ok(response),
            Ok(Err(error)) => {
                let kind = error.kind();
                let failure = FailureKind::Transport(kind, error.request_sent());
                let proxy = error
                    .proxy()
                    .map(|proxy| format!(" (through proxy {proxy})"));
                let proxy = proxy.unwrap_or_default();
                let message = format!("{host} cannot be reached{proxy}: {error}");
                Err(unreachable(message)
                    .with_retry_reason(retry::reason(failure, true))
                    .with_nobody_there(matches!(
                        kind,
                        TransportErrorKind::Connect | TransportErrorKind::Timeout
                    ))
                    .with_source(error))
            }
            Err(clock::Elapsed) => {
                let seconds = self.patience.duration().as_secs();
                let message = format!("{host} did not answer within {seconds} s");
                Err(unreachable(message).with_nobody_there(true))
            }
        }
    }
}

/// What a request holds in headers and parameters that are named like secrets.
fn sent_secrets(request: &HttpRequest) -> Vec<String> {
    let headers = request.headers.iter();
    let headers = headers.filter(|(name, _)| is_secret_header(name));
    let query = request.url.split_once('?').map_or("", |(_, query)| query);
    let is_form = request
        .header("content-type")
        .is_some_and(|kind| kind.contains("form-urlencoded"));
    let form = std::str::from_utf8(&request.body).ok();
    let form = form.filter(|_| is_form).unwrap_or_default();
    let pairs = query_pairs(query).into_iter().chain(query_pairs(form));
    let pairs = pairs.filter(|(name, _)| is_secret_name(name));
    headers
        .map(|(_, value)| value.clone())
        .chain(pairs.map(|(_, value)| value))
        .collect()
}

/// An address below a base address.
pub(super) fn address(url: &str, path: &str) -> String {
    base(url) + path
}

/// A base address without a slash at its end, to which paths are appended.
pub(super) fn base(url: &str) -> String {
    let url = url.trim_end_matches('/');
    if url.contains("://") {
        url.to_owned()
    } else {
        format!("https://{url}")
    }
}

/// The host of `Host` headers and of signatures: with the port, if there is one.
pub(super) fn authority(url: &str) -> &str {
    syntax::authority(url.split_once("://").map_or(url, |(_, rest)| rest))
}

/// A region as part of a host name: letters, digits and dashes, lest it name another host.
pub(super) fn region_label<'a>(
    provider: &str,
    region: &'a str,
) -> Result<&'a str, CredentialsError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if (1..=63).contains(&region.len()) && region.bytes().all(allowed) {
        return Ok(region);
    }
    let message = format!("{region:?} is no region");
    Err(CredentialsError::misconfigured(provider, message))
}

/// A value for a header, if HTTP allows it there. Tokens come from files and other people's answers.
pub(super) fn header_value<'a>(
    provider: &str,
    what: &str,
    value: &'a Secret,
) -> Result<&'a str, CredentialsError> {
    if !syntax::is_header_value(value.expose()) {
        let message = format!("{what} holds characters that no HTTP header may have");
        return Err(CredentialsError::malformed(provider, message));
    }
    Ok(value.expose())
}

/// Whether a request names a key of the mock cloud: in a header, a parameter or a form.
fn request_has_mock_key(request: &HttpRequest) -> bool {
    let body = String::from_utf8_lossy(&request.body);
    let headers = request.headers.iter().map(|(_, value)| value.as_str());
    let mut texts = headers.chain([&*request.url, &body]);
    texts.any(|text| {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '.';
        text.split(|letter| !is_part(letter))
            .any(Provider::has_mock_key)
    })
}

/// A request with a body.
pub(super) fn post(url: String, headers: &[(&'static str, &str)], body: String) -> HttpRequest {
    let mut request = HttpRequest::new(Method::POST, url);
    for (name, value) in headers {
        request.headers.push(((*name).into(), (*value).to_owned()));
    }
    request.body = body.into();
    request
}

/// The host, if credentials may be sent to and asked from this address.
fn checked_host(provider: &str, url: &str) -> Result<String, CredentialsError> {
    let address = url
        .split_once("://")
        .ok_or("it begins neither with https:// nor with http://")
        .and_then(|(scheme, rest)| {
            let end = scheme.len() + "://".len() + syntax::authority(rest).len();
            Endpoint::read(&url[..end], true)
        })
        .map_err(|reason| {
            let message = format!("the address of the service is refused: {reason}");
            CredentialsError::misconfigured(provider, message)
        })?;
    let host = address.authority;
    if address.scheme == "http" && !loopback::may_be_plain(url) {
        let message = format!(
            "plain http to {host} is refused: use https, or an address of this machine or its link"
        );
        return Err(CredentialsError::misconfigured(provider, message));
    }
    Ok(host)
}

#[cfg(test)]
mod tests;
