//! Who signs: where credentials come from, and how they are kept fresh.
//!
//! A provider ([`ProvideCredentials`]) finds credentials in one place, named for what it is: the
//! environment, a profile file, an instance role. [`default_chain`](crate::default_chain) asks a cloud's places in the
//! order of the vendor's own SDK. [`CachedCredentials`] keeps what was found and renews it before
//! it expires, once for however many calls wait.
//!
//! Providers see the world only through an [`Environment`]: variables, files, network and clock are
//! handed in, so that a test never meets the tester's own keys.
//!
//! # What is trusted
//!
//! * Redirects are never followed: a metadata or STS answer that redirects is an error.
//! * Plain http goes to loopback, to link-local addresses and to the clouds' own metadata addresses;
//!   everything else must be https.
//! * Files and answers are bounded in size. The permissions of files are not looked at: keys in
//!   containers are often mounted world-readable, and the vendors' tools do not look either.
//! * Errors name variables, files, hosts and error codes; never a key, a token or a body.

mod cache;
mod chain;
mod environment;
mod error;
mod exchange;
mod expiry;
mod file_keys;
mod ini;
mod json;
mod named_provider;
mod parts;
mod shell_word;
mod value;
mod variables;

pub mod alibaba;
pub mod huawei;
pub mod tencent;

pub use cache::CachedCredentials;
pub use chain::Chain;
pub use environment::Environment;
pub use error::{CredentialsError, CredentialsErrorKind};
pub use value::{AccessKey, Credentials, Identity};

use std::fmt;
use std::sync::Arc;

use crate::transport::BoxFuture;
use value::Found;

/// A place credentials come from.
///
/// The contract: `provide` looks afresh each time it is called (caching is [`CachedCredentials`]'
/// part), says [`CredentialsErrorKind::NotConfigured`] if and only if nobody asked for this place,
/// and puts no secret into an error.
///
/// ```
/// use cloudwright_core::transport::BoxFuture;
/// use cloudwright_core::credentials::{Credentials, CredentialsError, Environment, ProvideCredentials};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredentials for Vault {
///     fn name(&self) -> &str {
///         "vault"
///     }
///
///     fn provide<'a>(
///         &'a self,
///         environment: &'a Environment,
///     ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
///         Box::pin(async move {
///             let id = environment.require("vault", "VAULT_KEY_ID")?;
///             Ok(Credentials::access_key(id, "the secret").with_source("vault"))
///         })
///     }
/// }
/// ```
pub trait ProvideCredentials: Send + Sync + fmt::Debug + 'static {
    /// What the place is called in errors.
    fn name(&self) -> &str;

    /// Looks for credentials.
    fn provide<'a>(
        &'a self,
        environment: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>>;
}

impl<P: ProvideCredentials + ?Sized> ProvideCredentials for Arc<P> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn provide<'a>(&'a self, environment: &'a Environment) -> BoxFuture<'a, Found> {
        (**self).provide(environment)
    }
}

impl ProvideCredentials for Box<dyn ProvideCredentials> {
    fn name(&self) -> &str {
        (**self).name()
    }

    fn provide<'a>(&'a self, environment: &'a Environment) -> BoxFuture<'a, Found> {
        (**self).provide(environment)
    }
}
