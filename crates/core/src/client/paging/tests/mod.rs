//! Paging over scripts: which pages are asked for, and where it ends.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use serde_json::json;

use super::*;
use crate::client::Client;
use crate::codec::Json;
use crate::meta::{Access, Kind, Paging, Parameter, Place};
use crate::testing::service::{HUAWEI, JOBS, NEW_YEAR, OPERATION, TENCENT, builder, rows};
use crate::testing::{ManualClock, Script};
use crate::transport::HttpResponse;

mod resumed;
mod services;

/// A result as the generator writes it.
#[derive(Default)]
struct Output {
    data: Option<Data>,
}

#[derive(Default)]
struct Data {
    rows: Vec<i64>,
    total: Option<i64>,
}

crate::members! {
    impl Decode for Output {
        "Data" => data,
    }
}

crate::members! {
    impl Decode for Data {
        "Rows" => rows,
        "Total" => total,
    }
}

impl Paged for Output {
    type Item = i64;

    fn items(page: Output) -> Vec<i64> {
        page.data.map(|data| data.rows).unwrap_or_default()
    }

    fn count(page: &Output) -> usize {
        page.data.as_ref().map_or(0, |data| data.rows.len())
    }

    fn total(page: &Output) -> Option<u64> {
        page.data
            .as_ref()?
            .total
            .and_then(|total| total.try_into().ok())
    }
}

fn client(script: &Script) -> (Client, ManualClock) {
    let clock = ManualClock::at(NEW_YEAR);
    (builder(&TENCENT, script, &clock).build().unwrap(), clock)
}

fn pages(client: &Client, parameters: &Json) -> Pages<Output> {
    let mut call = client.call(&OPERATION);
    for (name, value) in parameters.as_object().unwrap() {
        call.parameters().any(name.clone(), value);
    }
    call.pages()
}

fn asked(script: &Script) -> Vec<Json> {
    let body = |request: &crate::transport::HttpRequest| serde_json::from_slice(&request.body);
    script
        .requests()
        .iter()
        .map(|request| body(request).unwrap())
        .collect()
}

