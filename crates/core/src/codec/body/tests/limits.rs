//! How much work and memory an answer takes, counted: linear in its bytes, whatever it holds.

use std::cell::Cell;
use std::fmt::Write;

use super::{LEGACY, Meta, TC3};
use crate::codec::decoding::Decoding;
use crate::codec::{
    Decode, DecodeError, DecodeErrorKind, Document, Envelope, Findings, Slot, decode_body_as,
};

thread_local! {
    /// How often a type was asked for the slot of a name.
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

/// A large structure.
#[derive(Default)]
struct Wide {
    texts: [Option<String>; 8],
    integers: [Option<i64>; 8],
    own: Option<Box<Wide>>,
    list: Vec<Wide>,
    numbers: Vec<i64>,
    map: std::collections::BTreeMap<String, i64>,
    json: Vec<crate::codec::Json>,
    packed: Vec<Wide>,
}

impl Decode for Wide {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        ASKED.set(ASKED.get() + 1);
        Some(match name {
            "Text" => Slot::Plain(&mut self.texts[0]),
            "Integer" => Slot::Plain(&mut self.integers[0]),
            "Own" => Slot::Plain(&mut self.own),
            "List" => Slot::Plain(&mut self.list),
            "Numbers" => Slot::Plain(&mut self.numbers),
            "Map" => Slot::Plain(&mut self.map),
            "Json" => Slot::Plain(&mut self.json),
            "Packed" => Slot::JsonText(&mut self.packed),
            _ => return None,
        })
    }
}

/// A document that is asked through the counter.
#[derive(Default)]
struct Counted(Document);

impl Decode for Counted {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        ASKED.set(ASKED.get() + 1);
        self.0.slot(name)
    }

    fn root(&mut self) -> super::Root<'_> {
        self.0.root()
    }

    fn heap_size(&self) -> usize {
        self.0.heap_size()
    }
}

type Read = Result<Findings, Box<DecodeError>>;

/// Reads an answer; what came of it, how often the type was asked and how often the clock.
fn counted<T: Decode + Default>(envelope: Envelope, body: &str) -> (Read, usize, usize) {
    let looks = Cell::new(0);
    let is_late = || {
        looks.set(looks.get() + 1);
        false
    };
    let decoding = Decoding {
        is_late: Some(&is_late),
        ..Decoding::default()
    };
    ASKED.set(0);
    let (mut target, mut meta) = (T::default(), Meta::default());
    let read = decode_body_as(body.as_bytes(), envelope, decoding, &mut target, &mut meta);
    (read, ASKED.get(), looks.get())
}

fn repeated(count: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for index in 0..count {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(text, "{comma}{}", piece(index));
    }
    text
}

