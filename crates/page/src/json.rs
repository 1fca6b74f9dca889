//! Facts as JSON, so that anyone can compare them with what a reader found. What the page does not say is null.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::facts::{Direction, Fact, Member, Page, SampleContent, Span};
use crate::sample;

impl Page {
    /// The facts as one JSON object: `action`, `service_host`, `version`, `http_method`, `path`,
    /// `params`, `response`, `error_codes`, `status_codes`, `samples` and more; each member with the
    /// lines it stands on and how sure it is.
    pub fn to_json(&self) -> Value {
        let head = &self.head;
        let codes = self.error_codes.iter().map(|error| &error.code.value);
        json!({
            "dialect": self.dialect,
            "language": self.language,
            "title": value(head.title.as_ref()),
            "updated": value(head.updated.as_ref()),
            "product": value(head.product.as_ref()),
            "action": value(head.action.as_ref()),
            "service_host": value(head.host.as_ref()),
            "version": value(head.version.as_ref()),
            "http_method": value(head.method.as_ref()),
            "path": value(head.path.as_ref()),
            "regions": texts(&head.regions),
            "rate": value(head.rate.as_ref()),
            "head_evidence": self.head_evidence(),
            "params": self.parameters.iter().map(parameter).collect::<Value>(),
            "response": self.response.iter().map(field).collect::<Value>(),
            "types": self.types_json(),
            "error_codes": codes.collect::<Vec<_>>(),
            "errors": self.errors_json(),
            "status_codes": self.status_codes.as_deref().map(texts),
            "required_in_text": self.required_column,
            "samples": self.samples_json(),
            "response_sample_paths": self.sample_paths(),
            "permissions": texts(&self.permissions),
            "deprecations": texts(&self.deprecations),
            "rules": texts(&self.rules),
            "unexplained": self.unexplained,
        })
    }

    fn head_evidence(&self) -> Value {
        let head = &self.head;
        let mut evidence = Map::new();
        for (name, fact) in [
            ("title", &head.title),
            ("updated", &head.updated),
            ("product", &head.product),
            ("action", &head.action),
            ("service_host", &head.host),
            ("version", &head.version),
            ("http_method", &head.method),
            ("path", &head.path),
        ] {
            if let Some(fact) = fact {
                let told = json!({"lines": lines(fact.lines), "certainty": fact.certainty});
                evidence.insert(name.to_owned(), told);
            }
        }
        Value::Object(evidence)
    }

    fn types_json(&self) -> Value {
        self.types
            .iter()
            .map(|named| {
                let fields: Value = named.members.iter().map(field).collect();
                json!({"name": named.name.value, "fields": fields})
            })
            .collect()
    }

    fn errors_json(&self) -> Value {
        self.error_codes
            .iter()
            .map(|error| {
                json!({
                    "code": error.code.value,
                    "status": value(error.status.as_ref()),
                    "message": value(error.message.as_ref()),
                    "lines": lines(error.code.lines),
                })
            })
            .collect()
    }

    fn samples_json(&self) -> Value {
        let mut request = Vec::new();
        let mut response = Vec::new();
        let mut invalid = Vec::new();
        let mut other = Vec::new();
        for sample in &self.samples {
            let text = &sample.text.value;
            let lines = lines(sample.text.lines);
            match (sample.direction, &sample.content) {
                (Direction::Request, _) => request.push(text),
                (Direction::Response, SampleContent::Json(value)) => response.push(value),
                (Direction::Response, SampleContent::InvalidJson(why)) => {
                    invalid.push(json!({"lines": lines, "why": why, "text": text}));
                }
                (Direction::Response, SampleContent::Xml | SampleContent::Text) => {
                    other.push(json!({"lines": lines, "text": text}));
                }
            }
        }
        json!({
            "request": request,
            "response_json": response,
            "response_invalid_json": invalid,
            "response_other": other,
        })
    }

    fn sample_paths(&self) -> Value {
        let mut paths = Map::new();
        for sample in &self.samples {
            if let (Direction::Response, SampleContent::Json(value)) =
                (sample.direction, &sample.content)
            {
                for (path, kind) in sample::paths(value) {
                    paths.entry(path).or_insert_with(|| json!(kind));
                }
            }
        }
        Value::Object(paths)
    }
}

fn value<T: Serialize>(fact: Option<&Fact<T>>) -> Value {
    json!(fact.map(|fact| &fact.value))
}

fn texts(facts: &[Fact<String>]) -> Value {
    facts.iter().map(|fact| json!(fact.value)).collect()
}

fn lines(span: Span) -> [u32; 2] {
    [span.first, span.last]
}

fn parameter(member: &Member) -> Value {
    let mut facts = common(member);
    facts["name"] = json!(member.path.value);
    facts["required"] = value(member.required.as_ref());
    facts["in"] = match &member.place {
        Some(place) => json!(place.value),
        None => json!("unstated"),
    };
    if member.common {
        facts["common"] = json!(true);
    }
    facts
}

fn field(member: &Member) -> Value {
    let mut facts = common(member);
    facts["path"] = json!(member.path.value);
    if let Some(place) = &member.place {
        facts["in"] = json!(place.value);
    }
    if let Some(status) = &member.status {
        facts["status"] = json!(status.value);
    }
    facts
}

/// What a parameter and a field have.
fn common(member: &Member) -> Value {
    let words = member.r#type.as_ref().map(|fact| fact.value.words());
    let mut facts = json!({
        "type": words,
        "type_ours": member.ours().map(ToString::to_string),
        "lines": lines(member.path.lines),
        "certainty": member.path.certainty,
    });
    if let Some(fact) = &member.default {
        facts["default_stated"] = json!(fact.value);
    }
    if let Some(fact) = &member.example {
        facts["example_stated"] = json!(fact.value);
    }
    if let Some(fact) = &member.range {
        facts["range"] = json!(fact.value);
    }
    if !member.values.is_empty() {
        facts["values"] = texts(&member.values);
    }
    facts
}
