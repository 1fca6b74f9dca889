//! The role of a pod or a build job: its OIDC token, exchanged at STS without signature.

use super::assume_role::SessionOptions;
use super::sts;
use super::variable;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{Credentials, CredentialsError, Environment};

const NAME: &str = OidcRole::NAME;
const ROLE_ARN: &str = "ROLE_ARN";
const PROVIDER_ARN: &str = "OIDC_PROVIDER_ARN";
const TOKEN_FILE: &str = "OIDC_TOKEN_FILE";

/// A RAM role had with an OIDC token: `AssumeRoleWithOIDC`.
///
/// The token file is read at each renewal: clusters rotate it.
///
/// ```
/// use cloudwright_core::credentials::alibaba::OidcRole;
///
/// let from_the_variables_of_a_pod = OidcRole::from_environment();
/// let by_hand = OidcRole::new(
///     "acs:ram::1234567890123456:role/reader",
///     "acs:ram::1234567890123456:oidc-provider/cluster",
///     "/var/run/secrets/tokens/oidc-token",
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct OidcRole {
    /// What is not set comes from the variables.
    pub(super) role_arn: Option<String>,
    pub(super) provider_arn: Option<String>,
    pub(super) token_file: Option<String>,
    pub(super) options: SessionOptions,
}

impl OidcRole {
    /// What `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN` and
    /// `ALIBABA_CLOUD_OIDC_TOKEN_FILE` name.
    pub fn from_environment() -> Self {
        Self::default()
    }

    /// This role, by a token of this identity provider, kept in this file.
    pub fn new(
        role_arn: impl Into<String>,
        provider_arn: impl Into<String>,
        token_file: impl Into<String>,
    ) -> Self {
        Self {
            role_arn: Some(role_arn.into()),
            provider_arn: Some(provider_arn.into()),
            token_file: Some(token_file.into()),
            options: SessionOptions::default(),
        }
    }

    /// Sets the name the session has in the audit log.
    #[must_use]
    pub fn with_session_name(mut self, name: impl Into<String>) -> Self {
        self.options.name = Some(name.into());
        self
    }
}

impl NamedProvider for OidcRole {
    const NAME: &'static str = "OIDC";

    async fn find(&self, environment: &Environment) -> Found {
        let parts = [
            (ROLE_ARN, &self.role_arn),
            (PROVIDER_ARN, &self.provider_arn),
            (TOKEN_FILE, &self.token_file),
        ]
        .map(|(name, part)| (name, part.clone().or_else(|| variable(environment, name))));
        let [(_, Some(role)), (_, Some(provider)), (_, Some(file))] = &parts else {
            return Err(missing(&parts));
        };
        let token = environment.read_token(NAME, file)?;
        let (name, duration) = (self.options.name(environment), self.options.duration());
        let mut parameters = vec![
            ("RoleArn", role.as_str()),
            ("OIDCProviderArn", provider.as_str()),
            ("OIDCToken", token.expose()),
            ("RoleSessionName", name.as_str()),
            ("DurationSeconds", duration.as_str()),
        ];
        let policy = self.options.policy.as_deref();
        parameters.extend(policy.map(|policy| ("Policy", policy)));
        sts::KeyRequest {
            provider: NAME,
            action: "AssumeRoleWithOIDC",
            endpoint: &self.options.endpoint,
            parameters: &parameters,
            proof: Credentials::token(token.clone()),
            source: format!("role {role} by {NAME}"),
        }
        .ask(environment)
        .await
    }
}

/// A role alone may be meant for something else; a provider or a token is not.
fn missing(parts: &[(&str, Option<String>); 3]) -> CredentialsError {
    let names: Vec<_> = parts
        .iter()
        .filter(|(_, part)| part.is_none())
        .map(|(name, _)| format!("ALIBABA_CLOUD_{name}"))
        .collect();
    let message = format!("{} not set", names.join(", "));
    if parts[1..].iter().any(|(_, part)| part.is_some()) {
        CredentialsError::misconfigured(NAME, message)
    } else {
        CredentialsError::not_configured(NAME, message)
    }
}
