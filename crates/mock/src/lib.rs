//! A mock cloud: the protocols of real clouds, signatures checked, samples answered, faults on demand.
//!
//! [`Mock::start`] listens on a random loopback port and answers for every service that the specs
//! describe. It checks what a cloud checks (signature, clock, nonce, token, parameters), refuses in the
//! vendor's own words, and answers the sample of the documentation page, or as many rows as asked for.
//!
//! ```
//! use cloudwright_mock::{Fault, Mock, Provider, Reply};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = Mock::builder().rows(250).start().await?;
//! let (endpoint, key) = (mock.endpoint(), mock.credentials(Provider::Tencent));
//!
//! // Fail twice, then answer.
//! mock.script("ListTriggerLog", [Reply::error("4400"), Reply::fault(Fault::Reset), Reply::answer()])?;
//!
//! // … the program under test makes its calls …
//! # let _ = (endpoint, key);
//! for received in mock.requests() {
//!     println!("{:?} {} {:?}", received.action, received.status, received.code);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Which service a request is for
//!
//! All services share one port, so a request is told by its marks: `X-TC-Action` and the product in the
//! credential scope; `Action` beside `SecretId`; `x-acs-action` or `Action` with the version; method and
//! path at Huawei. A documented `Host`, a port of its own ([`MockBuilder::one_port_each`]) or a path that
//! begins with the service's id (`/tencent-ccs/…`) decides where two services have the same action.
//! Versions of one product are told apart by the version, wherever the request comes.
//!
//! # Headers that any request may bear
//!
//! | header | does |
//! | --- | --- |
//! | `x-mock-error: CODE` | answers a documented error of the action or its service |
//! | `x-mock-fault: FAULT` | spoils the answer; [`Fault`] lists how |
//! | `x-mock-delay: MILLISECONDS` | waits before the answer |
//! | `x-mock-retry-after: MILLISECONDS` | adds the vendor's header that says when to come back |
//! | `x-mock-canonical: TEXT` | what the client signed; the log shows where the server's text differs |
//!
//! They need not be signed. A request is first checked at the gate and then fails as asked, so that a
//! wrong signature is always seen; an asked or scripted error comes before the check of parameters.
//!
//! # More than calls
//!
//! `GET /` shows services, actions and parameters to a browser and makes signed calls. What
//! [`Mock::script`], [`Mock::expect`], [`Mock::requests`] and the settings are in Rust is below `/_mock/`
//! for programs that are not; the readme has the addresses. Only this machine is served there.
//! [`Mock::identity`] tells of the stand-ins for instance metadata, STS and IAM.

mod answer;
mod authority;
mod browser;
mod builder;
mod caller;
mod cassette;
mod check;
mod clock;
mod control;
mod dialect;
mod difference;
mod environment;
mod example;
mod exchange;
mod fault;
mod flat;
mod foreign;
mod idempotency;
mod identity;
mod index;
mod invent;
mod keys;
mod launch;
mod log;
mod message;
mod mock;
mod nonces;
mod offer;
mod packing;
mod parameters;
mod protocol;
mod provider;
mod replied;
mod request_id;
mod route;
mod script;
mod served;
mod server;
mod signed;
mod state;
mod stream;
mod strictness;
mod twins;
mod verify;
mod wire;
mod world;
mod xml;

pub use builder::MockBuilder;
pub use cassette::CassetteError;
pub use cloudwright_spec::SourceFile;
pub use cloudwright_spec::model::{Protocol, Provider};
pub use difference::Difference;
pub use fault::{Damage, Fault, UnknownFault};
pub use identity::Identity;
pub use keys::Credentials;
pub use launch::StartError;
pub use log::Received;
pub use mock::Mock;
pub use script::{Meant, Reply, ScriptError, UnknownReply, Unmet, When};
pub use signed::SignedRequest;
pub use strictness::Strictness;
pub use verify::Proof;
