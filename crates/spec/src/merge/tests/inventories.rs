//! Inventories over what earlier ones made, with the lock between them, as `import` does it.

use serde_json::{Value, json};

use super::*;
use crate::import::{self, Merging, Options};
use crate::lock::Lock;

/// The specs of one service, and its lock.
#[derive(Clone, Debug, Default)]
pub(super) struct Specs {
    pub(super) files: BTreeMap<String, String>,
    lock: Lock,
}

impl Specs {
    /// What an inventory makes where there is nothing.
    pub(super) fn of(inventory: &Value) -> Self {
        let merging = stated(inventory);
        let mut service = merging.facts.service.clone().unwrap();
        service.types.clear();
        let path = format!("{}/service.yaml", merging.folder);
        let mut specs = Self::default();
        let text = crate::write::service(&service).unwrap();
        specs.files.insert(path, text);
        specs.merge(inventory);
        specs
    }

    /// Merges an inventory, as it is asked to.
    pub(super) fn merge(&mut self, inventory: &Value) -> Merged {
        let merging = stated(inventory);
        let files: Vec<SourceFile> = self
            .files
            .iter()
            .map(|(path, text)| SourceFile::new(path.as_str(), text.as_str()))
            .collect();
        let before = self.lock.stated(&merging.facts.origin);
        let merged = merge(&files, &merging.facts, before);
        let merged = merged.unwrap_or_else(|report| panic!("{report}"));
        for file in &merged.files {
            let text = String::from_utf8(file.content.clone()).unwrap();
            self.files.insert(file.path.clone(), text);
        }
        merging.lock(&mut self.lock, &merged);
        // A lock is a file between two runs.
        self.lock = Lock::parse(&self.lock.to_text().unwrap()).unwrap();
        merged
    }

    pub(super) fn text(&self, name: &str) -> &str {
        let mut files = self.files.iter();
        files.find(|(path, _)| path.ends_with(name)).unwrap().1
    }

    pub(super) fn replace(&mut self, name: &str, old: &str, new: &str) {
        let file = self.files.iter_mut().find(|(path, _)| path.ends_with(name));
        let text = file.unwrap().1;
        assert!(text.contains(old), "{old}\n{text}");
        *text = text.replacen(old, new, 1);
    }
}

fn stated(inventory: &Value) -> Merging {
    let options = Options {
        allow_partial: true,
        ..Options::default()
    };
    import::facts(&inventory.to_string(), &options).unwrap()
}

pub(super) fn inventory(params: &Value, response: &Value, types: &Value) -> Value {
    json!({
        "schema": "scale-neutral/1", "provider": "tencent", "product": "lamps", "version": "2031-02-03",
        "host": "lamps.tencentcloudapi.com", "envelope": "Response",
        "actions": [{"name": "ListLamps", "method": "POST", "path": "/", "params": params, "response": response}],
        "types": types,
    })
}

#[test]
fn a_value_that_its_source_states_no_more_goes_and_one_of_a_person_stays() {
    let size = |facts: Value| {
        let mut size = json!({"name": "Size", "type": "int64", "in": "body"});
        for (key, value) in facts.as_object().unwrap() {
            size[key] = value.clone();
        }
        inventory(&json!([size]), &json!([]), &json!([]))
    };
    let mut specs = Specs::of(&size(json!({"min": 1, "max": 9})));
    specs.replace(
        "ListLamps.yaml",
        "max: 9\n",
        "max: 7 # tried\n    default: 2\n",
    );
    let merged = specs.merge(&size(json!({})));
    let text = specs.text("ListLamps.yaml");
    assert!(!text.contains("min:"), "{text}");
    assert!(text.contains("max: 7 # tried\n    default: 2\n"), "{text}");
    let told: Vec<String> = merged.differences.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains("request Size: min: metadata says nothing of it"),
        "{told:?}"
    );
    assert_eq!(specs.merge(&size(json!({}))).differences, []);
}

#[test]
fn an_action_that_is_online_again_is_deprecated_no_more() {
    let with = |status: &str| {
        let mut lamps = inventory(&json!([]), &json!([]), &json!([]));
        lamps["actions"][0]["status"] = json!(status);
        lamps
    };
    let mut specs = Specs::of(&with("deprecated"));
    assert!(specs.text("ListLamps.yaml").contains("deprecated:"));
    let mut by_hand = specs.clone();
    specs.merge(&with("online"));
    assert!(!specs.text("ListLamps.yaml").contains("deprecated:"));
    by_hand.replace(
        "ListLamps.yaml",
        "The vendor's status of it is `deprecated`.",
        "Use another.",
    );
    by_hand.merge(&with("online"));
    assert!(by_hand.text("ListLamps.yaml").contains("Use another."));
}

