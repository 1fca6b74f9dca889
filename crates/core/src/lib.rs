//! The runtime that cloudwright's generated clients stand on.
//!
//! A program uses a generated crate (`cloudwright-tencent-tcr`, …) and meets this one through what
//! that crate hands out: [`Client`] settings ([`ClientBuilder`]), [`Response`], [`Error`], and for
//! tests `testing`. A program that is driven by operation tables (the `cloudwright` command) uses
//! this crate directly: [`Client::call`] and [`Call::send_dynamic`].
//!
//! # How a call travels
//!
//! ```text
//! generated action ──▶ Call ──▶ Sending ──────────────────────────────────▶ Response<T> or Error
//!   setters          parameters    │                                              ▲
//!                                  ▼                                              │
//!   1  check and lay out   codec::encode_request: everything wrong is told at once│
//!   2  credentials         credentials: kept, renewed ahead, one renewal at a time│
//!   3  region, endpoint    from the call, the client, the credentials             │
//!   4  place, pace         the cap on calls in flight, the documented rate        │
//!   5  sign                protocol: five layouts, one file each                  │
//!   6  send                transport: bounded, no redirects                       │
//!   7  read                answer: envelope, error shapes, codec::decode_body ────┤
//!   8  again?              retry: budget, backoff, clock, renewal ──▶ 2           │
//! ```
//!
//! Steps 1 to 3 happen once a call, 4 to 7 once an attempt. All of it is compiled once, here: a
//! generated action adds its types, its setters, a table ([`meta::Operation`]), and one line a field
//! for the codec.
//!
//! # Promises
//!
//! * **Time.** A call has a deadline that covers everything, also waiting for a place and renewing
//!   credentials; an attempt has one; connecting has one; a body that stalls is given up. All are
//!   settings of [`ClientBuilder`].
//! * **Writes.** An action that changes something is sent again only where the first request cannot
//!   have been applied: it was never sent, or was refused before the service looked at it. No header
//!   says that, only a status or a code.
//! * **Cancellation.** Dropping a call's future at any await gives everything it holds back.
//! * **Bounds.** Bodies are capped after decompression; waits that a service asks for are capped;
//!   messages in errors are one line and cut.
//! * **Secrets.** Keys and tokens are in no `Debug`, `Display`, log or recording, also where a
//!   service, a gateway or a library repeats them: in a body, a header, an id, encoded or cut off. Requests are never redirected, and plain http is not
//!   spoken to other machines.
//!
//! # Features
//!
//! | feature | default | |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS by rustls with ring, certificates of the operating system |
//! | `native-tls` | | TLS by the operating system; `rustls` wins where both are on |
//! | `gzip` | | compressed answers |
//! | `tracing` | yes | a span a call, an event an attempt |
//! | `blocking` | | calls without an async runtime |
//! | `testing` | | scripted transports, recordings, a clock that stands still |
//!
//! Async clients need a tokio runtime with I/O and time.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
mod attempt;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod class;
mod client;
pub mod clock;
pub mod codec;
mod config;
pub mod credentials;
mod dynamic;
mod endpoint;
mod error;
mod error_code;
mod http_date;
pub mod interceptor;
mod limit;
mod macros;
pub mod meta;
mod mode;
pub mod nonce;
mod paging;
mod places;
mod prepared;
mod protocol;
mod random;
pub mod redact;
mod response;
mod retry;
#[cfg(test)]
mod secrecy;
mod secret;
mod send;
#[cfg(test)]
mod test_process;
#[cfg(test)]
mod test_service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod text;
mod trace;
pub mod transport;

pub use attempt::Attempt;
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use builder::ClientBuilder;
pub use call::{Call, CallOptions};
pub use client::{Client, ServiceClient};
pub use clock::{Clock, FixedClock, SystemClock};
pub use config::{HttpMethod, SignatureMethod};
pub use credentials::{Credentials, ProvideCredentials};
pub use error::{Error, ErrorKind};
pub use error_code::{ErrorCode, ServiceErrorCode};
pub use interceptor::Interceptor;
pub use mode::{Async, AsyncMode, Mode, Sending, Work};
pub use nonce::FixedNonce;
pub use paging::{End, Items, Paged, Pages, merge_pages};
pub use prepared::Prepared;
pub use response::Response;
pub use retry::{RetryPolicy, RetryReason};
pub use secret::Secret;
pub use transport::{BoxFuture, ConnectFailure, ReqwestTransport, Transport, TransportError};
