//! The role of the virtual machine this runs on, from its metadata service.
//!
//! Tencent's metadata service has no token step: whoever can reach it gets the keys.

use http::Method;

use super::RENEWAL;
use crate::credentials::exchange::{self, Answer, Patience, Step};
use crate::credentials::json::{self, KeyNames};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::{BoxFuture, HttpRequest, HttpResponse};

const NAME: &str = "instance role";
const METADATA: &str = "http://metadata.tencentyun.com";
const PATH: &str = "/latest/meta-data/cam/security-credentials/";

pub(super) const KEYS: KeyNames = KeyNames {
    id: "TmpSecretId",
    secret: "TmpSecretKey",
    token: "Token",
    expiry: "ExpiredTime",
    renewal: RENEWAL,
};

/// The role bound to the virtual machine, or the one that is named.
#[derive(Clone, Debug, Default)]
pub struct InstanceRole {
    role: Option<String>,
}

impl InstanceRole {
    /// Whatever role is bound.
    pub fn new() -> Self {
        Self::default()
    }

    /// This role.
    #[must_use]
    pub fn with_role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    fn find(&self, environment: &Environment) -> Step {
        match &self.role {
            Some(role) => ask_for_keys(environment, role.clone()),
            None => get(environment, PATH, |environment, answer| {
                Ok(ask_for_keys(environment, first_role(answer)?))
            }),
        }
    }
}

/// The first role that is bound; a machine without one is not configured, and neither is one that
/// is no virtual machine of this cloud.
fn first_role(answer: Answer) -> Result<String, CredentialsError> {
    let response = answer.map_err(exchange::unasked)?;
    match exchange::first_role(&response.body) {
        Some(role) if response.is_success() => Ok(role.to_owned()),
        _ if response.status < 500 => Err(CredentialsError::not_configured(
            NAME,
            "no role is bound to this machine",
        )),
        _ => Err(exchange::refused(NAME, &response, None, &[])),
    }
}

fn ask_for_keys(environment: &Environment, role: String) -> Step {
    let path = format!("{PATH}{}", cloudwright_sign::percent_encode(&role));
    get(environment, &path, move |environment, answer| {
        keys(environment, &answer?, &role).map(Step::Found)
    })
}

fn keys(
    environment: &Environment,
    response: &HttpResponse,
    role: &str,
) -> Result<Credentials, CredentialsError> {
    if !response.is_success() {
        return Err(exchange::refused(NAME, response, None, &[]));
    }
    let value = json::parse(NAME, "the answer", &response.body)?;
    let code = json::text(&value, "Code").unwrap_or("Success");
    if code != "Success" {
        return Err(exchange::refused(NAME, response, Some((code, "")), &[]));
    }
    let source = format!("{NAME} {role}");
    json::temporary_keys(environment, NAME, value, &KEYS, source.into())
}

fn get(
    environment: &Environment,
    path: &str,
    read: impl FnOnce(&Environment, Answer) -> Result<Step, CredentialsError> + Send + 'static,
) -> Step {
    Step::ask(NAME, request(environment, path), Patience::Neighbour, read)
}

#[inline(never)] // Called for the role and for its keys.
fn request(environment: &Environment, path: &str) -> HttpRequest {
    let metadata = environment.metadata_endpoint();
    let url = exchange::address(metadata.unwrap_or(METADATA), path);
    HttpRequest::new(Method::GET, url)
}

impl ProvideCredentials for InstanceRole {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        exchange::provide(environment, Ok(self.find(environment)))
    }
}
