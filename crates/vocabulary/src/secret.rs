//! Which names carry secrets: headers, parameters, members of requests and answers, settings.
//!
//! The one list of the house. Names only; what their values are replaced by, and where, is for
//! those who print.

/// What stands in place of a secret.
pub const HIDDEN: &str = "[redacted]";

/// Headers whose value is a credential, beside those whose names end in `-token`.
const HEADERS: &[&str] = &[
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
];

/// Where the id of a key travels: no secret, but not for a log either.
const KEY_IDS: &[&str] = &["accesskeyid", "secretid", "xacsaccesskeyid"];

/// What a name may hold, written without separators and in lower case, that says its value is a
/// secret.
const PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "credential",
    "signature",
    "privatekey",
    "securitytoken",
    "sessiontoken",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "idtoken",
    "oidctoken",
    "ststoken",
    "subjecttoken",
    "logintoken",
];

/// Whether a header of this name carries a secret, whatever its case.
pub fn is_secret_header(name: &str) -> bool {
    let plain = name.to_ascii_lowercase();
    HEADERS.contains(&plain.as_str()) || plain.ends_with("-token")
}

/// Whether a parameter, member or setting of this name carries a secret, whatever its case and
/// separators. A page's token (`NextToken`) is none; the id of a key is none ([`is_key_id`]).
pub fn is_secret_name(name: &str) -> bool {
    let plain = plain(name);
    plain == "token" || (!is_key(&plain) && PARTS.iter().any(|part| plain.contains(part)))
}

/// Whether a parameter, header or member of this name is the id of a key.
pub fn is_key_id(name: &str) -> bool {
    is_key(&plain(name))
}

fn is_key(plain: &str) -> bool {
    KEY_IDS.contains(&plain)
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "Token",
            "SecurityToken",
            "security_token",
            "x-acs-security-token",
            "SecretKey",
            "TmpSecretKey",
            "AccessKeySecret",
            "access_key_secret",
            "Password",
            "RootPasswd",
            "Signature",
            "Credentials",
            "PrivateKey",
            "private_key",
            "refresh_token",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in [
            "NextToken",
            "PageToken",
            "ClientToken",
            "SecretId",
            "AccessKeyId",
            "RepoName",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
        for name in ["Authorization", "X-Auth-Token", "x-tc-token", "Set-Cookie"] {
            assert!(is_secret_header(name), "{name}");
        }
        assert!(is_key_id("SecretId") && is_key_id("x-acs-accesskey-id") && !is_key_id("Id"));
    }
}
