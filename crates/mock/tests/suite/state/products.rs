//! State of products that no spec describes: machines and networks of three clouds, as the catalogue has them.

use cloudwright_mock::Mock;
use serde_json::{Value, json};

use super::ask;
use crate::support::sign::NOW;

fn mock(service: &str) -> Mock {
    let builder = Mock::builder().services([service]).clock_stopped_at(NOW);
    builder.start_blocking().unwrap()
}

/// The result of a call, out of its envelope.
fn result(mock: &Mock, action: &str, parameters: &Value) -> Value {
    let service = mock.services().remove(0);
    let mut answer = ask(mock, &service, action, parameters).json();
    match answer.get_mut("Response") {
        Some(result) => result.take(),
        None => answer,
    }
}

/// The texts of a member in each row.
fn texts<'a>(rows: &'a Value, member: &str) -> Vec<&'a str> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[member].as_str().unwrap()).collect()
}

#[test]
fn machines_of_tencent_are_run_by_number_filtered_renamed_and_terminated() {
    let mock = mock("tencent-cvm");
    let wanted = json!({"InstanceCount": 3, "InstanceName": "web", "Placement": {"Zone": "here"}});
    let made = result(&mock, "RunInstances", &wanted);
    let ids = made["InstanceIdSet"].as_array().unwrap();
    assert_eq!(ids.len(), 3);
    let listed = |parameters: Value| result(&mock, "DescribeInstances", &parameters);
    let change = json!({"InstanceIds": [ids[1]], "InstanceName": "db"});
    result(&mock, "ModifyInstancesAttribute", &change);
    let filter = |name: &str, value: &str| json!({"Filters": [{"Name": name, "Values": [value]}]});
    for (parameters, total, names) in [
        (json!({}), 3, &["web", "db", "web"][..]),
        (json!({"Limit": 2, "Offset": 1}), 3, &["db", "web"]),
        (json!({"InstanceIds": [ids[1], ids[2]]}), 2, &["db", "web"]),
        (filter("instance-name", "db"), 1, &["db"]),
        (filter("instance-name", "nobody"), 0, &[]),
    ] {
        let answer = listed(parameters.clone());
        let found = texts(&answer["InstanceSet"], "InstanceName");
        let seen = (answer["TotalCount"].as_u64(), found);
        assert_eq!(seen, (Some(total), names.to_vec()), "{parameters}");
    }
    assert_eq!(
        listed(json!({}))["InstanceSet"][0]["Placement"]["Zone"],
        "here"
    );
    let secret = json!({"InstanceName": "x", "LoginSettings": {"Password": "Sesame-123", "KeepImageLogin": "no"}});
    result(&mock, "RunInstances", &secret);
    let known = super::control(&mock, "GET").json();
    assert!(!known.to_string().contains("Sesame"), "{known}");
    assert_eq!(
        known[3]["known"]["loginsettings"],
        json!({"KeepImageLogin": "no"})
    );
    result(
        &mock,
        "TerminateInstances",
        &json!({"InstanceIds": ["mock-00000004"]}),
    );

    let gone = json!({"InstanceIds": ids[..2]});
    let ended = result(&mock, "TerminateInstances", &gone);
    assert_eq!(ended.get("Error"), None);
    assert_eq!(listed(json!({}))["TotalCount"], 1);
    let again = result(&mock, "TerminateInstances", &gone);
    assert_eq!(again["Error"]["Code"], "ResourceNotFound");
}

#[test]
fn machines_of_alibaba_are_named_in_texts_and_paged_by_number() {
    let mock = mock("alibaba-ecs");
    let wanted = json!({"RegionId": "cn-hangzhou", "Amount": 2, "InstanceName": "web"});
    let made = result(&mock, "RunInstances", &wanted);
    let ids = &made["InstanceIdSets"]["InstanceIdSet"];
    let (one, other) = (ids[0].as_str().unwrap(), ids[1].as_str().unwrap());
    let change = json!({"InstanceId": one, "InstanceName": "db"});
    result(&mock, "ModifyInstanceAttribute", &change);
    for (parameters, total, found) in [
        (json!({"RegionId": "cn-hangzhou"}), 2, &[one, other][..]),
        (json!({"RegionId": "cn-beijing"}), 0, &[]),
        (
            json!({"InstanceIds": format!("[\"{other}\"]")}),
            1,
            &[other],
        ),
        (json!({"InstanceName": "db"}), 1, &[one]),
        (json!({"PageSize": 1, "PageNumber": 2}), 2, &[other]),
    ] {
        let mut asked = json!({"RegionId": "cn-hangzhou"});
        let more = parameters.as_object().cloned().unwrap();
        asked.as_object_mut().unwrap().extend(more);
        let answer = result(&mock, "DescribeInstances", &asked);
        let seen = texts(&answer["Instances"]["Instance"], "InstanceId");
        assert_eq!(
            (answer["TotalCount"].as_u64(), seen),
            (Some(total), found.to_vec()),
            "{asked}"
        );
    }
    result(&mock, "DeleteInstance", &json!({"InstanceId": one}));
    let shown = |id: &str| {
        result(
            &mock,
            "DescribeInstanceAttribute",
            &json!({"InstanceId": id}),
        )
    };
    assert_eq!(shown(one)["Code"], "ResourceNotFound");
    assert_eq!(shown(other)["InstanceName"], "web");
}

