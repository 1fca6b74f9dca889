//! The profiles of the vendor's command line: one JSON file with the key, one with the region.

use super::assume_role::Names;
use crate::codec::Tree;
use crate::credentials::exchange::{self, Step};
use crate::credentials::json;
use crate::credentials::value::About;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "tccli profile";
const NAMES: Names = Names {
    key: ["secretId", "secretKey", "token"],
    role: &["roleArn", "role-arn"],
    session: &["roleSessionName", "role-session-name"],
};

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
    let configure = read(environment, &profile(environment), "configure").ok()?;
    json::text(configure.get("_sys_param")?, "region").map(str::to_owned)
}

fn find(environment: &Environment) -> Result<Step, CredentialsError> {
    let profile = profile(environment);
    let mut value = read(environment, &profile, "credential")?;
    let place = format_args!("~/.tccli/{profile}.credential");
    let about = About {
        region: region(environment),
        ..About::source(format!("profile {profile} in {place}"))
    };
    let part = &mut |name: &str| json::take(&mut value, name);
    NAMES.find(environment, NAME, &place, about, part)
}

#[inline(never)] // Called for the key and for the region.
fn read(environment: &Environment, profile: &str, kind: &str) -> Result<Tree, CredentialsError> {
    let file = format!(".tccli/{profile}.{kind}");
    let path = environment.in_home(NAME, &file)?;
    let text = environment.read_file(NAME, &path)?;
    json::parse(NAME, format_args!("~/{file}"), text.expose().as_bytes())
}

impl ProvideCredentials for FromCliProfile {
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
