//! What is refused, with its place and in which words.

use super::*;

#[test]
fn what_specs_cannot_express_is_refused_with_its_place() {
    let action = r#"{"name": "Put", "method": "PUT", "path": "/x", "content_types": ["application/octet-stream"],
        "params": [{"name": "Body", "type": "stream", "in": "body"},
                   {"name": "Rate", "type": "float", "in": "query", "max": 0.5},
                   {"name": "Gone", "type": "object", "ref": "Missing", "in": "query"}]}"#;
    let text = inventory(action);
    let ImportError::Refused(refusals) = import(&text, &Options::default()).unwrap_err() else {
        panic!()
    };
    let lines: Vec<String> = refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "actions[0] Put: its body is `application/octet-stream`; only JSON bodies can be sent",
            "actions[0] Put: params `Body`: `stream` is no type of the format",
            "actions[0] Put: params `Rate`: the bound 0.5 of a `float32` is no signed whole number of 64 bits",
            "actions[0] Put: params `Gone`: there is no type `Missing`",
        ]
    );
}

#[test]
fn what_would_be_lost_is_refused() {
    let int = r#"{"type": "int"}"#;
    for (field, expected) in [
        (
            r#""type": "string", "ref": "T""#.to_owned(),
            "`ref` beside the type `string`",
        ),
        (
            format!(r#""type": "string", "items": {int}"#),
            "`items` beside the type `string`",
        ),
        (
            format!(r#""type": "list", "items": {int}, "values": {int}"#),
            "`values` beside the type `list`",
        ),
        (
            format!(r#""type": "list", "items": {int}, "fields": []"#),
            "`fields` beside the type `list`",
        ),
        (
            r#""type": "object", "ref": "T", "fields": []"#.to_owned(),
            "`fields` beside the type `object`",
        ),
        (
            r#""type": "list", "items": {"type": "int", "in": "query"}"#.to_owned(),
            "`in` means nothing inside of a type",
        ),
        (
            r#""type": "list", "items": {"type": "int", "name": "item"}"#.to_owned(),
            "`name` means nothing inside of a type",
        ),
        (
            r#""type": "list", "enum": ["a"], "items": {"type": "string", "enum": ["b"]}"#
                .to_owned(),
            "`enum` of it and of what it holds",
        ),
        (
            r#""type": "uint64", "max": 18446744073709551615"#.to_owned(),
            "the bound 18446744073709551615 of a `uint64` is no signed whole number of 64 bits",
        ),
    ] {
        let action = format!(
            r#"{{"name": "Put", "method": "PUT", "path": "/x", "params": [{{"name": "a", {field}}}]}}"#
        );
        let told = refusals(&inventory(&action));
        assert!(
            told.len() == 1 && told[0].ends_with(expected),
            "{field}: {told:?}"
        );
    }
    for (field, reason) in [
        (
            r#""type": "string", "serialize": "json""#,
            "`serialize: json` of a `string`: only a list",
        ),
        (
            r#""type": "map", "values": {"type": "int"}, "serialize": "simple""#,
            "`serialize: simple` of a `map`: only a list",
        ),
        (
            r#""type": "list", "items": {"type": "map", "values": {"type": "int"}}, "serialize": "simple""#,
            "`serialize: simple` of a `list`: only a list",
        ),
        (
            r#""type": "list", "items": {"type": "int"}, "in": "body_root", "serialize": "json""#,
            "`serialize: json` of a `list`: the whole body",
        ),
        (
            r#""type": "list", "items": {"type": "int"}, "serialize": "xml""#,
            "`xml` is no way",
        ),
    ] {
        let action = format!(
            r#"{{"name": "Put", "method": "PUT", "path": "/x", "params": [{{"name": "a", {field}}}]}}"#
        );
        let told = refusals(&inventory(&action));
        let expected = format!("actions[0] Put: params `a`: {reason}");
        assert!(
            told.len() == 1 && told[0].starts_with(&expected),
            "{told:?}"
        );
    }
    for (types, expected) in [
        (
            r#"{"name": "T", "fields": [{"name": "a", "type": "int"}], "enum": ["x"]}"#,
            "types `T`: a type has either `fields` or `enum`",
        ),
        (
            r#"{"name": "T", "enum": ["x", null]}"#,
            "types `T`: the enum value null is no text or number",
        ),
        (
            r#"{"name": "", "fields": []}"#,
            "types ``: the type has no name",
        ),
    ] {
        let text = inventory("").replace(r#""types": []"#, &format!(r#""types": [{types}]"#));
        assert_eq!(refusals(&text), [expected]);
    }
}

#[test]
fn what_names_a_file_is_refused_in_the_inventory_s_own_words() {
    let get = r#"{"name": "Get", "method": "GET", "path": "/x"}"#;
    for (name, expected) in [
        (
            "../Get",
            "actions[1] ../Get: an action's name is letters, digits and `_`, a letter first",
        ),
        (
            "service",
            "actions[1] service: the file of this name is the service's own",
        ),
        (
            // The same file where file names have no case.
            "Service",
            "actions[1] Service: the file of this name is the service's own",
        ),
        ("Get", "actions[1] Get: another action has this name"),
    ] {
        let actions = format!("{get}, {}", get.replace("Get", name));
        assert_eq!(refusals(&inventory(&actions)), [expected]);
    }
    for product in ["..", "", "a/../b", "日本"] {
        let text = inventory("").replace(
            r#""product": "demo""#,
            &format!(r#""product": "{product}""#),
        );
        let told = refusals(&text);
        assert!(told[0].starts_with("product: "), "{product}: {told:?}");
    }
}

#[test]
fn with_leave_the_rest_is_imported_and_what_was_left_out_is_told() {
    let good = r#"{"name": "Get", "method": "GET", "path": "/x"}"#;
    let bad = r#"{"name": "Put", "method": "PUT", "path": "/x", "skip_sign": true}"#;
    let options = Options {
        allow_partial: true,
        ..Options::default()
    };
    let imported = import(&inventory(&format!("{good}, {bad}")), &options).unwrap();
    let files: Vec<&str> = imported
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(files, ["huawei/demo/Get.yaml", "huawei/demo/service.yaml"]);
    assert_eq!(imported.left_out.len(), 1);
}

/// Huawei's Cloud RTC lists both headers, its Identity Center a token of its own as `Authorization`.

#[test]
fn an_unknown_key_is_an_error_with_line_and_column() {
    let text = inventory(r#"{"name": "Get", "method": "GET", "path": "/x", "verb": 1}"#);
    let message = import(&text, &Options::default()).unwrap_err().to_string();
    assert!(
        message.contains("unknown field `verb`") && message.contains("line 1"),
        "{message}"
    );
}

#[test]
fn a_list_in_the_place_of_an_object_is_an_error_with_line_and_column() {
    for (found, list) in [
        (
            r#"{"name": "a", "type": "list", "items": {"type": "int"}}"#,
            r#"["a", "int"]"#,
        ),
        (r#"{"type": "int"}"#, r#"["", "int"]"#),
    ] {
        let action = r#"{"name": "Put", "method": "PUT", "path": "/x", "params": [{"name": "a", "type": "list", "items": {"type": "int"}}]}"#;
        let text = inventory(&action.replace(found, list));
        let message = import(&text, &Options::default()).unwrap_err().to_string();
        assert!(
            message.contains("invalid type: sequence, expected an object at line 1 column"),
            "{message}"
        );
    }
    assert!(import("[]", &Options::default()).is_err());
}
