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

// The modules stand as they build upon each other: each knows of those above it, and of none below.

// What all of them use.
mod bounded;

mod json_path;

mod lock;

// What travels, and what is served.
mod message;

mod catalog;

mod provider;

mod strictness;

// What a request asks for, and who sends it.
mod route;

mod parameters;

mod invent;

mod verify;

mod caller;

mod protocol;

// What a test wants: to see, to spoil, to decide.
mod log;

mod fault;

mod script;

mod recording;

// What a cloud would answer, and remember.
mod state;

mod answer;

// One mock: all of the above together, an exchange with it, and what steers it.
mod world;

mod exchange;

mod control;

mod server;

mod mock;

pub use caller::signed::SignedRequest;
pub use cloudwright_spec::SourceFile;
pub use cloudwright_spec::model::{Protocol, Provider};
pub use exchange::identity::IdentityServices;
pub use log::Received;
pub use message::damage::Damage;
pub use message::fault::{Fault, UnknownFault};
pub use mock::Mock;
pub use mock::builder::MockBuilder;
pub use recording::CassetteError;
pub use script::{Meant, Reply, ScriptError, UnknownReply, Unmet, When};
pub use server::launch::StartError;
pub use strictness::Strictness;
pub use verify::Proof;
pub use verify::difference::Difference;
pub use verify::keys::Credentials;
