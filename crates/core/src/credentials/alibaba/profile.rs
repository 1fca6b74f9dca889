//! The credentials file of the vendor's SDKs: `~/.alibabacloud/credentials.ini`.

use super::assume_role::SessionOptions;
use super::{AssumeRole, InstanceRole, OidcRole};
use crate::credentials::ini::Profile;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment, ProvideCredentials};

/// The Python and Java SDKs write the first, the Go SDK the second.
const FILES: [&str; 2] = [".alibabacloud/credentials.ini", ".alibabacloud/credentials"];
const FILE_VARIABLE: &str = "ALIBABA_CLOUD_CREDENTIALS_FILE";

/// A section of `~/.alibabacloud/credentials.ini` (or `~/.alibabacloud/credentials`, or the file that
/// `ALIBABA_CLOUD_CREDENTIALS_FILE` names): the profile that was asked for, or
/// `ALIBABA_CLOUD_PROFILE`, or `default`.
///
/// Types: `access_key`, `ram_role_arn`, `oidc_role_arn`, `ecs_ram_role`. A section with
/// `enable = false` counts as absent; `rsa_key_pair` is an error that says it is not supported.
#[derive(Clone, Copy, Debug)]
pub struct FromProfile;

impl NamedProvider for FromProfile {
    const NAME: &'static str = "profile";

    async fn find(&self, environment: &Environment) -> Found {
        let (path, text) = environment.read_one_of(Self::NAME, FILE_VARIABLE, &FILES)?;
        let name = super::profile(environment).unwrap_or_else(|| "default".to_owned());
        let profile = Profile::find(Self::NAME, &path, text.expose(), &name)?;
        if profile.get("enable") == Some("false") {
            let message = format!("{} is not enabled", profile.place());
            return Err(CredentialsError::not_configured(Self::NAME, message));
        }
        provider(&profile)?.provide(environment).await
    }
}

fn provider(profile: &Profile<'_>) -> Result<Box<dyn ProvideCredentials>, CredentialsError> {
    let part = |key: &str| profile.get(key).map(str::to_owned);
    let key = || profile.key(["access_key_id", "access_key_secret", "security_token"]);
    let options = SessionOptions {
        name: part("role_session_name"),
        policy: part("policy"),
        ..SessionOptions::default()
    };
    Ok(match profile.need("type")?.to_ascii_lowercase().as_str() {
        "access_key" | "sts" => Box::new(key()?),
        "ram_role_arn" => {
            let role = AssumeRole::new(key()?, profile.need("role_arn")?);
            Box::new(role.with_options(options))
        }
        "oidc_role_arn" => Box::new(OidcRole {
            role_arn: part("role_arn"),
            provider_arn: part("oidc_provider_arn"),
            token_file: part("oidc_token_file_path"),
            options,
        }),
        "ecs_ram_role" => Box::new(match part("role_name") {
            Some(role) => InstanceRole::new().with_role(role),
            None => InstanceRole::new().wanted(),
        }),
        other => {
            let message = format!(
                "{} is of type {other}, which is not supported here; supported are \
                 access_key, ram_role_arn, oidc_role_arn and ecs_ram_role",
                profile.place()
            );
            return Err(CredentialsError::unsupported(FromProfile::NAME, message));
        }
    })
}
