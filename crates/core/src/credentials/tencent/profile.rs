//! The credentials file of the vendor's SDK: INI, in the home directory or in `/etc`.

use std::path::Path;

use super::assume_role::{KeyAndRole, Names};
use crate::credentials::ini::Section;
use crate::credentials::source::{Found, Source};
use crate::credentials::value::About;
use crate::credentials::{CredentialsError, Environment};

const IN_HOME: &str = ".tencentcloud/credentials";
const IN_ETC: &str = "/etc/tencentcloud/credentials";

const NAMES: Names = Names {
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

impl Source for FromProfile {
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
    let path = path.display();
    let profile = environment.profile().unwrap_or("default");
    let Some(section) = Section::find(text.expose(), profile) else {
        let message = format!("{path} has no section [{profile}]");
        return Err(CredentialsError::not_configured(FromProfile::NAME, message));
    };
    let about = About::source(format!("profile {profile} in {path}"));
    let place = format!("[{profile}] in {path}");
    let part = &mut |name: &str| section.get(name).map(str::to_owned);
    NAMES.read(FromProfile::NAME, &place, about, part)
}
