//! The signing algorithms of the clouds cloudwright speaks to, as pure functions.
//!
//! Nothing here reads a clock, draws a random number or talks to a network: time and nonce are
//! arguments, so the same input always gives the same signature. Building and sending the request is the
//! caller's; what this crate promises is that the signature fits the bytes it was given.
//!
//! | module | algorithm | cloud | where the signature goes |
//! | --- | --- | --- | --- |
//! | [`tc3`] | `TC3-HMAC-SHA256` | Tencent Cloud, API 3.0 | header `Authorization` |
//! | [`qcloud_v2`] | `HmacSHA256`, `HmacSHA1` | Tencent Cloud, API 2.0 | parameter `Signature` |
//! | [`acs3`] | `ACS3-HMAC-SHA256` | Alibaba Cloud | header `Authorization` |
//! | [`rpc_v1`] | `HMAC-SHA1` | Alibaba Cloud, legacy | parameter `Signature` |
//! | [`sdk_hmac`] | `SDK-HMAC-SHA256` | Huawei Cloud | header `Authorization` |
//!
//! [`verify`] is the server's side, [`time`] writes and reads the protocols' forms of time, and the functions at the
//! root are the encoders that all of them share. Each module's page begins with an example.
//!
//! Every signature comes with the texts it was made from, such as the canonical request and the string to
//! sign. When a server refuses a signature, comparing them with what the server says it signed shows
//! where the two differ:
//!
//! ```
//! use cloudwright_sign::{Key, sdk_hmac};
//!
//! let input = sdk_hmac::Input {
//!     method: "GET",
//!     path: "/v2/a%20b",
//!     query: "limit=10",
//!     headers: &[("Host", "swr-api.cn-north-4.myhuaweicloud.com"), ("X-Sdk-Date", "20250101T000000Z")],
//!     body: b"",
//! };
//! let signature = sdk_hmac::sign(&input, &Key { id: "id", secret: "secret" });
//! assert_eq!(
//!     signature.canonical_request(),
//!     "GET\n\
//!      /v2/a%20b/\n\
//!      limit=10\n\
//!      host:swr-api.cn-north-4.myhuaweicloud.com\n\
//!      x-sdk-date:20250101T000000Z\n\
//!      \n\
//!      host;x-sdk-date\n\
//!      e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
//! );
//! ```
//!
//! # What is protected, and what is not
//!
//! * **Secrets in logs.** No `Debug` shows a secret, a derived key, or the value of a header or parameter that
//!   carries a session token. Texts that may hold a token among other things (canonical requests, strings to
//!   sign of the parameter protocols, queries, bodies) show as their length. Asking for the text gives
//!   all of it: treat [`qcloud_v2::Signature::string_to_sign`] and its likes as secret when there is a session
//!   token. Ids and signatures are no secrets.
//! * **Secrets in memory.** Derived keys and the copies of the secret that a derivation makes and a cache keeps are
//!   wiped when dropped. The caller's [`Key`] is borrowed and the caller's to wipe. Out of reach are the states of the
//!   hash functions (a [`tc3::KeyCache`] keeps the last one), copies that the compiler leaves in
//!   registers or on the stack, swap and core dumps.
//! * **Guessing signatures.** [`verify::same_signature`] does not tell by its time where two signatures differ.
//!   A derived `==` does: do not compare signatures with it on a server.
//! * **Hostile `Authorization` headers.** [`verify::Authorization::parse`] bounds the length first, works in
//!   time linear in it but for sorting the header names, and refuses whatever it does not know. No function of this crate
//!   panics on any input.
//! * **Replay and stale requests** are the server's to refuse: this crate has no clock and no memory of nonces.
//! * **What the protocols leave unsigned** stays unsigned: session tokens in TC3, all headers in the two parameter
//!   protocols, and, of headers, whatever the caller does not list.
//! * **Ambiguity.** API 2.0 of Tencent Cloud joins unencoded parameters, so two sets of parameters can share a
//!   string to sign. A header value with a line break would do the same to the other protocols: HTTP
//!   libraries refuse such values, and so must a caller who has none.
#![warn(clippy::self_named_module_files)]

mod canonical;
mod digest;
mod encode;
mod key;
mod parameter_signature;
mod redact;
mod signature;

pub mod acs3;
pub mod qcloud_v2;
pub mod rpc_v1;
pub mod sdk_hmac;
pub mod tc3;
pub mod time;
pub mod verify;

pub use digest::sha256_hex;
pub use encode::{
    canonical_query, encode_pairs, percent_decode, percent_encode, percent_encode_into, query_pairs,
};
pub use key::Key;

/// Compiles the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
