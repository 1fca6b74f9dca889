//! A role assumed with another provider's key: `AssumeRole` at STS, signed with ACS3.

use super::sts::{self, StsEndpoint};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment, ProvideCredentials};

/// The temporary key of a RAM role, had with another provider's key.
///
/// ```
/// use cloudwright_core::credentials::alibaba::{AssumeRole, FromEnvironment};
///
/// let role = AssumeRole::new(FromEnvironment, "acs:ram::1234567890123456:role/reader")
///     .with_session_name("nightly")
///     .with_duration_seconds(1800);
/// ```
#[derive(Debug)]
pub struct AssumeRole {
    base: Box<dyn ProvideCredentials>,
    role_arn: String,
    options: SessionOptions,
}

/// What a session may be given besides its role. Profiles hold the same.
#[derive(Clone, Debug, Default)]
pub(super) struct SessionOptions {
    pub(super) name: Option<String>,
    pub(super) duration: Option<u64>,
    pub(super) policy: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) endpoint: StsEndpoint,
}

impl SessionOptions {
    /// The name in the audit log: the one that was set, or `ALIBABA_CLOUD_ROLE_SESSION_NAME`.
    pub(super) fn name(&self, environment: &Environment) -> String {
        self.name
            .clone()
            .or_else(|| environment.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"))
            .unwrap_or_else(|| "cloudwright".to_owned())
    }

    /// Seconds, 3600 unless set.
    pub(super) fn duration(&self) -> String {
        self.duration
            .filter(|seconds| *seconds > 0)
            .unwrap_or(3600)
            .to_string()
    }
}

impl AssumeRole {
    /// The role `role_arn`, had with the key of `base`.
    pub fn new(base: impl ProvideCredentials, role_arn: impl Into<String>) -> Self {
        Self {
            base: Box::new(base),
            role_arn: role_arn.into(),
            options: SessionOptions::default(),
        }
    }

    /// Sets the name the session has in the audit log.
    #[must_use]
    pub fn with_session_name(mut self, name: impl Into<String>) -> Self {
        self.options.name = Some(name.into());
        self
    }

    /// Sets how long the temporary key lives (3600 s unless set; STS wants at least 900).
    #[must_use]
    pub fn with_duration_seconds(mut self, seconds: u32) -> Self {
        self.options.duration = Some(seconds.into());
        self
    }

    /// Narrows what the session may do.
    #[must_use]
    pub fn with_policy(mut self, policy: impl Into<String>) -> Self {
        self.options.policy = Some(policy.into());
        self
    }

    /// Sets the external id the role asks for.
    #[must_use]
    pub fn with_external_id(mut self, id: impl Into<String>) -> Self {
        self.options.external_id = Some(id.into());
        self
    }

    pub(super) fn with_options(mut self, options: SessionOptions) -> Self {
        self.options = options;
        self
    }
}

impl NamedProvider for AssumeRole {
    const NAME: &'static str = "assume role";

    async fn find(&self, environment: &Environment) -> Found {
        let base = self.base.provide(environment).await?;
        if base.as_access_key().is_none() {
            let message = format!(
                "{} gives no access key to assume a role with",
                base.source()
            );
            return Err(CredentialsError::misconfigured(Self::NAME, message));
        }
        let options = &self.options;
        let name = options.name(environment);
        let duration = options.duration();
        let mut parameters = vec![
            ("RoleArn", self.role_arn.as_str()),
            ("RoleSessionName", name.as_str()),
            ("DurationSeconds", duration.as_str()),
        ];
        let policy = options.policy.as_deref();
        parameters.extend(policy.map(|policy| ("Policy", policy)));
        let external_id = options.external_id.clone();
        let external_id = external_id.or_else(|| super::variable(environment, "EXTERNAL_ID"));
        parameters.extend(external_id.as_deref().map(|id| ("ExternalId", id)));
        sts::KeyRequest {
            provider: Self::NAME,
            action: "AssumeRole",
            endpoint: &options.endpoint,
            parameters: &parameters,
            source: format!("role {} assumed with {}", self.role_arn, base.source()),
            proof: base,
        }
        .ask(environment)
        .await
    }
}
