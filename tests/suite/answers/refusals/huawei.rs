//! Huawei's errors: by status, with a code in any of its places.

use serde_json::{Value, json};

use super::{Row, check, row};
use crate::clouds::Cloud::{Huawei, HuaweiToken};

const ID: &[(&str, &str)] = &[("X-Request-Id", "r")];

#[tokio::test]
async fn the_service_and_the_gateway_have_codes_of_their_own() {
    let rows = [
        (404, "SVCSTG.SWR.4041090", "not-found service"),
        (400, "SVCSTG.SWR.4041090", "not-found service"),
        (500, "SVCSTG.SWR.5001090", "retryable service"),
        (403, "APIGW.0302", "auth denied service"),
        (403, "APIG.0305", "auth denied service"),
        (401, "APIGW.0301", "auth service"),
        (401, "APIGW.0307", "auth retryable service"),
        (429, "APIGW.0308", "retryable service throttling"),
        (404, "APIG.0101", "service"),
        (400, "APIG.0201", "invalid service"),
    ];
    // The id is in a header, or the gateway's in the body.
    let both = rows.into_iter().flat_map(|(status, code, predicates)| {
        let service = json!({"error_code": code, "error_msg": "m"});
        let gateway = json!({"error_code": code, "error_msg": "m", "request_id": "r"});
        [
            row(Huawei, status, service, code, predicates).headers(ID),
            row(Huawei, status, gateway, code, predicates),
        ]
    });
    check(both.collect()).await;
}

#[tokio::test]
async fn a_code_is_found_under_any_name_at_any_depth() {
    let denied = "auth denied service";
    let bodies = [
        json!({"error_code": "c", "error_msg": "m", "encoded_authorization_message": "x"}),
        json!({"errorCode": "c", "errorMsg": "m"}),
        json!({"code": "c", "message": "m"}),
        json!({"error": {"code": "c", "message": "m"}}),
        json!({"forbidden": {"code": "c", "message": "m"}}),
        json!({"errors": [{"errorCode": "c", "errorMessage": "m"}, {"errorCode": "d"}]}),
    ];
    let rows = bodies.map(|body| row(Huawei, 403, body, "c", denied).headers(ID));
    check(rows.into()).await;
}

#[tokio::test]
async fn what_is_no_json_is_the_message_and_its_status_the_code() {
    let (html, nothing) = (Value::from("<html>oops</html>"), Value::from(""));
    check(vec![
        row(Huawei, 500, html, "500", "retryable service")
            .message("<html>oops</html>")
            .headers(ID),
        row(Huawei, 401, nothing, "401", "auth service")
            .message("Unauthorized")
            .headers(ID),
    ])
    .await;
}

#[tokio::test]
async fn any_401_means_that_a_token_has_to_be_renewed() {
    let refused = |body: Value, code: &'static str| -> Row {
        row(HuaweiToken, 401, body, code, "auth retryable service").headers(ID)
    };
    let gateway = |code: &str| json!({"error_code": code, "error_msg": "m"});
    check(vec![
        refused(Value::from(""), "401").message("Unauthorized"),
        refused(json!({"error": {"code": 401, "message": "m"}}), "401"),
        refused(gateway("APIGW.0301"), "APIGW.0301"),
        refused(gateway("APIG.0307"), "APIG.0307"),
        row(
            HuaweiToken,
            403,
            gateway("APIGW.0302"),
            "APIGW.0302",
            "auth denied service",
        )
        .headers(ID),
    ])
    .await;
}
