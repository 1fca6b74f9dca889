//! What is measured of calls, in a recorder of the facade `metrics`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use cloudwright::core::Client;
use cloudwright::core::credentials::Environment;
use cloudwright::core::testing::{ManualClock, Script};
use metrics::{
    Counter, CounterFn, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder,
    SharedString, Unit,
};
use serde_json::json;

use crate::clouds::Cloud;

/// Keeps every value, by name and labels.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<BTreeMap<String, Vec<f64>>>>);

struct Series(Kept, String);

impl Series {
    fn of(kept: &Kept, key: &Key) -> Arc<Self> {
        let labels = key.labels().map(|label| (label.key(), label.value()));
        let labels: BTreeMap<_, _> = labels.collect();
        Arc::new(Self(kept.clone(), format!("{} {labels:?}", key.name())))
    }

    fn keep(&self, value: f64) {
        let mut all = self.0.0.lock().unwrap();
        all.entry(self.1.clone()).or_default().push(value);
    }
}

impl CounterFn for Series {
    fn increment(&self, value: u64) {
        self.keep(f64::from(u32::try_from(value).unwrap()));
    }

    fn absolute(&self, _: u64) {
        panic!("nothing is absolute here");
    }
}

impl HistogramFn for Series {
    fn record(&self, value: f64) {
        self.keep(value);
    }
}

impl Recorder for Kept {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(Series::of(self, key))
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        panic!("nothing goes up and down here");
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Series::of(self, key))
    }
}

#[test]
fn durations_attempts_errors_and_bytes_are_measured_under_words_of_the_tables_alone() {
    const SECRET: &str = "unmistakable";
    let clock = ManualClock::at(1_735_689_600);
    let success = r#"{"Response":{"Data":{},"RequestId":"r"}}"#;
    let refused = format!(
        r#"{{"Response":{{"Error":{{"Code":"{SECRET}.Code","Message":"{SECRET}"}},"RequestId":"r"}}}}"#
    );
    let script = Script::new()
        .answer(429, "")
        .answer(200, success)
        .answer(200, refused.clone());
    let client = Client::builder(Cloud::Tcr.service())
        .region("ap-guangzhou")
        .environment(Environment::closed)
        .access_key("AKIDexample", SECRET)
        .transport(script.clone())
        .clock(clock.clone())
        .build()
        .unwrap();
    let kept = Kept::default();
    let outcomes = metrics::with_local_recorder(&kept, || {
        [(); 2].map(|()| {
            let call = client.call(Cloud::Tcr.operation());
            clock
                .run(call.send_dynamic(json!({"RepoName": SECRET})))
                .is_ok()
        })
    });
    assert_eq!(outcomes, [true, false]);

    let kept = kept.0.lock().unwrap();
    let own = r#""rpc.method": "DescribeApplicationTriggerLogPersonal", "rpc.service": "tencent-tcr", "rpc.system": "tencent-api"}"#;
    let of = |name: &str, error: &str| {
        let error = if error.is_empty() {
            String::new()
        } else {
            format!("\"error.type\": \"{error}\", ")
        };
        let series = format!("{name} {{{error}{own}");
        kept.get(&series)
            .unwrap_or_else(|| panic!("no {series} in {kept:#?}"))
            .clone()
    };
    assert_eq!(of("cloudwright.client.attempts", ""), [1.0]);
    assert_eq!(of("cloudwright.client.attempts", "throttling"), [1.0]);
    assert_eq!(of("cloudwright.client.attempts", "_OTHER"), [1.0]);
    assert_eq!(of("cloudwright.client.errors", "_OTHER"), [1.0]);
    assert_eq!(of("rpc.client.call.duration", "_OTHER"), [0.0]);
    let [waited] = of("rpc.client.call.duration", "")[..] else {
        panic!("{kept:#?}")
    };
    assert!((0.0..=1.0).contains(&waited), "{waited}");
    let bytes = |text: &str| f64::from(u32::try_from(text.len()).unwrap());
    let request = bytes(&format!(r#"{{"RepoName":"{SECRET}"}}"#));
    assert_eq!(of("http.client.request.body.size", ""), [request; 3]);
    assert_eq!(
        of("http.client.response.body.size", ""),
        [0.0, bytes(success), bytes(&refused)]
    );
    assert_eq!(kept.len(), 8, "{kept:#?}");
    assert!(!format!("{kept:?}").contains(SECRET), "{kept:#?}");
}

#[test]
fn a_call_that_the_program_drops_is_measured_as_one() {
    let kept = Kept::default();
    metrics::with_local_recorder(&kept, || {
        let client = Client::builder(Cloud::Tcr.service())
            .region("ap-guangzhou")
            .environment(Environment::closed)
            .access_key("AKIDexample", "secret")
            .transport(Script::new().hang())
            .clock(ManualClock::at(1_735_689_600))
            .build()
            .unwrap();
        let call = client.call(Cloud::Tcr.operation());
        let mut call = Box::pin(call.send_dynamic(json!({})));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(call.as_mut().poll(&mut context).is_pending());
    });
    let kept = kept.0.lock().unwrap();
    let counts = |name: &str| {
        let series = kept.iter().filter(|(series, _)| series.starts_with(name));
        let of_dropped =
            series.filter(|(series, _)| series.contains("\"error.type\": \"cancelled\""));
        of_dropped.map(|(_, values)| values.len()).sum::<usize>()
    };
    assert_eq!(counts("rpc.client.call.duration"), 1, "{kept:#?}");
    assert_eq!(counts("cloudwright.client.errors"), 1, "{kept:#?}");
}
