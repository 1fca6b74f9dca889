//! The profiles of the vendor's command line: one JSON file with the key, one with the region.

use super::assume_role::{Found, provide};
use crate::credentials::json;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "tccli profile";

/// `secretId`, `secretKey` and `token` of `~/.tccli/{profile}.credential`; the profile is the one
/// that was asked for, or `TCCLI_PROFILE`, or `default`.
#[derive(Clone, Copy, Debug)]
pub struct FromCliProfile;

fn profile(environment: &Environment) -> String {
    environment
        .profile()
        .map(str::to_owned)
        .or_else(|| environment.variable("TCCLI_PROFILE"))
        .unwrap_or_else(|| "default".to_owned())
}

/// `_sys_param.region` of `~/.tccli/{profile}.configure`.
pub(super) fn region(environment: &Environment) -> Option<String> {
    let file = format!(".tccli/{}.configure", profile(environment));
    let path = environment.in_home(NAME, &file).ok()?;
    let text = environment.read_file(NAME, &path).ok()?;
    let configure = json::parse(NAME, &file, text.expose().as_bytes()).ok()?;
    json::text(configure.get("_sys_param")?, "region").map(str::to_owned)
}

impl FromCliProfile {
    fn find(environment: &Environment) -> Result<Found, CredentialsError> {
        let profile = profile(environment);
        let file = format!(".tccli/{profile}.credential");
        let path = environment.in_home(NAME, &file)?;
        let text = environment.read_file(NAME, &path)?;
        let mut value = json::parse(NAME, &format!("~/{file}"), text.expose().as_bytes())?;
        let missing = |member: &str| {
            CredentialsError::misconfigured(NAME, format!("~/{file} has no {member}"))
        };
        let role = json::take(&mut value, "roleArn").or_else(|| json::take(&mut value, "role-arn"));
        let session = json::take(&mut value, "roleSessionName")
            .or_else(|| json::take(&mut value, "role-session-name"));
        let id = json::take(&mut value, "secretId").ok_or_else(|| missing("secretId"))?;
        let key = json::take(&mut value, "secretKey").ok_or_else(|| missing("secretKey"))?;
        let mut credentials =
            Credentials::access_key(id, key).with_source(format!("profile {profile} in ~/{file}"));
        if let Some(token) = json::take(&mut value, "token") {
            credentials = credentials.with_session_token(token);
        }
        if let Some(region) = region(environment) {
            credentials = credentials.with_region(region);
        }
        Ok(Found {
            credentials,
            role,
            session,
        })
    }
}

impl ProvideCredentials for FromCliProfile {
    fn name(&self) -> &str {
        NAME
    }

    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        provide(environment, Self::find(environment))
    }
}
