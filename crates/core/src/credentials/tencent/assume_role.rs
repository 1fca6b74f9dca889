//! A role assumed with another provider's key: `AssumeRole` at STS, signed with TC3.

use std::fmt::Display;

use super::sts;
use crate::credentials::exchange::{self, Step};
use crate::credentials::json;
use crate::credentials::value::About;
use crate::credentials::{
    Credentials, CredentialsError, Environment, Identity, ProvideCredentials,
};
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
        let source = base.source();
        if base.as_access_key().is_none() {
            let message = format_args!("{source} gives no access key to assume a role with");
            return Err(CredentialsError::misconfigured(NAME, message));
        }
        sts::Call {
            provider: NAME,
            action: "AssumeRole",
            region: environment.region(),
            parameters: &[("RoleArn", self.role), ("RoleSessionName", self.name)],
            duration: self.duration,
            proof: base.clone(),
            source: format!("role {} assumed with {source}", self.role),
        }
        .ask(environment)
    }
}

/// What a place calls the parts of a key (id, secret, token) and the role to assume with it; of
/// several names the first that is there counts.
pub(super) struct Names {
    pub(super) key: [&'static str; 3],
    pub(super) role: &'static [&'static str],
    pub(super) session: &'static [&'static str],
}

impl Names {
    /// The key of which `part` knows the parts, or that of its role; `place` is what errors call it.
    #[inline(never)]
    pub(super) fn find(
        &self,
        environment: &Environment,
        provider: &str,
        place: &dyn Display,
        about: About,
        part: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Result<Step, CredentialsError> {
        let missing = |name: &str| {
            CredentialsError::misconfigured(provider, format_args!("{place} has no {name}"))
        };
        let key = json::access_key(self.key, part, &missing)?;
        let found = Credentials::found(Identity::AccessKey(key), about);
        let mut first = |names: &[&str]| names.iter().find_map(|name| part(name));
        let Some(role) = first(self.role) else {
            return Ok(Step::Found(found));
        };
        let session = first(self.session);
        let session = Session {
            role: &role,
            name: session.as_deref().unwrap_or(SESSION_NAME),
            duration: DURATION,
        };
        session.ask(environment, &found)
    }
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
