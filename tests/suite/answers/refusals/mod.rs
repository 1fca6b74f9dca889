//! Errors in the vendors' own shapes: how one is checked, and Tencent's.

mod alibaba;
mod huawei;

use cloudwright::ErrorCode;
use cloudwright_mock::{Mock, Reply};
use serde_json::{Value, json};

use crate::clouds::Cloud::{self, Ccr, Ccs, Tcr};
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
        mock.enqueue(Reply::raw(row.status, row.headers, body.clone()))
            .unwrap();
        let client = row.cloud.client_that_tries_once(&mock);
        let error = row.cloud.ask(&client).await.unwrap_err();
        let place = format!("{:?} {} {body}: {error:?}", row.cloud, row.status);
        assert_eq!(error.code().unwrap(), row.code, "{place}");
        assert_eq!(error.detail().map(ErrorCode::as_str), row.detail, "{place}");
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
async fn codes_are_matched_as_the_enum_of_the_service_and_unknown_ones_are_usable() {
    use cloudwright::tencent_tcr::ErrorCode;
    let mock = Mock::start().await.unwrap();
    let client = Tcr.client_that_tries_once(&mock);
    mock.enqueue(Reply::error("ResourceNotFound.ErrNoRepo"))
        .unwrap();
    let error = Tcr.ask(&client).await.unwrap_err();
    assert_eq!(error.code_as(), Some(ErrorCode::ResourceNotFoundErrNoRepo));
    assert!(error.meaning().is_some() && error.to_string().contains(error.meaning().unwrap()));
    mock.enqueue(Reply::refusal(200, "Brand.New", "m")).unwrap();
    let error = Tcr.ask(&client).await.unwrap_err();
    assert_eq!(
        (error.code().unwrap().as_str(), error.meaning()),
        ("Brand.New", None)
    );
    assert_eq!(
        error.code_as(),
        Some(ErrorCode::Other("Brand.New".to_owned()))
    );
}
