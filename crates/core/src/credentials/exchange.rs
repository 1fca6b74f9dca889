//! One request to a metadata, STS or IAM service, and what may go wrong with it.
//!
//! Every request of a provider passes through here: the address is checked, the time and the size
//! of the answer are bounded, a redirect is an error, and errors say nothing the other side could
//! have put a secret into.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Poll, ready};
use std::time::Duration;

use cloudwright_vocabulary::mock_key;
use http::Method;

use super::{Credentials, CredentialsError, CredentialsErrorKind, Environment};
use crate::clock;
use crate::endpoint::{Endpoint, mock_key_refused};
use crate::secret::Secret;
use crate::text;
use crate::transport::{BoxFuture, HttpRequest, HttpResponse, Limits, TransportError, loopback};

/// Credentials fit into this many times over; Huawei's tokens are several KiB.
const MAX_ANSWER: usize = 1 << 20;

/// The variable that switches all metadata services off, of whichever cloud; for machines that are
/// none of theirs, where a chain would otherwise knock at every address.
pub(super) const METADATA_DISABLED: &str = "CLOUDWRIGHT_METADATA_DISABLED";

/// The longest message of a service that is passed on, in bytes: 200 Chinese characters.
const MAX_MESSAGE: usize = 600;

/// How long an answer may take.
#[derive(Clone, Copy)]
pub(super) enum Patience {
    /// Of a metadata service, which is next door or not there at all.
    Neighbour,
    /// Of a public service.
    Service,
}

impl Patience {
    fn duration(self) -> Duration {
        match self {
            Self::Neighbour => Duration::from_secs(2),
            Self::Service => Duration::from_secs(10),
        }
    }
}

/// How a place of credentials goes on. Places that ask services are plain functions from an answer to
/// the next step; [`provide`] alone waits.
pub(super) enum Step {
    Found(Credentials),
    Ask(Box<Question>),
}

/// A request, and what is made of its answer.
pub(super) struct Question {
    provider: &'static str,
    request: HttpRequest,
    patience: Patience,
    read: Box<Read>,
}

type Read = dyn FnOnce(&Environment, Answer) -> Result<Step, CredentialsError> + Send;

/// An answer of any status but a redirect, or why there is none.
pub(super) type Answer = Result<HttpResponse, CredentialsError>;

impl Step {
    /// To send a request and go on with what `read` makes of the answer.
    pub(super) fn ask(
        provider: &'static str,
        request: HttpRequest,
        patience: Patience,
        read: impl FnOnce(&Environment, Answer) -> Result<Self, CredentialsError> + Send + 'static,
    ) -> Self {
        Self::question(provider, request, patience, Box::new(read))
    }

    /// Not generic over what reads, or there would be one for each.
    #[inline(never)]
    fn question(
        provider: &'static str,
        request: HttpRequest,
        patience: Patience,
        read: Box<Read>,
    ) -> Self {
        Self::Ask(Box::new(Question {
            provider,
            request,
            patience,
            read,
        }))
    }
}

/// Goes on from the first step until there are credentials.
#[inline(never)] // Otherwise each place has the making of the future in it.
pub(super) fn provide(
    environment: &Environment,
    first: Result<Step, CredentialsError>,
) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
    Box::pin(async move {
        let mut step = first?;
        loop {
            let question = match step {
                Step::Found(credentials) => return Ok(credentials),
                Step::Ask(question) => *question,
            };
            let (provider, patience) = (question.provider, question.patience);
            let answer = send(environment, provider, question.request, patience).await;
            step = (question.read)(environment, answer)?;
        }
    })
}

/// Sends a request of `provider`.
pub(super) fn send<'a>(
    environment: &'a Environment,
    provider: &'static str,
    request: HttpRequest,
    patience: Patience,
) -> BoxFuture<'a, Answer> {
    let started = start(environment, provider, request, patience);
    let mut started = started.map(|(host, sending)| {
        let sending = clock::within(environment.clock(), patience.duration(), sending);
        (host, sending)
    });
    Box::pin(poll_fn(move |context| {
        Poll::Ready(match &mut started {
            Ok((host, sending)) => {
                let outcome = ready!(Pin::new(sending).poll(context));
                received(provider, host, outcome, patience)
            }
            Err(error) => Err(error.clone()),
        })
    }))
}

type Sent = Result<HttpResponse, TransportError>;

/// Starts to send, where that is allowed; to whom and how.
fn start<'a>(
    environment: &'a Environment,
    provider: &str,
    request: HttpRequest,
    patience: Patience,
) -> Result<(String, BoxFuture<'a, Sent>), CredentialsError> {
    let host = checked_host(provider, &request.url)?;
    if loopback::host(&request.url).is_none_or(|host| !loopback::is_loopback(host))
        && request_has_mock_key(&request)
    {
        let message = mock_key_refused(&host);
        return Err(CredentialsError::misconfigured(provider, message));
    }
    let unasked =
        matches!(patience, Patience::Neighbour) && environment.metadata_endpoint().is_none();
    if unasked && environment.is_true(METADATA_DISABLED) {
        let message = format_args!("switched off by {METADATA_DISABLED}");
        return Err(CredentialsError::not_configured(provider, message));
    }
    let limits = Limits::default()
        .with_max_body(MAX_ANSWER)
        .with_max_error_body(MAX_ANSWER);
    Ok((host, environment.transport().send(request, limits)))
}

