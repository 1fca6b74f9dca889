//! The agency of the virtual machine this runs on, from its metadata service: with a token first,
//! without one on machines that have no such flow.

use http::Method;

use super::place::KEYS;
use super::with_ids;
use crate::credentials::exchange::{self, Answer, Patience, Step};
use crate::credentials::json;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::{BoxFuture, HttpRequest, HttpResponse};

const NAME: &str = "instance agency";
const METADATA: &str = "http://169.254.169.254";
const TOKEN_PATH: &str = "/meta-data/latest/api/token";
const KEY_PATH: &str = "/openstack/latest/securitykey";

/// The agency that is bound to the virtual machine.
#[derive(Clone, Copy, Debug)]
pub struct InstanceAgency;

impl InstanceAgency {
    fn find(environment: &Environment) -> Step {
        let metadata = environment.metadata_endpoint();
        let base = exchange::base(metadata.unwrap_or(METADATA));
        let request = HttpRequest::new(Method::PUT, format!("{base}{TOKEN_PATH}"))
            .with_header("X-Metadata-Token-Ttl-Seconds", "21600");
        Step::ask(NAME, request, Patience::Neighbour, move |_, answer| {
            ask_for_keys(&base, token(answer)?)
        })
    }
}

/// The token of the hardened flow; none on machines that do not know the flow.
fn token(answer: Answer) -> Result<Option<Secret>, CredentialsError> {
    let response = answer.map_err(exchange::unasked)?;
    match response.status {
        200 => {
            let token = String::from_utf8_lossy(&response.body).trim().to_owned();
            Ok(Some(Secret::new(token)).filter(|token| !token.is_empty()))
        }
        // What the vendor's SDK takes for "no such flow".
        404 | 405 | 503 => Ok(None),
        _ => Err(refused(&response, false)),
    }
}

fn ask_for_keys(base: &str, token: Option<Secret>) -> Result<Step, CredentialsError> {
    let mut request = HttpRequest::new(Method::GET, format!("{base}{KEY_PATH}"));
    if let Some(token) = &token {
        let value = exchange::header_value(NAME, "the metadata token", token)?;
        request = request.with_header("X-Metadata-Token", value);
    }
    let read = move |environment: &Environment, answer: Answer| {
        let response = answer?;
        if !response.is_success() {
            return Err(refused(&response, token.is_some()));
        }
        let mut answer = json::parse(NAME, "the answer", &response.body)?;
        let keys = answer.take("credential");
        let keys = json::temporary_keys(environment, NAME, keys, &KEYS, NAME.into())?;
        Ok(Step::Found(with_ids(keys, environment)))
    };
    Ok(Step::ask(NAME, request, Patience::Neighbour, read))
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
    exchange::refused(NAME, response, None, &[])
}

impl ProvideCredentials for InstanceAgency {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        exchange::provide(environment, Ok(Self::find(environment)))
    }
}
