//! What is told of a request's parameters before it is sent.

use serde_json::json;

use crate::codec::{Json, Parameters, Violations, encode_request};
use crate::meta::{Access, Kind, Operation, Parameter, Place, Protocol, Rule, Serialize, Shape};
use crate::testing::service::TENCENT;

const FILTER: Shape = Shape::new(
    "Filter",
    &[
        Parameter::new("Name", Kind::String, Place::Body)
            .required()
            .max_length(4),
        Parameter::new("Values", Kind::List(&Kind::String), Place::Body)
            .required()
            .min_length(1),
        Parameter::new("Weight", Kind::Number, Place::Body)
            .min(0)
            .max(1),
        Parameter::new("Inner", Kind::Object(&FILTER_INNER), Place::Body),
        Parameter::new("Narrow", Kind::Integer, Place::Body).int32(),
    ],
);
const FILTER_INNER: Shape = Shape::new(
    "Inner",
    &[Parameter::new("Id", Kind::Unsigned, Place::Body).required()],
);
static FILTERS: Kind = Kind::Object(&FILTER);

static CHECKED: Operation = Operation::new(&TENCENT, "Checked", Access::Read, "POST", "/{Id}")
    .parameters(&[
        Parameter::new("Id", Kind::String, Place::Path).required(),
        Parameter::new("ProjectId", Kind::String, Place::Query)
            .required()
            .implicit(),
        Parameter::new("Offset", Kind::Integer, Place::Body).min(0),
        Parameter::new("Limit", Kind::Integer, Place::Body)
            .default("20")
            .min(1)
            .max(100),
        Parameter::new("Big", Kind::Unsigned, Place::Body).max(5),
        Parameter::new("Pin", Kind::Integer, Place::Body)
            .max(9999)
            .sensitive(),
        Parameter::new("Name", Kind::String, Place::Body)
            .min_length(2)
            .max_length(3),
        Parameter::new("Mode", Kind::String, Place::Body).values(&["a", "b"]),
        Parameter::new("Ports", Kind::List(&Kind::Integer), Place::Body)
            .max(65535)
            .max_length(2),
        Parameter::new("Filters", Kind::List(&FILTERS), Place::Body).max_length(10),
        Parameter::new("ByName", Kind::Map(&FILTERS), Place::Body),
        Parameter::new("Any", Kind::Any, Place::Body).max(1),
        Parameter::new("Ids", Kind::List(&Kind::String), Place::Query).required(),
        Parameter::new("Json", Kind::List(&Kind::String), Place::Query)
            .serialize(Serialize::Json)
            .required(),
        Parameter::new("Narrow", Kind::Integer, Place::Body).int32(),
        Parameter::new("NarrowFromZero", Kind::Integer, Place::Body)
            .int32()
            .min(0),
        Parameter::new(
            "NarrowList",
            Kind::List(&Kind::Map(&Kind::Integer)),
            Place::Body,
        )
        .int32(),
        Parameter::new(
            "NarrowMap",
            Kind::Map(&Kind::List(&Kind::Integer)),
            Place::Query,
        )
        .int32(),
        Parameter::new("Sizes", Kind::Map(&Kind::Integer), Place::Body).max(9),
    ])
    .rules(&[Rule::MultipleOf("Offset", "Limit")]);

fn check_of(operation: &'static Operation, parameters: Json) -> Vec<String> {
    let Json::Object(parameters) = parameters else {
        panic!("parameters are an object");
    };
    let encoded = Parameters::from_json(operation, parameters).and_then(|request| {
        let layout = Protocol::TencentTc3.layout();
        encode_request(operation, &request, layout, true)
    });
    let violations: Violations = encoded.err().unwrap_or_default();
    violations.iter().map(ToString::to_string).collect()
}

/// What is wrong with these parameters beside those that must be given.
fn check(mut parameters: Json) -> Vec<String> {
    for (name, value) in [
        ("Id", json!("i")),
        ("ProjectId", json!("p")),
        ("Ids", json!(["i"])),
        ("Json", json!([])),
    ] {
        if parameters.get(name).is_none() {
            parameters[name] = value;
        }
    }
    check_of(&CHECKED, parameters)
}

#[test]
fn everything_that_is_missing_is_named_at_once() {
    let expected = [
        "`Id` is required",
        "`ProjectId` is required: give it, or the client's project id",
        "`Ids` is required",
        "`Json` is required",
    ];
    assert_eq!(check_of(&CHECKED, json!({})), expected);
    assert_eq!(check(json!({})), [""; 0]);
}

