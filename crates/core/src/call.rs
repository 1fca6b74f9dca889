//! A call before it is sent: which action, through which client, with which options.

mod setters;

use std::fmt;
use std::time::Duration;

use crate::client::Client;
use crate::codec::{Decode, Document, Json, Parameters};
use crate::dynamic;
use crate::error::Error;
use crate::meta::Operation;
use crate::mode::{Async, Mode, Work};
use crate::paging::{Paged, Pages};
use crate::prepared::Prepared;
use crate::redact;
use crate::retry::RetryPolicy;
use crate::send::{self, Job};

/// A call of one action. Generated actions hold one; the table-driven form is
/// [`send_dynamic`](Call::send_dynamic).
///
/// ```
/// # use cloudwright_core::{Client, meta::Operation};
/// # async fn example(client: Client, operation: &'static Operation) -> Result<(), cloudwright_core::Error> {
/// let parameters = serde_json::json!({ "RepoName": "ccs-dev/nginx", "Limit": 10 });
/// let answer = client.call(operation).send_dynamic(parameters).await?;
/// println!("{}", answer.into_inner().into_json());
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until it is sent"]
pub struct Call<M: Mode = Async> {
    pub(crate) client: Client<M>,
    operation: &'static Operation,
    parameters: Parameters,
    options: Option<Box<CallOptions>>,
}

/// What can be said about one call.
#[doc(hidden)]
#[derive(Clone, Default)]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) attempts: Option<u32>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) checks: Option<bool>,
    pub(crate) lenient_answers: Option<bool>,
}

impl CallOptions {
    /// The longest time for the whole call.
    pub fn timeout(&mut self, timeout: Duration) {
        self.timeout = Some(timeout);
    }

    /// The longest time for one attempt.
    pub fn attempt_timeout(&mut self, timeout: Duration) {
        self.attempt_timeout = Some(timeout);
    }

    /// How many attempts, the first included.
    pub fn attempts(&mut self, attempts: u32) {
        self.attempts = Some(attempts);
    }

    /// The region.
    pub fn region(&mut self, region: String) {
        self.region = Some(region);
    }

    /// The endpoint.
    pub fn endpoint(&mut self, endpoint: String) {
        self.endpoint = Some(endpoint);
    }

    /// A further header.
    pub fn header(&mut self, name: String, value: String) {
        self.headers.push((name, value));
    }

    /// Whether parameters are checked.
    pub fn checks(&mut self, check: bool) {
        self.checks = Some(check);
    }

    /// Whether what cannot be read of an answer is left out.
    pub fn lenient_answers(&mut self, lenient: bool) {
        self.lenient_answers = Some(lenient);
    }

    pub(crate) fn retry(&self, policy: RetryPolicy) -> RetryPolicy {
        self.attempts
            .map_or(policy, |attempts| policy.with_attempts(attempts))
    }
}

/// Headers that are named like secrets do not show their values.
impl fmt::Debug for CallOptions {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("attempts", &self.attempts)
            .field("region", &self.region)
            .field("endpoint", &self.endpoint)
            .field("headers", &redact::Headers(&self.headers))
            .field("checks", &self.checks)
            .field("lenient_answers", &self.lenient_answers)
            .finish()
    }
}

impl<M: Mode> Call<M> {
    pub(crate) fn new(client: Client<M>, operation: &'static Operation) -> Self {
        Self {
            client,
            operation,
            parameters: Parameters::new(operation.parameters),
            options: None,
        }
    }

    /// The table of the action.
    pub fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// The parameters, to be given. The generated setters go through this.
    pub(crate) fn parameters(&mut self) -> &mut Parameters {
        &mut self.parameters
    }

    /// What was given so far.
    pub(crate) fn given(&self) -> &Parameters {
        &self.parameters
    }

    /// The options, to be changed. The generated `with_…` setters go through this.
    #[doc(hidden)]
    pub fn options(&mut self) -> &mut CallOptions {
        self.options.get_or_insert_default()
    }

