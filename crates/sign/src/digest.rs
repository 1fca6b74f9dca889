//! Hashes, message authentication codes and their texts. Nothing here knows a protocol.
//!
//! They are ring's, which the default TLS of the clients brings along: the crates of pure Rust would be
//! eleven packages more in every program, for a quarter less time where the key is derived already.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::{digest, hmac};

/// The SHA-256 of `bytes` as 64 lower-case hex digits.
///
/// ```
/// let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
/// assert_eq!(cloudwright_sign::sha256_hex(b""), empty);
/// ```
pub fn sha256_hex(bytes: &[u8]) -> String {
    Hex::of_sha256(bytes).to_text()
}

/// 32 bytes written as hex digits, on the stack.
pub(crate) struct Hex([u8; 64]);

impl Hex {
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
        }
        Self(digits)
    }

    pub(crate) fn of_sha256(bytes: &[u8]) -> Self {
        let hash = digest::digest(&digest::SHA256, bytes);
        Self::new(as_32_bytes(hash.as_ref()))
    }

    // Not inlined, the text comes back in registers. Otherwise it is read as one vector right after it
    // was written as two words, which processors wait for.
    #[inline(never)]
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("hex digits are ASCII")
    }

    pub(crate) fn to_text(&self) -> String {
        self.as_str().to_owned()
    }
}

/// The digit for a value below 16, computed: unlike a table, that is done for many bytes at a time.
fn digit(value: u8) -> u8 {
    let letter = if value > 9 { b'a' - b'0' - 10 } else { 0 };
    b'0' + value + letter
}

/// A key that HMAC-SHA256 has taken in: each further message costs two compressions less.
pub(crate) struct HmacKey(hmac::Key);

impl HmacKey {
    pub(crate) fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 32] {
        *as_32_bytes(hmac::sign(&self.0, message).as_ref())
    }
}

pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    HmacKey::new(key).sign(message)
}

fn as_32_bytes(hash: &[u8]) -> &[u8; 32] {
    hash.try_into().expect("SHA-256 has 32 bytes")
}

pub(crate) fn hmac_sha256_base64(key: &[u8], message: &[u8]) -> String {
    STANDARD.encode(hmac_sha256(key, message))
}

pub(crate) fn hmac_sha1_base64(key: &[u8], message: &[u8]) -> String {
    // Legacy is what the two protocols are that ask for it.
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, key);
    STANDARD.encode(hmac::sign(&key, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4231 and RFC 2202, test case 2: a key shorter than a block and a message of text.
    #[test]
    fn the_codes_are_those_of_the_standards() {
        let (key, message) = (b"Jefe", b"what do ya want for nothing?");
        let sha256 = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(Hex::new(&hmac_sha256(key, message)).as_str(), sha256);
        assert_eq!(
            hmac_sha1_base64(key, message),
            "7/zfauXrL6LSdBbV8YTfnCWafHk="
        );
        assert_eq!(
            hmac_sha256_base64(key, message),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="
        );
    }

    #[test]
    fn every_byte_is_written_as_two_lower_case_digits() {
        for byte in u8::MIN..=u8::MAX {
            assert_eq!(
                Hex::new(&[byte; 32]).to_text(),
                format!("{byte:02x}").repeat(32)
            );
        }
    }
}
