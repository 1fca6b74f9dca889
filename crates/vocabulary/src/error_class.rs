//! What kind of failure an error code is: what retries, predicates and the mock's statuses go by.
//!
//! The kinds alone; which code is of which kind is the matter of [`error_code`](crate::error_code)
//! and of the specs.

use std::fmt;
use std::str::FromStr;

/// What kind of failure an error code is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Deserialize, serde::Serialize),
    serde(rename_all = "kebab-case")
)]
#[non_exhaustive]
pub enum ErrorClass {
    /// The credentials are wrong: unknown key, bad signature, bad token.
    Auth,
    /// The clock is wrong, or the request too old; corrected once by the runtime.
    ClockSkew,
    /// The token or session has expired; renewed once by the runtime.
    Expired,
    /// A nonce was seen before.
    Replay,
    /// The caller is known and may not do this.
    Denied,
    /// A parameter is wrong or missing.
    Invalid,
    /// The thing does not exist.
    NotFound,
    /// The thing exists already or is in a state that forbids the call.
    Conflict,
    /// A quota is used up; waiting does not help.
    Quota,
    /// Too many calls; waiting helps.
    Throttling,
    /// The service failed for now; trying again may help.
    Transient,
    /// The service failed.
    Internal,
    /// The action, version or region is not offered.
    Unsupported,
    /// Nothing more is known.
    #[default]
    Other,
}

impl ErrorClass {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Auth,
        Self::ClockSkew,
        Self::Expired,
        Self::Replay,
        Self::Denied,
        Self::Invalid,
        Self::NotFound,
        Self::Conflict,
        Self::Quota,
        Self::Throttling,
        Self::Transient,
        Self::Internal,
        Self::Unsupported,
        Self::Other,
    ];

    /// As specs spell it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::ClockSkew => "clock-skew",
            Self::Expired => "expired",
            Self::Replay => "replay",
            Self::Denied => "denied",
            Self::Invalid => "invalid",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::Quota => "quota",
            Self::Throttling => "throttling",
            Self::Transient => "transient",
            Self::Internal => "internal",
            Self::Unsupported => "unsupported",
            Self::Other => "other",
        }
    }

    /// As this enum spells it, for what writes Rust.
    pub const fn variant(self) -> &'static str {
        match self {
            Self::Auth => "Auth",
            Self::ClockSkew => "ClockSkew",
            Self::Expired => "Expired",
            Self::Replay => "Replay",
            Self::Denied => "Denied",
            Self::Invalid => "Invalid",
            Self::NotFound => "NotFound",
            Self::Conflict => "Conflict",
            Self::Quota => "Quota",
            Self::Throttling => "Throttling",
            Self::Transient => "Transient",
            Self::Internal => "Internal",
            Self::Unsupported => "Unsupported",
            Self::Other => "Other",
        }
    }
}

impl fmt::Display for ErrorClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// The text names no class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownErrorClass;

impl fmt::Display for UnknownErrorClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no class of errors has this name")
    }
}

impl std::error::Error for UnknownErrorClass {}

impl FromStr for ErrorClass {
    type Err = UnknownErrorClass;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.iter().copied();
        all.find(|class| class.as_str() == text)
            .ok_or(UnknownErrorClass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_is_read_as_it_is_written() {
        for class in ErrorClass::ALL {
            assert_eq!(class.as_str().parse(), Ok(*class));
            assert_eq!(class.variant(), format!("{class:?}"));
        }
        assert_eq!("Auth".parse::<ErrorClass>(), Err(UnknownErrorClass));
    }

    #[test]
    fn all_of_them_are_listed_once_and_in_order() {
        let last = ErrorClass::Other as usize;
        let places = ErrorClass::ALL.iter().map(|class| *class as usize);
        assert!(places.eq(0..=last));
    }

    #[cfg(feature = "serde")]
    #[test]
    fn serde_spells_them_alike() {
        for class in ErrorClass::ALL {
            let deserializer =
                serde::de::value::StrDeserializer::<serde::de::value::Error>::new(class.as_str());
            assert_eq!(serde::Deserialize::deserialize(deserializer), Ok(*class));
        }
    }
}
