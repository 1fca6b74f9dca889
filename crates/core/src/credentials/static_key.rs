//! Credentials that are given: a value provides itself.

use super::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

/// Given credentials provide themselves, so that a client takes a value where it takes a provider.
impl ProvideCredentials for Credentials {
    fn name(&self) -> &str {
        self.source()
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        let credentials = self.clone();
        Box::pin(async move { Ok(credentials) })
    }
}
