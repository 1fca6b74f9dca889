//! A test of one promise over all public types: none shows a secret.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod echoes;

use std::fmt::{Debug, Write as _};
use std::sync::Arc;

use serde_json::json;

use crate::credentials::{CachedCredentials, Chain, Credentials, Environment};
use crate::error::ErrorKind;
use crate::machine::clock::{FixedClock, SystemClock};
use crate::machine::nonce::{FixedNonce, RandomNonce};
use crate::meta::{Operation, Service, Wait};
#[cfg(feature = "tracing")]
use crate::testing::process::{is_alone, run_alone};
use crate::testing::service::{
    ALIBABA, BUILD_LOG, HUAWEI, JOBS, NEW_YEAR, OPERATION, QCLOUD, TENCENT, TRIGGERS, builder,
};
use crate::testing::{ManualClock, Recorder, Script};
use crate::transport::{
    HttpRequest, HttpResponse, Limits, RequestSent, Transport, TransportErrorKind,
};
use crate::{Call, Error, ReqwestTransport, Secret, TransportError};

const SECRET: &str = "sEcReT-kEy";
const TOKEN: &str = "tOkEn-of-the/session+1";

/// What must not be seen, in the forms it travels in.
fn forms() -> [String; 4] {
    [
        SECRET.to_owned(),
        TOKEN.to_owned(),
        cloudwright_sign::percent_encode(TOKEN),
        TOKEN.replace('/', "\\/"),
    ]
}

fn shows_none(what: &str, shown: &str) {
    for secret in forms() {
        assert!(!shown.contains(&secret), "{what} shows {secret}: {shown}");
    }
}

fn debug(what: &str, value: &dyn Debug) {
    shows_none(what, &format!("{value:?}\n{value:#?}"));
}

fn error(what: &str, error: &Error) {
    debug(what, error);
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let _ = write!(text, " {cause} {cause:?}");
        source = cause.source();
    }
    shows_none(what, &text);
    shows_none(
        what,
        &String::from_utf8_lossy(error.body().unwrap_or_default()),
    );
}

fn key() -> Credentials {
    Credentials::access_key("id", SECRET).with_session_token(TOKEN)
}

/// Every protocol: the table, parameters, credentials, and an answer that repeats the secrets.
fn cases() -> [(
    &'static Service,
    &'static Operation,
    serde_json::Value,
    Credentials,
); 4] {
    let log = json!({"InstanceId": "i", "BuildRecordId": "b"});
    let token = Credentials::token(TOKEN).with_project_id("p");
    [
        (&TENCENT, &OPERATION, json!({"RepoName": "r"}), key()),
        (&QCLOUD, &TRIGGERS, json!({"reponame": "r"}), key()),
        (&ALIBABA, &BUILD_LOG, log, key()),
        (&HUAWEI, &JOBS, json!({"instance_id": "i"}), token),
    ]
}

fn echo(status: u16, credentials: &Credentials) -> HttpResponse {
    let encoded = cloudwright_sign::percent_encode(TOKEN);
    let secret = credentials.as_access_key().map_or("", |_| SECRET);
    let text = format!("{secret} {TOKEN} {encoded}");
    let body = json!({
        "Response": {"Error": {"Code": "AuthFailure", "Message": text}, "RequestId": "r"},
        "code": 4100, "message": text, "Code": "SignatureDoesNotMatch", "Message": text,
    });
    HttpResponse::new(status, body.to_string())
        .with_header("X-Subject-Token", TOKEN)
        .with_header("Set-Cookie", TOKEN)
}

#[test]
fn no_type_of_a_call_shows_a_secret_in_any_protocol() {
    for (service, operation, parameters, credentials) in cases() {
        let clock = ManualClock::at(NEW_YEAR);
        let answer = echo(401, &credentials);
        let script = Script::of(move |_| Ok(answer.clone()));
        let recorder = Recorder::new(script.clone());
        let setting = builder(service, &script, &clock)
            .credentials(credentials)
            .transport(recorder.clone());
        debug("ClientBuilder", &setting);
        let client = setting.build().unwrap();
        let call = client.call(operation).with_header("X-Auth-Extra", "x");
        debug("Call", &call);
        let failed = clock
            .run(call.clone().send_dynamic(parameters.clone()))
            .unwrap_err();
        error("Error", &failed);
        debug("Attempt", &failed.attempts());
        debug("Client", &client);
        let prepared = clock
            .run(call.clone().prepare_dynamic(parameters.clone()))
            .unwrap();
        debug("Prepared", &prepared);
        let shown = prepared.redacted();
        let headers: Vec<_> = shown.headers().collect();
        shows_none(
            "a redacted request",
            &format!("{} {headers:?}", shown.url()),
        );
        shows_none(
            "a canonical request",
            shown.canonical_request().unwrap_or_default(),
        );
        shows_none(
            "a string to sign",
            shown.string_to_sign().unwrap_or_default(),
        );
        shows_none("a redacted body", &String::from_utf8_lossy(shown.body()));
        waits_show_none(call.clone(), &clock, &parameters);
        if operation.paging.is_some() {
            debug(
                "Pages",
                &client.call(operation).pages_dynamic(parameters).unwrap(),
            );
        }
        debug("HttpRequest", &script.requests());
        debug("Script", &script);
        debug("Recorder", &recorder);
    }
}

