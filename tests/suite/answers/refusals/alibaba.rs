//! Alibaba's errors: by status or by `IsSuccess`, in upper and lower case.

use serde_json::{Value, json};

use super::{Row, check, row};
use crate::clouds::Cloud::{Alibaba, AlibabaLegacy};

const THROTTLED: &str = "retryable service throttling";

fn upper(code: &str) -> Value {
    json!({"RequestId": "r", "HostId": "cr.cn-hangzhou.aliyuncs.com", "Code": code, "Message": "m",
        "Recommend": "https://example.com"})
}

fn lower(code: &str) -> Value {
    json!({"requestId": "r", "code": code, "message": "m"})
}

#[tokio::test]
async fn a_code_comes_with_a_status_in_either_case() {
    let rows = [
        (403, "NoPrivilege", "auth denied service"),
        (403, "Forbidden.RAM", "auth denied service"),
        (500, "SystemError", "retryable service"),
        (400, "Throttling.User", THROTTLED),
        (400, "Throttling", THROTTLED),
        (503, "ServiceUnavailable", "retryable service"),
        (400, "MissingParameter", "invalid service"),
        (400, "SignatureDoesNotMatch", "auth service"),
        (404, "InvalidAccessKeyId.NotFound", "auth service"),
        (400, "InvalidTimeStamp.Expired", "auth retryable service"),
        (400, "SignatureNonceUsed", "auth retryable service"),
        (
            400,
            "InvalidSecurityToken.Expired",
            "auth retryable service",
        ),
        (404, "REPO_NOT_EXIST", "not-found service"),
        (409, "Whatever", "conflict service"),
        (418, "Teapot", "service"),
    ];
    let both = rows.into_iter().flat_map(|(status, code, predicates)| {
        [
            row(Alibaba, status, upper(code), code, predicates),
            row(AlibabaLegacy, status, lower(code), code, predicates),
        ]
    });
    check(both.collect()).await;
}

#[tokio::test]
async fn is_success_decides_where_the_status_does_not() {
    let failed =
        |code: &str| json!({"RequestId": "r", "IsSuccess": false, "Code": code, "Message": "m"});
    let nameless = json!({"RequestId": "r", "IsSuccess": false, "Message": "m"});
    check(vec![
        row(
            Alibaba,
            200,
            failed("REPO_NOT_EXIST"),
            "REPO_NOT_EXIST",
            "not-found service",
        ),
        row(
            AlibabaLegacy,
            200,
            failed("SystemError"),
            "SystemError",
            "retryable service",
        ),
        row(Alibaba, 200, nameless, "Unknown", "service"),
    ])
    .await;
}

#[tokio::test]
async fn what_is_missing_is_taken_from_elsewhere_and_details_are_passed_over() {
    let denied = json!({"RequestId": "r", "Code": "NoPermission", "Message": "m",
        "AccessDeniedDetail": {"AuthAction": "cr:GetRepositoryBuildLog", "Code": "inner"}});
    let only_id = json!({"RequestId": "r"});
    let nothing = Value::from("");
    check(vec![
        row(Alibaba, 403, denied, "NoPermission", "auth denied service"),
        row(Alibaba, 429, json!({}), "429", THROTTLED)
            .message("{}")
            .without_id(),
        row(Alibaba, 500, only_id, "500", "retryable service").message(r#"{"RequestId":"r"}"#),
        row(Alibaba, 500, nothing, "500", "retryable service")
            .message("Internal Server Error")
            .headers(&[("x-acs-request-id", "r")]),
    ])
    .await;
}

#[tokio::test]
async fn whoever_says_when_to_come_back_is_throttling() {
    let odd = |wait: &'static [(&'static str, &'static str)], predicates| -> Row {
        row(Alibaba, 400, upper("Odd"), "Odd", predicates).headers(wait)
    };
    check(vec![
        odd(&[("x-acs-retry-after", "40")], THROTTLED),
        odd(&[("x-acs-retry-after", "0")], "invalid service"),
        odd(&[("x-acs-retry-after", "-5")], "invalid service"),
        odd(&[("x-acs-retry-after", "soon")], "invalid service"),
    ])
    .await;
}
