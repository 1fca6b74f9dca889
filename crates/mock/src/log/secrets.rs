//! Tokens and passwords of a request that this mock did not give out: they may be real ones that were
//! sent to the wrong place, and do not get into the log. Found by their names, wherever they travel: those
//! of the house's list, and those that the action's spec calls sensitive.

use std::collections::BTreeSet;

use cloudwright_vocabulary::secret::{is_secret_header, is_secret_name, tells_of_a_secret};
use serde_json::{Map, Value};

use crate::catalog::ActionTypes;
use crate::message::Request;
use crate::verify::keys::Keys;

/// What must not be seen of a request, as it travelled, and as it was read if it could be: a list may have travelled
/// as one text, and a parameter in the path.
pub(crate) fn found(
    keys: &Keys,
    request: &Request,
    types: Option<ActionTypes<'_>>,
    given: Option<&Map<String, Value>>,
) -> Vec<String> {
    let sensitive = types.map(|it| it.service.sensitive(it.action, &it.action.request));
    let mut search = SecretSearch {
        sensitive: sensitive.unwrap_or_default(),
        found: Vec::new(),
    };
    for (name, value) in request.headers.iter() {
        let is_secret = is_secret_header(name) && !is_signature(name, value);
        if is_secret || search.is_sensitive(name) {
            search.found.push(value.to_owned());
        }
    }
    search.request(request);
    if let Some(given) = given {
        search.object(given, Secrecy::None);
    }
    search.found.retain(|secret| !keys.gave_out(secret));
    search.found
}

/// What is signed with is for the log: it opens nothing anywhere else.
fn is_signature(name: &str, value: &str) -> bool {
    name.eq_ignore_ascii_case("authorization") && value.contains("Signature=")
}

/// A search for secrets by their names.
#[derive(Default)]
struct SecretSearch<'a> {
    /// The names that a spec calls sensitive.
    sensitive: BTreeSet<&'a str>,
    found: Vec<String>,
}

impl SecretSearch<'_> {
    fn is_sensitive(&self, name: &str) -> bool {
        let mut names = self.sensitive.iter();
        names.any(|known| known.eq_ignore_ascii_case(name))
    }

    /// In query, form and body. Dots lead into lists and objects.
    fn request(&mut self, request: &Request) {
        for (name, value) in request.pairs() {
            let is_secret = is_secret_name(&name) && !name.eq_ignore_ascii_case("signature");
            if is_secret || name.split('.').any(|part| self.is_sensitive(part)) {
                self.found.push(value);
            } else {
                self.packed(&value);
            }
        }
        self.packed(&String::from_utf8_lossy(&request.body));
    }

    /// In a text that is JSON.
    fn packed(&mut self, text: &str) {
        if text.trim_start().starts_with(['{', '['])
            && let Ok(json) = serde_json::from_str(text)
        {
            self.value(&json, Secrecy::None);
        }
    }

    fn object(&mut self, members: &Map<String, Value>, above: Secrecy) {
        for (name, value) in members {
            let secrecy = match above {
                _ if self.is_sensitive(name) => Secrecy::All,
                Secrecy::ButWhatTellsOfIt if tells_of_a_secret(name) => Secrecy::None,
                Secrecy::None if is_secret_name(name) => Secrecy::ButWhatTellsOfIt,
                above => above,
            };
            self.value(value, secrecy);
        }
    }

    fn value(&mut self, value: &Value, secrecy: Secrecy) {
        match value {
            Value::Object(members) => self.object(members, secrecy),
            Value::Array(items) => items.iter().for_each(|item| self.value(item, secrecy)),
            Value::String(text) if secrecy == Secrecy::None => self.packed(text),
            Value::String(text) => self.found.push(text.clone()),
            Value::Number(number) if secrecy != Secrecy::None => {
                self.found.push(number.to_string());
            }
            _ => {}
        }
    }
}

/// How much of a value is a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Secrecy {
    None,
    /// What is below a name of a secret: all but times, kinds and such.
    ButWhatTellsOfIt,
    All,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_by_name_at_any_depth_and_in_json_that_is_text() {
        let json = serde_json::json!({
            "auth": {"identity": {
                "password": {"user": {"name": "alice", "password": "open-sesame"}},
                "token": {"id": "a-token", "duration_seconds": 900},
            }},
            "Users": [{"Passwd": 123_456}, {"SecretKeys": ["one", "two", {"third": ["four"]}]}],
            "Data": r#"{"Deeper":"{\"api_secret\":\"three\"}"}"#,
            "NextToken": "page-2",
        });
        let mut search = SecretSearch::default();
        search.packed(&json.to_string());
        let mut found = search.found;
        found.sort();
        assert_eq!(
            found,
            [
                "123456",
                "a-token",
                "four",
                "one",
                "open-sesame",
                "three",
                "two"
            ]
        );
    }
}
