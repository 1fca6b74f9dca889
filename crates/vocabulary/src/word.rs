//! How an enum of words is declared, each value once, with the word that specs and commands spell; and
//! how words are compared whose case does not matter.
//!
//! What the words mean is said where each of them is declared.

use std::fmt;

use crate::printable;

/// Declares an enum of words: `ALL`, `WORDS`, `as_str`, `variant`, `Display`, `FromStr`, and serde
/// behind the feature, from one line a value.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident as $what:literal {
            $($(#[$about:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
        pub enum $name {
            $($(#[$about])* #[cfg_attr(feature = "serde", serde(rename = $word))] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The words of all of them, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The name in Rust, for what writes Rust.
            pub const fn variant(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($variant),)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::word::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let mut all = Self::ALL.iter().copied();
                all.find(|known| known.as_str() == text)
                    .ok_or_else(|| $crate::word::UnknownWord::new($what, text, Self::WORDS))
            }
        }
    };
}
pub(crate) use words;

/// Whether a text is one of these words, whatever its case.
pub fn is_one_of(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// A text that is none of the words that may stand in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownWord {
    /// What was expected: `protocol`.
    pub what: &'static str,
    /// What was given.
    pub given: String,
    /// What would have been right.
    pub words: &'static [&'static str],
}

impl UnknownWord {
    pub(crate) fn new(what: &'static str, given: &str, words: &'static [&'static str]) -> Self {
        Self {
            what,
            given: given.to_owned(),
            words,
        }
    }
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, given, words } = self;
        let words = words.join(", ");
        let given = printable::text(given);
        write!(formatter, "`{given}` is no {what}: there are {words}")
    }
}

impl std::error::Error for UnknownWord {}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;
    use std::str::FromStr;

    use super::UnknownWord;
    use crate::access::Access;
    use crate::conflict_kind::ConflictKind;
    use crate::error_class::ErrorClass;
    use crate::evidence::Evidence;
    use crate::http_method::HttpMethod;
    use crate::layout::{BodyStyle, ListStyle};
    use crate::location::Location;
    use crate::paging_style::PagingStyle;
    use crate::protocol::{FailureSign, Need, Protocol};
    use crate::provider::Provider;
    use crate::required::Required;
    use crate::serialization::Serialization;
    use crate::signature_method::SignatureMethod;
    use crate::time_style::TimeStyle;
    use crate::wait_outcome::WaitOutcome;

    #[cfg(feature = "serde")]
    trait Read: for<'de> serde::Deserialize<'de> + serde::Serialize {}
    #[cfg(feature = "serde")]
    impl<T: for<'de> serde::Deserialize<'de> + serde::Serialize> Read for T {}
    #[cfg(not(feature = "serde"))]
    trait Read {}
    #[cfg(not(feature = "serde"))]
    impl<T> Read for T {}

    fn check<T>(all: &[T], words: &[&str], word: fn(T) -> &'static str, name: fn(T) -> &'static str)
    where
        T: Copy + Debug + PartialEq + Read + FromStr<Err = UnknownWord>,
    {
        assert_eq!(all.len(), words.len());
        for (value, word_of_it) in all.iter().zip(words) {
            assert_eq!(word(*value), *word_of_it);
            assert_eq!(word_of_it.parse().as_ref(), Ok(value));
            assert_eq!(name(*value), format!("{value:?}"));
            #[cfg(feature = "serde")]
            {
                use serde::de::value::{Error, StrDeserializer};
                let read = T::deserialize(StrDeserializer::<Error>::new(word_of_it));
                assert_eq!(read.as_ref(), Ok(value));
            }
        }
        let unknown = "no such word".parse::<T>().err();
        assert_eq!(unknown.map(|unknown| unknown.words), Some(words));
    }

    #[test]
    fn every_word_is_read_as_it_is_written() {
        macro_rules! check_all {
            ($($name:ident)+) => {
                $(check($name::ALL, $name::WORDS, $name::as_str, $name::variant);)+
            };
        }
        check_all!(
            Access BodyStyle ConflictKind ErrorClass Evidence FailureSign HttpMethod ListStyle Location
            Need PagingStyle Protocol Provider Required Serialization SignatureMethod TimeStyle
            WaitOutcome
        );
    }

    #[test]
    fn an_unknown_word_is_told_with_those_that_there_are() {
        let told = "tencent\u{1b}[2J".parse::<Provider>();
        let told = told.map_err(|unknown| unknown.to_string());
        let expected = "`tencent\\u{1b}[2J` is no provider: there are tencent, alibaba, huawei";
        assert_eq!(told, Err(expected.to_owned()));
    }
}
