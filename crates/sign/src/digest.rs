//! Hashes, message authentication codes and their texts. Nothing here knows a protocol.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::{Digest, Sha256};

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
            pair.copy_from_slice(&HEX_PAIRS[usize::from(*byte)]);
        }
        Self(digits)
    }

    pub(crate) fn of_sha256(bytes: &[u8]) -> Self {
        Self::new(&Sha256::digest(bytes).into())
    }

    pub(crate) fn as_str(&self) -> &str {
        str::from_utf8(&self.0).expect("hex digits are ASCII")
    }

    pub(crate) fn to_text(&self) -> String {
        self.as_str().to_owned()
    }
}

/// Both digits of every byte: one look-up a byte instead of two and the shifts.
const HEX_PAIRS: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
};

/// The state of HMAC-SHA256 that has taken in `key` and waits for the message.
pub(crate) fn hmac_sha256_state(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of any length")
}

pub(crate) fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    finish(hmac_sha256_state(key), message)
}

/// Ends `state` with `message`.
pub(crate) fn finish(mut state: Hmac<Sha256>, message: &[u8]) -> [u8; 32] {
    state.update(message);
    state.finalize().into_bytes().into()
}

pub(crate) fn hmac_sha256_base64(key: &[u8], message: &[u8]) -> String {
    STANDARD.encode(hmac_sha256(key, message))
}

pub(crate) fn hmac_sha1_base64(key: &[u8], message: &[u8]) -> String {
    let mut state: Hmac<Sha1> = Hmac::new_from_slice(key).expect("HMAC takes keys of any length");
    state.update(message);
    STANDARD.encode(state.finalize().into_bytes())
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
