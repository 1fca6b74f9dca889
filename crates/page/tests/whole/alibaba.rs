//! Whole pages of Alibaba Cloud's layouts, invented for these tests and laid out as the vendor does.

use cloudwright_page::facts::{
    Certainty, Direction, Member, Page, Place, RequiredColumn, SampleContent,
};
use cloudwright_page::read;

fn page(text: &str) -> Page {
    crate::read_whole(text, "alibaba")
}

/// Members one a line: path, type, required, place, example.
fn lines(members: &[Member]) -> Vec<String> {
    members
        .iter()
        .map(|member| {
            let cells = crate::cells(member);
            let example = member
                .example
                .as_ref()
                .map_or(String::new(), |fact| format!(" e.g. {}", fact.value));
            format!("{}: {cells}{example}", member.path.value)
        })
        .collect()
}

fn errors(page: &Page) -> Vec<String> {
    page.error_codes
        .iter()
        .map(|error| {
            let text = |fact: &Option<cloudwright_page::facts::Fact<String>>| {
                fact.as_ref()
                    .map_or(String::new(), |fact| fact.value.clone())
            };
            format!(
                "{} {}: {}",
                text(&error.status),
                error.code.value,
                text(&error.message)
            )
        })
        .collect()
}

#[test]
fn a_current_page_is_read_from_glued_cells_and_its_element_rows_are_no_members() {
    let page = page(include_str!("../pages/alibaba-current-en.txt"));
    assert_eq!(page.head.action.as_ref().unwrap().value, "ListBeds");
    assert_eq!(page.head.product.as_ref().unwrap().value, "Garden Service");
    assert_eq!(page.head.updated.as_ref().unwrap().value, "Mar 01, 2024");
    assert_eq!(page.head.rate.as_ref().unwrap().value.calls, 20);
    assert!(page.head.host.is_none() && page.head.method.is_none() && page.head.version.is_none());
    assert_eq!(page.permissions[0].value, "garden:ListBeds");
    assert_eq!(page.required_column, RequiredColumn::Present);
    assert_eq!(
        lines(&page.parameters),
        [
            "GardenId: string required e.g. gdn-1****",
            "LongList: integer optional e.g. 10"
        ]
    );
    // `company` ends like the type `any`; it stands where an example does.
    assert_eq!(
        lines(&page.response),
        [
            "RequestId: string e.g. 0A1B",
            "Beds: array<object>",
            "Beds[].Name: string e.g. company",
            "Beds[].Soil: object",
            "Beds[].Soil.Kind: string e.g. clay",
            "Beds[].Tags: array",
            "TotalCount: integer e.g. 1",
        ]
    );
    let nested = page
        .response
        .iter()
        .find(|member| member.path.value == "Beds[].Name")
        .unwrap();
    assert_eq!(nested.path.certainty, Certainty::Sample);
    assert_eq!(
        nested.description.as_ref().unwrap().value,
        "What is it called?"
    );
    assert_eq!(
        errors(&page),
        [
            "400 InvalidGarden.NotFound: The garden is gone.",
            "403 NoKey: GardenId is locked."
        ]
    );
}

#[test]
fn an_older_chinese_page_says_nothing_of_what_is_required() {
    let page = page(include_str!("../pages/alibaba-older-zh.txt"));
    assert_eq!(page.required_column, RequiredColumn::Lost);
    assert_eq!(
        lines(&page.parameters),
        [
            "GardenId: String in path e.g. gdn-1****",
            "Kind: String in body e.g. oak",
            "DryRun: Boolean in query e.g. false",
        ]
    );
    assert_eq!(page.head.method.as_ref().unwrap().value, "POST");
    assert_eq!(
        page.head.path.as_ref().unwrap().value,
        "/gardens/[GardenId]/trees"
    );
    assert_eq!(
        page.head.host.as_ref().unwrap().value,
        "garden.aliyuncs.com"
    );
}

