//! Waits, whole: generated methods over the wire to a mock whose states are scripted, with faults in between.

use std::time::Duration;

use cloudwright::Error;
use cloudwright::core::meta::WaitOutcome;
use cloudwright::core::{ErrorKind, Polling, ServiceClient, WaitErrorKind};
use cloudwright_mock::{Fault, Mock, Provider, Reply};
use cloudwright_spec::load;
use cloudwright_tencent_hazards::actions::describe_once::{DescribeOnceResponse, RegistryStatus};
use serde_json::{Value, json};

use crate::{clients, clouds, places};

async fn mock() -> Mock {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let files = load::read_dir(&specs).unwrap();
    let builder = Mock::builder().spec_files(files).one_port_each(true);
    builder.start().await.unwrap()
}

fn client<C: ServiceClient>(mock: &Mock, provider: Provider) -> C {
    let builder = clients::builder::<C>(mock, provider, "cn-x");
    let builder = builder.retry(clouds::quickly());
    builder
        // Longer than a busy machine takes for an answer: each of the scripted ones is read.
        .attempt_timeout(Duration::from_secs(2))
        .build()
        .unwrap()
}

fn tencent(mock: &Mock) -> cloudwright_tencent_hazards::Client {
    client(mock, Provider::Tencent)
}

/// Pauses that a test has the patience for.
fn quickly<T>(polling: Polling<'_, T>) -> Polling<'_, T> {
    polling.with_delays(Duration::from_millis(1), Duration::from_millis(5))
}

fn rows(states: &[&str]) -> Value {
    let rows = states
        .iter()
        .map(|state| json!({"Id": "r", "Status": state}));
    json!({"Registries": rows.collect::<Vec<_>>()})
}

/// Everything that passes, between two answers.
fn faults() -> [Reply; 6] {
    [
        Reply::refusal(200, "RequestLimitExceeded", "slowly"),
        Reply::fault(Fault::Reset),
        Reply::fault(Fault::Status(500)),
        Reply::fault(Fault::Truncate),
        Reply::fault(Fault::Stall),
        Reply::fault(Fault::Html),
    ]
}

#[tokio::test]
async fn a_wait_goes_on_through_states_and_faults_to_the_answer_that_ends_it() {
    let mock = mock().await;
    let client = tencent(&mock);
    for fault in faults() {
        let case = fault.to_string();
        let states = [
            Reply::result(rows(&[])),
            Reply::result(rows(&["Pending", "Running"])),
            fault,
            Reply::result(rows(&["Running", "Running"])),
        ];
        mock.script("DescribeOnce", states).unwrap();
        let mut seen = Vec::new();
        let waited = client.describe_once().ids(["a", "b"]).wait_until_running();
        let waited = quickly(waited).on_answer(|asked| seen.push(asked.state.map(str::to_owned)));
        let answer = waited
            .await
            .unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(
            (answer.attempts(), answer.registries.len()),
            (2, 2),
            "{case}"
        );
        assert_eq!(answer.registries[0].status, Some(RegistryStatus::Running));
        let expected = [None, Some("Pending"), Some("Running")].map(|it| it.map(str::to_owned));
        assert_eq!(seen, expected, "{case}");
        assert!(
            mock.requests()
                .iter()
                .all(|it| it.parameters["Ids"] == json!(["a", "b"]))
        );
    }
}

#[tokio::test]
async fn a_failed_state_is_an_error_with_the_state_and_the_typed_answer() {
    let mock = mock().await;
    let states = [rows(&["Pending"]), rows(&["Pending", "FailedCreated"])];
    mock.script("DescribeOnce", states.map(Reply::result))
        .unwrap();
    let waited = quickly(tencent(&mock).describe_once().wait_until_running());
    let error = waited.await.unwrap_err();
    assert_eq!(
        (error.kind(), error.state()),
        (WaitErrorKind::Failed, Some("FailedCreated"))
    );
    let answer: &DescribeOnceResponse = error.answer().unwrap();
    assert_eq!(
        answer.registries[1].status,
        Some(RegistryStatus::FailedCreated)
    );
    // By `?` it is the error of any call.
    let error = Error::from(error);
    assert_eq!(
        (error.kind(), error.action()),
        (ErrorKind::Wait, Some("DescribeOnce"))
    );
}

#[tokio::test]
async fn what_is_to_go_is_waited_for_as_well() {
    let mock = mock().await;
    let not_found = Reply::refusal(200, "ResourceNotFound.Registry", "there is none");
    for end in [Reply::result(rows(&[])), not_found] {
        let states = [
            Reply::result(rows(&["Deleting"])),
            Reply::fault(Fault::Reset),
            end,
        ];
        mock.script("DescribeOnce", states).unwrap();
        let waited = quickly(tencent(&mock).describe_once().wait_until_gone());
        assert_eq!(waited.await.unwrap().registries, []);
    }
}

#[tokio::test]
async fn states_are_numbers_flags_and_entries_of_a_body_that_is_a_list() {
    let mock = mock().await;
    let alibaba: cloudwright_alibaba_hazards::Client = client(&mock, Provider::Alibaba);
    let codes = [json!({"Code": 0}), json!({"Code": 2, "Done": false})];
    mock.script("GetOnce", codes.map(Reply::result)).unwrap();
    let answer = quickly(alibaba.get_once().wait_until_finished())
        .await
        .unwrap();
    assert_eq!(answer.code, Some(2));
    let flags = [json!({"Done": false}), json!({"Done": true})];
    mock.script("GetOnce", flags.map(Reply::result)).unwrap();
    assert!(quickly(alibaba.get_once().wait_until_done()).await.is_ok());

    let huawei: cloudwright_huawei_hazards::Client = client(&mock, Provider::Huawei);
    let entries = [
        json!([{"status": "running"}]),
        json!([{"status": "success"}, {"status": "existed"}]),
    ];
    mock.script("ShowOnce", entries.map(Reply::result)).unwrap();
    let answer = quickly(huawei.show_once().id("7").wait_until_synced())
        .await
        .unwrap();
    assert_eq!(answer.body.len(), 2);
}

#[tokio::test]
async fn anything_else_is_what_a_function_looks_for() {
    let mock = mock().await;
    let client = tencent(&mock);
    let states = || ["Pending", "Odd", "Running"].map(|state| Reply::result(rows(&[state])));
    mock.script("DescribeOnce", states()).unwrap();
    let first = |answer: &DescribeOnceResponse| {
        answer.registries.first().and_then(|row| row.status.clone())
    };
    let polled = client
        .describe_once()
        .poll_until(|answer| first(answer) == Some(RegistryStatus::Running));
    assert_eq!(quickly(polled).await.unwrap().registries.len(), 1);
    mock.script("DescribeOnce", states()).unwrap();
    let polled = client
        .describe_once()
        .poll_until(|answer| match first(answer) {
            Some(RegistryStatus::Other(_)) => WaitOutcome::Failure,
            _ => WaitOutcome::Pending,
        });
    let error = quickly(polled).await.unwrap_err();
    assert_eq!((error.kind(), error.asked()), (WaitErrorKind::Failed, 2));
}

#[tokio::test]
async fn the_deadline_covers_pauses_and_a_call_that_hangs() {
    let mock = mock().await;
    mock.always("DescribeOnce", Reply::result(rows(&["Pending"])))
        .unwrap();
    let client = tencent(&mock);
    let waited = quickly(client.describe_once().wait_until_running());
    let error = waited
        .with_deadline(Duration::from_secs(1))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.state()),
        (WaitErrorKind::Deadline, Some("Pending"))
    );
    assert!(error.asked() > 2 && error.answer().is_some());
    mock.always("DescribeOnce", Reply::fault(Fault::Stall))
        .unwrap();
    let waited = client
        .describe_once()
        .with_attempts(1)
        .with_attempt_timeout(Duration::from_secs(60));
    let waited = quickly(waited.wait_until_running()).with_deadline(Duration::from_millis(50));
    let error = waited.await.unwrap_err();
    assert_eq!((error.kind(), error.asked()), (WaitErrorKind::Deadline, 1));
    assert!(error.error().unwrap().is_timeout());
}

