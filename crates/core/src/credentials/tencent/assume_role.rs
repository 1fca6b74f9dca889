//! A role assumed with another provider's key: `AssumeRole` at STS, signed with TC3.

use super::sts;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "assume role";
/// What the vendor's SDK asks for.
const DURATION: u32 = 7200;

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
            session_name: "cloudwright".to_owned(),
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
        let Some(key) = base.as_access_key() else {
            let message = format!(
                "{} gives no access key to assume a role with",
                base.source()
            );
            return Err(CredentialsError::misconfigured(NAME, message));
        };
        let secrets: Vec<_> = [Some(&key.secret), key.session_token.as_ref()]
            .into_iter()
            .flatten()
            .collect();
        let call = sts::Call {
            provider: NAME,
            action: "AssumeRole",
            region: environment.region(),
            body: sts::body(
                &[
                    ("RoleArn", &self.role_arn),
                    ("RoleSessionName", &self.session_name),
                ],
                self.duration,
            ),
            key: Some(key),
            secrets: &secrets,
        };
        let credentials = sts::call(environment, call).await?;
        let source = format!("role {} assumed with {}", self.role_arn, base.source());
        Ok(credentials.with_source(source))
    }
}

/// A key that was found, and the role to assume with it.
pub(super) struct Found {
    pub(super) credentials: Credentials,
    pub(super) role: Option<String>,
    pub(super) session: Option<String>,
}

/// What `find` finds, or what its role gives.
pub(super) fn found(
    environment: &Environment,
    find: fn(&Environment) -> Result<Found, CredentialsError>,
) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
    Box::pin(async move {
        let found = find(environment)?;
        let Some(role) = found.role else {
            return Ok(found.credentials);
        };
        let mut assume = AssumeRole::new(found.credentials, role);
        if let Some(session) = found.session {
            assume = assume.with_session_name(session);
        }
        assume.provide(environment).await
    })
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
