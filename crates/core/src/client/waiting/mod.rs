//! Waiting: an action that only reads is asked again and again until its answer says that something is
//! done, by what its page documents or by what the program looks for.
//!
//! A fault within one call is the retry policy's matter. What is decided here is which answer ends the
//! wait (`judge`), how long to pause between two, and when it is enough (`course`).

mod course;
mod error;
mod judge;

use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub use error::{WaitError, WaitErrorKind};

use crate::client::call::Call;
use crate::client::mode::{Async, Mode};
use crate::client::response::Response;
use crate::codec::{Decode, Document, Json};
use crate::error::Error;
use crate::machine::clock::Clock;
use crate::machine::random;
use crate::meta::{Access, Wait, WaitOutcome};
use crate::transport::BoxFuture;
use course::{Course, WaitPolicy};
use error::WaitErrorFields;
use judge::Judgement;

/// One call of a wait, as [`Polling::on_answer`] tells of it.
#[derive(Debug)]
#[non_exhaustive]
pub struct Asked<'a, T> {
    /// Its number; the first is 1.
    pub number: u32,
    /// The answer, or why there was none.
    pub outcome: Result<&'a Response<T>, &'a Error>,
    /// The state in it, where the wait is a documented one.
    pub state: Option<&'a str>,
    /// The time since the wait began.
    pub waited: Duration,
    /// How long it is until the next call; `None` after the last one.
    pub next: Option<Duration>,
}

type Function<'a, T> = Box<dyn FnMut(&Response<T>) -> WaitOutcome + Send + 'a>;
type Listener<'a, T> = Box<dyn FnMut(&Asked<'_, T>) + Send + 'a>;

/// What decides whether an answer ends the wait.
enum Judge<'a, T> {
    Documented(&'static Wait),
    Function(Function<'a, T>),
}

/// A call that is repeated until its answer says that something is done.
///
/// With an async client it is awaited, with a blocking one it has `wait`. The first call is made at once;
/// between two there is a pause that is drawn evenly from the shortest (2 s) to a bound that doubles
/// up to the longest (30 s). It ends with the answer that says so, or with a [`WaitError`]: after ten
/// minutes, where the answer says that it failed, and where a call fails for good.
///
/// ```no_run
/// # use cloudwright_core::{Error, Polling, codec::Decode};
/// # use std::time::Duration;
/// # async fn example<T: Decode + Default>(polling: Polling<'_, T>) -> Result<(), Error> {
/// let answer = polling
///     .with_deadline(Duration::from_secs(1800))
///     .on_answer(|asked| eprintln!("{} {:?}", asked.number, asked.state))
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is asked until it is awaited"]
pub struct Polling<'a, T, M: Mode = Async> {
    call: Call<M>,
    judge: Judge<'a, T>,
    listener: Option<Listener<'a, T>>,
    policy: WaitPolicy,
    /// Whether a state that nobody documented ends the wait.
    is_strict: bool,
}

impl<M: Mode> Call<M> {
    /// Repeats the call until its answer has a documented state.
    #[doc(hidden)]
    pub fn wait_until<T>(self, wait: &'static Wait) -> Polling<'static, T, M> {
        let mut polling = Polling::new(self, Judge::Documented(wait));
        if let Some(seconds) = wait.delay {
            polling.policy.least = Duration::from_secs(seconds.into());
        }
        polling
    }

    /// Repeats the call until a function says that its answer is the one.
    #[doc(hidden)]
    pub fn poll_until<'a, T, O: Into<WaitOutcome>>(
        self,
        mut is_it: impl FnMut(&Response<T>) -> O + Send + 'a,
    ) -> Polling<'a, T, M> {
        let function = move |answer: &Response<T>| is_it(answer).into();
        Polling::new(self, Judge::Function(Box::new(function)))
    }

    /// Repeats a call of parameters by wire name until its answer has a documented state, by its table alone.
    ///
    /// # Errors
    ///
    /// What is wrong with the parameters.
    pub fn wait_dynamic(
        self,
        parameters: Json,
        wait: &'static Wait,
    ) -> Result<Polling<'static, Document, M>, Error> {
        Ok(self.dynamic(parameters)?.wait_until(wait))
    }

    /// Repeats a call of parameters by wire name until a function says that its answer is the one.
    ///
    /// # Errors
    ///
    /// What is wrong with the parameters.
    pub fn poll_dynamic<'a, O: Into<WaitOutcome>>(
        self,
        parameters: Json,
        is_it: impl FnMut(&Response<Document>) -> O + Send + 'a,
    ) -> Result<Polling<'a, Document, M>, Error> {
        Ok(self.dynamic(parameters)?.poll_until(is_it))
    }
}

