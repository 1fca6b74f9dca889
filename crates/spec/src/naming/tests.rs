//! The naming rule on the hazards of the vendors' catalogues.

use super::*;

#[test]
fn the_keywords_are_sorted_for_searching() {
    assert!(KEYWORDS.is_sorted());
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
fn a_name_goes_by_the_wire_name_and_its_rename_alone() {
    for (wire, rename, expected) in [
        ("IPAddr", None, "ip_addr"),
        ("EnablePrimaryIPv6", None, "enable_primary_ipv6"),
        ("VPCIPv4Address", None, "vpc_ipv4_address"),
        ("IPvAny", None, "i_pv_any"),
        ("NodeIDs", None, "node_ids"),
        ("GPUsPerNode", None, "gpus_per_node"),
        ("node_IDs_2", None, "node_ids_2"),
        ("IDsser", None, "i_dsser"),
        ("IpAddr", None, "ip_addr"),
        ("IpAddr", Some("ip_addr_2"), "ip_addr_2"),
        ("Title", Some("type"), "r#type"),
    ] {
        assert_eq!(member(Wire::new(wire, rename), Owner::Call), expected);
    }
}

#[test]
fn values_of_signs_and_numbers_become_variants() {
    for (value, expected) in [
        ("%", "Percent"),
        ("<", "Less"),
        ("<=", "LessEqual"),
        ("=", "Equal"),
        (">", "Greater"),
        ("1.0", "V1_0"),
        ("10", "V10"),
        ("1", "V1"),
        ("+1", "Plus1"),
        ("-1", "Minus1"),
        ("+1.5", "Plus1_5"),
        ("+", "Plus"),
        ("+a", "A"),
        ("True", "True"),
        ("true", "True"),
        ("None", "None"),
        ("Self", "SelfValue"),
        ("", "Empty"),
        (" BUILD", "Build"),
        ("1280*720_15", "V1280_720_15"),
        ("全部", "U5168U90e8"),
        ("Other", "OtherValue"),
    ] {
        assert_eq!(variant(Wire::new(value, None)), expected, "{value}");
    }
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
