//! Enums that are open: known values, and any other text.

/// An enum that also holds texts it does not know.
pub trait OpenEnum: Sized + Send + 'static {
    /// The text on the wire.
    fn as_str(&self) -> &str;
    /// The value of a text, known or not.
    fn from_text(text: &str) -> Self;
}

/// Defines open enums: each value once, with its text. What is no longer documented stays a variant,
/// and is none of the documented `VALUES`.
///
/// ```
/// cloudwright_core::open_enum! {
///     /// Which way.
///     pub enum Direction {
///         /// `up`: away from the ground.
///         Up = "up",
///         Down = "down",
///     }
///     removed {
///         #[deprecated(note = "No longer documented.")]
///         Left = "left",
///     }
/// }
///
/// assert_eq!(Direction::from("up"), Direction::Up);
/// assert_eq!(Direction::from("aside").to_string(), "aside");
/// assert_eq!(Direction::VALUES, ["up", "down"]);
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$about_it:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $text:literal,)*
        }
        $(removed {
            $($(#[$about_gone:meta])* $gone:ident = $gone_text:literal,)*
        })?
    ) => {
        $(#[$about_it])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* $variant,)*
            $($($(#[$about_gone])* $gone,)*)?
            /// A value that was not documented when this was generated.
            Other(::std::string::String),
        }

        impl $name {
            /// The documented values.
            #[allow(dead_code, reason = "offered to whoever wants to show them")]
            pub const VALUES: &'static [&'static str] = &[$($text),*];
        }

        #[allow(deprecated, reason = "what is deprecated is read all the same")]
        impl $crate::codec::OpenEnum for $name {
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    $($(Self::$gone => $gone_text,)*)?
                    Self::Other(text) => text,
                }
            }

            fn from_text(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    $($($gone_text => Self::$gone,)*)?
                    _ => Self::Other(::std::borrow::ToOwned::to_owned(text)),
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                <Self as $crate::codec::OpenEnum>::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                <Self as $crate::codec::OpenEnum>::from_text(&text)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.write_str($crate::codec::OpenEnum::as_str(self))
            }
        }

        impl $crate::codec::Element for $name {
            fn read(
                to: &mut ::core::option::Option<Self>,
                from: &mut $crate::codec::Reader<'_>,
                path: &$crate::codec::Path<'_>,
            ) -> ::core::result::Result<(), ::std::boxed::Box<$crate::codec::DecodeError>> {
                let text = from.enum_text(path)?;
                *to = text.map(|text| $crate::codec::OpenEnum::from_text(&text));
                ::core::result::Result::Ok(())
            }
        }

        impl $crate::codec::Value for $name {
            fn write(&self, to: &mut $crate::codec::Writer<'_>) {
                to.text($crate::codec::OpenEnum::as_str(self));
            }
        }

        $crate::with_serde! {
            $crate::impl_serde_of_text! { $name }
        }
    };
}