impl<'a, T, M: Mode> Polling<'a, T, M> {
    fn new(call: Call<M>, judge: Judge<'a, T>) -> Self {
        Self {
            call,
            judge,
            listener: None,
            policy: WaitPolicy::standard(),
            is_strict: false,
        }
    }

    /// Sets the shortest and the longest pause between two calls; a longest below the shortest counts as that.
    pub fn with_delays(mut self, shortest: Duration, longest: Duration) -> Self {
        self.policy.least = shortest;
        self.policy.most = longest;
        self
    }

    /// Sets how long it may take altogether; ten minutes unless set, and no end with `None`. The call that is
    /// under way then is given up.
    pub fn with_deadline(mut self, deadline: impl Into<Option<Duration>>) -> Self {
        self.policy.deadline = deadline.into();
        self
    }

    /// Sets how many calls in a row may fail for the moment, their retries included, before the wait
    /// ends with the last one's error; 3 unless set. Of an action that writes none may.
    pub fn with_failures(mut self, calls: u32) -> Self {
        self.policy.failures = calls;
        self
    }

    /// Whether a state that nobody documented ends the wait. Unless set, it is passed like any other.
    pub fn with_known_states_only(mut self, strict: bool) -> Self {
        self.is_strict = strict;
        self
    }

    /// Tells a function of each call and its answer.
    pub fn on_answer<'b>(self, listener: impl FnMut(&Asked<'_, T>) + Send + 'b) -> Polling<'b, T, M>
    where
        'a: 'b,
    {
        Polling {
            call: self.call,
            judge: self.judge,
            listener: Some(Box::new(listener)),
            policy: self.policy,
            is_strict: self.is_strict,
        }
    }
}

/// What comes after a call: a pause before the next one, or the end.
type AfterCall<T> = ControlFlow<Result<Response<T>, WaitError<T>>, Duration>;

/// A wait under way.
struct Running<'a, T, M: Mode> {
    polling: Polling<'a, T, M>,
    clock: Arc<dyn Clock>,
    course: Course,
    /// The last answer, and the state in it.
    answer: Option<Response<T>>,
    state: Option<String>,
}

impl<'a, T: Decode + Default, M: Mode> Running<'a, T, M> {
    fn new(polling: Polling<'a, T, M>) -> Self {
        let clock = Arc::clone(&polling.call.client.shared.clock);
        Self {
            course: Course::new(&polling.policy, clock.now()),
            polling,
            clock,
            answer: None,
            state: None,
        }
    }

    /// The next call, which has no more time than the wait.
    fn ask(&mut self) -> M::Sent<T> {
        self.course.asked = self.course.asked.saturating_add(1);
        let mut call = self.polling.call.clone();
        if let Some(remaining) = self.course.remaining(self.clock.now()) {
            let settled = call.client.shared.settings.timeout;
            let timeout = &mut call.options().timeout;
            let own = timeout.or(settled);
            *timeout = Some(own.map_or(remaining, |own| own.min(remaining)));
        }
        call.send()
    }

    /// Takes a call's outcome in.
    fn take(&mut self, outcome: Result<Response<T>, Error>) -> AfterCall<T> {
        let now = self.clock.now();
        let verdict = match &outcome {
            Ok(answer) => self.judge(answer),
            Err(error) => self.judge_failure(error, now),
        };
        let pause = match verdict {
            Ok(WaitOutcome::Success) => {
                self.tell(now, outcome.as_ref(), None);
                let nothing = |error| Response::of_nothing(&error);
                return ControlFlow::Break(Ok(outcome.unwrap_or_else(nothing)));
            }
            Ok(WaitOutcome::Pending) => self.pause(now),
            Ok(WaitOutcome::Failure) => Err(WaitErrorKind::Failed),
            Err(kind) => Err(kind),
        };
        self.tell(now, outcome.as_ref(), pause.ok());
        let error = outcome.map(|answer| self.answer = Some(answer)).err();
        match pause {
            Ok(delay) => ControlFlow::Continue(delay),
            Err(kind) => ControlFlow::Break(Err(self.ended(kind, error, now))),
        }
    }

