//! What calls of one client share: hooks, places in flight, the pace; and what none of them shows.

use super::*;

#[derive(Clone, Debug, Default)]
struct Watcher(Arc<Mutex<Vec<String>>>);

impl Watcher {
    fn note(&self, text: String) {
        self.0.lock().unwrap().push(text);
    }
}

impl Interceptor for Watcher {
    fn before_signing(&self, call: &CallInfo<'_>, headers: &mut ExtraHeaders) -> Result<(), Stop> {
        headers.add("X-Trace", format!("t{}", call.attempt));
        Ok(())
    }

    fn after_signing(&self, _: &CallInfo<'_>, request: &HttpRequest) -> Result<(), Stop> {
        self.note(format!("sent {}", request.header("x-trace").unwrap_or("-")));
        match request.header("x-stop") {
            Some(_) => Err("enough".into()),
            None => Ok(()),
        }
    }

    fn after_answer(&self, call: &CallInfo<'_>, outcome: &Outcome<'_>) {
        let status = outcome.response.map(|response| response.status);
        let failed = outcome.error.is_some();
        self.note(format!("{} {status:?} {failed}", call.attempt));
    }

    fn on_findings(&self, _: &CallInfo<'_>, findings: &Findings) {
        self.note(format!("{} findings", findings.count()));
    }
}

#[test]
fn interceptors_see_each_attempt_and_may_stop_the_call() {
    let script = Script::new().answer(502, "").answer(200, ok());
    let clock = clock();
    let watcher = Watcher::default();
    let client = builder(&TENCENT, &script, &clock)
        .interceptor(watcher.clone())
        .build()
        .unwrap();
    call(&client, &clock, &OPERATION).unwrap();
    let seen = std::mem::take(&mut *watcher.0.lock().unwrap());
    assert_eq!(
        seen,
        [
            "sent t1",
            "1 Some(502) true",
            "sent t2",
            "2 Some(200) false"
        ]
    );

    let stopped = client.call(&OPERATION).with_header("X-Stop", "1");
    let error = clock.run(stopped.send_dynamic(json!({}))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interceptor);
    assert!(error.to_string().contains("enough"));
    assert_eq!(script.requests().len(), 2);
}

#[test]
fn calls_beyond_the_cap_wait_in_order_and_a_dropped_one_gives_its_place_back() {
    let script = Script::new()
        .hang()
        .hang()
        .answer(200, ok())
        .answer(200, ok());
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .concurrency(2)
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let send = || Box::pin(client.call(&OPERATION).send_dynamic(json!({})));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let (mut first, mut second, mut third) = (send(), send(), send());
    for call in [&mut first, &mut second, &mut third] {
        assert!(call.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(script.requests().len(), 2);
    drop(first);
    assert!(third.as_mut().poll(&mut context).is_ready());
    drop(second);
    assert!(clock.run(send()).is_ok());
    assert_eq!(client.shared.places.available_permits(), 2);
}

#[test]
fn a_call_that_waits_for_a_place_does_so_within_its_time() {
    let script = Script::new().hang();
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .concurrency(1)
        .build()
        .unwrap();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut first = Box::pin(client.call(&OPERATION).send_dynamic(json!({})));
    assert!(first.as_mut().poll(&mut context).is_pending());
    let second = client.call(&OPERATION).with_timeout(Duration::from_secs(3));
    let error = clock.run(second.send_dynamic(json!({}))).unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.request_sent(), RequestSent::No);
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn the_documented_rate_is_kept_by_all_clones_together() {
    let script = Script::of(|_| Ok(HttpResponse::new(200, ok())));
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .rate_limit(true)
        .build()
        .unwrap();
    let clone = client.clone();
    for _ in 0..10 {
        call(&client, &clock, &OPERATION).unwrap();
        call(&clone, &clock, &OPERATION).unwrap();
        call(&clone, &clock, &UNLIMITED).unwrap();
    }
    let spacing = Duration::from_micros(52_500);
    assert_eq!(clock.elapsed(), spacing * 19);
}

#[test]
fn no_secret_of_a_call_is_shown_by_its_error_even_when_the_service_repeats_it() {
    let repeat = r#"{"Response":{"Error":{"Code":"AuthFailure.X","Message":"signed session-token-0 with hidden-secret"}}}"#;
    let script = Script::new().answer(200, repeat);
    let clock = clock();
    let client = builder(&TENCENT, &script, &clock)
        .credentials(Fresh::default())
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
    let request = &script.requests()[0];
    let shown = format!(
        "{error} {error:?} {error:#?} {body} {client:?} {:?} {request:?} {script:?}",
        client.call(&OPERATION),
    );
    for secret in ["session-token", "hidden-secret", "Signature="] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("[redacted]"));
}

#[test]
fn credentials_that_are_not_found_are_an_error_of_their_own() {
    let clock = clock();
    let client = Client::builder(&TENCENT)
        .environment(|_| crate::testing::service::isolated())
        .region("ap-guangzhou")
        .transport(Script::new())
        .clock(clock.clone())
        .build()
        .unwrap();
    let error = call(&client, &clock, &OPERATION).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.is_auth() && !error.is_retryable());
    assert!(
        error.to_string().contains("TENCENTCLOUD_SECRET_ID"),
        "{error}"
    );
}

