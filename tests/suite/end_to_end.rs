//! The five actions from a typed call to a typed answer, over real sockets.

use cloudwright::core::{ErrorKind, SignatureMethod};
use cloudwright_mock::{Mock, Reply};

use crate::clients;
use crate::whole_loop::is_error;

#[tokio::test]
async fn tcr_answers_the_log_of_the_page() {
    let mock = Mock::start().await.unwrap();
    let client = clients::tcr(&mock).build().unwrap();
    let page = client
        .describe_application_trigger_log_personal()
        .repo_name("ccs-dev/nginx")
        .offset(0)
        .limit(10)
        .order("desc")
        .order_by(cloudwright::tencent_tcr::actions::describe_application_trigger_log_personal::OrderBy::InvokeTime)
        .send()
        .await
        .unwrap();
    let data = page.data.as_ref().unwrap();
    assert_eq!(data.total_count, Some(10));
    assert_eq!(data.log_info.len(), 10);
    let log = &data.log_info[0];
    assert_eq!(log.invoke_time.as_deref(), Some("2020-02-08 00:12:36"));
    assert_eq!(log.invoke_para.as_ref().unwrap().cluster_region, Some(1));
    assert_eq!(
        log.invoke_result.as_ref().unwrap().return_msg.as_deref(),
        Some("ok")
    );
    assert!(page.request_id().is_some());
    assert_eq!(page.status(), 200);
    assert!(page.findings().is_empty(), "{:?}", page.findings());
}

#[tokio::test]
async fn a_call_can_be_awaited_itself() {
    let mock = Mock::start().await.unwrap();
    let client = clients::tcr(&mock).build().unwrap();
    let page = client
        .describe_application_trigger_log_personal()
        .limit(10)
        .await
        .unwrap();
    assert_eq!(page.data.as_ref().unwrap().log_info.len(), 10);
}

#[tokio::test]
async fn ccr_answers_with_either_signature_method() {
    let mock = Mock::start().await.unwrap();
    for method in [SignatureMethod::HmacSha256, SignatureMethod::HmacSha1] {
        let client = clients::ccr(&mock)
            .signature_method(method)
            .build()
            .unwrap();
        let page = client
            .list_trigger_log()
            .reponame("test/kube_test")
            .limit(20)
            .await
            .unwrap();
        assert_eq!(page.total_count, Some(1));
        assert_eq!(page.code_desc.as_deref(), Some("Success"));
        let condition = page.log_info[0].invoke_condition.as_ref().unwrap();
        assert_eq!(condition.invoke_expr.as_deref(), Some("test*"));
    }
}

#[tokio::test]
async fn ccs_answers_the_events_with_their_quotes_and_line_breaks() {
    let mock = Mock::start().await.unwrap();
    let client = clients::ccs(&mock).build().unwrap();
    let answer = client
        .describe_service_event()
        .cluster_id("cls-xxxxx")
        .service_name("test-web-service")
        .await
        .unwrap();
    let [first, second] = &answer.event_list[..] else {
        panic!("{answer:?}")
    };
    assert_eq!(first.count, Some(6530));
    assert_eq!(first.reason.as_deref(), Some("pod启动失败"));
    assert!(
        first
            .message
            .as_deref()
            .unwrap()
            .ends_with("gb-frontend:v5\\\"\"\n")
    );
    assert_eq!(second.reason.as_deref(), Some("操作重试"));
}

#[tokio::test]
async fn alibaba_answers_the_build_log_with_or_without_the_repository() {
    let mock = Mock::start().await.unwrap();
    let client = clients::alibaba(&mock).build().unwrap();
    let call = client
        .list_repo_build_record_log()
        .instance_id("cri-nmbv37dlv5d3abcd")
        .build_record_id("C5B4D5D7-A1C6-4E9B-ABD2-401361C4ABCD");
    for call in [
        call.clone(),
        call.repo_id("crr-z4dvahhku9wv4abcd").offset(0),
    ] {
        let page = call.await.unwrap();
        assert_eq!(page.total_count.as_deref(), Some("1000"));
        assert_eq!(page.is_success, Some(true));
        assert_eq!(page.build_record_logs[0].line_number, Some(2));
        assert_eq!(
            page.build_record_logs[0].message.as_deref(),
            Some("fetch stage begin")
        );
    }
}

