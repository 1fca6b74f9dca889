//! The role of the virtual machine this runs on, from its metadata service: the hardened flow with a
//! token first, without one where the machine has no such flow and nobody forbade it.

use http::Method;

use super::KEYS;
use crate::credentials::exchange::{self, Answer, Patience, Step};
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

    fn find(&self, environment: &Environment) -> Result<Step, CredentialsError> {
        if environment.is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED") {
            let message = "switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED";
            return Err(CredentialsError::not_configured(NAME, message));
        }
        let role = self
            .role
            .clone()
            .or_else(|| environment.variable("ALIBABA_CLOUD_ECS_METADATA"));
        let wanted = self.named || role.is_some();
        let request = HttpRequest::new(Method::PUT, format!("{}{TOKEN_PATH}", base(environment)))
            .with_header("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
        let read = move |environment: &Environment, answer| {
            let asking = Asking {
                token: token(environment, answer).map_err(|error| judged(error, wanted))?,
                wanted,
            };
            match role {
                Some(role) => asking.keys(environment, role),
                None => asking.first_role(environment),
            }
        };
        Ok(Step::ask(NAME, request, Patience::Neighbour, read))
    }
}

/// What is wrong when nobody asked for this place is not the same as when somebody did.
fn judged(error: CredentialsError, wanted: bool) -> CredentialsError {
    let kind = match error.kind() {
        CredentialsErrorKind::Unreachable if !wanted => CredentialsErrorKind::NotConfigured,
        CredentialsErrorKind::NotConfigured if wanted && error.is_transient() => {
            CredentialsErrorKind::Unreachable
        }
        CredentialsErrorKind::NotConfigured if wanted => CredentialsErrorKind::Misconfigured,
        kind => kind,
    };
    error.with_kind(kind)
}

/// The token of the hardened flow; none where it is not to be had and the old flow is allowed.
fn token(environment: &Environment, answer: Answer) -> Result<Option<Secret>, CredentialsError> {
    let failure = match answer {
        Ok(response) if response.is_success() => {
            let token = String::from_utf8_lossy(&response.body).trim().to_owned();
            if !token.is_empty() {
                return Ok(Some(Secret::new(token)));
            }
            CredentialsError::not_configured(NAME, "the metadata token is empty")
        }
        Ok(response) if response.status < 500 => {
            let message = format_args!("no metadata token to be had (HTTP {})", response.status);
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

/// How the metadata service is asked once it gave a token, or none.
struct Asking {
    token: Option<Secret>,
    /// Somebody said that there is a role.
    wanted: bool,
}

impl Asking {
    fn first_role(self, environment: &Environment) -> Result<Step, CredentialsError> {
        self.get(environment, ROLE_PATH, |asking, environment, answer| {
            let role = first_role(answer, asking.token.is_some())
                .map_err(|error| judged(error, asking.wanted))?;
            asking.keys(environment, role)
        })
    }

    fn keys(self, environment: &Environment, role: String) -> Result<Step, CredentialsError> {
        let path = format!("{ROLE_PATH}{}", cloudwright_sign::percent_encode(&role));
        self.get(environment, &path, move |asking, environment, answer| {
            let keys = answer.and_then(|response| keys(environment, &response, &role));
            keys.map(Step::Found)
                .map_err(|error| judged(error, asking.wanted))
        })
    }

    fn get(
        self,
        environment: &Environment,
        path: &str,
        read: impl FnOnce(Self, &Environment, Answer) -> Result<Step, CredentialsError> + Send + 'static,
    ) -> Result<Step, CredentialsError> {
        let mut request = HttpRequest::new(Method::GET, format!("{}{path}", base(environment)));
        if let Some(token) = &self.token {
            let value = exchange::header_value(NAME, "the metadata token", token)?;
            request = request.with_header(TOKEN_HEADER, value);
        }
        let read = |environment: &Environment, answer| read(self, environment, answer);
        Ok(Step::ask(NAME, request, Patience::Neighbour, read))
    }
}

/// The first role that is bound.
fn first_role(answer: Answer, has_token: bool) -> Result<String, CredentialsError> {
    let response = if has_token {
        answer?
    } else {
        answer.map_err(exchange::unasked)?
    };
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
        _ => Err(exchange::refused(NAME, &response, None, &[])),
    }
}

fn keys(
    environment: &Environment,
    response: &HttpResponse,
    role: &str,
) -> Result<Credentials, CredentialsError> {
    if response.status == 404 {
        let message = format_args!("no role {role} is bound to this machine");
        return Err(CredentialsError::not_configured(NAME, message));
    }
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

fn base(environment: &Environment) -> String {
    let metadata = environment.metadata_endpoint();
    exchange::base(metadata.unwrap_or(METADATA))
}

impl ProvideCredentials for InstanceRole {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        exchange::provide(environment, self.find(environment))
    }
}
