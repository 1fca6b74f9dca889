//! Requests to the wire, answers from it.
//!
//! Generated types say only which name belongs to which field ([`members!`](crate::members), which makes
//! [`Decode::slot`] and [`Encode::encode`] of it); everything else is here, once.

mod body;
mod check;
mod decode;
mod decoding;
mod document;
mod dynamic;
mod elements;
mod encode;
mod error;
mod findings;
mod flat;
mod json;
mod members;
mod number;
mod open_enum;
mod parameters;
mod path;
mod presence;
mod read;
mod replaced;
mod request;
mod room;
mod scan;
#[cfg(feature = "serde")]
pub mod serde;
mod shown;
mod tape;
mod tree;
mod violation;

#[cfg(any(test, feature = "testing"))]
pub(crate) use body::read_value;
pub use body::{Envelope, decode_body};
pub(crate) use body::{decode_body_as, decode_text};
pub use cloudwright_vocabulary::layout::{BodyStyle, Layout, ListStyle};
pub use decode::{Decode, Element, Field, Root, Slot};
pub(crate) use decoding::Decoding;
pub use document::Document;
pub use encode::{Encode, Given, Value, Writer};
pub use error::{DecodeError, DecodeErrorKind};
pub use findings::{Finding, FindingKind, Findings};
pub(crate) use json::write_text;
pub use open_enum::OpenEnum;
pub use parameters::Parameters;
pub use path::Path;
pub use presence::Presence;
pub use read::Reader;
pub use request::{Encoded, encode_request};
pub(crate) use tree::Tree;
pub use violation::{Violation, ViolationKind, Violations};

/// Any JSON value.
///
/// Integers of 64 bits are exact, signed and unsigned; every other number is an `f64`.
pub type Json = serde_json::Value;