#[test]
fn members_of_shared_types_that_are_gone_become_stubs_wherever_the_type_is_met_first() {
    let types = |fields: Value| {
        json!([
            {"name": "A", "fields": [{"name": "B", "type": "object", "ref": "B"}]},
            {"name": "B", "fields": fields},
        ])
    };
    let response = json!([{"name": "A", "type": "object", "ref": "A"}]);
    let both = json!([{"name": "X", "type": "string"}, {"name": "Size", "type": "string"}]);
    let mut specs = Specs::of(&inventory(&json!([]), &response, &types(both)));
    let newer = inventory(
        &json!([]),
        &response,
        &types(json!([{"name": "X", "type": "string"}])),
    );
    let merged = specs.merge(&newer);
    let text = specs.text("service.yaml");
    let gone = text.split("- name: Size").nth(1).unwrap();
    assert!(gone.contains("removed: { since: 0.1.1 }"), "{text}");
    assert_eq!(merged.differences[0].subject, "type B.Size");
    assert_eq!(specs.merge(&newer).differences, []);
}

#[test]
fn a_member_of_another_structure_gets_its_name_and_neither_structure_the_others_fields() {
    let types = json!([
        {"name": "A", "fields": [{"name": "X", "type": "string"}]},
        {"name": "B", "fields": [{"name": "Y", "type": "string"}]},
    ]);
    let answer = |name: &str| {
        let response = json!([
            {"name": "One", "type": "object", "ref": "A"},
            {"name": "Rows", "type": "list", "items": {"type": "object", "ref": name}},
        ]);
        inventory(&json!([]), &response, &types)
    };
    let mut specs = Specs::of(&answer("A"));
    let service = specs.text("service.yaml").to_owned();
    specs.merge(&answer("B"));
    // The other structure stands behind the one that is there.
    assert!(specs.text("service.yaml").starts_with(&service));
    let text = specs.text("ListLamps.yaml");
    assert!(
        text.contains("type: list<B>") && text.contains("type: A"),
        "{text}"
    );
    assert_eq!(specs.merge(&answer("B")).differences, []);
}

#[test]
fn a_structure_whose_fields_are_inline_now_is_not_gone_and_one_that_nobody_leads_to_is() {
    let fields = json!([{"name": "X", "type": "string"}]);
    let types = json!([{"name": "A", "fields": fields}, {"name": "B", "fields": fields}]);
    let response = json!([
        {"name": "One", "type": "object", "ref": "A"},
        {"name": "Two", "type": "object", "ref": "B"},
    ]);
    let mut specs = Specs::of(&inventory(&json!([]), &response, &types));
    let response = json!([{"name": "One", "type": "object", "fields": fields}]);
    let newer = inventory(&json!([]), &response, &json!([]));
    let merged = specs.merge(&newer);
    let gone: Vec<&str> = merged
        .differences
        .iter()
        .map(|one| one.subject.as_str())
        .collect();
    assert_eq!(gone, ["response Two", "type B"]);
    assert_eq!(specs.merge(&newer).differences, []);
}

#[test]
fn an_error_that_would_be_called_as_another_one_gets_a_name_and_the_elder_keeps_its_own() {
    let with = |codes: &[&str]| {
        let mut lamps = inventory(&json!([]), &json!([]), &json!([]));
        lamps["actions"][0]["errors"] = json!(codes);
        let mut other = lamps["actions"][0].clone();
        other["name"] = json!("PutLamp");
        lamps["actions"].as_array_mut().unwrap().push(other);
        lamps
    };
    // The canonical spelling comes second and is none the less the younger one.
    let mut specs = Specs::of(&with(&["Limit_Exceeded"]));
    let elder = specs.text("PutLamp.yaml").to_owned();
    assert!(!elder.contains("rename:"), "{elder}");
    let newer = with(&["Limit_Exceeded", "LimitExceeded", "Limit.Exceeded"]);
    assert_eq!(specs.merge(&newer).refused, []);
    for name in ["ListLamps.yaml", "PutLamp.yaml"] {
        let text = specs.text(name);
        for expected in [
            "  - code: Limit_Exceeded\n    class: other\n",
            "  - code: LimitExceeded\n    rename: LimitExceeded",
            "  - code: Limit.Exceeded\n    rename: LimitExceeded",
        ] {
            assert!(
                text.contains(expected) || text.contains(&expected.replace("  ", "")),
                "{text}"
            );
        }
    }
    assert_eq!(specs.merge(&newer).differences, []);
}

