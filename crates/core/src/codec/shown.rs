//! A request as `Debug` shows it: JSON, without what the table calls sensitive or is named like a
//! secret.

use std::fmt;

use cloudwright_vocabulary::secret::is_secret_name;

use super::json;
use super::parameters::Parameters;
use super::tape::{Event, Events};
use crate::meta::{Kind, Parameter};
use crate::secret::redact;

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.show().text)
    }
}

impl Parameters {
    /// The texts that `Debug` hides.
    #[cold]
    pub(crate) fn secrets(&self) -> Vec<String> {
        self.show().hidden
    }

    fn show(&self) -> Shown {
        let mut shown = Shown::default();
        shown.text.push('{');
        for given in &self.given {
            let field = self.table.get(given.place);
            shown.member(&given.name, field, &mut given.value.events());
        }
        shown.text.push('}');
        shown
    }
}

/// What is shown of values, and what is not.
#[derive(Default)]
struct Shown {
    text: String,
    hidden: Vec<String>,
}

impl Shown {
    fn write(&mut self, event: Event<&str>) {
        json::write(event, &mut self.text);
    }

    /// Writes a member; where the table calls it sensitive, or its name says so, a text stands for
    /// the whole of it.
    fn member(&mut self, name: &str, field: Option<&'static Parameter>, events: &mut Events<'_>) {
        self.write(Event::Field(name));
        if field.is_some_and(|field| field.sensitive) || is_secret_name(name) {
            self.hide(events);
            self.write(Event::Text(redact::HIDDEN));
        } else {
            self.value(field.map(|field| &field.kind), events);
        }
    }

    /// Passes over a value, and notes its texts.
    fn hide(&mut self, events: &mut Events<'_>) {
        let mut depth = 0_usize;
        for event in events {
            match event {
                Event::Text(text) => self.hidden.push(text.to_owned()),
                Event::OpenObject | Event::OpenList => depth += 1,
                Event::CloseObject | Event::CloseList => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && !matches!(event, Event::Field(_)) {
                return;
            }
        }
    }

    /// Writes a value of which the table says this much.
    fn value(&mut self, kind: Option<&'static Kind>, events: &mut Events<'_>) {
        let Some(event) = events.next() else { return };
        self.value_from(event, kind, events);
    }

    /// Writes the value that begins with this event.
    fn value_from(
        &mut self,
        event: Event<&str>,
        kind: Option<&'static Kind>,
        events: &mut Events<'_>,
    ) {
        self.write(event);
        match event {
            Event::OpenObject => {
                while let Some(Event::Field(name)) = events.next() {
                    match kind {
                        Some(Kind::Map(values)) => {
                            self.write(Event::Field(name));
                            self.value(Some(values), events);
                        }
                        Some(Kind::Object(shape)) => {
                            let field = shape.fields.iter().find(|field| field.name == name);
                            self.member(name, field, events);
                        }
                        _ => self.member(name, None, events),
                    }
                }
                self.write(Event::CloseObject);
            }
            Event::OpenList => {
                let item = match kind {
                    Some(Kind::List(item)) => Some(*item),
                    _ => None,
                };
                while let Some(event) = events.next().filter(|event| !event.closes_list()) {
                    self.value_from(event, item, events);
                }
                self.write(Event::CloseList);
            }
            _ => {}
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
        assert_eq!(parameters.secrets(), ["secret"; 6]);
    }

    #[test]
    fn what_is_named_like_a_secret_is_hidden_though_the_table_does_not_say_so() {
        let mut parameters = Parameters::new(&[]);
        let value = json!({"AccessKeySecret": {"a": [1, "x"]}, "NextToken": "n", "Name": "y"});
        parameters.any("Login", &value);
        parameters.any("password", &json!("z"));
        let shown = format!("{parameters:?}");
        for part in [
            r#""AccessKeySecret":"[redacted]""#,
            r#""NextToken":"n""#,
            r#""Name":"y""#,
            r#""password":"[redacted]""#,
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert_eq!(parameters.secrets(), ["x", "z"]);
    }
}
