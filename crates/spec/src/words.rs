//! How an enum of words is declared, each value once, with the word that people read.

/// Declares an enum of words: `ALL`, `as_str`, `Display`, and the word for serde.
macro_rules! words {
    (
        $(#[$meta:meta])*
        $visible:vis enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $visible enum $name {
            $($(#[$about])* $variant,)+
        }

        impl $name {
            /// All of them.
            #[allow(dead_code, reason = "not every enum is gone through")]
            $visible const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word.
            $visible const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}
pub(crate) use words;
