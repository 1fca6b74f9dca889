#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cloudwright_spec::model::Pagination;
use serde_json::json;

use super::*;
use crate::packed::Block;

fn product(version: &str, actions: &Value) -> Value {
    json!({
        "schema": "scale-neutral/1", "provider": "tencent", "product": "demo", "version": version,
        "host": "demo.tencentcloudapi.com", "protocol_style": "API 3.0", "envelope": "Response",
        "actions": actions,
    })
}

fn sources(products: &[Value]) -> VendorSources {
    VendorSources {
        inventories: products.iter().map(Value::to_string).collect(),
        alibaba_requests: json!({"products": []}).to_string(),
        tencent_codes: json!({"products": {"demo": {"2020-01-01": {
            "ListThings": ["InvalidParameter", "ResourceNotFound.Thing"],
            "PutThing": ["InvalidParameter"],
        }}}})
        .to_string(),
        huawei_endpoints: json!({"services": {}}).to_string(),
        specs: Vec::new(),
    }
}

fn things() -> Value {
    json!([
        {"name": "ListThings", "method": "POST", "path": "/", "params": [
            {"name": "Offset", "type": "int64", "in": "body", "required": false},
            {"name": "Limit", "type": "int64", "in": "body", "required": false}],
         "response": [
            {"name": "TotalCount", "type": "int64"},
            {"name": "Things", "type": "list", "items": {"type": "object", "fields": [{"name": "Id", "type": "string"}]}}]},
        {"name": "PutThing", "method": "POST", "path": "/", "params": [
            {"name": "ClientToken", "type": "string", "in": "body", "required": false}], "response": []},
    ])
}

fn blocks(made: &MadeCatalog) -> Vec<(Entry, Block)> {
    let container = container::Container::open(&made.file).unwrap();
    let index = container.index().unwrap();
    let lines = index.lines().map(|line| {
        let line: Entry = serde_json::from_str(line).unwrap();
        let (at, length) = line.block.unwrap();
        let text = container.block(at, length).unwrap();
        (line, Block::read(text).unwrap())
    });
    lines.collect()
}

#[test]
fn what_packages_say_comes_back_with_codes_paging_and_words() {
    let made = make(&sources(&[product("2020-01-01", &things())])).unwrap();
    let blocks = blocks(&made);
    let [(entry, block)] = blocks.as_slice() else {
        panic!("one service");
    };
    assert_eq!((entry.id.as_str(), made.actions), ("tencent-demo", 2));
    let list = block.action("ListThings").unwrap().unwrap().action;
    assert_eq!(list.summary, "List things.");
    let codes: Vec<&str> = list
        .errors
        .iter()
        .map(|error| error.code.as_str())
        .collect();
    assert_eq!(codes, ["InvalidParameter", "ResourceNotFound.Thing"]);
    let expected = Pagination::Offset {
        offset: "Offset".to_owned(),
        limit: Some("Limit".to_owned()),
        items: "Things".to_owned(),
        total: Some("TotalCount".to_owned()),
    };
    assert_eq!(list.pagination, Some(expected));
    let put = block.action("PutThing").unwrap().unwrap().action;
    assert_eq!((put.errors.len(), &put.pagination), (1, &None));
    // By its name, and not in the file.
    let token = put.idempotency_token().map(|member| member.name.as_str());
    assert_eq!(token, Some("ClientToken"));
    let text = container::Container::open(&made.file).unwrap();
    let (at, length) = entry.block.unwrap();
    let text = text.block(at, length).unwrap();
    assert!(!text.contains("idempotency_token"), "{text}");
    assert!(block.action("Nothing").unwrap().is_none());
}

#[test]
fn the_latest_version_bears_the_name_and_the_order_of_packages_changes_nothing() {
    let products = ["2018-01-01", "2020-01-01"].map(|version| product(version, &things()));
    let made = make(&sources(&products)).unwrap();
    let ids: Vec<(String, Option<String>)> = blocks(&made)
        .into_iter()
        .map(|(entry, _)| (entry.id, entry.version))
        .collect();
    let expected = [
        ("tencent-demo", "2020-01-01"),
        ("tencent-demo-2018-01-01", "2018-01-01"),
    ];
    let expected = expected.map(|(id, version)| (id.to_owned(), Some(version.to_owned())));
    assert_eq!(ids, expected);
    let turned = [products[1].clone(), products[0].clone()];
    assert_eq!(make(&sources(&turned)).unwrap().file, made.file);
}

#[test]
fn a_version_that_has_only_begun_does_not_bear_the_name() {
    let mut many = things();
    for number in 0..4 {
        let mut more = many[0].clone();
        more["name"] = format!("ListMore{number}").into();
        many.as_array_mut().unwrap().push(more);
    }
    let made = make(&sources(&[
        product("2018-01-01", &many),
        product("2024-01-01", &things()),
    ]))
    .unwrap();
    let ids: Vec<String> = blocks(&made)
        .into_iter()
        .map(|(entry, _)| entry.id)
        .collect();
    assert_eq!(ids, ["tencent-demo", "tencent-demo-2024-01-01"]);
}

#[test]
fn what_cannot_be_said_is_left_out_and_counted() {
    let mut actions = things();
    actions[1]["content_types"] = json!(["application/xml"]);
    let made = make(&sources(&[product("2020-01-01", &actions)])).unwrap();
    assert_eq!(made.actions, 1);
    let told = "tencent\t1\taction: its body is `application/xml`; only JSON bodies can be sent\n";
    assert_eq!(made.left_out.to_string(), told);
    assert!(make(&VendorSources::default()).is_err());
}

