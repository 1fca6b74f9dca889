//! The log-in of a person by `CloudSSO`, which a profile of the command line keeps.

use super::KEYS;
use super::login;
use crate::codec::Tree;
use crate::credentials::exchange::{ErrorBody, Exchange, Patience};
use crate::credentials::file_keys::FileKeys;
use crate::credentials::json;
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::shell_word::shell_word;
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, Environment};
use crate::secret::Secret;
use crate::transport::syntax;
use crate::transport::{HttpRequest, HttpResponse};

const NAME: &str = CloudSso::NAME;

/// The keys of the profile while they are good, else new ones, as long as the log-in lasts. What is
/// new is kept in memory: the log-in stays the same, and the file is the command line's.
#[derive(Debug)]
pub(super) struct CloudSso {
    profile: String,
    source: String,
    sign_in_url: Option<String>,
    account: Option<String>,
    access_configuration: Option<String>,
    access_token: Option<Secret>,
    access_token_expires_at: i64,
    keys: FileKeys,
}

impl CloudSso {
    pub(super) fn new(name: &str, source: String, profile: &Tree) -> Self {
        let part = |member: &str| json::text(profile, member).map(str::to_owned);
        Self {
            sign_in_url: part("cloud_sso_sign_in_url"),
            account: part("cloud_sso_account_id"),
            access_configuration: part("cloud_sso_access_config"),
            access_token: part("access_token").map(Secret::new),
            access_token_expires_at: login::seconds(profile, "cloud_sso_access_token_expire"),
            keys: login::file_keys(profile, &source),
            profile: name.to_owned(),
            source,
        }
    }

    fn over(&self, why: &str) -> CredentialsError {
        let profile = shell_word(&self.profile);
        let command = format!("aliyun configure --mode CloudSSO --profile {profile}");
        login::over(NAME, &self.source, &why, &command)
    }

    fn request(&self, token: &Secret) -> Result<HttpRequest, CredentialsError> {
        let missing = |member: &str| {
            let message = format!("{} has no {member}", self.source);
            CredentialsError::misconfigured(NAME, message)
        };
        let need =
            |part: &Option<String>, member: &str| part.clone().ok_or_else(|| missing(member));
        let url = need(&self.sign_in_url, "cloud_sso_sign_in_url")?;
        let account = need(&self.account, "cloud_sso_account_id")?;
        let configuration = need(&self.access_configuration, "cloud_sso_access_config")?;
        let (scheme, rest) = url.split_once("://").unwrap_or(("https", &url));
        let address = format!("{scheme}://{}/cloud-credentials", syntax::authority(rest));
        let body = Tree::object(vec![
            ("AccountId", account.as_str().into()),
            ("AccessConfigurationId", configuration.as_str().into()),
        ]);
        login::with_bearer(NAME, address, token, body.to_text())
    }
}

impl NamedProvider for CloudSso {
    const NAME: &'static str = "CloudSSO";

    async fn find(&self, environment: &Environment) -> Found {
        let now = environment.unix_seconds();
        if let Some(keys) = self.keys.good_for(login::MARGIN, now) {
            return Ok(keys.clone());
        }
        let token = self.access_token.as_ref();
        let Some(token) = token.filter(|_| self.access_token_expires_at > now) else {
            return Err(self.over("the log-in is over"));
        };
        let request = self.request(token)?;
        let exchange = Exchange::new(environment, NAME, Patience::Service).hiding_all([token]);
        let read = |response: &HttpResponse| {
            let mut answer = exchange.object(response, told)?;
            exchange.keys(answer.take("CloudCredential"), &KEYS, self.source.clone())
        };
        let keys = exchange.ask(request, &read).await;
        keys.map_err(|error| login::explained(error, |why| self.over(why)))
    }
}

fn told(answer: &Tree) -> Option<ErrorBody<'_>> {
    Some(ErrorBody {
        message: json::text(answer, "ErrorMessage").unwrap_or_default(),
        ..ErrorBody::code(json::text(answer, "ErrorCode")?)
    })
}
