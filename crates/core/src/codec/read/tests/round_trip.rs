//! What a request type writes as JSON, the same type reads back.

use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;

use super::{Every, Inner, Level, lenient};
use crate::codec::Json;
use crate::codec::encode::object;
use crate::codec::json::json_of;
use crate::codec::tape::Tape;

fn inner() -> impl Strategy<Value = Inner> {
    (of(any::<i64>()), of(any::<String>())).prop_map(|(region, name)| Inner { region, name })
}

fn level() -> impl Strategy<Value = Level> {
    prop_oneof![Just(Level::Normal), "[^N]*".prop_map(Level::Other),]
}

fn json() -> impl Strategy<Value = Json> {
    prop_oneof![
        any::<bool>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        vec(any::<String>(), 0..3).prop_map(Into::into),
        btree_map(any::<String>(), any::<i64>(), 0..3)
            .prop_map(|members| members.into_iter().collect()),
    ]
}

prop_compose! {
    fn scalars()(
        text in of(any::<String>()),
        integer in of(any::<i64>()),
        unsigned in of(any::<u64>()),
        number in of(any::<f64>().prop_filter("JSON has no others", |number| number.is_finite())),
        boolean in of(any::<bool>()),
        any in of(json()),
        level in of(level()),
    ) -> Every {
        Every { text, integer, unsigned, number, boolean, any, level, ..Every::default() }
    }
}

prop_compose! {
    fn every()(
        scalars in scalars(),
        object in of(inner()),
        boxed in of(scalars()),
        texts in vec(any::<String>(), 0..4),
        integers in vec(any::<i64>(), 0..4),
        levels in vec(level(), 0..4),
        objects in vec(inner(), 0..4),
        grid in vec(vec(-1e9..1e9, 0..3), 0..3),
        map in btree_map(any::<String>(), any::<i64>(), 0..4),
        lists in btree_map(any::<String>(), vec(inner(), 0..3), 0..3),
    ) -> Every {
        let boxed = boxed.map(Box::new);
        Every { object, boxed, texts, integers, levels, objects, grid, map, lists, ..scalars }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_without_a_finding(every in every()) {
        let mut tape = Tape::default();
        object(&every, &mut tape);
        let (read, findings) = lenient(&json_of(&tape));
        prop_assert_eq!(read, every);
        prop_assert_eq!(findings, Vec::<String>::new());
    }
}
