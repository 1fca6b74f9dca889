//! The public suite of JSON parsing (`tests/data/json_parsing`, nst/JSONTestSuite at 1ef36fa), read as
//! answers: a file `y_…` must be read, `n_…` must be refused, and what becomes of `i_…`, which RFC 8259
//! leaves open, is pinned.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use cloudwright::core::codec::{
    Decode, DecodeError, DecodeErrorKind, Document, Envelope, FindingKind, Findings, Json,
    decode_body,
};

use crate::snapshots;

/// A result with fields of types, some of which the files hold.
#[derive(Debug, Default)]
struct Typed {
    text: Option<String>,
    integer: Option<i64>,
    any: Option<Json>,
    list: Vec<Json>,
}

cloudwright_core::members! {
    impl Decode for Typed {
        "a" | "asd" => text,
        "b" | "x" => integer,
        "Known" => any,
        "List" => list,
    }
}

/// The ways in which a text is read as an answer, or as a part of one.
const WAYS: [(&str, Way); 5] = [
    ("document", |text| read::<Document>(text, "", "")),
    ("typed", |text| read::<Typed>(text, "", "")),
    ("member", |text| read::<Typed>(text, "{\"Known\":", "}")),
    ("item", |text| read::<Typed>(text, "{\"List\":[0,", "]}")),
    ("unknown", |text| read::<Typed>(text, "{\"Unknown\":", "}")),
];

type Way = fn(&[u8]) -> Read;

type Read = Result<Findings, Box<DecodeError>>;

fn read<T: Decode + Default>(text: &[u8], before: &str, after: &str) -> Read {
    let body = [before.as_bytes(), text, after.as_bytes()].concat();
    let (mut target, mut meta) = (T::default(), Document::default());
    decode_body(&body, Envelope::Flat, &mut target, &mut meta)
}

/// Whether the text was taken for JSON, in a word.
fn outcome(read: Read) -> &'static str {
    match read.map_err(|error| error.kind) {
        Ok(findings) if findings.has(FindingKind::BrokenText) => "read, with U+FFFD",
        Ok(_) => "read",
        // It is JSON, which is not what the type has there.
        Err(DecodeErrorKind::Mismatch) => "read, another kind",
        Err(DecodeErrorKind::Syntax) => "no JSON",
        Err(DecodeErrorKind::Depth) => "too deep",
        Err(kind) => panic!("{kind:?}"),
    }
}

/// Every file whose name begins so, with its bytes.
fn files(start: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/json_parsing");
    let mut files: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
        .filter(|(name, _)| name.starts_with(start))
        .map(|(name, path)| (name, fs::read(path).unwrap()))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "no file begins with {start}");
    files
}

#[test]
fn what_is_json_is_read() {
    for (name, text) in files("y_") {
        for (way, read) in WAYS {
            let outcome = outcome(read(&text));
            assert!(outcome.starts_with("read"), "{name}, {way}: {outcome}");
        }
    }
}

#[test]
fn what_is_no_json_is_refused() {
    for (name, text) in files("n_") {
        for (way, read) in WAYS {
            let outcome = outcome(read(&text));
            assert!(
                matches!(outcome, "no JSON" | "too deep"),
                "{name}, {way}: {outcome}"
            );
        }
    }
}

#[test]
fn what_the_suite_leaves_open_is_decided() {
    let mut table = String::new();
    for (name, text) in files("i_") {
        let _ = writeln!(table, "{name}");
        for (way, read) in WAYS {
            let _ = writeln!(table, "  {way:8} {}", outcome(read(&text)));
        }
    }
    snapshots::compare("codec", "json_parsing", &table);
}

#[test]
fn the_files_have_their_own_bytes() {
    // A checkout that changes line ends or encodings would read other texts.
    for (name, bytes) in [
        ("y_structure_trailing_newline", &b"[\"a\"]\n"[..]),
        ("n_array_newlines_unclosed", b"[\"a\",\n4\n,1,"),
        (
            "i_string_UTF-16LE_with_BOM",
            b"\xff\xfe[\0\"\0\xe9\0\"\0]\0",
        ),
    ] {
        assert_eq!(files(name)[0].1, bytes, "{name}");
    }
}
