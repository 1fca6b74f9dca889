//! The profiles of the vendor's command line: `~/.aliyun/config.json`.

use super::assume_role::SessionOptions;
use super::sts::Place;
use super::{AssumeRole, InstanceRole, OidcRole};
use crate::codec::Tree;
use crate::credentials::json;
use crate::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

const NAME: &str = "CLI profile";
const FILE: &str = ".aliyun/config.json";

/// Profiles that name each other as their source: more than this is a circle.
const MAX_SOURCES: usize = 8;

/// A profile of `~/.aliyun/config.json`: the one that was asked for, or `ALIBABA_CLOUD_PROFILE`, or
/// the file's current one. `ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true` switches it off.
///
/// Modes: `AK`, `StsToken`, `RamRoleArn`, `EcsRamRole`, `OIDC`, `ChainableRamRoleArn`. Those that
/// need a browser or another program (`CloudSSO`, `OAuth`, `External`, …) are an error that says so.
#[derive(Clone, Copy, Debug)]
pub struct FromCliProfile;

/// The parsed file, and which profile was chosen how.
struct Configuration {
    value: Tree,
    profile: String,
    /// Somebody named the profile: that it is empty is then a mistake.
    named: bool,
}

fn read(environment: &Environment) -> Result<Configuration, CredentialsError> {
    if environment.is_true("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") {
        let message = "switched off by ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
        return Err(CredentialsError::not_configured(NAME, message));
    }
    let path = environment.in_home(NAME, FILE)?;
    let text = environment.read_file(NAME, &path)?;
    let value =
        json::parse(NAME, format_args!("~/{FILE}"), text.expose().as_bytes()).map_err(|error| {
            CredentialsError::misconfigured(NAME, format_args!("~/{FILE} is no JSON"))
                .with_source(error)
        })?;
    let named = environment
        .profile()
        .map(str::to_owned)
        .or_else(|| environment.variable("ALIBABA_CLOUD_PROFILE"));
    let profile = named
        .clone()
        .or_else(|| json::text(&value, "current").map(str::to_owned))
        .unwrap_or_else(|| "default".to_owned());
    Ok(Configuration {
        value,
        profile,
        named: named.is_some(),
    })
}

/// `region_id` of the profile.
pub(super) fn region(environment: &Environment) -> Option<String> {
    let configuration = read(environment).ok()?;
    let profile = find(&configuration.value, &configuration.profile)?;
    json::text(profile, "region_id").map(str::to_owned)
}

fn find<'a>(configuration: &'a Tree, name: &str) -> Option<&'a Tree> {
    let profiles = configuration.get("profiles")?.as_list()?;
    profiles
        .iter()
        .find(|profile| profile.get("name").and_then(Tree::as_text) == Some(name))
}

impl Configuration {
    fn provider(&self) -> Result<Box<dyn ProvideCredentials>, CredentialsError> {
        let Some(profile) = find(&self.value, &self.profile) else {
            // The INI file is asked next and may have it.
            let message = format_args!("~/{FILE} has no profile {}", self.profile);
            return Err(CredentialsError::not_configured(NAME, message));
        };
        let mode = json::text(profile, "mode").unwrap_or("AK");
        let is_blank = mode == "AK" && json::text(profile, "access_key_id").is_none();
        if is_blank && !self.named {
            // What `aliyun configure` leaves behind when it is broken off.
            let message = format_args!("profile {} in ~/{FILE} has no access key", self.profile);
            return Err(CredentialsError::not_configured(NAME, message));
        }
        self.provider_of(&self.profile, 0)
    }

    fn provider_of(
        &self,
        name: &str,
        depth: usize,
    ) -> Result<Box<dyn ProvideCredentials>, CredentialsError> {
        let wrong = |what: &str| {
            CredentialsError::misconfigured(NAME, format_args!("profile {name} in ~/{FILE} {what}"))
        };
        if depth > MAX_SOURCES {
            return Err(wrong("is reached through a circle of source profiles"));
        }
        let profile = find(&self.value, name).ok_or_else(|| wrong("does not exist"))?;
        let part = |member: &str| json::text(profile, member).map(str::to_owned);
        let need = |member: &str| part(member).ok_or_else(|| wrong(&format!("has no {member}")));
        let key = || {
            Ok(
                Credentials::access_key(need("access_key_id")?, need("access_key_secret")?)
                    .with_source(format!("profile {name} in ~/{FILE}")),
            )
        };
        let assumed = |base: Box<dyn ProvideCredentials>| {
            let role = AssumeRole::new(base, need("ram_role_arn")?);
            Ok(Box::new(role.with_options(options(profile))) as Box<dyn ProvideCredentials>)
        };
        match json::text(profile, "mode").unwrap_or("AK") {
            "AK" => Ok(Box::new(key()?)),
            "StsToken" => Ok(Box::new(key()?.with_session_token(need("sts_token")?))),
            "RamRoleArn" => {
                let base = match part("sts_token") {
                    Some(token) => key()?.with_session_token(token),
                    None => key()?,
                };
                assumed(Box::new(base))
            }
            "EcsRamRole" => Ok(Box::new(match part("ram_role_name") {
                Some(role) => InstanceRole::new().with_role(role),
                None => InstanceRole::new().named_by_user(),
            })),
            "OIDC" => Ok(Box::new(OidcRole::of_profile(
                part("ram_role_arn"),
                part("oidc_provider_arn"),
                part("oidc_token_file"),
                options(profile),
            ))),
            "ChainableRamRoleArn" => {
                assumed(self.provider_of(&need("source_profile")?, depth + 1)?)
            }
            other => Err(CredentialsError::unsupported(
                NAME,
                format_args!(
                    "profile {name} in ~/{FILE} is of mode {other}, which is not supported here; \
                     supported are AK, StsToken, RamRoleArn, EcsRamRole, OIDC and ChainableRamRoleArn"
                ),
            )),
        }
    }
}

fn options(profile: &Tree) -> SessionOptions {
    let part = |member: &str| json::text(profile, member).map(str::to_owned);
    SessionOptions {
        name: part("ram_session_name"),
        duration: profile.get("expired_seconds").and_then(Tree::as_integer),
        policy: part("policy"),
        external_id: part("external_id"),
        place: Place {
            region: part("sts_region"),
            vpc: profile.get("enable_vpc").is_some_and(Tree::is_true),
        },
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
        Box::pin(async move {
            let configuration = read(environment)?;
            let credentials = configuration.provider()?.provide(environment).await?;
            Ok(match region(environment) {
                Some(region) => credentials.with_region(region),
                None => credentials,
            })
        })
    }
}
