//! Credentials as a value: an access key or a token, and what is known about it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::{CredentialsError, Environment, ProvideCredentials};
use crate::secret::{Secret, Secrets, shortened};
use crate::transport::BoxFuture;

/// How long before expiry credentials are renewed unless their provider says otherwise.
const DEFAULT_RENEWAL: Duration = Duration::from_secs(300);

/// An access key or a token, when it expires, and what came along with it.
///
/// Cheap to clone. `Debug` shows no secret.
///
/// ```
/// use cloudwright_core::credentials::Credentials;
///
/// let credentials = Credentials::access_key("AKIDexample", "hush").with_session_token("quiet");
/// let key = credentials.as_access_key().expect("made from an access key");
/// assert_eq!(key.id, "AKIDexample");
/// assert!(!format!("{credentials:?}").contains("hush"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(Arc<CredentialsFields>);

#[derive(Clone, PartialEq, Eq)]
struct CredentialsFields {
    identity: Identity,
    about: About,
}

/// What a search for credentials ends in.
pub(super) type Found = Result<Credentials, CredentialsError>;

/// What a place says of the key that it gives.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct About {
    pub(super) source: Cow<'static, str>,
    pub(super) region: Option<String>,
    pub(super) project_id: Option<String>,
    pub(super) domain_id: Option<String>,
    pub(super) expires_at: Option<i64>,
    pub(super) renewal: Duration,
}

impl About {
    /// A lasting key, of which only this is said.
    pub(super) fn source(source: impl Into<Cow<'static, str>>) -> Self {
        Self {
            source: source.into(),
            region: None,
            project_id: None,
            domain_id: None,
            expires_at: None,
            renewal: DEFAULT_RENEWAL,
        }
    }
}

/// What a request is signed with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Identity {
    /// A key that signs.
    AccessKey(AccessKey),
    /// A token that is sent as it is (Huawei's `X-Auth-Token`).
    Token(Secret),
}

/// An access key: two parts, and a third with temporary ones.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AccessKey {
    /// The id, which travels with each request.
    pub id: String,
    /// The secret, which never does.
    pub secret: Secret,
    /// The session token of temporary keys.
    pub session_token: Option<Secret>,
}

impl AccessKey {
    /// A key as the signing functions take it.
    pub fn signing_key(&self) -> cloudwright_sign::Key<'_> {
        cloudwright_sign::Key {
            id: &self.id,
            secret: self.secret.expose(),
        }
    }
}

impl Credentials {
    /// A long-term access key.
    pub fn access_key(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self::new(Identity::AccessKey(AccessKey {
            id: id.into(),
            secret: secret.into(),
            session_token: None,
        }))
    }

    /// What a place gives, with all that it says of it.
    pub(super) fn found(identity: Identity, about: About) -> Self {
        Self(Arc::new(CredentialsFields { identity, about }))
    }

    /// A token that is sent as it is.
    pub fn token(token: impl Into<Secret>) -> Self {
        Self::new(Identity::Token(token.into()))
    }

    fn new(identity: Identity) -> Self {
        Self::found(identity, About::source("static"))
    }

    /// What is changed: the fields of these credentials alone, other clones keep theirs.
    fn fields(&mut self) -> &mut CredentialsFields {
        Arc::make_mut(&mut self.0)
    }

    /// The same of what is said of them.
    fn about(&mut self) -> &mut About {
        &mut self.fields().about
    }

    /// The texts of them that must not be shown.
    pub(crate) fn secret_texts(&self) -> Vec<&str> {
        let key = self.as_access_key();
        let secret = key.map(|key| key.secret.expose());
        let session = key.and_then(|key| key.session_token.as_ref());
        let token = session.or(self.as_token());
        secret
            .into_iter()
            .chain(token.map(Secret::expose))
            .collect()
    }

