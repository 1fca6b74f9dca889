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
//! # Where what is
//!
//! | folder | |
//! | --- | --- |
//! | `client` | what programs hold: client and builder, calls, responses, pages, both ways to wait |
//! | `cloud` | what is different from cloud to cloud |
//! | `engine` | how a call travels: attempts, what an answer means, repeats, pace, spans |
//! | `retry` | whether what failed is tried again, and when |
//! | [`meta`] | the tables of services and actions |
//! | `protocol` | where a request goes, and how it is laid out and signed: a file each |
//! | [`codec`] | requests to the wire, answers from it |
//! | [`credentials`] | where keys and tokens come from: a folder for each cloud |
//! | [`transport`] | bytes to a service and back |
//! | `error` | the one error of a call |
//! | `secret` | what must not be shown, and how it is hidden |
//! | `machine` | the clock and random numbers |
//! | `time` | times in requests and answers: text, and an instant on demand |
//! | `testing` | scripted transports, recordings, a clock that is set by hand |
//!
//! # Promises
//!
//! * **Time.** A call has a deadline that covers everything, also waiting for a place and renewing
//!   credentials; an attempt has one; connecting has one; a body that stalls is given up. All are
//!   settings of [`ClientBuilder`].
//! * **Writes.** An action that changes something is sent again only where the first request cannot
//!   have been applied: it was never sent, or was refused before the service looked at it. No header
//!   says that, only a status or a code. One that bears an idempotency token, which is filled once a
//!   call, is repeated like a read.
//! * **Cancellation.** Dropping a call's future at any await gives everything it holds back.
//! * **Bounds.** Bodies are capped after decompression; waits that a service asks for are capped;
//!   messages in errors are one line and cut.
//! * **Secrets.** Keys and tokens are in no `Debug`, `Display`, log or recording, also where a
//!   service, a gateway or a library repeats them: in a body, a header, an id, encoded or cut off.
//!   Requests are never redirected, and plain http is not spoken to other machines.
//!
//! # Features
//!
//! | feature | default | |
//! | --- | --- | --- |
//! | `rustls` | yes | `reqwest` with TLS by rustls with ring, certificates of the operating system |
//! | `native-tls` | | `reqwest` with TLS by the operating system; `rustls` wins where both are on |
//! | `reqwest` | yes | the default transport; without it a program brings a [`Transport`] of its own |
//! | `http2` | | HTTP/2 in the default transport, where it is chosen |
//! | `gzip` | | compressed answers in the default transport |
//! | `tracing` | yes | a span a call, an event an attempt, by OpenTelemetry's names |
//! | `metrics` | | durations, attempts, errors, bytes of every call, for the facade `metrics` |
//! | `blocking` | | calls without an async runtime |
//! | `serde` | | `Serialize` and `Deserialize` for requests and answers, by the wire's names |
//! | `testing` | | scripted transports, recordings, a clock that stands still |
//! | `jiff`, `time` | | times as instants of these crates, beside `SystemTime` |
//!
//! Async clients need a tokio runtime with I/O and time.
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(clippy::self_named_module_files)]

mod client;
mod cloud;
pub mod codec;
pub mod credentials;
mod engine;
mod error;
mod machine;
pub mod meta;
mod protocol;
mod retry;
mod secret;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod time;
pub mod transport;

pub use engine::interceptor;
pub use machine::{clock, nonce};

pub use self::time::{DateTime, DateTimeError, IntoDateTime};
#[cfg(feature = "blocking")]
pub use client::Blocking;
pub use client::{
    Asked, Async, AsyncMode, Call, CallOptions, Client, ClientBuilder, End, HttpMethod, Items,
    Mode, NoPosition, Paged, Pages, Polling, Position, Prepared, Response, Sending, ServiceClient,
    SignatureMethod, WaitError, WaitErrorKind, Work, merge_pages, page_rows, page_rows_mut,
    page_total,
};
pub use clock::{Clock, FixedClock, SystemClock};
pub use cloud::{Cloud, default_chain, region_from_environment};
pub use credentials::{Credentials, ProvideCredentials};
pub use error::{Attempt, Error, ErrorCode, ErrorKind, ServiceErrorCode};
pub use interceptor::Interceptor;
pub use nonce::FixedNonce;
pub use protocol::Signer;
pub use retry::{RetryPolicy, RetryReason};
pub use secret::Secret;
#[cfg(feature = "reqwest")]
pub use transport::ReqwestTransport;
pub use transport::{BoxFuture, ConnectFailure, Transport, TransportError};