    fn judge(&mut self, answer: &Response<T>) -> Result<WaitOutcome, WaitErrorKind> {
        self.course.failed = 0;
        let judgement = match &mut self.polling.judge {
            Judge::Documented(wait) => {
                let operation = self.polling.call.operation();
                judge::body(operation, wait, answer.body())
            }
            Judge::Function(function) => Judgement::of(function(answer)),
        };
        self.state = judgement.state;
        let is_strict = self.polling.is_strict && !judgement.is_known;
        match judgement.outcome {
            WaitOutcome::Pending if is_strict => Err(WaitErrorKind::UnknownState),
            outcome => Ok(outcome),
        }
    }

    fn judge_failure(&mut self, error: &Error, now: Instant) -> Result<WaitOutcome, WaitErrorKind> {
        let absent = match &self.polling.judge {
            Judge::Documented(wait) if error.is_not_found() => wait.absent,
            _ => None,
        };
        absent.map_or_else(|| self.tolerate(error, now), Ok)
    }

    /// Whether it is any use to make another call after one that failed.
    fn tolerate(&mut self, error: &Error, now: Instant) -> Result<WaitOutcome, WaitErrorKind> {
        let remaining = self.course.remaining(now);
        if remaining.is_some_and(|rest| rest.is_zero()) {
            return Err(WaitErrorKind::Deadline);
        }
        let is_read = self.polling.call.operation().access == Access::Read;
        if !is_read || !error.is_retryable() || self.course.failed >= self.polling.policy.failures {
            return Err(WaitErrorKind::Call);
        }
        self.course.failed += 1;
        Ok(WaitOutcome::Pending)
    }

    fn pause(&self, now: Instant) -> Result<Duration, WaitErrorKind> {
        let jitter = random::fraction();
        let delay = self.course.delay(&self.polling.policy, now, jitter);
        delay.ok_or(WaitErrorKind::Deadline)
    }

    fn tell(
        &mut self,
        now: Instant,
        outcome: Result<&Response<T>, &Error>,
        next: Option<Duration>,
    ) {
        if let Some(listener) = &mut self.polling.listener {
            listener(&Asked {
                number: self.course.asked,
                outcome,
                state: self.state.as_deref().filter(|_| outcome.is_ok()),
                waited: self.course.waited(now),
                next,
            });
        }
    }

    fn ended(&mut self, kind: WaitErrorKind, error: Option<Error>, now: Instant) -> WaitError<T> {
        let wait = match self.polling.judge {
            Judge::Documented(wait) => Some(wait.name),
            Judge::Function(_) => None,
        };
        WaitError::new(WaitErrorFields {
            kind,
            operation: self.polling.call.operation(),
            wait,
            state: self.state.take(),
            answer: self.answer.take(),
            error,
            asked: self.course.asked,
            waited: self.course.waited(now),
        })
    }
}

impl<'a, T: Decode + Default> IntoFuture for Polling<'a, T, Async> {
    type Output = Result<Response<T>, WaitError<T>>;
    type IntoFuture = BoxFuture<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let mut running = Running::new(self);
        Box::pin(async move {
            loop {
                let outcome = running.ask().await;
                match running.take(outcome) {
                    ControlFlow::Break(outcome) => return outcome,
                    ControlFlow::Continue(delay) => running.clock.sleep(delay).await,
                }
            }
        })
    }
}

#[cfg(feature = "blocking")]
impl<T: Decode + Default> Polling<'_, T, crate::Blocking> {
    /// Asks until it is done.
    ///
    /// # Errors
    ///
    /// Why it did not come to that.
    pub fn wait(self) -> Result<Response<T>, WaitError<T>> {
        let mut running = Running::new(self);
        loop {
            let outcome = running.ask();
            match running.take(outcome) {
                ControlFlow::Break(outcome) => return outcome,
                ControlFlow::Continue(delay) => running.sleep(delay)?,
            }
        }
    }
}

#[cfg(feature = "blocking")]
impl<T: Decode + Default> Running<'_, T, crate::Blocking> {
    fn sleep(&mut self, delay: Duration) -> Result<(), WaitError<T>> {
        let sleep = self.clock.sleep(delay);
        let mode = &self.polling.call.client.mode;
        let slept = mode.done(Box::pin(async move {
            sleep.await;
            Ok(())
        }));
        slept.map_err(|error| self.ended(WaitErrorKind::Call, Some(error), self.clock.now()))
    }
}

impl<T, M: Mode> fmt::Debug for Polling<'_, T, M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Polling")
            .field("call", &self.call)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
