//! Outline, model and the editors' schema say the same.
#![allow(clippy::unwrap_used, reason = "tests may stop")]

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::*;
use crate::model;

/// The words that serde offers in its complaint about one that it does not know.
fn offered<T: DeserializeOwned>(value: Value) -> Vec<String> {
    let message = match serde_json::from_value::<T>(value) {
        Ok(_) => panic!("`zzz` is known"),
        Err(error) => error.to_string(),
    };
    let (_, words) = message.split_once("expected ").unwrap();
    let words = words.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

fn keys(object: &Object) -> Vec<&'static str> {
    object.keys.iter().map(|key| key.name).collect()
}

#[test]
fn outline_and_model_have_the_same_keys_in_the_same_order() {
    let bad = || json!({ "zzz": 1 });
    for (object, offered) in [
        (&PROVIDER, offered::<model::ProviderSpec>(bad())),
        (&OF_PROTOCOL, offered::<model::ProtocolSpec>(bad())),
        (&SERVICE, offered::<model::Service>(bad())),
        (&FACADE, offered::<model::Facade>(bad())),
        (&CRATE, offered::<model::CrateInfo>(bad())),
        (&ENDPOINTS, offered::<model::Endpoints>(bad())),
        (&DEPRECATION, offered::<model::Deprecation>(bad())),
        (&REPLACEMENT, offered::<model::Replacement>(bad())),
        (&REMOVAL, offered::<model::Removal>(bad())),
        (&ERROR, offered::<model::ErrorCode>(bad())),
        (&ACTION, offered::<model::Action>(bad())),
        (&SOURCE, offered::<model::Source>(bad())),
        (&MEMBER, offered::<model::Member>(bad())),
        (&TYPE, offered::<model::TypeDef>(bad())),
        (&ENUM_VALUE, offered::<model::EnumValue>(bad())),
        (&CONFLICT, offered::<model::Conflict>(bad())),
        (&SAMPLE, offered::<model::Sample>(bad())),
        (&BY_OFFSET, paging("offset")),
        (&BY_PAGE, paging("page")),
        (&BY_TOKEN, paging("token")),
    ] {
        // The key that says which of several objects it is, is not the object's own in serde.
        let keys: Vec<_> = keys(object)
            .into_iter()
            .filter(|key| *key != "style")
            .collect();
        assert_eq!(keys, offered, "{}", object.what);
    }
    // The keys of a rule go by its kind; serde does not name them.
    for (word, object) in RULES {
        let of_key = |key: &str| match key {
            "rule" => json!(word),
            "members" => json!(["a", "b"]),
            "enforced" => json!(false),
            _ => json!("text"),
        };
        let keys = keys(object).into_iter();
        let rule: Value = keys.map(|key| (key.to_owned(), of_key(key))).collect();
        let read: model::Rule = serde_json::from_value(rule.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), rule, "{word}");
    }
}

fn paging(style: &str) -> Vec<String> {
    offered::<model::Pagination>(json!({ "style": style, "zzz": 1 }))
}

#[test]
fn outline_and_model_have_the_same_words() {
    let of = |object: &Object, key: &str| -> Vec<&'static str> {
        match object.key(key).unwrap().shape {
            Shape::Word(words) | Shape::List(Shape::Word(words)) => words.to_vec(),
            other => panic!("{key} is {other:?}"),
        }
    };
    let tags = |cases: &[(&'static str, &Object)]| -> Vec<&'static str> {
        cases.iter().map(|(word, _)| *word).collect()
    };
    let bad = || json!("zzz");
    for (words, offered) in [
        (of(&SERVICE, "provider"), offered::<model::Provider>(bad())),
        (of(&SERVICE, "protocols"), offered::<model::Protocol>(bad())),
        (of(&ERROR, "class"), offered::<model::ErrorClass>(bad())),
        (of(&ACTION, "access"), offered::<model::Access>(bad())),
        (of(&MEMBER, "in"), offered::<model::Location>(bad())),
        (of(&MEMBER, "required"), offered::<model::Required>(bad())),
        (of(&MEMBER, "evidence"), offered::<model::Evidence>(bad())),
        (of(&MEMBER, "serialize"), offered::<model::Serialize>(bad())),
        (of(&CONFLICT, "kind"), offered::<model::ConflictKind>(bad())),
        (
            tags(RULES),
            offered::<model::Rule>(json!({ "rule": "zzz" })),
        ),
        (
            tags(PAGINATION),
            offered::<model::Pagination>(json!({ "style": "zzz" })),
        ),
    ] {
        assert_eq!(words, offered);
    }
}

#[test]
fn the_editors_schema_knows_the_same_keys() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/schema");
    for (object, file) in [
        (&ACTION, "action"),
        (&SERVICE, "service"),
        (&PROVIDER, "provider"),
    ] {
        let Ok(text) = std::fs::read_to_string(folder.join(format!("{file}.schema.json"))) else {
            continue;
        };
        let schema: Value = serde_json::from_str(&text).unwrap();
        let known = |place: &Value| -> Vec<String> {
            let properties = place["properties"].as_object().unwrap();
            let mut keys: Vec<String> = properties.keys().cloned().collect();
            keys.sort_unstable();
            keys
        };
        let sorted = |object: &Object| {
            let mut keys = keys(object);
            keys.sort_unstable();
            keys
        };
        assert_eq!(known(&schema), sorted(object), "{file}");
        for (object, name) in [
            (&MEMBER, "member"),
            (&TYPE, "type"),
            (&ERROR, "error"),
            (&CONFLICT, "conflict"),
            (&SAMPLE, "sample"),
            (&SOURCE, "source"),
            (&REMOVAL, "removal"),
            (&OF_PROTOCOL, "protocol"),
        ] {
            let place = &schema["$defs"][name];
            if place.is_object() {
                assert_eq!(known(place), sorted(object), "{file}: {name}");
            }
        }
    }
}

