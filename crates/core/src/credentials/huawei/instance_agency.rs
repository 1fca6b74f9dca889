//! The agency of the virtual machine this runs on, from its metadata service: with a token first,
//! without one on machines that have no such flow.

use http::Method;

use super::services::KEYS;
use super::with_ids;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::secret::Secret;
use crate::transport::{HttpRequest, HttpResponse};

const NAME: &str = InstanceAgency::NAME;
const METADATA: &str = "http://169.254.169.254";
const TOKEN_PATH: &str = "/meta-data/latest/api/token";
const KEY_PATH: &str = "/openstack/latest/securitykey";

/// The agency that is bound to the virtual machine.
#[derive(Clone, Copy, Debug)]
pub struct InstanceAgency;

impl NamedProvider for InstanceAgency {
    const NAME: &'static str = "instance agency";

    async fn find(&self, environment: &Environment) -> Found {
        let metadata = environment.metadata_endpoint();
        let base = exchange::base(metadata.unwrap_or(METADATA));
        let put = HttpRequest::new(Method::PUT, format!("{base}{TOKEN_PATH}"))
            .with_header("X-Metadata-Token-Ttl-Seconds", "21600");
        let patience = Patience::of_metadata(environment, false);
        let exchange = Exchange::new(environment, NAME, patience);
        let token = exchange.ask(put, &token).await.map_err(exchange::unasked)?;

        let mut get = HttpRequest::new(Method::GET, format!("{base}{KEY_PATH}"));
        if let Some(token) = &token {
            let value = exchange::header_value(NAME, "the metadata token", token)?;
            get = get.with_header("X-Metadata-Token", value);
        }
        let exchange = Exchange::new(environment, NAME, Patience::Neighbour).hiding_all(&token);
        let read = |response: &HttpResponse| {
            if !response.is_success() {
                return Err(refused(response, token.is_some()));
            }
            let mut answer = json::parse(NAME, "the answer", &response.body)?;
            exchange.keys(answer.take("credential"), &KEYS, NAME)
        };
        let keys = exchange.ask(get, &read).await?;
        Ok(with_ids(keys, environment))
    }
}

/// The token of the hardened flow; none on machines that do not know the flow.
fn token(response: &HttpResponse) -> Result<Option<Secret>, CredentialsError> {
    match response.status {
        200 => {
            let token = String::from_utf8_lossy(&response.body).trim().to_owned();
            Ok(Some(Secret::new(token)).filter(|token| !token.is_empty()))
        }
        // What the vendor's SDK takes for "no such flow".
        404 | 405 | 503 => Ok(None),
        _ => Err(refused(response, false)),
    }
}

/// A machine of this cloud without an agency says that it has none. One of another cloud, which has
/// its own metadata service at this address, gives no token and refuses.
fn refused(response: &HttpResponse, gave_token: bool) -> CredentialsError {
    let without_agency = response.status == 401
        && String::from_utf8_lossy(&response.body).contains("configure Cloud Service Agency");
    let is_another_clouds = !gave_token && (400..500).contains(&response.status);
    if without_agency || is_another_clouds || response.status == 404 {
        return CredentialsError::not_configured(NAME, "no agency is bound to this machine");
    }
    exchange::refused(NAME, response, None)
}
