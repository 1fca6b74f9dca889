//! Whatever answers at an address that the environment or a profile names: a sidecar, mostly.

use http::Method;

use super::KEYS;
use crate::credentials::Environment;
use crate::credentials::exchange::{Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::transport::{HttpRequest, HttpResponse};

const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// The keys that `ALIBABA_CLOUD_CREDENTIALS_URI` answers. The address has to be https, or on this
/// machine or its link.
#[derive(Clone, Copy, Debug)]
pub struct CredentialsUri;

impl NamedProvider for CredentialsUri {
    const NAME: &'static str = "credentials URI";

    async fn find(&self, environment: &Environment) -> Found {
        let uri = environment.require(Self::NAME, VARIABLE)?;
        ask(environment, uri).await
    }
}

/// The same, of an address that a profile names.
#[derive(Debug)]
pub(super) struct UriOfProfile(pub(super) String);

impl NamedProvider for UriOfProfile {
    const NAME: &'static str = CredentialsUri::NAME;

    async fn find(&self, environment: &Environment) -> Found {
        ask(environment, self.0.clone()).await
    }
}

async fn ask(environment: &Environment, uri: String) -> Found {
    const NAME: &str = CredentialsUri::NAME;
    let exchange = Exchange::new(environment, NAME, Patience::Service);
    let read = |response: &HttpResponse| exchange.keys_by_code(response, &KEYS, NAME);
    exchange
        .ask(HttpRequest::new(Method::GET, uri), &read)
        .await
}