#[test]
fn a_flag_that_a_sample_denies_is_told_and_keeps_nothing_else_away() {
    let types = |always: bool, kind: &str| {
        json!([{"name": "Lamp", "fields": [
            {"name": "Id", "type": "string", "output_required": always},
            {"name": "Size", "type": kind},
        ]}])
    };
    let response = json!([{"name": "Lamp", "type": "object", "ref": "Lamp"}]);
    let mut specs = Specs::of(&inventory(&json!([]), &response, &types(false, "string")));
    let action = specs
        .files
        .keys()
        .find(|path| path.ends_with("ListLamps.yaml"));
    let action = action.unwrap().clone();
    let sample = "samples:\n  - response: { Response: { Lamp: {} } }\n";
    specs.files.get_mut(&action).unwrap().push_str(sample);
    let newer = inventory(&json!([]), &response, &types(true, "int64"));
    let merged = specs.merge(&newer);
    let text = specs.text("service.yaml");
    assert!(
        text.contains("type: int64") && !text.contains("always: true"),
        "{text}"
    );
    let left: Vec<&Difference> = merged
        .differences
        .iter()
        .filter(|one| one.kind.is_left())
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
    let told = left[0].to_string();
    let expected = "type Lamp.Id: always: metadata says `true`, spec line";
    assert!(told.contains(expected), "{told}");
    assert!(told.contains("by hand: `Id` is missing here"), "{told}");
    // It is told once, and merged when nothing denies it any more.
    let again = specs.merge(&newer);
    assert_eq!((again.files, again.differences), (vec![], vec![]));
    specs.replace("ListLamps.yaml", "Lamp: {}", "Lamp: { Id: a }");
    specs.merge(&newer);
    assert!(specs.text("service.yaml").contains("always: true"));
}

#[test]
fn a_conflict_that_the_source_does_not_have_any_more_is_told_until_it_is_taken_out() {
    let with = |required: bool| {
        let params = json!([{"name": "Id", "type": "string", "in": "body", "required": required}]);
        inventory(&params, &json!([]), &json!([]))
    };
    let mut specs = Specs::of(&with(false));
    let conflict = "    required: no\n    conflict:\n      - kind: required\n        table: \"yes\"\n        \
                    metadata: \"no\"\n        doc: Either will do.\n";
    specs.replace("ListLamps.yaml", "    required: no\n", conflict);
    assert_eq!(specs.merge(&with(false)).differences, []);
    for _ in 0..2 {
        let merged = specs.merge(&with(true));
        let told: Vec<DifferenceKind> = merged.differences.iter().map(|one| one.kind).collect();
        assert_eq!(told, [DifferenceKind::StaleConflict]);
        assert_eq!(merged.left_before, []);
    }
}

#[test]
fn an_example_is_changed_with_its_type_only() {
    let with = |kind: &str, example: Value| {
        let params = json!([{"name": "Id", "type": kind, "in": "body", "example": example}]);
        inventory(&params, &json!([]), &json!([]))
    };
    let mut specs = Specs::of(&with("string", json!("12")));
    specs.merge(&with("string", json!("13")));
    assert!(specs.text("ListLamps.yaml").contains("example: \"12\""));
    specs.merge(&with("int64", json!(12)));
    assert!(specs.text("ListLamps.yaml").contains("example: 12\n"));
    assert_eq!(specs.merge(&with("int64", json!(14))).differences, []);
}

#[test]
fn a_parameter_keeps_its_place_when_another_method_would_move_it() {
    let by = |method: &str| {
        json!({
            "schema": "scale-neutral/1", "provider": "huawei", "product": "lamps", "version": "v2",
            "host": "lamps.example.com", "actions": [{
                "name": "ListLamps", "method": method, "path": "/v2/lamps",
                "params": [{"name": "limit", "type": "int64", "in": "query"}]}],
        })
    };
    let mut specs = Specs::of(&by("GET"));
    let param = "  - name: limit\n    type: int64\n";
    let own = format!("{param}  - name: own\n    type: string\n");
    specs.replace("ListLamps.yaml", param, &own);
    specs.merge(&by("POST"));
    let text = specs.text("ListLamps.yaml");
    assert!(text.contains("type: int64\n    in: query\n"), "{text}");
    assert!(text.contains("type: string\n    in: query\n"), "{text}");
    assert!(specs.merge(&by("POST")).files.is_empty());
}

#[test]
fn a_whole_body_is_the_same_by_any_name() {
    let called = |name: &str| {
        json!({
            "schema": "scale-neutral/1", "provider": "huawei", "product": "lamps", "version": "v2",
            "host": "lamps.example.com", "actions": [{
                "name": "CreateLamp", "method": "POST", "path": "/v2/lamps",
                "params": [{"name": name, "type": "object", "in": "body_root",
                    "fields": [{"name": "id", "type": "string"}]}]}],
        })
    };
    let mut specs = Specs::of(&called("body"));
    assert_eq!(specs.merge(&called("request")).differences, []);
}