#[test]
fn an_empty_list_of_which_nothing_would_be_sent_is_missing() {
    assert_eq!(check(json!({"Ids": []})), ["`Ids` is required"]);
    assert_eq!(check(json!({"Json": []})), [""; 0]);
}

#[test]
fn bounds_are_held_and_named() {
    let cases: [(Json, &[&str]); 16] = [
        (json!({"Limit": 1}), &[]),
        (json!({"Limit": 100}), &[]),
        (
            json!({"Limit": 0}),
            &["`Limit` must be an integer from 1 to 100, and is 0"],
        ),
        (
            json!({"Limit": 101}),
            &["`Limit` must be an integer from 1 to 100, and is 101"],
        ),
        (
            json!({"Limit": i64::MIN}),
            &["`Limit` must be an integer from 1 to 100, and is -9223372036854775808"],
        ),
        (
            json!({"Big": u64::MAX}),
            &["`Big` must be at most 5, and is 18446744073709551615"],
        ),
        (json!({"Pin": 12345}), &["`Pin` must be at most 9999"]),
        (json!({"Name": "中文"}), &[]),
        (
            json!({"Name": "中"}),
            &["`Name` must have at least 2 characters, and has 1"],
        ),
        (
            json!({"Name": "abcd"}),
            &["`Name` must have at most 3 characters, and has 4"],
        ),
        (
            json!({"Ports": [1, 70000]}),
            &["`Ports[1]` must be at most 65535, and is 70000"],
        ),
        (
            json!({"Ports": [1, 2, 3]}),
            &["`Ports` must have at most 2 items, and has 3"],
        ),
        (json!({"Mode": "of tomorrow"}), &[]),
        (json!({"Any": {"Limit": 500, "x": [5]}}), &[]),
        (
            json!({"Id": ""}),
            &["`Id` is a part of the path and cannot be empty"],
        ),
        (
            json!({"Id": ".."}),
            &["`Id` is a part of the path and cannot be `.` or `..`"],
        ),
    ];
    for (parameters, expected) in cases {
        assert_eq!(check(parameters.clone()), expected, "{parameters}");
    }
}

#[test]
fn a_width_is_a_bound_wherever_the_number_is() {
    const RANGE: &str = "must be an integer from -2147483648 to 2147483647";
    for (parameters, name, range, is) in [
        (
            json!({"Narrow": 2_147_483_648_i64}),
            "Narrow",
            RANGE,
            "2147483648",
        ),
        (
            json!({"Narrow": -2_147_483_649_i64}),
            "Narrow",
            RANGE,
            "-2147483649",
        ),
        (
            json!({"NarrowFromZero": -1}),
            "NarrowFromZero",
            "must be an integer from 0 to 2147483647",
            "-1",
        ),
        (
            json!({"NarrowList": [{"a": 1}, {"b": 1_u64 << 40}]}),
            "NarrowList[1].b",
            RANGE,
            "1099511627776",
        ),
        (
            json!({"NarrowMap": {"a": [1, 2_147_483_648_i64]}}),
            "NarrowMap.a[1]",
            RANGE,
            "2147483648",
        ),
        (
            json!({"Filters": [{"Name": "n", "Values": ["v"], "Narrow": i64::MAX}]}),
            "Filters[0].Narrow",
            RANGE,
            "9223372036854775807",
        ),
        (
            json!({"Sizes": {"a": 10}}),
            "Sizes.a",
            "must be at most 9",
            "10",
        ),
    ] {
        let expected = format!("`{name}` {range}, and is {is}");
        assert_eq!(check(parameters), [expected]);
    }
    let within = json!({
        "Narrow": i32::MIN, "NarrowFromZero": i32::MAX, "NarrowList": [{"a": i32::MAX}],
        "NarrowMap": {"a": [i32::MIN]}, "Sizes": {"a": 9},
    });
    assert_eq!(check(within), [""; 0]);
}

#[test]
fn a_typed_structure_is_held_to_the_widths_as_well() {
    struct Filter;
    impl crate::codec::Encode for Filter {
        fn encode(&self, to: &mut crate::codec::Writer<'_>) {
            to.field("Name", &Some("n".to_owned()));
            to.field("Values", &vec!["v".to_owned()]);
            to.field("Narrow", &Some(1_i64 << 31));
        }
    }
    let mut request = Parameters::new(CHECKED.parameters);
    request.integer("Narrow", 1 << 31);
    request.set("Filters", &vec![Filter]);
    let layout = Protocol::TencentTc3.layout();
    let encoded = encode_request(&CHECKED, &request, layout, true);
    let told = encoded.err().unwrap_or_default().to_string();
    for name in ["Narrow", "Filters[0].Narrow"] {
        let line = format!(
            "`{name}` must be an integer from -2147483648 to 2147483647, and is 2147483648"
        );
        assert!(told.contains(&line), "{told}");
    }
}

