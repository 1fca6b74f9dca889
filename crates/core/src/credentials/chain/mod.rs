//! Several places, asked in order.
//!
//! A chain goes on from a link that is *not configured* and stops at one that is configured and
//! fails. The vendors' own SDKs go on in both cases; here the rule is that of the AWS SDKs, since
//! going on would sign as somebody else than whom the user configured. A metadata service counts as
//! not configured when it is not there and nobody named it.
//!
//! The link that answered is asked first and alone at the next renewal, so that a passing failure
//! does not change who signs.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::value::Found;
use super::{CredentialsError, CredentialsErrorKind, Environment, ProvideCredentials};
use crate::transport::BoxFuture;

/// Places of credentials, asked in order.
///
/// ```
/// use cloudwright_core::credentials::{Chain, Credentials, tencent};
///
/// let chain = Chain::new("mine")
///     .with_link(tencent::FromEnvironment)
///     .with_link(Credentials::access_key("id", "secret"));
/// ```
#[derive(Debug)]
pub struct Chain {
    name: String,
    links: Vec<Link>,
    /// The link that answered; past the end while none has.
    answered: AtomicUsize,
}

#[derive(Debug)]
struct Link {
    provider: Box<dyn ProvideCredentials>,
    /// It reads the vendor's profile files.
    reads_profiles: bool,
}

impl Link {
    /// Whether the link is asked: who names a profile wants no other key.
    fn applies(&self, environment: &Environment) -> bool {
        self.reads_profiles || environment.profile().is_none()
    }
}

impl Chain {
    /// An empty chain; `name` stands at the front of its error.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            links: Vec::new(),
            answered: AtomicUsize::new(usize::MAX),
        }
    }

    /// Adds a place that is asked after those there are.
    #[must_use]
    pub fn with_link(self, link: impl ProvideCredentials) -> Self {
        self.with(Box::new(link), false)
    }

    /// Adds a place that is asked even where a profile is named ([`Environment::with_profile`]): one
    /// that reads profiles. The others are passed over then, for who names a profile wants no other
    /// key.
    #[must_use]
    pub fn with_profile_link(self, link: impl ProvideCredentials) -> Self {
        self.with(Box::new(link), true)
    }

    fn with(mut self, provider: Box<dyn ProvideCredentials>, reads_profiles: bool) -> Self {
        self.links.push(Link {
            provider,
            reads_profiles,
        });
        self
    }

    /// The names of the links, in the order they are asked.
    pub fn links(&self) -> impl Iterator<Item = &str> {
        self.links.iter().map(|link| link.provider.name())
    }

    async fn walk(&self, environment: &Environment) -> Found {
        let answered = self.answered.load(Ordering::Relaxed);
        let mut tried = Vec::new();
        let mut failed = None;
        for turn in 0..=self.links.len() {
            let is_again = turn == 0;
            let index = if is_again { answered } else { turn - 1 };
            let link = self.links.get(index);
            let Some(link) = link.filter(|link| link.applies(environment)) else {
                continue;
            };
            match link.provider.provide(environment).await {
                Ok(credentials) => {
                    self.answered.store(index, Ordering::Relaxed);
                    return Ok(credentials);
                }
                Err(error) if is_again => again(error)?,
                Err(error) if error.is_not_configured() => tried.push(error),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        Err(CredentialsError::of_chain(&self.name, tried, failed))
    }
}

/// What it means that the link failed that answered before.
fn again(error: CredentialsError) -> Result<(), CredentialsError> {
    match (error.is_not_configured(), error.is_transient()) {
        // A metadata service is out of reach then, not unasked for.
        (true, true) => Err(error.with_kind(CredentialsErrorKind::Unreachable)),
        // It is gone: somebody changed the configuration.
        (true, false) => Ok(()),
        (false, _) => Err(error),
    }
}

impl ProvideCredentials for Chain {
    fn name(&self) -> &str {
        &self.name
    }

    fn provide<'a>(&'a self, environment: &'a Environment) -> BoxFuture<'a, Found> {
        Box::pin(self.walk(environment))
    }
}

#[cfg(test)]
mod tests;
