//! The role of the virtual machine this runs on, from its metadata service.
//!
//! Tencent's metadata service has no token step: whoever can reach it gets the keys.

use http::Method;

use super::KEYS;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::transport::{HttpRequest, HttpResponse};

const NAME: &str = InstanceRole::NAME;
const METADATA: &str = "http://metadata.tencentyun.com";
const PATH: &str = "/latest/meta-data/cam/security-credentials/";

/// The role bound to the virtual machine, or the one that is named.
#[derive(Clone, Debug, Default)]
pub struct InstanceRole {
    role: Option<String>,
    is_wanted: bool,
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

    /// Some profile says that there is a role: that there is none is a failure then.
    pub(super) fn wanted(mut self) -> Self {
        self.is_wanted = true;
        self
    }
}

impl NamedProvider for InstanceRole {
    const NAME: &'static str = "instance role";

    async fn find(&self, environment: &Environment) -> Found {
        let role = if let Some(role) = &self.role {
            role.clone()
        } else {
            let patience = Patience::of_metadata(environment, self.is_wanted);
            let exchange = Exchange::new(environment, NAME, patience);
            let role = exchange.ask(request(environment, PATH), &first_role).await;
            role.map_err(|error| {
                if self.is_wanted {
                    exchange::missed(error)
                } else {
                    exchange::unasked(error)
                }
            })?
        };
        let path = format!("{PATH}{}", cloudwright_sign::percent_encode(&role));
        let exchange = Exchange::new(environment, NAME, Patience::Neighbour);
        let read = |response: &HttpResponse| {
            exchange.keys_by_code(response, &KEYS, format!("{NAME} {role}"))
        };
        exchange.ask(request(environment, &path), &read).await
    }
}

fn request(environment: &Environment, path: &str) -> HttpRequest {
    let metadata = environment.metadata_endpoint();
    let url = exchange::address(metadata.unwrap_or(METADATA), path);
    HttpRequest::new(Method::GET, url)
}

/// The first role that is bound; a machine without one is not configured, and neither is one that
/// is no virtual machine of this cloud.
fn first_role(response: &HttpResponse) -> Result<String, CredentialsError> {
    match exchange::first_role(&response.body) {
        Some(role) if response.is_success() => Ok(role.to_owned()),
        _ if response.status < 500 => Err(CredentialsError::not_configured(
            NAME,
            "no role is bound to this machine",
        )),
        _ => Err(exchange::refused(NAME, response, None)),
    }
}
