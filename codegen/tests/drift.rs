//! What a change of specs does to programs: judged by the public items of the crates, so that nothing
//! that breaks goes untold and nothing else is called a break.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use cloudwright_codegen::surface;
use cloudwright_spec::drift::{Drift, Effect, Group, Level, Respect, changelog};
use cloudwright_spec::{Catalog, SourceFile, load};

const SERVICE: &str = "
service: tencent-x
provider: tencent
product: x
title: X
version: '1'
protocols: [tencent-tc3]
crate: { name: cloudwright-tencent-x, version: 0.1.0 }
endpoints: { default: x.example.com }
errors: [{ code: InternalError, class: internal }]
types:
- { name: Place, fields: [{ name: City, type: string }] }
- { name: Owner, fields: [{ name: Id, type: integer, required: no }, { name: Home, type: Place }] }
- { name: Filter, fields: [{ name: Name, type: string, required: no }] }
";

const LIST: &str = "
request:
- { name: Limit, type: integer, max: 100, default: 20 }
- { name: IPAddr, type: string }
- { name: Filters, type: list<Filter> }
- { name: Here, type: Place }
response:
- { name: Things, type: list<object>, fields: [{ name: Id, type: integer, required: no }, { name: Owner, type: Owner }] }
- { name: Detail, type: object, fields: [{ name: Size, type: integer }] }
- { name: Total, type: integer }
errors: [{ code: NotFound, class: not-found }]
";

const MAKE: &str = "
request:
- { name: Name, type: string, required: yes }
errors: [{ code: NotFound, class: not-found }]
";

fn catalog(service: &str, actions: &[(&str, String)]) -> Catalog {
    let mut files = vec![SourceFile::new("tencent/x/service.yaml", service)];
    files.extend(actions.iter().map(|(name, body)| {
        let head = format!(
            "action: {name}\nsummary: Does it.\nsource: {{ title: {name} }}\naccess: read\n"
        );
        SourceFile::new(format!("tencent/x/{name}.yaml"), head + body)
    }));
    // What the checks refuse is compared all the same.
    load::load(files).catalog
}

/// Compares the service above with itself after replacing texts, in its order of files.
fn drift(changes: &[(&str, &str)]) -> Drift {
    let state = |replace: bool| {
        let text = |text: &str| {
            let mut text = text.to_owned();
            for (from, to) in changes.iter().filter(|_| replace) {
                text = text.replace(from, to);
            }
            text
        };
        let actions = [("List", text(LIST)), ("Make", text(MAKE))];
        catalog(&text(SERVICE), &actions)
    };
    for (from, _) in changes {
        assert!(
            [SERVICE, LIST, MAKE].iter().any(|text| text.contains(from)),
            "`{from}`"
        );
    }
    compared(&state(false), &state(true))
}

fn compared(old: &Catalog, new: &Catalog) -> Drift {
    Drift::between(old, new, &surface::losses(old, new))
}

/// Every change as `level subject: what`.
fn told(drift: &Drift) -> Vec<String> {
    let changes = drift.services.iter().flat_map(|service| &service.changes);
    let line = |change: &cloudwright_spec::drift::Change| {
        format!(
            "{} {}: {}",
            change.level().as_str(),
            change.subject(),
            change.what
        )
    };
    changes.map(line).collect()
}

#[test]
fn what_only_answers_hold_refuses_no_call() {
    let changes = drift(&[
        (
            "{ name: Id, type: integer, required: no }",
            "{ name: Id, type: integer, required: yes }",
        ),
        (
            "{ name: City, type: string }",
            "{ name: City, type: string, max_length: 9 }",
        ),
        (
            "{ name: Home, type: Place }",
            "{ name: Home, type: Place }, { name: Mail, type: string, required: yes }",
        ),
    ]);
    assert_eq!(
        told(&changes),
        [
            // A call sends a `Place`, and none an `Owner`.
            "breaking type Place City: max_length 9 added",
            "compatible type Owner Mail: added",
            "docs List response Things Id: required now",
            "docs type Owner Id: required now",
        ]
    );
}

#[test]
fn a_name_that_a_newcomer_would_take_is_told() {
    let taken = |newcomer: &str| {
        let changes = drift(&[(
            "request:\n- { name: Limit",
            &format!("request:\n{newcomer}\n- {{ name: Limit"),
        )]);
        assert_eq!(changes.level(), Some(Level::Breaking), "{changes}");
        told(&changes)
    };
    for (newcomer, row) in [
        (
            "- { name: Detail, type: object, fields: [] }",
            "Rust name actions::list::Detail",
        ),
        (
            "- { name: Detail, type: string, values: [on] }",
            "Rust name actions::list::Detail",
        ),
        (
            "- { name: IpAddr, type: string }",
            "Rust name actions::list::List::ip_addr()",
        ),
    ] {
        let told = taken(newcomer);
        assert!(told.iter().any(|line| line.contains(row)), "{told:#?}");
    }
}