fn received(
    provider: &str,
    host: &str,
    outcome: Result<Sent, clock::Elapsed>,
    patience: Patience,
) -> Answer {
    let unreachable =
        |message| CredentialsError::new(CredentialsErrorKind::Unreachable, provider, message);
    match outcome {
        Ok(Ok(response)) if (300..400).contains(&response.status) => {
            let message = format_args!("{host} answered with a redirect, which is never followed");
            Err(CredentialsError::malformed(provider, message))
        }
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => {
            let proxy = error
                .proxy()
                .map(|proxy| format!(" (through proxy {proxy})"));
            let proxy = proxy.unwrap_or_default();
            let message = format_args!("{host} cannot be reached{proxy}: {error}");
            Err(unreachable(message).with_source(error))
        }
        Err(clock::Elapsed) => {
            let seconds = patience.duration().as_secs();
            let message = format_args!("{host} did not answer within {seconds} s");
            Err(unreachable(message))
        }
    }
}

/// The error of the first request to a metadata service nobody asked for: that it is not there, or
/// that something else is and redirects, says that this is another machine.
pub(super) fn unasked(error: CredentialsError) -> CredentialsError {
    match error.kind() {
        CredentialsErrorKind::Unreachable | CredentialsErrorKind::Malformed => {
            error.with_kind(CredentialsErrorKind::NotConfigured)
        }
        _ => error,
    }
}

/// The error of an answer that is a refusal. Of the body only `code` and `message` are told, and the
/// message only if it repeats none of `secrets`.
pub(super) fn refused(
    provider: &str,
    response: &HttpResponse,
    told: Option<(&str, &str)>,
    secrets: &[&Secret],
) -> CredentialsError {
    let status = response.status;
    let shown = |text| (!repeats(text, secrets)).then(|| beginning(text));
    let message = match told {
        None => format!("refused with HTTP {status}"),
        Some((code, message)) => {
            let code = shown(code).unwrap_or("a refusal");
            let message = shown(message).unwrap_or_default();
            let colon = if message.is_empty() { "" } else { ": " };
            format!("refused with {code} (HTTP {status}){colon}{message}")
        }
    };
    CredentialsError::new(CredentialsErrorKind::Refused, provider, message)
        .with_transient(status == 429 || status >= 500)
}

/// As much of a text as is passed on.
fn beginning(text: &str) -> &str {
    let mut end = MAX_MESSAGE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn repeats(message: &str, secrets: &[&Secret]) -> bool {
    secrets.iter().any(|secret| {
        let secret = secret.expose();
        let encoded = cloudwright_sign::percent_encode(secret);
        text::find(message, secret).is_some() || text::find(message, &encoded).is_some()
    })
}

/// An address below a base address.
#[inline(never)]
pub(super) fn address(url: &str, path: &str) -> String {
    base(url) + path
}

/// A base address without a slash at its end, to which paths are appended.
pub(super) fn base(url: &str) -> String {
    let url = url.trim_end_matches('/');
    if text::split_scheme(url).is_some() {
        url.to_owned()
    } else {
        format!("https://{url}")
    }
}

/// The host of `Host` headers and of signatures: with the port, if there is one.
pub(super) fn authority(url: &str) -> &str {
    text::authority(text::split_scheme(url).map_or(url, |(_, rest)| rest))
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
    let message = format_args!("{region:?} is no region");
    Err(CredentialsError::misconfigured(provider, message))
}

/// The first role a metadata service lists. A page of a network's own, served in its place, is none.
pub(super) fn first_role(body: &[u8]) -> Option<&str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.@=,+-".contains(&byte);
    let list = text::trim(std::str::from_utf8(body).ok()?);
    let role = text::split_once(list, b'\n').map_or(list, |(first, _)| text::trim(first));
    ((1..=256).contains(&role.len()) && role.bytes().all(allowed)).then_some(role)
}

