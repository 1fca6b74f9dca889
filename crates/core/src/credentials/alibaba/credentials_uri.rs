//! Whatever answers at an address that the environment or a profile names: a sidecar, mostly.

use http::Method;

use super::KEYS;
use crate::credentials::Environment;
use crate::credentials::exchange::{self, Exchange, Patience, Told};
use crate::credentials::json;
use crate::credentials::source::{Found, Source};
use crate::transport::{HttpRequest, HttpResponse};

const VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_URI";

/// The keys that `ALIBABA_CLOUD_CREDENTIALS_URI` answers. The address has to be https, or on this
/// machine or its link.
#[derive(Clone, Copy, Debug)]
pub struct CredentialsUri;

impl Source for CredentialsUri {
    const NAME: &'static str = "credentials URI";

    async fn find(&self, environment: &Environment) -> Found {
        let uri = environment.require(Self::NAME, VARIABLE)?;
        ask(environment, uri).await
    }
}

/// The same, of an address that a profile names.
#[derive(Debug)]
pub(super) struct UriOfProfile(pub(super) String);

impl Source for UriOfProfile {
    const NAME: &'static str = CredentialsUri::NAME;

    async fn find(&self, environment: &Environment) -> Found {
        ask(environment, self.0.clone()).await
    }
}

async fn ask(environment: &Environment, uri: String) -> Found {
    let exchange = Exchange::new(environment, CredentialsUri::NAME, Patience::Service);
    let read = |response: &HttpResponse| keys(environment, response);
    exchange.ask(HttpRequest::new(Method::GET, uri), read).await
}

fn keys(environment: &Environment, response: &HttpResponse) -> Found {
    const NAME: &str = CredentialsUri::NAME;
    if !response.is_success() {
        return Err(exchange::refused(NAME, response, None));
    }
    let value = json::parse(NAME, "the answer", &response.body)?;
    match json::text(&value, "Code") {
        Some(code) if code != "Success" => {
            let told = Told::code(code);
            Err(exchange::refused(NAME, response, Some(&told)))
        }
        _ => json::temporary_keys(environment, NAME, value, &KEYS, NAME.into()),
    }
}
