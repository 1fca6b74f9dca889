//! A call before it is sent: which action, through which client, with which options.

mod options;

use std::fmt;
use std::future::ready;

use crate::client::Client;
use crate::client::dynamic;
use crate::client::mode::{Async, Mode, Work};
use crate::client::prepared::Prepared;
use crate::codec::{Decode, Document, Json, Parameters, Value};
use crate::engine::{self, Job};
use crate::error::Error;
use crate::meta::Operation;

pub use options::CallOptions;

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

impl<M: Mode> Client<M> {
    /// A call of an action.
    pub fn call(&self, operation: &'static Operation) -> Call<M> {
        Call::new(self.clone(), operation)
    }
}

impl<M: Mode> Call<M> {
    fn new(client: Client<M>, operation: &'static Operation) -> Self {
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

    /// The parameters, to be given.
    pub(crate) fn parameters(&mut self) -> &mut Parameters {
        &mut self.parameters
    }

    /// Gives a parameter, as the setters of generated actions do; what was given before is forgotten.
    #[doc(hidden)]
    pub fn set(&mut self, name: &'static str, value: &dyn Value) {
        self.parameters.set(name, value);
    }

    /// What was given so far.
    pub(crate) fn given(&self) -> &Parameters {
        &self.parameters
    }

    /// The options, to be changed.
    #[doc(hidden)]
    pub fn options(&mut self) -> &mut CallOptions {
        self.options.get_or_insert_default()
    }

    crate::call_options!();

    /// Sends the call; the answer is read as a generated type.
    ///
    /// This is compiled for every action that is used: it stays as short as it can be.
    #[doc(hidden)]
    pub fn send<T: Decode + Default>(self) -> M::Sent<T> {
        let (mode, job) = self.into_job(empty::<T>);
        mode.sent(Work(engine::start(job)))
    }

    /// The request as it would be sent, without sending it.
    #[doc(hidden)]
    pub fn prepare(self) -> M::Done<Prepared> {
        let (mode, job) = self.into_job(empty::<Document>);
        mode.done(engine::start_preparing(job))
    }

    /// Sends a request of parameters by wire name, and takes any answer.
    ///
    /// `parameters` is an object, or `null` for none. Texts are taken for numbers, booleans and lists
    /// where the table says so. `null` is sent where the request is JSON, and fails the call where the request cannot
    /// say it; a name that is no parameter fails it as well.
    pub fn send_dynamic(self, parameters: Json) -> M::Sent<Document> {
        let mode = self.client.mode.another();
        match self.dynamic(parameters) {
            Ok(call) => call.send(),
            Err(error) => mode.sent(Work(Box::pin(ready(Err(error))))),
        }
    }

    /// The request as it would be sent, signed, without sending it.
    pub fn prepare_dynamic(self, parameters: Json) -> M::Done<Prepared> {
        let mode = self.client.mode.another();
        match self.dynamic(parameters) {
            Ok(call) => call.prepare(),
            Err(error) => mode.done(Box::pin(ready(Err(error)))),
        }
    }

    /// The call with these parameters and no others.
    pub(crate) fn dynamic(mut self, parameters: Json) -> Result<Self, Error> {
        self.parameters = self.converted(parameters)?;
        Ok(self)
    }

    /// Gives further parameters, by wire name.
    ///
    /// # Errors
    ///
    /// What is no parameter, or cannot be one's value.
    #[doc(hidden)]
    pub fn give(&mut self, parameters: Json) -> Result<(), Error> {
        let given = self.converted(parameters)?;
        self.parameters.take(given);
        Ok(())
    }

    fn converted(&self, parameters: Json) -> Result<Parameters, Error> {
        let asked = self.options.as_deref().and_then(|options| options.checks);
        let checked = asked.unwrap_or(self.client.shared.settings.checks);
        dynamic::parameters(self.operation, parameters, checked)
            .map_err(|wrong| Error::invalid(wrong).with_operation(self.operation))
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

/// The parameters that were given, by wire name; secrets too.
#[cfg(feature = "serde")]
impl<M: Mode> crate::codec::serde::serde_core::Serialize for Call<M> {
    fn serialize<S: crate::codec::serde::serde_core::Serializer>(
        &self,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        self.parameters.serialize(to)
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