/// Bodies of so many members, in every shape that has them in two places.
fn shapes(count: usize) -> Vec<String> {
    let outer = repeated(count, |index| format!("\"a{index}\":0"));
    let inner = repeated(count, |index| format!("\"b{index}\":0"));
    let doubled = repeated(count, |_| "\"a\":0".to_owned());
    let envelopes = |value: &str| {
        repeated(count, |index| {
            let name = ["data", "Response"][index % 2];
            format!("\"{name}\":{value}")
        })
    };
    let nested = format!("{}{{{inner}}}{}", r#"{"Own":"#.repeat(100), "}".repeat(100));
    let mut bodies = vec![
        format!(r#"{{"code":0,{outer},"data":{{{inner}}},"Response":{{{inner}}}}}"#),
        format!(r#"{{"data":{{{inner}}},"Response":{{{inner}}},{outer},"code":0}}"#),
        format!(r#"{{"data":{{{outer}}},"Response":{{{outer}}},{outer},"code":0}}"#),
        format!(r#"{{{doubled},"data":{{{doubled}}},"Response":{{{doubled}}}}}"#),
        format!("{{{outer},{outer}}}"),
        format!("{{{}}}", envelopes(r#"{"x":1}"#)),
        format!("{{{},{outer}}}", envelopes("5")),
        format!(r#"{{"data":{nested},"Response":{nested},"Own":{nested}}}"#),
    ];
    for (name, item) in [
        (
            "List",
            r#"{"list":[],"list":[{}],"text":1,"text":2,"new":{}}"#,
        ),
        ("Numbers", r#""x""#),
        ("Json", r#"{"a":1,"a":2}"#),
        ("unknown", r#"{"a":[]}"#),
    ] {
        let items = repeated(count, |_| item.to_owned());
        bodies.push(format!(r#"{{"data":{{"{name}":[{items}]}},"Response":{{"{name}":[{items}]}},"{name}":[{items}]}}"#));
    }
    bodies
}

#[test]
fn the_work_grows_no_faster_than_the_answer() {
    const COUNT: usize = 1_000;
    let twice = shapes(2 * COUNT);
    for (one, two) in shapes(COUNT).into_iter().zip(twice) {
        for envelope in [Envelope::Flat, TC3, LEGACY] {
            let works = [counted::<Wide>, counted::<Counted>].map(|counted| {
                let (_, once, _) = counted(envelope, &one);
                let (_, again, looks) = counted(envelope, &two);
                (once, again, looks)
            });
            for (once, again, looks) in works {
                let start: String = one.chars().take(60).collect();
                assert!(again <= 2 * once + 1_000, "{start}: {once}, {again}");
                // Each stretch is gone past at most four times, nested objects included.
                assert!(looks <= 4 * two.len() / (64 << 10) + 4, "{start}: {looks}");
            }
        }
    }
}

#[test]
fn eighty_thousand_members_beside_and_inside_are_read() {
    let outer = repeated(80_000, |index| format!("\"a{index}\":1"));
    let inner = repeated(80_000, |index| format!("\"b{index}\":1"));
    let body = format!(r#"{{"code":0,{outer},"data":{{{inner}}}}}"#);
    let (read, asked, looks) = counted::<Counted>(LEGACY, &body);
    assert!(read.is_ok());
    // Each member beside once for its place, once whether it counts and once to be read.
    assert!(asked <= 4 * 160_001, "{asked}");
    assert!(looks <= 2 * body.len() / (64 << 10) + 2, "{looks}");
}

#[test]
fn findings_at_a_deep_place_do_not_walk_the_way_there_each_time() {
    // The way has 60 names of 200 characters. Walked for each finding, it would be 10 GB of text.
    let name = "n".repeat(200);
    let open = r#"{"Own":{"List":["#.repeat(40);
    let close = "]}}".repeat(40);
    let items = repeated(300_000, |_| r#"{"x":0}"#.to_owned());
    let body = format!(r#"{{"{name}":0,"List":[{open}{{"List":[{items}]}}{close}]}}"#);
    let (read, ..) = counted::<Wide>(Envelope::Flat, &body);
    let findings = read.unwrap_or_else(|error| panic!("{error}"));
    let counts: Vec<usize> = findings.iter().map(|finding| finding.count).collect();
    assert_eq!((counts, findings.count()), (vec![1, 300_000], 300_001));
}

#[test]
fn a_decoding_that_is_late_ends_within_a_stretch_in_every_shape() {
    for body in shapes(8_000) {
        for envelope in [Envelope::Flat, TC3, LEGACY] {
            let looks = Cell::new(0);
            let is_late = || {
                looks.set(looks.get() + 1);
                true
            };
            let decoding = Decoding {
                is_late: Some(&is_late),
                ..Decoding::default()
            };
            let (mut target, mut meta) = (Wide::default(), Meta::default());
            let bytes = body.as_bytes();
            let read = decode_body_as(bytes, envelope, decoding, &mut target, &mut meta);
            let error = read.err().unwrap_or_else(|| panic!("{body}"));
            assert_eq!((error.kind, looks.get()), (DecodeErrorKind::Deadline, 1));
            assert!(error.offset < 2 * (64 << 10), "{error}");
        }
    }
}

/// Reads an answer that may become so many bytes.
fn within<T: Decode + Default>(max_decoded: usize, body: &str) -> Read {
    let decoding = Decoding {
        max_decoded,
        ..Decoding::default()
    };
    let (mut target, mut meta) = (T::default(), Meta::default());
    decode_body_as(
        body.as_bytes(),
        Envelope::Flat,
        decoding,
        &mut target,
        &mut meta,
    )
}

/// The fewest bytes within which the answer can be read.
fn charged<T: Decode + Default>(body: &str) -> usize {
    let (mut low, mut high) = (0, 1 << 40);
    while low < high {
        let middle = usize::midpoint(low, high);
        match within::<T>(middle, body) {
            Ok(_) => high = middle,
            Err(error) => {
                assert_eq!(error.kind, DecodeErrorKind::TooLarge, "{error}");
                low = middle + 1;
            }
        }
    }
    low
}

#[test]
fn what_an_answer_becomes_is_charged_before_it_is_kept() {
    const COUNT: usize = 1 << 10;
    let list = |name: &str, item: &str| {
        let items = repeated(COUNT, |_| item.to_owned());
        format!(r#"{{"{name}":[{items}]}}"#)
    };
    let map = |name: &str, value: &str| {
        let entries = repeated(COUNT, |index| format!("\"{index}\":{value}"));
        format!(r#"{{"{name}":{{{entries}}}}}"#)
    };
    let json = size_of::<crate::codec::Json>();
    // At least what it takes, and not much more than it.
    let cases = [
        (list("List", "{}"), COUNT * size_of::<Wide>()),
        (list("Numbers", "1"), COUNT * 8),
        (list("Json", "0"), COUNT * json),
        (list("Json", "\"ab\""), COUNT * (json + 32)),
        (list("Json", "[0]"), COUNT * 2 * json),
        (map("Map", "1"), COUNT * (32 + 32)),
        (list("List", r#"{"Own":{}}"#), COUNT * 2 * size_of::<Wide>()),
        (
            list("List", r#"{"Text":"abc"}"#),
            COUNT * (size_of::<Wide>() + 32),
        ),
        (
            format!(
                r#"{{"Packed":"[{}]"}}"#,
                repeated(COUNT, |_| "{}".to_owned())
            ),
            COUNT * size_of::<Wide>(),
        ),
        (format!(r#"{{"Text":"{}"}}"#, "x".repeat(COUNT)), COUNT),
        (format!(r#"{{"Text":"\n{}"}}"#, "x".repeat(COUNT)), COUNT),
    ];
    for (body, least) in cases {
        let charged = charged::<Wide>(&body);
        let start: String = body.chars().take(40).collect();
        assert!(charged >= least, "{start}: {charged} for {least}");
        assert!(charged <= 3 * least + 200, "{start}: {charged} for {least}");
    }
}

#[test]
fn documents_are_charged_as_well() {
    const COUNT: usize = 1 << 10;
    let entry = size_of::<(String, crate::codec::Json)>();
    let objects = repeated(COUNT, |_| r#"{"":0}"#.to_owned());
    let charged_for = charged::<Document>(&format!("[{objects}]"));
    // A node of the standard library's map has places for 11 entries.
    assert!(charged_for >= COUNT * 11 * entry, "{charged_for}");
    let members = repeated(COUNT, |index| format!("\"{index}\":0"));
    let charged_for = charged::<Document>(&format!("{{{members}}}"));
    assert!(charged_for >= COUNT * (2 * 32 + entry), "{charged_for}");
}

#[test]
fn what_nobody_keeps_costs_nothing() {
    let unknown = repeated(10_000, |_| "{\"a\":[]}".to_owned());
    assert_eq!(charged::<Wide>(&format!(r#"{{"unknown":[{unknown}]}}"#)), 0);
}

#[test]
fn an_answer_that_becomes_too_large_is_an_error_with_both_numbers() {
    let items = repeated(1_000, |_| "{}".to_owned());
    let body = format!(r#"{{"List":[{items}]}}"#);
    let error = within::<Wide>(100_000, &body).err().map(|error| *error);
    let error = error.unwrap_or_else(|| panic!("it fits"));
    assert_eq!(error.kind, DecodeErrorKind::TooLarge);
    assert_eq!(
        error.got,
        format!("more than 100000 bytes from a text of {} bytes", body.len())
    );
    assert!(error.path.starts_with("$.List["), "{}", error.path);
}