#[test]
fn losses_that_no_spec_row_tells_are_rows_of_their_own() {
    let holds_itself = drift(&[(
        "fields: [{ name: City",
        "fields: [{ name: Mayor, type: Owner }, { name: City",
    )]);
    let told_of_it = told(&holds_itself);
    let expected = "breaking type Owner Home: Rust name types::Owner.home: \
                    Option<types::Place> → Option<Box<types::Place>>";
    assert!(
        told_of_it.iter().any(|line| line == expected),
        "{told_of_it:#?}"
    );

    let unsent = drift(&[("- { name: Here, type: Place }\n", "")]);
    let expected = "breaking type Place: function new() and setters of types::Place removed";
    assert!(
        told(&unsent).iter().any(|line| line == expected),
        "{:#?}",
        told(&unsent)
    );

    let hidden = drift(&[(
        "errors: [{ code: NotFound, class: not-found }]\n",
        "types: [{ name: Filter, fields: [] }]\n",
    )]);
    assert_eq!(hidden.services[0].breaks(Respect::Source), 4, "{hidden}");
}

#[test]
fn a_code_that_is_documented_elsewhere_keeps_its_variant() {
    let moved = drift(&[
        ("errors: [{ code: NotFound, class: not-found }]\n", ""),
        (
            "errors: [{ code: InternalError, class: internal }]",
            "errors: [{ code: InternalError, class: internal }, { code: NotFound, class: not-found }]",
        ),
    ]);
    assert_eq!(moved.level(), Some(Level::Docs), "{moved}");

    let renamed = drift(&[("{ code: NotFound,", "{ code: NotFound.Thing,")]);
    let rows = Group::of(&renamed.services[0].changes);
    let gone: Vec<_> = rows
        .iter()
        .filter(|row| row.change.level() == Level::Breaking)
        .collect();
    assert_eq!(gone.len(), 1, "{renamed}");
    assert_eq!(gone[0].subject(), "2 actions");
    assert_eq!(gone[0].change.what, "error NotFound removed");
    assert!(gone[0].change.reason().contains("renamed `NotFound.Thing`"));
    assert_eq!(gone[0].change.verdicts.wire, Effect::Breaking);
}

#[test]
fn an_action_goes_with_its_types_in_one_row() {
    let old = catalog(
        SERVICE,
        &[("List", LIST.to_owned()), ("Make", MAKE.to_owned())],
    );
    let mut new = catalog(SERVICE, &[("Make", MAKE.to_owned())]);
    new.services[0].service.types.clear();
    let drift = compared(&old, &new);
    assert_eq!(drift.services[0].changes.len(), 4, "{drift}");
    let rows = Group::of(&drift.services[0].changes);
    let rows: Vec<String> = rows
        .iter()
        .map(|row| format!("{}: {}", row.subject(), row.what()))
        .collect();
    assert_eq!(rows, ["List: removed, with 3 types of its own"]);
}

#[test]
fn what_is_renamed_is_told_as_such_in_one_row() {
    let respelled = drift(&[("name: Total", "name: total")]);
    let rows = Group::of(&respelled.services[0].changes);
    assert_eq!(rows.len(), 1, "{respelled}");
    assert_eq!(rows[0].change.level(), Level::Compatible);
    assert_eq!(rows[0].change.verdicts.wire, Effect::Breaking);
    assert!(
        rows[0].change.why.starts_with("respelled `total`"),
        "{respelled}"
    );

    let renamed = drift(&[
        ("name: Filter,", "name: Filters,"),
        ("list<Filter>", "list<Filters>"),
    ]);
    let rows = Group::of(&renamed.services[0].changes);
    let row = rows
        .iter()
        .find(|row| row.change.subject() == "type Filter")
        .unwrap();
    assert!(row.change.why.starts_with("renamed `Filters`"), "{renamed}");
    assert_eq!(row.parts.len(), 1);
}

#[test]
fn stubs_keep_programs_compiling() {
    let stubbed = drift(&[
        (
            "{ name: IPAddr, type: string }",
            "{ name: IPAddr, type: string, removed: { since: 0.1.1 } }",
        ),
        (
            "{ name: Here, type: Place }",
            "{ name: Here, type: Place, removed: { since: 0.1.1 } }",
        ),
        (
            "{ name: Size, type: integer }",
            "{ name: Size, type: integer, removed: { since: 0.1.1 } }",
        ),
        (
            "{ code: NotFound, class: not-found }",
            "{ code: NotFound, removed: { since: 0.1.1 } }",
        ),
        (
            "{ name: Filters, type: list<Filter> }",
            "{ name: Filters, type: list<Filter>, removed: { since: 0.1.1 } }",
        ),
        (
            "- { name: Filter, fields",
            "- { name: Filter, removed: { since: 0.1.1 }, fields",
        ),
    ]);
    assert_eq!(stubbed.services[0].breaks(Respect::Source), 0, "{stubbed}");
    assert_eq!(stubbed.level(), Some(Level::Compatible));
    assert_eq!(stubbed.services[0].wanted().as_deref(), Some("0.1.1"));
}

