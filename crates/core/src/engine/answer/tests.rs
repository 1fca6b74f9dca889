//! Answers as vendors, gateways and broken connections give them.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::codec::Document;
use crate::testing::service::{ALIBABA, BUILD_LOG, JOBS, OPERATION, TRIGGERS, WRITE};

fn read_as(
    operation: &'static Operation,
    protocol: Protocol,
    response: &HttpResponse,
) -> Result<(Success, Document), Error> {
    let mut document = Document::default();
    let success = read(
        operation,
        protocol,
        response,
        1_735_689_600,
        Decoding::default(),
        &mut document,
    )?;
    Ok((success, document))
}

fn error(operation: &'static Operation, protocol: Protocol, status: u16, body: &str) -> Error {
    let response = HttpResponse::new(status, body.to_owned());
    match read_as(operation, protocol, &response) {
        Ok((_, document)) => panic!("{document:?}"),
        Err(error) => error,
    }
}

#[test]
fn results_come_out_of_their_envelopes_with_their_ids() {
    for (operation, protocol, body, id, member) in [
        (
            &OPERATION,
            Protocol::TencentTc3,
            r#"{"Response":{"Data":1,"RequestId":"r"}}"#,
            Some("r"),
            "Data",
        ),
        (
            &TRIGGERS,
            Protocol::TencentQcloudV2,
            r#"{"code":0,"message":"","codeDesc":"Success","data":{"totalCount":1}}"#,
            None,
            "totalCount",
        ),
        (
            &TRIGGERS,
            Protocol::TencentQcloudV2,
            r#"{"code":"0","totalCount":1}"#,
            None,
            "totalCount",
        ),
        (
            &BUILD_LOG,
            Protocol::AliyunAcs3,
            r#"{"RequestId":"r","Code":"success","IsSuccess":true,"PageNo":1}"#,
            Some("r"),
            "PageNo",
        ),
        (
            &JOBS,
            Protocol::HuaweiAksk,
            r#"{"total":1,"jobs":[]}"#,
            None,
            "total",
        ),
    ] {
        let response = HttpResponse::new(200, body);
        let (success, document) = read_as(operation, protocol, &response).ok().unwrap();
        assert_eq!(success.request_id.as_deref(), id, "{body}");
        assert!(document.get(member).is_some(), "{body}");
    }
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn errors_of_every_shape_have_code_message_id_and_status() {
    use Protocol::{AliyunAcs3, HuaweiAksk, HuaweiToken, TencentQcloudV2, TencentTc3};
    for (protocol, status, body, code, message, id) in [
        (
            TencentTc3,
            200,
            r#"{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"m"},"RequestId":"r"}}"#,
            "AuthFailure.SignatureFailure",
            "m",
            Some("r"),
        ),
        (
            TencentTc3,
            500,
            r#"{"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}}"#,
            "InternalError",
            "m",
            Some("r"),
        ),
        (
            TencentTc3,
            502,
            "<html><h1>Bad  Gateway</h1>\n</html>",
            "502",
            "<html><h1>Bad Gateway</h1> </html>",
            None,
        ),
        (TencentTc3, 503, "", "503", "Service Unavailable", None),
        (
            TencentQcloudV2,
            200,
            r#"{"code":4100,"message":"m","codeDesc":"AuthFailure.X"}"#,
            "4100",
            "m",
            None,
        ),
        (
            AliyunAcs3,
            403,
            r#"{"RequestId":"r","HostId":"h","Code":"NoPrivilege","Message":"m"}"#,
            "NoPrivilege",
            "m",
            Some("r"),
        ),
        (
            AliyunAcs3,
            400,
            r#"{"requestId":"r","code":"Throttling.User","message":"m"}"#,
            "Throttling.User",
            "m",
            Some("r"),
        ),
        (
            AliyunAcs3,
            200,
            r#"{"RequestId":"r","IsSuccess":false,"Code":"REPO_NOT_EXIST","Message":"m"}"#,
            "REPO_NOT_EXIST",
            "m",
            Some("r"),
        ),
        (
            HuaweiAksk,
            404,
            r#"{"error_code":"SVCSTG.SWR.4040001","error_msg":"m"}"#,
            "SVCSTG.SWR.4040001",
            "m",
            None,
        ),
        (
            HuaweiAksk,
            400,
            r#"{"errorCode":"c","errorMsg":"m"}"#,
            "c",
            "m",
            None,
        ),
        (
            HuaweiAksk,
            400,
            r#"{"code":"c","message":"m"}"#,
            "c",
            "m",
            None,
        ),
        (
            HuaweiToken,
            401,
            r#"{"error":{"code":401,"message":"m"}}"#,
            "401",
            "m",
            None,
        ),
        (
            HuaweiAksk,
            400,
            r#"{"badRequest":{"code":"c","message":"m"}}"#,
            "c",
            "m",
            None,
        ),
        (
            HuaweiAksk,
            400,
            r#"{"errors":[{"errorCode":"c","errorMessage":"m"}],"request_id":"r"}"#,
            "c",
            "m",
            Some("r"),
        ),
        (
            HuaweiAksk,
            429,
            r#"{"error_msg":"slow down"}"#,
            "429",
            "slow down",
            None,
        ),
        (HuaweiAksk, 500, "[1,2", "500", "[1,2", None),
        (HuaweiAksk, 404, "null", "404", "null", None),
    ] {
        let operation = match protocol {
            TencentTc3 => &OPERATION,
            TencentQcloudV2 => &TRIGGERS,
            AliyunAcs3 => &BUILD_LOG,
            _ => &JOBS,
        };
        let error = error(operation, protocol, status, body);
        assert!(error.is_service(), "{body}");
        assert_eq!(error.code().map(ErrorCode::as_str), Some(code), "{body}");
        assert_eq!(error.message(), message, "{body}");
        assert_eq!(error.request_id(), id, "{body}");
        assert_eq!(error.status(), Some(status), "{body}");
        assert_eq!(error.body(), Some(body.as_bytes()));
    }
}

#[test]
fn tencents_finer_code_is_kept_beside_the_number() {
    let body = r#"{"code":4100,"message":"m","codeDesc":"AuthFailure.SignatureExpire"}"#;
    let error = error(&TRIGGERS, Protocol::TencentQcloudV2, 200, body);
    assert_eq!(
        error.detail().map(ErrorCode::as_str),
        Some("AuthFailure.SignatureExpire")
    );
    assert_eq!(error.class(), ErrorClass::ClockSkew);
    assert!(
        error
            .to_string()
            .contains("4100 (AuthFailure.SignatureExpire)")
    );
}

#[test]
fn the_id_of_a_request_is_found_in_the_headers_as_well() {
    let response = HttpResponse::new(500, "").with_header("X-Request-Id", "h-1");
    let failed = read_as(&JOBS, Protocol::HuaweiAksk, &response)
        .err()
        .unwrap();
    assert_eq!(failed.request_id(), Some("h-1"));
}

#[test]
fn what_cannot_be_understood_is_an_answer_error_with_the_body_kept() {
    for (operation, protocol, body) in [
        (&OPERATION, Protocol::TencentTc3, "<html>ok</html>"),
        (&OPERATION, Protocol::TencentTc3, ""),
        (&OPERATION, Protocol::TencentTc3, r#"{"Response":{"Data":1"#),
        (&OPERATION, Protocol::TencentTc3, r#"{"Something":1}"#),
        (&TRIGGERS, Protocol::TencentQcloudV2, r#"{"data":{}}"#),
        (&JOBS, Protocol::HuaweiAksk, ""),
        (&JOBS, Protocol::HuaweiAksk, "\u{0}\u{1}"),
    ] {
        let error = error(operation, protocol, 200, body);
        assert_eq!(error.kind(), ErrorKind::Answer, "{body}");
        assert_eq!(error.body(), Some(body.as_bytes()));
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn nothing_in_place_of_an_object_is_no_result_even_with_an_id_in_the_headers() {
    for (operation, protocol) in [
        (&OPERATION, Protocol::TencentTc3),
        (&TRIGGERS, Protocol::TencentQcloudV2),
        (&BUILD_LOG, Protocol::AliyunAcs3),
    ] {
        for body in ["null", "[]", "\"\"", "\u{feff} null"] {
            let response = HttpResponse::new(200, body).with_header("X-Request-Id", "h-1");
            let failed = read_as(operation, protocol, &response).err().unwrap();
            assert_eq!(failed.kind(), ErrorKind::Answer, "{protocol:?} {body}");
        }
    }
    let response = HttpResponse::new(200, r#"{"a":1}"#).with_header("X-Request-Id", "h-1");
    assert!(read_as(&OPERATION, Protocol::TencentTc3, &response).is_err());
    // An empty list of a service that is written in Go.
    assert!(read_as(&JOBS, Protocol::HuaweiAksk, &HttpResponse::new(200, "null")).is_ok());
}

#[test]
fn redirects_are_named_and_not_followed() {
    let response = HttpResponse::new(302, "").with_header("Location", "https://evil.example/?t=1");
    let error = read_as(&JOBS, Protocol::HuaweiAksk, &response)
        .err()
        .unwrap();
    assert_eq!(error.kind(), ErrorKind::Answer);
    let line = error.to_string();
    assert!(
        line.contains("redirects to https://evil.example/, which"),
        "{line}"
    );
    assert!(!error.is_retryable());
}

#[test]
fn what_changes_something_may_answer_nothing() {
    let empty = HttpResponse::new(204, "");
    assert!(read_as(&JOBS, Protocol::HuaweiAksk, &empty).is_ok());
    let empty = HttpResponse::new(200, "");
    assert!(read_as(&WRITE, Protocol::HuaweiAksk, &empty).is_ok());
    assert!(read_as(&JOBS, Protocol::HuaweiAksk, &empty).is_err());
}

#[test]
fn the_wait_that_a_service_asks_for_is_read_in_each_form() {
    let wait = |name: &str, value: &str| {
        let response = HttpResponse::new(503, "").with_header(name, value);
        read_as(&BUILD_LOG, Protocol::AliyunAcs3, &response)
            .err()
            .unwrap()
    };
    let seconds = |name, value| {
        wait(name, value)
            .outlook()
            .retry_after
            .map(|wait| wait.as_secs_f64())
    };
    assert_eq!(seconds("Retry-After", "7"), Some(7.0));
    assert_eq!(
        seconds("Retry-After", "Wed, 01 Jan 2025 00:00:09 GMT"),
        Some(9.0)
    );
    assert_eq!(
        seconds("Retry-After", "Tue, 31 Dec 2024 00:00:09 GMT"),
        None
    );
    assert_eq!(seconds("Retry-After", "-1"), None);
    assert_eq!(seconds("Retry-After", "soon"), None);
    assert_eq!(seconds("x-acs-retry-after", "1500"), Some(1.5));
    assert!(wait("x-acs-retry-after", "1500").is_throttling());
    assert!(!wait("x-acs-retry-after", "0").is_throttling());
    assert!(!wait("Retry-After", "7").is_throttling());
}

#[test]
fn a_header_changes_neither_what_a_write_met_nor_what_a_code_says() {
    static CHANGE: Operation = Operation::new(&ALIBABA, "Change", Access::Write, "POST", "/");
    let class = |operation, status, code: &str| {
        let body = format!(r#"{{"Code":"{code}","Message":"m"}}"#);
        let response = HttpResponse::new(status, body).with_header("x-acs-retry-after", "1500");
        let failed = read_as(operation, Protocol::AliyunAcs3, &response).err();
        failed.unwrap().class()
    };
    for (status, code, read, write) in [
        (500, "Odd", ErrorClass::Throttling, ErrorClass::Internal),
        (503, "Odd", ErrorClass::Throttling, ErrorClass::Transient),
        (400, "Odd", ErrorClass::Throttling, ErrorClass::Invalid),
        (403, "Odd", ErrorClass::Denied, ErrorClass::Denied),
        (
            404,
            "REPO_NOT_EXIST",
            ErrorClass::NotFound,
            ErrorClass::NotFound,
        ),
        (
            400,
            "Throttling",
            ErrorClass::Throttling,
            ErrorClass::Throttling,
        ),
        (429, "Odd", ErrorClass::Throttling, ErrorClass::Throttling),
    ] {
        assert_eq!(class(&BUILD_LOG, status, code), read, "{status} {code}");
        assert_eq!(class(&CHANGE, status, code), write, "{status} {code}");
    }
}

/// A result with a member in a header of the answer.
#[derive(Debug, Default)]
struct WithHeader {
    total: Option<i64>,
    range: Option<String>,
    expires: Option<i64>,
}

impl Decode for WithHeader {
    fn slot(&mut self, name: &str) -> Option<Slot<'_>> {
        Some(match name {
            "total" => Slot::Plain(&mut self.total),
            "Content-Range" => Slot::Plain(&mut self.range),
            "X-Expires" => Slot::Plain(&mut self.expires),
            _ => return None,
        })
    }

    fn headers(&self) -> &'static [&'static str] {
        &["Content-Range", "X-Expires"]
    }
}

#[test]
fn members_that_travel_as_headers_are_read_from_there() {
    static HEAD: Operation = Operation::read(JOBS.service, "CountJobs").http("HEAD", "/jobs");
    for (operation, status, body, total) in [
        (&JOBS, 200, r#"{"total":3}"#, Some(3)),
        (&JOBS, 204, "", None),
        // It never has a body.
        (&HEAD, 200, "", None),
    ] {
        let response = HttpResponse::new(status, body)
            .with_header("content-range", "0-2")
            .with_header("x-expires", "60");
        let mut target = WithHeader::default();
        let read = read(
            operation,
            Protocol::HuaweiAksk,
            &response,
            0,
            Decoding::default(),
            &mut target,
        );
        assert!(read.is_ok());
        assert_eq!(target.total, total);
        assert_eq!(target.range.as_deref(), Some("0-2"));
        assert_eq!(target.expires, Some(60));
    }
}

#[test]
fn a_header_of_the_wrong_kind_is_an_answer_error() {
    let response = HttpResponse::new(200, "{}").with_header("X-Expires", "soon");
    let mut target = WithHeader::default();
    let read = read(
        &JOBS,
        Protocol::HuaweiAksk,
        &response,
        0,
        Decoding::default(),
        &mut target,
    );
    assert_eq!(read.err().unwrap().kind(), ErrorKind::Answer);
}
