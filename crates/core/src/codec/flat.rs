//! A parameter as flat pairs of name and text: `Filters.0.Values.1`.
//!
//! What has no scalar in it leaves no pair: an empty list, an empty object, `null`. Items are
//! numbered by what they leave, so an empty object in a list makes no gap at which a server would
//! stop reading.

use std::fmt::Write;

use super::ListStyle;
use super::tape::{Event, Events, Tape};

/// Pairs, unencoded.
pub(super) type Pairs = Vec<(String, String)>;

/// Adds the pairs of a value.
pub(super) fn flatten(name: &str, value: &Tape, lists: ListStyle, pairs: &mut Pairs) {
    let mut flat = Flattening {
        events: value.events(),
        lists,
        name: name.to_owned(),
        pairs,
    };
    if let Some(event) = flat.events.next() {
        flat.value(event);
    }
}

struct Flattening<'a> {
    events: Events<'a>,
    lists: ListStyle,
    /// Of the value that comes next.
    name: String,
    pairs: &'a mut Pairs,
}

impl Flattening<'_> {
    /// The value that begins with this event.
    fn value(&mut self, event: Event<&str>) {
        match event {
            Event::OpenObject => self.members(),
            Event::OpenList => self.items(),
            scalar => {
                if let Some(text) = scalar.text() {
                    self.pairs.push((self.name.clone(), text));
                }
            }
        }
    }

    fn members(&mut self) {
        let end = self.name.len();
        while let Some((member, first)) = self.events.member() {
            self.name.push('.');
            self.name.push_str(member);
            self.value(first);
            self.name.truncate(end);
        }
    }

    fn items(&mut self) {
        let end = self.name.len();
        let mut number = self.lists.first();
        while let Some(first) = self.events.item() {
            if let Some(number) = number {
                // Writing to a `String` cannot fail.
                let _ = write!(self.name, ".{number}");
            }
            let before = self.pairs.len();
            self.value(first);
            if self.pairs.len() > before {
                number = number.map(|number| number + 1);
            }
            self.name.truncate(end);
        }
    }
}

/// The texts of all that has no parts, joined by commas; `None` where there is nothing.
pub(super) fn joined(value: &Tape) -> Option<String> {
    let mut joined: Option<String> = None;
    for text in value.events().filter_map(Event::text) {
        match &mut joined {
            Some(joined) => {
                joined.push(',');
                joined.push_str(&text);
            }
            None => joined = Some(text),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codec::Json;

    fn tape(value: &Json) -> Tape {
        let mut tape = Tape::default();
        crate::codec::encode::json(value, &mut tape);
        tape
    }

    fn pairs(style: ListStyle, value: &Json) -> Vec<String> {
        let mut pairs = Pairs::new();
        flatten("Name", &tape(value), style, &mut pairs);
        pairs
            .into_iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect()
    }

    #[test]
    fn every_scalar_is_a_pair_with_its_way_as_name() {
        let cases: [(Json, &[&str]); 9] = [
            (json!("a b"), &["Name=a b"]),
            (json!(""), &["Name="]),
            (json!(true), &["Name=true"]),
            (json!(-5), &["Name=-5"]),
            (json!(1.5), &["Name=1.5"]),
            (json!(["a", "b"]), &["Name.1=a", "Name.2=b"]),
            (
                json!({"Key": "k", "Value": {"x": 0}}),
                &["Name.Key=k", "Name.Value.x=0"],
            ),
            (
                json!([{"Key": "k", "Values": ["a", "b"]}, {"Key": "l"}]),
                &[
                    "Name.1.Key=k",
                    "Name.1.Values.1=a",
                    "Name.1.Values.2=b",
                    "Name.2.Key=l",
                ],
            ),
            (
                json!([["a"], ["b", "c"]]),
                &["Name.1.1=a", "Name.2.1=b", "Name.2.2=c"],
            ),
        ];
        for (value, expected) in cases {
            assert_eq!(pairs(ListStyle::FromOne, &value), expected, "{value}");
        }
        assert_eq!(pairs(ListStyle::FromZero, &json!(["a"])), ["Name.0=a"]);
        assert_eq!(
            pairs(ListStyle::Repeated, &json!(["a", "b"])),
            ["Name=a", "Name=b"]
        );
    }

    #[test]
    fn what_holds_no_scalar_leaves_neither_pair_nor_gap() {
        for empty in [
            json!([]),
            json!({}),
            json!(null),
            json!([[], {}]),
            json!({"a": null}),
        ] {
            assert_eq!(pairs(ListStyle::FromOne, &empty), [""; 0], "{empty}");
        }
        let value = json!([{}, {"Key": "a"}, {}, [], null, {"Key": "b"}]);
        assert_eq!(
            pairs(ListStyle::FromOne, &value),
            ["Name.1.Key=a", "Name.2.Key=b"]
        );
    }

    #[test]
    fn joined_scalars_are_separated_by_commas() {
        let joined = |value: &Json| joined(&tape(value));
        assert_eq!(joined(&json!(["a", 1, true])).as_deref(), Some("a,1,true"));
        assert_eq!(joined(&json!("")).as_deref(), Some(""));
        assert_eq!(joined(&json!([])), None);
    }
}
