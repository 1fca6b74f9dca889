//! The log-in of a person in a browser, which a profile of the command line keeps.
//!
//! What renews it serves once: the service gives a new refresh token with each use of the old one. So
//! the file is written as the command line writes it, and is seen to be writable before the token in
//! it is used. Without that the person would find himself logged out of the command line.

use std::path::PathBuf;

use cloudwright_sign::canonical_query;

use super::login::{self, RENEWAL};
use crate::codec::Tree;
use crate::credentials::exchange::{self, ErrorBody, Exchange, Patience};
use crate::credentials::file_keys::FileKeys;
use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::parts::KeyNames;
use crate::credentials::shell_word::shell_word;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::secret::Secret;
use crate::transport::HttpResponse;

const NAME: &str = OAuth::NAME;

/// Seconds before expiry from which on an access token is not used any more.
const MARGIN: i64 = 60;

const ACCESS_TOKEN: &str = "oauth_access_token";
const ACCESS_TOKEN_EXPIRES: &str = "oauth_access_token_expire";
const REFRESH_TOKEN: &str = "oauth_refresh_token";

/// What `/v1/exchange` answers.
const KEYS: KeyNames = KeyNames {
    id: "accessKeyId",
    secret: "accessKeySecret",
    token: "securityToken",
    expiry: "expiration",
    renewal: RENEWAL,
};

/// The two sites: the service's address, and the public id by which the command line is known there.
const SITES: [(&str, &str, &str); 2] = [
    ("CN", "https://oauth.aliyun.com", "4038181954557748008"),
    (
        "INTL",
        "https://oauth.alibabacloud.com",
        "4103531455503354461",
    ),
];

/// The keys of the profile while they are good, else new ones, as long as the log-in lasts.
#[derive(Debug)]
pub(super) struct OAuth {
    profile: String,
    source: String,
    file: PathBuf,
}

/// The log-in as the file has it.
struct Login {
    site: (&'static str, &'static str, &'static str),
    access_token: Option<Secret>,
    access_token_expires_at: i64,
    refresh_token: Option<Secret>,
    keys: FileKeys,
}

impl Login {
    /// The token, if it is good for a while.
    fn good_token(&self, now: i64) -> Option<&Secret> {
        let rest = self.access_token_expires_at.saturating_sub(now);
        self.access_token.as_ref().filter(|_| rest > MARGIN)
    }
}

/// What a refresh token was exchanged for.
struct Refreshed {
    access_token: Secret,
    /// None where the old one stays good.
    refresh_token: Option<Secret>,
    lifetime: i64,
}

impl OAuth {
    pub(super) fn new(profile: &str, source: String, file: PathBuf) -> Self {
        Self {
            profile: profile.to_owned(),
            source,
            file,
        }
    }

    fn over(&self, login: &Login, why: &str) -> CredentialsError {
        let (site, ..) = login.site;
        let profile = shell_word(&self.profile);
        let command =
            format!("aliyun configure --mode OAuth --oauth-site-type {site} --profile {profile}");
        login::over(NAME, &self.source, &why, &command)
    }

    fn configuration(&self, environment: &Environment) -> Result<Tree, CredentialsError> {
        let text = environment.read_named_file(NAME, &self.file)?;
        json::parse_file(NAME, self.file.display(), &text)
    }

    fn login(&self, environment: &Environment) -> Result<Login, CredentialsError> {
        let wrong = |what: &dyn std::fmt::Display| {
            CredentialsError::misconfigured(NAME, format_args!("{} {what}", self.source))
        };
        let configuration = self.configuration(environment)?;
        let profile = json::profile(&configuration, &self.profile);
        let profile = profile.ok_or_else(|| wrong(&"is gone"))?;
        let text = |member: &str| json::text(profile, member);
        let named = text("oauth_site_type").unwrap_or("CN");
        let mut sites = SITES.into_iter();
        let site = sites.find(|(site, ..)| site.eq_ignore_ascii_case(named));
        Ok(Login {
            site: site
                .ok_or_else(|| wrong(&"has an oauth_site_type that is neither CN nor INTL"))?,
            access_token: text(ACCESS_TOKEN).map(Secret::from),
            access_token_expires_at: login::seconds(profile, ACCESS_TOKEN_EXPIRES),
            refresh_token: text(REFRESH_TOKEN).map(Secret::from),
            keys: login::file_keys(profile, &self.source),
        })
    }

