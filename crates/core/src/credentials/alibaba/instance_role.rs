//! The role of the virtual machine this runs on, from its metadata service: the hardened flow with a
//! token first, without one where the machine has no such flow and nobody forbade it.

use http::Method;

use super::KEYS;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, CredentialsErrorKind, Environment};
use crate::secret::Secret;
use crate::transport::{HttpRequest, HttpResponse};

const NAME: &str = InstanceRole::NAME;
const METADATA: &str = "http://100.100.100.200";
const TOKEN_PATH: &str = "/latest/api/token";
const TOKEN_HEADER: &str = "X-aliyun-ecs-metadata-token";
const ROLE_PATH: &str = "/latest/meta-data/ram/security-credentials/";

/// The role of the virtual machine: the one that is named, or `ALIBABA_CLOUD_ECS_METADATA`, or
/// whatever is bound.
///
/// `ALIBABA_CLOUD_ECS_METADATA_DISABLED=true` switches it off, `ALIBABA_CLOUD_IMDSV1_DISABLED=true`
/// the flow without token.
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
        if environment.is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
            let message = "switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED";
            return Err(CredentialsError::not_configured(NAME, message));
        }
        let role = self.role.clone();
        let role = role.or_else(|| environment.variable("ALIBABA_CLOUD_ECS_METADATA"));
        let is_wanted = self.is_wanted || role.is_some();
        let found = find(environment, role, is_wanted).await;
        found.map_err(|error| match error.kind() {
            // What is wrong when nobody asked for this place is not the same as when somebody did.
            CredentialsErrorKind::Unreachable if !is_wanted => exchange::unasked(error),
            _ if is_wanted => exchange::missed(error),
            _ => error,
        })
    }
}

async fn find(environment: &Environment, role: Option<String>, is_wanted: bool) -> Found {
    let patience = Patience::of_metadata(environment, is_wanted);
    let exchange = Exchange::new(environment, NAME, patience);
    let put = HttpRequest::new(Method::PUT, format!("{}{TOKEN_PATH}", base(environment)))
        .with_header("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
    let token = match exchange.ask(put, &token).await {
        Ok(token) => Some(token),
        Err(error) if environment.is_true("ALIBABA_CLOUD_IMDSV1_DISABLED") => {
            return Err(exchange::unasked(error));
        }
        // A token request is also lost where a container is one hop further than its answer may go.
        Err(_) => None,
    };
    let patience = if token.is_some() {
        Patience::Neighbour
    } else {
        patience
    };
    let exchange = Exchange::new(environment, NAME, patience).hiding_all(&token);
    let get = |path: &str| get(environment, path, token.as_ref());
    let role = if let Some(role) = role {
        role
    } else {
        let has_token = token.is_some();
        let read = |response: &HttpResponse| first_role(response, has_token);
        let role = exchange.ask(get(ROLE_PATH)?, &read).await;
        role.map_err(|error| {
            if has_token {
                error
            } else {
                exchange::unasked(error)
            }
        })?
    };
    let path = format!("{ROLE_PATH}{}", cloudwright_sign::percent_encode(&role));
    let read = |response: &HttpResponse| {
        if response.status == 404 {
            let message = format!("no role {role} is bound to this machine");
            return Err(CredentialsError::not_configured(NAME, message));
        }
        exchange.keys_by_code(response, &KEYS, format!("{NAME} {role}"))
    };
    exchange.ask(get(&path)?, &read).await
}

fn get(
    environment: &Environment,
    path: &str,
    token: Option<&Secret>,
) -> Result<HttpRequest, CredentialsError> {
    let request = HttpRequest::new(Method::GET, format!("{}{path}", base(environment)));
    let Some(token) = token else {
        return Ok(request);
    };
    let value = exchange::header_value(NAME, "the metadata token", token)?;
    Ok(request.with_header(TOKEN_HEADER, value))
}

/// The token of the hardened flow, where it is to be had.
fn token(response: &HttpResponse) -> Result<Secret, CredentialsError> {
    if response.is_success() {
        let token = String::from_utf8_lossy(&response.body).trim().to_owned();
        if !token.is_empty() {
            return Ok(Secret::new(token));
        }
        let message = "the metadata token is empty";
        return Err(CredentialsError::not_configured(NAME, message));
    }
    if response.status < 500 {
        let message = format!("no metadata token to be had (HTTP {})", response.status);
        return Err(CredentialsError::not_configured(NAME, message));
    }
    Err(exchange::refused(NAME, response, None))
}

/// The first role that is bound.
fn first_role(response: &HttpResponse, has_token: bool) -> Result<String, CredentialsError> {
    match exchange::first_role(&response.body) {
        Some(role) if response.is_success() => Ok(role.to_owned()),
        // What gives no token and refuses is not this cloud's metadata service.
        _ if response.is_success()
            || response.status == 404
            || (!has_token && response.status < 500) =>
        {
            let message = "no role is bound to this machine";
            Err(CredentialsError::not_configured(NAME, message))
        }
        _ => Err(exchange::refused(NAME, response, None)),
    }
}

fn base(environment: &Environment) -> String {
    let metadata = environment.metadata_endpoint();
    exchange::base(metadata.unwrap_or(METADATA))
}