    /// Sets the longest time for the whole call: credentials, all attempts, the body.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.options().timeout(timeout);
        self
    }

    /// Sets the longest time for one attempt.
    pub fn with_attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options().attempt_timeout(timeout);
        self
    }

    /// Sets how many attempts the call makes, the first included.
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.options().attempts(attempts);
        self
    }

    /// Sends the call to another region.
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.options().region(region.into());
        self
    }

    /// Sends the call to another endpoint: a host, or a whole address.
    pub fn with_endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.options().endpoint(endpoint.into());
        self
    }

    /// Sends a further header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options().header(name.into(), value.into());
        self
    }

    /// Whether parameters are checked before anything is sent.
    pub fn with_checks(mut self, check: bool) -> Self {
        self.options().checks(check);
        self
    }

    /// Whether a value of the answer that is of another kind than documented is left out, which is
    /// a finding, or fails the call.
    pub fn with_lenient_answers(mut self, lenient: bool) -> Self {
        self.options().lenient_answers(lenient);
        self
    }

    /// Sends the call; the answer is read as a generated type.
    ///
    /// This is compiled for every action that is used: it stays as short as it can be.
    #[doc(hidden)]
    pub fn send<T: Decode + Default>(self) -> M::Sent<T> {
        let (mode, job) = self.into_job(empty::<T>);
        mode.sent(Work(send::start(job)))
    }

    /// The request as it would be sent, without sending it.
    #[doc(hidden)]
    pub fn prepare(self) -> M::Done<Prepared> {
        let (mode, job) = self.into_job(empty::<Document>);
        mode.done(send::start_preparing(job))
    }

    /// Sends a request of parameters by wire name, and takes any answer.
    ///
    /// `parameters` is an object, or `null` for none. Texts are taken for numbers, booleans and lists
    /// where the table says so. `null` is sent where the request is JSON, and fails the call where the request cannot
    /// say it; a name that is no parameter fails it as well.
    pub fn send_dynamic(self, parameters: Json) -> M::Sent<Document> {
        match self.dynamic(parameters) {
            Ok(call) => call.send(),
            Err((mode, error)) => {
                let failed = Box::pin(std::future::ready(Err(error)));
                mode.sent(Work(failed))
            }
        }
    }

    /// The request as it would be sent, signed, without sending it.
    pub fn prepare_dynamic(self, parameters: Json) -> M::Done<Prepared> {
        match self.dynamic(parameters) {
            Ok(call) => call.prepare(),
            Err((mode, error)) => {
                let failed = Box::pin(std::future::ready(Err(error)));
                mode.done(failed)
            }
        }
    }

    /// The pages of a paged action, by its table alone.
    ///
    /// # Errors
    ///
    /// What is wrong with the parameters.
    pub fn pages_dynamic(self, parameters: Json) -> Result<Pages<Document, M>, Error> {
        match self.dynamic(parameters) {
            Ok(call) => Ok(Pages::new(call)),
            Err((_, error)) => Err(error),
        }
    }

    /// The call with these parameters and no others.
    fn dynamic(mut self, parameters: Json) -> Result<Self, (M, Error)> {
        let asked = self.options.as_deref().and_then(|options| options.checks);
        let checked = asked.unwrap_or(self.client.shared.settings.checks);
        match dynamic::parameters(self.operation, parameters, checked) {
            Ok(parameters) => {
                self.parameters = parameters;
                Ok(self)
            }
            Err(wrong) => {
                let error = Error::invalid(wrong).with_operation(self.operation);
                Err((self.client.mode, error))
            }
        }
    }

    /// The pages of a paged action.
    #[doc(hidden)]
    pub fn pages<T: Paged>(self) -> Pages<T, M> {
        Pages::new(self)
    }

    fn into_job(self, output: fn() -> Box<dyn Decode>) -> (M, Job) {
        let job = Job {
            shared: self.client.shared,
            transport: self.client.transport,
            operation: self.operation,
            options: self.options,
            parameters: self.parameters,
            output,
        };
        (self.client.mode, job)
    }
}

/// A result to be filled.
fn empty<T: Decode + Default>() -> Box<dyn Decode> {
    Box::new(T::default())
}

impl<M: Mode> Clone for Call<M> {
    fn clone(&self) -> Self {
        Self {
            client: self.client.clone(),
            operation: self.operation,
            parameters: self.parameters.clone(),
            options: self.options.clone(),
        }
    }
}

impl<M: Mode> fmt::Debug for Call<M> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("service", &self.operation.service.id)
            .field("action", &self.operation.name)
            .field("parameters", &self.parameters)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