#[test]
fn nesting_comes_from_xml_where_the_json_lacks_a_bracket_and_from_marks_in_the_table() {
    let page = page(include_str!("../pages/alibaba-older-zh.txt"));
    let paths: Vec<_> = page
        .response
        .iter()
        .map(|member| member.path.value.as_str())
        .collect();
    assert_eq!(
        paths,
        [
            "RequestId",
            "Trees",
            "Trees.Tree",
            "Trees.Tree[].TreeId",
            "Trees.Tree[].RootMap",
            "Owner",
            "Owner[].Name",
            "Owner[].Age",
            // No sample shows it; it has no mark.
            "Shade",
            "Leaves",
        ]
    );
    let invalid = |content: &SampleContent| matches!(content, SampleContent::InvalidJson(_));
    let answers: Vec<_> = page
        .samples
        .iter()
        .filter(|sample| sample.direction == Direction::Response)
        .map(|sample| invalid(&sample.content))
        .collect();
    assert_eq!(answers, [false, true]);
    assert_eq!(
        errors(&page),
        ["400 Tree.TooBig: The tree is too big.", "404 NoGarden: %s"]
    );
}

#[test]
fn a_page_of_one_cell_a_paragraph_has_headers_of_the_answer_before_its_body() {
    let page = page(include_str!("../pages/alibaba-paragraphs-en.txt"));
    assert_eq!(
        lines(&page.parameters),
        [
            "wellId: string required in path e.g. w-1",
            "code: string optional"
        ]
    );
    let place = page.parameters[0].place.as_ref().unwrap();
    assert_eq!(
        (place.value, place.certainty),
        (Place::Path, Certainty::Inferred)
    );
    assert_eq!(
        lines(&page.response),
        [
            "ETag: string in header e.g. 5e547e",
            "depth: integer e.g. 12",
            "springs: array<object>",
            "springs[].name: string e.g. blue",
        ]
    );
    assert_eq!(
        errors(&page),
        [
            "404 Well.Dry: There is no water.",
            "500 Internal.Error: Something broke."
        ]
    );
}

#[test]
fn a_page_copied_with_tabs_names_its_action_in_a_row() {
    let page = page(include_str!("../pages/alibaba-tab-en.txt"));
    assert_eq!(page.head.action.as_ref().unwrap().value, "FeedBirds");
    assert_eq!(
        lines(&page.parameters),
        [
            "Bird.N.Name: String required e.g. jay",
            "Grams: Long optional e.g. 5"
        ]
    );
    let description = page.parameters[0].description.as_ref().unwrap();
    assert_eq!(description.value, "The name of bird N.\nLong ones are cut.");
    assert_eq!(
        lines(&page.response),
        [
            "Birds: Array of Bird",
            "Birds.Bird: -",
            "Birds.Bird[].Name: String e.g. jay"
        ]
    );
    assert_eq!(errors(&page), ["400 Bird.Full: The bird is full."]);
}

#[test]
fn a_row_whose_type_is_not_known_is_told_with_its_line() {
    for (good, bad) in [
        ("LongListintegerNo", "LongListnonsenseNo"),
        ("TotalCountinteger", "TotalCountnonsense"),
        (
            "ParameterTypeDescriptionExample",
            "ParameterTypeNonsenseExample",
        ),
        ("403NoKeyGardenId", "no status NoKeyGardenId"),
    ] {
        let text = include_str!("../pages/alibaba-current-en.txt").replacen(good, bad, 1);
        let page = read(&text).unwrap();
        let told = page
            .unexplained
            .first()
            .unwrap_or_else(|| panic!("{bad} is not told"));
        assert!(
            text.lines()
                .nth(told.line as usize - 1)
                .unwrap()
                .contains(bad),
            "{bad}: {told:?}"
        );
    }
}

#[test]
fn what_the_sample_lacks_follows_the_order_of_the_rows() {
    let text = include_str!("../pages/alibaba-current-en.txt").replace("\"Kind\": \"clay\"", "");
    let page = read(&text).unwrap();
    let kind = page
        .response
        .iter()
        .find(|member| member.name() == "Kind")
        .unwrap();
    assert_eq!(kind.path.value, "Beds[].Soil.Kind");
    assert_eq!(kind.path.certainty, Certainty::Inferred);
}

#[test]
fn tables_below_a_caption_belong_to_the_container_that_it_names() {
    let page = page(include_str!("../pages/alibaba-tables-en.txt"));
    assert_eq!(
        lines(&page.parameters),
        [
            "PipeIds: List(String) optional",
            "Mode: String required in body"
        ]
    );
    assert_eq!(
        lines(&page.response),
        [
            "Flows: FlowModule[]",
            "MeasuredAt: DateTime",
            "Pump: Struct",
            "RequestId: String",
            // Samples show the items in an object of their own, and `Code` at the root, too.
            "Flows.FlowModule[].TimeStamp: String",
            "Flows.FlowModule[].Code: String",
            "Pump.PumpId: String",
        ]
    );
    assert_eq!(
        errors(&page),
        [
            "503 Throttled: The request was denied.",
            "400 PipeInvalid: no such pipe"
        ]
    );
    assert_eq!(page.samples.len(), 2);
}

