//! The runtime that cloudwright's generated clients stand on.

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
mod given;
mod http_date;
pub mod interceptor;
mod limit;
mod macros;
pub mod meta;
mod mode;
pub mod nonce;
mod paging;
mod prepared;
mod protocol;
pub mod redact;
mod random;
mod response;
mod retry;
mod secret;
mod send;
#[cfg(test)]
mod test_service;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod trace;
pub mod transport;

pub use attempt::Attempt;
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use builder::ClientBuilder;
pub use call::{Call, CallOptions, Request};
pub use client::{Client, ServiceClient};
pub use clock::{Clock, SystemClock};
pub use config::{HttpMethod, SignatureMethod};
pub use credentials::{Credentials, ProvideCredentials};
pub use error::{Error, ErrorKind};
pub use error_code::ErrorCode;
pub use interceptor::Interceptor;
pub use mode::{Async, Mode, Sending, Work};
pub use paging::{DynamicPages, End, Items, Paged, Pages, merge_pages};
pub use prepared::Prepared;
pub use response::Response;
pub use retry::{RetryPolicy, RetryReason};
pub use secret::Secret;
pub use transport::{BoxFuture, ReqwestTransport, Transport, TransportError};