/// A value for a header, if HTTP allows it there. Tokens come from files and other people's answers.
pub(super) fn header_value<'a>(
    provider: &str,
    what: &str,
    value: &'a Secret,
) -> Result<&'a str, CredentialsError> {
    if !text::is_header_value(value.expose()) {
        let message = format_args!("{what} holds characters that no HTTP header may have");
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
        text.split(|letter| !is_part(letter)).any(mock_key::is_mock)
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
    let address = text::split_scheme(url)
        .ok_or("it begins neither with https:// nor with http://")
        .and_then(|(scheme, rest)| {
            let end = scheme.len() + "://".len() + text::authority(rest).len();
            Endpoint::read(&url[..end], true)
        })
        .map_err(|reason| {
            let message = format_args!("the address of the service is refused: {reason}");
            CredentialsError::misconfigured(provider, message)
        })?;
    let host = address.authority;
    if address.scheme == "http" && !loopback::may_be_plain(url) {
        let message = format_args!(
            "plain http to {host} is refused: use https, or an address of this machine or its link"
        );
        return Err(CredentialsError::misconfigured(provider, message));
    }
    Ok(host)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::super::stand_in::{Cloud, isolated};
    use super::*;

    #[test]
    fn a_key_of_the_mock_cloud_proves_nothing_to_another_machine() {
        let requests = |url: &str| {
            let id = mock_key::TENCENT;
            [
                HttpRequest::new(Method::GET, format!("{url}?SecretId={id}&a=b")),
                HttpRequest::new(Method::GET, url).with_header(
                    "Authorization",
                    format!("TC3 Credential={id}/2025/sts, x=y"),
                ),
                HttpRequest::new(Method::POST, url).with_body(format!("a=b&AccessKeyId={id}")),
            ]
        };
        let environment = isolated(&Cloud::new());
        for (url, allowed) in [
            ("https://sts.example/", false),
            ("http://127.0.0.1:9/", true),
            ("http://[::1]:9/", true),
        ] {
            for request in requests(url) {
                let outcome = start(&environment, "test", request, Patience::Service);
                let refused = outcome.err().map(|error| error.to_string());
                assert_eq!(refused.is_none(), allowed, "{url} {refused:?}");
                assert!(refused.is_none_or(|text| text.contains("mock cloud")));
            }
        }
        let other = HttpRequest::new(Method::GET, "https://sts.example/?SecretId=AKIDother");
        assert!(start(&environment, "test", other, Patience::Service).is_ok());
    }

    #[test]
    fn plain_http_goes_no_further_than_the_link() {
        for (url, allowed) in [
            ("https://example.com/x", true),
            ("http://127.0.0.1:8080/x", true),
            ("http://127.9.9.9/x", true),
            ("http://[::1]:80/x", true),
            ("http://[fe80::1]/x", true),
            ("http://localhost:1/x", true),
            ("http://169.254.169.254/x", true),
            ("http://169.254.170.23/v1/credentials", true),
            ("http://100.100.100.200/x", true),
            ("http://metadata.tencentyun.com/x", true),
            ("http://example.com/x", false),
            ("http://10.0.0.1/x", false),
            ("http://100.100.100.201/x", false),
            ("http://localhost.example.com/x", false),
            ("http://169.254.169.254.example.com/x", false),
            ("http://2852039166/x", false),
            ("http://127.0.0.1@example.com/x", false),
            ("https://user:pass@example.com/x", false),
            ("ftp://127.0.0.1/x", false),
            ("/x", false),
            ("", false),
            ("http://", false),
            ("http://exa mple/", false),
        ] {
            assert_eq!(checked_host("test", url).is_ok(), allowed, "{url}");
        }
    }

    #[test]
    fn a_refusal_never_repeats_a_secret_even_encoded() {
        let response = HttpResponse::new(403, "");
        let secrets = [&Secret::from("a/b")];
        for message in ["your key a/b is wrong", "SecurityToken=a%2Fb"] {
            let told = Some(("SignatureDoesNotMatch", message));
            let error = refused("sts", &response, told, &secrets);
            assert_eq!(
                error.to_string(),
                "sts: refused with SignatureDoesNotMatch (HTTP 403)"
            );
        }
        let told = Some(("Denied", "not you"));
        let error = refused("sts", &response, told, &secrets);
        assert_eq!(
            error.to_string(),
            "sts: refused with Denied (HTTP 403): not you"
        );
    }

    #[test]
    fn a_long_message_is_cut_between_two_characters() {
        assert_eq!(beginning("short"), "short");
        let long = ["a", &"中".repeat(300)].concat();
        assert_eq!(beginning(&long), ["a", &"中".repeat(199)].concat());
    }

    #[tokio::test]
    async fn a_redirect_is_an_error_and_goes_nowhere() {
        let cloud = Cloud::new().answer("GET http://127.0.0.1/x", 302, "");
        let request = HttpRequest::new(Method::GET, "http://127.0.0.1/x");
        let environment = isolated(&cloud);
        let error = send(&environment, "test", request, Patience::Neighbour)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Malformed);
        assert_eq!(cloud.requests().len(), 1);
    }

    #[tokio::test]
    async fn metadata_services_can_be_switched_off() {
        let cloud = Cloud::new();
        let environment = isolated(&cloud).with_variable(METADATA_DISABLED, "true");
        let request = HttpRequest::new(Method::GET, "http://127.0.0.1/x");
        let error = send(&environment, "test", request, Patience::Neighbour)
            .await
            .unwrap_err();
        assert!(error.is_not_configured(), "{error}");
        assert!(cloud.requests().is_empty());
    }

    #[tokio::test]
    async fn an_answer_that_does_not_come_is_waited_for_only_so_long() {
        let cloud = Cloud::new().stall("GET http://127.0.0.1/x");
        let request = HttpRequest::new(Method::GET, "http://127.0.0.1/x");
        let environment = isolated(&cloud);
        let error = send(&environment, "test", request, Patience::Neighbour)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "test: 127.0.0.1 did not answer within 2 s"
        );
        assert!(error.is_transient());
    }
}
