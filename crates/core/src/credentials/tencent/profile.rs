//! The credentials file of the vendor's SDK: INI, in the home directory or in `/etc`.

use std::path::Path;

use super::assume_role::{KeyAndRole, MemberNames};
use crate::credentials::ini::Profile;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::{About, Found};
use crate::credentials::{CredentialsError, Environment};

const IN_HOME: &str = ".tencentcloud/credentials";
const IN_ETC: &str = "/etc/tencentcloud/credentials";

const NAMES: MemberNames = MemberNames {
    key: ["secret_id", "secret_key", "token"],
    role: &["role_arn"],
    session: &["role_session_name"],
};

/// `secret_id`, `secret_key` and, optional, `role_arn` of the section `[default]`, or of the profile
/// that was asked for, in `~/.tencentcloud/credentials` or else `/etc/tencentcloud/credentials`.
///
/// A `token` is read as well, for temporary keys; the vendor's SDK has none there.
#[derive(Clone, Copy, Debug)]
pub struct FromProfile;

impl NamedProvider for FromProfile {
    const NAME: &'static str = "profile";

    async fn find(&self, environment: &Environment) -> Found {
        let in_home = environment.in_home(Self::NAME, IN_HOME);
        let found = match in_home.and_then(|path| read(environment, &path)) {
            Err(error) if error.is_not_configured() => read(environment, Path::new(IN_ETC)),
            found => found,
        };
        match found {
            Err(error) if error.is_not_configured() => {
                let message = format!("~/{IN_HOME} and {IN_ETC} have no such profile");
                Err(CredentialsError::not_configured(Self::NAME, message))
            }
            found => found?.taken_on(environment).await,
        }
    }
}

fn read(environment: &Environment, path: &Path) -> Result<KeyAndRole, CredentialsError> {
    let text = environment.read_file(FromProfile::NAME, path)?;
    let name = environment.profile().unwrap_or("default");
    let profile = Profile::find(FromProfile::NAME, path, text.expose(), name)?;
    let about = About::source(format!("profile {name} in {}", path.display()));
    let part = &mut |name: &str| profile.get(name).map(str::to_owned);
    NAMES.read(FromProfile::NAME, &profile.place(), about, part)
}