#[test]
fn entries_of_all_pages_come_in_order_and_end_at_the_total() {
    let script = Script::new()
        .answer(200, rows(&[1, 2], 5))
        .answer(200, rows(&[3, 4], 5))
        .answer(200, rows(&[5], 5));
    let (client, clock) = client(&script);
    let items = pages(&client, &json!({"Limit": 2, "RepoName": "r"})).items();
    assert_eq!(clock.run(items.try_collect()).unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(
        asked(&script),
        [
            json!({"Limit": 2, "RepoName": "r"}),
            json!({"Limit": 2, "RepoName": "r", "Offset": 2}),
            json!({"Limit": 2, "RepoName": "r", "Offset": 4}),
        ]
    );
}

#[test]
fn a_page_is_fetched_when_it_is_asked_for_and_not_before() {
    let script = Script::new()
        .answer(200, rows(&[1, 2], 4))
        .answer(200, rows(&[3, 4], 4));
    let (client, clock) = client(&script);
    let mut items = pages(&client, &json!({})).items();
    assert!(script.requests().is_empty());
    for (item, requests) in [(1, 1), (2, 1), (3, 2), (4, 2)] {
        assert_eq!(clock.run(items.try_next()).unwrap(), Some(item));
        assert_eq!(script.requests().len(), requests);
    }
    assert_eq!(clock.run(items.try_next()).unwrap(), None);
    assert_eq!(items.end(), Some(End::Total));
}

#[test]
fn pages_given_away_whole_are_counted_all_the_same() {
    let script = Script::new()
        .answer(200, rows(&[1, 2, 3], 4))
        .answer(200, rows(&[4], 4));
    let (client, clock) = client(&script);
    let mut pages = pages(&client, &json!({"Offset": 10}));
    clock.run(async {
        while let Some(page) = pages.try_next().await.unwrap() {
            drop(page.into_inner());
        }
    });
    // Rows before the offset count towards the total.
    assert_eq!(asked(&script), [json!({"Offset": 10})]);

    let script = Script::new()
        .answer(200, rows(&[1, 2, 3], 14))
        .answer(200, rows(&[4], 14));
    let (client, clock) = self::client(&script);
    let mut pages = self::pages(&client, &json!({"Offset": 10}));
    while clock.run(pages.try_next()).unwrap().is_some() {}
    assert_eq!(
        asked(&script),
        [json!({"Offset": 10}), json!({"Offset": 13})]
    );
}

/// A page whose members are not called as the table says.
#[derive(Default)]
struct Renamed {
    rows: Vec<i64>,
}

crate::members! {
    impl Decode for Renamed {
        "Renamed" => rows,
    }
}

thread_local! {
    static COUNTED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Paged for Renamed {
    type Item = i64;

    fn items(page: Renamed) -> Vec<i64> {
        page.rows
    }

    fn count(page: &Renamed) -> usize {
        COUNTED.set(COUNTED.get() + 1);
        page.rows.len()
    }
}

#[test]
fn rows_are_counted_once_and_from_what_was_read_and_the_body_is_not_read_again() {
    let page = |rows: &str| format!(r#"{{"Response":{{"Renamed":{rows},"RequestId":"r"}}}}"#);
    for whole in [true, false] {
        let script = Script::new()
            .answer(200, page("[1,2,3]"))
            .answer(200, page("[4]"))
            .answer(200, page("[]"));
        let (client, clock) = client(&script);
        let pages = client.call(&OPERATION).pages::<Renamed>();
        COUNTED.set(0);
        if whole {
            let mut pages = pages;
            while clock.run(pages.try_next()).unwrap().is_some() {}
        } else {
            let rows = clock.run(pages.items().try_collect()).unwrap();
            assert_eq!(rows, [1, 2, 3, 4]);
        }
        let offsets: Vec<Json> = asked(&script)
            .iter()
            .map(|body| body["Offset"].clone())
            .collect();
        assert_eq!(offsets, [json!(null), json!(3), json!(4)]);
        assert_eq!(COUNTED.get(), 3);
    }
}

#[test]
fn an_empty_page_a_repeated_page_and_an_error_end_the_stream() {
    let empty = Script::new()
        .answer(200, rows(&[1], 9))
        .answer(200, rows(&[], 9));
    let (client, clock) = client(&empty);
    let mut items = pages(&client, &json!({})).items();
    assert_eq!(clock.run(items.try_next()).unwrap(), Some(1));
    assert_eq!(clock.run(items.try_next()).unwrap(), None);
    assert_eq!((items.end(), items.missing()), (Some(End::Short), Some(8)));

    // The id of the request differs; the page does not.
    let repeated = Script::of(|_| Ok(HttpResponse::new(200, rows(&[1, 2], 9))));
    let (client, clock) = self::client(&repeated);
    let mut items = pages(&client, &json!({})).items();
    let all = clock.run(async {
        let mut all = Vec::new();
        while let Some(item) = items.try_next().await.unwrap() {
            all.push(item);
        }
        all
    });
    assert_eq!((all, items.end()), (vec![1, 2], Some(End::Repeated)));
    assert_eq!(items.missing(), Some(7));
    assert_eq!(repeated.requests().len(), 2);

    let failing = Script::new().answer(200, rows(&[1], 9)).answer(
        200,
        crate::testing::service::tencent_error("InvalidParameter"),
    );
    let (client, clock) = self::client(&failing);
    let mut items = pages(&client, &json!({})).items();
    assert_eq!(clock.run(items.try_next()).unwrap(), Some(1));
    assert!(clock.run(items.try_next()).is_err());
    assert_eq!(clock.run(items.try_next()).unwrap(), None);
    assert_eq!(items.end(), Some(End::Failed));
}

#[test]
fn an_offset_that_must_be_a_multiple_of_the_limit_is_one() {
    let page = |ids: &[i64]| {
        let jobs: Vec<Json> = ids.iter().map(|id| json!({ "id": id })).collect();
        json!({"total": 25, "jobs": jobs}).to_string()
    };
    // Pages are smaller than they are asked for: the offset goes on by what came, the limit with it.
    let script = Script::new()
        .answer(200, page(&[1, 2]))
        .answer(200, page(&[3]))
        .answer(200, page(&[4]))
        .answer(200, page(&[]));
    let clock = ManualClock::at(NEW_YEAR);
    let client = builder(&HUAWEI, &script, &clock)
        .project_id("p")
        .build()
        .unwrap();
    let pages = client
        .call(&JOBS)
        .pages_dynamic(json!({"instance_id": "i"}))
        .unwrap();
    let mut items = pages.items();
    let mut ids = Vec::new();
    while let Some(job) = clock.run(items.try_next()).unwrap() {
        ids.push(job["id"].as_u64().unwrap());
    }
    assert_eq!(ids, [1, 2, 3, 4]);
    assert_eq!((items.end(), items.missing()), (Some(End::Short), Some(21)));
    let queries: Vec<String> = script
        .requests()
        .iter()
        .map(|request| request.url.split_once('?').unwrap().1.to_owned())
        .collect();
    assert_eq!(
        queries,
        [
            "limit=100&offset=0",
            "limit=2&offset=2",
            "limit=1&offset=3",
            "limit=2&offset=4"
        ]
    );

    let uneven = client
        .call(&JOBS)
        .pages_dynamic(json!({"instance_id": "i", "offset": 5}))
        .unwrap();
    let error = clock.run(uneven.items().try_collect()).unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
}

#[test]
fn numbered_pages_and_tokens_are_followed() {
    static NUMBERED: Operation = Operation::new(&TENCENT, "Numbered", Access::Read, "POST", "/")
        .parameters(&[
            Parameter::new("Page", Kind::Integer, Place::Body),
            Parameter::new("Size", Kind::Integer, Place::Body),
        ])
        .paging(Paging::Page {
            page: "Page",
            size: Some("Size"),
            items: "Data.Rows",
            total: Some("Data.Total"),
        });
    static TOKENS: Operation = Operation::new(&TENCENT, "Tokens", Access::Read, "POST", "/")
        .parameters(&[Parameter::new("Token", Kind::String, Place::Body)])
        .paging(Paging::Token {
            token: "Token",
            next: "Cursor",
            limit: None,
            items: "Rows",
        });
    let script = Script::new()
        .answer(200, rows(&[1, 2], 3))
        .answer(200, rows(&[3], 3));
    let (client, clock) = client(&script);
    let numbered = client
        .call(&NUMBERED)
        .pages_dynamic(json!({"Size": 2}))
        .unwrap();
    assert_eq!(clock.run(numbered.items().try_collect()).unwrap().len(), 3);
    assert_eq!(
        asked(&script),
        [json!({"Size": 2}), json!({"Size": 2, "Page": 2})]
    );

    let page = |body: &str| HttpResponse::new(200, format!(r#"{{"Response":{body}}}"#));
    let script = Script::new()
        .respond(page(r#"{"RequestId":"1","Rows":[1],"Cursor":"a"}"#))
        .respond(page(r#"{"RequestId":"2","Rows":[],"Cursor":"b"}"#))
        .respond(page(r#"{"RequestId":"3","Rows":[2],"Cursor":""}"#));
    let (client, clock) = self::client(&script);
    let tokens = client.call(&TOKENS).pages_dynamic(json!({})).unwrap();
    assert_eq!(clock.run(tokens.items().try_collect()).unwrap().len(), 2);
    assert_eq!(
        asked(&script),
        [json!({}), json!({"Token": "a"}), json!({"Token": "b"})]
    );
    // A number that asks for the next page is none where it is 0.
    let script = Script::new()
        .respond(page(r#"{"RequestId":"1","Rows":[1],"Cursor":7}"#))
        .respond(page(r#"{"RequestId":"2","Rows":[2],"Cursor":0}"#));
    let (client, clock) = self::client(&script);
    let tokens = client.call(&TOKENS).pages_dynamic(json!({})).unwrap();
    assert_eq!(clock.run(tokens.items().try_collect()).unwrap().len(), 2);
    assert_eq!(asked(&script), [json!({}), json!({"Token": "7"})]);
}

#[test]
fn a_whole_answer_can_be_the_rows_and_numbers_can_be_texts() {
    static REPOSITORIES: Operation = Operation::new(&HUAWEI, "Repos", Access::Read, "GET", "/r")
        .parameters(&[
            Parameter::new("offset", Kind::String, Place::Query),
            Parameter::new("limit", Kind::String, Place::Query),
        ])
        .paging(Paging::Offset {
            offset: "offset",
            limit: Some("limit"),
            items: "",
            total: None,
        });
    let pages = [json!([1, 2]), json!([3]), json!([])];
    let script = pages.iter().fold(Script::new(), |script, page| {
        script.answer(200, page.to_string())
    });
    let clock = ManualClock::at(NEW_YEAR);
    let client = builder(&HUAWEI, &script, &clock).build().unwrap();
    let call = client.call(&REPOSITORIES);
    let pages = call.pages_dynamic(json!({"limit": "2"})).unwrap();
    assert_eq!(clock.run(pages.items().try_collect()).unwrap(), [1, 2, 3]);
    let urls = script.requests();
    let queries = urls
        .iter()
        .filter_map(|request| Some(request.url.split_once('?')?.1));
    let expected = ["limit=2", "limit=2&offset=2", "limit=2&offset=3"];
    assert!(queries.eq(expected), "{urls:?}");
    let joined = merge_pages(&REPOSITORIES, [json!([1, 2]), json!([3])]);
    assert_eq!(joined, json!([1, 2, 3]));
}
