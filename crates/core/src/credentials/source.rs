//! What all places of this crate share.

use std::fmt;

use super::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

/// What a search for credentials ends in.
pub(super) type Found = Result<Credentials, CredentialsError>;

/// A place as it is written here: its name, and how it finds.
pub(super) trait Source: Send + Sync + fmt::Debug + 'static {
    /// What the place is called in errors.
    const NAME: &'static str;

    /// Looks for credentials, under the contract of [`ProvideCredentials`].
    fn find(&self, environment: &Environment) -> impl Future<Output = Found> + Send;
}

impl<S: Source> ProvideCredentials for S {
    fn name(&self) -> &str {
        S::NAME
    }

    fn provide<'a>(&'a self, environment: &'a Environment) -> BoxFuture<'a, Found> {
        Box::pin(self.find(environment))
    }
}