#[tokio::test]
async fn huawei_answers_the_jobs_to_a_key_and_to_a_token() {
    let mock = Mock::start().await.unwrap();
    for builder in [clients::huawei(&mock), clients::huawei_token(&mock)] {
        let client = builder.build().unwrap();
        let page = client
            .list_instance_webhook_jobs()
            .instance_id("dbf3d1ee-1234-4f5c-8d7a-0a1b2c3d4e5f")
            .namespace_name("library")
            .policy_id(16)
            .limit(10)
            .offset(0)
            .status("Succeed")
            .await
            .unwrap();
        assert_eq!(page.total, Some(2));
        // The sample's statuses are outside the documented ones and are kept.
        let statuses: Vec<String> = page
            .jobs
            .iter()
            .map(|job| job.status.as_ref().unwrap().to_string())
            .collect();
        assert_eq!(statuses, ["running", "error"]);
        assert_eq!(
            page.jobs[0].created_at.as_deref(),
            Some("2020-12-02T00:28:06.145239Z")
        );
        assert_eq!(page.jobs[0].status_text, None);
    }
}

#[tokio::test]
async fn what_is_awkward_on_the_wire_arrives_as_it_was_given() {
    let texts = [
        "a b",
        "x+y",
        "100%",
        "a&b=c",
        "~t*s",
        "仓库/名",
        "",
        "é",
        "'\"\\",
        "x;y",
        "@a",
    ];
    let mock = Mock::start().await.unwrap();
    let (tcr, ccr) = (
        clients::tcr(&mock).build().unwrap(),
        clients::ccr(&mock).build().unwrap(),
    );
    let alibaba = clients::alibaba(&mock).build().unwrap();
    let huawei = clients::huawei(&mock).build().unwrap();
    for text in texts {
        tcr.describe_application_trigger_log_personal()
            .repo_name(text)
            .await
            .unwrap();
        ccr.list_trigger_log().reponame(text).await.unwrap();
        let logs = alibaba.list_repo_build_record_log().instance_id(text);
        logs.build_record_id(text)
            .offset(-1)
            .with_checks(false)
            .await
            .unwrap();
        if !text.is_empty() {
            let jobs = huawei
                .list_instance_webhook_jobs()
                .instance_id(text)
                .namespace_name("n");
            jobs.policy_id(i64::MAX).status(text).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_path_value_that_would_fold_is_refused_before_sending() {
    let mock = Mock::start().await.unwrap();
    let client = clients::huawei(&mock).checks(false).build().unwrap();
    for folded in [".", "..", ""] {
        let call = client
            .list_instance_webhook_jobs()
            .instance_id("i")
            .namespace_name(folded);
        let error = call.policy_id(1).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        assert!(error.to_string().contains("namespace_name"), "{error}");
    }
    assert_eq!(mock.request_count(), 0);
}

#[tokio::test]
async fn every_offending_parameter_is_named_and_nothing_is_sent() {
    let mock = Mock::start().await.unwrap();
    let client = clients::huawei(&mock).build().unwrap();
    let call = client.list_instance_webhook_jobs().limit(101).offset(7);
    let error = call.await.unwrap_err().to_string();
    for name in [
        "instance_id",
        "namespace_name",
        "policy_id",
        "limit",
        "offset",
    ] {
        assert!(error.contains(name), "{name}: {error}");
    }
    assert_eq!(mock.request_count(), 0);

    // The same without checks is sent, and the cloud says what it thinks.
    let call = client
        .list_instance_webhook_jobs()
        .instance_id("i")
        .namespace_name("n")
        .policy_id(1);
    let error = call.limit(101).with_checks(false).await.unwrap_err();
    assert_eq!(error.status(), Some(400), "{error}");
    assert_eq!(mock.request_count(), 1);
}

#[tokio::test]
async fn every_documented_error_comes_out_typed() {
    let mock = Mock::start().await.unwrap();
    for entry in cloudwright::services() {
        for operation in entry.operations {
            for documented in operation.errors.iter().chain(entry.service.errors) {
                let error = asked_error(&mock, entry, operation, documented.code).await;
                assert!(is_error(&error, documented.code), "{error}");
                assert!(error.body().is_some(), "{error}");
                assert!(error.to_string().contains(operation.name), "{error}");
            }
        }
    }
}

/// The error of a dynamic call that asks the mock for it.
async fn asked_error(
    mock: &Mock,
    entry: &cloudwright::ServiceEntry,
    operation: &'static cloudwright::core::meta::Operation,
    code: &str,
) -> cloudwright::Error {
    let provider = entry.service.provider;
    let client = entry
        .client()
        .endpoint(mock.endpoint_for(entry.service.id))
        .credentials(clients::key(mock, provider))
        .environment(cloudwright::core::credentials::Environment::closed)
        .region("cn-north-4")
        .project_id(mock.project_id())
        .build()
        .unwrap();
    let parameters = mock.example(entry.service.id, operation.name).unwrap();
    let call = client
        .call(operation)
        .with_attempts(1)
        .with_header("x-mock-error", code);
    call.send_dynamic(parameters).await.unwrap_err()
}

#[tokio::test]
async fn a_wrong_key_is_refused_with_the_vendors_code() {
    use cloudwright::core::Credentials;
    let mock = Mock::start().await.unwrap();
    let wrong = || Credentials::access_key("AKIDnobody", "not the secret");
    let tcr = clients::tcr(&mock).credentials(wrong()).build().unwrap();
    let error = tcr
        .describe_application_trigger_log_personal()
        .await
        .unwrap_err();
    assert!(error.is_auth(), "{error}");
    let ccr = clients::ccr(&mock).credentials(wrong()).build().unwrap();
    let error = ccr.list_trigger_log().reponame("a/b").await.unwrap_err();
    assert_eq!(error.code().unwrap(), "4100", "{error}");
    let alibaba = clients::alibaba(&mock)
        .credentials(wrong())
        .build()
        .unwrap();
    let call = alibaba
        .list_repo_build_record_log()
        .instance_id("i")
        .build_record_id("b");
    assert!(call.await.unwrap_err().is_auth());
    let huawei = clients::huawei(&mock).credentials(wrong()).build().unwrap();
    let call = huawei
        .list_instance_webhook_jobs()
        .instance_id("i")
        .namespace_name("n");
    let error = call.policy_id(1).await.unwrap_err();
    assert_eq!(
        (error.status(), error.is_auth()),
        (Some(401), true),
        "{error}"
    );
}

#[tokio::test]
async fn all_pages_are_read_row_by_row() {
    let mock = Mock::builder().rows(250).start().await.unwrap();
    let tcr = clients::tcr(&mock).build().unwrap();
    let mut logs = tcr
        .describe_application_trigger_log_personal()
        .limit(100)
        .items();
    let mut rows = 0;
    while logs.try_next().await.unwrap().is_some() {
        rows += 1;
    }
    assert_eq!((rows, mock.request_count()), (250, 3));

    let huawei = clients::huawei(&mock).build().unwrap();
    let call = huawei
        .list_instance_webhook_jobs()
        .instance_id("i")
        .namespace_name("n");
    let mut jobs = call.policy_id(1).limit(100).items();
    let mut rows = 0;
    while jobs.try_next().await.unwrap().is_some() {
        rows += 1;
    }
    assert_eq!(rows, 250);

    let alibaba = clients::alibaba(&mock).build().unwrap();
    let mut pages = alibaba
        .list_repo_build_record_log()
        .instance_id("i")
        .build_record_id("b")
        .pages();
    let mut lines = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        lines += page.build_record_logs.len();
    }
    assert_eq!(lines, 250);

    let ccr = clients::ccr(&mock).build().unwrap();
    let mut logs = ccr.list_trigger_log().reponame("a/b").limit(100).items();
    let mut rows = 0;
    while logs.try_next().await.unwrap().is_some() {
        rows += 1;
    }
    assert_eq!(rows, 250);
}

#[test]
fn a_program_without_a_runtime_makes_the_same_calls() {
    let mock = Mock::builder().rows(30).start_blocking().unwrap();
    let client = clients::tcr(&mock).build().unwrap().blocking();
    let page = client
        .describe_application_trigger_log_personal()
        .limit(10)
        .send()
        .unwrap();
    assert_eq!(page.data.as_ref().unwrap().log_info.len(), 10);
    let rows = client
        .describe_application_trigger_log_personal()
        .limit(10)
        .items();
    assert_eq!(rows.collect::<Result<Vec<_>, _>>().unwrap().len(), 30);
}

#[tokio::test]
async fn a_read_that_fails_twice_is_answered_the_third_time() {
    let mock = Mock::start().await.unwrap();
    let action = "DescribeApplicationTriggerLogPersonal";
    mock.script(
        action,
        [
            Reply::error("InternalError"),
            Reply::error("RequestLimitExceeded"),
        ],
    )
    .unwrap();
    let client = clients::tcr(&mock).build().unwrap();
    let page = client
        .describe_application_trigger_log_personal()
        .await
        .unwrap();
    assert_eq!(page.attempts(), 3);
}
