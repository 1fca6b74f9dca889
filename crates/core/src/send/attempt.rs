//! One attempt: a place among the calls in flight, a signature, an exchange, a reading.

use std::time::{Duration, Instant};

use tokio::sync::SemaphorePermit;

use super::target::Target;
use super::{Job, hidden};
use crate::answer;
use crate::clock::within;
use crate::codec::{Decode, Findings};
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind, Secrets};
use crate::http_date;
use crate::interceptor::{CallInfo, ExtraHeaders, Outcome, Stop};
use crate::protocol::{Signed, Signing};
use crate::retry::Failure;
use crate::transport::{
    HttpRequest, HttpResponse, RequestSent, TransportError, TransportErrorKind,
};

/// An attempt that brought a result.
pub(super) struct Landed {
    pub(super) value: Box<dyn Decode>,
    pub(super) response: HttpResponse,
    pub(super) request_id: Option<String>,
    pub(super) findings: Findings,
}

/// An attempt that did not.
pub(super) struct Failed {
    pub(super) error: Error,
    /// What went wrong; `None` where another attempt would end the same way.
    pub(super) failure: Option<Failure>,
    pub(super) retry_after: Option<Duration>,
    /// The service's time less this machine's, in seconds, where the answer tells.
    pub(super) clock_difference: Option<i64>,
    pub(super) took: Duration,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Failed {
            error,
            failure: None,
            retry_after: None,
            clock_difference: None,
            took: Duration::ZERO,
        }
    }
}

/// Makes one attempt.
pub(super) async fn attempt(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    number: u32,
    deadline: Option<Instant>,
) -> Result<Landed, Failed> {
    let _place = place(job, deadline).await?;
    let info = CallInfo {
        operation: job.operation,
        region: target.region.as_deref(),
        attempt: number,
    };
    let signed = sign(job, target, credentials, &info)?;
    for interceptor in &job.shared.settings.interceptors {
        let allowed = interceptor.after_signing(&info, &signed.request);
        allowed.map_err(stopped)?;
    }
    let begun = job.shared.clock.now();
    let exchanged = exchange(job, signed.request, deadline).await;
    let took = job.shared.clock.now().saturating_duration_since(begun);
    settle(job, target, credentials, &info, exchanged, took)
}

/// What an exchange came to, told to those who want to know.
fn settle(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    info: &CallInfo<'_>,
    exchanged: Result<HttpResponse, TransportError>,
    took: Duration,
) -> Result<Landed, Failed> {
    match exchanged {
        Ok(response) => {
            let outcome = read(job, target, &response).map_err(|failed| {
                let secrets = hidden(credentials);
                let mut failed = read_again(job, target, &response, &secrets).unwrap_or(failed);
                failed.took = took;
                failed.error = failed.error.without(&secrets);
                failed
            });
            let error = outcome.as_ref().err().map(|failed| &failed.error);
            report(job, info, Some(&response), error, took);
            let (value, success) = outcome?;
            if !success.findings.is_empty() {
                crate::trace::findings(info, &success.findings);
                for interceptor in &job.shared.settings.interceptors {
                    interceptor.on_findings(info, &success.findings);
                }
            }
            Ok(Landed {
                value,
                response,
                request_id: success.request_id,
                findings: success.findings,
            })
        }
        Err(error) => {
            let failure = Failure::Transport(error.kind(), error.request_sent());
            let error = Error::from(error);
            report(job, info, None, Some(&error), took);
            Err(Failed {
                error,
                failure: Some(failure),
                retry_after: None,
                clock_difference: None,
                took,
            })
        }
    }
}

/// Waits for a place among the calls in flight, then for the action's turn where its documented
/// rate is kept.
async fn place(job: &Job, deadline: Option<Instant>) -> Result<SemaphorePermit<'_>, Failed> {
    let shared = &*job.shared;
    // The semaphore is never closed.
    let closed = |_| Error::configuration("the client is closed");
    let permit = shared.permits.acquire().await.map_err(closed)?;
    let wait = pace(job, deadline)?;
    if !wait.is_zero() {
        shared.clock.sleep(wait).await;
    }
    Ok(permit)
}

