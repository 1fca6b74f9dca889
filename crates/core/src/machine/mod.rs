//! What the runtime takes from the machine it runs on: time, and numbers that nobody foresees, which nothing
//! else asks the system for; and locks.

pub mod clock;
pub(crate) mod lock;
pub mod nonce;
pub(crate) mod random;
