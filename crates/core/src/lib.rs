//! The runtime that cloudwright's generated clients stand on.

pub mod clock;
pub mod codec;
pub mod meta;
pub mod redact;
pub mod transport;

pub use clock::{Clock, SystemClock};