#[test]
fn networks_of_huawei_stand_in_an_object_of_their_name() {
    let mock = mock("huawei-vpc");
    let body = |name: &str| json!({"vpc": {"name": name, "cidr": "10.0.0.0/8"}});
    for name in ["one", "two"] {
        result(&mock, "CreateVpc", &json!({"body": body(name)}));
    }
    let listed = || result(&mock, "ListVpcs", &json!({}))["vpcs"].clone();
    let there = listed();
    assert_eq!(texts(&there, "name"), ["one", "two"]);
    let id = &there[1]["id"];
    let change = json!({"vpc_id": id, "body": {"vpc": {"name": "three"}}});
    result(&mock, "UpdateVpc", &change);
    let shown = || result(&mock, "ShowVpc", &json!({"vpc_id": id}));
    assert_eq!(shown()["vpc"]["name"], "three");
    result(&mock, "DeleteVpc", &json!({"vpc_id": id}));
    assert_eq!(shown()["error_code"], "404");
    assert_eq!(texts(&listed(), "name"), ["one"]);
}

#[test]
fn what_describes_one_thing_by_its_id_shows_it_whatever_lists_are_in_it() {
    let mock = mock("alibaba-vpc");
    let gateway = |address: &str| json!({"RegionId": "r", "IpAddress": address});
    let made = result(&mock, "CreateCustomerGateway", &gateway("10.0.0.1"));
    result(&mock, "CreateCustomerGateway", &gateway("10.0.0.2"));
    let asked = json!({"RegionId": "r", "CustomerGatewayId": made["CustomerGatewayId"]});
    let shown = || result(&mock, "DescribeCustomerGateway", &asked);
    assert_eq!(shown()["IpAddress"], "10.0.0.1");
    result(&mock, "DeleteCustomerGateway", &asked);
    assert_eq!(shown()["Code"], "ResourceNotFound");
}

#[test]
fn what_is_in_something_goes_with_it_and_what_only_names_it_stays() {
    let mock = mock("huawei-swr");
    for name in ["one", "two"] {
        result(
            &mock,
            "CreateNamespace",
            &json!({"body": {"namespace": name}}),
        );
        let repository = json!({"repository": "app", "is_public": true});
        result(
            &mock,
            "CreateRepo",
            &json!({"namespace": name, "body": repository}),
        );
    }
    assert_eq!(mock.things(), 4);
    result(&mock, "DeleteNamespaces", &json!({"namespace": "one"}));
    assert_eq!(mock.things(), 2);
    let shown = |namespace: &str| {
        let parameters = json!({"namespace": namespace, "repository": "app"});
        ask(&mock, "huawei-swr", "ShowRepository", &parameters).status
    };
    assert_eq!((shown("one"), shown("two")), (404, 200));

    let mock = self::mock("tencent-cbs");
    let disk =
        json!({"Placement": {"Zone": "z"}, "DiskType": "CLOUD_SSD", "DiskChargeType": "PREPAID"});
    let made = result(&mock, "CreateDisks", &disk);
    let id = &made["DiskIdSet"][0];
    result(&mock, "CreateSnapshot", &json!({"DiskId": id}));
    result(&mock, "TerminateDisks", &json!({"DiskIds": [id]}));
    let snapshots = result(&mock, "DescribeSnapshots", &json!({}));
    assert_eq!(snapshots["TotalCount"], 1);
    assert_eq!(snapshots["SnapshotSet"][0]["DiskId"], *id);
}
