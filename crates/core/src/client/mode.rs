//! Modes: the same calls, awaited or blocking.
//!
//! What is generated for an action is generic over the [`Mode`] of its client, so that both forms
//! are one piece of code.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use crate::client::response::{Meta, Response};
use crate::codec::Decode;
use crate::error::{Error, ErrorKind};
use crate::transport::BoxFuture;

/// How the calls of a client wait. There are two: [`Async`], and `Blocking` behind the feature
/// `blocking`.
pub trait Mode: sealed::Sealed + Sized + 'static {
    /// What sending a call gives: a future of the response, or the response.
    type Sent<T: Decode + Default>;
    /// What other work gives: a future of it, or it.
    type Done<T: Send + 'static>;

    /// The same mode for a clone of a client.
    #[doc(hidden)]
    #[must_use]
    fn another(&self) -> Self;

    /// Runs a call.
    #[doc(hidden)]
    fn sent<T: Decode + Default>(&self, work: Work) -> Self::Sent<T>;

    /// Runs other work.
    #[doc(hidden)]
    fn done<T: Send + 'static>(&self, work: BoxFuture<'static, Result<T, Error>>) -> Self::Done<T>;
}

/// The mode whose calls can be awaited: [`Async`].
pub trait AsyncMode: Mode {
    /// What sending gives, as the type it is.
    #[doc(hidden)]
    fn sending<T: Decode + Default>(sent: Self::Sent<T>) -> Sending<T>;
}

impl AsyncMode for Async {
    fn sending<T: Decode + Default>(sent: Sending<T>) -> Sending<T> {
        sent
    }
}

/// Calls are futures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Async;

impl Mode for Async {
    type Sent<T: Decode + Default> = Sending<T>;
    type Done<T: Send + 'static> = BoxFuture<'static, Result<T, Error>>;

    fn another(&self) -> Self {
        Self
    }

    fn sent<T: Decode + Default>(&self, work: Work) -> Sending<T> {
        Sending {
            work: work.0,
            output: PhantomData,
        }
    }

    fn done<T: Send + 'static>(
        &self,
        work: BoxFuture<'static, Result<T, Error>>,
    ) -> BoxFuture<'static, Result<T, Error>> {
        work
    }
}

/// A call on its way, whatever it answers.
#[doc(hidden)]
pub struct Work(pub(crate) BoxFuture<'static, Result<Answer, Error>>);

/// An answer whose type is not known any more.
pub(crate) struct Answer {
    pub(crate) value: Box<dyn Decode>,
    pub(crate) meta: Arc<Meta>,
}

impl Answer {
    /// The answer as the type it was made as.
    ///
    /// This is compiled for every action: it stays as short as it can be.
    pub(crate) fn into_response<T: Decode>(self) -> Result<Response<T>, Error> {
        let value: Box<dyn Any> = self.value;
        match value.downcast::<T>() {
            Ok(value) => Ok(Response::new(*value, self.meta)),
            Err(_) => Err(wrong_type()),
        }
    }
}

/// Cannot happen: a call makes its answer as the type it is asked for.
#[cold]
fn wrong_type() -> Error {
    Error::new(ErrorKind::Answer, "the answer was read as another type")
}

/// A call on its way. It does nothing until it is polled, and dropping it gives the call up.
#[must_use = "a call does nothing until it is awaited"]
pub struct Sending<T> {
    work: BoxFuture<'static, Result<Answer, Error>>,
    output: PhantomData<fn() -> T>,
}

impl<T: Decode> Future for Sending<T> {
    type Output = Result<Response<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.work
            .as_mut()
            .poll(context)
            .map(|outcome| outcome?.into_response())
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sending")
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}

    impl Sealed for super::Async {}
}