/// A page of the older layout whose sample shows little: what stands in what, the alphabet tells.
const SPARSE: &str = "All Products\nSearch\nDocument Center\n\nGardens:ListHedges\n\nCall ListHedges to list hedges.\n\nDebugging\n\nOpenAPI Explorer signs for you.\n\n\
    Request parameters\n\nParameterTypeRequiredExampleDescription\nActionStringYesListHedges\n\nThe operation.\n\nFieldTypeStringNoleaf\n\nThe field.\n\n\
    Response parameters\n\nParameterTypeExampleDescription\nHedgesArray of Hedge\n\nThe hedges.\n\nHedge\n\nAgeInteger3\n\nYears.\n\n\
    CutsArray of Cut\n\nThe cuts.\n\nCut\n\nDayString2031-01-02\n\nThe day.\n\nLabelsArray of Label\n\nThe labels.\n\nLabel\n\nLabelKeyStringk\n\nThe key.\n\n\
    LabelValueStringv\n\nThe value.\n\nToolStringshears\n\nThe tool.\n\nDisplayNameStringgreen\n\nThe name.\n\nHeightInteger2\n\nIts height.\n\n\
    KindStringyew\n\nThe kind.\n\nPlantTimeString2030\n\nWhen.\n\nRequestIdStringr1\n\nThe request.\n\nTotalCountInteger1\n\nHow many.\n\n\
    Examples\n\nSample success responses\n\nJSON format\n\n{\"RequestId\": \"r1\", \"TotalCount\": 1, \"Hedges\": {\"Hedge\": [{\"Age\": 3}]}}\n\nError codes\n\nFor a list of error codes, visit the API Error Center.\n";

#[test]
fn the_alphabet_tells_where_an_object_ends_that_no_sample_shows() {
    let page = page(SPARSE);
    let paths: Vec<_> = page
        .response
        .iter()
        .map(|member| (member.path.value.as_str(), member.path.certainty))
        .collect();
    let inferred = Certainty::Inferred;
    assert_eq!(
        paths,
        [
            ("Hedges", Certainty::Stated),
            ("Hedges.Hedge", Certainty::Sample),
            ("Hedges.Hedge[].Age", Certainty::Sample),
            ("Hedges.Hedge[].Cuts", inferred),
            ("Hedges.Hedge[].Cuts.Cut", inferred),
            ("Hedges.Hedge[].Cuts.Cut[].Day", inferred),
            ("Hedges.Hedge[].Cuts.Cut[].Labels", inferred),
            ("Hedges.Hedge[].Cuts.Cut[].Labels.Label", inferred),
            (
                "Hedges.Hedge[].Cuts.Cut[].Labels.Label[].LabelKey",
                inferred
            ),
            (
                "Hedges.Hedge[].Cuts.Cut[].Labels.Label[].LabelValue",
                inferred
            ),
            // Behind a pair of key and value nothing stands beside them.
            ("Hedges.Hedge[].Cuts.Cut[].Tool", inferred),
            // `DisplayName` stands before `Tool`: the cut ends.
            ("Hedges.Hedge[].DisplayName", inferred),
            ("Hedges.Hedge[].Height", inferred),
            ("Hedges.Hedge[].Kind", inferred),
            ("Hedges.Hedge[].PlantTime", inferred),
            ("RequestId", Certainty::Sample),
            ("TotalCount", Certainty::Stated),
        ]
    );
    // A parameter that is called like a header's words is one.
    assert_eq!(page.parameters[0].path.value, "FieldType");
}

#[test]
fn an_entry_of_the_sites_navigation_is_no_action() {
    let menu =
        "Sign in\nAPI Reference\nCreateGarden\nListGardens\nRequest parameters\nError codes\n\n";
    let title = SPARSE.replace("Gardens:ListHedges", "ListHedges");
    let page = read(&format!("{menu}{title}")).unwrap();
    assert_eq!(page.head.action.unwrap().value, "ListHedges");
}
