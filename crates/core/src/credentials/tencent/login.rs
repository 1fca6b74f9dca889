//! The log-in of a person with the vendor's command line: keys that expire, and what renews them.
//!
//! The service and its calls are those of tccli 3.1 (`tccli/oauth.py`, `tccli/sso.py`): unsigned JSON,
//! a refusal in a member `Error` whatever the status. Neither way gives a new refresh token or log-in,
//! so that nothing has to be written back.

use super::{KEYS, RENEWAL, sts};
use crate::codec::Tree;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::file_keys::FileKeys;
use crate::credentials::json;
use crate::credentials::parts::KeyNames;
use crate::credentials::shell_word::shell_word;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::machine::nonce::{NonceSource as _, RandomNonce};
use crate::secret::Secret;
use crate::transport::{HttpRequest, HttpResponse};

/// What errors call it: it is a kind of profile.
pub(super) const NAME: &str = "tccli profile";
const SERVICE: &str = "https://cli.cloud.tencent.com";

/// Seconds before expiry from which on the command line renews.
const MARGIN: i64 = 300;

/// The longest that the command line asks for keys of a log-in by SSO to live.
const LONGEST: i64 = 7200;

const FILE: KeyNames = KeyNames {
    id: "secretId",
    secret: "secretKey",
    token: "token",
    expiry: "expiresAt",
    renewal: RENEWAL,
};

/// What `/get_temp_cred` answers.
const OF_OAUTH: KeyNames = KeyNames {
    id: "SecretId",
    secret: "SecretKey",
    token: "Token",
    expiry: "ExpiresAt",
    renewal: RENEWAL,
};

/// The keys that the file holds.
pub(super) fn file_keys(mut value: Tree, source: &str) -> FileKeys {
    let expires_at = value.get(FILE.expiry).and_then(seconds).unwrap_or_default();
    let part = &mut |name: &str| json::take(&mut value, name);
    FileKeys::read(&FILE, source.to_owned(), expires_at, part)
}

/// What proves that a person is logged in.
pub(super) struct Login {
    is_sso: bool,
    profile: String,
    site: String,
    /// Of the log-in itself, not of its keys.
    expires_at: i64,
    /// The member of the file that is named like the kind.
    parts: Vec<(&'static str, Secret)>,
}

/// The parts of a log-in, by the names of the file.
const PARTS: [&str; 8] = [
    "openId",
    "accessToken",
    "refreshToken",
    "token",
    "uin",
    "roleConfigurationId",
    "roleConfigurationName",
    "zoneId",
];

impl Login {
    pub(super) fn read(is_sso: bool, profile: String, value: &Tree) -> Self {
        let member = value.get(if is_sso { "sso" } else { "oauth" });
        let text = |name: &str| member.and_then(|member| written(member.get(name)?));
        let parts = PARTS.into_iter();
        Self {
            is_sso,
            profile,
            site: text("site").unwrap_or_else(|| "cn".to_owned()),
            expires_at: member
                .and_then(|member| member.get("expiresAt"))
                .and_then(seconds)
                .unwrap_or_default(),
            parts: parts
                .filter_map(|name| Some((name, Secret::new(text(name)?))))
                .collect(),
        }
    }

    /// The keys of the file while they are good, else new ones.
    pub(super) async fn keys(
        &self,
        environment: &Environment,
        keys: FileKeys,
        source: &str,
    ) -> Found {
        let now = environment.unix_seconds();
        if let Some(good) = keys.good_for(MARGIN, now) {
            return Ok(good.clone());
        }
        let renewed = if self.is_sso {
            self.by_sso(environment, source, now).await
        } else {
            self.by_oauth(environment, source, now).await
        };
        match (renewed, keys.good_for(0, now)) {
            (Ok(renewed), _) => Ok(renewed),
            // The last minutes of the old ones, which are asked for again before they are over.
            (Err(_), Some(good)) => Ok(good.clone()),
            (Err(error), None) if error.is_transient() => Err(error),
            (Err(error), None) => Err(self.over(Some(error))),
        }
    }

    async fn by_oauth(&self, environment: &Environment, source: &str, now: i64) -> Found {
        let access_token = if self.expires_at.saturating_sub(now) < MARGIN {
            let parameters = [
                ("RefreshToken", self.part("refreshToken")?),
                ("OpenId", self.part("openId")?),
            ];
            let answer = self.ask(environment, "/refresh_user_token", &parameters, None);
            token(answer.await?, "AccessToken")?
        } else {
            self.part("accessToken")?.clone()
        };
        let parameters = [("AccessToken", &access_token)];
        let answer = self.ask(environment, "/get_temp_cred", &parameters, None);
        service(environment).keys(answer.await?, &OF_OAUTH, source.to_owned())
    }

