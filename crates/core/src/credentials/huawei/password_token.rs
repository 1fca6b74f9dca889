//! An IAM token for a user's name and password: `POST /v3/auth/tokens`.
//!
//! The token is valid for a day; [`CachedCredentials`](crate::credentials::CachedCredentials) renews
//! it 40 minutes before that is over.

use super::services::{self, JSON, with_identity};
use super::{RENEWAL, federated};
use crate::codec::Tree;
use crate::credentials::exchange::{self, Exchange, Patience};
use crate::credentials::named_provider::NamedProvider;
use crate::credentials::value::{About, Found};
use crate::credentials::{Credentials, CredentialsError, Environment, Identity, expiry, json};
use crate::secret::Secret;
use crate::transport::HttpResponse;

const NAME: &str = PasswordToken::NAME;

/// A token for `X-Auth-Token`, had with a user's name and password.
///
/// Its scope is the project of the region that calls go to, unless another is set.
///
/// ```
/// use cloudwright_core::credentials::huawei::PasswordToken;
///
/// let user = PasswordToken::new("alice", "the password", "example-account")
///     .with_project_name("cn-north-4");
/// assert!(!format!("{user:?}").contains("the password"));
/// ```
#[derive(Clone, Debug)]
pub struct PasswordToken {
    user: String,
    password: Secret,
    account: String,
    scope: Scope,
}

#[derive(Clone, Debug)]
enum Scope {
    /// The project of the environment's region.
    Region,
    ProjectName(String),
    ProjectId(String),
    Account,
}

impl PasswordToken {
    /// The user `user` of the account (in IAM's words: domain) `account`.
    pub fn new(
        user: impl Into<String>,
        password: impl Into<Secret>,
        account: impl Into<String>,
    ) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
            account: account.into(),
            scope: Scope::Region,
        }
    }

    /// Sets the project by name; a region's own project has the region's name.
    #[must_use]
    pub fn with_project_name(mut self, name: impl Into<String>) -> Self {
        self.scope = Scope::ProjectName(name.into());
        self
    }

    /// Sets the project by id.
    #[must_use]
    pub fn with_project_id(mut self, id: impl Into<String>) -> Self {
        self.scope = Scope::ProjectId(id.into());
        self
    }

    /// Makes the token one for the whole account, as global services want it.
    #[must_use]
    pub fn with_account_scope(mut self) -> Self {
        self.scope = Scope::Account;
        self
    }

    fn body(&self, environment: &Environment) -> Result<Tree, CredentialsError> {
        let only = |kind, key, value: &str| {
            Tree::object(vec![(kind, Tree::object(vec![(key, value.into())]))])
        };
        let scope = match &self.scope {
            Scope::ProjectName(name) => only("project", "name", name),
            Scope::ProjectId(id) => only("project", "id", id),
            Scope::Account => only("domain", "name", &self.account),
            Scope::Region => {
                let region = services::region(environment).ok_or_else(|| {
                    let message = "neither a project nor a region is set to get a token for";
                    CredentialsError::misconfigured(NAME, message)
                })?;
                only("project", "name", &region)
            }
        };
        let user = Tree::object(vec![
            ("name", self.user.as_str().into()),
            ("password", self.password.expose().into()),
            (
                "domain",
                Tree::object(vec![("name", self.account.as_str().into())]),
            ),
        ]);
        let proof = Tree::object(vec![("user", user)]);
        Ok(with_identity("password", proof, Some(scope)))
    }

    /// What the answer says of the token.
    fn about(&self, told: &Tree, now: i64) -> About {
        let id = |of: Option<&Tree>| json::text(of?, "id").map(str::to_owned);
        About {
            expires_at: Some(expiry::expiry(told.get("expires_at"), now)),
            renewal: RENEWAL,
            project_id: id(told.get("project")),
            domain_id: id(told.get("user").and_then(|user| user.get("domain"))),
            ..About::source(format!("{NAME} of {}", self.user))
        }
    }
}

impl NamedProvider for PasswordToken {
    const NAME: &'static str = "IAM password";

    async fn find(&self, environment: &Environment) -> Found {
        let base = services::iam(NAME, environment)?;
        // Without the catalogue of services the answer is a few KiB instead of a few hundred.
        let address = format!("{base}/v3/auth/tokens?nocatalog=true");
        let body = self.body(environment)?.to_text();
        let request = exchange::post(address, &[("Content-Type", JSON)], body);
        let exchange =
            Exchange::new(environment, NAME, Patience::Service).hiding_all([&self.password]);
        let read = |response: &HttpResponse| {
            exchange.accepted(response, services::told)?;
            let token = federated::subject_token(NAME, response)?;
            let told = Tree::read(&response.body).unwrap_or_default().take("token");
            let about = self.about(&told, environment.unix_seconds());
            Ok(Credentials::found(Identity::Token(token), about))
        };
        exchange.ask(request, &read).await
    }
}
