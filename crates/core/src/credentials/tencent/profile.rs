//! The credentials file of the vendor's SDK: INI, in the home directory or in `/etc`.

use std::path::PathBuf;

use super::assume_role::Names;
use crate::credentials::exchange::{self, Step};
use crate::credentials::ini::Section;
use crate::credentials::value::About;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "profile";
const IN_HOME: &str = ".tencentcloud/credentials";
const IN_ETC: &str = "/etc/tencentcloud/credentials";

const NAMES: Names = Names {
    key: ["secret_id", "secret_key", "token"],
    role: &["role_arn"],
    session: &[],
};

/// `secret_id`, `secret_key` and, optional, `role_arn` of the section `[default]`, or of the profile
/// that was asked for, in `~/.tencentcloud/credentials` or else `/etc/tencentcloud/credentials`.
///
/// A `token` is read as well, for temporary keys; the vendor's SDK has none there.
#[derive(Clone, Copy, Debug)]
pub struct FromProfile;

impl FromProfile {
    fn find(environment: &Environment) -> Result<Step, CredentialsError> {
        let is_absent = |found: &Result<_, CredentialsError>| matches!(found, Err(error) if error.is_not_configured());
        let mut found = Self::read(environment, environment.in_home(NAME, IN_HOME));
        if is_absent(&found) {
            found = Self::read(environment, Ok(PathBuf::from(IN_ETC)));
        }
        if is_absent(&found) {
            let message = format_args!("~/{IN_HOME} and {IN_ETC} have no such profile");
            return Err(CredentialsError::not_configured(NAME, message));
        }
        found
    }

    #[inline(never)] // Called twice.
    fn read(
        environment: &Environment,
        path: Result<PathBuf, CredentialsError>,
    ) -> Result<Step, CredentialsError> {
        let path = path?;
        let text = environment.read_file(NAME, &path)?;
        let path = path.display();
        let profile = environment.profile().unwrap_or("default");
        let Some(section) = Section::find(text.expose(), profile) else {
            let message = format_args!("{path} has no section [{profile}]");
            return Err(CredentialsError::not_configured(NAME, message));
        };
        let about = About::source(format!("profile {profile} in {path}"));
        let place = format_args!("[{profile}] in {path}");
        let part = &mut |name: &str| section.get(name).map(str::to_owned);
        NAMES.find(environment, NAME, &place, about, part)
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
        exchange::provide(environment, Self::find(environment))
    }
}
