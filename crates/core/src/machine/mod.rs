//! What the runtime takes from the machine it runs on: time, and numbers that nobody foresees. Nothing
//! else asks the system for either.

pub mod clock;
pub mod nonce;
pub(crate) mod random;