    /// What must not be shown of a call that they sign.
    pub(crate) fn hidden(&self) -> Secrets<'_> {
        let secrets = Secrets::new(self.secret_texts());
        match self.as_access_key() {
            Some(key) => secrets.with_key_id(&key.id),
            None => secrets,
        }
    }

    /// Adds the session token of temporary keys. A token has none: nothing changes.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<Secret>) -> Self {
        if let Identity::AccessKey(key) = &mut self.fields().identity {
            key.session_token = Some(token.into());
        }
        self
    }

    /// Sets when they expire, in seconds since 1970.
    #[must_use]
    pub fn with_expiry(mut self, unix_seconds: i64) -> Self {
        self.about().expires_at = Some(unix_seconds);
        self
    }

    /// Sets how long before expiry they should be renewed (5 minutes unless set).
    #[must_use]
    pub fn with_renewal_window(mut self, window: Duration) -> Self {
        self.about().renewal = window;
        self
    }

    /// Adds the project they belong to (Huawei).
    #[must_use]
    pub fn with_project_id(mut self, id: impl Into<String>) -> Self {
        self.about().project_id = Some(id.into());
        self
    }

    /// Adds the account they belong to (Huawei).
    #[must_use]
    pub fn with_domain_id(mut self, id: impl Into<String>) -> Self {
        self.about().domain_id = Some(id.into());
        self
    }

    /// Adds the region that was configured beside them.
    #[must_use]
    pub fn with_region(mut self, region: impl Into<String>) -> Self {
        self.about().region = Some(region.into());
        self
    }

    /// Adds the region that is configured beside them, if there is one.
    pub(super) fn with_any_region(mut self, region: Option<String>) -> Self {
        if region.is_some() {
            self.about().region = region;
        }
        self
    }

    /// Adds the project and account that are named beside them, where they have none of their own.
    pub(super) fn with_any_ids(
        mut self,
        project_id: Option<String>,
        domain_id: Option<String>,
    ) -> Self {
        let about = &mut self.fields().about;
        about.project_id = about.project_id.take().or(project_id);
        about.domain_id = about.domain_id.take().or(domain_id);
        self
    }

    /// Sets where they came from, for people.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Cow<'static, str>>) -> Self {
        self.about().source = source.into();
        self
    }

    /// What a request is signed with.
    pub fn identity(&self) -> &Identity {
        &self.0.identity
    }

    /// The access key, if it is one.
    pub fn as_access_key(&self) -> Option<&AccessKey> {
        match &self.0.identity {
            Identity::AccessKey(key) => Some(key),
            Identity::Token(_) => None,
        }
    }

    /// The token, if it is one.
    pub fn as_token(&self) -> Option<&Secret> {
        match &self.0.identity {
            Identity::Token(token) => Some(token),
            Identity::AccessKey(_) => None,
        }
    }

    /// When they expire, in seconds since 1970; `None` if they do not.
    pub fn expires_at(&self) -> Option<i64> {
        self.0.about.expires_at
    }

    /// How long before expiry they should be renewed.
    pub fn renewal_window(&self) -> Duration {
        self.0.about.renewal
    }

    /// The project they belong to, where their source said so (Huawei).
    pub fn project_id(&self) -> Option<&str> {
        self.0.about.project_id.as_deref()
    }

    /// The account they belong to, where their source said so (Huawei).
    pub fn domain_id(&self) -> Option<&str> {
        self.0.about.domain_id.as_deref()
    }

    /// The region that was configured beside them.
    pub fn region(&self) -> Option<&str> {
        self.0.about.region.as_deref()
    }

    /// Where they came from, for people: `environment`, `profile prod in ~/.aliyun/config.json`.
    pub fn source(&self) -> &str {
        &self.0.about.source
    }
}

/// Given credentials provide themselves, so that a client takes a value where it takes a provider.
impl ProvideCredentials for Credentials {
    fn name(&self) -> &str {
        self.source()
    }

    fn provide<'a>(&'a self, _: &'a Environment) -> BoxFuture<'a, Found> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("AccessKey")
            .field("id", &shortened(&self.id))
            .field("secret", &self.secret)
            .field("session_token", &self.session_token)
            .finish()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CredentialsFields { identity, about } = &*self.0;
        formatter
            .debug_struct("Credentials")
            .field("identity", identity)
            .field("expires_at", &about.expires_at)
            .field("project_id", &about.project_id)
            .field("domain_id", &about.domain_id)
            .field("region", &about.region)
            .field("source", &about.source)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_secret_nor_token_nor_the_whole_id() {
        let key = Credentials::access_key("AKIDEXAMPLE", "hush").with_session_token("quiet");
        let token = Credentials::token("silent");
        let shown = format!("{key:?} {key:#?} {token:?} {:?}", key.as_access_key());
        for secret in ["hush", "quiet", "silent", "AKIDE"] {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(shown.contains("AKID…"));
    }

    #[test]
    fn a_change_to_a_clone_leaves_the_original_alone() {
        let original = Credentials::access_key("id", "secret");
        let changed = original.clone().with_project_id("p").with_expiry(7);
        assert_eq!(original.project_id(), None);
        assert_eq!(
            (changed.project_id(), changed.expires_at()),
            (Some("p"), Some(7))
        );
    }

    #[test]
    fn a_token_takes_no_session_token() {
        let token = Credentials::token("t").with_session_token("s");
        assert_eq!(token, Credentials::token("t"));
        assert!(token.as_access_key().is_none());
    }
}
