//! Services that no spec describes, out of the catalogue of all actions.

use cloudwright_mock::{Mock, StartError};
use serde_json::json;

use crate::support::sign::{NOW, call_with};

#[test]
fn any_service_of_the_catalogue_is_served_when_it_is_asked_for() {
    let mock = Mock::builder()
        .services(["tencent-vod", "Huawei/ECS"])
        .start_blocking()
        .unwrap();
    assert_eq!(mock.services(), ["huawei-ecs", "tencent-vod"]);
    let vod = mock.catalog().service("tencent-vod").unwrap();
    assert!(vod.action("DescribeMediaInfos").is_some());
    // Without being asked for, those that specs describe are served and no others.
    let usual = Mock::builder().start_blocking().unwrap();
    assert!(usual.catalog().service("tencent-vod").is_none());
    assert!(usual.catalog().service("tencent-tcr").is_some());
}

#[test]
fn what_is_given_tells_actions_of_one_method_and_path_apart() {
    let mock = Mock::builder()
        .services(["huawei-dns", "huawei-cdm"])
        .clock_stopped_at(NOW)
        .start_blocking()
        .unwrap();
    let restart = json!({"cluster_id": "c", "body": {"restart": {"type": "cluster"}}});
    let start = json!({"cluster_id": "c", "body": {"start": {}}});
    for (service, action, parameters) in [
        ("huawei-dns", "ListPublicZones", json!({})),
        ("huawei-dns", "ListPrivateZones", json!({"type": "private"})),
        ("huawei-cdm", "RestartCluster", restart),
        ("huawei-cdm", "StartCluster", start),
    ] {
        let answer = call_with(&mock, service, action, &parameters).send(&mock.endpoint());
        let seen = mock.requests().pop().unwrap();
        assert_eq!(seen.action.as_deref(), Some(action));
        assert_eq!(answer.status, 200, "{action}");
    }
}

#[test]
fn a_service_that_nobody_knows_is_told_with_what_there_is() {
    let started = Mock::builder().services(["nobody"]).start_blocking();
    let Err(StartError::UnknownService { asked, known }) = started else {
        panic!("it is refused");
    };
    assert_eq!(asked, "nobody");
    assert!(
        known.contains("tencent-tcr, ") || known.contains("tencent-tcr and"),
        "{known}"
    );
}
