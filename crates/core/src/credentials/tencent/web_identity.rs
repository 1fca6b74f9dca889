//! The role of a pod in Tencent's Kubernetes service: its token, exchanged at STS without signature.

use super::sts;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::text::listed;
use crate::transport::BoxFuture;

const NAME: &str = "TKE web identity";
/// What the vendor's SDK asks for.
const DURATION: u32 = 7200;
const VARIABLES: [&str; 4] = [
    "TKE_REGION",
    "TKE_PROVIDER_ID",
    "TKE_WEB_IDENTITY_TOKEN_FILE",
    "TKE_ROLE_ARN",
];

/// `TKE_REGION`, `TKE_PROVIDER_ID`, `TKE_WEB_IDENTITY_TOKEN_FILE` and `TKE_ROLE_ARN`, which the
/// cluster puts into pods, exchanged with `AssumeRoleWithWebIdentity`.
#[derive(Clone, Copy, Debug)]
pub struct WebIdentity;

/// What the variables say.
struct Configured {
    region: String,
    provider_id: String,
    token: Secret,
    role: String,
}

impl Configured {
    fn in_environment(environment: &Environment) -> Result<Self, CredentialsError> {
        let values = VARIABLES.map(|name| environment.variable(name));
        let [Some(region), Some(provider_id), Some(file), Some(role)] = values else {
            let pairs = VARIABLES.into_iter().zip(&values);
            let mut missing = pairs.filter_map(|(name, value)| value.is_none().then_some(name));
            let message = format!("{} not set", listed(&mut missing));
            // The region alone is also set by people.
            return Err(CredentialsError::not_configured(NAME, message));
        };
        Ok(Self {
            region,
            provider_id,
            token: environment.read_token(NAME, &file)?,
            role,
        })
    }
}

impl WebIdentity {
    async fn find(environment: &Environment) -> Result<Credentials, CredentialsError> {
        let Configured {
            region,
            provider_id,
            token,
            role,
        } = Configured::in_environment(environment)?;
        let call = sts::Call {
            provider: NAME,
            action: "AssumeRoleWithWebIdentity",
            region: Some(&region),
            body: sts::body(
                &[
                    ("ProviderId", &provider_id),
                    ("WebIdentityToken", token.expose()),
                    ("RoleArn", &role),
                    ("RoleSessionName", "cloudwright"),
                ],
                DURATION,
            ),
            key: None,
            secrets: &[&token],
        };
        let credentials = sts::call(environment, call).await?;
        Ok(credentials.with_source(format!("role {role} by {NAME}")))
    }
}

impl ProvideCredentials for WebIdentity {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(Self::find(environment))
    }
}
