//! serde: requests, answers and what is in them, written and read again in formats of several kinds,
//! against what the pages' samples and the codec say.

use std::fmt::Debug;

use cloudwright::core::codec::{Decode, Document};
use cloudwright::core::{ErrorCode, testing};
use cloudwright_mock::Mock;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{clients, places};

/// A value without what says nothing: `null`, and lists and objects of nothing.
fn facts(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().filter_map(facts).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| Some((name.clone(), facts(value)?));
            let members: serde_json::Map<_, _> = members.iter().filter_map(member).collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        other => Some(other.clone()),
    }
}

/// The results of an action's samples, out of their envelopes.
fn results(action: &str) -> Vec<Value> {
    let catalog = places::catalog();
    let mut found = Vec::new();
    for service in &catalog.services {
        let envelope = service.service.envelope.as_deref();
        for loaded in service
            .actions
            .iter()
            .filter(|one| one.action.action == action)
        {
            for sample in &loaded.action.samples {
                let inside = envelope.and_then(|name| sample.response.get(name));
                found.push(inside.unwrap_or(&sample.response).clone());
            }
        }
    }
    assert!(!found.is_empty(), "{action}");
    found
}

/// Writes and reads a value in several formats: it comes back as it was.
fn assert_comes_back<T>(value: &T) -> Value
where
    T: Serialize + DeserializeOwned + PartialEq + Debug,
{
    let written = serde_json::to_value(value).unwrap();
    assert_eq!(
        &serde_json::from_value::<T>(written.clone()).unwrap(),
        value
    );
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value);
    let yaml = serde_yaml::to_string(value).unwrap();
    assert_eq!(&serde_yaml::from_str::<T>(&yaml).unwrap(), value, "{yaml}");
    // It does not describe itself, and people do not read it.
    let packed = postcard::to_allocvec(value).unwrap();
    assert_eq!(&postcard::from_bytes::<T>(&packed).unwrap(), value);
    written
}

/// Every sample of an action's page, as the action's answer.
fn assert_samples_come_back<T>(action: &str)
where
    T: Serialize + DeserializeOwned + Decode + Default + PartialEq + Debug,
{
    for sample in results(action) {
        let answer: T = serde_json::from_value(sample.clone()).unwrap();
        assert_eq!(answer, testing::answer(&sample.to_string()).unwrap());
        let written = assert_comes_back(&answer);
        assert_eq!(facts(&written), facts(&sample), "{action}");
    }
}

#[test]
fn samples_are_written_as_they_stand_on_their_pages_and_read_again() {
    use cloudwright::alibaba_cr::actions::list_repo_build_record_log as build_logs;
    use cloudwright::huawei_swr::actions::list_instance_webhook_jobs as jobs;
    use cloudwright::tencent_ccr::actions::list_trigger_log as triggers;
    use cloudwright::tencent_ccs::actions::describe_service_event as events;
    use cloudwright::tencent_tcr::actions::describe_application_trigger_log_personal as logs;

    type Logs = logs::DescribeApplicationTriggerLogPersonalResponse;
    assert_samples_come_back::<Logs>("DescribeApplicationTriggerLogPersonal");
    assert_samples_come_back::<triggers::ListTriggerLogResponse>("ListTriggerLog");
    assert_samples_come_back::<events::DescribeServiceEventResponse>("DescribeServiceEvent");
    assert_samples_come_back::<build_logs::ListRepoBuildRecordLogResponse>(
        "ListRepoBuildRecordLog",
    );
    assert_samples_come_back::<jobs::ListInstanceWebhookJobsResponse>("ListInstanceWebhookJobs");
}

#[test]
fn every_sample_comes_back_where_the_answer_has_no_type() {
    let catalog = places::catalog();
    let actions = catalog.services.iter().flat_map(|service| &service.actions);
    for sample in actions.flat_map(|loaded| &loaded.action.samples) {
        let document: Document = serde_json::from_value(sample.response.clone()).unwrap();
        assert_eq!(assert_comes_back(&document), sample.response);
    }
}

