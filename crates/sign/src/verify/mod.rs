//! What a server needs to check signatures: the three forms of the `Authorization` header taken apart, and
//! a comparison that takes the same time wherever two signatures differ. Signing itself is in the
//! protocols' modules; clock windows and replay are the server's business.
//!
//! ```
//! use cloudwright_sign::verify::{Authorization, Scheme, same_signature};
//!
//! let header = "SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, \
//!               Signature=5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624";
//! let authorization = Authorization::parse(header)?;
//! assert_eq!(authorization.scheme, Scheme::SdkHmac);
//! assert_eq!(authorization.id, "AccessKey");
//!
//! let received = [("Host", "example.huaweicloud.com"), ("X-Sdk-Date", "20060102T150405Z")];
//! assert_eq!(authorization.select(&received)?, [("x-sdk-date", "20060102T150405Z")]);
//! assert!(!same_signature(authorization.signature, "0".repeat(64).as_str()));
//! # Ok::<(), cloudwright_sign::verify::AuthorizationError>(())
//! ```

mod authorization;
mod error;

pub use authorization::{Authorization, Scheme, Scope};
pub use error::AuthorizationError;

use std::hint::black_box;

/// Whether two signatures are the same text, in a time that depends on their lengths only.
///
/// An early return at the first difference would tell an attacker how much of a guess is right.
pub fn same_signature(left: &str, right: &str) -> bool {
    // Lengths are public: every signature of a protocol has the same.
    if left.len() != right.len() {
        return false;
    }
    let pairs = left.bytes().zip(right.bytes());
    // The barrier keeps the compiler from leaving the loop once a difference is known.
    pairs.fold(0, |difference, (left, right)| {
        black_box(difference | (left ^ right))
    }) == 0
}

#[cfg(test)]
mod tests {
    use super::same_signature;

    #[test]
    fn signatures_are_the_same_only_if_every_character_is() {
        let cases = [
            ("", "", true),
            ("abc", "abc", true),
            ("abc", "abd", false),
            ("abc", "bbc", false),
            ("abc", "ab", false),
            ("ab", "abc", false),
            ("", "a", false),
            ("é", "è", false),
        ];
        for (left, right, same) in cases {
            assert_eq!(same_signature(left, right), same, "{left} {right}");
        }
    }
}
