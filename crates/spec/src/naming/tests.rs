//! The naming rule on the hazards of the vendors' catalogues.

use super::*;

fn wires<'a>(names: &[&'a str]) -> Vec<Wire<'a>> {
    names.iter().map(|name| Wire::new(name, None)).collect()
}

#[test]
fn the_tables_are_sorted_for_searching() {
    assert!(KEYWORDS.is_sorted());
    assert!(TAKEN_TYPES.is_sorted());
}

#[test]
fn odd_names_become_identifiers() {
    for (name, expected) in [
        ("type", "r#type"),
        ("Self", "self_"),
        ("crate", "crate_"),
        ("gen", "r#gen"),
        ("x-swr-expireat", "x_swr_expireat"),
        ("app:name", "app_name"),
        ("$ref", "r#ref"),
        ("__anchorTs__", "anchor_ts"),
        ("302Pv", "n302pv"),
        ("Filter.1.Name", "filter_1_name"),
        ("call", "call_"),
        ("with_region", "with_region_"),
        ("items", "items_"),
        ("仓库", "u4ed3_u5e93"),
        ("😀", "u1f600"),
        ("名称Name", "name"),
        ("", "empty"),
        ("_", "u5f"),
        ("../../etc/passwd", "etc_passwd"),
        ("a */ b \" #![x]", "a_b_x"),
    ] {
        assert_eq!(
            member(Wire::new(name, None), Owner::Call),
            expected,
            "{name}"
        );
    }
}

#[test]
fn responses_keep_names_that_only_calls_need() {
    assert_eq!(member(Wire::new("items", None), Owner::Response), "items");
    assert_eq!(member(Wire::new("New", None), Owner::Type), "new_");
    assert_eq!(member(Wire::new("Super", None), Owner::Response), "super_");
}

#[test]
fn twins_are_numbered_by_wire_name_whatever_their_order() {
    let expected = BTreeMap::from([
        ("ImageID", "image_id_2"),
        ("ImageId", "image_id"),
        ("image-id", "image_id_3"),
        ("image_id_2", "image_id_2_2"),
    ]);
    let mut names: Vec<&str> = expected.keys().copied().collect();
    for _ in 0..names.len() {
        names.rotate_left(1);
        let found = members(&wires(&names), Owner::Response);
        let found: BTreeMap<_, _> = names.iter().copied().zip(found).collect();
        let distinct: BTreeSet<_> = found.values().collect();
        assert_eq!(distinct.len(), names.len(), "{found:?}");
        assert_eq!(found["ImageId"], "image_id");
    }
}

#[test]
fn a_rename_keeps_its_name_against_a_derived_one() {
    let list = [Wire::new("Name", None), Wire::new("Title", Some("name"))];
    assert_eq!(members(&list, Owner::Type), ["name_2", "name"]);
}

#[test]
fn values_of_signs_and_numbers_become_variants() {
    let values = wires(&[
        "%",
        "<",
        "<=",
        "=",
        ">",
        "1.0",
        "10",
        "True",
        "true",
        "None",
        "Self",
        "",
        " BUILD",
        "1280*720_15",
        "全部",
        "Other",
    ]);
    let names = variants(&values);
    assert_eq!(
        names,
        [
            "Percent",
            "Less",
            "LessEqual",
            "Equal",
            "Greater",
            "V1_0",
            "V10",
            "True",
            "True2",
            "None",
            "SelfValue",
            "Empty",
            "Build",
            "V1280_720_15",
            "U5168U90e8",
            "OtherValue",
        ]
    );
    let distinct: BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
}

#[test]
fn modules_are_file_names_on_every_system() {
    for (name, expected) in [
        ("Con", "con_"),
        ("Type", "type_"),
        ("Com1", "com1_"),
        ("Mod", "mod_"),
        ("ListTags", "list_tags"),
    ] {
        assert_eq!(module(Wire::new(name, None)), expected);
    }
    assert_eq!(method(Wire::new("Builder", None)), "builder_");
    assert_eq!(method(Wire::new("Move", None)), "r#move");
}
