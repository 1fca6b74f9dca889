//! The profiles of the vendor's command line: one JSON file with the key, one with the region.

use super::InstanceRole;
use super::assume_role::{KeyAndRole, MemberNames, Session};
use super::login::{self, Login, NAME};
use crate::codec::Tree;
use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::{About, Found};
use crate::credentials::{CredentialsError, Environment, ProvideCredentials as _};

const NAMES: MemberNames = MemberNames {
    key: ["secretId", "secretKey", "token"],
    role: &["roleArn", "role-arn"],
    session: &["roleSessionName", "role-session-name"],
};

/// `~/.tccli/{profile}.credential`; the profile is the one that was asked for, or `TCCLI_PROFILE`, or
/// `default`.
///
/// It holds a key (`secretId`, `secretKey`, `token`), or says that the machine's role is to be used
/// (type `cvm-role`), or is the log-in of a person (types `oauth` and `sso`), whose keys expire. Those
/// are renewed as the command line does while the log-in lasts, and kept in memory: the file, which
/// that command rewrites when it wants to, is left alone. A log-in that is over is an error that says
/// which command begins another.
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

impl NamedProvider for FromCliProfile {
    const NAME: &'static str = NAME;

    async fn find(&self, environment: &Environment) -> Found {
        let profile = profile(environment);
        let mut value = read(environment, &profile, "credential")?;
        let place = format!("~/.tccli/{profile}.credential");
        let source = format!("profile {profile} in {place}");
        let region = region(environment);
        let kind = json::text(&value, "type").map(str::to_ascii_lowercase);
        // What `tccli sso configure` leaves behind has no type: one has still to log in.
        let is_configured = value.get("sso").is_some() && value.get("secretId").is_none();
        let key = match kind.as_deref() {
            Some(kind @ ("oauth" | "sso")) => {
                let login = Login::read(kind == "sso", profile, &value);
                let keys = login::file_keys(value, &source);
                let keys = login.keys(environment, keys, &source).await?;
                return Ok(keys.with_any_region(region));
            }
            None if is_configured => return Err(Login::read(true, profile, &value).over(None)),
            Some("cvm-role") => KeyAndRole {
                key: InstanceRole::new().wanted().provide(environment).await?,
                role: role_of(&mut value),
            },
            None | Some("default") => {
                let part = &mut |name: &str| json::take(&mut value, name);
                let about = About {
                    region,
                    ..About::source(source)
                };
                NAMES.read(NAME, &place, about, part)?
            }
            Some(other) => {
                let message = format!(
                    "{place} is of type {other}, which is not supported here; supported are \
                     default, cvm-role, oauth and sso"
                );
                return Err(CredentialsError::unsupported(NAME, message));
            }
        };
        key.taken_on(environment).await
    }
}

fn role_of(value: &mut Tree) -> Option<Session> {
    let mut first = |names: &[&str]| names.iter().find_map(|name| json::take(value, name));
    let role = first(NAMES.role)?;
    Some(Session::new(role, first(NAMES.session)))
}

fn read(environment: &Environment, profile: &str, kind: &str) -> Result<Tree, CredentialsError> {
    let file = format!(".tccli/{profile}.{kind}");
    let path = environment.in_home(NAME, &file)?;
    let text = environment.read_file(NAME, &path)?;
    json::parse_file(NAME, format_args!("~/{file}"), &text)
}