/// How long the documented rate has the call wait.
fn pace(job: &Job, deadline: Option<Instant>) -> Result<Duration, Error> {
    let Some(limiter) = &job.shared.limiter else {
        return Ok(Duration::ZERO);
    };
    let now = job.shared.clock.now();
    let patience = deadline.map(|deadline| deadline.saturating_duration_since(now));
    limiter.take(job.operation, now, patience).map_err(|wait| {
        Error::timeout(format!(
            "the documented rate leaves no room for the call for {wait:?}, which is beyond its \
             deadline"
        ))
    })
}

/// Signs the request for this moment.
pub(super) fn sign(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    info: &CallInfo<'_>,
) -> Result<Signed, Error> {
    let settings = &job.shared.settings;
    let mut extra = ExtraHeaders(
        job.options
            .as_deref()
            .map_or_else(Vec::new, |options| options.headers.clone()),
    );
    for interceptor in &settings.interceptors {
        let allowed = interceptor.before_signing(info, &mut extra);
        allowed.map_err(stopped)?;
    }
    let signing = Signing {
        operation: job.operation,
        settings,
        endpoint: &target.endpoint,
        region: target.region.as_deref(),
        credentials,
        derived_keys: &job.shared.derived_keys,
        time: job.service_time(),
        nonce: settings.nonce.next(),
        headers: extra.0,
    };
    (target.signer.sign)(&target.draft, &signing)
}

/// Sends the request and waits for the answer, within the attempt's time.
async fn exchange(
    job: &Job,
    request: HttpRequest,
    deadline: Option<Instant>,
) -> Result<HttpResponse, TransportError> {
    let shared = &*job.shared;
    let sending = job.transport.send(request, shared.settings.limits);
    // Where the whole call ends first, one timer is enough.
    let ends_first = |timeout: &Duration| {
        let at = shared.clock.now().checked_add(*timeout);
        deadline.is_none_or(|end| at.is_some_and(|at| at < end))
    };
    let Some(timeout) = job.attempt_timeout().filter(ends_first) else {
        return sending.await;
    };
    within(&*shared.clock, timeout, sending)
        .await
        .unwrap_or_else(|_| {
            Err(TransportError::new(
                TransportErrorKind::Timeout,
                RequestSent::Maybe,
                format!("no answer within the {timeout:?} that an attempt has"),
            ))
        })
}

type Read = (Box<dyn Decode>, answer::Success);

fn read(job: &Job, target: &Target, response: &HttpResponse) -> Result<Read, Failed> {
    let mut value = (job.output)();
    let now = job.service_time();
    match answer::read(
        job.operation,
        target.signer.protocol,
        response,
        now,
        &mut *value,
    ) {
        Ok(success) => Ok((value, success)),
        Err(no_success) => Err(Failed {
            error: no_success.error,
            failure: no_success.failure,
            retry_after: no_success.retry_after,
            clock_difference: clock_difference(job, response),
            took: Duration::ZERO,
        }),
    }
}

/// The same failure, of an answer in which the call's secrets are hidden; `None` where it holds
/// none. An error quotes the beginning of what it cannot read, and half a secret is not recognised.
#[cold]
fn read_again(
    job: &Job,
    target: &Target,
    response: &HttpResponse,
    secrets: &Secrets<'_>,
) -> Option<Failed> {
    let body = secrets.hide_in_bytes(&response.body)?;
    let mut response = response.clone();
    response.body = body.into();
    read(job, target, &response).err()
}

fn clock_difference(job: &Job, response: &HttpResponse) -> Option<i64> {
    let theirs = http_date::parse(response.header("date")?)?;
    let ours = i64::try_from(job.shared.clock.unix_now().as_secs()).ok()?;
    Some(theirs - ours)
}

fn report(
    job: &Job,
    info: &CallInfo<'_>,
    response: Option<&HttpResponse>,
    error: Option<&Error>,
    took: Duration,
) {
    crate::trace::attempt(info, response, error, took);
    let outcome = Outcome {
        response,
        error,
        took,
    };
    for interceptor in &job.shared.settings.interceptors {
        interceptor.after_answer(info, &outcome);
    }
}

fn stopped(reason: Stop) -> Error {
    Error::new(
        ErrorKind::Interceptor,
        format!("an interceptor stopped the call: {reason}"),
    )
    .with_boxed_source(reason)
}
