//! Tencent's own metadata, `api.json` of its command line tool (`tccli`), as an inventory.
//!
//! The file holds one product in one API version: `actions`, each with the names of its request and its
//! answer, and `objects`, which declare these and all structures. It also holds the vendor's sentences
//! (`document`), which are not read: they are no facts. Beside it lies `examples.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Number, Value};

use super::inventory::{Field, Product, ProductAction, ProductSample, ProductType};
use super::{FORMAT, ImportError, Inexpressible};
use crate::merge::Direction;

/// What stands for "no example" in an example's place.
const NO_EXAMPLE: &[&str] = &["", "-", "/", "NULL", "None", "null", "无", "暂无"];

/// Parameters of every request, which clients send.
const COMMON: &[&str] = &["Action", "Version", "Region"];

/// A longer example is a document, such as a picture in base64.
const LONGEST_EXAMPLE: usize = 256;

/// The file.
#[derive(Debug, Deserialize)]
struct Api {
    actions: BTreeMap<String, ApiAction>,
    objects: BTreeMap<String, ApiStructure>,
}

#[derive(Debug, Deserialize)]
struct ApiAction {
    input: String,
    output: String,
    /// `online`, `deprecated` or `offline`; older packages do not say it.
    status: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ApiStructure {
    members: Vec<ApiMember>,
    /// `in`, `out` or `both`; requests and answers have none.
    usage: Option<String>,
}

#[derive(Debug, Deserialize)]
struct ApiMember {
    name: String,
    /// `list`, or what kind of thing `member` is.
    #[serde(rename = "type")]
    kind: String,
    /// A structure's name, or a built-in type.
    member: String,
    #[serde(default, deserialize_with = "flag")]
    required: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    output_required: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    value_allowed_null: Option<bool>,
    #[serde(default, deserialize_with = "flag")]
    disabled: Option<bool>,
    /// Always a text, whatever the member's type.
    example: Option<Value>,
}

/// A flag, which a few products write as a number: `1` of `databuddy` 2026-07-15.
fn flag<'de, D: Deserializer<'de>>(value: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Flag(bool),
        Number(u8),
    }
    let written = Option::<Written>::deserialize(value)?;
    Ok(written.map(|written| match written {
        Written::Flag(flag) => flag,
        Written::Number(number) => number != 0,
    }))
}

/// The inventory of a product's version (`2019-09-24`).
///
/// ```
/// let api = r#"{"actions": {"Ping": {"input": "PingRequest", "output": "PingResponse"}}, "objects": {
///   "PingRequest": {"members": [{"name": "Host", "type": "string", "member": "string", "required": false}]},
///   "PingResponse": {"members": []}}}"#;
/// let product = cloudwright_spec::import::tencent::product(api, "demo", "2020-01-01")?;
/// assert_eq!(product.actions[0].params[0].required, Some(false));
/// # Ok::<(), cloudwright_spec::import::ImportError>(())
/// ```
///
/// # Errors
/// The text is no such file, or an action names a structure that is not there.
pub fn product(api: &str, name: &str, version: &str) -> Result<Product, ImportError> {
    let Api { actions, objects } = serde_json::from_str(api).map_err(ImportError::Metadata)?;
    let mut refusals = Vec::new();
    let mut members = |action: &str, name: &str| {
        let found = objects.get(name);
        if found.is_none() {
            let reason = format!("there is no structure `{name}`");
            refusals.push(Inexpressible::new(format!("actions {action}"), reason));
        }
        found.map_or(&[][..], |found| found.members.as_slice())
    };
    let mut ends = BTreeSet::new();
    let mut list = Vec::with_capacity(actions.len());
    for (name, call) in &actions {
        ends.extend([call.input.as_str(), call.output.as_str()]);
        let params = members(name, &call.input).iter().map(|entry| Field {
            location: Some("body".to_owned()),
            ..field(entry, Direction::Request, &objects)
        });
        let params = params.collect();
        let response = members(name, &call.output).iter();
        let response = response.map(|entry| field(entry, Direction::Response, &objects));
        list.push(ProductAction {
            name: name.clone(),
            method: "POST".to_owned(),
            path: "/".to_owned(),
            status: call.status.clone(),
            params,
            response: response.collect(),
            ..ProductAction::default()
        });
    }
    if !refusals.is_empty() {
        return Err(ImportError::Refused(refusals));
    }
    let shared = objects
        .iter()
        .filter(|(name, _)| !ends.contains(name.as_str()));
    let types = shared.map(|(name, found)| declared(name, found, &objects));
    Ok(Product {
        schema: FORMAT.to_owned(),
        provider: "tencent".to_owned(),
        product: name.to_owned(),
        version: Some(version.to_owned()),
        host: format!("{name}.tencentcloudapi.com"),
        protocol_style: "API 3.0".to_owned(),
        envelope: Some("Response".to_owned()),
        actions: list,
        types: types.collect(),
        ..Product::default()
    })
}

