//! A request as `Debug` shows it: JSON, without what the table calls sensitive or is named like a
//! secret.

use std::fmt;

use cloudwright_vocabulary::secret::{HIDDEN, is_secret_name};

use super::json::json_of;
use super::parameters::Parameters;
use super::replaced::{Copying, Replace};
use super::tape::{Event, Tape};
use crate::meta::Parameter;

impl fmt::Debug for Parameters {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shown, _) = self.show();
        formatter.write_str(&json_of(&shown))
    }
}

impl Parameters {
    /// The texts that `Debug` hides.
    #[cold]
    pub(crate) fn secrets(&self) -> Vec<String> {
        let (_, Hiding(texts)) = self.show();
        texts
    }

    fn show(&self) -> (Tape, Hiding) {
        let mut shown = Tape::of(Event::OpenObject);
        let mut hiding = Hiding::default();
        for given in &self.given {
            let mut events = given.value.events();
            let replace = &mut hiding;
            if let Some(first) = events.next() {
                let field = self.table.get(given.place);
                Copying { events, replace }.field(&given.name, field, first, &mut shown);
            }
        }
        shown.push(Event::CloseObject);
        (shown, hiding)
    }
}

/// Hides what the table calls sensitive, or is named like a secret, and keeps its texts.
#[derive(Default)]
struct Hiding(Vec<String>);

impl Replace for Hiding {
    fn replaces(&self, name: &str, field: Option<&'static Parameter>, _: Event<&str>) -> bool {
        field.is_some_and(|field| field.sensitive) || is_secret_name(name)
    }

    fn text(&mut self, _: Option<&'static Parameter>, value: &Tape) -> Option<String> {
        for event in value.events() {
            // Of a secret within the secret the texts are kept already.
            if let Event::Text(text) = event
                && text != HIDDEN
            {
                self.0.push(text.to_owned());
            }
        }
        Some(HIDDEN.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::meta::{Kind, Place, Shape};

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