/// A wait whose calls fail, what it tells of each of them, and how it ends.
fn waits_show_none(call: Call, clock: &ManualClock, parameters: &serde_json::Value) {
    static DONE: Wait = Wait::new("done", "Status").success(&["Done"]);
    let polling = call.wait_dynamic(parameters.clone(), &DONE).unwrap();
    debug("Polling", &polling);
    let polling = polling.on_answer(|asked| debug("Asked", &asked));
    let failed = clock.run(polling.into_future()).unwrap_err();
    debug("WaitError", &failed);
    error("the error of a wait", &failed.into());
}

#[test]
fn a_recording_of_any_protocol_holds_no_secret_that_was_sent() {
    for (service, operation, parameters, credentials) in cases() {
        let clock = ManualClock::at(NEW_YEAR);
        let recorder = Recorder::new(Script::of(|_| Ok(HttpResponse::new(404, "{}"))));
        let client = builder(service, &Script::new(), &clock)
            .credentials(credentials)
            .transport(recorder.clone())
            .build()
            .unwrap();
        assert!(
            clock
                .run(client.call(operation).send_dynamic(parameters))
                .is_err()
        );
        let recording = recorder.recording();
        debug("Recording", &recording);
        shows_none("a recording", &recording.to_string());
        assert!(!recording.to_string().contains("ignature="));
        debug("Replay", &recording.replay());
    }
}

#[test]
fn no_other_public_type_shows_a_secret() {
    let clock = ManualClock::at(NEW_YEAR);
    let transport: Arc<dyn Transport> = Arc::new(Script::new());
    let environment = Environment::isolated(transport, Arc::new(clock.clone()))
        .with_variable("TENCENTCLOUD_SECRET_KEY", SECRET)
        .with_file("/secret", TOKEN);
    debug("Environment", &environment);
    let cached = CachedCredentials::new(key(), environment);
    clock.run(cached.get()).unwrap();
    debug("CachedCredentials", &cached);
    debug("Chain", &Chain::new("mine").with_link(key()));
    debug("Credentials", &key());
    debug("AccessKey", &key().as_access_key());
    debug("Secret", &Secret::from(SECRET));
    debug("HttpResponse", &echo(200, &key()));
    let request = HttpRequest::new(http::Method::POST, format!("https://h/?Token={TOKEN}"))
        .with_header("X-Auth-Token", TOKEN)
        .with_body(SECRET);
    debug("HttpRequest", &request);
    debug("Limits", &Limits::default());
    debug("clocks", &(SystemClock, FixedClock::at(1), clock));
    debug("nonces", &(RandomNonce, FixedNonce("1".to_owned())));
    debug("ReqwestTransport", &ReqwestTransport::new().unwrap());
    let refused = TransportError::new(TransportErrorKind::Other, RequestSent::No, "x");
    error("Error", &Error::from(refused));
    error("Error", &Error::new(ErrorKind::Configuration, "x"));
}

#[tokio::test]
async fn a_transport_that_cannot_send_does_not_show_what_it_should_have_sent() {
    let transport = ReqwestTransport::new().unwrap();
    for url in [
        format!("http://127.0.0.1:1/?Token={TOKEN}&Signature={SECRET}"),
        format!("http://example.com/?Token={TOKEN}"),
        format!("not a url {TOKEN}"),
        format!("http://[::1/?Token={TOKEN}"),
    ] {
        let request = HttpRequest::new(http::Method::GET, url)
            .with_header("Authorization", SECRET)
            .with_header("X-Auth-Token", format!("{TOKEN}\r\n"));
        let failed = transport
            .send(request, Limits::default())
            .await
            .unwrap_err();
        error("TransportError", &Error::from(failed));
    }
}

/// Beside other tests, whose calls nobody writes down, `tracing` may come to think that nobody ever will.
#[cfg(feature = "tracing")]
#[test]
fn spans_and_events_at_the_finest_level_hold_no_secret() {
    if !is_alone() {
        let test = "secret::secrecy::spans_and_events_at_the_finest_level_hold_no_secret";
        return run_alone(test, |_| {});
    }
    let log = log::Log::default();
    tracing::subscriber::with_default(log.clone(), || {
        for (service, operation, parameters, credentials) in cases() {
            let clock = ManualClock::at(NEW_YEAR);
            let answer = echo(401, &credentials);
            let script = Script::of(move |_| Ok(answer.clone()));
            let client = builder(service, &script, &clock)
                .credentials(credentials)
                .timeout(std::time::Duration::from_secs(5))
                .build()
                .unwrap();
            assert!(
                clock
                    .run(client.call(operation).send_dynamic(parameters))
                    .is_err()
            );
        }
    });
    let text = log.text();
    shows_none("the log", &text);
    for part in [
        "ListThings",
        "tencent-tcr",
        "ap-guangzhou",
        "AuthFailure",
        "401",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[cfg(feature = "tracing")]
mod log {
    use std::fmt::{Debug, Write as _};
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    /// Writes down every field of everything.
    #[derive(Clone, Default)]
    pub(super) struct Log {
        text: Arc<Mutex<String>>,
        spans: Arc<AtomicU64>,
    }

    impl Log {
        pub(super) fn text(&self) -> String {
            self.text.lock().unwrap().clone()
        }
    }

    struct Fields<'a>(&'a mut String);

    impl Visit for Fields<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let _ = writeln!(self.0, "{}={value:?}", field.name());
        }
    }

    impl Subscriber for Log {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut Fields(&mut self.text.lock().unwrap()));
            Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
        }

        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut Fields(&mut self.text.lock().unwrap()));
        }

        fn event(&self, event: &Event<'_>) {
            event.record(&mut Fields(&mut self.text.lock().unwrap()));
        }

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }
}
