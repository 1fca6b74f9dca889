//! Operation tables: what the runtime knows of a service and its actions.
//!
//! Generated crates hold one `static` [`Operation`] an action and one [`Service`]; everything
//! that builds, checks, signs and sends a call reads them, so none of that is generated. The
//! tables are also data for programs: the `cloudwright` command is driven by them alone.
//!
//! They are data alone. What the runtime does for a cloud ([`Cloud`](crate::Cloud)) and for a protocol
//! ([`Signer`](crate::Signer)) is what clients bring.
//!
//! They are written with `const fn` setters so that a table reads as one fact a line.

/// The setters of a table, a line for each: the field that it sets, what it takes, and what the field becomes.
macro_rules! setters {
    ($($(#[$doc:meta])+ $field:ident($($argument:ident: $type:ty),*) = $value:expr;)+) => {$(
        $(#[$doc])+
        #[must_use]
        pub const fn $field(mut self $(, $argument: $type)*) -> Self {
            self.$field = $value;
            self
        }
    )+};
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