    /// A new access token, for the refresh token of the file, into which what comes is written.
    async fn refreshed(
        &self,
        environment: &Environment,
        login: &Login,
    ) -> Result<Secret, CredentialsError> {
        let Some(used) = &login.refresh_token else {
            return Err(self.over(login, "there is no refresh token"));
        };
        let replacement = environment.replace_file(NAME, &self.file)?;
        let (_, base, client) = login.site;
        let form = canonical_query([
            ("grant_type", "refresh_token"),
            ("refresh_token", used.expose()),
            ("client_id", client),
        ]);
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        let request = exchange::post(exchange::address(base, "/v1/token"), &headers, form);
        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([used]);
        let read = |response: &HttpResponse| {
            let mut answer = exchange.object(response, told)?;
            Ok(Refreshed {
                access_token: json::take(&mut answer, "access_token")
                    .map(Secret::new)
                    .ok_or_else(|| {
                        CredentialsError::malformed(NAME, "the answer has no access_token")
                    })?,
                refresh_token: json::take(&mut answer, "refresh_token").map(Secret::new),
                lifetime: login::seconds(&answer, "expires_in"),
            })
        };
        let refreshed = match exchange.ask(request, &read).await {
            Ok(refreshed) => refreshed,
            Err(error) if error.is_refusal() => {
                return self.refreshed_by_another(environment, used, error);
            }
            Err(error) => return Err(error),
        };
        let text = self.rewritten(environment, &refreshed)?.to_lines();
        replacement.put(&text).map_err(|error| {
            let message = format!("{} cannot be written: {error}", self.file.display());
            CredentialsError::misconfigured(NAME, message)
        })?;
        Ok(refreshed.access_token)
    }

    /// A refresh token that is refused may have been used by another program at the same time, which
    /// wrote down what it got.
    fn refreshed_by_another(
        &self,
        environment: &Environment,
        used: &Secret,
        error: CredentialsError,
    ) -> Result<Secret, CredentialsError> {
        let login = self.login(environment)?;
        let is_other = login.refresh_token.as_ref() != Some(used);
        let token = login.good_token(environment.unix_seconds());
        match token.filter(|_| is_other) {
            Some(token) => Ok(token.clone()),
            None => Err(self.over(&login, error.message()).with_source(error)),
        }
    }

    /// The file as it is now, with the new log-in and everything else as it was.
    fn rewritten(
        &self,
        environment: &Environment,
        refreshed: &Refreshed,
    ) -> Result<Tree, CredentialsError> {
        let mut configuration = self.configuration(environment)?;
        let profile = json::profile_mut(&mut configuration, &self.profile);
        let expires_at = environment
            .unix_seconds()
            .saturating_add(refreshed.lifetime);
        if let Some(profile) = profile {
            profile.set(ACCESS_TOKEN, refreshed.access_token.expose().into());
            profile.set(ACCESS_TOKEN_EXPIRES, Tree::Number(expires_at.to_string()));
            if let Some(token) = &refreshed.refresh_token {
                profile.set(REFRESH_TOKEN, token.expose().into());
            }
        }
        Ok(configuration)
    }

    async fn exchanged(&self, environment: &Environment, login: &Login, token: &Secret) -> Found {
        let (_, base, _) = login.site;
        let address = exchange::address(base, "/v1/exchange");
        let request = login::with_bearer(NAME, address, token, String::new())?;
        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([token]);
        let read = |response: &HttpResponse| {
            exchange.keys(exchange.object(response, told)?, &KEYS, self.source.clone())
        };
        exchange.ask(request, &read).await
    }
}

impl NamedProvider for OAuth {
    const NAME: &'static str = "OAuth";

    async fn find(&self, environment: &Environment) -> Found {
        let now = environment.unix_seconds();
        let login = self.login(environment)?;
        if let Some(keys) = login.keys.good_for(login::MARGIN, now) {
            return Ok(keys.clone());
        }
        let token = match login.good_token(now) {
            Some(token) => token.clone(),
            None => self.refreshed(environment, &login).await?,
        };
        let keys = self.exchanged(environment, &login, &token).await;
        keys.map_err(|error| login::explained(error, |why| self.over(&login, why)))
    }
}

fn told(answer: &Tree) -> Option<ErrorBody<'_>> {
    Some(ErrorBody {
        message: json::text(answer, "error_description").unwrap_or_default(),
        ..ErrorBody::code(json::text(answer, "error")?)
    })
}
