//! Services with rows of their own, one a style of paging, that give smaller pages than they are asked
//! for: no row is lost, none comes twice.

use super::*;
use crate::transport::HttpRequest;

pub(super) const ROWS: u64 = 120;

const NUMBERS: &[Parameter] = &[
    Parameter::new("Start", Kind::Integer, Place::Body),
    Parameter::new("Size", Kind::Integer, Place::Body).max(100),
];

const BY_OFFSET: Paging = Paging::Offset {
    offset: "Start",
    limit: Some("Size"),
    items: "Data.Rows",
    total: Some("Data.Total"),
};

static OFFSETS: Operation = Operation::read(&TENCENT, "Offsets")
    .parameters(NUMBERS)
    .paging(BY_OFFSET);

static ALIGNED: Operation = Operation::read(&TENCENT, "Aligned")
    .parameters(NUMBERS)
    .rules(&[crate::meta::Rule::MultipleOf("Start", "Size")])
    .paging(BY_OFFSET);

static NUMBERED: Operation = Operation::read(&TENCENT, "Numbered")
    .parameters(NUMBERS)
    .paging(Paging::Page {
        page: "Start",
        size: Some("Size"),
        items: "Data.Rows",
        total: Some("Data.Total"),
    });

static TOKENS: Operation = Operation::read(&TENCENT, "Tokens")
    .parameters(&[
        Parameter::new("Start", Kind::String, Place::Body),
        Parameter::new("Size", Kind::Integer, Place::Body).max(100),
    ])
    .paging(Paging::Token {
        token: "Start",
        next: "Data.Cursor",
        limit: Some("Size"),
        items: "Data.Rows",
    });

/// How a service finds the first row of a page.
#[derive(Clone, Copy, Debug)]
pub(super) enum Style {
    Offset,
    /// The offset is turned into the number of a page, with the size that is asked for.
    OffsetOfPages,
    /// Pages have the size that is given.
    Page,
    /// Pages begin where those of the size that is asked for would, and are cut.
    CutPage,
    /// A token that says where the next page begins.
    Token,
    /// The last row of the page before.
    Marker,
}

pub(super) const STYLES: [Style; 6] = [
    Style::Offset,
    Style::OffsetOfPages,
    Style::Page,
    Style::CutPage,
    Style::Token,
    Style::Marker,
];

impl Style {
    pub(super) fn operation(self) -> &'static Operation {
        match self {
            Self::Offset => &OFFSETS,
            Self::OffsetOfPages => &ALIGNED,
            Self::Page | Self::CutPage => &NUMBERED,
            Self::Token | Self::Marker => &TOKENS,
        }
    }

    /// A service that has [`ROWS`] rows and gives at most `most` a page.
    pub(super) fn service(self, most: u64) -> Script {
        Script::of(move |request| Ok(self.answer(request, most)))
    }

    fn answer(self, request: &HttpRequest, most: u64) -> HttpResponse {
        let asked: Json = serde_json::from_slice(&request.body).unwrap();
        let size = asked["Size"].as_u64().unwrap_or(20);
        let given = size.min(most);
        let start = asked["Start"].as_u64();
        let token = asked["Start"]
            .as_str()
            .map(|row| row.parse::<u64>().unwrap());
        let first = match self {
            Self::Offset => start.unwrap_or(0),
            Self::OffsetOfPages => {
                let offset = start.unwrap_or(0);
                assert_eq!(offset % size, 0, "{asked}");
                offset / size * given
            }
            Self::Page => (start.unwrap_or(1) - 1) * given,
            Self::CutPage => (start.unwrap_or(1) - 1) * size,
            Self::Token => token.unwrap_or(0),
            Self::Marker => token.map_or(0, |row| row + 1),
        };
        let end = (first + given).min(ROWS);
        let rows: Vec<u64> = (first..end).collect();
        let next = match self {
            Self::Token if end < ROWS => end.to_string(),
            Self::Marker if end < ROWS => (end - 1).to_string(),
            _ => String::new(),
        };
        let data = json!({"Rows": rows, "Total": ROWS, "Cursor": next});
        let body = json!({"Response": {"Data": data, "RequestId": format!("r-{first}")}});
        HttpResponse::new(200, body.to_string())
    }
}