#[test]
fn two_lists_of_rows_are_not_taken_for_pages() {
    let mut actions = things();
    let rows = actions[0]["response"][1].clone();
    let response = actions[0]["response"].as_array_mut().unwrap();
    response.push(rows);
    response[2]["name"] = "Others".into();
    let made = make(&sources(&[product("2020-01-01", &actions)])).unwrap();
    let list = blocks(&made)[0].1.action("ListThings").unwrap().unwrap();
    assert_eq!(list.action.pagination, None);
}

#[test]
fn numbers_in_texts_numbered_tokens_and_whole_answers_are_pages_too() {
    let rows = json!({"type": "object", "fields": [{"name": "Id", "type": "string"}]});
    let text = |name: &str| json!({"name": name, "type": "string", "in": "query"});
    let actions = json!([
        {"name": "ListWhole", "method": "GET", "path": "/whole", "params": [text("offset"), text("limit")],
         "response": [{"name": "body", "type": "list", "items": rows, "in": "body_root"},
            {"name": "Content-Range", "type": "string", "in": "header"}]},
        {"name": "ListNumbered", "method": "GET", "path": "/numbered", "params": [
            {"name": "marker", "type": "int", "in": "query"}, {"name": "limit", "type": "int", "in": "query"}],
         "response": [{"name": "rows", "type": "list", "items": rows}, {"name": "nextMarker", "type": "int"}]},
    ]);
    let mut product = product("v2", &actions);
    product["provider"] = "huawei".into();
    product.as_object_mut().unwrap().remove("envelope");
    let made = make(&sources(&[product])).unwrap();
    let block = &blocks(&made)[0].1;
    let paging = |name: &str| block.action(name).unwrap().unwrap().action.pagination;
    let expected = Pagination::Offset {
        offset: "offset".to_owned(),
        limit: Some("limit".to_owned()),
        items: "body".to_owned(),
        total: None,
    };
    assert_eq!(paging("ListWhole"), Some(expected));
    let expected = Pagination::Token {
        token: "marker".to_owned(),
        next: "nextMarker".to_owned(),
        limit: Some("limit".to_owned()),
        items: "rows".to_owned(),
    };
    assert_eq!(paging("ListNumbered"), Some(expected));
}

#[test]
fn a_place_is_taken_for_one_only_where_the_answer_gives_the_next() {
    let rows = json!({"name": "Rows", "type": "list", "items": {"type": "object", "fields": []}});
    let list = |name: &str, params: &[(&str, &str)], answer: &[(&str, &str)]| {
        let field = |(name, kind): &(&str, &str)| json!({"name": name, "type": kind, "in": "body"});
        let answer = answer.iter().map(field).chain([rows.clone()]);
        json!({"name": name, "method": "POST", "path": "/", "params": params.iter().map(field).collect::<Vec<_>>(),
            "response": answer.collect::<Vec<_>>()})
    };
    let marker = [("Marker", "string"), ("MaxItems", "int")];
    let actions = json!([
        list(
            "ListMarked",
            &marker,
            &[("Marker", "string"), ("IsTruncated", "bool")]
        ),
        // The marker of an answer may be the one that was asked for.
        list("ListEchoed", &marker, &[("Marker", "string")]),
        list(
            "ListByCursor",
            &[("Cursor", "string"), ("Limit", "int")],
            &[("NextCursor", "string")]
        ),
        list(
            "ListFrom",
            &[("offset", "int"), ("size", "int")],
            &[("total", "int")]
        ),
        // A size beside a token may be what rows are looked for by.
        list(
            "ListBySize",
            &[("NextToken", "string"), ("size", "int")],
            &[("NextToken", "string")]
        ),
    ]);
    let made = make(&sources(&[product("2020-01-01", &actions)])).unwrap();
    let block = &blocks(&made)[0].1;
    let paging = |name: &str| block.action(name).unwrap().unwrap().action.pagination;
    let token = |token: &str, next: &str, limit: Option<&str>| {
        Some(Pagination::Token {
            token: token.to_owned(),
            next: next.to_owned(),
            limit: limit.map(str::to_owned),
            items: "Rows".to_owned(),
        })
    };
    assert_eq!(
        paging("ListMarked"),
        token("Marker", "Marker", Some("MaxItems"))
    );
    assert_eq!(paging("ListEchoed"), None);
    assert_eq!(
        paging("ListByCursor"),
        token("Cursor", "NextCursor", Some("Limit"))
    );
    assert_eq!(paging("ListBySize"), token("NextToken", "NextToken", None));
    let expected = Pagination::Offset {
        offset: "offset".to_owned(),
        limit: Some("size".to_owned()),
        items: "Rows".to_owned(),
        total: Some("total".to_owned()),
    };
    assert_eq!(paging("ListFrom"), Some(expected));
}

#[test]
fn a_damaged_block_is_an_error_and_no_panic() {
    let made = make(&sources(&[product("2020-01-01", &things())])).unwrap();
    let container = container::Container::open(&made.file).unwrap();
    let line: Entry =
        serde_json::from_str(container.index().unwrap().lines().next().unwrap()).unwrap();
    let (at, length) = line.block.unwrap();
    let text = container.block(at, length).unwrap();
    assert!(Block::read(text.clone()).unwrap().all().is_ok());
    // Wherever it is cut, and whatever number is wrong.
    let cuts = (0..text.len()).filter(|end| text.is_char_boundary(*end));
    for end in cuts.step_by(7) {
        let read = Block::read(text[..end].to_owned()).and_then(|block| block.all());
        assert!(read.is_err(), "{end}");
    }
    let codes = text.replace("\"codes\":[0", "\"codes\":[99999");
    assert!(Block::read(codes).unwrap().all().is_err());
    let deep = "[".repeat(100_000);
    assert!(Block::read(deep).is_err());
}