    async fn by_sso(&self, environment: &Environment, source: &str, now: i64) -> Found {
        let rest = self.expires_at.saturating_sub(now);
        if rest < MARGIN {
            return Err(CredentialsError::misconfigured(NAME, "the log-in is over"));
        }
        let uin = self.part("uin")?;
        let fixed = |text: &str| Secret::from(text);
        let parameters = [
            ("LoginToken", self.part("token")?),
            ("LoginType", &fixed("RoleSAML")),
            ("TargetUin", uin),
            ("UserId", &fixed("")),
            ("RoleConfigurationId", self.part("roleConfigurationId")?),
        ];
        let path = "/api/org/gen_saml_response";
        let answer = self.ask(environment, path, &parameters, None).await?;
        let assertion = token(answer, "SAMLResponse")?;

        let uin = uin.expose();
        let zone = self.part("zoneId")?.expose();
        let role = self.part("roleConfigurationName")?.expose();
        let principal = format!("qcs::cam::uin/{uin}:saml-provider/TencentReservedSSO-{zone}");
        let role = format!("qcs::cam::uin/{uin}:roleName/TencentCloudSSO-{role}");
        let parameters = [
            ("SAMLAssertion", &assertion),
            ("PrincipalArn", &fixed(&principal)),
            ("RoleArn", &fixed(&role)),
            ("RoleSessionName", &fixed(&format!("ses-{}", uuid()))),
        ];
        let seconds = Some(rest.min(LONGEST));
        let path = "/api/sts/assume_role_with_saml";
        let answer = self.ask(environment, path, &parameters, seconds).await?;
        service(environment).keys(sts::keys(answer), &KEYS, source.to_owned())
    }

    /// One call to the service of the command line: its answer, if that is none of a refusal.
    async fn ask(
        &self,
        environment: &Environment,
        path: &str,
        parameters: &[(&'static str, &Secret)],
        seconds: Option<i64>,
    ) -> Result<Tree, CredentialsError> {
        let request = || self.request(path, parameters, seconds);
        let read = |response: &HttpResponse| {
            let answer = json::parse(NAME, "the answer", &response.body);
            let told = answer.as_ref().ok().and_then(|answer| answer.get("Error"));
            if told.is_some() || !response.is_success() {
                let told = told.and_then(sts::told);
                return Err(exchange::refused(NAME, response, told.as_ref()));
            }
            answer
        };
        let secrets = parameters.iter().map(|(_, secret)| *secret);
        let exchange = service(environment).hiding_all(secrets);
        exchange.ask_anew(&|| Ok(request()), &read).await
    }

    fn request(
        &self,
        path: &str,
        parameters: &[(&'static str, &Secret)],
        seconds: Option<i64>,
    ) -> HttpRequest {
        let (trace, site) = (uuid(), self.site.as_str());
        let mut members = vec![("TraceId", trace.as_str().into()), ("Site", site.into())];
        let texts = parameters.iter();
        members.extend(texts.map(|(name, text)| (*name, Tree::from(text.expose()))));
        members
            .extend(seconds.map(|seconds| ("DurationSeconds", Tree::Number(seconds.to_string()))));
        let body = Tree::object(members).to_text();
        let headers = [("Content-Type", "application/json")];
        exchange::post(exchange::address(SERVICE, path), &headers, body)
    }

    fn part(&self, name: &str) -> Result<&Secret, CredentialsError> {
        let mut parts = self.parts.iter();
        let part = parts.find(|(known, _)| *known == name);
        part.map(|(_, part)| part).ok_or_else(|| {
            CredentialsError::misconfigured(NAME, format_args!("the log-in has no {name}"))
        })
    }

    /// That the person has to log in again, and how; because of what, where that is not plain.
    pub(super) fn over(&self, why: Option<CredentialsError>) -> CredentialsError {
        let profile = &self.profile;
        let kind = if self.is_sso { "sso" } else { "auth" };
        let named = match profile.as_str() {
            "default" => String::new(),
            other => format!(" --profile {}", shell_word(other)),
        };
        let reason = why.as_ref().map(|why| format!(" ({})", why.message()));
        let state = match reason {
            Some(reason) => format!("needs to log in again{reason}"),
            None => "is not logged in".to_owned(),
        };
        let message = format!(
            "profile {profile} in ~/.tccli/{profile}.credential {state}: run `tccli {kind} login{named}`"
        );
        let error = CredentialsError::misconfigured(NAME, message);
        match why {
            Some(why) => error.with_source(why),
            None => error,
        }
    }
}

fn service(environment: &Environment) -> Exchange<'_> {
    Exchange::new(environment, NAME, Patience::Service)
}

/// A text, or a number as text: account ids are either.
fn written(value: &Tree) -> Option<String> {
    match value {
        Tree::Text(text) | Tree::Number(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// Seconds since 1970; some versions wrote a fraction.
fn seconds(value: &Tree) -> Option<i64> {
    let text = match value {
        Tree::Number(text) | Tree::Text(text) => text.as_str(),
        _ => return None,
    };
    text.split('.').next()?.parse().ok()
}

fn token(mut answer: Tree, name: &str) -> Result<Secret, CredentialsError> {
    json::take(&mut answer, name)
        .map(Secret::new)
        .ok_or_else(|| CredentialsError::malformed(NAME, format_args!("the answer has no {name}")))
}

fn uuid() -> String {
    RandomNonce.next().uuid()
}
