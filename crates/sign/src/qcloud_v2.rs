//! Tencent Cloud API 2.0, whose signature is a parameter among the others. Not for API 3.0, which is
//! [`tc3`](crate::tc3).
//!
//! ```
//! use cloudwright_sign::qcloud_v2::{self, Input, Method};
//!
//! let input = Input {
//!     method: "GET",
//!     host: "cvm.api.qcloud.com",
//!     path: "/v2/index.php",
//!     parameters: &[
//!         ("Action", "DescribeInstances"),
//!         ("InstanceIds.0", "ins-09dx96dg"),
//!         ("Nonce", "11886"),
//!         ("Region", "ap-guangzhou"),
//!         ("SecretId", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA"),
//!         ("SignatureMethod", "HmacSHA256"),
//!         ("Timestamp", "1465185768"),
//!     ],
//! };
//! let signature = qcloud_v2::sign(&input, "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA", Method::HmacSha256);
//! assert_eq!(signature.signature, "0EEm/HtGRr/VJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s=");
//! ```

use crate::digest::{hmac_sha1_base64, hmac_sha256_base64};
use crate::encode::Pair;
use crate::redact::{RedactedPairs, debug_fields};

pub use crate::parameter_signature::Signature;

/// The two hash functions of this protocol.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// What the server takes when the request does not say.
    HmacSha1,
    /// The stronger one, and the default here.
    #[default]
    HmacSha256,
}

impl Method {
    /// The value of the parameter `SignatureMethod`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HmacSHA1",
            Self::HmacSha256 => "HmacSHA256",
        }
    }

    /// What a server takes `SignatureMethod` to mean: anything but `HmacSHA256` is `HmacSHA1`.
    pub fn of_parameter(value: Option<&str>) -> Self {
        match value {
            Some("HmacSHA256") => Self::HmacSha256,
            _ => Self::HmacSha1,
        }
    }
}

/// A request to sign.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// The host as it is sent.
    pub host: &'a str,
    /// The path, `/v2/index.php` in this API.
    pub path: &'a str,
    /// All parameters, not encoded, in any order. A parameter called `Signature` is left out.
    pub parameters: &'a [(&'a str, &'a str)],
}

debug_fields! { Input<'_> { method, host, path, parameters as RedactedPairs } }

/// Signs `input`.
///
/// Values are signed as they are, also those that start with `@`, which the vendor's SDK leaves out
/// on POST. In names `_` becomes `.` for signing, and only there.
pub fn sign(input: &Input, secret: &str, method: Method) -> Signature {
    let string_to_sign = string_to_sign(input);
    let (key, message) = (secret.as_bytes(), string_to_sign.as_bytes());
    let signature = match method {
        Method::HmacSha1 => hmac_sha1_base64(key, message),
        Method::HmacSha256 => hmac_sha256_base64(key, message),
    };
    Signature {
        string_to_sign,
        signature,
    }
}

fn string_to_sign(input: &Input) -> String {
    let names: Vec<String> = input.parameters.iter().map(dotted).collect();
    let values = input.parameters.iter().map(|(_, value)| *value);
    let mut signed: Vec<Pair> = names.iter().map(String::as_str).zip(values).collect();
    signed.retain(|(name, _)| *name != "Signature");
    signed.sort_unstable();
    let mut text = [input.method, input.host, input.path, "?"].concat();
    for (index, (name, value)) in signed.iter().enumerate() {
        if index > 0 {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

fn dotted((name, _): &Pair) -> String {
    let dot = |character| if character == '_' { '.' } else { character };
    name.chars().map(dot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: Input = Input {
        method: "POST",
        host: "ccr.api.qcloud.com",
        path: "/v2/index.php",
        parameters: &[("b", "&=% 中"), ("a_c", "@x"), ("a.b", ""), ("B", "1")],
    };

    #[test]
    fn values_are_signed_as_they_are_and_names_with_dots() {
        let expected = "POSTccr.api.qcloud.com/v2/index.php?B=1&a.b=&a.c=@x&b=&=% 中";
        assert_eq!(
            sign(&INPUT, "secret", Method::HmacSha1).string_to_sign,
            expected
        );
    }

    #[test]
    fn a_signature_among_the_parameters_is_left_out() {
        let with = [INPUT.parameters, &[("Signature", "s")]].concat();
        let with = sign(
            &Input {
                parameters: &with,
                ..INPUT
            },
            "secret",
            Method::HmacSha256,
        );
        assert_eq!(with, sign(&INPUT, "secret", Method::HmacSha256));
    }

    #[test]
    fn a_request_without_parameters_can_be_signed() {
        let signature = sign(
            &Input {
                parameters: &[],
                ..INPUT
            },
            "secret",
            Method::HmacSha256,
        );
        assert_eq!(
            signature.string_to_sign,
            "POSTccr.api.qcloud.com/v2/index.php?"
        );
    }

    #[test]
    fn the_method_is_sha1_unless_the_parameter_says_otherwise() {
        let cases = [
            (Some("HmacSHA256"), Method::HmacSha256),
            (Some("HmacSHA1"), Method::HmacSha1),
            (Some("hmacsha256"), Method::HmacSha1),
            (None, Method::HmacSha1),
        ];
        for (parameter, method) in cases {
            assert_eq!(Method::of_parameter(parameter), method);
        }
    }
}
