//! The role of the virtual machine this runs on, from its metadata service: the hardened flow with a
//! token first, without one where the machine has no such flow and nobody forbade it.

use http::Method;

use super::{KEYS, RENEWAL};
use crate::credentials::exchange::{self, Patience};
use crate::credentials::json;
use crate::credentials::{
    Credentials, CredentialsError, CredentialsErrorKind, Environment, ProvideCredentials,
};
use crate::secret::Secret;
use crate::transport::{BoxFuture, HttpRequest, HttpResponse};

const NAME: &str = "instance role";
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
    named: bool,
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
    pub(super) fn named_by_user(mut self) -> Self {
        self.named = true;
        self
    }

    async fn find(&self, environment: &Environment) -> Result<Credentials, CredentialsError> {
        if environment.is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
            let message = "switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED";
            return Err(CredentialsError::not_configured(NAME, message));
        }
        let role = self
            .role
            .clone()
            .or_else(|| environment.variable("ALIBABA_CLOUD_ECS_METADATA"));
        let wanted = self.named || role.is_some();
        self.ask(environment, role)
            .await
            .map_err(|error| match error.kind() {
                CredentialsErrorKind::Unreachable if !wanted => {
                    error.with_kind(CredentialsErrorKind::NotConfigured)
                }
                CredentialsErrorKind::NotConfigured if wanted && error.is_transient() => {
                    error.with_kind(CredentialsErrorKind::Unreachable)
                }
                CredentialsErrorKind::NotConfigured if wanted => {
                    error.with_kind(CredentialsErrorKind::Misconfigured)
                }
                _ => error,
            })
    }

    async fn ask(
        &self,
        environment: &Environment,
        role: Option<String>,
    ) -> Result<Credentials, CredentialsError> {
        let token = token(environment).await?;
        let role = match role {
            Some(role) => role,
            None => first_role(environment, token.as_ref()).await?,
        };
        let path = format!("{ROLE_PATH}{}", cloudwright_sign::percent_encode(&role));
        let response = get(environment, &path, token.as_ref()).await?;
        if response.status == 404 {
            let message = format!("no role {role} is bound to this machine");
            return Err(CredentialsError::not_configured(NAME, message));
        }
        if !response.is_success() {
            return Err(exchange::refused(NAME, &response, None, &[]));
        }
        let value = json::parse(NAME, "the answer", &response.body)?;
        let code = json::text(&value, "Code").unwrap_or("Success");
        if code != "Success" {
            return Err(exchange::refused(NAME, &response, Some((code, "")), &[]));
        }
        let now = environment.unix_seconds();
        Ok(json::temporary_keys(NAME, value, KEYS, now)?
            .with_renewal_window(RENEWAL)
            .with_source(format!("{NAME} {role}")))
    }
}

/// The token of the hardened flow; none where it is not to be had and the old flow is allowed.
async fn token(environment: &Environment) -> Result<Option<Secret>, CredentialsError> {
    let request = HttpRequest::new(Method::PUT, format!("{}{TOKEN_PATH}", base(environment)))
        .with_header("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
    let failure = match exchange::send(environment, NAME, request, Patience::Neighbour).await {
        Ok(response) if response.is_success() => {
            let token = String::from_utf8_lossy(&response.body).trim().to_owned();
            if !token.is_empty() {
                return Ok(Some(Secret::new(token)));
            }
            CredentialsError::not_configured(NAME, "the metadata token is empty")
        }
        Ok(response) if response.status < 500 => {
            let message = format!("no metadata token to be had (HTTP {})", response.status);
            CredentialsError::not_configured(NAME, message)
        }
        Ok(response) => exchange::refused(NAME, &response, None, &[]),
        Err(error) => exchange::unasked(error),
    };
    if environment.is_true("ALIBABA_CLOUD_IMDSV1_DISABLED") {
        return Err(failure);
    }
    // A token request is also lost where a container is one hop further than its answer may go.
    Ok(None)
}

/// The first role that is bound.
async fn first_role(
    environment: &Environment,
    token: Option<&Secret>,
) -> Result<String, CredentialsError> {
    let response = get(environment, ROLE_PATH, token).await;
    let response = match token {
        Some(_) => response?,
        None => response.map_err(exchange::unasked)?,
    };
    match exchange::first_role(&response.body) {
        Some(role) if response.is_success() => Ok(role.to_owned()),
        // What gives no token and refuses is not this cloud's metadata service.
        _ if response.is_success()
            || response.status == 404
            || (token.is_none() && response.status < 500) =>
        {
            let message = "no role is bound to this machine";
            Err(CredentialsError::not_configured(NAME, message))
        }
        _ => Err(exchange::refused(NAME, &response, None, &[])),
    }
}

async fn get(
    environment: &Environment,
    path: &str,
    token: Option<&Secret>,
) -> Result<HttpResponse, CredentialsError> {
    let mut request = HttpRequest::new(Method::GET, format!("{}{path}", base(environment)));
    if let Some(token) = token {
        let value = exchange::header_value(NAME, "the metadata token", token)?;
        request = request.with_header(TOKEN_HEADER, value);
    }
    exchange::send(environment, NAME, request, Patience::Neighbour).await
}

fn base(environment: &Environment) -> String {
    exchange::base(
        environment
            .endpoints()
            .metadata
            .as_deref()
            .unwrap_or(METADATA),
    )
}

impl ProvideCredentials for InstanceRole {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(self.find(environment))
    }
}
