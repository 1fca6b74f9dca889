//! Times in every format that specs know: given as texts and instants, on the wire as their pages say, and
//! instants again in answers. The fixture's action has one of each.

use std::time::{Duration, SystemTime};

use cloudwright::core::credentials::Environment;
use cloudwright::core::{Credentials, DateTime};
use cloudwright_core::testing::{self, ManualClock, Script};
use cloudwright_mock::{Mock, Provider};
use cloudwright_tencent_hazards::Client;
use cloudwright_tencent_hazards::actions::times::{DateTimeType, TimesResponse};
use serde_json::{Value, json};

use crate::{clients, places};

/// The first second of 2025 in UTC.
fn new_year() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_735_689_600)
}

/// It, as each member of the fixture is written.
fn on_the_wire() -> Value {
    json!({
        "Since": "2025-01-01T00:00:00Z",
        "Until": "2025-01-01T00:00Z",
        "Local": "2025-01-01 08:00:00",
        "Seconds": 1_735_689_600,
        "Milliseconds": "1735689600000",
        "Undocumented": "2025-01-01T00:00:00Z",
        "Each": ["2025-01-01 00:00:00"],
        "ByName": {"one": 1_735_689_600_000_u64},
        "Window": {"From": "2024-12-31 19:30:00", "To": 1_735_689_600},
    })
}

fn client(script: &Script) -> Client {
    Client::builder()
        .credentials(Credentials::access_key("id", "secret"))
        .environment(Environment::closed)
        .region("ap-guangzhou")
        .transport(script.clone())
        .clock(ManualClock::at(1_735_689_600))
        .build()
        .unwrap()
}

#[tokio::test]
async fn instants_are_sent_as_each_page_says() {
    let time = new_year();
    let call = client(&Script::new())
        .times()
        .since(time)
        .until(time)
        .local(time)
        .seconds(time)
        .milliseconds(time)
        .undocumented(time)
        .each([time])
        .by_name([("one", time)])
        .window(DateTimeType::new().from(time).to(time));
    let prepared = call.prepare().await.unwrap();
    let sent: Value = serde_json::from_slice(prepared.body()).unwrap();
    assert_eq!(sent, on_the_wire());
}

#[tokio::test]
async fn texts_are_sent_as_they_are_and_a_time_of_an_answer_in_the_format_that_is_asked_for() {
    let answer: TimesResponse = testing::answer(&on_the_wire().to_string()).unwrap();
    let call = client(&Script::new())
        .times()
        .since("yesterday".to_owned())
        .seconds("1735689600")
        .local(answer.since.unwrap());
    let prepared = call.prepare().await.unwrap();
    let sent: Value = serde_json::from_slice(prepared.body()).unwrap();
    assert_eq!(
        sent,
        json!({"Since": "yesterday", "Seconds": 1_735_689_600, "Local": "2025-01-01 08:00:00"})
    );
}

#[tokio::test]
async fn answers_hold_texts_that_are_instants_on_demand() {
    let body = json!({"Response": on_the_wire()}).to_string();
    let answer = client(&Script::new().answer(200, body))
        .times()
        .since(new_year());
    let answer = answer.await.unwrap();
    assert!(answer.findings().is_empty(), "{:?}", answer.findings());
    let window = answer.window.as_ref().unwrap();
    let times = [
        &answer.since,
        &answer.until,
        &answer.local,
        &answer.seconds,
        &answer.milliseconds,
        &answer.undocumented,
        &answer.each.first().cloned(),
        &answer.by_name.get("one").cloned(),
        &window.from,
        &window.to,
    ];
    for time in times.map(|time| time.as_ref().unwrap()) {
        assert_eq!(time.to_system_time(), Ok(new_year()), "{time}");
        assert_eq!(time.to_jiff().unwrap().as_second(), 1_735_689_600);
        assert_eq!(time.to_time().unwrap().unix_timestamp(), 1_735_689_600);
    }
    assert_eq!(answer.local.as_deref(), Some("2025-01-01 08:00:00"));
}

#[test]
fn a_text_of_another_form_fails_no_answer_and_is_told_when_it_is_asked_for() {
    let odd = json!({
        "Since": "", "Local": "0000-00-00 00:00:00", "Seconds": "soon", "Milliseconds": 5,
        "Undocumented": "2025-01-01 00:00:00", "Each": ["2025-01-01T00:00:00Z"],
    });
    let answer: TimesResponse = testing::answer(&odd.to_string()).unwrap();
    let told = |time: &Option<DateTime>| time.as_ref().unwrap().to_system_time().is_err();
    assert!(told(&answer.since) && told(&answer.local) && told(&answer.seconds));
    assert!(told(&answer.undocumented) && answer.each[0].to_system_time().is_err());
    assert!(!told(&answer.milliseconds), "a number stands for its text");
    let error = answer.seconds.unwrap().to_system_time().unwrap_err();
    assert_eq!(error.text(), "soon");
}

#[test]
fn times_are_written_by_serde_as_they_travel() {
    let answer: TimesResponse = serde_json::from_value(on_the_wire()).unwrap();
    assert_eq!(serde_json::to_value(&answer).unwrap(), on_the_wire());
}

#[tokio::test]
async fn the_mock_makes_up_times_in_their_format_and_refuses_others() {
    let specs = places::repository().join("tests/fixtures/hazards/specs");
    let mock = Mock::builder().specs(specs).start().await.unwrap();
    let client: Client = clients::builder(&mock, Provider::Tencent, "ap-guangzhou")
        .build()
        .unwrap();
    let call = client.times().since(new_year()).each([new_year()]);
    let answer = call.seconds(new_year()).await.unwrap();
    assert_eq!(
        answer.local.as_ref().unwrap().to_system_time(),
        Ok(new_year())
    );
    assert_eq!(
        answer.seconds.as_ref().unwrap().to_system_time(),
        Ok(new_year())
    );

    let refused = client.times().since("yesterday").await.unwrap_err();
    let told = refused.to_string();
    assert!(told.contains("YYYY-MM-DDThh:mm:ssZ"), "{told}");
}
