//! The credentials file of the vendor's SDK: `~/.huaweicloud/credentials`.

use std::path::{Path, PathBuf};

use super::{FederatedToken, with_ids};
use crate::credentials::ini::Section;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::secret::Secret;
use crate::transport::BoxFuture;

const NAME: &str = "profile";
const FILE: &str = ".huaweicloud/credentials";
const FILE_VARIABLE: &str = "HUAWEICLOUD_SDK_CREDENTIALS_FILE";

/// `ak`, `sk` and `security_token`, or `idp_id` and `id_token_file`, of the section `[basic]`, or of
/// the profile that was asked for, in `~/.huaweicloud/credentials` or the file that
/// `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names. `project_id`, `domain_id` and `iam_endpoint` come along.
///
/// The section `[global]`, for services without a project, is read when it is asked for as profile.
#[derive(Clone, Copy, Debug)]
pub struct FromProfile;

fn read(environment: &Environment) -> Result<(PathBuf, Secret), CredentialsError> {
    if let Some(file) = environment.variable(FILE_VARIABLE) {
        let text = environment.read_named_file(NAME, Path::new(&file))?;
        return Ok((PathBuf::from(file), text));
    }
    let path = environment.in_home(NAME, FILE)?;
    let text = environment.read_file(NAME, &path)?;
    Ok((path, text))
}

async fn find(environment: &Environment) -> Result<Credentials, CredentialsError> {
    let (path, text) = read(environment)?;
    let profile = environment.profile().unwrap_or("basic");
    let place = format!("[{profile}] in {}", path.display());
    let section = Section::find(text.expose(), profile).ok_or_else(|| {
        CredentialsError::not_configured(NAME, format_args!("there is no {place}"))
    })?;
    let mut credentials = match (section.get("idp_id"), section.get("id_token_file")) {
        (Some(provider), Some(file)) => {
            let federated = FederatedToken::new(provider, file);
            match section.get("iam_endpoint") {
                Some(url) => {
                    let environment = environment.clone().with_iam_endpoint(url);
                    federated.provide(&environment).await?
                }
                None => federated.provide(environment).await?,
            }
        }
        _ => key(&section, &place)?,
    };
    if let Some(id) = section.get("project_id") {
        credentials = credentials.with_project_id(id);
    }
    if let Some(id) = section.get("domain_id") {
        credentials = credentials.with_domain_id(id);
    }
    Ok(with_ids(credentials, environment).with_source(format!("profile {place}")))
}

fn key(section: &Section<'_>, place: &str) -> Result<Credentials, CredentialsError> {
    let part = |key: &str| {
        section.get(key).ok_or_else(|| {
            CredentialsError::misconfigured(NAME, format_args!("{place} has no {key}"))
        })
    };
    let credentials = Credentials::access_key(part("ak")?, part("sk")?);
    Ok(match section.get("security_token") {
        Some(token) => credentials.with_session_token(token),
        None => credentials,
    })
}

impl ProvideCredentials for FromProfile {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        Box::pin(find(environment))
    }
}
