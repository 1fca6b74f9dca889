//! What log-ins of a person have in common: keys in the profile that expire, a token that is borne, a
//! command that begins anew.

use std::fmt::Display;
use std::time::Duration;

use crate::codec::Tree;
use crate::credentials::exchange;
use crate::credentials::json;
use crate::credentials::value::About;
use crate::credentials::{Credentials, CredentialsError, Identity};
use crate::secret::Secret;
use crate::transport::HttpRequest;

/// How long before expiry the vendor's SDKs renew keys of a log-in.
pub(super) const RENEWAL: Duration = Duration::from_secs(180);

/// The keys that the command line keeps in a profile.
#[derive(Debug)]
pub(super) struct FileKeys {
    credentials: Option<Credentials>,
    expires_at: i64,
}

impl FileKeys {
    pub(super) fn read(profile: &Tree, source: &str) -> Self {
        let expires_at = seconds(profile, "sts_expiration");
        let about = About {
            expires_at: Some(expires_at),
            renewal: RENEWAL,
            ..About::source(source.to_owned())
        };
        let names = ["access_key_id", "access_key_secret", "sts_token"];
        let part = &mut |name: &str| json::text(profile, name).map(str::to_owned);
        let missing = |_: &str| CredentialsError::malformed("", "");
        let key = json::access_key(names, part, &missing).ok();
        let key = key.filter(|key| key.session_token.is_some());
        Self {
            credentials: key.map(|key| Credentials::found(Identity::AccessKey(key), about)),
            expires_at,
        }
    }

    /// The keys, if they are good for a while.
    pub(super) fn good(&self, now: i64) -> Option<&Credentials> {
        let rest = self.expires_at.saturating_sub(now);
        let margin = i64::try_from(RENEWAL.as_secs()).unwrap_or(i64::MAX);
        self.credentials.as_ref().filter(|_| rest > margin)
    }
}

/// Seconds since 1970, or long ago where nothing is said.
pub(super) fn seconds(profile: &Tree, member: &str) -> i64 {
    let value = profile.get(member);
    value.and_then(Tree::as_integer).unwrap_or_default()
}

/// A request that its token authorises.
pub(super) fn with_bearer(
    provider: &str,
    address: String,
    token: &Secret,
    body: String,
) -> Result<HttpRequest, CredentialsError> {
    let token = exchange::header_value(provider, "the access token", token)?;
    let bearer = format!("Bearer {token}");
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    Ok(exchange::post(address, &headers, body))
}

/// That a person has to log in again.
pub(super) fn over(
    provider: &str,
    source: &str,
    why: &dyn Display,
    command: &str,
) -> CredentialsError {
    let message = format!("{source} needs to log in again ({why}): run `{command}`");
    CredentialsError::misconfigured(provider, message)
}

/// A refusal for good as what it means, with what the service said beneath; any other error as it is.
pub(super) fn explained(
    error: CredentialsError,
    over: impl FnOnce(&str) -> CredentialsError,
) -> CredentialsError {
    if error.is_refusal() {
        over(error.message()).with_source(error)
    } else {
        error
    }
}
