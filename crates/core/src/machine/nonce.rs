//! Where nonces come from.
//!
//! Nonces need to be unique, not secret: a signature covers them, and services use them to refuse a
//! request that is seen twice. They are drawn from a generator seeded by the operating system.

use std::fmt;

/// A source of numbers used once.
pub trait NonceSource: Send + Sync + fmt::Debug + 'static {
    /// The next nonce. Each protocol takes from it what its form allows.
    fn next(&self) -> Nonce;
}

/// A number used once, or a text that stands for one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Nonce {
    /// 128 random bits.
    Random(u128),
    /// A text that is sent as it is: what reproduces a known signature.
    Text(String),
}

impl Nonce {
    /// 32 hexadecimal digits, or the text.
    pub(crate) fn hex(&self) -> String {
        match self {
            Self::Random(bits) => format!("{bits:032x}"),
            Self::Text(text) => text.clone(),
        }
    }

    /// A random UUID (RFC 9562, version 4) of the bits, or the text.
    pub(crate) fn uuid(&self) -> String {
        const VERSION: u128 = 0xf << 76;
        const VARIANT: u128 = 0b11 << 62;
        let bits = match self {
            Self::Random(bits) => bits,
            Self::Text(text) => return text.clone(),
        };
        let bits = bits & !VERSION & !VARIANT | 4 << 76 | 0b10 << 62;
        let digits = format!("{bits:032x}");
        let (time, rest) = digits.split_at(8);
        let (middle, rest) = rest.split_at(4);
        let (version, rest) = rest.split_at(4);
        let (variant, node) = rest.split_at(4);
        format!("{time}-{middle}-{version}-{variant}-{node}")
    }

    /// A positive integer below 2^53, or the text: receivers read it as a number of JavaScript or
    /// PHP, which keep no more digits.
    pub(crate) fn integer(&self) -> String {
        match self {
            Self::Random(bits) => {
                const BELOW: u128 = (1 << 53) - 1;
                (bits % BELOW + 1).to_string()
            }
            Self::Text(text) => text.clone(),
        }
    }
}

/// Random nonces.
#[derive(Clone, Copy, Debug, Default)]
pub struct RandomNonce;

impl NonceSource for RandomNonce {
    fn next(&self) -> Nonce {
        Nonce::Random(crate::machine::random::bits())
    }
}

/// The same nonce each time: to reproduce a signature, never to call a service.
#[derive(Clone, Debug)]
pub struct FixedNonce(pub String);

impl NonceSource for FixedNonce {
    fn next(&self) -> Nonce {
        Nonce::Text(self.0.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_protocol_gets_the_form_it_takes() {
        let zero = Nonce::Random(0);
        assert_eq!(zero.hex(), "00000000000000000000000000000000");
        assert_eq!(zero.integer(), "1");
        assert_eq!(Nonce::Random((1 << 53) - 2).integer(), "9007199254740991");
        let text = Nonce::Text("11886".to_owned());
        assert_eq!(
            (text.hex(), text.integer()),
            ("11886".to_owned(), "11886".to_owned())
        );
    }

    #[test]
    fn a_uuid_is_of_version_4_whatever_the_bits() {
        for (bits, uuid) in [
            (0, "00000000-0000-4000-8000-000000000000"),
            (u128::MAX, "ffffffff-ffff-4fff-bfff-ffffffffffff"),
            (
                0x0123_4567_89ab_cdef_0123_4567_89ab_cdef,
                "01234567-89ab-4def-8123-456789abcdef",
            ),
        ] {
            assert_eq!(Nonce::Random(bits).uuid(), uuid);
        }
        assert_eq!(Nonce::Text("11886".to_owned()).uuid(), "11886");
    }

    #[test]
    fn random_nonces_differ() {
        assert_ne!(RandomNonce.next(), RandomNonce.next());
    }
}
