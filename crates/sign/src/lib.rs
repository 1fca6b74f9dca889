//! The signing algorithms of the clouds cloudwright speaks to, as pure functions.
//!
//! Nothing here reads a clock, draws a random number or talks to a network: time and nonce are
//! arguments, and so the same input always gives the same signature. Building the request is the caller's.

mod canonical;
mod digest;
mod encode;
mod key;
mod redact;

pub mod acs3;
pub mod qcloud_v2;
pub mod rpc_v1;
pub mod sdk_hmac;
pub mod tc3;
pub mod time;
pub mod verify;

pub use digest::sha256_hex;
pub use encode::{
    canonical_query, percent_decode, percent_encode, percent_encode_into, query_pairs,
};
pub use key::Key;
