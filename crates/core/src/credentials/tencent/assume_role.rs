//! A role assumed with another provider's key: `AssumeRole` at STS, signed with TC3.

use std::fmt::Display;

use super::sts;
use crate::credentials::exchange::{self, Step};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::BoxFuture;

const NAME: &str = "assume role";
/// What the vendor's SDK asks for.
const DURATION: u32 = 7200;
const SESSION_NAME: &str = "cloudwright";

/// The temporary key of a role, had with another provider's key.
///
/// ```
/// use cloudwright_core::credentials::tencent::{AssumeRole, FromEnvironment};
///
/// let role = AssumeRole::new(FromEnvironment, "qcs::cam::uin/100000000001:roleName/reader")
///     .with_session_name("nightly")
///     .with_duration_seconds(3600);
/// ```
#[derive(Debug)]
pub struct AssumeRole {
    base: Box<dyn ProvideCredentials>,
    role_arn: String,
    session_name: String,
    duration: u32,
}

impl AssumeRole {
    /// The role `role_arn`, had with the key of `base`.
    pub fn new(base: impl ProvideCredentials, role_arn: impl Into<String>) -> Self {
        Self {
            base: Box::new(base),
            role_arn: role_arn.into(),
            session_name: SESSION_NAME.to_owned(),
            duration: DURATION,
        }
    }

    /// Sets the name the session has in the audit log.
    #[must_use]
    pub fn with_session_name(mut self, name: impl Into<String>) -> Self {
        self.session_name = name.into();
        self
    }

    /// Sets how long the temporary key lives (7200 s unless set; STS allows up to 43200).
    #[must_use]
    pub fn with_duration_seconds(mut self, seconds: u32) -> Self {
        self.duration = seconds;
        self
    }

    async fn find(&self, environment: &Environment) -> Result<Credentials, CredentialsError> {
        let base = self.base.provide(environment).await?;
        let session = Session {
            role: &self.role_arn,
            name: &self.session_name,
            duration: self.duration,
        };
        exchange::provide(environment, session.ask(environment, &base)).await
    }
}

/// What is asked for with a key.
struct Session<'a> {
    role: &'a str,
    name: &'a str,
    duration: u32,
}

impl Session<'_> {
    fn ask(&self, environment: &Environment, base: &Credentials) -> Result<Step, CredentialsError> {
        let Some(key) = base.as_access_key() else {
            let message = format_args!(
                "{} gives no access key to assume a role with",
                base.source()
            );
            return Err(CredentialsError::misconfigured(NAME, message));
        };
        let mut secrets = vec![key.secret.clone()];
        secrets.extend(key.session_token.clone());
        sts::Call {
            provider: NAME,
            action: "AssumeRole",
            region: environment.region(),
            parameters: &[("RoleArn", self.role), ("RoleSessionName", self.name)],
            duration: self.duration,
            key: Some(key),
            source: format!("role {} assumed with {}", self.role, base.source()),
            secrets,
        }
        .ask(environment)
    }
}

/// A key that was found, and the role to assume with it.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    pub(super) role: Option<String>,
    pub(super) session: Option<String>,
}

/// What a place calls the parts of a key; of several names the first that is there counts.
pub(super) struct Names {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: &'static str,
    pub(super) role: &'static [&'static str],
    pub(super) session: &'static [&'static str],
}

impl Names {
    /// The key of which `part` knows the parts; `place` is what errors call it.
    pub(super) fn find(
        &self,
        provider: &str,
        place: &dyn Display,
        part: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Result<Found, CredentialsError> {
        let missing =
            |name| CredentialsError::misconfigured(provider, format_args!("{place} has no {name}"));
        let id = part(self.id).ok_or_else(|| missing(self.id))?;
        let secret = part(self.secret).map(Secret::new);
        let secret = secret.ok_or_else(|| missing(self.secret))?;
        let mut credentials = Credentials::access_key(id, secret);
        if let Some(token) = part(self.token) {
            credentials = credentials.with_session_token(token);
        }
        Ok(Found {
            credentials,
            role: self.role.iter().find_map(|name| part(name)),
            session: self.session.iter().find_map(|name| part(name)),
        })
    }
}

/// What was found, or what its role gives.
pub(super) fn provide(
    environment: &Environment,
    found: Result<Found, CredentialsError>,
) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
    let step = found.and_then(|found| match found.role {
        None => Ok(Step::Found(found.credentials)),
        Some(role) => Session {
            role: &role,
            name: found.session.as_deref().unwrap_or(SESSION_NAME),
            duration: DURATION,
        }
        .ask(environment, &found.credentials),
    });
    exchange::provide(environment, step)
}

impl ProvideCredentials for AssumeRole {
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