#[test]
fn the_same_change_of_many_actions_is_one_row_with_a_count() {
    let changes = drift(&[(
        "errors: [{ code: NotFound,",
        "errors: [{ code: Busy }, { code: NotFound,",
    )]);
    let rows = Group::of(&changes.services[0].changes);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].subject(), "2 actions");
    let text = changes.text(Level::Docs, false).to_string();
    assert!(
        text.contains("2 actions  error Busy added  a new variant"),
        "{text}"
    );
    assert_eq!(changes.to_string().matches("error Busy added").count(), 2);
}

#[test]
fn the_surface_says_since_when_something_is_there_or_is_a_stub() {
    let new = [
        (
            "- { name: IPAddr, type: string }",
            "- { name: IPAddr, type: string }\n- { name: New, type: string }",
        ),
        (
            "errors: [{ code: InternalError, class: internal }]",
            "errors: [{ code: InternalError, class: internal }, { code: Busy }]",
        ),
        (
            "{ name: City, type: string }",
            "{ name: City, type: string, removed: { since: 0.1.1 } }",
        ),
        ("version: 0.1.0", "version: 0.1.1"),
    ];
    let drift = drift(&new);
    let log = changelog::with_release(None, &drift.services[0], "0.1.1");
    let text = |from: &str| {
        new.iter()
            .fold(from.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let mut files = vec![
        SourceFile::new("tencent/x/service.yaml", text(SERVICE)),
        SourceFile::new("tencent/x/CHANGELOG.md", log),
    ];
    let head = "action: List\nsummary: Does it.\nsource: { title: List }\naccess: read\n";
    files.push(SourceFile::new(
        "tencent/x/List.yaml",
        head.to_owned() + &text(LIST),
    ));
    let surface = surface::all(&load::load(&files).catalog).remove(0).1;
    for line in [
        "  error    Busy                         Busy · since 0.1.1",
        "  request  New           new_(String)           required: unknown, since 0.1.1",
        "  field    City          city: Option<String>   stub since 0.1.1",
    ] {
        assert!(
            surface.lines().any(|found| found == line),
            "{line}\n{surface}"
        );
    }
    assert!(!surface.contains("IPAddr        ip_addr(String)        required: unknown, since"));
}

#[test]
fn a_wait_that_is_gone_is_a_method_that_is_gone() {
    let wait = "wait: [{ name: full, path: Total, success: [9] }]\n";
    let with = |states: &str| {
        let list = format!("{LIST}{}", wait.replace("[9]", states));
        catalog(SERVICE, &[("List", list)])
    };
    let without = catalog(SERVICE, &[("List", LIST.to_owned())]);
    for (old, new, expected) in [
        (&without, &with("[9]"), "compatible List wait full: added"),
        (&with("[9]"), &without, "breaking List wait full: removed"),
        (
            &with("[9]"),
            &with("[10]"),
            "compatible List wait full: success 9 → 10",
        ),
    ] {
        assert_eq!(told(&compared(old, new)), [expected]);
    }
}

#[test]
fn a_setter_of_times_takes_the_texts_it_took_and_a_setter_of_texts_takes_no_instant() {
    let text = "{ name: IPAddr, type: string }";
    let time = "{ name: IPAddr, type: datetime }";
    let later = drift(&[(text, time)]);
    let levels = |drift: &Drift| -> Vec<&str> {
        let changes = drift.services.iter().flat_map(|service| &service.changes);
        changes.map(|change| change.level().as_str()).collect()
    };
    assert_eq!(levels(&later), ["docs"], "{:?}", told(&later));
    let state = |member: &str| catalog(SERVICE, &[("List", LIST.replace(text, member))]);
    let earlier = compared(&state(time), &state(text));
    assert_eq!(levels(&earlier), ["breaking"], "{:?}", told(&earlier));
    // A field of an answer is read by programs: there it is another type.
    let size = "{ name: Size, type: integer }";
    let read = |kind: &str| {
        let field = format!("{{ name: At, type: {kind} }}");
        catalog(SERVICE, &[("List", LIST.replace(size, &field))])
    };
    let answer = compared(&read("string"), &read("datetime"));
    assert_eq!(levels(&answer), ["breaking"], "{:?}", told(&answer));
}
