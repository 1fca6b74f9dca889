//! Reading that goes on where it, or another program, left off.

use super::services::{ROWS, STYLES, Style, numbers};
use super::*;
use crate::Position;

#[test]
fn what_is_broken_off_after_any_entry_goes_on_with_the_next_one() {
    for style in STYLES {
        for (size, taken) in [
            (json!({"Size": 100}), 0),
            (json!({"Size": 100}), 70),
            (json!({"Size": 20}), 20),
            (json!({}), 119),
        ] {
            let script = style.service(50);
            let (client, clock) = client(&script);
            let items = || {
                client
                    .call(style.operation())
                    .pages_dynamic(size.clone())
                    .unwrap()
                    .items()
            };
            let mut first = items();
            let mut rows = Vec::new();
            for _ in 0..taken {
                rows.push(clock.run(first.try_next()).unwrap().unwrap());
            }
            let kept = first.position().unwrap().to_string();
            let rest = items().starting_at(kept.parse().unwrap()).unwrap();
            rows.extend(clock.run(rest.try_collect()).unwrap());
            let case = format!("{style:?} {size} {taken}: {kept}");
            assert_eq!(numbers(&rows), (0..ROWS).collect::<Vec<_>>(), "{case}");
        }
    }
}

#[test]
fn pages_go_on_with_the_page_that_could_not_be_fetched() {
    let script = Script::new().answer(200, rows(&[1, 2], 5)).answer(
        200,
        crate::testing::service::tencent_error("InvalidParameter"),
    );
    let (client, clock) = client(&script);
    let mut pages = pages(&client, &json!({"Limit": 2}));
    assert_eq!(pages.position(), Some(Position::offset(0)));
    clock.run(pages.try_next()).unwrap();
    assert_eq!(pages.position(), Some(Position::offset(2)));
    assert!(clock.run(pages.try_next()).is_err());
    assert_eq!(pages.position(), Some(Position::offset(2)));
}

#[test]
fn after_the_last_page_there_is_no_position() {
    for style in STYLES {
        let script = style.service(50);
        let (client, clock) = client(&script);
        let call = client.call(style.operation());
        let mut items = call.pages_dynamic(json!({})).unwrap().items();
        while clock.run(items.try_next()).unwrap().is_some() {}
        assert_eq!(items.position(), None, "{style:?}");
    }
}

#[test]
fn one_may_begin_at_a_place_that_one_knows() {
    for (style, position, first) in [
        (Style::Offset, Position::offset(100), 100),
        (Style::OffsetOfPages, Position::offset(105), 105),
        (Style::Page, Position::page(3).with_page_size(50), 100),
        (Style::Page, Position::page(2), 20),
        (Style::Token, Position::token("7"), 7),
        (Style::Marker, Position::token("7"), 8),
    ] {
        let script = style.service(1_000);
        let (client, clock) = client(&script);
        let call = client.call(style.operation());
        let items = call.pages_dynamic(json!({})).unwrap().items();
        let mut items = items.starting_at(position.clone()).unwrap();
        let row = clock.run(items.try_next()).unwrap().unwrap();
        assert_eq!(row.as_u64(), Some(first), "{style:?} {position}");
    }
}

#[test]
fn a_place_of_another_kind_is_refused_before_anything_is_sent() {
    static WHOLE: Operation = Operation::new(&TENCENT, "Whole", Access::Read, "POST", "/");
    let script = Script::new();
    let (client, _) = client(&script);
    for (operation, position, message) in [
        (
            Style::Offset.operation(),
            Position::token("t"),
            "`Start` asks for the pages of this action, and not token=t",
        ),
        (
            Style::Token.operation(),
            Position::page(2),
            "`Start` asks for the pages of this action, and not page=2",
        ),
        (
            &WHOLE,
            Position::offset(1),
            "`Whole` has no pages to begin at offset=1",
        ),
    ] {
        let pages = client.call(operation).pages_dynamic(json!({})).unwrap();
        let error = pages.starting_at(position).unwrap_err();
        assert!(error.is_invalid_request(), "{error}");
        assert!(error.to_string().contains(message), "{error}");
    }
    assert!(script.requests().is_empty());
}
