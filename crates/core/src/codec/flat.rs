//! A parameter as flat pairs of name and text: `Filters.0.Values.1`.
//!
//! What has no scalar in it leaves no pair: an empty list, an empty object, `null`. Items are
//! numbered by what they leave, so an empty object in a list makes no gap at which a server would
//! stop reading.

use std::borrow::Cow;
use std::fmt::Write;

use super::request::ListStyle;
use super::sink::{Scalar, Sink};

/// Pairs, unencoded.
pub(super) type Pairs = Vec<(String, String)>;

#[derive(Debug)]
pub(super) struct Flat {
    pub(super) pairs: Pairs,
    style: ListStyle,
    /// The name of the value that comes next.
    name: String,
    open: Vec<Open>,
}

/// An object or list that is open: where its name ends, and for a list where it is.
#[derive(Debug)]
struct Open {
    name_end: usize,
    index: usize,
    /// Pairs before the current item; `None` before the first one.
    before_item: Option<usize>,
}

impl Flat {
    /// For the value of the parameter of this name.
    pub(super) fn new(name: &str, style: ListStyle) -> Self {
        Self {
            pairs: Vec::new(),
            style,
            name: name.to_owned(),
            open: Vec::new(),
        }
    }

    fn open(&mut self) {
        let index = match self.style {
            ListStyle::From(first) => first,
            ListStyle::Repeated => 0,
        };
        self.open.push(Open {
            name_end: self.name.len(),
            index,
            before_item: None,
        });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.name.truncate(open.name_end);
        }
    }
}

impl Sink for Flat {
    fn field(&mut self, name: &str) {
        if let Some(open) = self.open.last() {
            self.name.truncate(open.name_end);
            self.name.push('.');
            self.name.push_str(name);
        }
    }

    fn item(&mut self) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        self.name.truncate(open.name_end);
        if open
            .before_item
            .is_some_and(|before| self.pairs.len() > before)
        {
            open.index += 1;
        }
        open.before_item = Some(self.pairs.len());
        if let ListStyle::From(_) = self.style {
            // Writing to a `String` cannot fail.
            let _ = write!(self.name, ".{}", open.index);
        }
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        if let Some(text) = text_of(value) {
            self.pairs.push((self.name.clone(), text.into_owned()));
        }
    }

    fn open_object(&mut self) {
        self.open();
    }

    fn close_object(&mut self) {
        self.close();
    }

    fn open_list(&mut self) {
        self.open();
    }

    fn close_list(&mut self) {
        self.close();
    }
}

/// The scalars of a parameter, joined by commas.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// `None` while there is nothing.
    pub(super) text: Option<String>,
}

impl Sink for Joined {
    fn field(&mut self, _: &str) {}

    fn item(&mut self) {}

    fn scalar(&mut self, value: Scalar<'_>) {
        let Some(value) = text_of(value) else { return };
        match &mut self.text {
            Some(text) => {
                text.push(',');
                text.push_str(&value);
            }
            None => self.text = Some(value.into_owned()),
        }
    }

    fn open_object(&mut self) {}

    fn close_object(&mut self) {}

    fn open_list(&mut self) {}

    fn close_list(&mut self) {}
}

/// The text of a scalar outside JSON; `null` has none.
fn text_of(value: Scalar<'_>) -> Option<Cow<'_, str>> {
    Some(match value {
        Scalar::Null => return None,
        Scalar::Text(text) => text.into(),
        Scalar::Boolean(true) => "true".into(),
        Scalar::Boolean(false) => "false".into(),
        Scalar::Integer(number) => number.to_string().into(),
        Scalar::Unsigned(number) => number.to_string().into(),
        Scalar::Number(number) => number.text().into(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::codec::Json;

    fn pairs(style: ListStyle, value: &Json) -> Vec<String> {
        let mut flat = Flat::new("Name", style);
        crate::codec::encode::json(value, &mut flat);
        flat.pairs
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
            assert_eq!(pairs(ListStyle::From(1), &value), expected, "{value}");
        }
        assert_eq!(pairs(ListStyle::From(0), &json!(["a"])), ["Name.0=a"]);
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
            assert_eq!(pairs(ListStyle::From(1), &empty), [""; 0], "{empty}");
        }
        let value = json!([{}, {"Key": "a"}, {}, [], null, {"Key": "b"}]);
        assert_eq!(
            pairs(ListStyle::From(1), &value),
            ["Name.1.Key=a", "Name.2.Key=b"]
        );
    }

    #[test]
    fn joined_scalars_are_separated_by_commas() {
        let joined = |value: &Json| {
            let mut joined = Joined::default();
            crate::codec::encode::json(value, &mut joined);
            joined.text
        };
        assert_eq!(joined(&json!(["a", 1, true])).as_deref(), Some("a,1,true"));
        assert_eq!(joined(&json!("")).as_deref(), Some(""));
        assert_eq!(joined(&json!([])), None);
    }
}
