//! `null` among the parameters: sent or told.

use serde_json::json;

use super::{EVERYWHERE, JSON, LEGACY, ROOT, RPC, encode, encode_with, lines, text};
use crate::codec::{Json, ViolationKind};

#[test]
fn null_is_sent_where_the_value_travels_as_json() {
    for (given, body) in [
        (json!({"Name": null}), r#"{"Name":null}"#),
        (json!({"Tags": null}), r#"{"Tags":null}"#),
        (
            json!({"Tags": [{"Key": null, "Value": "v"}]}),
            r#"{"Tags":[{"Key":null,"Value":"v"}]}"#,
        ),
        (json!({"Policy": null}), r#"{"Policy":null}"#),
        (
            json!({"Policy": {"a": [null]}}),
            r#"{"Policy":"{\"a\":[null]}"}"#,
        ),
    ] {
        let mut parameters = json!({"project_id": "p", "thing": 1});
        for (name, value) in given.as_object().into_iter().flatten() {
            parameters[name] = value.clone();
        }
        let encoded = encode(parameters, JSON);
        assert_eq!(text(encoded.body).as_deref(), Some(body), "{given}");
    }
    let encoded = encode(
        json!({"project_id": "p", "thing": 1, "filter": [{"Key": null}], "Policy": [null]}),
        RPC,
    );
    assert_eq!(lines(&encoded.query), [r#"filter=[{"Key":null}]"#]);
    assert_eq!(lines(&encoded.form), ["Policy=[null]"]);
    let encoded = encode_with(&ROOT, json!({"body": null}), JSON, true).unwrap_or_default();
    assert_eq!(text(encoded.body).as_deref(), Some("null"));
}

#[test]
fn null_is_told_where_only_text_can_travel() {
    let everywhere = json!({
        "thing": null, "limit": null, "tags": [{"Key": null}, {"Key": "k"}], "filter": null,
        "fields": null, "X-Mode": null, "RegionId": null,
    });
    let body = json!({"Name": null, "Tags": [{"Key": "k"}, {"Value": null}], "Policy": null});
    let told = |mut parameters: Json, layout, checked| {
        parameters["project_id"] = json!("p");
        let encoded = encode_with(&EVERYWHERE, parameters, layout, checked);
        let violations = encoded.err().unwrap_or_default();
        let nulls: Vec<String> = violations
            .iter()
            .filter(|violation| violation.kind == ViolationKind::Null)
            .map(ToString::to_string)
            .collect();
        nulls
    };
    let lines = |names: &[&str]| -> Vec<String> {
        let line = |name| format!("`{name}` is null, which only JSON can say: leave it out");
        names.iter().map(line).collect()
    };
    let names = [
        "thing",
        "limit",
        "tags[0].Key",
        "filter",
        "fields",
        "X-Mode",
        "RegionId",
    ];
    assert_eq!(told(everywhere.clone(), JSON, false), lines(&names));
    // What is required is told to be missing.
    assert_eq!(told(everywhere, JSON, true), lines(&names[1..]));
    for layout in [RPC, LEGACY] {
        let mut body = body.clone();
        body["thing"] = json!(1);
        let names = ["Name", "Tags[1].Value", "Policy"];
        assert_eq!(told(body, layout, true), lines(&names));
    }
}
