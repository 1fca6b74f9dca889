//! Whole pages of Tencent's two dialects, invented for these tests and laid out as the vendor does.

use cloudwright_page::facts::{
    Certainty, Direction, Fact, Member, Page, RequiredColumn, SampleContent,
};
use cloudwright_page::read;

fn page(text: &str) -> Page {
    let page = read(text).unwrap();
    assert_eq!(page.unexplained, []);
    page
}

/// A member on one line: path, type, required, default, bounds, values.
fn line(member: &Member) -> String {
    let bound = |bound: &Option<String>| bound.clone().unwrap_or_default();
    let values: Vec<_> = member
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    let required = member.required.as_ref().map(|required| {
        if required.value {
            " required"
        } else {
            " optional"
        }
    });
    [
        Some(member.path.value.clone()),
        member
            .r#type
            .as_ref()
            .map(|words| format!(": {}", words.value.words())),
        required.map(str::to_owned),
        member.common.then(|| " common".to_owned()),
        member
            .default
            .as_ref()
            .map(|default| format!(" ={}", default.value)),
        member
            .range
            .as_ref()
            .map(|range| format!(" {}..{}", bound(&range.value.min), bound(&range.value.max))),
        (!values.is_empty()).then(|| format!(" {}", values.join("|"))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn lines(members: &[Member]) -> Vec<String> {
    members.iter().map(line).collect()
}

fn value(fact: Option<&Fact<String>>) -> &str {
    fact.map_or("", |fact| fact.value.as_str())
}

const THREE_EN: &str = include_str!("../pages/three-en.txt");
const THREE_ZH: &str = include_str!("../pages/three-zh.txt");
const THREE_ZH_TAB: &str = include_str!("../pages/three-zh-tab.txt");
const TWO_EN: &str = include_str!("../pages/two-en.txt");
const TWO_ZH: &str = include_str!("../pages/two-zh.txt");

#[test]
fn an_english_page_of_api_three_is_read() {
    let page = page(THREE_EN);
    assert_eq!(page.dialect, "tencent-v3");
    assert_eq!(page.required_column, RequiredColumn::Present);
    assert_eq!(
        lines(&page.parameters),
        [
            "Action: String required common",
            "Version: String required common",
            "Region: String optional common",
            "StreetId: String required",
            "Filters.N: Array of Filter optional ..5 Colour|Height",
            "Colour: String optional =RED RED|BLUE",
            "Limit: Integer optional =20 1..100",
            // The vendor swapped two cells.
            "Since: String optional",
            "Shade: ShadeConfig optional",
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "TotalCount: Integer",
            "Lanterns: Array of Lantern",
            "Owner: OwnerInfo",
            "RequestId: String"
        ]
    );
}

#[test]
fn the_head_says_where_it_stands() {
    let head = page(THREE_EN).head;
    assert_eq!(value(head.title.as_ref()), "ListLanterns");
    assert_eq!(value(head.updated.as_ref()), "2024-03-05 10:20:30");
    assert_eq!(value(head.action.as_ref()), "ListLanterns");
    assert_eq!(value(head.version.as_ref()), "2031-02-03");
    let host = head.host.unwrap();
    assert_eq!(
        (host.value.as_str(), host.lines.first, host.certainty),
        ("lamp.tencentcloudapi.com", 11, Certainty::Stated)
    );
    assert_eq!(head.method.unwrap().certainty, Certainty::Sample);
    assert_eq!(value(head.path.as_ref()), "/");
    let rate = head.rate.unwrap().value;
    assert_eq!((rate.calls, rate.seconds), (30, 1));
    let regions: Vec<_> = head
        .regions
        .iter()
        .map(|region| region.value.as_str())
        .collect();
    assert_eq!(regions, ["xx-north", "xx-south"]);
}

#[test]
fn samples_keep_their_text_and_invalid_ones_are_flagged() {
    let page = page(THREE_EN);
    let kinds: Vec<_> = page
        .samples
        .iter()
        .map(|sample| {
            (
                sample.direction,
                matches!(sample.content, SampleContent::Json(_)),
                matches!(sample.content, SampleContent::InvalidJson(_)),
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            (Direction::Request, false, false),
            (Direction::Response, true, false),
            (Direction::Request, false, false),
            (Direction::Response, false, true),
        ]
    );
    assert!(page.samples[0].text.value.ends_with("\"Limit\": 1\n}"));
    assert_eq!(
        value(page.samples[3].title.as_ref()),
        "Example 2 One that is broken"
    );
}

#[test]
fn errors_have_codes_and_what_they_mean() {
    let page = page(THREE_EN);
    let errors: Vec<_> = page
        .error_codes
        .iter()
        .map(|error| (error.code.value.as_str(), value(error.message.as_ref())))
        .collect();
    assert_eq!(
        errors,
        [
            ("InternalError", "Something broke."),
            (
                "InvalidParameterValue.Colour",
                "No such colour.\nTry another"
            ),
            ("ResourceNotFound.Street", "The street\ndoes not exist."),
        ]
    );
}

#[test]
fn a_chinese_page_that_lost_a_column_says_unknown_and_one_with_tabs_says_what_it_kept() {
    let lost = page(THREE_ZH);
    assert_eq!(lost.required_column, RequiredColumn::Lost);
    assert!(
        lost.parameters
            .iter()
            .all(|member| member.required.is_none())
    );
    assert_eq!(
        lines(&lost.parameters)[3..],
        [
            "LanternId: String",
            "Colour: String =RED RED|BLUE",
            "Names.N: Array of String 1..16",
            "Limit: Integer =20 ..100"
        ]
    );
    assert_eq!(value(lost.parameters[3].example.as_ref()), "la-1");
    // A browser on another system ends lines in another way.
    let kept = page(&format!("\u{feff}{}", THREE_ZH_TAB.replace('\n', "\r\n")));
    assert_eq!(kept.required_column, RequiredColumn::Present);
    assert_eq!(
        lines(&kept.parameters)[3..5],
        [
            "LanternId: String required",
            "Colour: String optional =RED RED|BLUE"
        ]
    );
    assert_eq!(lines(&kept.response), lines(&lost.response));
    assert_eq!(
        kept.head.method.map(|method| method.value).as_deref(),
        Some("GET")
    );
}

#[test]
fn an_english_page_of_api_two_is_read_with_types_behind_descriptions() {
    let page = page(TWO_EN);
    assert_eq!(page.dialect, "tencent-legacy");
    assert_eq!(
        lines(&page.parameters),
        [
            "streetId: String required",
            "kind: String optional oil|gas",
            "limit: Int optional =20 ..50"
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "code: Int",
            "message: String",
            "lamps: Object Array",
            "lamps[].lampId: String",
            "lamps[].owner: Object",
            "lamps[].owner.name: String",
            "lamps[].posts: Array",
            "lamps[].posts[].height: Float",
        ]
    );
    let codes: Vec<_> = page
        .error_codes
        .iter()
        .map(|error| error.code.value.as_str())
        .collect();
    assert_eq!(codes, ["4100", "5000"]);
    assert_eq!(value(page.head.path.as_ref()), "/v2/index.php");
}

#[test]
fn a_chinese_page_of_api_two_is_read_with_alternative_shapes_and_joined_names() {
    let page = page(TWO_ZH);
    assert_eq!(value(page.head.host.as_ref()), "lamp.api.qcloud.com");
    assert_eq!(value(page.head.action.as_ref()), "SetLamp");
    assert_eq!(page.deprecations.len(), 1);
    assert_eq!(
        lines(&page.parameters),
        [
            "lampId: String",
            "lights.n: Array",
            "lights.n.colour: String",
            "lights.n.power: Int 1..10",
            "wick: Object",
            "wick.length: Int",
            // The other shape.
            "wick.length: String",
            "wick.width: Int",
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "code: Int",
            "list: Array",
            "list[].lampId: String",
            "list[].state: Int"
        ]
    );
}

#[test]
fn every_fact_says_its_lines() {
    let text: Vec<_> = TWO_EN.lines().collect();
    let page = page(TWO_EN);
    for member in page.parameters.iter().chain(&page.response) {
        let line = text[member.path.lines.first as usize - 1];
        assert!(line.starts_with(member.name()), "{line}");
    }
    let kind = &page.parameters[1].path.lines;
    assert_eq!(
        kind.last - kind.first,
        3,
        "the type of `kind` stands below its description"
    );
}

#[test]
fn what_no_rule_explains_is_told_with_its_line() {
    let row = TWO_EN.replace(
        "owner Who owns it Object\n",
        "owner Who owns it Object\nNobody knows this\n",
    );
    let told = read(&row).unwrap().unexplained;
    assert_eq!(
        (told.len(), told[0].line, told[0].text.as_str()),
        (1, 30, "Nobody knows this")
    );
    let orphan = TWO_EN
        .replace("Table of post heights", "Something else")
        .replace("posts Its posts Array\n", "");
    let told = read(&orphan).unwrap().unexplained;
    assert_eq!((told.len(), told[0].text.as_str()), (1, "Something else"));
    let header = TWO_EN.replace(
        "Parameter Name Description Type Required",
        "Parameter Name Remark Type Needed",
    );
    let told = read(&header).unwrap().unexplained;
    assert_eq!(told[0].why, "a header with unknown columns");
    let untyped = TWO_EN.replace("Its posts Array\n", "Its posts\n");
    let told = read(&untyped).unwrap().unexplained;
    assert!(
        told.iter().any(|told| told.why == "the row has no type"),
        "{told:?}"
    );
}

#[test]
fn a_page_of_two_halves_has_its_tables_behind_its_samples() {
    let page = page(include_str!("../pages/two-ways-zh.txt"));
    assert_eq!(page.dialect, "tencent-legacy");
    assert_eq!(value(page.head.action.as_ref()), "TurnLamps");
    assert_eq!(value(page.head.host.as_ref()), "lamp.api.qcloud.com");
    assert_eq!(page.required_column, RequiredColumn::Lost);
    assert_eq!(
        lines(&page.parameters),
        [
            "lamps: Array(Object)",
            "lamps[].lampId: String",
            "lamps[].height: Int",
            "mode: String",
        ]
    );
    assert_eq!(
        lines(&page.response),
        ["code: Int", "message: String", "data: Array"]
    );
    let codes: Vec<_> = page
        .error_codes
        .iter()
        .map(|error| error.code.value.as_str())
        .collect();
    assert_eq!(codes, ["-3047", "4000-7000"]);
    let answers = page
        .samples
        .iter()
        .filter(|sample| sample.direction == Direction::Response)
        .count();
    assert_eq!((page.samples.len(), answers), (4, 2));
}

#[test]
fn a_column_that_is_not_known_is_told_and_the_others_are_read() {
    let page = read(include_str!("../pages/two-ways-en.txt")).unwrap();
    let told: Vec<_> = page
        .unexplained
        .iter()
        .map(|line| (line.line, line.why))
        .collect();
    assert_eq!(told, [(17, "a header with unknown columns")]);
    assert_eq!(value(page.head.host.as_ref()), "lamp.api.qcloud.com");
    assert_eq!(
        lines(&page.parameters),
        [
            "streetId: String required",
            "hours.n: Integer optional",
            "COMMON_PARAMS required",
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "code: Integer",
            "lampSet: Array",
            "lampSet[].lampId: String"
        ]
    );
    assert_eq!(page.error_codes.len(), 1);
    assert_eq!(page.samples.len(), 2);
}

#[test]
fn a_table_that_no_heading_claims_is_told() {
    let text = THREE_EN.replace("2. Input Parameters", "2. What goes in");
    let page = read(&text).unwrap();
    assert!(
        page.unexplained
            .iter()
            .any(|line| line.text == "Parameter Name Required Type Description")
    );
}
