//! The profiles of the vendor's command line: `~/.aliyun/config.json`.

use std::path::PathBuf;

use super::assume_role::SessionOptions;
use super::cloud_sso::CloudSso;
use super::credentials_uri::UriOfProfile;
use super::external::External;
use super::oauth::OAuth;
use super::sts::StsEndpoint;
use super::{AssumeRole, CredentialsUri, InstanceRole, OidcRole};
use crate::codec::Tree;
use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::Found;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};

const NAME: &str = FromCliProfile::NAME;
const FILE: &str = ".aliyun/config.json";
const FILE_VARIABLE: &str = "ALIBABA_CLOUD_CONFIG_FILE";

/// Either switches the file off: the SDKs know the first, the command line the second.
const DISABLED: [&str; 2] = [
    "ALIBABA_CLOUD_CLI_PROFILE_DISABLED",
    "ALIBABA_CLOUD_IGNORE_PROFILE",
];

/// Profiles that name each other as their source: more than this is a circle.
const MAX_SOURCES: usize = 8;

/// A profile of `~/.aliyun/config.json`, or of the file that `ALIBABA_CLOUD_CONFIG_FILE` names: the one
/// that was asked for, or `ALIBABA_CLOUD_PROFILE`, or the file's current one.
/// `ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true` switches it off.
///
/// Modes, in any case: `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `RamRoleArnWithRoleName`, `OIDC`,
/// `ChainableRamRoleArn`, `CredentialsURI`, `External`, `CloudSSO`, `OAuth`. Keys of the last two are
/// renewed while the log-in lasts; one that is over is an error that says which command begins
/// another. `External` runs the program that the profile names, unless
/// `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids it.
#[derive(Clone, Copy, Debug)]
pub struct FromCliProfile;

/// How a profile says that keys are to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProfileMode {
    Ak,
    StsToken,
    RamRoleArn,
    EcsRamRole,
    RamRoleArnWithRoleName,
    Oidc,
    ChainableRamRoleArn,
    CredentialsUri,
    External,
    CloudSso,
    OAuth,
}

const MODES: [(ProfileMode, &str); 11] = [
    (ProfileMode::Ak, "AK"),
    (ProfileMode::StsToken, "StsToken"),
    (ProfileMode::RamRoleArn, "RamRoleArn"),
    (ProfileMode::EcsRamRole, "EcsRamRole"),
    (
        ProfileMode::RamRoleArnWithRoleName,
        "RamRoleArnWithRoleName",
    ),
    (ProfileMode::Oidc, "OIDC"),
    (ProfileMode::ChainableRamRoleArn, "ChainableRamRoleArn"),
    (ProfileMode::CredentialsUri, "CredentialsURI"),
    (ProfileMode::External, "External"),
    (ProfileMode::CloudSso, "CloudSSO"),
    (ProfileMode::OAuth, "OAuth"),
];

/// The parsed file, and which profile was chosen how.
struct Configuration {
    value: Tree,
    path: PathBuf,
    /// What errors call the file.
    file: String,
    profile: String,
    /// Somebody named the profile: that it is empty is then a mistake.
    named: bool,
}

impl NamedProvider for FromCliProfile {
    const NAME: &'static str = "CLI profile";

    async fn find(&self, environment: &Environment) -> Found {
        let configuration = Configuration::read(environment)?;
        let provider = configuration.provider()?;
        let credentials = provider.provide(environment).await?;
        Ok(credentials.with_any_region(configuration.region()))
    }
}

/// `region_id` of the profile.
pub(super) fn region(environment: &Environment) -> Option<String> {
    Configuration::read(environment).ok()?.region()
}

impl Configuration {
    fn read(environment: &Environment) -> Result<Self, CredentialsError> {
        let mut switches = DISABLED.iter();
        if let Some(switch) = switches.find(|switch| environment.is_true(switch)) {
            let message = format!("switched off by {switch}");
            return Err(CredentialsError::not_configured(NAME, message));
        }
        let (path, text) = environment.read_one_of(NAME, FILE_VARIABLE, &[FILE])?;
        let file = match environment.variable(FILE_VARIABLE) {
            Some(file) => file,
            None => format!("~/{FILE}"),
        };
        let value = json::parse_file(NAME, &file, &text)?;
        let named = super::profile(environment);
        let profile = named
            .clone()
            .or_else(|| json::text(&value, "current").map(str::to_owned))
            .unwrap_or_else(|| "default".to_owned());
        Ok(Self {
            value,
            path,
            file,
            profile,
            named: named.is_some(),
        })
    }

    fn region(&self) -> Option<String> {
        let profile = json::profile(&self.value, &self.profile)?;
        json::text(profile, "region_id").map(str::to_owned)
    }

    fn provider(&self) -> Result<Box<dyn ProvideCredentials>, CredentialsError> {
        let Some(profile) = json::profile(&self.value, &self.profile) else {
            // The INI file is asked next and may have it.
            let message = format!("{} has no profile {}", self.file, self.profile);
            return Err(CredentialsError::not_configured(NAME, message));
        };
        let is_blank = json::text(profile, "access_key_id").is_none()
            && self.mode(profile, &self.profile)? == ProfileMode::Ak;
        if is_blank && !self.named {
            // What `aliyun configure` leaves behind when it is broken off.
            let message = format!(
                "profile {} in {} has no access key",
                self.profile, self.file
            );
            return Err(CredentialsError::not_configured(NAME, message));
        }
        self.provider_of(&self.profile, 0)
    }

