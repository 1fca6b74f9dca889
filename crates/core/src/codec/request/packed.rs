//! Fields of structures that travel as one text. They are packed before the value around them is laid
//! out, the innermost first, so that no layout has to know of them.

use std::borrow::Cow;

use crate::codec::flat::joined;
use crate::codec::json::json_of;
use crate::codec::tape::{Event, Events, Tape};
use crate::meta::{Kind, Serialize};

/// The value in which every field that its table says is one text is that text.
pub(super) fn packed<'v>(value: &'v Tape, kind: &Kind) -> Cow<'v, Tape> {
    let mut packing = Packing {
        events: value.events(),
    };
    let first = packing.events.next().filter(|_| holds_structures(kind));
    let Some(first) = first else {
        return Cow::Borrowed(value);
    };
    let mut packed = Tape::default();
    packing.value(first, Some(kind), &mut packed);
    Cow::Owned(packed)
}

/// The text that a value travels as; `None` where it leaves none.
pub(super) fn one_text(value: &Tape, how: Serialize) -> Option<String> {
    match how {
        Serialize::Json => Some(json_of(value)),
        Serialize::Comma => joined(value),
    }
}

fn holds_structures(mut kind: &Kind) -> bool {
    while let Kind::List(inner) | Kind::Map(inner) = kind {
        kind = inner;
    }
    matches!(kind, Kind::Object(_))
}

/// The events that are still to be read.
struct Packing<'v> {
    events: Events<'v>,
}

impl Packing<'_> {
    /// Packs the value that begins with `first`. What the table does not know of stays as it is.
    fn value(&mut self, first: Event<&str>, kind: Option<&Kind>, to: &mut Tape) {
        to.push(first);
        match first {
            Event::OpenObject => {
                while let Some(Event::Field(name)) = self.events.next() {
                    self.member(name, kind, to);
                }
                to.push(Event::CloseObject);
            }
            Event::OpenList => {
                let item = match kind {
                    Some(Kind::List(item)) => Some(*item),
                    _ => None,
                };
                while let Some(event) = self.events.next().filter(|event| !event.closes_list()) {
                    self.value(event, item, to);
                }
                to.push(Event::CloseList);
            }
            _ => {}
        }
    }

    /// Packs a member of an object, which is a field of a structure or a value of a map.
    fn member(&mut self, name: &str, kind: Option<&Kind>, to: &mut Tape) {
        let (inner, serialize) = match kind {
            Some(Kind::Object(shape)) => {
                let field = shape.fields.iter().find(|field| field.name == name);
                (
                    field.map(|field| &field.kind),
                    field.and_then(|field| field.serialize),
                )
            }
            Some(Kind::Map(values)) => (Some(*values), None),
            _ => (None, None),
        };
        let Some(first) = self.events.next() else {
            return;
        };
        let (Some(how), false) = (serialize, matches!(first, Event::Null)) else {
            to.push(Event::Field(name));
            return self.value(first, inner, to);
        };
        let mut own = Tape::default();
        self.value(first, inner, &mut own);
        if let Some(text) = one_text(&own, how) {
            to.push(Event::Field(name));
            to.push(Event::Text(&text));
        }
    }
}
