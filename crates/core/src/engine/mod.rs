//! How a call travels: check and lay out, find credentials, then sign, send and read until there is
//! a result or a reason to stop.
//!
//! This is one piece of code for all actions, generic over nothing. It can be dropped at any await:
//! what it holds (a place among the calls in flight, a connection, a lock) is given back then.

pub(crate) mod answer;
mod attempt;
mod idempotency;
pub mod interceptor;
mod job;
#[cfg(feature = "metrics")]
mod meter;
pub(crate) mod pace;
mod progress;
mod repeat;
mod target;
pub(crate) mod trace;
#[cfg(any(feature = "metrics", feature = "tracing"))]
mod watch;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use crate::client::mode::Answer;
use crate::client::prepared::Prepared;
use crate::credentials::Credentials;
use crate::engine::interceptor::CallInfo;
use crate::error::Error;
use crate::machine::clock::{Elapsed, in_time};
use crate::transport::{BoxFuture, RequestSent};

use attempt::attempt;
pub(crate) use job::Job;
use progress::Progress;
use repeat::Repeats;
use target::{Checked, Target};
use trace::CallSpan;

/// Starts the call. Boxed here, so that the whole of it is compiled with this crate and not with
/// those that use it.
pub(crate) fn start(job: Job) -> BoxFuture<'static, Result<Answer, Error>> {
    Box::pin(run(job))
}

/// Starts to sign the call without sending it.
pub(crate) fn start_preparing(job: Job) -> BoxFuture<'static, Result<Prepared, Error>> {
    Box::pin(prepare(job))
}

async fn run(mut job: Job) -> Result<Answer, Error> {
    let mut progress = Progress::default();
    let shared = Arc::clone(&job.shared);
    let span = trace::call(&job);
    let timeout = job.timeout();
    let begun = shared.clock.now();
    progress.deadline = timeout.and_then(|timeout| begun.checked_add(timeout));
    #[cfg(any(feature = "metrics", feature = "tracing"))]
    let watch = watch::Watch::new(job.operation, &span, &*shared.clock, begun);
    let timed = {
        let steps = pin!(trace::within(&span, steps(&mut job, &span, &mut progress)));
        in_time(&*shared.clock, timeout, steps).await
    };
    let outcome = timed
        .unwrap_or_else(|Elapsed| Err(out_of_time(timeout, &mut progress)))
        .map_err(|error| {
            error
                .with_operation(job.operation)
                .with_attempts(&mut progress.failed)
        });
    #[cfg(any(feature = "metrics", feature = "tracing"))]
    watch.end(&outcome);
    outcome
}

#[cold]
fn out_of_time(timeout: Option<Duration>, progress: &mut Progress) -> Error {
    let timeout = timeout.unwrap_or_default();
    let message = format!("no result within the {timeout:?} that the call has");
    let sent = progress.request_sent();
    let error = match progress.last.take() {
        Some(last) => {
            let last_message = last.message();
            let message = format!("{message}; the last attempt failed: {last_message}");
            Error::timeout(message).with_source(last)
        }
        None => Error::timeout(message),
    };
    let error = match &progress.whereto {
        Some(whereto) => error.bound_for(whereto),
        None => error,
    };
    error.with_sent(sent)
}

/// What comes before the first attempt: the request checked and laid out, who signs it, where it goes.
async fn settle(job: &mut Job) -> Result<(Credentials, Box<Target>), Error> {
    job.fill_idempotency_token();
    let checked = Checked::of(job)?;
    let credentials = job.shared.credentials.get().await?;
    match Target::of(job, checked, &credentials).await {
        Ok(target) => Ok((credentials, target)),
        Err(error) => Err(error.without(&credentials.hidden())),
    }
}

async fn steps(job: &mut Job, span: &CallSpan, progress: &mut Progress) -> Result<Answer, Error> {
    let (mut credentials, target) = settle(job).await?;
    target.check_key(&credentials)?;
    let whereto = target.whereto();
    trace::whereto(span, &whereto);
    progress.whereto = Some(whereto);
    let mut repeats = Repeats::new(job);
    loop {
        let number = repeats.next_attempt();
        match attempt(job, &target, &credentials, number, progress).await {
            Ok((value, mut meta)) => {
                repeats.succeeded();
                meta.attempts = std::mem::take(&mut progress.failed);
                let meta = Arc::new(meta);
                return Ok(Answer { value, meta });
            }
            Err(failed) if failed.outlook().is_late => {
                let error = out_of_time(job.timeout(), progress);
                return Err(error.with_sent(RequestSent::Yes));
            }
            Err(failed) => {
                let wait = repeats.judge(failed, &credentials, progress)?;
                if !wait.is_zero() {
                    job.shared.clock.sleep(wait).await;
                }
                // Renewed where they had expired; otherwise these are the kept ones.
                let renewed = job.shared.credentials.get().await.map_err(Error::from);
                credentials = renewed.map_err(|error| error.without(&credentials.hidden()))?;
                target.check_key(&credentials)?;
            }
        }
    }
}

async fn prepare(mut job: Job) -> Result<Prepared, Error> {
    let timeout = job.timeout();
    let (shared, operation) = (Arc::clone(&job.shared), job.operation);
    let steps = pin!(async {
        let (credentials, target) = settle(&mut job).await?;
        let info = CallInfo {
            operation: job.operation,
            region: target.region.as_deref(),
            attempt: 1,
        };
        let signing = attempt::signing(&job, &target, &credentials, &info)?;
        let signed = (target.signer.sign)(&target.checked.draft, &signing)?;
        let tokens = credentials
            .secret_texts()
            .into_iter()
            .map(str::to_owned)
            .collect();
        Ok(Prepared::new(
            job.operation,
            target.signer.protocol,
            signed,
            tokens,
        ))
    });
    in_time(&*shared.clock, timeout, steps)
        .await
        .unwrap_or_else(|Elapsed| Err(out_of_time(timeout, &mut Progress::default())))
        .map_err(|error: Error| error.with_operation(operation))
}

#[cfg(test)]
mod tests;
