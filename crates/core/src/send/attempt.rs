//! One attempt: a place among the calls in flight, a signature, an exchange, a reading.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::target::Target;
use super::{Job, hidden};
use crate::answer::{self, Success};
use crate::clock::{Elapsed, in_time};
use crate::codec::{Decode, Decoding, Findings};
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind};
use crate::http_date;
use crate::interceptor::{CallInfo, ExtraHeaders, Outcome, Stop};
use crate::mode::Answer;
use crate::protocol::{Signed, Signing};
use crate::response::Meta;
use crate::transport::{
    HttpRequest, HttpResponse, RequestSent, TransportError, TransportErrorKind,
};

/// Makes one attempt.
pub(super) async fn attempt(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    number: u32,
    deadline: Option<Instant>,
) -> Result<Answer, Error> {
    let shared = &*job.shared;
    let mut place = shared.places.place();
    (&mut place).await;
    let wait = pace(job, deadline)?;
    if !wait.is_zero() {
        shared.clock.sleep(wait).await;
    }
    let info = CallInfo {
        operation: job.operation,
        region: target.region.as_deref(),
        attempt: number,
    };
    let request = request(job, target, credentials, &info)?;
    let begun = shared.clock.now();
    let time = time(job, begun, deadline);
    let mut sending = job.transport.send(request, shared.settings.limits);
    let exchanged = in_time(&*shared.clock, time, sending.as_mut()).await;
    let attempted = Attempted {
        job,
        target,
        credentials,
        info: &info,
        deadline,
        took: shared.clock.now().saturating_duration_since(begun),
    };
    match exchanged {
        Ok(Ok(response)) => attempted.answered(response),
        Ok(Err(error)) => Err(attempted.failed(error.into(), None)),
        Err(Elapsed) => Err(attempted.failed(no_answer(time).into(), None)),
    }
}

/// The request, signed and shown to the interceptors.
fn request(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    info: &CallInfo<'_>,
) -> Result<HttpRequest, Error> {
    let request = sign(job, target, credentials, info)?.request;
    for interceptor in &job.shared.settings.interceptors {
        let allowed = interceptor.after_signing(info, &request);
        allowed.map_err(stopped)?;
    }
    Ok(request)
}

/// An attempt whose exchange is over.
struct Attempted<'a> {
    job: &'a Job,
    target: &'a Target,
    credentials: &'a Credentials,
    info: &'a CallInfo<'a>,
    /// When the whole call has to be done.
    deadline: Option<Instant>,
    took: Duration,
}

impl Attempted<'_> {
    fn answered(&self, mut response: HttpResponse) -> Result<Answer, Error> {
        let mut value = (self.job.output)();
        match self.read(&response, &mut *value) {
            Ok(success) => {
                let meta = Arc::new(Meta {
                    response,
                    request_id: success.request_id,
                    attempts: Vec::new(),
                    findings: success.findings,
                });
                self.report(Some(&meta.response), None);
                self.report_findings(&meta.findings);
                Ok(Answer { value, meta })
            }
            Err(error) => Err(self.refused(error, &mut response)),
        }
    }

    fn read(&self, response: &HttpResponse, value: &mut dyn Decode) -> Result<Success, Error> {
        let protocol = self.target.signer.protocol;
        let now = self.job.service_time();
        let shared = &self.job.shared;
        let is_late = || {
            self.deadline
                .is_some_and(|deadline| shared.clock.now() >= deadline)
        };
        let decoding = Decoding {
            max_decoded: shared.settings.limits.decoded(),
            lenient: self.job.lenient_answers(),
            is_late: Some(&is_late),
        };
        answer::read(self.job.operation, protocol, response, now, decoding, value)
    }

    /// What an answer that is no result says, with the call's secrets hidden.
    ///
    /// It is read again where it holds any: an error quotes the beginning of what it cannot read, and
    /// half a secret is not recognised.
    #[cold]
    fn refused(&self, mut error: Error, response: &mut HttpResponse) -> Error {
        let secrets = hidden(self.credentials);
        if let Some(body) = secrets.hide_in_bytes(&response.body) {
            let whole = std::mem::replace(&mut response.body, body.into());
            if let Err(again) = self.read(response, &mut *(self.job.output)()) {
                error = again;
            }
            response.body = whole;
        }
        let difference = self.clock_difference(response);
        let error = error
            .without(&secrets)
            .with_outlook(|outlook| outlook.clock_difference = difference);
        self.failed(error, Some(response))
    }

    #[cold]
    fn failed(&self, error: Error, response: Option<&HttpResponse>) -> Error {
        let error = error.with_outlook(|outlook| outlook.took = self.took);
        self.report(response, Some(&error));
        error
    }

    fn clock_difference(&self, response: &HttpResponse) -> Option<i64> {
        let theirs = http_date::parse(response.header("date")?)?;
        let ours = i64::try_from(self.job.shared.clock.unix_now().as_secs()).ok()?;
        Some(theirs - ours)
    }

    fn report(&self, response: Option<&HttpResponse>, error: Option<&Error>) {
        crate::trace::attempt(self.info, response, error, self.took);
        let outcome = Outcome {
            response,
            error,
            took: self.took,
        };
        for interceptor in &self.job.shared.settings.interceptors {
            interceptor.after_answer(self.info, &outcome);
        }
    }

    fn report_findings(&self, findings: &Findings) {
        if findings.is_empty() {
            return;
        }
        crate::trace::findings(self.info, findings);
        for interceptor in &self.job.shared.settings.interceptors {
            interceptor.on_findings(self.info, findings);
        }
    }
}

/// How long the documented rate has the call wait.
fn pace(job: &Job, deadline: Option<Instant>) -> Result<Duration, Error> {
    let Some(pace) = &job.shared.pace else {
        return Ok(Duration::ZERO);
    };
    let now = job.shared.clock.now();
    let patience = deadline.map(|deadline| deadline.saturating_duration_since(now));
    pace.take(job.operation, now, patience)
}

/// Signs the request for this moment.
pub(super) fn sign(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    info: &CallInfo<'_>,
) -> Result<Signed, Error> {
    let settings = &job.shared.settings;
    let mut extra = ExtraHeaders::default();
    for (name, value) in job.options.iter().flat_map(|options| &options.headers) {
        extra.add(name, value);
    }
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
    (target.signer.sign)(&target.checked.draft, &signing)
}

/// The longest time for the exchange. Where the whole call ends first, one timer is enough.
fn time(job: &Job, now: Instant, deadline: Option<Instant>) -> Option<Duration> {
    let ends_first = |timeout: &Duration| {
        let at = now.checked_add(*timeout);
        deadline.is_none_or(|end| at.is_some_and(|at| at < end))
    };
    job.attempt_timeout().filter(ends_first)
}

#[cold]
fn no_answer(time: Option<Duration>) -> TransportError {
    let time = time.unwrap_or_default();
    TransportError::new(
        TransportErrorKind::Timeout,
        RequestSent::Maybe,
        format!("no answer within the {time:?} that an attempt has"),
    )
}

fn stopped(reason: Stop) -> Error {
    Error::new(
        ErrorKind::Interceptor,
        format!("an interceptor stopped the call: {reason}"),
    )
    .with_source(reason)
}
