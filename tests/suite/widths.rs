//! Integers at the ends of their documented widths, in JSON bodies and flat queries, at any depth: the
//! client refuses before sending exactly what the mock refuses after it, and both name the range.

use cloudwright::core::credentials::Environment;
use cloudwright::core::meta::{Operation, Service};
use cloudwright::core::{Client, ErrorKind};
use cloudwright_alibaba_hazards as alibaba;
use cloudwright_mock::{Mock, Provider};
use cloudwright_tencent_hazards as tencent;
use serde_json::{Value, json};

use crate::{clients, places};

const NARROW: &str = "an integer from -2147483648 to 2147483647";
const WIDE: &str = "an integer from -9223372036854775808 to 9223372036854775807";

fn client(mock: &Mock, service: &'static Service, provider: Provider) -> Client {
    Client::builder(service)
        .credentials(clients::key(mock, provider))
        .environment(Environment::closed)
        .endpoint(mock.endpoint_for(service.id))
        .region("cn-hangzhou")
        .build()
        .unwrap()
}

/// The parameters in which the value is at this place.
fn at(place: &[&str], value: Value) -> Value {
    let mut whole = value;
    for part in place.iter().rev() {
        whole = if *part == "[]" {
            json!([whole])
        } else {
            json!({ *part: whole })
        };
    }
    whole
}

/// Calls with the value at the place, with and without the client's own checks.
async fn check(
    client: &Client,
    operation: &'static Operation,
    place: &[&str],
    range: &str,
    cases: &[(Value, bool)],
) {
    for (value, fits) in cases {
        let mut parameters = at(place, value.clone());
        if operation.name == "FlatParameters" {
            parameters["InstanceId"] = json!("i");
        }
        for checks in [true, false] {
            let call = client.call(operation).with_checks(checks);
            let outcome = call.send_dynamic(parameters.clone()).await;
            let context = format!("{parameters}, checks: {checks}: {outcome:?}");
            let Err(error) = outcome else {
                assert!(fits, "{context}");
                continue;
            };
            assert!(!fits, "{context}");
            let by = if checks {
                ErrorKind::InvalidRequest
            } else {
                ErrorKind::Service
            };
            assert_eq!(error.kind(), by, "{context}");
            assert!(error.to_string().contains(range), "{context}");
        }
    }
}

#[tokio::test]
async fn client_and_mock_agree_on_what_an_integer_may_be() {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start().await.unwrap();
    let narrow = [
        (json!(i32::MAX), true),
        (json!(i32::MIN), true),
        (json!(2_147_483_648_i64), false),
        (json!(-2_147_483_649_i64), false),
        (json!(i64::MAX), false),
        (json!(u64::MAX), false),
        (json!(1e30), false),
    ];
    let wide = [
        (json!(i64::MAX), true),
        (json!(i64::MIN), true),
        (json!(9_223_372_036_854_775_808_u64), false),
        (json!("9223372036854775808"), false),
        (json!(-1e30), false),
    ];
    let unsigned = [
        (json!(u64::MAX), true),
        (json!(0), true),
        (json!(-1), false),
        (json!(1e30), false),
    ];
    let from_zero = [(json!(0), true), (json!(2_147_483_648_i64), false)];

    let in_json = client(&mock, &tencent::SERVICE, Provider::Tencent);
    let shapes = &tencent::actions::shapes::OPERATION;
    check(&in_json, shapes, &["Whole32"], NARROW, &narrow).await;
    check(&in_json, shapes, &["Narrow", "a", "[]"], NARROW, &narrow).await;
    let least = "2147483647";
    check(&in_json, shapes, &["Inline", "a", "Y"], least, &from_zero).await;
    for name in ["Whole", "Whole64"] {
        check(&in_json, shapes, &[name], WIDE, &wide).await;
    }
    let range = "an integer from 0 to 18446744073709551615";
    check(&in_json, shapes, &["Unsigned"], range, &unsigned).await;

    let in_pairs = client(&mock, &alibaba::SERVICE, Provider::Alibaba);
    let flat = &alibaba::actions::flat_parameters::OPERATION;
    // Among pairs a fraction is written as such, and is one to the mock.
    let is_integer = |(value, _): &&(Value, bool)| !value.is_f64();
    let narrow: Vec<_> = narrow.iter().filter(is_integer).cloned().collect();
    let wide: Vec<_> = wide.iter().filter(is_integer).cloned().collect();
    check(&in_pairs, flat, &["Narrow"], NARROW, &narrow).await;
    check(
        &in_pairs,
        flat,
        &["Nested", "Deep", "Sizes", "[]"],
        NARROW,
        &narrow,
    )
    .await;
    check(&in_pairs, flat, &["Wide"], WIDE, &wide).await;
}