/// The file beside it, `examples.json`: what calls and answers look like.
#[derive(Debug, Deserialize)]
struct Examples {
    actions: BTreeMap<String, Vec<Example>>,
}

#[derive(Debug, Deserialize)]
struct Example {
    /// An HTTP request, with a JSON body or with a query.
    input: String,
    /// The body of the answer; a few are no JSON.
    output: String,
}

/// Adds the calls that `examples.json` shows. An answer that is no JSON, or a refusal, is left out.
///
/// # Errors
/// The text is no such file.
pub fn add_samples(product: &mut Product, examples: &str) -> Result<(), ImportError> {
    let Examples { mut actions } = serde_json::from_str(examples).map_err(ImportError::Metadata)?;
    for action in &mut product.actions {
        let shown = actions.remove(&action.name).unwrap_or_default();
        let samples = shown.iter().filter_map(|example| {
            let response: Value = serde_json::from_str(&example.output).ok()?;
            let result = response.get("Response")?.as_object()?;
            (!result.contains_key("Error")).then(|| ProductSample {
                request: request(&example.input, &action.params),
                response,
            })
        });
        action.samples = samples.collect();
    }
    Ok(())
}

/// The parameters of a request, if all that it shows are ones of the action.
fn request(text: &str, params: &[Field]) -> Option<Value> {
    let named = |name: &str| params.iter().find(|field| field.name == name);
    if let Some(at) = text.find("\n{") {
        let body: Value = serde_json::from_str(text[at..].trim()).ok()?;
        let is_known = body.as_object()?.keys().all(|name| named(name).is_some());
        return is_known.then_some(body);
    }
    let (_, query) = text.split_once('?')?;
    let mut found = Map::new();
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        let (name, value) = (name.trim(), value.trim());
        match named(name) {
            Some(field) => found.insert(name.to_owned(), scalar(value, &field.kind)?),
            None if COMMON.contains(&name) => continue,
            // A part of a list or an object, or what is none of the action's.
            None => return None,
        };
    }
    Some(Value::Object(found))
}

fn declared(
    name: &str,
    found: &ApiStructure,
    objects: &BTreeMap<String, ApiStructure>,
) -> ProductType {
    let direction = match found.usage.as_deref() {
        Some("out") => Direction::Response,
        _ => Direction::Request,
    };
    let fields = found.members.iter();
    ProductType {
        name: name.to_owned(),
        usage: found.usage.clone(),
        fields: fields
            .map(|entry| field(entry, direction, objects))
            .collect(),
        values: None,
    }
}

