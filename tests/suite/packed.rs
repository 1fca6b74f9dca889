//! Fields that travel as one text, JSON or items with commas, through whole calls: typed and by
//! table, in a JSON body and in a flat query, there and back, against a mock that insists on it.

use cloudwright::core::credentials::Environment;
use cloudwright::core::{Client, Credentials};
use cloudwright_core::testing::{ManualClock, Script};
use cloudwright_mock::{Mock, Provider};
use serde_json::{Value, json};

use crate::{clients, places};

/// The same test for the crate of each provider: their actions are alike, their protocols are not.
macro_rules! for_each_provider {
    ($test:ident) => {
        #[tokio::test]
        async fn $test() {
            $test!(cloudwright_tencent_hazards, "ap-guangzhou");
            $test!(cloudwright_alibaba_hazards, "cn-hangzhou");
            $test!(cloudwright_huawei_hazards, "cn-north-4");
        }
    };
}

macro_rules! client {
    ($provider:ident, $region:expr, $endpoint:expr) => {
        $provider::Client::builder()
            .credentials(Credentials::access_key("id", "secret"))
            .environment(Environment::closed)
            .endpoint($endpoint)
            .region($region)
    };
}

/// A parcel with a parcel in it, as each crate's own type.
macro_rules! parcel {
    ($provider:ident) => {{
        use $provider::actions::packed::{Kind, Parcel};
        let inner = Parcel::new()
            .name("in\"ner")
            .parcels([Parcel::new().ids([7])]);
        Parcel::new()
            .name("outer")
            .labels([("k", "v")])
            .parcel(inner)
            .ids([1, -2])
            .kinds([Kind::Big, Kind::Other("huge".to_owned())])
    }};
}

/// The same on the wire.
fn parcel_on_the_wire() -> Value {
    let inner = json!({ "Name": "in\"ner", "Parcels": json!([{ "Ids": "7" }]).to_string() });
    json!({
        "Name": "outer",
        "Labels": json!({ "k": "v" }).to_string(),
        "Parcel": inner.to_string(),
        "Ids": "1,-2",
        "Kinds": "big,huge",
    })
}

macro_rules! a_request_holds_the_texts {
    ($provider:ident, $region:expr) => {
        let client = client!($provider, $region, "http://127.0.0.1:9")
            .build()
            .unwrap();
        let call = client
            .packed()
            .many([parcel!($provider), parcel!($provider)]);
        let prepared = call.whole(parcel!($provider)).prepare().await.unwrap();
        let wire = parcel_on_the_wire();
        let query = prepared
            .url()
            .split_once('?')
            .map_or("", |(_, query)| query);
        if query.is_empty() {
            let body: Value = serde_json::from_slice(prepared.body()).unwrap();
            assert_eq!(body["Many"], json!([wire, wire]));
            let whole: Value = serde_json::from_str(body["Whole"].as_str().unwrap()).unwrap();
            assert_eq!(whole, wire);
        } else {
            let pairs = cloudwright_sign::query_pairs(query);
            let sent = |name: String| {
                let found = pairs.iter().find(|(sent, _)| *sent == name);
                found.map(|(_, value)| json!(value))
            };
            for (name, value) in wire.as_object().unwrap() {
                for index in [1, 2] {
                    let flat = format!("Many.{index}.{name}");
                    assert_eq!(sent(flat.clone()).as_ref(), Some(value), "{flat}");
                }
            }
            let whole = sent("Whole".to_owned()).unwrap();
            let whole: Value = serde_json::from_str(whole.as_str().unwrap()).unwrap();
            assert_eq!(whole, wire);
        }
    };
}
for_each_provider!(a_request_holds_the_texts);

macro_rules! an_answer_is_read_from_the_texts_and_from_what_they_should_hold {
    ($provider:ident, $region:expr) => {
        let wire = parcel_on_the_wire();
        let texts = json!({ "One": wire, "Many": [wire], "Whole": wire.to_string(), "Ids": "5,6" });
        let plain = json!({
            "One": wire,
            "Many": [{
                "Name": "outer",
                "Labels": { "k": "v" },
                "Parcel": { "Name": "in\"ner", "Parcels": [{ "Ids": [7] }] },
                "Ids": [1, -2],
                "Kinds": ["big", "huge"],
            }],
            "Whole": wire,
            "Ids": [5, 6],
        });
        for (result, findings) in [(texts, 0), (plain, 8)] {
            let is_tencent = stringify!($provider).contains("tencent");
            let body = if is_tencent { json!({ "Response": result }) } else { result };
            let script = Script::new().answer(200, body.to_string());
            let client = client!($provider, $region, "http://127.0.0.1:9")
                .transport(script)
                .clock(ManualClock::at(1_735_689_600))
                .build()
                .unwrap();
            let answer = client.packed().await.unwrap();
            assert_eq!(answer.one, Some(parcel!($provider)));
            assert_eq!(answer.many, [parcel!($provider)]);
            assert_eq!(answer.whole, Some(parcel!($provider)));
            assert_eq!(answer.ids, [5, 6]);
            assert_eq!(answer.findings().count(), findings, "{:?}", answer.findings());
        }
    };
}
for_each_provider!(an_answer_is_read_from_the_texts_and_from_what_they_should_hold);

macro_rules! the_mock_takes_the_texts_out_and_answers_with_such {
    ($provider:ident, $region:expr) => {
        let specs = places::repository().join("tests/fixtures/hazards/specs");
        let mock = Mock::builder().specs(specs).start().await.unwrap();
        let provider = match $region {
            "ap-guangzhou" => Provider::Tencent,
            "cn-hangzhou" => Provider::Alibaba,
            _ => Provider::Huawei,
        };
        let client = clients::builder::<$provider::Client>(&mock, provider, $region)
            .build()
            .unwrap();
        let answer = client.packed().one(parcel!($provider)).await.unwrap();
        assert!(answer.findings().is_empty(), "{:?}", answer.findings());
        assert_eq!(answer.ids, [1]);
        assert!(answer.one.as_ref().unwrap().parcel.is_some());
        let received = mock.last_request().unwrap().parameters;
        let inner = json!({ "Name": "in\"ner", "Parcels": [{ "Ids": [7] }] });
        assert_eq!(received["One"]["Parcel"], inner);
        assert_eq!(received["One"]["Kinds"], json!(["big", "huge"]));
    };
}
for_each_provider!(the_mock_takes_the_texts_out_and_answers_with_such);

#[tokio::test]
async fn what_is_given_by_table_becomes_the_same_texts() {
    let client = Client::builder(&cloudwright_tencent_hazards::SERVICE)
        .credentials(Credentials::access_key("id", "secret"))
        .environment(Environment::closed)
        .endpoint("http://127.0.0.1:9")
        .region("ap-guangzhou")
        .build()
        .unwrap();
    let parcel = json!({
        "Name": "outer",
        "Labels": { "k": "v" },
        "Parcel": { "Name": "in\"ner", "Parcels": "[{\"Ids\":\"7\"}]" },
        "Ids": [1, -2],
        "Kinds": ["big", "huge"],
    });
    let call = client.call(&cloudwright_tencent_hazards::actions::packed::OPERATION);
    let prepared = call
        .prepare_dynamic(json!({ "One": parcel }))
        .await
        .unwrap();
    let body: Value = serde_json::from_slice(prepared.body()).unwrap();
    assert_eq!(body["One"], parcel_on_the_wire());
}
