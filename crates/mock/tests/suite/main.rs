//! The mock from outside: requests over real sockets, what they are answered, and what the mock tells of them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod answers;
mod catalogue;
mod control;
mod faults;
mod identity;
mod load;
mod page;
mod refusals;
mod replay;
mod secured;
mod state;
mod support;
mod vendor_sdks;
mod versions;