#[test]
fn a_client_is_cheap_to_move_and_to_share() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    fn sent<T: Send>(_: T) {}
    shared::<Client>();
    shared::<crate::Call>();
    let clock = clock();
    let client = builder(&TENCENT, &Script::new(), &clock).build().unwrap();
    sent(client.call(&OPERATION).send_dynamic(json!({})));
    assert!(clock.unix_now() >= Duration::from_secs(NEW_YEAR));
}

/// A hook that panics, in a place of its own.
#[cfg(feature = "blocking")]
#[derive(Clone, Copy, Debug)]
enum Panics {
    BeforeSigning,
    AfterAnswer,
    Sending,
    Providing,
}

#[cfg(feature = "blocking")]
impl Interceptor for Panics {
    fn before_signing(&self, _: &CallInfo<'_>, _: &mut ExtraHeaders) -> Result<(), Stop> {
        assert!(!matches!(self, Self::BeforeSigning), "the hook's own words");
        Ok(())
    }

    fn after_answer(&self, _: &CallInfo<'_>, _: &Outcome<'_>) {
        assert!(!matches!(self, Self::AfterAnswer), "the hook's own words");
    }
}

#[cfg(feature = "blocking")]
impl ProvideCredentials for Panics {
    fn name(&self) -> &'static str {
        "panics"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
        assert!(!matches!(self, Self::Providing), "the hook's own words");
        Box::pin(std::future::ready(Ok(Credentials::access_key(
            "id", "a-secret",
        ))))
    }
}

#[cfg(feature = "blocking")]
#[test]
fn a_hook_that_panics_does_so_in_the_thread_that_called() {
    use Panics::{AfterAnswer, BeforeSigning, Providing, Sending};
    for panics in [BeforeSigning, AfterAnswer, Sending, Providing] {
        let script = Script::of(move |_| {
            assert!(!matches!(panics, Sending), "the hook's own words");
            Ok(HttpResponse::new(200, ok()))
        });
        let client = builder(&TENCENT, &script, &clock())
            .concurrency(1)
            .credentials(panics)
            .interceptor(panics)
            .build()
            .unwrap()
            .blocking();
        // The second is called as well: neither the thread nor the only place was lost.
        for _ in 0..2 {
            let called = std::panic::AssertUnwindSafe(|| {
                let _ = client.call(&OPERATION).send_dynamic(json!({}));
            });
            let panic = std::panic::catch_unwind(called).unwrap_err();
            let words = panic.downcast_ref::<&str>().copied();
            assert_eq!(words, Some("the hook's own words"), "{panics:?}");
        }
    }
}

#[cfg(feature = "blocking")]
#[test]
fn the_blocking_form_makes_the_same_call() {
    let script = Script::of(|_| Ok(HttpResponse::new(200, ok())));
    let client = builder(&TENCENT, &script, &clock())
        .build()
        .unwrap()
        .blocking();
    let response = client
        .call(&OPERATION)
        .send_dynamic(json!({"Limit": 1}))
        .unwrap();
    assert_eq!(response.status(), 200);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let inside = runtime.block_on(async { client.call(&OPERATION).send_dynamic(json!({})) });
    assert!(inside.is_ok());
    let pages = client.call(&OPERATION).pages_dynamic(json!({})).unwrap();
    assert_eq!(pages.count(), 1);
}