#[test]
fn another_type_s_fields_are_none_of_a_type_that_a_page_s_spec_leads_to() {
    let with = |name: &str, field: &str| {
        let lamp = json!([{"name": "Lamp", "type": "object", "ref": name}]);
        let fields = json!([{"name": field, "type": "string"}]);
        inventory(
            &json!([]),
            &lamp,
            &json!([{"name": name, "fields": fields}]),
        )
    };
    let mut specs = Specs::of(&with("Lamp", "Id"));
    specs.replace(
        "ListLamps.yaml",
        "title: Inventory of tencent lamps",
        "title: Lamps",
    );
    let newer = with("Other", "Watts");
    for _ in 0..2 {
        specs.merge(&newer);
        let text = specs.text("service.yaml");
        let (_, lamp) = text.split_once("- name: Lamp\n").unwrap();
        let lamp = lamp.split("- name: Other").next().unwrap();
        assert!(!lamp.contains("Watts"), "{text}");
    }
}

mod endpoints {
    use super::*;

    #[test]
    fn hosts_are_exceptions_to_the_template_that_a_service_has_from_now_on() {
        let hosts = json!({"a-1": "lamps.example.com", "b-1": "lamps.b-1.example.com"});
        let mut specs = Specs::of(&swr("lamps.example.com", &json!({}), &json!([])));
        let newer = swr("lamps.{region}.example.com", &hosts, &json!([]));
        specs.merge(&newer);
        let text = specs.text("service.yaml");
        assert!(
            text.contains("a-1: lamps.example.com") && !text.contains("b-1"),
            "{text}"
        );
        assert!(specs.merge(&newer).files.is_empty());
    }

    #[test]
    fn regions_come_and_no_action_goes_where_one_cannot_be_expressed() {
        let with = |content: &str, regions: &Value| {
            let mut lamps = swr("lamps.example.com", &json!({}), regions);
            lamps["actions"].as_array_mut().unwrap().push(json!({
                "name": "ShowLamp", "method": "GET", "path": "/v2/lamp", "content_types": [content]}));
            lamps
        };
        let mut specs = Specs::of(&with("application/json", &json!(["a-1"])));
        specs.merge(&with("multipart/form-data", &json!(["a-1", "b-1"])));
        assert!(specs.text("service.yaml").contains("- b-1"));
        assert!(!specs.text("ShowLamp.yaml").contains("removed"));
    }

    fn swr(host: &str, hosts: &Value, regions: &Value) -> Value {
        json!({
            "schema": "scale-neutral/1", "provider": "huawei", "product": "lamps", "version": "v2",
            "host": host, "hosts": hosts, "regions": regions,
            "actions": [{"name": "ListLamps", "method": "GET", "path": "/v2/lamps"}],
        })
    }

    #[test]
    fn new_regions_and_their_hosts_are_filled_in_and_old_ones_of_the_inventory_go() {
        let template = "lamps.{region}.example.com";
        let older = swr(
            template,
            &json!({"a-1": "lamps.a-1.example.com", "b-1": "lamps.b-1.example.eu", "c-1": "old.example.com"}),
            &json!(["a-1", "b-1", "c-1"]),
        );
        let mut specs = Specs::of(&older);
        assert!(
            specs
                .text("service.yaml")
                .contains("b-1: lamps.b-1.example.eu")
        );
        specs.replace(
            "service.yaml",
            "b-1: lamps.b-1.example.eu",
            "b-1: ours.example.eu # of ours",
        );
        let newer = swr(
            template,
            &json!({"a-1": "lamps.a-1.example.com", "b-1": "lamps.b-1.example.eu", "d-1": "lamps-d.example.com"}),
            &json!(["a-1", "b-1", "d-1"]),
        );
        specs.merge(&newer);
        let text = specs.text("service.yaml");
        assert!(text.contains("b-1: ours.example.eu # of ours"), "{text}");
        assert!(text.contains("d-1: lamps-d.example.com"), "{text}");
        assert!(text.contains("- d-1") && !text.contains("c-1"), "{text}");
        assert_eq!(specs.merge(&newer).differences, []);
    }

    #[test]
    fn what_a_person_said_of_hosts_and_regions_stays() {
        let mut specs = Specs::of(&swr("lamps.{region}.example.com", &json!({}), &json!([])));
        specs.replace(
            "service.yaml",
            "default: lamps.{region}.example.com\n",
            "default: lamps.example.com # one for all\nregions: [a-1] # documented\n",
        );
        let newer = swr(
            "lamps-api.{region}.example.com",
            &json!({"a-1": "lamps-api.a-1.example.com", "b-1": "b.example.com"}),
            &json!(["a-1", "b-1"]),
        );
        let merged = specs.merge(&newer);
        assert_eq!(merged.differences, []);
        assert!(
            specs
                .text("service.yaml")
                .contains("regions: [a-1] # documented")
        );
    }
}
