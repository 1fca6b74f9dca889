//! The ids of the mock cloud's keys: who signs with one means the mock, and no real cloud.
//!
//! The mock makes its keys of these, and the runtime refuses to send a request with one to another
//! machine.

/// The ids of one provider's keys at the mock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MockKey {
    /// The id of its standing key.
    pub standing: &'static str,
    /// How ids of its temporary keys begin; [`SESSION_DIGITS`] hexadecimal digits follow.
    pub session: &'static str,
}

/// How many hexadecimal digits the id of a temporary key ends in. A real key that happens to begin
/// in the same way is shorter.
pub const SESSION_DIGITS: usize = 32;

impl MockKey {
    /// Whether it is the key of this id.
    pub fn is(self, id: &str) -> bool {
        let is_session = |digits: &str| {
            digits.len() == SESSION_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        id == self.standing || id.strip_prefix(self.session).is_some_and(is_session)
    }
}

#[cfg(test)]
mod tests {
    use crate::provider::Provider;

    #[test]
    fn keys_of_the_mock_are_told_from_keys_that_only_begin_like_one() {
        let digits = "0123456789abcdefABCDEF0123456789";
        for provider in Provider::ALL {
            let key = provider.mock_key();
            assert!(Provider::has_mock_key(key.standing), "{key:?}");
            let session = format!("{}{digits}", key.session);
            assert!(Provider::has_mock_key(&session), "{key:?}");
        }
        for id in [
            "",
            "AKIDmocksession",
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "STS.mockNUgYjT8xPTuJpsKjEXAMPLE",
            "MOCKA1B2C3D4E5F6G7H8",
        ] {
            assert!(!Provider::has_mock_key(id), "{id}");
        }
    }
}
