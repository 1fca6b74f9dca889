//! The members of a generated structure: a line for each, from which reading and writing follow.

/// Says which wire name belongs to which field of a structure, each member once. Reading
/// ([`Decode`](crate::codec::Decode)), writing ([`Encode`](crate::codec::Encode)) and, with the feature
/// `serde`, serde's traits follow from it.
///
/// ```
/// #[derive(Debug, Default)]
/// pub struct Parcel {
///     pub name: Option<String>,
///     pub labels: Vec<String>,
///     pub sent: Option<cloudwright_core::DateTime>,
///     pub weight: Option<i64>,
/// }
///
/// cloudwright_core::members! {
///     impl Decode + Encode for Parcel {
///         "Name" | "ParcelName" => name,
///         // It travels as JSON in one text.
///         "Labels" => labels as JsonText,
///         // The page says how this time is written.
///         "Sent" => sent as Time(ISO_8601),
///         // It is no longer documented: read where it is answered, and not sent.
///         removed {
///             "Weight" => weight,
///         }
///     }
/// }
/// ```
///
/// An answer says besides which members travel as `headers`, and where the `whole` of it goes if it is
/// no object; `otherwise` is where it goes if it is none after all.
///
/// The feature `serde` adds whichever of the two traits a structure does not name, for serde reads and
/// writes alike.
#[macro_export]
macro_rules! members {
    (impl Decode for $type:ident { $($members:tt)* }) => {
        $crate::impl_decode! { $type { $($members)* } }
        $crate::with_serde! {
            $crate::impl_encode! { $type { $($members)* } }
            $crate::impl_serde! { $type }
        }
    };
    (impl Encode for $type:ident { $($members:tt)* }) => {
        $crate::impl_encode! { $type { $($members)* } }
        $crate::with_serde! {
            $crate::impl_decode! { $type { $($members)* } }
            $crate::impl_serde! { $type }
        }
    };
    (impl Decode + Encode for $type:ident { $($members:tt)* }) => {
        $crate::impl_decode! { $type { $($members)* } }
        $crate::impl_encode! { $type { $($members)* } }
        $crate::with_serde! {
            $crate::impl_serde! { $type }
        }
    };
}

/// Reading, of what [`members!`](crate::members) is given.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_decode {
    ($type:ident {
        $($name:literal $(| $alias:literal)* => $field:ident $(as $how:ident $(($($format:tt)+))?)?,)*
        $(removed {
            $($gone:literal $(| $gone_alias:literal)* => $lost:ident $(as $lost_how:ident $(($($lost_format:tt)+))?)?,)*
        })?
        $(headers { $($header:literal,)* })?
        $(whole { $whole:ident $(as $whole_how:ident $(($($whole_format:tt)+))?)?, })?
        $(otherwise { $rest:ident $(as $rest_how:ident $(($($rest_format:tt)+))?)?, })?
    }) => {
        impl $crate::codec::Decode for $type {
            fn slot(&mut self, name: &str) -> ::core::option::Option<$crate::codec::Slot<'_>> {
                match name {
                    $($name $(| $alias)* => $crate::slot!(self $field $($how $($($format)+)?)?),)*
                    $($($gone $(| $gone_alias)* => $crate::slot!(self $lost $($lost_how $($($lost_format)+)?)?),)*)?
                    _ => ::core::option::Option::None,
                }
            }
            $(
                fn headers(&self) -> &'static [&'static str] {
                    &[$($header),*]
                }
            )?
            $(
                fn root(&mut self) -> $crate::codec::Root<'_> {
                    $crate::codec::Root::whole($crate::slot!(self $whole $($whole_how $($($whole_format)+)?)?))
                }
            )?
            $(
                fn root(&mut self) -> $crate::codec::Root<'_> {
                    $crate::codec::Root::otherwise($crate::slot!(self $rest $($rest_how $($($rest_format)+)?)?))
                }
            )?
        }
    };
}

/// The place of a field, where it is told as what it travels.
#[doc(hidden)]
#[macro_export]
macro_rules! slot {
    ($self:ident $field:ident) => {
        $crate::codec::Slot::of(&mut $self.$field)
    };
    ($self:ident $field:ident Time $($format:tt)+) => {
        $crate::codec::Slot::time($crate::meta::TimeFormat::$($format)+, &mut $self.$field)
    };
    ($self:ident $field:ident $how:ident) => {
        ::core::option::Option::Some($crate::codec::Slot::$how(&mut $self.$field))
    };
}

/// Writing, of what [`members!`](crate::members) is given.
#[doc(hidden)]
#[macro_export]
macro_rules! impl_encode {
    ($type:ident {
        $($name:literal $(| $alias:literal)* => $field:ident $(as $how:ident $(($($format:tt)+))?)?,)*
        $(removed { $($removed:tt)* })?
        $(headers { $($headers:tt)* })?
        $(whole { $whole:ident $(as $whole_how:ident $(($($whole_format:tt)+))?)?, })?
        $(otherwise { $rest:ident $(as $rest_how:ident $(($($rest_format:tt)+))?)?, })?
    }) => {
        impl $crate::codec::Encode for $type {
            fn encode(&self, to: &mut $crate::codec::Writer<'_>) {
                let _ = &to;
                $(to.field($name, &self.$field);)*
            }
            $(
                fn whole(&self) -> ::core::option::Option<&dyn $crate::codec::Given> {
                    ::core::option::Option::Some(&self.$whole)
                }
            )?
            $(
                fn whole(&self) -> ::core::option::Option<&dyn $crate::codec::Given> {
                    let rest: &dyn $crate::codec::Given = &self.$rest;
                    rest.is_set().then_some(rest)
                }
            )?
        }
    };
}

/// What stands only where the runtime has its feature `serde`.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! with_serde {
    ($($items:tt)*) => { $($items)* };
}

/// What stands only where the runtime has its feature `serde`.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! with_serde {
    ($($items:tt)*) => {};
}
