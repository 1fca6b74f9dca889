//! Fields of structures that travel as one text. They are packed before the value around them is laid
//! out, the innermost first, so that no layout has to know of them.

use std::borrow::Cow;

use crate::codec::flat::joined;
use crate::codec::json::json_of;
use crate::codec::replaced::{Copying, Replace};
use crate::codec::tape::{Event, Tape};
use crate::meta::{Kind, Parameter, Serialize};

/// The value in which every field that its table says is one text is that text.
pub(super) fn packed<'v>(value: &'v Tape, kind: &'static Kind) -> Cow<'v, Tape> {
    let mut events = value.events();
    let holds_structures = matches!(kind.leaf(), Kind::Object(_));
    let Some(first) = events.next().filter(|_| holds_structures) else {
        return Cow::Borrowed(value);
    };
    let replace = &mut Packing;
    let mut packed = Tape::default();
    Copying { events, replace }.value(first, Some(kind), &mut packed);
    Cow::Owned(packed)
}

/// The text that a value travels as; `None` where it leaves none.
pub(super) fn one_text(value: &Tape, how: Serialize) -> Option<String> {
    match how {
        Serialize::Json => Some(json_of(value)),
        Serialize::Comma => joined(value),
    }
}

fn how(field: Option<&Parameter>) -> Option<Serialize> {
    field.and_then(|field| field.serialize)
}

/// Packs what the table says is one text; `null` stays one.
struct Packing;

impl Replace for Packing {
    fn replaces(&self, _: &str, field: Option<&'static Parameter>, first: Event<&str>) -> bool {
        how(field).is_some() && !matches!(first, Event::Null)
    }

    fn text(&mut self, field: Option<&'static Parameter>, value: &Tape) -> Option<String> {
        one_text(value, how(field)?)
    }
}
