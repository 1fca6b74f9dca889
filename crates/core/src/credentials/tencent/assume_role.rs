//! A role assumed with another provider's key: `AssumeRole` at STS, signed with TC3.

use std::fmt::Display;

use super::sts;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::{About, Found};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials, parts};

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
    session: Session,
}

impl AssumeRole {
    /// The role `role_arn`, had with the key of `base`.
    pub fn new(base: impl ProvideCredentials, role_arn: impl Into<String>) -> Self {
        Self {
            base: Box::new(base),
            session: Session::new(role_arn.into(), None),
        }
    }

    /// Sets the name the session has in the audit log.
    #[must_use]
    pub fn with_session_name(mut self, name: impl Into<String>) -> Self {
        self.session.name = name.into();
        self
    }

    /// Sets how long the temporary key lives (7200 s unless set; STS allows up to 43200).
    #[must_use]
    pub fn with_duration_seconds(mut self, seconds: u32) -> Self {
        self.session.duration = seconds;
        self
    }
}

impl NamedProvider for AssumeRole {
    const NAME: &'static str = "assume role";

    async fn find(&self, environment: &Environment) -> Found {
        let base = self.base.provide(environment).await?;
        self.session.begin(environment, &base).await
    }
}

/// What is asked for with a key.
#[derive(Debug)]
pub(super) struct Session {
    role: String,
    name: String,
    duration: u32,
}

impl Session {
    pub(super) fn new(role: String, name: Option<String>) -> Self {
        Self {
            role,
            name: name.unwrap_or_else(|| SESSION_NAME.to_owned()),
            duration: DURATION,
        }
    }

    async fn begin(&self, environment: &Environment, base: &Credentials) -> Found {
        let source = base.source();
        if base.as_access_key().is_none() {
            let message = format!("{source} gives no access key to assume a role with");
            return Err(CredentialsError::misconfigured(AssumeRole::NAME, message));
        }
        sts::KeyRequest {
            provider: AssumeRole::NAME,
            action: "AssumeRole",
            region: environment.region(),
            parameters: &[("RoleArn", &self.role), ("RoleSessionName", &self.name)],
            duration: self.duration,
            proof: base.clone(),
            source: format!("role {} assumed with {source}", self.role),
        }
        .ask(environment)
        .await
    }
}

/// A key, and perhaps a role to take on with it.
pub(super) struct KeyAndRole {
    pub(super) key: Credentials,
    pub(super) role: Option<Session>,
}

impl KeyAndRole {
    /// The key of the role, or the key itself where there is none.
    pub(super) async fn taken_on(self, environment: &Environment) -> Found {
        match &self.role {
            Some(session) => session.begin(environment, &self.key).await,
            None => Ok(self.key),
        }
    }
}

/// What a file calls the parts of a key (id, secret, token) and the role to assume with it; of
/// several names the first that is there counts.
pub(super) struct MemberNames {
    pub(super) key: [&'static str; 3],
    pub(super) role: &'static [&'static str],
    pub(super) session: &'static [&'static str],
}

impl MemberNames {
    /// The key of which `part` knows the parts, and its role; `place` is what errors call it.
    pub(super) fn read(
        &self,
        provider: &str,
        place: &dyn Display,
        about: About,
        part: &mut dyn FnMut(&str) -> Option<String>,
    ) -> Result<KeyAndRole, CredentialsError> {
        let missing = |name: &str| {
            CredentialsError::misconfigured(provider, format_args!("{place} has no {name}"))
        };
        let key = parts::key(self.key, about, part, &missing)?;
        let mut first = |names: &[&str]| names.iter().find_map(|name| part(name));
        let role = first(self.role);
        let role = role.map(|role| Session::new(role, first(self.session)));
        Ok(KeyAndRole { key, role })
    }
}
