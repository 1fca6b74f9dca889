//! Whole pages of Huawei Cloud and Open Telekom Cloud, invented for these tests and laid out as the vendors do.

use cloudwright_page::facts::{
    Bounded, Certainty, Direction, Member, Page, RequiredColumn, SampleContent,
};
use cloudwright_page::read;

const ENGLISH: &str = include_str!("../pages/huawei-en.txt");
const CHINESE: &str = include_str!("../pages/huawei-tab-zh.txt");

fn page(text: &str) -> Page {
    crate::read_whole(text, "huawei")
}

/// Members one a line: status, path, type, required, place.
fn lines(members: &[Member]) -> Vec<String> {
    members
        .iter()
        .map(|member| {
            let status = member
                .status
                .as_ref()
                .map_or(String::new(), |fact| format!("{} ", fact.value));
            let cells = crate::cells(member);
            format!("{status}{}: {cells}", member.path.value)
        })
        .collect()
}

#[test]
fn captions_say_where_members_travel_and_what_types_are_made_of() {
    let page = page(ENGLISH);
    assert_eq!(page.required_column, RequiredColumn::Present);
    assert_eq!(
        lines(&page.parameters),
        [
            "garden_id: String required in path",
            "X-Auth-Token: String required in header",
            "hedge: PlantHedgeOption object required in body",
            "hedge.kinds: Array of strings optional in body",
            "hedge.sides: Map<String,Side> optional in body",
            "hedge.sides.*.length: Long required in body",
            // The type stands in itself and is told once.
            "hedge.sides.*.inner: Side object optional in body",
            "code: Integer optional in body",
        ]
    );
    let range = page.parameters[0].range.as_ref().unwrap();
    assert_eq!(range.value.of, Bounded::Length);
    assert_eq!(range.value.max.as_deref(), Some("36"));
    assert_eq!(page.types.len(), 3);
}

#[test]
fn answers_are_scoped_by_status_and_have_types_of_their_own() {
    let page = page(ENGLISH);
    assert_eq!(
        lines(&page.response),
        [
            "201 Retry-After: Integer in header",
            "201 []: Array of Side objects",
            "201 [].length: Long",
            "400 error_code: String",
        ]
    );
    let statuses: Vec<_> = page
        .status_codes
        .as_ref()
        .unwrap()
        .iter()
        .map(|fact| fact.value.as_str())
        .collect();
    assert_eq!(statuses, ["201", "400"]);
    let answers: Vec<_> = page
        .samples
        .iter()
        .filter(|sample| sample.direction == Direction::Response)
        .map(|sample| {
            (
                sample.status.as_ref().unwrap().value.as_str(),
                matches!(sample.content, SampleContent::Json(_)),
            )
        })
        .collect();
    assert_eq!(answers, [("201", true), ("400", false)]);
}

#[test]
fn the_host_is_absent_and_an_action_that_a_type_names_is_inferred() {
    let page = page(ENGLISH);
    assert!(page.head.host.is_none() && page.head.version.is_none());
    let action = page.head.action.as_ref().unwrap();
    assert_eq!(
        (action.value.as_str(), action.certainty),
        ("PlantHedge", Certainty::Inferred)
    );
}

#[test]
fn a_chinese_page_with_tabs_keeps_what_is_required() {
    let page = page(CHINESE);
    assert_eq!(
        lines(&page.parameters),
        [
            "limit: Integer optional in query",
            "X-Auth-Token: String required in header"
        ]
    );
    assert_eq!(page.parameters[0].default.as_ref().unwrap().value, "10");
    // A list without a name of its type has the table that is called like the member.
    assert_eq!(
        lines(&page.response),
        ["200 hedges: Array of objects", "200 hedges[].id: String"]
    );
    assert_eq!(page.head.action.as_ref().unwrap().value, "ListHedges");
    assert_eq!(page.head.title.as_ref().unwrap().value, "查询篱笆");
}

#[test]
fn a_page_saved_without_single_characters_does_not_say_what_is_required() {
    let text = CHINESE
        .replace("\t是\t", "\t")
        .replace("\t否\t", "\t")
        .replace('\t', "\n\n");
    let page = page(&text);
    assert_eq!(page.required_column, RequiredColumn::Lost);
    assert_eq!(
        lines(&page.parameters),
        ["limit: Integer in query", "X-Auth-Token: String in header"]
    );
}

#[test]
fn a_row_whose_type_is_not_known_is_told_with_its_line() {
    for (good, bad) in [
        (
            "Long\n\nHow long it became.",
            "Of some kind.\n\nHow long it became.",
        ),
        (
            "PlantHedgeOption object\n\nThe hedge.",
            "One, or none.\n\nThe hedge.",
        ),
    ] {
        let text = ENGLISH.replacen(good, bad, 1);
        assert_ne!(text, ENGLISH);
        assert!(!read(&text).unwrap().unexplained.is_empty(), "{bad}");
    }
}

#[test]
fn an_older_page_has_no_types_for_its_uri_and_captions_that_say_little() {
    let page = page(include_str!("../pages/huawei-older-en.txt"));
    let head = &page.head;
    assert_eq!(head.action.as_ref().unwrap().value, "PlantHedge");
    assert_eq!(head.method.as_ref().unwrap().value, "POST");
    assert_eq!(
        head.path.as_ref().unwrap().value,
        "/v1/{garden_id}/hedges/{hedgeId}"
    );
    assert_eq!(
        lines(&page.parameters),
        [
            "garden_id: - required in path",
            "hedgeId: - required in path",
            "X-Auth-Token: String required in header",
            "plant: Dictionary data structure. For details, see Table 3. required in body",
            "plant.kind: String optional in body",
        ]
    );
    let plant = page.parameters[3].r#type.as_ref().unwrap();
    assert_eq!(plant.value.ours().to_string(), "object");
    assert_eq!(
        lines(&page.response),
        ["hedges: Array", "hedges[].id: String"]
    );
    assert_eq!(page.samples.len(), 2);
    assert_eq!(page.deprecations.len(), 1);
}

