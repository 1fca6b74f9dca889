//! For tests of programs that use a generated client: no server, no account, no waiting.
//!
//! * [`Script`] answers requests from a list or a function, and keeps what was sent.
//! * [`Recorder`] writes down what a real service answers, [`Replay`] answers it again. A recording
//!   holds no credential, no signature and no token: they are never taken in.
//! * [`ManualClock`] stands still until it is moved.
//! * [`answer`] makes an answer for functions that take one.
//!
//! Whole paths, with signatures checked, are what the mock cloud (`cloudwright-mock`) is for.
//!
//! ```
//! use cloudwright_core::testing::{ManualClock, Script};
//! use cloudwright_core::{Client, Credentials, RetryPolicy};
//! # use cloudwright_core::meta::{Access, Endpoints, Operation, Protocol, Provider, Service};
//! # static SERVICE: Service = Service::new("tencent-tcr", Provider::Tencent, "tcr", "TCR",
//! #     &[Protocol::TencentTc3], Endpoints::new("tcr.tencentcloudapi.com")).version("2019-09-24");
//! # static LIST: Operation = Operation::new(&SERVICE, "List", Access::Read, "POST", "/");
//!
//! # fn main() -> Result<(), cloudwright_core::Error> {
//! // A generated crate's builder offers the same.
//! let script = Script::new()
//!     .answer(503, "busy")
//!     .answer(200, r#"{"Response": {"Names": ["a"], "RequestId": "r-1"}}"#);
//! let clock = ManualClock::at(1_735_689_600);
//! let client = Client::builder(&SERVICE)
//!     .credentials(Credentials::access_key("id", "secret"))
//!     .transport(script.clone())
//!     .clock(clock.clone())
//!     .build()?;
//!
//! // `run` moves the clock whenever everything waits for it.
//! let answer = clock.run(client.call(&LIST).send_dynamic(serde_json::json!({})))?;
//! assert_eq!(answer.attempts(), 2);
//! assert_eq!(script.requests().len(), 2);
//! assert_eq!(script.requests()[0].header("X-TC-Action"), Some("List"));
//! # Ok(())
//! # }
//! ```

mod answer;
mod clock;
mod difference;
#[cfg(test)]
pub(crate) mod network;
#[cfg(test)]
pub(crate) mod process;
mod record;
mod script;
mod scrub;
#[cfg(test)]
pub(crate) mod service;

pub use answer::answer;
pub use clock::ManualClock;
pub use record::{Recorder, Recording, Replay};
pub use script::Script;
