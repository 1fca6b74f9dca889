//! What of a request is secret by the name it travels under: names of the house's list, and those
//! that the action's spec calls sensitive. Values are hidden wherever they travel (path, query,
//! form, header, JSON, and JSON that is a text in any of these); names stay.
//!
//! What is secret by its value, such as the call's own key, is for [`Secrets`].

use std::collections::HashSet;

use cloudwright_sign::{percent_decode, percent_encode};
use cloudwright_vocabulary::secret::{HIDDEN, is_key_id, is_secret_header, is_secret_name};
use serde_json::Value;

use super::Secrets;
use crate::meta::{Operation, Parameter};

/// Values shorter than this are hidden in their place only: elsewhere the same letters mean
/// something else.
const SHORTEST: usize = 6;

/// Hides the secrets of one request, and remembers what it hid.
#[derive(Default)]
pub(crate) struct Redactor {
    sensitive: Vec<&'static str>,
    path: &'static str,
    /// Whether signatures and ids of keys are shown: they are no secrets, but not for a log.
    shows_proofs: bool,
    hidden: Vec<(String, String)>,
}

impl Redactor {
    /// For a request of this action; by the house's names alone where it is of none.
    pub(crate) fn of(operation: Option<&'static Operation>) -> Self {
        let mut redactor = Self::default();
        if let Some(operation) = operation {
            redactor.path = operation.path;
            redactor.learn(operation.parameters);
        }
        redactor
    }

    /// For an answer of this action.
    #[cfg(any(test, feature = "testing"))]
    pub(crate) fn of_answer(operation: Option<&'static Operation>) -> Self {
        Self {
            sensitive: operation.map_or_else(Vec::new, |it| it.sensitive_in_answer.to_vec()),
            ..Self::default()
        }
    }

    /// Shows signatures and ids of keys.
    pub(crate) fn with_proofs(mut self) -> Self {
        self.shows_proofs = true;
        self
    }

    /// Looks through each structure once: types may hold themselves.
    fn learn(&mut self, parameters: &'static [Parameter]) {
        let mut seen = HashSet::new();
        let mut open = vec![parameters];
        while let Some(parameters) = open.pop() {
            if seen.insert(parameters.as_ptr()) {
                let sensitive = parameters.iter().filter(|it| it.sensitive);
                self.sensitive.extend(sensitive.map(|it| it.name));
                open.extend(parameters.iter().map(|it| it.kind.leaf().fields()));
            }
        }
    }

    /// Whether what travels under this name is secret. In a query or a form, dots lead into lists and
    /// objects: what is below a secret is one.
    pub(crate) fn is_secret(&self, name: &str) -> bool {
        name.split('.').any(|part| self.is_part(part)) || self.is_part(name)
    }

    /// Whether the action's spec calls a parameter, or a field, of this name sensitive, in whatever case: answers
    /// are read so.
    pub(crate) fn is_sensitive(&self, name: &str) -> bool {
        let mut names = self.sensitive.iter();
        names.any(|known| known.eq_ignore_ascii_case(name))
    }

    fn is_part(&self, name: &str) -> bool {
        if self.is_sensitive(name) {
            return true;
        }
        if self.shows_proofs {
            is_secret_name(name) && !name.eq_ignore_ascii_case("signature")
        } else {
            is_secret_name(name) || is_key_id(name)
        }
    }

    /// The address with the secrets of its path and its query hidden.
    pub(crate) fn url(&mut self, url: &str) -> String {
        match url.split_once('?') {
            Some((path, query)) => format!("{}?{}", self.in_path(path), self.form(query)),
            None => self.in_path(url),
        }
    }

    /// The path of the action is the end of the address's: an endpoint may have one of its own.
    fn in_path(&mut self, address: &str) -> String {
        let host = address.find("://").map_or(0, |at| at + 3);
        let start = address[host..]
            .find('/')
            .map_or(address.len(), |at| host + at);
        let (origin, path) = address.split_at(start);
        let template: Vec<&str> = self.path.split('/').collect();
        let mut parts: Vec<&str> = path.split('/').collect();
        let Some(own) = parts.len().checked_sub(template.len()) else {
            return address.to_owned();
        };
        for (part, template) in parts[own..].iter_mut().zip(template) {
            let name = template.split(['{', '}']).nth(1);
            if let Some(name) = name.filter(|name| self.is_secret(name)) {
                self.hidden.push((name.to_owned(), (*part).to_owned()));
                *part = HIDDEN;
            }
        }
        format!("{origin}{}", parts.join("/"))
    }

    /// A query or a form. Its pairs are encoded; their order and all else stays.
    pub(crate) fn form(&mut self, form: &str) -> String {
        let pairs = form.split('&');
        let shown = pairs.map(|pair| self.pair(pair).unwrap_or_else(|| pair.to_owned()));
        shown.collect::<Vec<String>>().join("&")
    }