#[test]
fn a_description_says_which_table_has_the_members_of_an_object() {
    let page = page(include_str!("../pages/huawei-linked-en.txt"));
    assert_eq!(
        lines(&page.parameters),
        [
            "garden_id: - required in path",
            "labels: Array of objects optional in body",
            "labels[].key: String required in body",
            // The caption of its table says nothing: its number does.
            "where: Object optional in body",
            "where.side: String optional in body",
            // A type that a caption names.
            "first: Cut optional in body",
            "first.height: Integer required in body",
            "cuts: []Cut optional in body",
            "cuts[].height: Integer required in body",
        ]
    );
    // The table of one label in the answer is another than that in the request.
    assert_eq!(
        lines(&page.response),
        [
            "hedges: Array of objects",
            "hedges[].id: String",
            "hedges[].labels: Array of objects",
            "hedges[].labels[].value: String",
        ]
    );
}

#[test]
fn a_table_is_found_by_the_singular_of_a_members_name_where_no_number_is_said() {
    let text =
        include_str!("../pages/huawei-linked-en.txt").replace(" For details, see Table 3.", "");
    let page = page(&text);
    assert!(lines(&page.parameters).contains(&"labels[].key: String required in body".to_owned()));
}

#[test]
fn an_older_chinese_page_has_its_uri_in_a_table_and_chinese_words_for_types() {
    let page = page(include_str!("../pages/huawei-older-zh.txt"));
    assert_eq!(page.head.method.as_ref().unwrap().value, "GET");
    let path = &page.head.path.as_ref().unwrap().value;
    assert_eq!(path, "/v1.0/gardens/{garden_id}/hedges");
    assert_eq!(
        lines(&page.parameters),
        [
            "garden_id: String in path",
            "name: String in query",
            "page_no: Integer in query"
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "total: Integer",
            "hedges: Hedge结构体数组",
            "hedges[].id: String",
            "owner: Owner结构体",
            "owner.name: String",
            "labels: 字典数据类型",
            "labels.key: String",
        ]
    );
    assert_eq!(page.samples.len(), 1);
    let statuses = page.status_codes.as_ref().unwrap();
    assert_eq!(statuses.len(), 2);
}

#[test]
fn captions_write_the_names_of_types_with_other_capitals() {
    let text = include_str!("../pages/huawei-linked-en.txt")
        .replace("Table 5 Cut parameters", "Table 5 CUT parameters");
    let page = page(&text);
    let read = lines(&page.parameters);
    assert!(
        read.contains(&"first.height: Integer required in body".to_owned()),
        "{read:?}"
    );
    assert!(
        read.contains(&"cuts[].height: Integer required in body".to_owned()),
        "{read:?}"
    );
}

#[test]
fn a_table_whose_cells_run_into_each_other_is_told() {
    let text = include_str!("../pages/huawei-linked-en.txt").replace(
        "Table 5 Cut parameters\n",
        "Table 5 Cut parameters\nParameter Mandatory Type Description\n",
    );
    let page = read(&text).unwrap();
    let told: Vec<&str> = page
        .unexplained
        .iter()
        .map(|told| told.text.as_str())
        .collect();
    assert_eq!(told, ["Parameter Mandatory Type Description"]);
}

#[test]
fn the_oldest_pages_have_members_in_a_column_of_their_own_and_labels_for_the_uri() {
    let page = page(include_str!("../pages/huawei-oldest-en.txt"));
    let head = |fact: &Option<cloudwright_page::facts::Fact<String>>| {
        fact.as_ref().map(|fact| fact.value.clone()).unwrap()
    };
    assert_eq!(head(&page.head.title), "Listing Hedges");
    assert_eq!(head(&page.head.method), "POST");
    assert_eq!(head(&page.head.path), "/v1/{garden_id}/hedges");
    assert_eq!(
        lines(&page.parameters),
        [
            "garden_id: String required in path",
            "height: Int optional in query",
            "order: String optional in body",
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "total: Int",
            "hedges[].kind: String",
            "hedges[].planted: Int64"
        ]
    );
    let samples = |direction| {
        let samples = page.samples.iter();
        samples
            .filter(|sample| sample.direction == direction)
            .count()
    };
    assert_eq!(samples(Direction::Request), 2);
    let statuses: Vec<_> = page
        .samples
        .iter()
        .filter_map(|sample| sample.status.as_ref().map(|fact| fact.value.as_str()))
        .collect();
    assert_eq!(statuses, ["200", "404"]);
    assert_eq!(samples(Direction::Response), 2);
    // How far back a time may lie is no bound of it.
    assert_eq!(page.response[2].range, None);
}

#[test]
fn what_is_required_is_also_said_in_two_characters() {
    let text = CHINESE
        .replace("\t是\t", "\t必选\t")
        .replace("\t否\t", "\t可选\t");
    assert_ne!(text, CHINESE);
    assert_eq!(
        lines(&page(&text).parameters),
        lines(&page(CHINESE).parameters)
    );
}
