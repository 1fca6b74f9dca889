//! The profiles of the vendor's command line: `~/.hcloud/config.json`.

use super::with_ids;
use crate::codec::Tree;
use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::{About, Found};
use crate::credentials::{CredentialsError, Environment, parts};

const NAME: &str = FromCliProfile::NAME;
const FILE: &str = ".hcloud/config.json";

/// The key of a profile of `~/.hcloud/config.json`: of the one that was asked for, or of the file's
/// current one. `region`, `projectId` and `domainId` come along.
///
/// The vendor's command encrypts keys unless it is told not to
/// (`hcloud configure set --cli-auth-encrypt=false`), and what it encrypted only it can read. Such a
/// profile counts as none, unless it was asked for by name; so does one whose keys are no access key
/// (modes `SSO`, `ecsAgency` and others).
#[derive(Clone, Copy, Debug)]
pub struct FromCliProfile;

/// The parsed file, and which profile of it is meant.
struct Configuration {
    value: Tree,
    profile: String,
}

impl NamedProvider for FromCliProfile {
    const NAME: &'static str = "hcloud profile";

    async fn find(&self, environment: &Environment) -> Found {
        let configuration = Configuration::read(environment)?;
        let name = &configuration.profile;
        let place = format!("profile {name} in ~/{FILE}");
        let Some(profile) = configuration.profile() else {
            let message = format!("~/{FILE} has no profile {name}");
            return Err(CredentialsError::not_configured(NAME, message));
        };
        if let Some(reason) = configuration.unreadable(profile) {
            let message = format!("{place} {reason}");
            return Err(match environment.profile() {
                Some(_) => CredentialsError::unsupported(NAME, message),
                None => CredentialsError::not_configured(NAME, message),
            });
        }
        let mut part = |name: &str| json::text(profile, name).map(str::to_owned);
        let about = About {
            region: configuration.region(),
            project_id: part("projectId"),
            domain_id: part("domainId"),
            ..About::source(place.clone())
        };
        let missing = |name: &str| {
            CredentialsError::misconfigured(NAME, format_args!("{place} has no {name}"))
        };
        let names = ["accessKeyId", "secretAccessKey", "securityToken"];
        let credentials = parts::key(names, about, &mut part, &missing)?;
        Ok(with_ids(credentials, environment))
    }
}

/// `region` of the profile.
pub(super) fn region(environment: &Environment) -> Option<String> {
    Configuration::read(environment).ok()?.region()
}

impl Configuration {
    fn read(environment: &Environment) -> Result<Self, CredentialsError> {
        let path = environment.in_home(NAME, FILE)?;
        let text = environment.read_file(NAME, &path)?;
        let value = json::parse_file(NAME, format_args!("~/{FILE}"), &text)?;
        let current = || json::text(&value, "current").map(str::to_owned);
        let asked = environment.profile().map(str::to_owned);
        let profile = asked.or_else(current);
        Ok(Self {
            profile: profile.unwrap_or_else(|| "default".to_owned()),
            value,
        })
    }

    fn profile(&self) -> Option<&Tree> {
        json::profile(&self.value, &self.profile)
    }

    fn region(&self) -> Option<String> {
        json::text(self.profile()?, "region").map(str::to_owned)
    }

    /// Why the profile's keys cannot be used.
    fn unreadable(&self, profile: &Tree) -> Option<String> {
        let mode = json::text(profile, "mode").unwrap_or("AKSK");
        if !mode.eq_ignore_ascii_case("AKSK") {
            return Some(format!(
                "is of mode {mode}, which is not supported here; supported is AKSK: {}",
                instead(mode)
            ));
        }
        // A text in the files that are known; anything but no is yes.
        let is_plain = match self.value.get("authEncrypt") {
            Some(Tree::Text(text)) => text.eq_ignore_ascii_case("false"),
            Some(Tree::Boolean(encrypted)) => !encrypted,
            _ => false,
        };
        (!is_plain).then(|| {
            "holds its keys encrypted, as only hcloud can read them: \
             `hcloud configure set --cli-auth-encrypt=false` stores them plainly"
                .to_owned()
        })
    }
}

/// What gives keys that can be used, in place of a profile's mode.
fn instead(mode: &str) -> &'static str {
    if mode.eq_ignore_ascii_case("ecsAgency") {
        return "on the machine itself its agency is found without a profile";
    }
    "make a profile with a key by `hcloud configure set --cli-profile=NAME --cli-mode=AKSK`, or set \
     HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and, for temporary keys, HUAWEICLOUD_SDK_SECURITY_TOKEN"
}
