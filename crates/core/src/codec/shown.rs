//! A request as `Debug` shows it: JSON, without what the table calls sensitive.

use std::fmt;

use super::json;
use super::parameters::Parameters;
use super::tape::{Event, Events};
use crate::meta::{Kind, Parameter};
use crate::redact;

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = "{".to_owned();
        for given in &self.given {
            let field = self.table.get(given.place);
            write_member(&given.name, field, &mut given.value.events(), &mut text);
        }
        text.push('}');
        formatter.write_str(&text)
    }
}

/// Writes a member; where the table calls it sensitive, a text stands for the whole of it.
fn write_member(
    name: &str,
    field: Option<&'static Parameter>,
    events: &mut Events<'_>,
    to: &mut String,
) {
    json::write(Event::Field(name), to);
    if field.is_some_and(|field| field.sensitive) {
        write_value(None, events, &mut String::new());
        json::write(Event::Text(redact::HIDDEN), to);
    } else {
        write_value(field.map(|field| &field.kind), events, to);
    }
}

/// Writes a value of which the table says this much.
fn write_value(kind: Option<&'static Kind>, events: &mut Events<'_>, to: &mut String) {
    let Some(event) = events.next() else { return };
    write_from(event, kind, events, to);
}

/// Writes the value that begins with this event.
fn write_from(
    event: Event<&str>,
    kind: Option<&'static Kind>,
    events: &mut Events<'_>,
    to: &mut String,
) {
    json::write(event, to);
    match event {
        Event::OpenObject => {
            while let Some(Event::Field(name)) = events.next() {
                match kind {
                    Some(Kind::Map(values)) => {
                        json::write(Event::Field(name), to);
                        write_value(Some(values), events, to);
                    }
                    Some(Kind::Object(shape)) => {
                        let field = shape.fields.iter().find(|field| field.name == name);
                        write_member(name, field, events, to);
                    }
                    _ => write_member(name, None, events, to),
                }
            }
            json::write(Event::CloseObject, to);
        }
        Event::OpenList => {
            let item = match kind {
                Some(Kind::List(item)) => Some(*item),
                _ => None,
            };
            while let Some(event) = events.next().filter(|event| !event.closes_list()) {
                write_from(event, item, events, to);
            }
            json::write(Event::CloseList, to);
        }
        _ => {}
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
