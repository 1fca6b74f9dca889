//! What log-ins of a person have in common: keys in the profile that expire, a token that is borne, a
//! command that begins anew.

use std::fmt::Display;
use std::time::Duration;

use crate::codec::Tree;
use crate::credentials::CredentialsError;
use crate::credentials::exchange;
use crate::credentials::file_keys::FileKeys;
use crate::credentials::json;
use crate::credentials::parts::KeyNames;
use crate::secret::Secret;
use crate::transport::HttpRequest;

/// Seconds before expiry from which on the vendor's SDKs renew keys of a log-in.
pub(super) const MARGIN: i64 = 180;
pub(super) const RENEWAL: Duration = Duration::from_secs(MARGIN.unsigned_abs());

/// What the command line calls the keys that it keeps in a profile.
const FILE: KeyNames = KeyNames {
    id: "access_key_id",
    secret: "access_key_secret",
    token: "sts_token",
    expiry: "sts_expiration",
    renewal: RENEWAL,
};

/// The keys that the command line keeps in a profile.
pub(super) fn file_keys(profile: &Tree, source: &str) -> FileKeys {
    let part = &mut |name: &str| json::text(profile, name).map(str::to_owned);
    let expires_at = seconds(profile, FILE.expiry);
    FileKeys::read(&FILE, source.to_owned(), expires_at, part)
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