    /// A pair with its secret hidden; `None` where it has none.
    fn pair(&mut self, pair: &str) -> Option<String> {
        let (name, value) = pair.split_once('=')?;
        let plain = percent_decode(name).into_owned();
        if self.is_secret(&plain) {
            self.hidden.push((plain, value.to_owned()));
            return Some(format!("{name}={HIDDEN}"));
        }
        let shown = self.text(&percent_decode(value))?;
        Some(format!("{name}={}", percent_encode(&shown)))
    }

    /// The headers with secret values hidden. What stands in `Authorization` is an id and a
    /// signature.
    pub(crate) fn header(&mut self, name: &str, value: &mut String) {
        let is_proof = self.shows_proofs && name.eq_ignore_ascii_case("authorization");
        if !is_proof && (is_secret_header(name) || self.is_secret(name)) {
            let value = std::mem::replace(value, HIDDEN.to_owned());
            self.hidden.push((name.to_owned(), value));
        }
    }

    /// A body: JSON, or a form. `None` where there is nothing to hide.
    pub(crate) fn body(&mut self, body: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(body).ok()?;
        if is_structure(text) {
            return self.text(text);
        }
        let shown = self.form(text);
        (shown != text).then_some(shown)
    }

    /// A text that is JSON, without its secrets; `None` where it is none or has none.
    pub(crate) fn text(&mut self, text: &str) -> Option<String> {
        if !is_structure(text) {
            return None;
        }
        let mut json = serde_json::from_str(text).ok()?;
        let before = self.hidden.len();
        self.json(&mut json);
        (self.hidden.len() > before).then(|| json.to_string())
    }

