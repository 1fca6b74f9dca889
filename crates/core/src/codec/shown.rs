//! A request as `Debug` shows it: JSON, without what the table calls sensitive.

use std::fmt;

use super::encode::{Encode, Writer};
use super::json::JsonText;
use super::parameters::Parameters;
use super::sink::{Scalar, Sink};
use crate::meta::{Kind, Parameter};
use crate::redact;

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hiding = Hiding {
            json: JsonText::default(),
            open: Vec::new(),
            next: Next::Fields(self.table),
            hidden: None,
        };
        hiding.open_object();
        self.encode(&mut Writer::new(&mut hiding));
        hiding.close_object();
        formatter.write_str(&hiding.json.into_text())
    }
}

/// Passes on what may be shown.
struct Hiding {
    json: JsonText,
    open: Vec<Next>,
    next: Next,
    /// How deep we are in a value that is hidden; `Some(0)` is before it.
    hidden: Option<usize>,
}

/// What the table says of a value.
#[derive(Clone, Copy)]
enum Next {
    Fields(&'static [Parameter]),
    Kind(&'static Kind),
    Unknown,
}

impl Next {
    /// What it says of a member: what it is, and whether it is sensitive.
    fn member(self, name: &str) -> (Self, bool) {
        let fields = match self {
            Self::Fields(fields) => fields,
            Self::Kind(Kind::Object(shape)) => shape.fields,
            Self::Kind(Kind::Map(values)) => return (Self::Kind(values), false),
            Self::Kind(_) | Self::Unknown => return (Self::Unknown, false),
        };
        let known = fields.iter().find(|field| field.name == name);
        known.map_or((Self::Unknown, false), |field| {
            (Self::Kind(&field.kind), field.sensitive)
        })
    }

    fn item(self) -> Self {
        match self {
            Self::Kind(Kind::List(item)) => Self::Kind(item),
            _ => Self::Unknown,
        }
    }
}

impl Hiding {
    fn around(&self) -> Next {
        self.open.last().copied().unwrap_or(Next::Unknown)
    }

    /// Whether this belongs to a hidden value; a text stands for the whole of it.
    fn hides(&mut self, deeper: usize) -> bool {
        let Some(depth) = &mut self.hidden else {
            return false;
        };
        if *depth == 0 {
            self.json.scalar(Scalar::Text(redact::HIDDEN));
        }
        *depth += deeper;
        self.end_hidden();
        true
    }

    fn end_hidden(&mut self) {
        if self.hidden == Some(0) {
            self.hidden = None;
        }
    }

    fn hides_close(&mut self) -> bool {
        let Some(depth) = &mut self.hidden else {
            return false;
        };
        *depth = depth.saturating_sub(1);
        self.end_hidden();
        true
    }
}

impl Sink for Hiding {
    fn field(&mut self, name: &str) {
        if self.hidden.is_some() {
            return;
        }
        let (next, sensitive) = self.around().member(name);
        self.next = next;
        self.hidden = sensitive.then_some(0);
        self.json.field(name);
    }

    fn item(&mut self) {
        if self.hidden.is_none() {
            self.next = self.around().item();
            self.json.item();
        }
    }

    fn scalar(&mut self, value: Scalar<'_>) {
        if !self.hides(0) {
            self.json.scalar(value);
        }
    }

    fn open_object(&mut self) {
        if !self.hides(1) {
            self.open.push(self.next);
            self.json.open_object();
        }
    }

    fn close_object(&mut self) {
        if !self.hides_close() {
            self.open.pop();
            self.json.close_object();
        }
    }

    fn open_list(&mut self) {
        if !self.hides(1) {
            self.open.push(self.next);
            self.json.open_list();
        }
    }

    fn close_list(&mut self) {
        if !self.hides_close() {
            self.open.pop();
            self.json.close_list();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::meta::{Place, Shape};

    static USER: Shape = Shape::new(
        "User",
        &[
            Parameter::new("Name", Kind::String, Place::Body),
            Parameter::new("Password", Kind::String, Place::Body).sensitive(),
        ],
    );
    static TABLE: [Parameter; 6] = [
        Parameter::new("Text", Kind::String, Place::Body),
        Parameter::new("Token", Kind::String, Place::Body).sensitive(),
        Parameter::new("Keys", Kind::List(&Kind::Any), Place::Body).sensitive(),
        Parameter::new("User", Kind::Object(&USER), Place::Body),
        Parameter::new("Users", Kind::List(&Kind::Object(&USER)), Place::Body),
        Parameter::new("ByName", Kind::Map(&Kind::Object(&USER)), Place::Body),
    ];

    #[test]
    fn what_the_table_calls_sensitive_is_hidden_at_any_depth_and_the_rest_is_shown() {
        let user = json!({"Password": "secret", "Name": "a"});
        let mut parameters = Parameters::new(&TABLE);
        parameters.string("Text", "t".to_owned());
        parameters.string("Token", "secret".to_owned());
        parameters.any("Keys", &json!(["secret", {"secret": ["secret"]}, []]));
        parameters.any("User", &user);
        parameters.any("Users", &json!([user, {"Name": "b"}]));
        parameters.any("ByName", &json!({"c": user}));
        let hidden = r#"{"Name":"a","Password":"[redacted]"}"#;
        assert_eq!(
            format!("{parameters:?}").replace(r#"{"Password":"[redacted]","Name":"a"}"#, hidden),
            format!(
                r#"{{"Text":"t","Token":"[redacted]","Keys":"[redacted]","User":{hidden},"Users":[{hidden},{{"Name":"b"}}],"ByName":{{"c":{hidden}}}}}"#
            )
        );
    }
}
