//! The ids of the mock cloud's keys: who signs with one means the mock, and no real cloud.
//!
//! The mock makes its keys of these, and the runtime refuses to send a request with one to another
//! machine.

/// Tencent's standing key.
pub const TENCENT: &str = "AKIDmockMOCKmockMOCKmockMOCKmockMOCK";
/// Alibaba's standing key.
pub const ALIBABA: &str = "LTAImockMOCKmockMOCKmock";
/// Huawei's standing key.
pub const HUAWEI: &str = "MOCKHUAWEIACCESSKEY0";

/// How ids of Tencent's temporary keys begin; [`SESSION_DIGITS`] hexadecimal digits follow.
pub const TENCENT_SESSION: &str = "AKIDmocksession";
/// How ids of Alibaba's temporary keys begin.
pub const ALIBABA_SESSION: &str = "STS.mock";
/// How ids of Huawei's temporary keys begin.
pub const HUAWEI_SESSION: &str = "MOCK";

/// How many hexadecimal digits the id of a temporary key ends in. A real key that happens to begin
/// in the same way is shorter.
pub const SESSION_DIGITS: usize = 32;

/// Whether a key of this id is the mock's.
pub fn is_mock(id: &str) -> bool {
    let is_session = |start: &&str| {
        let digits = id.strip_prefix(*start);
        digits.is_some_and(|digits| {
            digits.len() == SESSION_DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    };
    [TENCENT, ALIBABA, HUAWEI].contains(&id)
        || [TENCENT_SESSION, ALIBABA_SESSION, HUAWEI_SESSION]
            .iter()
            .any(is_session)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_the_mock_are_told_from_keys_that_only_begin_like_one() {
        let digits = "0123456789abcdefABCDEF0123456789";
        for id in [
            TENCENT.to_owned(),
            ALIBABA.to_owned(),
            HUAWEI.to_owned(),
            format!("{TENCENT_SESSION}{digits}"),
            format!("{ALIBABA_SESSION}{digits}"),
            format!("{HUAWEI_SESSION}{digits}"),
        ] {
            assert!(is_mock(&id), "{id}");
        }
        for id in [
            "",
            "AKIDmocksession",
            "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
            "STS.mockNUgYjT8xPTuJpsKjEXAMPLE",
            "MOCKA1B2C3D4E5F6G7H8",
        ] {
            assert!(!is_mock(id), "{id}");
        }
    }
}
