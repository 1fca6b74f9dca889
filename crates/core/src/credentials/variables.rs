//! Keys in variables of the environment.

use super::source::Found;
use super::{Credentials, CredentialsError, Environment};

/// How a vendor calls the variables that hold a key.
pub(super) struct KeyVariables {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: &'static str,
}

/// The key under the first names of which one is set. Half a key is a mistake, and is not made whole
/// with half of another.
pub(super) fn key(environment: &Environment, provider: &str, sets: &[KeyVariables]) -> Found {
    for names in sets {
        let id = environment.variable(names.id);
        let secret = environment.secret_variable(names.secret);
        let (set, missing) = match (id, secret) {
            (Some(id), Some(secret)) => {
                let credentials =
                    Credentials::access_key(id, secret).with_source(provider.to_owned());
                return Ok(match environment.secret_variable(names.token) {
                    Some(token) => credentials.with_session_token(token),
                    None => credentials,
                });
            }
            (None, None) => continue,
            (Some(_), None) => (names.id, names.secret),
            (None, Some(_)) => (names.secret, names.id),
        };
        let message = format_args!("{set} is set but {missing} is not");
        return Err(CredentialsError::misconfigured(provider, message));
    }
    let [usual, ..] = sets else {
        return Err(CredentialsError::not_configured(
            provider,
            "no variables are read",
        ));
    };
    let message = format_args!("{} and {} are not set", usual.id, usual.secret);
    Err(CredentialsError::not_configured(provider, message))
}
