//! Alibaba's services by resources (ROA), whole calls: laid out as the vendor's own SDK lays them out
//! (`alibabacloud_cs20151215`, `alibabacloud_fc20230330`), signed as the mock cloud checks it, there and back.

use cloudwright::core::credentials::Environment;
use cloudwright::core::{Credentials, Prepared};
use cloudwright_alibaba_by_path::Client;
use cloudwright_alibaba_by_path::actions::{attach_nodes, list_clusters};
use cloudwright_core::testing::{ManualClock, Script};
use cloudwright_mock::{Mock, Provider};
use serde_json::json;

use crate::{clients, places};

fn client(script: &Script) -> Client {
    Client::builder_with(Credentials::access_key("LTAIexample", "secret"))
        .environment(Environment::closed)
        .region("cn-hangzhou")
        .transport(script.clone())
        .clock(ManualClock::at(1_735_689_600))
        .build()
        .unwrap()
}

fn header<'p>(prepared: &'p Prepared, name: &str) -> Option<&'p str> {
    let mut headers = prepared.headers();
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

#[tokio::test]
async fn requests_are_those_of_the_vendors_sdk() {
    let client = client(&Script::new());
    let attach = client
        .attach_nodes()
        .cluster_id("c1/a b")
        .instances(["i-1", "i-2"])
        .tags([attach_nodes::Tag::new().key("k").value("v")]);
    let list = client.list_clusters().name("a b&c");
    let delete = client.delete_contacts().contact_ids([1, 2]);
    let host = "https://by-path.cn-hangzhou.example.com";
    let body = r#"{"instances":["i-1","i-2"],"tags":[{"key":"k","value":"v"}]}"#;
    let json = Some("application/json");
    for (prepared, name, address, kind, body) in [
        (
            attach.prepare().await,
            "AttachNodes",
            "/clusters/c1%2Fa%20b/nodes",
            json,
            body,
        ),
        (
            list.prepare().await,
            "ListClusters",
            "/api/v1/clusters?name=a%20b%26c",
            None,
            "",
        ),
        (
            delete.prepare().await,
            "DeleteContacts",
            "/alert/contacts?contact_ids=%5B1%2C2%5D",
            None,
            "",
        ),
    ] {
        let prepared = prepared.unwrap();
        assert_eq!(prepared.url(), format!("{host}{address}"));
        assert_eq!(
            std::str::from_utf8(prepared.body()).unwrap(),
            body,
            "{name}"
        );
        assert_eq!(header(&prepared, "content-type"), kind, "{name}");
        assert_eq!(header(&prepared, "x-acs-action"), Some(name));
        assert_eq!(header(&prepared, "x-acs-version"), Some("2015-12-15"));
        let signed = "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,";
        let signed = kind.map_or(signed.to_owned(), |_| format!("content-type;{signed}"));
        let authorization = header(&prepared, "authorization").unwrap();
        assert!(
            authorization.starts_with("ACS3-HMAC-SHA256 ") && authorization.contains(&signed),
            "{authorization}"
        );
    }
}

#[tokio::test]
async fn lists_in_the_query_are_numbered_and_answers_may_be_lists_or_nothing() {
    let script = Script::new()
        .answer(200, r#"[{"cluster_id": "c1", "size": "3"}]"#)
        .answer(204, "");
    let client = client(&script);
    let tags = [list_clusters::Tag::new().key("a").value("b")];
    let call = client.list_clusters().tag(tags);
    let prepared = call.clone().prepare().await.unwrap();
    assert!(
        prepared.url().ends_with("?Tag.1.Key=a&Tag.1.Value=b"),
        "{}",
        prepared.url()
    );
    let clusters = call.await.unwrap();
    assert_eq!(clusters.body[0].size, Some(3));
    let replaced = client
        .put_rules()
        .cluster_id("c1")
        .rules(["x"])
        .await
        .unwrap();
    assert_eq!(replaced.request_id, None);
}

#[tokio::test]
async fn the_services_own_errors_are_told_with_their_codes() {
    let body =
        r#"{"code": "ErrorClusterNotFound", "message": "no such cluster", "requestId": "r-1"}"#;
    let client = client(&Script::new().answer(404, body));
    let error = client
        .put_rules()
        .cluster_id("c1")
        .rules(["x"])
        .await
        .unwrap_err();
    assert_eq!(error.code().unwrap(), "ErrorClusterNotFound");
    assert_eq!(error.request_id(), Some("r-1"));
    assert!(error.is_not_found(), "{error}");
}

#[tokio::test]
async fn the_mock_takes_what_is_signed_right_and_reads_it_from_where_it_stands() {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start().await.unwrap();
    let client = clients::builder::<Client>(&mock, Provider::Alibaba, "cn-hangzhou")
        .build()
        .unwrap();
    let call = client
        .attach_nodes()
        .cluster_id("c1/a b")
        .instances(["i-1"])
        .force(true)
        .zones(["z1", "z2"]);
    call.tags([attach_nodes::Tag::new().key("k")])
        .await
        .unwrap();
    let received = mock.last_request().unwrap();
    let expected = json!({
        "cluster_id": "c1/a b", "force": true, "zones": ["z1", "z2"],
        "instances": ["i-1"], "tags": [{ "key": "k" }],
    });
    assert_eq!(json!(received.parameters), expected);
    client
        .put_rules()
        .cluster_id("c1")
        .rules(["r"])
        .await
        .unwrap();
    client
        .delete_contacts()
        .contact_ids([7])
        .x_reason("over")
        .await
        .unwrap();
    assert!(!client.list_clusters().await.unwrap().body.is_empty());

    let wrong = Credentials::access_key(mock.credentials(Provider::Alibaba).id, "wrong");
    let wrong =
        clients::builder::<Client>(&mock, Provider::Alibaba, "cn-hangzhou").credentials(wrong);
    let refused = wrong.build().unwrap().list_clusters().await.unwrap_err();
    assert_eq!(
        refused.code().unwrap(),
        "SignatureDoesNotMatch",
        "{refused}"
    );
}

#[tokio::test]
async fn the_mock_knows_a_service_by_its_version_where_the_path_is_none_of_it() {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start().await.unwrap();
    let client = clients::builder::<Client>(&mock, Provider::Alibaba, "cn-hangzhou");
    let client = client.endpoint(format!("{}/nowhere", mock.endpoint()));
    let error = client.build().unwrap().list_clusters().await.unwrap_err();
    assert_eq!(error.code().unwrap(), "InvalidAction.NotFound", "{error}");
}