#[test]
fn structures_are_checked_at_any_depth() {
    let parameters = json!({
        "Filters": [
            {"Name": "n", "Values": ["long enough"]},
            {"Values": [], "Weight": 1.5},
            {"Inner": {}, "Name": "toolong", "Values": ["v"]},
        ],
        "ByName": {"x": {"Name": "n"}},
    });
    let expected = [
        "`Filters[1].Values` must have at least 1 items, and has 0",
        "`Filters[1].Weight` must be a number from 0 to 1, and is 1.5",
        "`Filters[1].Name` is required",
        "`Filters[2].Inner.Id` is required",
        "`Filters[2].Name` must have at most 4 characters, and has 7",
        "`ByName.x.Values` is required",
    ];
    // Members of an object come in the order that serde_json keeps in this build.
    let sorted = |mut lines: Vec<String>| {
        lines.sort_unstable();
        lines
    };
    assert_eq!(
        sorted(check(parameters)),
        sorted(expected.map(str::to_owned).into())
    );
}

#[test]
fn a_multiple_counts_the_default_of_what_it_is_a_multiple_of() {
    let cases: [(Json, &[&str]); 7] = [
        (json!({"Offset": 0}), &[]),
        (json!({"Offset": 0, "Limit": 7}), &[]),
        (json!({"Offset": 40}), &[]),
        (json!({"Offset": 14, "Limit": 7}), &[]),
        (
            json!({"Offset": 30}),
            &["`Offset` must be 0 or a multiple of `Limit`, which is 20; it is 30"],
        ),
        (
            json!({"Offset": 15, "Limit": 7}),
            &["`Offset` must be 0 or a multiple of `Limit`, which is 7; it is 15"],
        ),
        (
            json!({"Offset": 15, "Limit": 0}),
            &[
                "`Offset` must be 0 or a multiple of `Limit`, which is 0; it is 15",
                "`Limit` must be an integer from 1 to 100, and is 0",
            ],
        ),
    ];
    for (parameters, expected) in cases {
        let mut found = check(parameters.clone());
        found.sort_by_key(|line| !line.starts_with("`Offset`"));
        assert_eq!(found, expected, "{parameters}");
    }
}

macro_rules! ruled {
    ($rule:expr) => {{
        static OPERATION: Operation = Operation::new(&TENCENT, "Ruled", Access::Read, "POST", "/")
            .parameters(&[
                Parameter::new("A", Kind::String, Place::Body),
                Parameter::new("B", Kind::String, Place::Body),
                Parameter::new("C", Kind::String, Place::Body),
            ])
            .rules(&[$rule]);
        &OPERATION
    }};
}

#[test]
fn parameters_that_do_not_fit_together_are_all_named() {
    let names = |operation, parameters: Json| -> Vec<String> {
        let lines = check_of(operation, parameters);
        lines.iter().map(|line| line.replace('`', "")).collect()
    };
    let together = ruled!(Rule::Together(&["A", "B"]));
    assert_eq!(names(together, json!({})), [""; 0]);
    assert_eq!(names(together, json!({"A": "", "B": ""})), [""; 0]);
    assert_eq!(
        names(together, json!({"A": ""})),
        ["B must be given together with A"]
    );

    let one = ruled!(Rule::OneOf(&["A", "B", "C"]));
    assert_eq!(names(one, json!({"B": ""})), [""; 0]);
    assert_eq!(names(one, json!({}))[0], "A or B, C is required");
    assert_eq!(
        names(one, json!({"A": "", "C": ""})),
        [
            "A cannot be given together with B, C",
            "C cannot be given together with A, B"
        ]
    );

    let most = ruled!(Rule::AtMostOne(&["A", "B"]));
    assert_eq!(names(most, json!({})), [""; 0]);
    assert_eq!(names(most, json!({"A": "", "B": ""})).len(), 2);

    let least = ruled!(Rule::AtLeastOne(&["A", "B"]));
    assert_eq!(names(least, json!({"A": "", "B": ""})), [""; 0]);
    assert_eq!(names(least, json!({"C": ""})).len(), 2);
}

#[test]
fn what_the_runtime_gives_is_checked_as_the_requests_own() {
    let mut request = Parameters::new(CHECKED.parameters);
    request.number_or_text("Limit", 500);
    let layout = Protocol::TencentTc3.layout();
    let encoded = encode_request(&CHECKED, &request, layout, true);
    let violations = encoded.err().unwrap_or_default();
    assert!(
        violations
            .to_string()
            .contains("`Limit` must be an integer from 1 to 100")
    );
}
