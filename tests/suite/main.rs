//! Whole paths in one test binary: each module is one path.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod clients;
mod end_to_end;
mod places;
mod regen;
mod sdk_requests;
mod snapshots;
