//! Facts as JSON, so that anyone can compare them with what a reader found. What the page does not say is null.

use serde_json::{Map, Value, json};

use crate::facts::{Content, Direction, Fact, Member, Page, RequiredColumn};
use crate::sample;

impl Page {
    /// The facts as one JSON object: `action`, `service_host`, `version`, `http_method`, `path`,
    /// `params`, `response`, `error_codes`, `status_codes`, `samples` and more; each member with the
    /// lines it stands on and how sure it is.
    pub fn to_json(&self) -> Value {
        let head = &self.head;
        let mut facts = Map::new();
        let mut put = |name: &str, value: Value| {
            facts.insert(name.to_owned(), value);
        };
        put("dialect", json!(self.dialect));
        put("language", json!(self.language));
        put("title", text(head.title.as_ref()));
        put("updated", text(head.updated.as_ref()));
        put("product", text(head.product.as_ref()));
        put("action", text(head.action.as_ref()));
        put("service_host", text(head.host.as_ref()));
        put("version", text(head.version.as_ref()));
        put("http_method", text(head.method.as_ref()));
        put("path", text(head.path.as_ref()));
        put("regions", texts(&head.regions));
        put("rate", json!(head.rate.as_ref().map(|rate| rate.value)));
        put("head_evidence", self.head_evidence());
        put("params", self.parameters.iter().map(parameter).collect());
        put("response", self.response.iter().map(field).collect());
        put("types", self.types_json());
        put(
            "error_codes",
            self.error_codes
                .iter()
                .map(|error| json!(error.code.value))
                .collect(),
        );
        put("errors", self.errors_json());
        put(
            "status_codes",
            self.status_codes.as_deref().map_or(Value::Null, texts),
        );
        put("required_in_text", json!(self.required_in_text()));
        put("samples", self.samples_json());
        put("response_sample_paths", self.sample_paths());
        put("permissions", texts(&self.permissions));
        put("deprecations", texts(&self.deprecations));
        put("rules", texts(&self.rules));
        put("unexplained", json!(self.unexplained));
        Value::Object(facts)
    }

    fn required_in_text(&self) -> &'static str {
        match self.required_column {
            RequiredColumn::Present => "present",
            RequiredColumn::Lost => "lost",
            RequiredColumn::Absent => "absent",
        }
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
                evidence.insert(
                    name.to_owned(),
                    json!({"lines": [fact.lines.first, fact.lines.last], "certainty": fact.certainty}),
                );
            }
        }
        Value::Object(evidence)
    }

    fn types_json(&self) -> Value {
        self.types
            .iter()
            .map(|named| json!({"name": named.name.value, "fields": named.members.iter().map(field).collect::<Value>()}))
            .collect()
    }

    fn errors_json(&self) -> Value {
        self.error_codes
            .iter()
            .map(|error| {
                json!({
                    "code": error.code.value,
                    "status": text(error.status.as_ref()),
                    "message": text(error.message.as_ref()),
                    "lines": [error.code.lines.first, error.code.lines.last],
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
            let lines = [sample.text.lines.first, sample.text.lines.last];
            match (sample.direction, &sample.content) {
                (Direction::Request, _) => request.push(json!(sample.text.value)),
                (Direction::Response, Content::Json(value)) => response.push(value.clone()),
                (Direction::Response, Content::InvalidJson(why)) => {
                    invalid.push(json!({"lines": lines, "why": why, "text": sample.text.value}));
                }
                (Direction::Response, Content::Xml | Content::Text) => {
                    other.push(json!({"lines": lines, "text": sample.text.value}));
                }
            }
        }
        json!({"request": request, "response_json": response, "response_invalid_json": invalid, "response_other": other})
    }

    fn sample_paths(&self) -> Value {
        let mut paths = Map::new();
        for sample in &self.samples {
            if let (Direction::Response, Content::Json(value)) = (sample.direction, &sample.content)
            {
                for (path, kind) in sample::paths(value) {
                    paths.entry(path).or_insert_with(|| json!(kind));
                }
            }
        }
        Value::Object(paths)
    }
}

fn text(fact: Option<&Fact<String>>) -> Value {
    fact.map_or(Value::Null, |fact| json!(fact.value))
}

fn texts(facts: &[Fact<String>]) -> Value {
    facts.iter().map(|fact| json!(fact.value)).collect()
}

fn parameter(member: &Member) -> Value {
    let mut value = common(member);
    value.insert("name".to_owned(), json!(member.path.value));
    value.insert(
        "required".to_owned(),
        json!(member.required.as_ref().map(|fact| fact.value)),
    );
    value.insert(
        "in".to_owned(),
        json!(
            member
                .place
                .as_ref()
                .map_or("unstated", |fact| fact.value.word())
        ),
    );
    if member.common {
        value.insert("common".to_owned(), json!(true));
    }
    Value::Object(value)
}

fn field(member: &Member) -> Value {
    let mut value = common(member);
    value.insert("path".to_owned(), json!(member.path.value));
    if let Some(place) = &member.place {
        value.insert("in".to_owned(), json!(place.value.word()));
    }
    if let Some(status) = &member.status {
        value.insert("status".to_owned(), json!(status.value));
    }
    Value::Object(value)
}

fn common(member: &Member) -> Map<String, Value> {
    let mut value = Map::new();
    let r#type = member.r#type.as_ref();
    value.insert(
        "type".to_owned(),
        json!(r#type.map(|fact| fact.value.words())),
    );
    value.insert(
        "type_ours".to_owned(),
        json!(r#type.map(|fact| fact.value.ours().to_string())),
    );
    value.insert(
        "lines".to_owned(),
        json!([member.path.lines.first, member.path.lines.last]),
    );
    value.insert("certainty".to_owned(), json!(member.path.certainty));
    if let Some(fact) = &member.default {
        value.insert("default_stated".to_owned(), json!(fact.value));
    }
    if let Some(fact) = &member.example {
        value.insert("example_stated".to_owned(), json!(fact.value));
    }
    if let Some(fact) = &member.range {
        value.insert("range".to_owned(), json!(fact.value));
    }
    if !member.values.is_empty() {
        value.insert("values".to_owned(), texts(&member.values));
    }
    value
}
