//! Errors in the vendors' own shapes.

use cloudwright_mock::{Mock, Reply};
use serde_json::{Value, json};

use crate::clouds::Cloud::{self, Alibaba, AlibabaLegacy, Ccr, Ccs, Huawei, HuaweiToken, Tcr};
use crate::clouds::predicates;

/// An answer, and the error it is.
struct Row {
    cloud: Cloud,
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: Value,
    code: &'static str,
    detail: Option<&'static str>,
    message: &'static str,
    id: Option<&'static str>,
    predicates: &'static str,
}

/// An error whose message is `m` and whose request id is `r`.
fn row(
    cloud: Cloud,
    status: u16,
    body: Value,
    code: &'static str,
    predicates: &'static str,
) -> Row {
    Row {
        cloud,
        status,
        headers: &[],
        body,
        code,
        detail: None,
        message: "m",
        id: Some("r"),
        predicates,
    }
}

impl Row {
    fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    fn detail(self, detail: &'static str) -> Self {
        let detail = Some(detail);
        Self { detail, ..self }
    }

    fn message(self, message: &'static str) -> Self {
        Self { message, ..self }
    }

    fn without_id(self) -> Self {
        Self { id: None, ..self }
    }
}

async fn check(rows: Vec<Row>) {
    let mock = Mock::start().await.unwrap();
    for row in rows {
        let body = match &row.body {
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        mock.enqueue(Reply::raw(row.status, row.headers, body.clone()));
        let client = row.cloud.client_that_tries_once(&mock);
        let error = row.cloud.ask(&client).await.unwrap_err();
        let place = format!("{:?} {} {body}: {error:?}", row.cloud, row.status);
        assert_eq!(error.code().unwrap(), row.code, "{place}");
        assert_eq!(error.detail().map(|it| it.as_str()), row.detail, "{place}");
        assert_eq!(error.message(), row.message, "{place}");
        assert_eq!(error.request_id(), row.id, "{place}");
        assert_eq!(error.status(), Some(row.status), "{place}");
        assert_eq!(error.body(), Some(body.as_bytes()), "{place}");
        assert_eq!(error.action(), Some(row.cloud.action()), "{place}");
        assert_eq!(predicates(&error), row.predicates, "{place}");
        let line = error.to_string();
        assert!(line.contains(row.code) && !line.contains('\n'), "{line}");
    }
    assert_eq!(mock.replies_waiting(), 0);
}

fn tc3(code: &str) -> Value {
    json!({"Response": {"Error": {"Code": code, "Message": "m"}, "RequestId": "r"}})
}

#[tokio::test]
async fn tencents_api_3_fails_inside_an_answer_of_200() {
    let rows = [
        ("AuthFailure.SignatureFailure", "auth service"),
        ("AuthFailure.SecretIdNotFound", "auth service"),
        ("AuthFailure.SignatureExpire", "auth retryable service"),
        ("AuthFailure.TokenFailure", "auth retryable service"),
        ("UnauthorizedOperation", "auth denied service"),
        ("UnauthorizedOperation.CamNoAuth", "auth denied service"),
        ("RequestLimitExceeded", "retryable service throttling"),
        (
            "RequestLimitExceeded.UinLimitExceeded",
            "retryable service throttling",
        ),
        ("InternalError", "retryable service"),
        ("InternalError.DbError", "retryable service"),
        ("ResourceNotFound.ErrNoRepo", "not-found service"),
        ("ResourceNotFound.ErrNobodyKnows", "not-found service"),
        ("ResourceInUse", "conflict service"),
        ("InvalidParameterValue.TooLong", "invalid service"),
        ("MissingParameter", "invalid service"),
        ("UnknownParameter", "invalid service"),
        ("LimitExceeded", "service"),
        ("FailedOperation.Whatever", "service"),
        ("ANewKind", "service"),
    ];
    let rows = rows.map(|(code, predicates)| row(Tcr, 200, tc3(code), code, predicates));
    check(rows.into()).await;
}

#[tokio::test]
async fn tencents_api_3_and_its_gateway_fail_with_a_status_too() {
    let internal = || tc3("InternalError");
    let plain = |text: &str| Value::from(text);
    check(vec![
        row(Tcr, 500, internal(), "InternalError", "retryable service"),
        row(
            Tcr,
            429,
            tc3("NewCode"),
            "NewCode",
            "retryable service throttling",
        ),
        row(Tcr, 404, plain(""), "404", "not-found service")
            .message("Not Found")
            .without_id(),
        row(Tcr, 400, plain("bad"), "400", "invalid service")
            .message("bad")
            .headers(&[("X-TC-RequestId", "r")]),
        row(Tcr, 409, json!({"message": "m"}), "409", "conflict service").without_id(),
        row(Tcr, 504, json!(null), "504", "retryable service")
            .message("null")
            .without_id(),
    ])
    .await;
}

#[tokio::test]
async fn tencents_api_2_fails_by_a_number_and_perhaps_a_finer_code() {
    let body = |code: i64| json!({"code": code, "message": "m"});
    let fine = |code: i64, detail: &str| json!({"code": code, "message": "m", "codeDesc": detail});
    let rows = [
        (Ccr, 4000, "invalid service"),
        (Ccr, 4100, "auth service"),
        (Ccs, 4200, "auth retryable service"),
        (Ccs, 4300, "auth denied service"),
        (Ccr, 4400, "retryable service throttling"),
        (Ccr, 4500, "auth retryable service"),
        (Ccs, 5000, "not-found service"),
        (Ccs, 6000, "retryable service"),
        (Ccr, 6200, "retryable service"),
        (Ccr, -1, "service"),
        (Ccr, 99_999, "service"),
    ];
    let mut all: Vec<Row> = rows
        .map(|(cloud, number, predicates)| {
            let code = number.to_string().leak();
            row(cloud, 200, body(number), code, predicates).without_id()
        })
        .into();
    all.extend([
        row(
            Ccr,
            200,
            fine(4100, "AuthFailure.SignatureExpire"),
            "4100",
            "auth retryable service",
        )
        .detail("AuthFailure.SignatureExpire")
        .without_id(),
        row(
            Ccs,
            200,
            fine(4000, "InvalidParameter"),
            "4000",
            "invalid service",
        )
        .detail("InvalidParameter")
        .without_id(),
        // A detail that says nothing more is none.
        row(Ccr, 200, fine(4000, "4000"), "4000", "invalid service").without_id(),
        row(Ccr, 200, fine(4000, ""), "4000", "invalid service").without_id(),
        // The number as text, an error inside `data` or beside an empty one, another status.
        row(
            Ccr,
            200,
            json!({"code": "4100", "message": "m"}),
            "4100",
            "auth service",
        )
        .without_id(),
        row(
            Ccs,
            200,
            json!({"code": 5000, "message": "m", "data": {}}),
            "5000",
            "not-found service",
        )
        .without_id(),
        row(
            Ccs,
            200,
            json!({"code": 5000, "message": "m", "data": null}),
            "5000",
            "not-found service",
        )
        .without_id(),
        row(
            Ccr,
            502,
            Value::from("<html>gone</html>"),
            "502",
            "retryable service",
        )
        .message("<html>gone</html>")
        .without_id(),
        row(
            Ccr,
            500,
            fine(6000, "InternalError"),
            "6000",
            "retryable service",
        )
        .detail("InternalError")
        .without_id(),
    ]);
    check(all).await;
}

#[tokio::test]
async fn alibaba_fails_by_status_or_by_is_success_in_either_case() {
    let upper = |code: &str| {
        json!({"RequestId": "r", "HostId": "cr.cn-hangzhou.aliyuncs.com", "Code": code, "Message": "m",
            "Recommend": "https://example.com"})
    };
    let lower = |code: &str| json!({"requestId": "r", "code": code, "message": "m"});
    let denied = json!({"RequestId": "r", "Code": "NoPermission", "Message": "m",
        "AccessDeniedDetail": {"AuthAction": "cr:GetRepositoryBuildLog", "Code": "inner"}});
    let failed = |code: Option<&str>| {
        let mut body = json!({"RequestId": "r", "IsSuccess": false, "Message": "m"});
        if let Some(code) = code {
            body["Code"] = code.into();
        }
        body
    };
    let throttled = "retryable service throttling";
    check(vec![
        row(
            Alibaba,
            403,
            upper("NoPrivilege"),
            "NoPrivilege",
            "auth denied service",
        ),
        row(
            Alibaba,
            403,
            upper("Forbidden.RAM"),
            "Forbidden.RAM",
            "auth denied service",
        ),
        row(Alibaba, 403, denied, "NoPermission", "auth denied service"),
        row(
            Alibaba,
            500,
            upper("SystemError"),
            "SystemError",
            "retryable service",
        ),
        row(
            Alibaba,
            400,
            upper("Throttling.User"),
            "Throttling.User",
            throttled,
        ),
        row(
            AlibabaLegacy,
            400,
            lower("Throttling"),
            "Throttling",
            throttled,
        ),
        row(
            Alibaba,
            503,
            lower("ServiceUnavailable"),
            "ServiceUnavailable",
            "retryable service",
        ),
        row(
            AlibabaLegacy,
            400,
            lower("MissingParameter"),
            "MissingParameter",
            "invalid service",
        ),
        row(
            Alibaba,
            400,
            upper("SignatureDoesNotMatch"),
            "SignatureDoesNotMatch",
            "auth service",
        ),
        row(
            Alibaba,
            404,
            upper("InvalidAccessKeyId.NotFound"),
            "InvalidAccessKeyId.NotFound",
            "auth service",
        ),
        row(
            Alibaba,
            400,
            upper("InvalidTimeStamp.Expired"),
            "InvalidTimeStamp.Expired",
            "auth retryable service",
        ),
        row(
            AlibabaLegacy,
            400,
            upper("SignatureNonceUsed"),
            "SignatureNonceUsed",
            "auth retryable service",
        ),
        row(
            Alibaba,
            400,
            upper("InvalidSecurityToken.Expired"),
            "InvalidSecurityToken.Expired",
            "auth retryable service",
        ),
        row(
            Alibaba,
            404,
            upper("REPO_NOT_EXIST"),
            "REPO_NOT_EXIST",
            "not-found service",
        ),
        row(
            Alibaba,
            409,
            upper("Whatever"),
            "Whatever",
            "conflict service",
        ),
        row(Alibaba, 418, upper("Teapot"), "Teapot", "service"),
        row(
            Alibaba,
            200,
            failed(Some("REPO_NOT_EXIST")),
            "REPO_NOT_EXIST",
            "not-found service",
        ),
        row(
            AlibabaLegacy,
            200,
            failed(Some("SystemError")),
            "SystemError",
            "retryable service",
        ),
        row(Alibaba, 200, failed(None), "Unknown", "service"),
        row(Alibaba, 429, json!({}), "429", throttled)
            .message("{}")
            .without_id(),
        row(
            Alibaba,
            500,
            json!({"RequestId": "r"}),
            "500",
            "retryable service",
        )
        .message(r#"{"RequestId":"r"}"#),
        row(Alibaba, 400, upper("Odd"), "Odd", throttled).headers(&[("x-acs-retry-after", "40")]),
        row(Alibaba, 400, upper("Odd"), "Odd", "invalid service")
            .headers(&[("x-acs-retry-after", "0")]),
        row(Alibaba, 400, upper("Odd"), "Odd", "invalid service")
            .headers(&[("x-acs-retry-after", "-5")]),
        row(Alibaba, 500, Value::from(""), "500", "retryable service")
            .message("Internal Server Error")
            .headers(&[("x-acs-request-id", "r")]),
    ])
    .await;
}

#[tokio::test]
async fn huawei_fails_by_status_with_a_code_in_any_of_its_places() {
    let id = &[("X-Request-Id", "r")];
    let service = |code: &str| json!({"error_code": code, "error_msg": "m"});
    let gateway = |code: &str| json!({"error_code": code, "error_msg": "m", "request_id": "r"});
    let throttled = "retryable service throttling";
    let rest = vec![
        row(
            Huawei,
            404,
            service("SVCSTG.SWR.4041090"),
            "SVCSTG.SWR.4041090",
            "not-found service",
        )
        .headers(id),
        row(
            Huawei,
            500,
            service("SVCSTG.SWR.5001090"),
            "SVCSTG.SWR.5001090",
            "retryable service",
        )
        .headers(id),
        row(
            Huawei,
            403,
            gateway("APIGW.0302"),
            "APIGW.0302",
            "auth denied service",
        ),
        row(
            Huawei,
            403,
            gateway("APIG.0305"),
            "APIG.0305",
            "auth denied service",
        ),
        row(
            Huawei,
            401,
            gateway("APIGW.0301"),
            "APIGW.0301",
            "auth service",
        ),
        row(
            Huawei,
            401,
            gateway("APIGW.0307"),
            "APIGW.0307",
            "auth retryable service",
        ),
        row(Huawei, 429, gateway("APIGW.0308"), "APIGW.0308", throttled),
        row(
            Huawei,
            400,
            gateway("APIG.0201"),
            "APIG.0201",
            "invalid service",
        ),
        row(
            Huawei,
            400,
            json!({"errorCode": "c", "errorMsg": "m"}),
            "c",
            "invalid service",
        )
        .headers(id),
        row(
            Huawei,
            409,
            json!({"code": "c", "message": "m"}),
            "c",
            "conflict service",
        )
        .headers(id),
        row(
            Huawei,
            404,
            json!({"error": {"code": 404, "message": "m"}}),
            "404",
            "not-found service",
        )
        .headers(id),
        row(
            Huawei,
            404,
            json!({"itemNotFound": {"code": "c", "message": "m"}}),
            "c",
            "not-found service",
        )
        .headers(id),
        row(
            Huawei,
            403,
            json!({"errors": [{"errorCode": "c", "errorMessage": "m"}]}),
            "c",
            "auth denied service",
        )
        .headers(id),
        row(
            Huawei,
            403,
            json!({"error_code": "c", "error_msg": "m", "encoded_authorization_message": "x"}),
            "c",
            "auth denied service",
        )
        .headers(id),
        row(
            Huawei,
            500,
            Value::from("<html>oops</html>"),
            "500",
            "retryable service",
        )
        .message("<html>oops</html>")
        .headers(id),
        row(Huawei, 401, Value::from(""), "401", "auth service")
            .message("Unauthorized")
            .headers(id),
        row(
            HuaweiToken,
            401,
            Value::from(""),
            "401",
            "auth retryable service",
        )
        .message("Unauthorized")
        .headers(id),
        row(
            HuaweiToken,
            401,
            json!({"error": {"code": 401, "message": "m"}}),
            "401",
            "auth retryable service",
        )
        .headers(id),
        row(
            HuaweiToken,
            401,
            gateway("APIGW.0301"),
            "APIGW.0301",
            "auth retryable service",
        ),
        row(
            HuaweiToken,
            403,
            gateway("APIGW.0302"),
            "APIGW.0302",
            "auth denied service",
        ),
    ];
    check(rest).await;
}

#[tokio::test]
async fn codes_are_compared_with_generated_constants_and_unknown_ones_are_usable() {
    use cloudwright::tencent_tcr::error_code;
    let mock = Mock::start().await.unwrap();
    let client = Tcr.client_that_tries_once(&mock);
    mock.enqueue(Reply::error("ResourceNotFound.ErrNoRepo"));
    let error = Tcr.ask(&client).await.unwrap_err();
    assert_eq!(
        error.code(),
        Some(&error_code::RESOURCE_NOT_FOUND_ERR_NO_REPO)
    );
    assert!(error.meaning().is_some() && error.to_string().contains(error.meaning().unwrap()));
    mock.enqueue(Reply::refusal(200, "Brand.New", "m"));
    let error = Tcr.ask(&client).await.unwrap_err();
    assert_eq!(
        (error.code().unwrap().as_str(), error.meaning()),
        ("Brand.New", None)
    );
    assert_ne!(error.code(), Some(&error_code::INTERNAL_ERROR));
}
