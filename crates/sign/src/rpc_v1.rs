//! Alibaba Cloud's legacy RPC signature, version 1.0, whose signature is a parameter among the others.
//! Not for the current one, which is [`acs3`](crate::acs3).
//!
//! ```
//! use cloudwright_sign::rpc_v1::{self, Input};
//!
//! let input = Input {
//!     method: "GET",
//!     parameters: &[
//!         ("AccessKeyId", "testid"),
//!         ("Action", "DescribeRegions"),
//!         ("Format", "XML"),
//!         ("SignatureMethod", "HMAC-SHA1"),
//!         ("SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"),
//!         ("SignatureVersion", "1.0"),
//!         ("Timestamp", "2016-02-23T12:46:24Z"),
//!         ("Version", "2014-05-26"),
//!     ],
//! };
//! assert_eq!(rpc_v1::sign(&input, "testsecret").signature, "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
//! ```

use zeroize::Zeroizing;

use crate::digest::hmac_sha1_base64;
use crate::encode::{canonical_query, percent_encode_into};
use crate::redact::{RedactedPairs, debug_fields};

pub use crate::parameter_signature::Signature;

/// A request to sign. Headers, host and path are no part of this signature.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// The HTTP method in upper case.
    pub method: &'a str,
    /// All parameters of query and form, not encoded, in any order. A parameter called `Signature`
    /// is left out.
    pub parameters: &'a [(&'a str, &'a str)],
}

debug_fields! { Input<'_> { method, parameters as RedactedPairs } }

/// Signs `input`.
pub fn sign(input: &Input, secret: &str) -> Signature {
    let signed = input
        .parameters
        .iter()
        .copied()
        .filter(|(name, _)| *name != "Signature");
    let mut string_to_sign = [input.method, "&%2F&"].concat();
    // Values are encoded once in the query and the whole of it once more.
    percent_encode_into(&canonical_query(signed), &mut string_to_sign);
    let key = Zeroizing::new([secret, "&"].concat());
    let signature = hmac_sha1_base64(key.as_bytes(), string_to_sign.as_bytes());
    Signature {
        string_to_sign,
        signature,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INPUT: Input = Input {
        method: "POST",
        parameters: &[("b", "x y"), ("a", ""), ("B", "*~")],
    };

    #[test]
    fn the_query_is_encoded_twice() {
        let expected = "POST&%2F&B%3D%252A~%26a%3D%26b%3Dx%2520y";
        assert_eq!(sign(&INPUT, "secret").string_to_sign, expected);
    }

    #[test]
    fn a_signature_among_the_parameters_is_left_out() {
        let with = [INPUT.parameters, &[("Signature", "s")]].concat();
        assert_eq!(
            sign(
                &Input {
                    parameters: &with,
                    ..INPUT
                },
                "secret"
            ),
            sign(&INPUT, "secret")
        );
    }
}
