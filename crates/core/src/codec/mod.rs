//! Requests to the wire, answers from it.
//!
//! Generated types say only which name belongs to which field ([`Decode::slot`],
//! [`Encode::encode`]); everything else is here, once.

mod decode;
mod encode;
mod sink;

pub use decode::{Decode, Element, EnumPlace, ListPlace, MapPlace, ObjectPlace, Root, Slot};
pub use encode::{
    Encode, ItemWriter, ListValue, MapValue, ObjectValue, OpenEnum, Value, Writer,
};

/// Any JSON value.
///
/// Integers of 64 bits are exact, signed and unsigned; every other number is an `f64`.
pub type Json = serde_json::Value;
