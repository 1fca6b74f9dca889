//! Requests to the wire, answers from it.
//!
//! Generated types say only which name belongs to which field ([`Decode::slot`],
//! [`Encode::encode`]); everything else is here, once.

mod body;
mod decode;
mod document;
mod encode;
mod error;
mod findings;
mod path;
mod read;
mod scan;
mod sink;

pub use body::{Envelope, decode_body, decode_text};
pub use decode::{Decode, Element, EnumPlace, ListPlace, MapPlace, ObjectPlace, Root, Slot};
pub use document::Document;
pub use encode::{Encode, ItemWriter, ListValue, MapValue, ObjectValue, OpenEnum, Value, Writer};
pub use error::{DecodeError, DecodeErrorKind};
pub use findings::{Finding, FindingKind, Findings};

/// Any JSON value.
///
/// Integers of 64 bits are exact, signed and unsigned; every other number is an `f64`.
pub type Json = serde_json::Value;
