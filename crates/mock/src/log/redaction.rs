//! Secrets are hidden in an entry of the log, however they are spelled there.

use cloudwright_vocabulary::secret::HIDDEN;
use serde_json::Value;

use super::Received;

/// Most of a body that is kept.
pub(super) const MOST_BODY: usize = 64 << 10;

/// Tokens shorter than this are not worth hiding, and replacing them would spoil the entry.
const SHORTEST_SECRET: usize = 4;

impl Received {
    /// Hides secrets in the entry, and cuts what is too long to be kept.
    pub(crate) fn redact(&mut self, secrets: &[String]) {
        let is_long = |secret: &&String| secret.len() >= SHORTEST_SECRET;
        for secret in secrets.iter().filter(is_long) {
            let encoded = cloudwright_sign::percent_encode(secret);
            let twice = cloudwright_sign::percent_encode(&encoded);
            // A path that is signed keeps its slashes.
            let in_path = encoded.replace("%2F", "/");
            let escaped = escaped(secret);
            for shape in [&twice, &encoded, &in_path, &escaped, secret] {
                self.replace(shape);
            }
            // JSON can spell a text in more ways than can be looked for.
            if let Some(body) = rewritten(&self.body, secret) {
                self.body = body;
            }
        }
        self.cut_body();
    }

    /// Keeps the beginning of the body, once a secret on the border is out of it.
    fn cut_body(&mut self) {
        let mut end = MOST_BODY.min(self.body.len());
        while !self.body.is_char_boundary(end) {
            end -= 1;
        }
        self.body.truncate(end);
    }

    fn replace(&mut self, secret: &str) {
        for text in self.texts() {
            if text.contains(secret) {
                *text = text.replace(secret, HIDDEN);
            }
        }
        replace_in(&mut self.parameters, secret);
    }

    /// Every text that the request had a part in.
    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        let own = [&mut self.path, &mut self.query, &mut self.body];
        let headers = self
            .headers
            .iter_mut()
            .flat_map(|(name, value)| [name, value]);
        let optional = [
            self.service.as_mut(),
            self.action.as_mut(),
            self.region.as_mut(),
            self.client_canonical.as_mut(),
            self.reply.as_mut(),
            self.code.as_mut(),
            self.message.as_mut(),
        ];
        let difference = self.difference.iter_mut();
        let difference = difference.flat_map(|told| [told.server.as_mut(), told.client.as_mut()]);
        let proof = self.proof.iter_mut().flat_map(|proof| {
            [
                Some(&mut proof.key_id),
                proof.canonical_request.as_mut(),
                Some(&mut proof.string_to_sign),
            ]
        });
        let optional = optional.into_iter().chain(difference).chain(proof);
        own.into_iter().chain(headers).chain(optional.flatten())
    }
}

/// A text as JSON has it, between the quotes.
fn escaped(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// A text that is JSON without a secret that it holds, written anew. `None` if it holds none.
fn rewritten(text: &str, secret: &str) -> Option<String> {
    let before: Value = serde_json::from_str(text).ok()?;
    let mut after = before.clone();
    replace_in(&mut after, secret);
    (after != before).then(|| after.to_string())
}

/// Hides a secret in all texts of a value, names of members too.
fn replace_in(value: &mut Value, secret: &str) {
    match value {
        Value::String(text) if text.contains(secret) => *text = text.replace(secret, HIDDEN),
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => {
            // JSON that is a text in JSON.
            if let Some(packed) = rewritten(text, secret) {
                *text = packed;
            }
        }
        Value::Number(number) if number.to_string() == secret => *value = HIDDEN.into(),
        Value::Array(items) => items.iter_mut().for_each(|item| replace_in(item, secret)),
        Value::Object(members) => {
            let is_hidden = |name: &&String| name.contains(secret);
            let names: Vec<String> = members.keys().filter(is_hidden).cloned().collect();
            for name in names {
                if let Some(value) = members.remove(&name) {
                    members.insert(name.replace(secret, HIDDEN), value);
                }
            }
            members
                .values_mut()
                .for_each(|value| replace_in(value, secret));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::Proof;
    use crate::verify::difference::Difference;

    #[test]
    fn foreign_tokens_are_hidden_in_every_shape() {
        let mut entry = Received {
            query: "Token=se%2Fcret%3Dtoken".to_owned(),
            headers: vec![("x-auth-token".to_owned(), "se/cret=token".to_owned())],
            ..Received::default()
        };
        entry.redact(&["se/cret=token".to_owned(), "x".to_owned()]);
        assert_eq!(entry.query, "Token=[redacted]");
        assert_eq!(entry.header("X-Auth-Token"), Some("[redacted]"));
    }

    #[test]
    fn a_secret_is_hidden_in_everything_that_the_request_had_a_part_in() {
        let secret = "a \"real\" secret/token";
        let text = || Some(format!("x {secret} y"));
        let mut entry = Received {
            path: secret.to_owned(),
            query: cloudwright_sign::percent_encode(secret),
            headers: vec![(secret.to_owned(), secret.to_owned())],
            body: format!(r#"{{"Password":{}}}"#, Value::from(secret))
                .replace("real", "r\\u0065al"),
            action: text(),
            service: text(),
            region: text(),
            parameters: serde_json::json!({
                "Password": secret,
                "List": [{"In": text()}, secret],
                secret: "a name",
            }),
            proof: Some(Proof {
                key_id: secret.to_owned(),
                canonical_request: text(),
                string_to_sign: secret.to_owned(),
                expected_signature: None,
                received_signature: String::new(),
            }),
            client_canonical: text(),
            difference: Some(Difference {
                line: 1,
                column: 1,
                server: text(),
                client: text(),
            }),
            reply: text(),
            code: text(),
            message: text(),
            ..Received::default()
        };
        entry.redact(&[secret.to_owned()]);
        let json = serde_json::to_string(&entry).unwrap_or_default();
        for shown in [format!("{entry:?}"), format!("{entry:#?}"), json] {
            assert!(
                !shown.contains("real") && !shown.contains("0065"),
                "{shown}"
            );
            assert!(shown.contains(HIDDEN), "{shown}");
        }
        let mut entry = Received {
            parameters: serde_json::json!({"Password": 123_456, "Other": 1_234_567}),
            body: r#"{"Password":123456}"#.to_owned(),
            ..Received::default()
        };
        entry.redact(&["123456".to_owned()]);
        assert_eq!(entry.parameters["Password"], HIDDEN);
        assert_eq!(entry.parameters["Other"], 1_234_567);
        assert!(!entry.body.contains("123456"));
    }

    #[test]
    fn a_body_is_cut_after_the_secrets_are_out_of_it() {
        let mut entry = Received {
            body: "说".repeat(MOST_BODY / 3 - 1) + "a-real-token",
            ..Received::default()
        };
        entry.redact(&["a-real-token".to_owned()]);
        assert!(entry.body.len() <= MOST_BODY && entry.body.len() > MOST_BODY - 8);
        assert!(entry.body.trim_start_matches('说').starts_with("[re"));
    }
}