pub(super) fn numbers(rows: &[Json]) -> Vec<u64> {
    rows.iter().map(|row| row.as_u64().unwrap()).collect()
}

fn all_rows() -> Vec<u64> {
    (0..ROWS).collect()
}

#[test]
fn no_row_is_lost_and_none_comes_twice_whatever_size_a_service_gives() {
    for style in STYLES {
        for most in [1, 7, 50, 1_000] {
            for size in [
                json!({}),
                json!({"Size": 7}),
                json!({"Size": 50}),
                json!({"Size": 100}),
            ] {
                let script = style.service(most);
                let (client, clock) = client(&script);
                let call = client.call(style.operation());
                let mut items = call.pages_dynamic(size.clone()).unwrap().items();
                let mut rows = Vec::new();
                while let Some(row) = clock.run(items.try_next()).unwrap() {
                    rows.push(row);
                }
                let case = format!("{style:?}, at most {most}, asked {size}");
                assert_eq!(numbers(&rows), all_rows(), "{case}");
                let end = match style {
                    Style::Token | Style::Marker => End::NoNext,
                    _ => End::Total,
                };
                assert_eq!((items.end(), items.missing()), (Some(end), None), "{case}");
            }
        }
    }
}

#[test]
fn pages_taken_whole_are_counted_alike() {
    for style in STYLES {
        let script = style.service(50);
        let (client, clock) = client(&script);
        let call = client.call(style.operation());
        let mut pages = call.pages_dynamic(json!({"Size": 100})).unwrap();
        let mut rows = Vec::new();
        while let Some(page) = clock.run(pages.try_next()).unwrap() {
            let page = page.into_inner().into_json();
            rows.extend(page["Data"]["Rows"].as_array().unwrap().clone());
        }
        assert_eq!(numbers(&rows), all_rows(), "{style:?}");
        assert_eq!(script.requests().len(), 3, "{style:?}");
    }
}

#[test]
fn entries_are_asked_for_in_the_largest_documented_pages_unless_the_call_says_otherwise() {
    for (style, given, sizes) in [
        (Style::Offset, json!({}), [json!(100), json!(100)]),
        (Style::Offset, json!({"Size": 60}), [json!(60), json!(60)]),
        // An offset is one, whatever the size.
        (
            Style::Offset,
            json!({"Start": 10}),
            [json!(100), json!(100)],
        ),
        (Style::OffsetOfPages, json!({}), [json!(100), json!(100)]),
        // The size of this page is the usual one, which is not known here.
        (Style::Page, json!({"Start": 2}), [json!(null), json!(null)]),
        (Style::Page, json!({}), [json!(100), json!(100)]),
        (Style::Token, json!({}), [json!(100), json!(100)]),
        (
            Style::Token,
            json!({"Start": "10"}),
            [json!(null), json!(null)],
        ),
    ] {
        let script = style.service(1_000);
        let (client, clock) = client(&script);
        let call = client.call(style.operation());
        let items = call.pages_dynamic(given.clone()).unwrap().items();
        clock.run(items.try_collect()).unwrap();
        let asked: Vec<Json> = asked(&script)
            .iter()
            .map(|body| body["Size"].clone())
            .collect();
        assert_eq!(asked[..2], sizes, "{style:?} {given}");
    }
}

