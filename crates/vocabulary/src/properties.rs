//! How the values of an enum are told apart by what they are asked: each property on one line.

/// Declares what is to be known of each value: a structure with a field a property, and a method of the same
/// name that asks for it. The values themselves are statics, so that a program has each once and not in every
/// place that asks.
macro_rules! properties {
    (
        $enum:ident {
            $($(#[$doc:meta])+ $visibility:vis $property:ident: $type:ty,)+
        }
        $($variant:ident => $file:ident,)+
    ) => {
        /// What is to be known of a value.
        struct Properties {
            $($property: $type,)+
        }

        impl $enum {
            const fn properties(self) -> &'static Properties {
                match self {
                    $(Self::$variant => &$file::PROPERTIES,)+
                }
            }

            $(
                $(#[$doc])+
                $visibility const fn $property(self) -> $type {
                    self.properties().$property
                }
            )+
        }
    };
}
pub(crate) use properties;
