//! Results that are not laid out as their pages say, and are results all the same.

use cloudwright_mock::{Mock, Reply};

use crate::clouds::Cloud::{self, Alibaba, AlibabaLegacy, Ccr, Ccs, Huawei, HuaweiToken, Tcr};

/// A body, what the typed result shows of it, and what was found on the way.
type Row = (
    Cloud,
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

async fn check(rows: &[Row]) {
    let mock = Mock::start().await.unwrap();
    for (cloud, body, shown, findings) in rows {
        mock.enqueue(Reply::raw(200, &[("X-Request-Id", "h")], *body))
            .unwrap();
        let client = cloud.client_that_tries_once(&mock);
        let answer = cloud.ask(&client).await;
        let answer = answer.unwrap_or_else(|error| panic!("{cloud:?} {body}: {error:?}"));
        for part in *shown {
            assert!(
                answer.contains(part),
                "{cloud:?} {body}: {part} in {}",
                *answer
            );
        }
        let found: Vec<String> = answer.findings().iter().map(ToString::to_string).collect();
        assert_eq!(found, *findings, "{cloud:?} {body}");
        assert_eq!(answer.body(), body.as_bytes());
        assert!(answer.request_id().is_some(), "{body}");
    }
}

#[tokio::test]
async fn an_old_service_answers_inside_data_or_beside_it_and_inside_wins() {
    check(&[
        (
            Ccr,
            r#"{"code":0,"message":"","codeDesc":"Success","data":{"totalCount":7,"logInfo":[{"repoName":"a"}]}}"#,
            &["total_count: Some(7)", r#"repo_name: Some("a")"#],
            &[],
        ),
        (
            Ccr,
            r#"{"code":0,"totalCount":7,"logInfo":[{"repoName":"a"}]}"#,
            &["total_count: Some(7)", r#"repo_name: Some("a")"#],
            &[],
        ),
        (
            Ccr,
            r#"{"code":0,"totalCount":1,"data":{"totalCount":7,"logInfo":[]}}"#,
            &["total_count: Some(7)", "log_info: []"],
            &[],
        ),
        (
            Ccr,
            r#"{"data":{"totalCount":7},"totalCount":1,"code":0}"#,
            &["total_count: Some(7)", "code: Some(0)"],
            &[],
        ),
        (Ccr, r#"{"code":"0","data":null}"#, &["code: Some(0)", "total_count: None"], &[
            "$.code: text in place of an integer of 64 bits",
        ]),
        (
            Ccs,
            r#"{"code":0,"eventList":[{"count":"6530","level":"Catastrophe"}]}"#,
            &["count: Some(6530)", r#"Other("Catastrophe")"#],
            &["$.eventList[].count: text in place of an integer of 64 bits"],
        ),
        (
            Ccs,
            r#"{"code":0,"data":{"eventList":[null,{"message":"m"}],"news":1}}"#,
            &[r#"message: Some("m")"#],
            &["$.data.eventList[]: null", "$.data.news: not in the spec"],
        ),
    ])
    .await;
}

#[tokio::test]
async fn values_of_another_kind_are_bridged_where_nothing_is_lost() {
    check(&[
        (
            Alibaba,
            r#"{"RequestId":"r","TotalCount":1000,"PageNo":"3","IsSuccess":"true","BuildRecordLogs":[{"LineNumber":"2","Message":5}]}"#,
            &[
                r#"total_count: Some("1000")"#,
                "page_no: Some(3)",
                "is_success: Some(true)",
                "line_number: Some(2)",
                r#"message: Some("5")"#,
            ],
            &[
                "$.TotalCount: a number in place of text",
                "$.PageNo: text in place of an integer of 64 bits",
                "$.IsSuccess: text in place of true or false",
                "$.BuildRecordLogs[].LineNumber: text in place of an integer of 64 bits",
                "$.BuildRecordLogs[].Message: a number in place of text",
            ],
        ),
        (
            AlibabaLegacy,
            r#"{"requestId":"r","code":"success","isSuccess":true,"pageNo":1,"buildRecordLogs":null}"#,
            &[r#"request_id: Some("r")"#, "page_no: Some(1)", "is_success: Some(true)"],
            &[
                "$.requestId: spelled with another case",
                "$.code: spelled with another case",
                "$.isSuccess: spelled with another case",
                "$.pageNo: spelled with another case",
                "$.buildRecordLogs: spelled with another case",
            ],
        ),
        (
            Tcr,
            r#"{"Response":{"Data":{"TotalCount":9223372036854775807,"LogInfo":[{"InvokePara":{"AppId":1.10,"ClusterRegion":""}}]},"RequestId":"r"}}"#,
            &["total_count: Some(9223372036854775807)", r#"app_id: Some("1.10")"#, "cluster_region: None"],
            &[
                "$.Response.Data.LogInfo[].InvokePara.AppId: a number in place of text",
                "$.Response.Data.LogInfo[].InvokePara.ClusterRegion: empty in place of an integer of 64 bits",
            ],
        ),
        (
            HuaweiToken,
            r#"{"total":"2","jobs":[{"id":1,"status":"Succeed"},{"id":2,"status":"on-hold"}]}"#,
            &["total: Some(2)", "Succeed", r#"Other("on-hold")"#],
            &["$.total: text in place of an integer of 64 bits"],
        ),
    ])
    .await;
}

#[tokio::test]
async fn odd_texts_and_odd_members_do_not_fail_an_answer() {
    check(&[
        (
            Tcr,
            "\u{feff}{\"Response\":{\"Data\":{\"TotalCount\":1},\"RequestId\":\"r\"}}\r\n",
            &["total_count: Some(1)"],
            &[],
        ),
        (
            Tcr,
            r#"{"Response":{"RequestId":"a","RequestId":"r","Data":{"TotalCount":1},"Data":{"TotalCount":2}}}"#,
            &["total_count: Some(2)", r#"request_id: Some("r")"#],
            &["$.Response.RequestId: given more than once", "$.Response.Data: given more than once"],
        ),
        (
            Tcr,
            r#"{"Response":{"Data":{"LogInfo":[{"RepoName":"a\ud83d"}],"New":{"x":"\udc00"}},"RequestId":"r"}}"#,
            &["a\u{fffd}"],
            &[
                "$.Response.Data.LogInfo[].RepoName: text that is not Unicode",
                "$.Response.Data.New: not in the spec",
            ],
        ),
        (
            Tcr,
            r#"{"Response":{"RequestId":"r","Data":{}},"Trace":{"Id":[1,[2]]}}"#,
            &["log_info: []"],
            &["$.Trace: not in the spec"],
        ),
        (Tcr, r#"{"Response":{"RequestId":"r"}}"#, &["data: None"], &[]),
        (Tcr, r#"{"Response":{"Data":[],"RequestId":"r"}}"#, &["data: None"], &[
            "$.Response.Data: empty in place of an object",
        ]),
        (Huawei, r"{}", &["total: None", "jobs: []"], &[]),
        (Huawei, r#"{"total":null,"jobs":null}"#, &["total: None", "jobs: []"], &[]),
        (Huawei, r#"{"total":0,"jobs":[],"error_code":"","extra":"x"}"#, &["total: Some(0)"], &[
            "$.error_code: not in the spec",
            "$.extra: not in the spec",
        ]),
    ])
    .await;
}

#[tokio::test]
async fn bytes_that_are_not_utf_8_are_replaced_and_reported() {
    let mock = Mock::start().await.unwrap();
    let body = b"{\"Response\":{\"RequestId\":\"r\",\"Other\":\"\xff\",\"Data\":{\"LogInfo\":[{\"RepoName\":\"a\xf0\x28b\"}]}}}";
    mock.enqueue(Reply::raw(200, &[], body.to_vec())).unwrap();
    let answer = Tcr.ask(&Tcr.client_that_tries_once(&mock)).await.unwrap();
    assert!(answer.contains("a\u{fffd}(b"), "{}", *answer);
    assert!(
        answer
            .findings()
            .has(cloudwright::core::codec::FindingKind::BrokenText)
    );
    assert_eq!(answer.body(), body);
}

#[tokio::test]
async fn a_hook_sees_what_the_spec_did_not_know() {
    use cloudwright::core::codec::Findings;
    use cloudwright::core::interceptor::{CallInfo, Interceptor};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Debug, Default)]
    struct Drift(Arc<Mutex<Vec<String>>>);

    impl Interceptor for Drift {
        fn on_findings(&self, call: &CallInfo<'_>, findings: &Findings) {
            let line = |finding| format!("{} {finding}", call.operation.name);
            self.0.lock().unwrap().extend(findings.iter().map(line));
        }
    }

    let mock = Mock::start().await.unwrap();
    let drift = Drift::default();
    let client = Huawei
        .builder(&mock)
        .interceptor(drift.clone())
        .build()
        .unwrap();
    Huawei.ask(&client).await.unwrap();
    assert!(drift.0.lock().unwrap().is_empty());
    mock.enqueue(Reply::raw(
        200,
        &[],
        r#"{"total":"1","jobs":[{"retries":3}]}"#,
    ))
    .unwrap();
    Huawei.ask(&client).await.unwrap();
    assert_eq!(
        *drift.0.lock().unwrap(),
        [
            "ListInstanceWebhookJobs $.total: text in place of an integer of 64 bits",
            "ListInstanceWebhookJobs $.jobs[].retries: not in the spec",
        ]
    );
}
