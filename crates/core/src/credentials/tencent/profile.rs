//! The credentials file of the vendor's SDK: INI, in the home directory or in `/etc`.

use std::path::Path;

use super::assume_role::{Found, Names, provide};
use crate::credentials::ini::Section;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "profile";
const IN_HOME: &str = ".tencentcloud/credentials";
const IN_ETC: &str = "/etc/tencentcloud/credentials";

const NAMES: Names = Names {
    id: "secret_id",
    secret: "secret_key",
    token: "token",
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
    fn find(environment: &Environment) -> Result<Found, CredentialsError> {
        let at_home = environment
            .in_home(NAME, IN_HOME)
            .and_then(|path| Self::read(environment, &path));
        match at_home {
            Err(error) if error.is_not_configured() => Self::read(environment, Path::new(IN_ETC))
                .map_err(|other| {
                    if !other.is_not_configured() {
                        return other;
                    }
                    let message = format_args!("~/{IN_HOME} and {IN_ETC} have no such profile");
                    CredentialsError::not_configured(NAME, message)
                }),
            outcome => outcome,
        }
    }

    fn read(environment: &Environment, path: &Path) -> Result<Found, CredentialsError> {
        let text = environment.read_file(NAME, path)?;
        let profile = environment.profile().unwrap_or("default");
        let Some(section) = Section::find(text.expose(), profile) else {
            let message = format_args!("{} has no section [{profile}]", path.display());
            return Err(CredentialsError::not_configured(NAME, message));
        };
        let place = format_args!("[{profile}] in {}", path.display());
        let part = &mut |name: &str| section.get(name).map(str::to_owned);
        let mut found = NAMES.find(NAME, &place, part)?;
        let source = format!("profile {profile} in {}", path.display());
        found.credentials = found.credentials.with_source(source);
        Ok(found)
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
        provide(environment, Self::find(environment))
    }
}
