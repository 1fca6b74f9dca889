//! The credentials file of the vendor's SDKs: `~/.alibabacloud/credentials.ini`.

use std::path::{Path, PathBuf};

use super::assume_role::SessionOptions;
use super::{AssumeRole, InstanceRole, OidcRole};
use crate::credentials::ini::Section;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::BoxFuture;

const NAME: &str = "profile";
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

fn read(environment: &Environment) -> Result<(PathBuf, Secret), CredentialsError> {
    if let Some(file) = environment.variable(FILE_VARIABLE) {
        let text = environment.read_named_file(NAME, Path::new(&file))?;
        return Ok((PathBuf::from(file), text));
    }
    let mut missing = None;
    for file in FILES {
        let path = environment.in_home(NAME, file)?;
        match environment.read_file(NAME, &path) {
            Ok(text) => return Ok((path, text)),
            Err(error) if error.is_not_configured() => missing = missing.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    // The loop ran at least once.
    Err(missing.unwrap_or_else(|| CredentialsError::not_configured(NAME, "no file")))
}

fn provider(environment: &Environment) -> Result<Box<dyn ProvideCredentials>, CredentialsError> {
    let (path, text) = read(environment)?;
    let profile = environment
        .profile()
        .map(str::to_owned)
        .or_else(|| environment.variable("ALIBABA_CLOUD_PROFILE"))
        .unwrap_or_else(|| "default".to_owned());
    let place = format!("[{profile}] in {}", path.display());
    let section = Section::find(text.expose(), &profile)
        .filter(|section| section.get("enable") != Some("false"))
        .ok_or_else(|| {
            CredentialsError::not_configured(NAME, format_args!("there is no {place}"))
        })?;
    let part = |key: &str| section.get(key).map(str::to_owned);
    let need = |key: &str| {
        part(key).ok_or_else(|| {
            CredentialsError::misconfigured(NAME, format_args!("{place} has no {key}"))
        })
    };
    let key = || {
        let credentials =
            Credentials::access_key(need("access_key_id")?, need("access_key_secret")?);
        Ok(credentials.with_source(format!("profile {place}")))
    };
    let options = || SessionOptions {
        name: part("role_session_name"),
        duration: None,
        policy: part("policy"),
        ..SessionOptions::default()
    };
    match need("type")?.as_str() {
        "access_key" => Ok(Box::new(key()?)),
        "ram_role_arn" => Ok(Box::new(
            AssumeRole::new(key()?, need("role_arn")?).with_options(options()),
        )),
        "oidc_role_arn" => Ok(Box::new(OidcRole::of_profile(
            part("role_arn"),
            part("oidc_provider_arn"),
            part("oidc_token_file_path"),
            options(),
        ))),
        "ecs_ram_role" => Ok(Box::new(match part("role_name") {
            Some(role) => InstanceRole::new().with_role(role),
            None => InstanceRole::new().named_by_user(),
        })),
        other => Err(CredentialsError::unsupported(
            NAME,
            format_args!(
                "{place} is of type {other}, which is not supported here; supported are \
                 access_key, ram_role_arn, oidc_role_arn and ecs_ram_role"
            ),
        )),
    }
}

impl ProvideCredentials for FromProfile {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(async move { provider(environment)?.provide(environment).await })
    }
}