#[tokio::test]
async fn a_blocking_client_waits_for_the_same() {
    let mock = mock().await;
    let states = [
        Reply::result(rows(&["Pending"])),
        Reply::fault(Fault::Reset),
        Reply::result(rows(&["Running"])),
    ];
    mock.script("DescribeOnce", states).unwrap();
    let client = tencent(&mock);
    let waited = tokio::task::spawn_blocking(move || {
        let mut calls = 0;
        let waited = client.blocking().describe_once().wait_until_running();
        let waited = waited.with_delays(Duration::from_millis(1), Duration::from_millis(5));
        let answer = waited
            .on_answer(|asked| calls = asked.number)
            .wait()
            .unwrap();
        (answer.registries.len(), calls)
    });
    assert_eq!(waited.await.unwrap(), (1, 2));
}

/// The states of a wait, with a fault before each but the first.
fn among_faults(states: &[Value], faults: &[Reply]) -> Vec<Reply> {
    let faults = faults.iter().cloned().cycle();
    let states = states.iter().map(|state| Reply::result(state.clone()));
    let mixed = faults.zip(states).flat_map(|(fault, state)| [fault, state]);
    mixed.skip(1).collect()
}

#[tokio::test]
async fn what_the_registries_document_is_waited_for_through_their_states_and_faults() {
    let mock = Mock::builder().start().await.unwrap();
    let passing = [Fault::Reset, Fault::Status(503), Fault::Truncate].map(Reply::fault);

    let tcr = clients::tcr(&mock)
        .retry(clouds::quickly())
        .build()
        .unwrap();
    let endpoint = |state: &str| json!({"Status": state, "Reason": ""});
    let states = ["Closed", "Opening", "Opened"].map(endpoint);
    let throttled = Reply::refusal(200, "RequestLimitExceeded", "slowly");
    let faults = [&passing[..], &[throttled]].concat();
    mock.script(
        "DescribeExternalEndpointStatus",
        among_faults(&states, &faults),
    )
    .unwrap();
    let call = tcr.describe_external_endpoint_status().registry_id("tcr-1");
    let answer = quickly(call.wait_until_opened()).await.unwrap();
    assert_eq!(
        (answer.status.as_deref(), answer.attempts()),
        (Some("Opened"), 2)
    );

    let registries = |state: &str| json!({"TotalCount": 1, "Registries": [{"RegistryId": "tcr-1", "Status": state}]});
    let states = ["Pending", "Deploying", "FailedCreated"].map(registries);
    mock.script("DescribeInstances", among_faults(&states, &passing))
        .unwrap();
    let call = tcr.describe_instances().registryids(["tcr-1"]);
    let error = quickly(call.wait_until_running()).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.state()),
        (WaitErrorKind::Failed, Some("FailedCreated"))
    );

    let cr = clients::alibaba(&mock)
        .retry(clouds::quickly())
        .build()
        .unwrap();
    let task = |state: &str| json!({"TaskStatus": state});
    let states = ["PENDING", "SYNCHRONIZING", "SUCCESS"].map(task);
    let faults = [
        &passing[..],
        &[Reply::refusal(400, "Throttling.User", "slowly")],
    ]
    .concat();
    mock.script("GetRepoSyncTask", among_faults(&states, &faults))
        .unwrap();
    let call = cr
        .get_repo_sync_task()
        .instance_id("cri-1")
        .sync_task_id("rst-1");
    let answer = quickly(call.wait_until_synced()).await.unwrap();
    assert_eq!(answer.task_status.as_deref(), Some("SUCCESS"));

    let swr = clients::huawei(&mock)
        .retry(clouds::quickly())
        .build()
        .unwrap();
    let job = |state: &str| json!({"id": "j-1", "status": state});
    let states = ["Initializing", "Creating", "Running", "Success"].map(job);
    let faults = [&passing[..], &[Reply::refusal(429, "APIGW.0308", "slowly")]].concat();
    mock.script("ShowInstanceJob", among_faults(&states, &faults))
        .unwrap();
    let answer = quickly(swr.show_instance_job().job_id("j-1").wait_until_done())
        .await
        .unwrap();
    assert_eq!(answer.id.as_deref(), Some("j-1"));
    mock.verify().unwrap();
}