    fn wrong(&self, name: &str, what: &str) -> CredentialsError {
        let message = format!("profile {name} in {} {what}", self.file);
        CredentialsError::misconfigured(NAME, message)
    }

    /// The mode that the profile names, or that its members are for.
    fn mode(&self, profile: &Tree, name: &str) -> Result<ProfileMode, CredentialsError> {
        let Some(written) = json::text(profile, "mode") else {
            return Ok(mode_of_members(profile));
        };
        let mut modes = MODES.iter();
        let known = modes.find(|(_, mode)| mode.eq_ignore_ascii_case(written));
        known.map(|(mode, _)| *mode).ok_or_else(|| {
            let supported = MODES.map(|(_, mode)| mode).join(", ");
            CredentialsError::unsupported(
                NAME,
                format_args!(
                    "profile {name} in {} is of mode {written}, which is not supported here; \
                     supported are {supported}: make a profile of one of them with \
                     `aliyun configure --mode AK --profile NAME`",
                    self.file
                ),
            )
        })
    }

    fn provider_of(
        &self,
        name: &str,
        depth: usize,
    ) -> Result<Box<dyn ProvideCredentials>, CredentialsError> {
        if depth > MAX_SOURCES {
            return Err(self.wrong(name, "is reached through a circle of source profiles"));
        }
        let profile =
            json::profile(&self.value, name).ok_or_else(|| self.wrong(name, "does not exist"))?;
        let part = |member: &str| json::text(profile, member).map(str::to_owned);
        let need = |member: &str| {
            part(member).ok_or_else(|| self.wrong(name, &format!("has no {member}")))
        };
        let source = format!("profile {name} in {}", self.file);
        let key = || {
            let key = Credentials::access_key(need("access_key_id")?, need("access_key_secret")?);
            Ok(key.with_source(source.clone()))
        };
        let instance = || match part("ram_role_name") {
            Some(role) => InstanceRole::new().with_role(role),
            None => InstanceRole::new().wanted(),
        };
        let assumed = |base: Box<dyn ProvideCredentials>| {
            let role = AssumeRole::new(base, need("ram_role_arn")?);
            Ok(Box::new(role.with_options(options(profile))) as Box<dyn ProvideCredentials>)
        };
        Ok(match self.mode(profile, name)? {
            ProfileMode::Ak => Box::new(key()?),
            ProfileMode::StsToken => Box::new(key()?.with_session_token(need("sts_token")?)),
            ProfileMode::RamRoleArn => {
                let base = match part("sts_token") {
                    Some(token) => key()?.with_session_token(token),
                    None => key()?,
                };
                return assumed(Box::new(base));
            }
            ProfileMode::EcsRamRole => Box::new(instance()),
            ProfileMode::RamRoleArnWithRoleName => return assumed(Box::new(instance())),
            ProfileMode::Oidc => Box::new(OidcRole {
                role_arn: part("ram_role_arn"),
                provider_arn: part("oidc_provider_arn"),
                token_file: part("oidc_token_file"),
                options: options(profile),
            }),
            ProfileMode::ChainableRamRoleArn => {
                let base = need("source_profile")?;
                return assumed(self.provider_of(&base, depth + 1)?);
            }
            ProfileMode::CredentialsUri => match part("credentials_uri") {
                Some(uri) => Box::new(UriOfProfile(uri)),
                None => Box::new(CredentialsUri),
            },
            ProfileMode::External => Box::new(External::new(need("process_command")?, source)),
            ProfileMode::CloudSso => Box::new(CloudSso::new(name, source, profile)),
            ProfileMode::OAuth => Box::new(OAuth::new(name, source, self.path.clone())),
        })
    }
}

/// The mode of a profile that names none, as the command line finds it.
fn mode_of_members(profile: &Tree) -> ProfileMode {
    let has = |member: &str| json::text(profile, member).is_some();
    match () {
        () if has("access_key_id") && has("ram_role_arn") => ProfileMode::RamRoleArn,
        () if has("access_key_id") && has("sts_token") => ProfileMode::StsToken,
        () if has("access_key_id") => ProfileMode::Ak,
        () if has("ram_role_name") => ProfileMode::EcsRamRole,
        () if has("process_command") => ProfileMode::External,
        () if has("oidc_provider_arn") => ProfileMode::Oidc,
        () if has("cloud_sso_sign_in_url") => ProfileMode::CloudSso,
        () => ProfileMode::Ak,
    }
}

fn options(profile: &Tree) -> SessionOptions {
    let part = |member: &str| json::text(profile, member).map(str::to_owned);
    SessionOptions {
        name: part("ram_session_name"),
        duration: profile.get("expired_seconds").and_then(Tree::as_integer),
        policy: part("policy"),
        external_id: part("external_id"),
        endpoint: StsEndpoint {
            region: part("sts_region"),
            vpc: profile.get("enable_vpc").is_some_and(Tree::is_true),
            host: part("sts_endpoint"),
        },
    }
}
