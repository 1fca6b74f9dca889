//! A service's error code: the text of the answer, and the enum of those that are documented.

use std::borrow::Cow;
use std::fmt;

use crate::codec::OpenEnum;

/// The error codes of a service: the `ErrorCode` of its crate, which [`Error::code_as`] gives.
///
/// [`Error::code_as`]: crate::Error::code_as
pub trait ServiceErrorCode: OpenEnum {}

/// An error code as the wire spells it.
///
/// Each service's crate has an enum of the documented ones, which [`Error::code_as`] gives.
///
/// [`Error::code_as`]: crate::Error::code_as
///
/// ```
/// use cloudwright_core::ErrorCode;
///
/// const ERR_NO_REPO: ErrorCode = ErrorCode::new("ResourceNotFound.ErrNoRepo");
///
/// let answered = ErrorCode::from("ResourceNotFound.ErrNoRepo".to_owned());
/// assert_eq!(answered, ERR_NO_REPO);
/// assert_eq!(answered, "ResourceNotFound.ErrNoRepo");
/// assert_eq!(answered.family(), "ResourceNotFound");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode(Cow<'static, str>);

impl ErrorCode {
    /// A code that is known when compiling.
    pub const fn new(code: &'static str) -> Self {
        Self(Cow::Borrowed(code))
    }

    /// The code as the wire spells it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the first dot: vendors refine their codes to the right.
    pub fn family(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, formatter)
    }
}

impl From<String> for ErrorCode {
    fn from(code: String) -> Self {
        Self(Cow::Owned(code))
    }
}

impl From<&'static str> for ErrorCode {
    fn from(code: &'static str) -> Self {
        Self::new(code)
    }
}

impl AsRef<str> for ErrorCode {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for ErrorCode {
    fn eq(&self, code: &str) -> bool {
        self.0 == code
    }
}

impl PartialEq<&str> for ErrorCode {
    fn eq(&self, code: &&str) -> bool {
        self.0 == *code
    }
}

impl PartialEq<ErrorCode> for str {
    fn eq(&self, code: &ErrorCode) -> bool {
        code == self
    }
}

impl PartialEq<ErrorCode> for &str {
    fn eq(&self, code: &ErrorCode) -> bool {
        code == self
    }
}

#[cfg(feature = "serde")]
impl serde_core::Serialize for ErrorCode {
    fn serialize<S: serde_core::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde_core::Deserialize<'de> for ErrorCode {
    fn deserialize<D: serde_core::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_constant_and_an_answered_code_are_the_same_key() {
        const KNOWN: ErrorCode = ErrorCode::new("A.B");
        let codes: HashSet<ErrorCode> = [KNOWN, ErrorCode::from("A.B".to_owned())].into();
        assert_eq!(codes.len(), 1);
        assert_eq!(format!("{KNOWN} {KNOWN:?}"), "A.B \"A.B\"");
        assert!("A.B" == KNOWN && KNOWN != "A");
    }
}
