//! One attempt: a place among the calls in flight, a signature, an exchange, a reading.

use std::time::{Duration, Instant};

use super::Job;
use super::progress::Progress;
use super::target::Target;
use crate::client::response::Meta;
use crate::codec::{Decode, Decoding, Findings};
use crate::credentials::Credentials;
use crate::engine::answer::{self, Success};
use crate::engine::interceptor::{CallInfo, ExtraHeaders, Outcome, Stop};
use crate::engine::trace;
use crate::error::{Error, ErrorKind};
use crate::machine::clock::{Elapsed, in_time};
use crate::protocol::Signing;
use crate::secret::Secrets;
use crate::transport::http_date;
use crate::transport::{
    HttpRequest, HttpResponse, RequestSent, TransportError, TransportErrorKind,
};

/// A result, and all that came with it.
pub(super) type Received = (Box<dyn Decode>, Meta);

/// Makes one attempt.
pub(super) async fn attempt(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    number: u32,
    progress: &mut Progress,
) -> Result<Received, Error> {
    let shared = &*job.shared;
    let deadline = progress.deadline;
    // Given back when the attempt ends; the semaphore is never closed, so there always comes one.
    let _place = shared.places.acquire().await;
    let wait = pace(job, deadline)?;
    if !wait.is_zero() {
        shared.clock.sleep(wait).await;
    }
    let info = CallInfo {
        operation: job.operation,
        region: target.region.as_deref(),
        attempt: number,
    };
    let request = request(job, target, credentials, &info);
    let (request, tokens) = request.map_err(|error| error.without(&credentials.hidden()))?;
    #[cfg(feature = "metrics")]
    let sent = request.body.len();
    let begun = shared.clock.now();
    let time = time(job, begun, deadline);
    let mut sending = job.transport.send(request, shared.settings.limits);
    progress.in_flight = true;
    let exchanged = in_time(&*shared.clock, time, sending.as_mut()).await;
    progress.in_flight = false;
    #[cfg(feature = "metrics")]
    {
        let answer = exchanged
            .as_ref()
            .ok()
            .and_then(|outcome| outcome.as_ref().ok());
        crate::engine::meter::exchange(job.operation, sent, answer);
    }
    let attempted = Attempted {
        job,
        target,
        credentials,
        info: &info,
        tokens,
        deadline,
        took: shared.clock.now().saturating_duration_since(begun),
    };
    match exchanged {
        Ok(Ok(response)) => attempted.answered(response),
        Ok(Err(error)) => Err(attempted.unanswered(error)),
        Err(Elapsed) => Err(attempted.unanswered(no_answer(time))),
    }
}

/// The request, signed and shown to the interceptors, and the tokens that the program sends along.
fn request(
    job: &Job,
    target: &Target,
    credentials: &Credentials,
    info: &CallInfo<'_>,
) -> Result<(HttpRequest, Vec<String>), Error> {
    let draft = &target.checked.draft;
    let signing = signing(job, target, credentials, info)?;
    let tokens = signing.tokens_of_the_caller(draft);
    let request = (target.signer.sign)(draft, &signing)?.request;
    for interceptor in &job.shared.settings.interceptors {
        let allowed = interceptor.after_signing(info, &request);
        allowed.map_err(stopped)?;
    }
    Ok((request, tokens))
}

/// An attempt whose exchange is over.
struct Attempted<'a> {
    job: &'a Job,
    target: &'a Target,
    credentials: &'a Credentials,
    info: &'a CallInfo<'a>,
    /// What the program sent along in headers that are named like secrets.
    tokens: Vec<String>,
    /// When the whole call has to be done.
    deadline: Option<Instant>,
    took: Duration,
}

impl Attempted<'_> {
    fn answered(&self, mut response: HttpResponse) -> Result<Received, Error> {
        let mut value = (self.job.output)();
        match self.read(&response, &mut *value) {
            Ok(mut success) => {
                self.hide(&mut success, &mut response);
                let meta = Meta {
                    response,
                    request_id: success.request_id,
                    attempts: Vec::new(),
                    findings: success.findings,
                    credentials: Some(self.credentials.clone()),
                };
                self.report(Some(&meta.response), None);
                self.report_findings(&meta.findings);
                Ok((value, meta))
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
            whole_characters: false,
            is_late: Some(&is_late),
        };
        answer::read(self.job.operation, protocol, response, now, decoding, value)
    }

    /// What must not be shown of the call beside what its credentials hold.
    fn secrets(&self) -> Secrets<'_> {
        self.credentials.hidden().and(self.tokens.iter().cloned())
    }

    /// Hides the call's secrets in all of a success but the result itself, which is the program's.
    fn hide(&self, success: &mut Success, response: &mut HttpResponse) {
        let secrets = self.secrets();
        if !success.findings.is_empty()
            && let Some(body) = secrets.hide_in_bytes(&response.body)
        {
            // They quote the beginnings of names, and of a secret that was cut little is known.
            let mut shown = response.clone();
            shown.body = body.into();
            let again = self.read(&shown, &mut *(self.job.output)());
            success.findings = again.map(|again| again.findings).unwrap_or_default();
        }
        secrets.hide_in_any(&mut success.request_id);
        secrets.hide_in_headers(&mut response.headers);
    }

    /// What an answer that is no result says, with the call's secrets hidden.
    ///
    /// It is read again where it holds any: an error quotes the beginning of what it cannot read, and
    /// little is known of a secret that was cut.
    #[cold]
    fn refused(&self, mut error: Error, response: &mut HttpResponse) -> Error {
        let parameters = self.job.parameters.secrets();
        let secrets = self.secrets().and(parameters);
        let difference = self.clock_difference(response);
        if response.hide(&secrets)
            && let Err(again) = self.read(response, &mut *(self.job.output)())
        {
            error = again.with_documented_code(&error);
        }
        let error = error
            .without(&secrets)
            .with_outlook(|outlook| outlook.clock_difference = difference);
        self.failed(error, Some(response))
    }

    /// That there was no answer, or none that could be read.
    #[cold]
    fn unanswered(&self, error: TransportError) -> Error {
        let secrets = self.secrets().and(self.job.parameters.secrets());
        self.failed(Error::from(error).without(&secrets), None)
    }

    #[cold]
    fn failed(&self, error: Error, response: Option<&HttpResponse>) -> Error {
        let error = error
            .with_operation(self.job.operation)
            .bound_for(&self.target.whereto());
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
        trace::attempt(self.info, response, error, self.took);
        #[cfg(feature = "metrics")]
        crate::engine::meter::attempt(self.info.operation, error);
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
        trace::findings(self.info, findings);
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

/// What a request is signed with at this moment.
pub(super) fn signing<'a>(
    job: &'a Job,
    target: &'a Target,
    credentials: &'a Credentials,
    info: &CallInfo<'_>,
) -> Result<Signing<'a>, Error> {
    let settings = &job.shared.settings;
    let options = job.options.as_deref();
    let mut extra = options.map_or_else(ExtraHeaders::default, |options| options.headers.clone());
    for interceptor in &settings.interceptors {
        let allowed = interceptor.before_signing(info, &mut extra);
        allowed.map_err(stopped)?;
    }
    Ok(Signing {
        operation: job.operation,
        user_agent: &settings.user_agent,
        language: settings.language.as_deref(),
        project_id: settings.project_id.as_deref(),
        signature_method: settings.signature_method,
        endpoint: &target.endpoint,
        region: target.region.as_deref(),
        credentials,
        derived_keys: &job.shared.derived_keys,
        time: job.service_time(),
        nonce: settings.nonce.next(),
        headers: extra.0,
    })
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
