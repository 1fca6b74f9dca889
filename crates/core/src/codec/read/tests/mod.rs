//! A structure with a field of every kind, for the tests of reading.
#![allow(
    unreachable_pub,
    reason = "an open enum is public, as its crate has it"
)]

mod errors;
mod kinds;
mod left_out;
mod leniency;
mod packed;
mod round_trip;

use std::collections::BTreeMap;

use crate::codec::{DecodeError, Envelope, Findings, Json, decode_body};

crate::open_enum! {
    /// One known value.
    pub enum Level {
        Normal = "Normal",
    }
}

/// A structure with a field of every kind.
#[derive(Clone, Debug, Default, PartialEq)]
struct Every {
    text: Option<String>,
    integer: Option<i64>,
    unsigned: Option<u64>,
    number: Option<f64>,
    boolean: Option<bool>,
    any: Option<Json>,
    level: Option<Level>,
    object: Option<Inner>,
    boxed: Option<Box<Every>>,
    texts: Vec<String>,
    integers: Vec<i64>,
    levels: Vec<Level>,
    objects: Vec<Inner>,
    grid: Vec<Vec<f64>>,
    map: BTreeMap<String, i64>,
    lists: BTreeMap<String, Vec<Inner>>,
    secret: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Inner {
    region: Option<i64>,
    name: Option<String>,
}

crate::members! {
    impl Decode + Encode for Every {
        "Text" => text,
        "Integer" => integer,
        "Unsigned" => unsigned,
        "Number" => number,
        "Boolean" => boolean,
        "Any" => any,
        "Level" => level,
        "Object" => object,
        "Boxed" => boxed,
        "Texts" => texts,
        "Integers" => integers,
        "Levels" => levels,
        "Objects" => objects,
        "Grid" => grid,
        "Map" => map,
        "Lists" => lists,
        "SecretCode" => secret,
    }
}

crate::members! {
    impl Decode + Encode for Inner {
        "Region" => region,
        "Name" => name,
    }
}

/// Nothing is known of the envelope.
#[derive(Default)]
struct NoMeta;

crate::members! {
    impl Decode for NoMeta {}
}

fn read(body: &str) -> (Every, Result<Findings, Box<DecodeError>>) {
    let mut every = Every::default();
    let result = decode_body(body.as_bytes(), Envelope::Flat, &mut every, &mut NoMeta);
    (every, result)
}

/// Reads what must be readable; the findings as lines.
fn lenient(body: &str) -> (Every, Vec<String>) {
    let (every, result) = read(body);
    let findings = result.unwrap_or_else(|error| panic!("{body}: {error}"));
    (every, findings.iter().map(ToString::to_string).collect())
}

fn error(body: &str) -> DecodeError {
    match read(body).1 {
        Ok(findings) => panic!("{body}: read, with {findings:?}"),
        Err(error) => *error,
    }
}