fn field(
    entry: &ApiMember,
    direction: Direction,
    objects: &BTreeMap<String, ApiStructure>,
) -> Field {
    let of_kind = |kind: &str| Field {
        kind: kind.to_owned(),
        ..Field::default()
    };
    let is_structure = objects.contains_key(&entry.member);
    let item = Field {
        reference: is_structure.then(|| entry.member.clone()),
        ..of_kind(if is_structure {
            "object"
        } else {
            kind(&entry.member)
        })
    };
    let is_list = entry.kind == "list";
    let example = entry.example.as_ref().and_then(Value::as_str);
    let example = example.and_then(|text| example_of(text, &item, is_list));
    let field = if is_list {
        Field {
            items: Some(Box::new(item)),
            ..of_kind("list")
        }
    } else {
        item
    };
    // Of a flag that says nothing is wrong, nothing is kept: it is what is meant where there is none.
    let only_true = |flag: Option<bool>| flag.filter(|flag| *flag);
    Field {
        name: entry.name.clone(),
        // Older packages flag members of answers too, which no call gives.
        required: entry.required.filter(|_| direction == Direction::Request),
        output_required: only_true(entry.output_required),
        nullable: only_true(entry.value_allowed_null),
        disabled: entry.disabled.unwrap_or_default(),
        example,
        ..field
    }
}

/// The inventory's word for a built-in type.
fn kind(member: &str) -> &str {
    match member {
        "int" => "int64",
        "timestamp" => "datetime",
        other => other,
    }
}

/// An example in its member's type. Many are none (`无`, `130****012` of a number): what does not fit the
/// type is left out, and so are those of structures, which are documents.
fn example_of(text: &str, item: &Field, is_list: bool) -> Option<Value> {
    let is_none = NO_EXAMPLE.contains(&text.trim()) || text.chars().count() > LONGEST_EXAMPLE;
    if is_none || text.chars().any(char::is_control) {
        return None;
    }
    if !is_list {
        return scalar(text, &item.kind);
    }
    let Ok(Value::Array(items)) = serde_json::from_str(text) else {
        return None;
    };
    let is_plain = |text: &str| !text.chars().any(char::is_control);
    let fits = |found: &Value| match found {
        Value::String(text) if !is_plain(text) => false,
        Value::String(text) => scalar(text, &item.kind).is_some_and(|typed| typed == *found),
        other => scalar(&other.to_string(), &item.kind).is_some_and(|typed| typed == *other),
    };
    (!items.is_empty() && items.iter().all(fits)).then_some(Value::Array(items))
}

