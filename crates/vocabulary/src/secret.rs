//! Which names carry secrets: headers, parameters, members of requests and answers, settings.
//!
//! The one list of the house. Names only; what their values are replaced by, and where, is for
//! those who print. A question that is too wide hides a text that nobody would have missed; one
//! that is too narrow shows a password.

use crate::word::is_one_of;

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
const KEY_IDS: &[&str] = &[
    "access",
    "accesskey",
    "accesskeyid",
    "ak",
    "secretid",
    "xacsaccesskeyid",
];

/// The parameters by which a protocol proves who asks, as plain names.
const PROOFS: &[&str] = &[
    "accesskeyid",
    "secretid",
    "securitytoken",
    "signature",
    "token",
];

/// What a name may hold, written without separators and in lower case, that says its value is a
/// secret.
const PARTS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "apikey",
    "secret",
    "credential",
    "privatekey",
    "authorization",
];

/// The same for tokens of a person or a session.
const TOKENS: &[&str] = &[
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

/// What stands beside a secret in an object that is called like one, such as Huawei's `token` and
/// `password`, and Tencent's `Credentials`, beside names of times.
const OF_A_SECRET: &[&str] = &[
    "catalog",
    "createdat",
    "domain",
    "durationseconds",
    "issuedat",
    "methods",
    "project",
    "roles",
    "status",
    "type",
    "updatedat",
    "user",
    "username",
];

/// What a name may hold whose value can be a secret and mostly is none.
const PARTS_OF_DOUBT: &[&str] = &["token", "signature", "private"];

/// Beginnings of tokens that turn pages.
const PAGES: &[&str] = &["next", "page", "continu"];

/// The token that makes a write idempotent: as a parameter, and as a header of Huawei's.
const IDEMPOTENCY: &[&str] = &["clienttoken", "xclienttoken"];

/// Whether a header of this name carries a secret, whatever its case.
pub fn is_secret_header(name: &str) -> bool {
    const TOKEN: &str = "-token";
    let end = name.len().checked_sub(TOKEN.len());
    let end = end.and_then(|start| name.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(TOKEN.as_bytes())) && !is_idempotency_token(name)
        || is_one_of(HEADERS, name)
        || is_secret_name(name)
}

/// Whether a parameter, member or setting of this name carries a secret, whatever its case and
/// separators. A page's token (`NextToken`) and a write's (`ClientToken`) are none; the id of a key
/// is none ([`is_key_id`]).
pub fn is_secret_name(name: &str) -> bool {
    is_secret(&plain(name))
}

/// Whether the value under such a name may be a secret: everything that is one for sure, and any
/// token or signature. For what is shown by the way, where hiding too much costs nothing.
pub fn may_be_secret(name: &str) -> bool {
    let plain = plain(name);
    is_secret(&plain) || is_key(&plain) || holds_any(&plain, PARTS_OF_DOUBT)
}

/// Whether a member of this name, beside a secret in an object that is called like one, tells of the secret: for whom
/// it is, how it was had, until when it holds. Whatever else such an object holds is secret too.
pub fn tells_of_a_secret(name: &str) -> bool {
    let plain = plain(name);
    OF_A_SECRET.contains(&plain.as_str()) || plain.contains("expir") || plain.ends_with("time")
}

/// Whether a parameter, header or member of this name is the id of a key.
pub fn is_key_id(name: &str) -> bool {
    is_key(&plain(name))
}

/// Whether a protocol proves by a parameter of this name who asks: a signature, a session's token,
/// the id of the key.
pub fn is_proof(name: &str) -> bool {
    PROOFS.contains(&plain(name).as_str())
}

/// Whether a parameter of this name makes a write idempotent: it differs from call to call.
pub fn is_idempotency_token(name: &str) -> bool {
    IDEMPOTENCY.contains(&plain(name).as_str())
}

fn is_secret(plain: &str) -> bool {
    !is_key(plain)
        && (holds_any(plain, PARTS)
            || plain.contains("token") && (holds_any(plain, TOKENS) || is_token(plain))
            || plain.ends_with("signature")
            || plain == "sk")
}

/// Any other token, as opposed to one of a page or a write.
fn is_token(plain: &str) -> bool {
    let turns_pages = || PAGES.iter().any(|start| plain.starts_with(start));
    plain.ends_with("token") && !IDEMPOTENCY.contains(&plain) && !turns_pages()
}

fn is_key(plain: &str) -> bool {
    KEY_IDS.contains(&plain)
}

fn holds_any(plain: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| plain.contains(part))
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
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
            "TmpSecretId",
            "AccessKeySecret",
            "access_key_secret",
            "Password",
            "RootPasswd",
            "AdminPwd",
            "X-Api-Key",
            "Signature",
            "Credentials",
            "PrivateKey",
            "private_key",
            "refresh_token",
            "id_token",
            "WebIdentityToken",
            "OIDCToken",
            "registryToken",
            "Authorization",
            "sk",
        ] {
            assert!(is_secret_name(name), "{name}");
            assert!(may_be_secret(name), "{name}");
        }
        for name in [
            "NextToken",
            "next_page_token",
            "PageToken",
            "ContinuationToken",
            "ClientToken",
            "SecretId",
            "AccessKeyId",
            "RepoName",
            "SignatureMethod",
            "x-acs-signature-nonce",
            "task",
            "",
        ] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn headers_that_carry_tokens_are_known_whatever_their_case() {
        for name in [
            "Authorization",
            "X-Auth-Token",
            "x-tc-token",
            "Set-Cookie",
            "X-aliyun-ecs-metadata-token",
            "X-Api-Secret",
        ] {
            assert!(is_secret_header(name), "{name}");
        }
        for name in [
            "X-TC-Action",
            "X-Client-Token",
            "x-acs-signature-method",
            "x-token-lifetime",
            "仓库",
        ] {
            assert!(!is_secret_header(name), "{name}");
        }
    }

    #[test]
    fn what_may_be_a_secret_is_wider_and_other_words_are_not_in_it() {
        for name in ["NextToken", "SignatureNonce", "private", "SecretId", "AK"] {
            assert!(may_be_secret(name), "{name}");
        }
        for name in ["RepoName", "Limit", "key"] {
            assert!(!may_be_secret(name), "{name}");
        }
    }

    #[test]
    fn what_tells_of_a_secret_is_told_apart_from_the_secret() {
        for name in [
            "Expiration",
            "expires_at",
            "ExpiredTime",
            "issued_at",
            "CreateTime",
            "user",
            "Status",
        ] {
            assert!(tells_of_a_secret(name), "{name}");
        }
        for name in [
            "",
            "id",
            "value",
            "values",
            "key",
            "pin",
            "TmpSecretKey",
            "times",
        ] {
            assert!(!tells_of_a_secret(name), "{name}");
        }
    }

    #[test]
    fn ids_of_keys_proofs_and_idempotency_tokens_are_told_apart() {
        for (name, key_id, proof, idempotent) in [
            ("SecretId", true, true, false),
            ("AccessKeyId", true, true, false),
            ("x-acs-accesskey-id", true, false, false),
            ("access", true, false, false),
            ("Signature", false, true, false),
            ("SecurityToken", false, true, false),
            ("Password", false, false, false),
            ("ClientToken", false, false, true),
            ("client_token", false, false, true),
            ("X-Client-Token", false, false, true),
            ("AccessClientToken", false, false, false),
            ("Id", false, false, false),
        ] {
            assert_eq!(is_key_id(name), key_id, "{name}");
            assert_eq!(is_proof(name), proof, "{name}");
            assert_eq!(is_idempotency_token(name), idempotent, "{name}");
        }
    }
}