    /// Hides members at any depth.
    pub(crate) fn json(&mut self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    if self.is_secret(name) && !value.is_null() {
                        self.forget(name, value);
                        *value = HIDDEN.into();
                    } else {
                        self.json(value);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.json(item)),
            Value::String(text) => {
                if let Some(shown) = self.text(text) {
                    *text = shown;
                }
            }
            _ => {}
        }
    }

    /// Remembers what is hidden under a name: every text and number of it.
    fn forget(&mut self, name: &str, value: &Value) {
        match value {
            Value::Object(members) => {
                let values = members.values();
                values.for_each(|value| self.forget(name, value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.forget(name, item)),
            Value::String(text) => self.hidden.push((name.to_owned(), text.clone())),
            Value::Number(number) => self.hidden.push((name.to_owned(), number.to_string())),
            Value::Bool(_) | Value::Null => {}
        }
    }

    /// The texts that were hidden and are long enough to be looked for elsewhere.
    pub(crate) fn texts(&self) -> impl Iterator<Item = String> {
        let texts = self
            .hidden
            .iter()
            .map(|(_, value)| percent_decode(value).into_owned());
        texts.filter(|text| text.len() >= SHORTEST && text != HIDDEN)
    }

    /// Hides what was hidden elsewhere, in a text that is signed.
    pub(crate) fn again(&self, text: &mut String) {
        for (name, value) in &self.hidden {
            for value in [value, &*percent_decode(value)] {
                if value.is_empty() || value == HIDDEN {
                    continue;
                }
                for name in [name.clone(), name.to_ascii_lowercase()] {
                    for mark in [':', '='] {
                        let shown = format!("{name}{mark}{HIDDEN}");
                        *text = text.replace(&format!("{name}{mark}{value}"), &shown);
                    }
                }
            }
        }
        let texts: Vec<String> = self.texts().collect();
        Secrets::new(texts.iter().map(String::as_str)).hide_in(text);
    }
}

/// Whether a text looks like an object or a list in JSON.
fn is_structure(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::meta::{Access, Kind, Place, Shape};
    use crate::testing::service::TENCENT;

    static LOGIN: Shape = Shape::new(
        "Login",
        &[
            Parameter::new("Phrase", Kind::String, Place::Body).sensitive(),
            Parameter::new("Name", Kind::String, Place::Body),
            Parameter::new("Before", Kind::Object(&LOGIN), Place::Body),
            Parameter::new("After", Kind::List(&Kind::Object(&LOGIN)), Place::Body),
        ],
    );
    static PARAMETERS: &[Parameter] = &[
        Parameter::new("Logins", Kind::List(&Kind::Object(&LOGIN)), Place::Body),
        Parameter::new("code", Kind::String, Place::Path).sensitive(),
        Parameter::new("Pins", Kind::List(&Kind::String), Place::Query).sensitive(),
        Parameter::new("X-Thing", Kind::String, Place::Header).sensitive(),
    ];
    static OPERATION: Operation =
        Operation::new(&TENCENT, "Test", Access::Read, "POST", "/v1/{code}/x")
            .parameters(PARAMETERS);

    fn redactor() -> Redactor {
        Redactor::of(Some(&OPERATION)).with_proofs()
    }

    #[test]
    fn a_structure_that_holds_itself_is_looked_through_once() {
        assert_eq!(redactor().sensitive, ["code", "Pins", "X-Thing", "Phrase"]);
    }

    #[test]
    fn what_is_secret_is_hidden_in_every_place_of_an_address() {
        for (given, shown) in [
            ("https://h/v1/7/x", "https://h/v1/[redacted]/x"),
            (
                "https://h/base/v1/a%2Fb/x?a=1",
                "https://h/base/v1/[redacted]/x?a=1",
            ),
            (
                "https://h/v1/7/x?Pins.1=12&Pins.2=34",
                "https://h/v1/[redacted]/x?Pins.1=[redacted]&Pins.2=[redacted]",
            ),
            (
                "https://h/?Logins.1.Phrase=p&Logins.1.Name=n",
                "https://h/?Logins.1.Phrase=[redacted]&Logins.1.Name=n",
            ),
            (
                "https://h/?M.k.Password=p&Token.1=t",
                "https://h/?M.k.Password=[redacted]&Token.1=[redacted]",
            ),
            (
                "https://h/?%50assword=p",
                "https://h/?%50assword=[redacted]",
            ),
            (
                "https://h/?SecretId=id&Signature=s&NextToken=n",
                "https://h/?SecretId=id&Signature=s&NextToken=n",
            ),
            (
                "https://h/?L=%5B%7B%22Phrase%22%3A%22p%22%7D%5D",
                "https://h/?L=%5B%7B%22Phrase%22%3A%22%5Bredacted%5D%22%7D%5D",
            ),
        ] {
            assert_eq!(redactor().url(given), shown);
        }
    }

    #[test]
    fn what_is_for_a_log_hides_signatures_and_ids_of_keys_too() {
        let url = "https://h/?SecretId=id&Signature=s&a=b";
        let shown = "https://h/?SecretId=[redacted]&Signature=[redacted]&a=b";
        assert_eq!(Redactor::of(None).url(url), shown);
    }

    #[test]
    fn bodies_lose_their_secrets_and_nothing_else() {
        for (given, shown) in [
            (r#"{ "b": 1.0, "a": [ ] }"#, None),
            ("a=1&b=2", None),
            (
                r#"{"Limit":1,"Logins":[{"Name":"n","Phrase":"p"}]}"#,
                Some(r#"{"Limit":1,"Logins":[{"Name":"n","Phrase":"[redacted]"}]}"#),
            ),
            (
                r#"{"Pins":[1,2],"password":null}"#,
                Some(r#"{"Pins":"[redacted]","password":null}"#),
            ),
            (
                r#"{"Text":"{\"Deep\":\"[{\\\"Phrase\\\":\\\"p\\\"}]\"}"}"#,
                Some(r#"{"Text":"{\"Deep\":\"[{\\\"Phrase\\\":\\\"[redacted]\\\"}]\"}"}"#),
            ),
            (
                "Logins.1.Phrase=p&a=1",
                Some("Logins.1.Phrase=[redacted]&a=1"),
            ),
            ("\u{feff}{", None),
        ] {
            assert_eq!(
                redactor().body(given.as_bytes()).as_deref(),
                shown,
                "{given}"
            );
        }
    }

    #[test]
    fn headers_are_hidden_by_name_and_by_the_spec() {
        for (name, shown) in [
            ("X-Thing", HIDDEN),
            ("X-TC-Token", HIDDEN),
            ("X-Api-Key", HIDDEN),
            ("Authorization", "value"),
            ("X-TC-Action", "value"),
        ] {
            let mut value = "value".to_owned();
            redactor().header(name, &mut value);
            assert_eq!(value, shown, "{name}");
        }
    }

    #[test]
    fn what_was_hidden_is_hidden_again_in_what_is_signed() {
        let mut redactor = redactor();
        let _ = redactor.url("https://h/v1/sesame%2Fopen/x?Token=a%2Fb&Other=a%2Fb");
        redactor.json(&mut json!({"Logins": [{"Phrase": "open sesame"}]}));
        redactor.header("X-TC-Token", &mut "short".to_owned());
        let mut text =
            "x-tc-token:short\nToken=a/b&short&open%2520sesame&/v1/sesame%252Fopen/x".to_owned();
        redactor.again(&mut text);
        assert_eq!(
            text,
            "x-tc-token:[redacted]\nToken=[redacted]&short&[redacted]&/v1/[redacted]/x"
        );
    }
}
