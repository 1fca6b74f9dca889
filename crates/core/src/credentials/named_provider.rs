//! A place of credentials as it is written in this crate.

use std::fmt;

use super::value::Found;
use super::{Environment, ProvideCredentials};
use crate::transport::BoxFuture;

/// A place as it is written here: its name, and how it finds.
pub(super) trait NamedProvider: Send + Sync + fmt::Debug + 'static {
    /// What the place is called in errors.
    const NAME: &'static str;

    /// Looks for credentials, under the contract of [`ProvideCredentials`].
    fn find(&self, environment: &Environment) -> impl Future<Output = Found> + Send;
}

impl<P: NamedProvider> ProvideCredentials for P {
    fn name(&self) -> &str {
        P::NAME
    }

    fn provide<'a>(&'a self, environment: &'a Environment) -> BoxFuture<'a, Found> {
        Box::pin(self.find(environment))
    }
}