#[test]
fn values_of_every_kind_come_back_exactly() {
    use cloudwright_tencent_hazards::actions::shapes::ShapesResponse;

    let said = json!({
        "Text": "5", "Whole": i64::MIN, "Unsigned": u64::MAX, "Real": 0.1, "Truth": false,
        "Bytes": "AA==", "Moment": "2025-01-01T00:00:00Z",
        "Anything": {"b": [null, 1, "x", {}], "a": u64::MAX},
        "ListOfList": [["a"], []], "MapOfList": {"k": [{"Name": "n"}, {}]},
        "MapOfMap": {"k": {"l": -1}}, "ListOfMap": [{"k": null}], "MapOfAny": {"k": [1.5]},
        "ListOfAny": [1, "2"], "Lists": [[[true]]], "Empty": {}, "Empties": [{}, {}],
    });
    let answer: ShapesResponse = serde_json::from_value(said).unwrap();
    let written = assert_comes_back(&answer);
    assert_eq!(written["Whole"], i64::MIN);
    assert_eq!(written["Unsigned"], u64::MAX);
    assert_eq!(written["Anything"]["a"], u64::MAX);
    assert_eq!(written["Empties"], json!([{}, {}]));
    // Members stand in the page's order.
    let text = serde_json::to_string(&answer).unwrap();
    assert!(
        text.starts_with(r#"{"Text":"5","Whole":-9223372036854775808,"#),
        "{text}"
    );
}

#[test]
fn answers_that_are_no_object_are_written_as_what_they_are() {
    use cloudwright_huawei_hazards::actions::{
        list_root::ListRootResponse, map_root::MapRootResponse, object_root::ObjectRootResponse,
        scalar_root::ScalarRootResponse,
    };

    fn assert_is<T>(said: &Value)
    where
        T: Serialize + DeserializeOwned + PartialEq + Debug + Default,
    {
        let answer: T = serde_json::from_value(said.clone()).unwrap();
        assert_eq!(&assert_comes_back(&answer), said);
        assert_comes_back(&T::default());
    }
    assert_is::<ListRootResponse>(&json!([{"user_id": "u"}, {}]));
    assert_is::<MapRootResponse>(&json!({"k": {}}));
    assert_is::<ObjectRootResponse>(&json!({"user_id": "u"}));
    assert_is::<ScalarRootResponse>(&json!("text"));
}

#[test]
fn reading_is_as_lenient_as_for_answers_and_tells_where_it_fails() {
    use cloudwright::tencent_tcr::actions::describe_application_trigger_log_personal as logs;

    type Answer = logs::DescribeApplicationTriggerLogPersonalResponse;
    let sloppy = json!({"Data": {"TotalCount": "7", "LogInfo": null, "News": 1}, "requestId": 5});
    let answer: Answer = serde_json::from_value(sloppy).unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("5"));
    let data = answer.data.unwrap();
    assert_eq!((data.total_count, data.log_info.len()), (Some(7), 0));

    let wrong = json!({"Data": {"LogInfo": [{}, {"InvokeResult": {"ReturnCode": "x"}}]}});
    let error = serde_json::from_value::<Answer>(wrong).unwrap_err();
    assert_eq!(
        error.to_string(),
        "at $.Data.LogInfo[1].InvokeResult.ReturnCode: expected an integer of 64 bits, got text \"x\""
    );
}

#[test]
fn what_travels_in_one_text_is_written_as_what_it_holds_and_both_forms_are_read() {
    use cloudwright_huawei_hazards::actions::packed::{Kind, Parcel};

    let parcel = Parcel::new()
        .ids([1, 2])
        .kinds([Kind::Big])
        .parcel(Parcel::new().name("in"));
    let written = assert_comes_back(&parcel);
    assert_eq!(
        written,
        json!({"Parcel": {"Name": "in"}, "Ids": [1, 2], "Kinds": ["big"]})
    );
    let on_the_wire = json!({"Parcel": "{\"Name\":\"in\"}", "Ids": "1,2", "Kinds": "big"});
    assert_eq!(
        serde_json::from_value::<Parcel>(on_the_wire).unwrap(),
        parcel
    );
}

#[test]
fn enums_and_error_codes_are_their_texts_documented_or_not() {
    use cloudwright::tencent_tcr::actions::describe_application_trigger_log_personal::Order;

    let code = cloudwright::tencent_tcr::ErrorCode::ResourceNotFoundErrNoRepo;
    assert_eq!(assert_comes_back(&code), "ResourceNotFound.ErrNoRepo");
    assert_eq!(assert_comes_back(&ErrorCode::new("A.B")), "A.B");
    assert_eq!(assert_comes_back(&Order::Desc), "desc");
    assert_eq!(
        assert_comes_back(&Order::Other("random".to_owned())),
        "random"
    );
}

#[tokio::test]
async fn a_request_is_written_by_wire_name_and_given_again() {
    let mock = Mock::start().await.unwrap();
    let client = clients::tcr(&mock).build().unwrap();
    let call = client.describe_application_trigger_log_personal();
    let call = call.limit(10).repo_name("a/b").order("desc");
    let written = serde_json::to_value(&call).unwrap();
    assert_eq!(
        written,
        json!({"RepoName": "a/b", "Limit": 10, "Order": "desc"})
    );

    let again = client.describe_application_trigger_log_personal();
    let again = again.limit(5).offset(2).with_parameters(written).unwrap();
    let prepared = again.prepare().await.unwrap();
    let sent: Value = serde_json::from_slice(prepared.body()).unwrap();
    assert_eq!(
        sent,
        json!({"RepoName": "a/b", "Offset": 2, "Limit": 10, "Order": "desc"})
    );

    let wrong = client.describe_application_trigger_log_personal();
    let wrong = wrong.with_parameters(json!({"Limit": "many", "Nothing": 1}));
    let told = wrong.unwrap_err().to_string();
    assert!(told.contains("Limit") && told.contains("Nothing"), "{told}");
}

#[test]
fn a_structure_that_calls_send_is_written_as_it_is_sent_and_read() {
    use cloudwright_tencent_hazards::actions::stubs::Part;
    use cloudwright_tencent_hazards::types::WorkflowTask;

    let child = WorkflowTask::new().name("child");
    let task = WorkflowTask::new().name("task").children([child]);
    let written = json!({"Name": "task", "Children": [{"Name": "child"}]});
    assert_eq!(assert_comes_back(&task), written);

    // What is no longer documented is read, and not sent.
    let part: Part = serde_json::from_value(json!({"Kept": "a", "Gone": "b"})).unwrap();
    assert_eq!(part.gone.as_deref(), Some("b"));
    assert_eq!(serde_json::to_value(&part).unwrap(), json!({"Kept": "a"}));
}
