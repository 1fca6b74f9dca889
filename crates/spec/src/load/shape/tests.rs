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
    let rule = offered::<model::Rule>(bad());
    for (_, object) in RULES {
        assert!(
            keys(object)
                .iter()
                .all(|key| rule.iter().any(|word| word == key))
        );
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
    for (object, file) in [(&ACTION, "action"), (&SERVICE, "service")] {
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
        ] {
            let place = &schema["$defs"][name];
            if place.is_object() {
                assert_eq!(known(place), sorted(object), "{file}: {name}");
            }
        }
    }
}