#[tokio::test]
async fn what_the_registries_let_go_is_waited_for_as_well() {
    let mock = Mock::builder().start().await.unwrap();
    let passing = [Fault::Reset, Fault::Status(500), Fault::Garbage].map(Reply::fault);
    let tcr = clients::tcr(&mock)
        .retry(clouds::quickly())
        .build()
        .unwrap();

    let rows = |states: &[&str]| {
        let rows = states
            .iter()
            .map(|state| json!({"RegistryId": "tcr-1", "Status": state}));
        json!({"TotalCount": states.len(), "Registries": rows.collect::<Vec<_>>()})
    };
    let gone = || {
        tcr.describe_instances()
            .registryids(["tcr-1"])
            .wait_until_gone()
    };
    let states = [rows(&["Running"]), rows(&["Deleting"]), rows(&[])];
    mock.script("DescribeInstances", among_faults(&states, &passing))
        .unwrap();
    assert_eq!(quickly(gone()).await.unwrap().registries, []);
    // No page documents a code for it; by its class it is one of things that are not there.
    let not_there = Reply::refusal(200, "ResourceNotFound.Registry", "there is none");
    mock.script(
        "DescribeInstances",
        [Reply::result(rows(&["Deleting"])), not_there],
    )
    .unwrap();
    assert_eq!(quickly(gone()).await.unwrap().registries, []);
    mock.script(
        "DescribeInstances",
        [rows(&["Deleting"]), rows(&["DeleteFailed"])].map(Reply::result),
    )
    .unwrap();
    let error = quickly(gone()).await.unwrap_err();
    assert_eq!(error.state(), Some("DeleteFailed"));

    let states = ["Opened", "Deleting", "Closed"].map(|state| json!({"Status": state}));
    mock.script(
        "DescribeExternalEndpointStatus",
        among_faults(&states, &passing),
    )
    .unwrap();
    let call = tcr.describe_external_endpoint_status().registry_id("tcr-1");
    let answer = quickly(call.wait_until_closed()).await.unwrap();
    assert_eq!(answer.status.as_deref(), Some("Closed"));
    mock.verify().unwrap();
}

