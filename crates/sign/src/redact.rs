//! What `Debug` shows in place of secrets, and which headers and parameters are secret.

use std::fmt;

/// Headers and parameters that carry credentials, in lower case: session tokens of the four
/// protocols, Huawei's IAM token, and what is passed when a token is asked for.
const SECRET_NAMES: [&str; 8] = [
    "authorization",
    "securitytoken",
    "token",
    "x-acs-security-token",
    "x-auth-token",
    "x-security-token",
    "x-subject-token",
    "x-tc-token",
];

/// Stands for a secret.
pub(crate) struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("<redacted>")
    }
}

/// Stands for a text that may hold a secret among other things: only its length is shown.
pub(crate) struct Length(pub(crate) usize);

impl fmt::Debug for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<{} bytes>", self.0)
    }
}

/// Names and values, without the values that are secret.
pub(crate) struct Pairs<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl fmt::Debug for Pairs<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = formatter.debug_map();
        for (name, value) in self.0 {
            if is_secret(name) {
                map.entry(name, &Redacted);
            } else {
                map.entry(name, value);
            }
        }
        map.finish()
    }
}

fn is_secret(name: &str) -> bool {
    SECRET_NAMES
        .iter()
        .any(|secret| name.trim().eq_ignore_ascii_case(secret))
}
