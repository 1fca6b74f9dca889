//! The role of a pod in Tencent's Kubernetes service: its token, exchanged at STS without signature.

use super::sts;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{Credentials, CredentialsError, Environment};

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

impl NamedProvider for WebIdentity {
    const NAME: &'static str = "TKE web identity";

    async fn find(&self, environment: &Environment) -> Found {
        let (values, missing) = environment.variables(&VARIABLES);
        let [region, provider_id, file, role] = values.as_slice() else {
            let message = format!("{} not set", missing.join(", "));
            // The region alone is also set by people.
            return Err(CredentialsError::not_configured(Self::NAME, message));
        };
        let token = environment.read_token(Self::NAME, file)?;
        sts::KeyRequest {
            provider: Self::NAME,
            action: "AssumeRoleWithWebIdentity",
            region: Some(region),
            parameters: &[
                ("ProviderId", provider_id),
                ("WebIdentityToken", token.expose()),
                ("RoleArn", role),
                ("RoleSessionName", "cloudwright"),
            ],
            duration: DURATION,
            proof: Credentials::token(token.clone()),
            source: format!("role {role} by {}", Self::NAME),
        }
        .ask(environment)
        .await
    }
}
