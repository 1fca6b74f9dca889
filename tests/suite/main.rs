//! Whole paths in one test binary: each module is one path.
#![allow(deprecated, reason = "the legacy services are called here on purpose")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod answers;
mod by_path;
mod clients;
mod clouds;
mod credentials;
mod crowd;
mod end_to_end;
mod faults;
mod hazards;
mod json_parsing;
mod measured;
mod network;
mod packages;
mod packed;
mod places;
mod raw_server;
mod readme;
mod regen;
mod samples;
mod sdk_requests;
mod secrets;
mod snapshots;
mod tables;
mod tasks;
mod testing_support;
mod times;
mod tolerance;
mod turnstile;
mod values;
mod waiting;
mod whole_loop;
mod widths;
