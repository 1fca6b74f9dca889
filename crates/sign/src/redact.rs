//! What `Debug` shows in place of secrets, and which headers and parameters are secret.

use std::fmt;

/// Stands for a secret.
pub(crate) struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("<redacted>")
    }
}

/// Stands for a text that may hold a secret among other things: only its length, in bytes, is shown.
pub(crate) struct Length(usize);

impl Length {
    pub(crate) fn of(text: impl AsRef<[u8]>) -> Self {
        Self(text.as_ref().len())
    }
}

impl fmt::Debug for Length {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "<{} bytes>", self.0)
    }
}

/// Names and values, without the values that are secret.
pub(crate) struct RedactedPairs<'a>(pub(crate) &'a [(&'a str, &'a str)]);

impl fmt::Debug for RedactedPairs<'_> {
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

/// Declares `Debug` of a structure: its fields, each as it is or as something that shows less of it.
macro_rules! debug_fields {
    ($name:ident $(<$lifetime:lifetime>)? { $($field:ident $(as $shown:path)?),+ $(,)? }) => {
        impl std::fmt::Debug for $name $(<$lifetime>)? {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter
                    .debug_struct(stringify!($name))
                    $(.field(stringify!($field), &$($shown)?(&self.$field)))+
                    .finish()
            }
        }
    };
}
pub(crate) use debug_fields;

/// Whether a header or parameter carries a credential. This crate stands on no other, so it has no
/// list of names but a rule that is wider than one: every token, and `Authorization`, which may hold
/// any scheme's.
fn is_secret(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name == "authorization" || name.ends_with("token")
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use crate::verify::Authorization;
    use crate::{Key, acs3, qcloud_v2, rpc_v1, sdk_hmac, tc3};

    /// Everything secret below holds this.
    const SECRET: &str = "5ecret";

    fn shown(values: &[&dyn Debug]) -> Vec<String> {
        values
            .iter()
            .flat_map(|value| [format!("{value:?}"), format!("{value:#?}")])
            .collect()
    }

    #[track_caller]
    fn assert_hidden(values: &[&dyn Debug]) {
        for text in shown(values) {
            assert!(!text.contains(SECRET), "{text}");
        }
    }

    const KEY: Key = Key {
        id: "visible-id",
        secret: SECRET,
    };

    #[test]
    fn a_key_shows_its_id_only() {
        assert_eq!(
            format!("{KEY:?}"),
            r#"Key { id: "visible-id", secret: <redacted> }"#
        );
    }

    #[test]
    fn tc3_shows_no_secret() {
        let input = tc3::Input {
            method: "POST",
            path: "/",
            query: SECRET,
            headers: &[
                ("host", "visible-host"),
                ("X-TC-Token", SECRET),
                ("Authorization", SECRET),
            ],
            body: SECRET.as_bytes(),
            timestamp: 0,
            service: "tcr",
        };
        let cache = tc3::KeyCache::new();
        let signature = cache.sign(&input, &KEY);
        let derived = tc3::derive_key(SECRET, "1970-01-02", "tcr");
        let wrong = tc3::sign_with(&input, KEY.id, &derived);
        assert_hidden(&[&input, &signature, &cache, &derived, &wrong]);
        let bytes = format!("{:?}", &derived.secret_signing()[..4]);
        assert!(!format!("{derived:?}").contains(bytes.trim_matches(['[', ']'])));
        assert!(format!("{input:?}").contains("visible-host"));
        let authorization = Authorization::parse(signature.authorization());
        assert!(authorization.is_ok());
        assert_hidden(&[&authorization]);
    }

    #[test]
    fn qcloud_v2_shows_no_secret() {
        let parameters = &[("Action", "Visible"), ("Token", SECRET)];
        let input = qcloud_v2::Input {
            method: "GET",
            host: "h",
            path: "/",
            parameters,
        };
        let signature = qcloud_v2::sign(&input, SECRET, qcloud_v2::Method::HmacSha256);
        assert!(signature.string_to_sign.contains(SECRET));
        assert_hidden(&[&input, &signature]);
        assert!(format!("{input:?}").contains("Visible"));
    }

    #[test]
    fn rpc_v1_shows_no_secret() {
        let input = rpc_v1::Input {
            method: "GET",
            parameters: &[("SecurityToken", SECRET)],
        };
        let signature = rpc_v1::sign(&input, SECRET);
        assert!(signature.string_to_sign.contains(SECRET));
        assert_hidden(&[&input, &signature]);
    }

    #[test]
    fn acs3_shows_no_secret() {
        let headers = &[("host", "h"), ("x-acs-security-token", SECRET)];
        let input = acs3::Input {
            method: "POST",
            path: "/",
            query: SECRET,
            headers,
            body_hash: "",
        };
        let signature = acs3::sign(&input, &KEY);
        assert!(signature.canonical_request().contains(SECRET));
        assert_hidden(&[&input, &signature]);
    }

    #[test]
    fn sdk_hmac_shows_no_secret() {
        let headers = &[("X-Security-Token", SECRET), ("X-Auth-Token", SECRET)];
        let body = SECRET.as_bytes();
        let input = sdk_hmac::Input {
            method: "POST",
            path: "/",
            query: SECRET,
            headers,
            body,
        };
        let signature = sdk_hmac::sign(&input, &KEY);
        assert!(signature.canonical_request().contains(SECRET));
        assert_hidden(&[&input, &signature]);
    }
}