#[test]
fn a_bound_that_is_only_that_of_its_type_is_no_size_to_ask_for() {
    static WIDE: Operation = Operation::new(&TENCENT, "Wide", Access::Read, "POST", "/")
        .parameters(&[
            Parameter::new("Start", Kind::Integer, Place::Body),
            Parameter::new("Size", Kind::Integer, Place::Body).max(2_147_483_647),
        ])
        .paging(Paging::Offset {
            offset: "Start",
            limit: Some("Size"),
            items: "Data.Rows",
            total: Some("Data.Total"),
        });
    let script = Style::Offset.service(1_000);
    let (client, clock) = client(&script);
    let items = client.call(&WIDE).pages_dynamic(json!({})).unwrap().items();
    clock.run(items.try_collect()).unwrap();
    assert_eq!(asked(&script)[0], json!({}));
}

#[test]
fn a_token_that_was_seen_before_ends_it_whatever_lies_between() {
    let ring = |request: &HttpRequest| {
        let asked: Json = serde_json::from_slice(&request.body).unwrap();
        let next = match asked["Start"].as_str() {
            Some("a") => "b",
            Some("b") => "c",
            _ => "a",
        };
        let body = json!({"Response": {"Data": {"Rows": [next], "Cursor": next}}});
        Ok(HttpResponse::new(200, body.to_string()))
    };
    for (given, expected) in [
        (json!({}), json!(["a", "b", "c", "a"])),
        // What the call begins with is seen as well.
        (json!({"Start": "b"}), json!(["c", "a", "b"])),
    ] {
        let script = Script::of(ring);
        let (client, clock) = client(&script);
        let mut items = client.call(&TOKENS).pages_dynamic(given).unwrap().items();
        let mut rows = Vec::new();
        while let Some(row) = clock.run(items.try_next()).unwrap() {
            rows.push(row);
        }
        assert_eq!(Json::Array(rows), expected);
        assert_eq!(items.end(), Some(End::Repeated));
    }
}

#[test]
fn pages_without_an_end_are_ended_by_a_number_of_pages() {
    for style in [Style::Offset, Style::Token] {
        let script = style.service(7);
        let (client, clock) = client(&script);
        let call = client.call(style.operation());
        let items = call.pages_dynamic(json!({})).unwrap().items();
        let mut items = items.with_max_pages(3);
        let mut count = 0;
        while clock.run(items.try_next()).unwrap().is_some() {
            count += 1;
        }
        assert_eq!((count, items.end()), (21, Some(End::MaxPages)), "{style:?}");
        assert_eq!(script.requests().len(), 3);
        assert!(items.position().is_some());
    }
    // The last page is the last, also where no more were wanted.
    let script = Style::Offset.service(60);
    let (client, clock) = client(&script);
    let mut pages = client
        .call(&OFFSETS)
        .pages_dynamic(json!({"Size": 60}))
        .unwrap()
        .with_max_pages(2);
    while clock.run(pages.try_next()).unwrap().is_some() {}
    assert_eq!(pages.end(), Some(End::Total));
}

#[test]
fn a_page_in_the_middle_leaves_no_doubt_where_it_need_not() {
    // 120 rows in pages of 50: page 3 has 20, and the size that was asked for may not be the one given.
    for (given, expected, end) in [
        (json!({"Start": 3, "Size": 50}), 100..120, End::Empty),
        (json!({"Start": 2, "Size": 50}), 50..120, End::Total),
        (json!({"Start": 2, "Size": 100}), 50..120, End::Total),
        (json!({"Start": 9, "Size": 50}), 0..0, End::Empty),
    ] {
        let script = Style::Page.service(50);
        let (client, clock) = client(&script);
        let mut items = client
            .call(&NUMBERED)
            .pages_dynamic(given.clone())
            .unwrap()
            .items();
        let mut rows = Vec::new();
        while let Some(row) = clock.run(items.try_next()).unwrap() {
            rows.push(row);
        }
        assert_eq!(numbers(&rows), expected.collect::<Vec<_>>(), "{given}");
        assert_eq!((items.end(), items.missing()), (Some(end), None), "{given}");
    }
}