#[test]
fn the_editors_schema_knows_what_sides_of_conflicts_say() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let Ok(text) = std::fs::read_to_string(folder.join("schema/action.schema.json")) else {
        return;
    };
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let cases = schema["$defs"]["conflict"]["allOf"].as_array().unwrap();
    assert_eq!(cases.len(), model::ConflictKind::ALL.len());
    for kind in model::ConflictKind::ALL {
        let is_of_kind = |case: &&Value| case["if"]["properties"]["kind"]["const"] == kind.as_str();
        let case = cases.iter().find(is_of_kind).unwrap();
        let row = format!("| `{}` |", kind.as_str());
        let row = readme.lines().find(|line| line.starts_with(&row)).unwrap();
        for word in kind.sides() {
            assert!(row.contains(&format!("`{word}`")), "{row}");
        }
        for side in ["table", "sample", "metadata"] {
            let words = &case["then"]["properties"][side]["enum"];
            let words = words.as_array().map_or(&[][..], Vec::as_slice);
            assert_eq!(words, kind.sides(), "{side}");
        }
    }
}

/// The words that a schema allows in a place: `enum`, the constants of `oneOf`, those of the items,
/// or what it refers to.
fn allowed<'s>(schema: &'s Value, place: &'s Value) -> Vec<&'s str> {
    if let Some(reference) = place["$ref"].as_str() {
        let target = schema.pointer(&reference[1..]).unwrap();
        return allowed(schema, target);
    }
    let texts = |list: &'s Value| list.as_array().into_iter().flatten();
    let consts = texts(&place["oneOf"]).filter_map(|case| case["const"].as_str());
    let words: Vec<&str> = texts(&place["enum"])
        .filter_map(Value::as_str)
        .chain(consts)
        .collect();
    if words.is_empty() && place["items"].is_object() {
        return allowed(schema, &place["items"]);
    }
    words
}

#[test]
fn the_editors_schema_knows_the_same_words() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/schema");
    let read = |name: &str| -> Option<Value> {
        let text = std::fs::read_to_string(folder.join(name)).ok()?;
        Some(serde_json::from_str(&text).unwrap())
    };
    let places: [(&str, &str, &Object); 7] = [
        ("provider.schema.json", "", &PROVIDER),
        ("provider.schema.json", "/$defs/protocol", &OF_PROTOCOL),
        ("service.schema.json", "", &SERVICE),
        ("action.schema.json", "", &ACTION),
        ("action.schema.json", "/$defs/member", &MEMBER),
        ("action.schema.json", "/$defs/error", &ERROR),
        ("action.schema.json", "/$defs/conflict", &CONFLICT),
    ];
    for (file, place, object) in places {
        let Some(schema) = read(file) else { continue };
        let properties = &schema.pointer(place).unwrap()["properties"];
        for key in object.keys {
            if let Shape::Word(words) | Shape::List(Shape::Word(words)) = key.shape {
                let allowed = allowed(&schema, &properties[key.name]);
                assert_eq!(allowed, *words, "{file}{place}: {}", key.name);
            }
        }
    }
    let Some(schema) = read("inventory.schema.json") else {
        return;
    };
    let providers = allowed(&schema, &schema["properties"]["provider"]);
    assert_eq!(providers, model::Provider::WORDS);
}
