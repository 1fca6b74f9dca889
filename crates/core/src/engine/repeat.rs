//! Whether and when the next attempt is made, within one call.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Job;
use super::progress::Progress;
use crate::credentials::Credentials;
use crate::error::Attempt;
use crate::error::Error;
use crate::meta::ErrorClass;
use crate::retry::{FailureKind, RetryPolicy, RetryReason, reason};

/// Two clocks that differ by less are not what a service complains of; the strictest takes five
/// minutes.
const NOTABLE_SKEW: i64 = 60;

/// Codes that mean a session that has expired as well as a wrong key or signature: Tencent's API
/// 2.0 (common error codes) and Huawei's API gateway (error codes) have one for all of it.
const UNTOLD: &[&str] = &["4100", "APIGW.0301", "APIG.0301"];

/// The state of retrying in one call.
pub(super) struct Repeats<'a> {
    job: &'a Job,
    policy: RetryPolicy,
    attempt: u32,
    /// What the last retry cost.
    spent: Option<u32>,
    /// The clock offset before it was corrected, once it was.
    skew_before: Option<i64>,
    renewed: bool,
}

impl<'a> Repeats<'a> {
    pub(super) fn new(job: &'a Job) -> Self {
        Self {
            job,
            policy: job.retry(),
            attempt: 0,
            spent: None,
            skew_before: None,
            renewed: false,
        }
    }

    pub(super) fn next_attempt(&mut self) -> u32 {
        self.attempt += 1;
        self.attempt
    }

    pub(super) fn succeeded(&self) {
        self.job.shared.budget.refund(self.spent);
    }

    /// How long to wait before the next attempt, or the error where there is none.
    pub(super) fn judge(
        &mut self,
        failed: Error,
        credentials: &Credentials,
        progress: &mut Progress,
    ) -> Result<Duration, Error> {
        let decided = self.decide(&failed, credentials, progress);
        progress.failed.push(Attempt {
            retry: decided.ok(),
            stopped: decided.err().flatten(),
            ..self.record(&failed)
        });
        match decided {
            Ok((_, wait)) => {
                progress.last = Some(failed);
                Ok(wait)
            }
            Err(_) => Err(failed),
        }
    }

    /// Why and when there is another attempt, or why there is none though the failure allows it.
    fn decide(
        &mut self,
        failed: &Error,
        credentials: &Credentials,
        progress: &Progress,
    ) -> Result<(RetryReason, Duration), Option<&'static str>> {
        let failure = failed.outlook().failure.ok_or(None)?;
        let reason = self.reason(failure, failed, credentials).ok_or(None)?;
        if self.attempt >= self.policy.attempts {
            return Err((self.attempt > 1).then_some("no attempts left"));
        }
        let jitter = crate::machine::random::fraction();
        let wait = self
            .policy
            .delay(reason, self.attempt, jitter, failed.outlook().retry_after);
        let clock = &self.job.shared.clock;
        let ends = clock.now().checked_add(wait);
        if progress
            .deadline
            .is_some_and(|deadline| ends.is_none_or(|ends| ends >= deadline))
        {
            return Err(Some("the next would be past the deadline"));
        }
        let cost = self.job.shared.budget.draw(reason);
        let cost = cost.ok_or(Some("the client's budget for retries is used up"))?;
        self.spent = Some(cost);
        self.mend(reason, failed, credentials);
        Ok((reason, wait))
    }

    /// Why another attempt may be made. What is mended is mended once a call.
    fn reason(
        &mut self,
        failure: FailureKind,
        failed: &Error,
        credentials: &Credentials,
    ) -> Option<RetryReason> {
        let reason = match failure {
            // Services tell a stale signature from a wrong one badly: the date decides.
            FailureKind::Service(ErrorClass::Auth | ErrorClass::ClockSkew)
                if self.is_skewed(failed) =>
            {
                Some(RetryReason::ClockSkew)
            }
            // The same code stands for a nonce that was seen and for a time that is far off. What
            // was seen may have been applied.
            FailureKind::Service(ErrorClass::Replay)
                if self.job.is_repeatable() && self.is_skewed(failed) =>
            {
                Some(RetryReason::ClockSkew)
            }
            FailureKind::Service(ErrorClass::ClockSkew) => {
                self.forget_skew();
                None
            }
            FailureKind::Service(ErrorClass::Auth) if may_have_expired(failed, credentials) => {
                Some(RetryReason::ExpiredCredentials)
            }
            failure => reason(failure, self.job.is_repeatable()),
        };
        match reason {
            Some(RetryReason::ExpiredCredentials) if self.renewed => None,
            reason => reason,
        }
    }

    fn is_skewed(&self, failed: &Error) -> bool {
        let known = self.job.shared.skew.load(Ordering::Relaxed);
        let differs = |difference: i64| difference.abs_diff(known) >= NOTABLE_SKEW.unsigned_abs();
        self.skew_before.is_none() && failed.outlook().clock_difference.is_some_and(differs)
    }

    /// The corrected time was refused as well: the date it came from is not the service's.
    fn forget_skew(&mut self) {
        if let Some(before) = self.skew_before {
            self.job.shared.skew.store(before, Ordering::Relaxed);
        }
    }

    fn mend(&mut self, reason: RetryReason, failed: &Error, credentials: &Credentials) {
        let shared = &self.job.shared;
        match reason {
            RetryReason::ClockSkew => {
                if let Some(difference) = failed.outlook().clock_difference {
                    self.skew_before = Some(shared.skew.swap(difference, Ordering::Relaxed));
                }
            }
            RetryReason::ExpiredCredentials => {
                self.renewed = true;
                shared.credentials.invalidate(credentials);
            }
            _ => {}
        }
    }

    fn record(&self, failed: &Error) -> Attempt {
        Attempt {
            number: self.attempt,
            status: failed.status(),
            code: failed.code().cloned(),
            request_id: failed.request_id().map(str::to_owned),
            took: failed.outlook().took,
            retry: None,
            outcome: failed.message().to_owned(),
            stopped: None,
        }
    }
}

/// Whether a refusal that does not say so can be about a session that is over. Only what is known
/// to expire has a place where another comes from.
fn may_have_expired(failed: &Error, credentials: &Credentials) -> bool {
    let code = failed.code();
    credentials.expires_at().is_some() && code.is_some_and(|code| UNTOLD.contains(&code.as_str()))
}
