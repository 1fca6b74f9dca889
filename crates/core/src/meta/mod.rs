//! Operation tables: what the runtime knows of a service and its actions.
//!
//! Generated crates hold one `static` [`Operation`] an action and one [`Service`]; everything
//! that builds, checks, signs and sends a call reads them, so none of that is generated. The
//! tables are also data for programs: the `cloudwright` command is driven by them alone.
//!
//! They are data alone. What the runtime does for a cloud ([`Cloud`](crate::Cloud)) and for a protocol
//! ([`Signer`](crate::Signer)) is what clients bring.
//!
//! They are written with `const fn` setters so that a table reads as one fact a line; a further fact is a line of `table!`.

/// Declares a table: what every one is made with, and then each fact that one may state, with what counts where it is not
/// stated, and what its setter takes and makes of that.
macro_rules! table {
    (
        $(#[$attribute:meta])+
        pub struct $table:ident;
        $(#[$about_new:meta])+
        new { $($(#[$given_doc:meta])+ $given:ident: $given_type:ty;)+ }
        facts {
            $(
                $(#[$doc:meta])+
                $fact:ident: $type:ty = $default:expr
                $(, set($($argument:ident: $argument_type:ty),*) = $value:expr)?;
            )+
        }
    ) => {
        $(#[$attribute])+
        pub struct $table {
            $($(#[$given_doc])+ pub $given: $given_type,)+
            $($(#[$doc])+ pub $fact: $type,)+
        }

        impl $table {
            $(#[$about_new])+
            pub const fn new($($given: $given_type),+) -> Self {
                Self {
                    $($given,)+
                    $($fact: $default,)+
                }
            }

            $(setter! {
                $(#[$doc])+
                $fact $(($($argument: $argument_type),*) = $value)?
            })+
        }
    };
}

/// The setter of a fact, where it has one.
macro_rules! setter {
    ($(#[$doc:meta])+ $fact:ident) => {};
    ($(#[$doc:meta])+ $fact:ident($($argument:ident: $type:ty),*) = $value:expr) => {
        $(#[$doc])+
        #[must_use]
        pub const fn $fact(mut self $(, $argument: $type)*) -> Self {
            self.$fact = $value;
            self
        }
    };
}

mod operation;
mod parameter;
mod service;
mod wait;

pub use crate::time::TimeFormat;
pub use operation::{Operation, Page, Paging, RateLimit, Rule};
pub use parameter::{Kind, Parameter, Shape};
pub use service::{Deprecation, Endpoints, ErrorCodeInfo, Service};
pub use wait::Wait;

pub use cloudwright_vocabulary::access::Access;
pub use cloudwright_vocabulary::error_class::ErrorClass;
pub use cloudwright_vocabulary::location::Location as Place;
pub use cloudwright_vocabulary::protocol::{FailureSign, Need, Protocol};
pub use cloudwright_vocabulary::provider::Provider;
pub use cloudwright_vocabulary::serialization::Serialization as Serialize;
pub use cloudwright_vocabulary::wait_outcome::WaitOutcome;
