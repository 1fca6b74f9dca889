//! Keys in variables of the environment.

use std::fmt::Write as _;

use super::value::Found;
use super::{Credentials, CredentialsError, Environment};

/// How a vendor calls the variables that hold a key.
pub(super) struct KeyVariables {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: &'static str,
}

/// The key under the first names of which one is set. Half a key is a mistake, and is not made whole
/// with half of another. `others` are names under which other tools look for an id, such as Terraform:
/// where one of them is all that is set, that is told.
pub(super) fn key(
    environment: &Environment,
    provider: &str,
    sets: &[KeyVariables],
    others: &[&str],
) -> Found {
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
        let message = format!("{set} is set but {missing} is not");
        return Err(CredentialsError::misconfigured(provider, message));
    }
    let [usual, ..] = sets else {
        return Err(CredentialsError::not_configured(
            provider,
            "no variables are read",
        ));
    };
    let mut message = format!("{} and {} are not set", usual.id, usual.secret);
    let is_set = |name: &&&str| environment.variable(name).is_some();
    if let Some(other) = others.iter().find(is_set) {
        // Writing to a string does not fail.
        let _ = write!(message, "; {other} is, which another tool reads");
    }
    Err(CredentialsError::not_configured(provider, message))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use std::sync::Arc;

    use super::*;
    use crate::testing::{ManualClock, Script};

    const NAMES: KeyVariables = KeyVariables {
        id: "VENDOR_ID",
        secret: "VENDOR_SECRET",
        token: "VENDOR_TOKEN",
    };

    #[test]
    fn a_key_under_another_tools_name_is_told() {
        for (set, told) in [
            (
                "PATH",
                "environment: VENDOR_ID and VENDOR_SECRET are not set",
            ),
            (
                "OTHER_ID",
                "environment: VENDOR_ID and VENDOR_SECRET are not set; OTHER_ID is, which another tool reads",
            ),
            (
                "VENDOR_ID",
                "environment: VENDOR_ID is set but VENDOR_SECRET is not",
            ),
        ] {
            let clock = Arc::new(ManualClock::at(0));
            let environment = Environment::isolated(Arc::new(Script::new()), clock);
            let environment = environment.with_variable(set, "value");
            let refused = key(&environment, "environment", &[NAMES], &["OTHER_ID"]);
            assert_eq!(refused.unwrap_err().to_string(), told);
        }
    }
}