#[tokio::test]
async fn scans_and_clean_ups_of_the_registries_are_waited_for() {
    let mock = Mock::builder().start().await.unwrap();
    let passing = [Fault::Reset, Fault::Status(503), Fault::Truncate].map(Reply::fault);
    let cr = clients::alibaba(&mock)
        .retry(clouds::quickly())
        .build()
        .unwrap();
    let swr = clients::huawei(&mock)
        .retry(clouds::quickly())
        .build()
        .unwrap();
    for (end, is_success) in [("COMPLETE", true), ("FAILED", false)] {
        let states = ["SCANNING", "RETRYING", end].map(|state| json!({"Status": state}));
        mock.script("GetRepoTagScanStatus", among_faults(&states, &passing))
            .unwrap();
        let call = cr
            .get_repo_tag_scan_status()
            .instance_id("cri-1")
            .repo_id("crr-1")
            .tag("1.0");
        assert_eq!(
            quickly(call.wait_until_scanned()).await.is_ok(),
            is_success,
            "{end}"
        );
    }
    for (end, is_success) in [("Success", true), ("Stopped", false)] {
        let states = ["Pending", "Running", end].map(|state| json!({"job_status": state}));
        mock.script("ShowGcTask", among_faults(&states, &passing))
            .unwrap();
        let call = swr.show_gc_task().instance_id("i-1").gc_id(7);
        assert_eq!(
            quickly(call.wait_until_done()).await.is_ok(),
            is_success,
            "{end}"
        );
    }
    mock.verify().unwrap();
}

#[tokio::test]
async fn a_state_is_found_in_another_spelling_of_its_member() {
    let mock = mock().await;
    let states =
        ["Pending", "Running"].map(|state| json!({"Registries": [{"Id": "r", "Staus": state}]}));
    mock.script("DescribeOnce", states.map(Reply::result))
        .unwrap();
    let waited = quickly(tencent(&mock).describe_once().wait_until_running());
    let mut seen = Vec::new();
    let waited = waited.on_answer(|asked| seen.push(asked.state.map(str::to_owned)));
    assert_eq!(
        waited.await.unwrap().registries[0].status,
        Some(RegistryStatus::Running)
    );
    assert_eq!(
        seen,
        ["Pending", "Running"].map(|state| Some(state.to_owned()))
    );
}

#[tokio::test]
async fn a_wait_that_is_dropped_asks_no_more() {
    let mock = mock().await;
    mock.always("DescribeOnce", Reply::result(rows(&["Pending"])))
        .unwrap();
    let waited = quickly(tencent(&mock).describe_once().wait_until_running());
    let ended = tokio::time::timeout(Duration::from_millis(60), waited).await;
    assert!(ended.is_err());
    let asked = mock.request_count();
    tokio::time::sleep(Duration::from_millis(60)).await;
    // One that was on its way may still arrive; a wait that goes on asks every few milliseconds.
    let more = mock.request_count() - asked;
    assert!(more <= 1, "{more} requests more");
}
