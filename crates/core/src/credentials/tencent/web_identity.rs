//! The role of a pod in Tencent's Kubernetes service: its token, exchanged at STS without signature.

use super::sts;
use crate::credentials::exchange::{self, Step};
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
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

fn find(environment: &Environment) -> Result<Step, CredentialsError> {
    let (values, missing) = environment.variables(&VARIABLES);
    let [region, provider_id, file, role] = values.as_slice() else {
        let message = format_args!("{} not set", missing.join(", "));
        // The region alone is also set by people.
        return Err(CredentialsError::not_configured(NAME, message));
    };
    let token = environment.read_token(NAME, file)?;
    sts::Call {
        provider: NAME,
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
        source: format!("role {role} by {NAME}"),
    }
    .ask(environment)
}

impl ProvideCredentials for WebIdentity {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        exchange::provide(environment, find(environment))
    }
}