fn scalar(text: &str, kind: &str) -> Option<Value> {
    match kind {
        "string" | "datetime" | "datetime_iso" | "date" => Some(Value::from(text)),
        "int64" => text.parse::<i64>().ok().map(Value::from),
        "uint64" => text.parse::<u64>().ok().map(Value::from),
        "bool" => text.parse::<bool>().ok().map(Value::from),
        "float" => serde_json::from_str::<Number>(text).ok().map(Value::Number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn api(members: &str) -> String {
        format!(
            r#"{{"version": "1.0", "metadata": {{}},
            "actions": {{"GetThing": {{"name": "x", "document": "y", "input": "GetThingRequest",
                "output": "GetThingResponse", "status": "deprecated"}}}},
            "objects": {{
                "GetThingRequest": {{"type": "object", "members": [{members}]}},
                "GetThingResponse": {{"members": [{{"name": "Thing", "type": "object", "member": "Thing",
                    "required": true, "output_required": true, "value_allowed_null": false}}]}},
                "Thing": {{"usage": "out", "members": [{{"name": "Parts", "type": "list", "member": "Thing",
                    "required": true, "value_allowed_null": true, "disabled": true}}]}}}}}}"#
        )
    }

    #[test]
    fn flags_are_carried_where_they_mean_something() {
        let member = r#"{"name": "Id", "type": "int", "member": "int", "required": false}"#;
        let found = product(&api(member), "demo", "2020-01-01").unwrap();
        let [action] = found.actions.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!(action.status.as_deref(), Some("deprecated"));
        let id = &action.params[0];
        assert_eq!((id.kind.as_str(), id.required), ("int64", Some(false)));
        let answer = &action.response[0];
        assert_eq!(
            (answer.required, answer.output_required),
            (None, Some(true))
        );
        assert_eq!(answer.nullable, None);
        let parts = &found.types[0].fields[0];
        assert_eq!((parts.required, parts.nullable), (None, Some(true)));
        assert!(parts.disabled);
        let items = parts.items.as_deref().unwrap();
        assert_eq!(items.reference.as_deref(), Some("Thing"));
    }

    #[test]
    fn examples_that_fit_their_type_are_kept_and_no_other() {
        for (kind, member, example, expected) in [
            ("string", "string", "a-1", Some(r#""a-1""#)),
            ("string", "string", "12", Some(r#""12""#)),
            ("string", "string", "无", None),
            ("int", "int64", "12", Some("12")),
            ("int", "int64", "130****012", None),
            (
                "int",
                "uint64",
                "18446744073709551615",
                Some("18446744073709551615"),
            ),
            ("bool", "bool", "true", Some("true")),
            ("bool", "bool", "是", None),
            ("float", "float", "0.5", Some("0.5")),
            ("list", "string", r#"["a", "b"]"#, Some(r#"["a","b"]"#)),
            ("list", "int64", "[1, \"2\"]", None),
            ("list", "string", "[]", None),
            ("list", "string", r#"["a\r"]"#, None),
            ("object", "Thing", r#"{"Parts": []}"#, None),
        ] {
            let text = Value::from(example);
            let member = format!(
                r#"{{"name": "A", "type": "{kind}", "member": "{member}", "example": {text}}}"#
            );
            let found = product(&api(&member), "demo", "2020-01-01").unwrap();
            let found = found.actions[0].params[0].example.as_ref();
            let found = found.map(Value::to_string);
            assert_eq!(found.as_deref(), expected, "{kind} {example}");
        }
    }

    #[test]
    fn samples_are_answers_with_the_parameters_of_their_call() {
        let members = r#"{"name": "Id", "type": "int", "member": "int"},
            {"name": "Parts", "type": "list", "member": "string"}"#;
        let plain = "https://x/?Action=GetThing\n&Id=7\n&<common>";
        for (input, output, expected) in [
            (
                "POST / HTTP/1.1\n\n{\"Id\": 7}",
                "{\"Response\": {}}",
                Some(r#"{"Id":7}"#),
            ),
            (plain, "{\"Response\": {}}", Some(r#"{"Id":7}"#)),
            (
                "https://x/?Action=GetThing&Parts.0=a",
                "{\"Response\": {}}",
                Some("none"),
            ),
            (
                "POST / HTTP/1.1\n\n{\"Other\": 7}",
                "{\"Response\": {}}",
                Some("none"),
            ),
            (plain, "{\"Response\": {\"Error\": {}}}", None),
            (plain, "{\"Response\": {", None),
        ] {
            let mut found = product(&api(members), "demo", "2020-01-01").unwrap();
            let example = serde_json::json!({"input": input, "output": output, "title": "x"});
            let examples = serde_json::json!({"actions": {"GetThing": [example]}});
            add_samples(&mut found, &examples.to_string()).unwrap();
            let sample = found.actions[0].samples.first();
            let shown = sample.map(|sample| {
                let request = sample.request.as_ref();
                request.map_or_else(|| "none".to_owned(), Value::to_string)
            });
            assert_eq!(shown.as_deref(), expected, "{input} {output}");
        }
    }

    #[test]
    fn a_flag_may_be_a_number() {
        for (written, required) in [("1", Some(true)), ("0", Some(false)), ("null", None)] {
            let member = format!(
                r#"{{"name": "A", "type": "string", "member": "string", "required": {written}}}"#
            );
            let found = product(&api(&member), "demo", "2020-01-01").unwrap();
            assert_eq!(found.actions[0].params[0].required, required, "{written}");
        }
    }

    #[test]
    fn what_is_no_metadata_is_refused_in_words() {
        let error = product("{\"actions\": 1}", "demo", "2020-01-01").unwrap_err();
        assert!(error.to_string().contains("line 1"), "{error}");
        let text = api("").replace("\"GetThingRequest\":", "\"Other\":");
        let error = product(&text, "demo", "2020-01-01").unwrap_err();
        assert!(
            error.to_string().contains("no structure `GetThingRequest`"),
            "{error}"
        );
    }
}
