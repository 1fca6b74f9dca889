//! Answers and libraries that repeat a call's secrets in everything that they can put a text into.

use std::sync::Mutex;

use super::*;
use crate::engine::interceptor::{CallInfo, Interceptor, Outcome};
use crate::meta::{Access, Kind, Parameter, Place};
use crate::transport::{BoxFuture, ConnectFailure};

/// The texts that a hostile service can put anywhere: the secrets themselves, and in the forms that
/// they travel in.
fn texts(credentials: &Credentials) -> Vec<String> {
    let secret = credentials.as_access_key().map(|_| SECRET);
    let encoded = cloudwright_sign::percent_encode(TOKEN);
    let mut escaped = String::new();
    for letter in TOKEN.chars() {
        let _ = write!(escaped, "\\u{:04x}", u32::from(letter));
    }
    vec![
        secret.unwrap_or(TOKEN).to_owned(),
        TOKEN.to_owned(),
        encoded.to_ascii_lowercase(),
        cloudwright_sign::percent_encode(&encoded),
        TOKEN.to_ascii_lowercase(),
        escaped,
        // Cut off.
        TOKEN[..12].to_owned(),
    ]
}

/// Everything that must not be seen, whatever the case of its letters.
fn shows_none(what: &str, shown: &str) {
    let shown = shown.to_ascii_lowercase();
    let beginning = TOKEN[..12].to_owned();
    for secret in forms().into_iter().chain([beginning]) {
        let secret = secret.to_ascii_lowercase();
        assert!(!shown.contains(&secret), "{what} shows {secret}: {shown}");
    }
    assert!(!shown.contains("\\u0074\\u004f"), "{what}: {shown}");
}

/// Headers that some reader of answers looks at, and one of which nobody knows.
const HEADERS: &[&str] = &[
    "X-Request-Id",
    "x-acs-request-id",
    "X-TC-RequestId",
    "Location",
    "Content-Type",
    "Content-Encoding",
    "Date",
    "Retry-After",
    "x-acs-retry-after",
    "Server",
    "WWW-Authenticate",
    "X-Anything",
];

/// Members that some reader of answers looks at, and one of which nobody knows.
const MEMBERS: &[&str] = &[
    "RequestId",
    "requestId",
    "request_id",
    "code",
    "Code",
    "codeDesc",
    "message",
    "Message",
    "error_code",
    "error_msg",
    "errorCode",
    "errorMsg",
    "HostId",
    "Recommend",
    "Anything",
];

fn with_headers(mut response: HttpResponse, text: &str) -> HttpResponse {
    for name in HEADERS {
        response = response.with_header(name, text);
    }
    let name = text.replace(['/', '\\', '%'], "-");
    response.with_header(&name, text)
}

/// Bodies of all shapes that hold the text in every member, as name and as value, and as no JSON.
fn bodies(text: &str) -> Vec<String> {
    // What is escaped already is put in as it is.
    let members: Vec<String> = MEMBERS
        .iter()
        .map(|name| format!("\"{name}\":\"{text}\""))
        .chain([
            format!("\"{text}\":1"),
            format!("\"{}{text}\":1", "n".repeat(56)),
        ])
        .collect();
    let flat = members.join(",");
    let error = format!(r#""Error":{{"Code":"{text}","Message":"{text}"}}"#);
    vec![
        String::new(),
        text.to_owned(),
        format!("<html>{}{text}", "x".repeat(195)),
        format!("{{{flat}}}"),
        format!(r#"{{"Response":{{{flat},{error}}}}}"#),
        // A success with surprises, and one of another kind.
        format!(r#"{{"Response":{{"Data":{{"Total":"1","{text}":1}},{flat}}},"code":0}}"#),
        format!(r#"{{"Response":{{"Data":{{"Total":{{"{text}":1}}}}}}}}"#),
        format!(r#"{{"IsSuccess":false,{flat}}}"#),
        format!(r#"{{"code":0,"data":{{{flat}}},{flat}}}"#),
        format!(r#"{{"code":4100,{flat}"#),
    ]
}

/// Keeps all that it is shown.
#[derive(Clone, Debug, Default)]
struct Gossip(Arc<Mutex<Vec<String>>>);

impl Interceptor for Gossip {
    fn after_answer(&self, call: &CallInfo<'_>, outcome: &Outcome<'_>) {
        let text = format!("{call:?} {outcome:?} {outcome:#?}");
        self.0.lock().unwrap().push(text);
        if let Some(error) = outcome.error {
            self.0
                .lock()
                .unwrap()
                .push(format!("{error} {error:?} {error:#?}"));
        }
    }

    fn on_findings(&self, _: &CallInfo<'_>, findings: &crate::codec::Findings) {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        self.0
            .lock()
            .unwrap()
            .push(format!("{findings:?} {lines:?}"));
    }
}

/// Makes a call whose exchange ends like this, and looks at all that is shown of it.
fn call(
    case: usize,
    credentials: Credentials,
    answer: impl Fn() -> Result<HttpResponse, TransportError> + Send + Sync + 'static,
) {
    let (service, operation, parameters, _) = cases().into_iter().nth(case).unwrap();
    let clock = ManualClock::at(NEW_YEAR);
    let recorder = Recorder::new(Script::of(move |_| answer()));
    let gossip = Gossip::default();
    let client = builder(service, &Script::new(), &clock)
        .credentials(credentials)
        .transport(recorder.clone())
        .interceptor(gossip.clone())
        .build()
        .unwrap();
    let outcome = clock.run(client.call(operation).send_dynamic(parameters));
    match &outcome {
        Err(failed) => {
            error("Error", failed);
            let ids = (
                failed.request_id(),
                failed.code(),
                failed.detail(),
                failed.host(),
            );
            let mut shown = format!(
                "{failed} {failed:?} {failed:#?} {ids:?} {}",
                failed.message()
            );
            let mut source = std::error::Error::source(failed);
            while let Some(cause) = source {
                let _ = write!(shown, " {cause} {cause:?} {cause:#?}");
                source = cause.source();
            }
            shows_none("Error", &shown);
            let body = failed.body().unwrap_or_default();
            shows_none("the body of an error", &String::from_utf8_lossy(body));
        }
        Ok(response) => {
            let headers: Vec<_> = response.headers().collect();
            let findings = response.findings();
            let shown = format!(
                "{response:?} {response:#?} {:?} {headers:?} {findings:?}",
                response.request_id(),
            );
            shows_none("Response", &shown);
            shows_none("attempts", &format!("{:?}", response.failed_attempts()));
        }
    }
    for told in gossip.0.lock().unwrap().iter() {
        shows_none("an interceptor", told);
    }
    // A recorder knows what was sent; the key itself never is.
    let recording = recorder.recording().to_string();
    if !recording.contains(SECRET) {
        shows_none("a recording", &recording);
    }
}

#[test]
fn a_secret_that_an_answer_repeats_anywhere_is_shown_nowhere() {
    for (case, (_, _, _, credentials)) in cases().into_iter().enumerate() {
        for text in texts(&credentials) {
            for (number, body) in bodies(&text).into_iter().enumerate() {
                // Of a body these make the same.
                let more: &[u16] = if number < 2 { &[302, 429, 500] } else { &[] };
                for status in [200, 401].iter().chain(more).copied() {
                    let answer = with_headers(HttpResponse::new(status, body.clone()), &text);
                    call(case, credentials.clone(), move || Ok(answer.clone()));
                }
            }
        }
    }
}

/// An error of a library with two texts, the one beneath the other.
#[derive(Debug)]
struct Library(String, Option<Box<Library>>);

impl std::fmt::Display for Library {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Library {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.1.as_deref().map(|source| source as _)
    }
}

#[test]
fn a_secret_that_a_library_repeats_in_its_errors_is_shown_nowhere() {
    use TransportErrorKind::{Connect, Decode, Other, Reset, Timeout};
    for (case, (_, _, _, credentials)) in cases().into_iter().enumerate() {
        for text in texts(&credentials) {
            for kind in [Connect, Timeout, Reset, Decode, Other] {
                let text = text.clone();
                call(case, credentials.clone(), move || {
                    let beneath = Library(text.clone(), None);
                    let source = Library("above".to_owned(), Some(Box::new(beneath)));
                    let headers = with_headers(HttpResponse::new(200, ""), &text).headers;
                    Err(TransportError::new(kind, RequestSent::Maybe, text.clone())
                        .with_proxy(Some(text.clone()))
                        .with_answer(200, headers)
                        .with_source(source))
                });
            }
            call(case, credentials.clone(), move || {
                Err(TransportError::connect(
                    ConnectFailure::Other,
                    Some(text.clone()),
                ))
            });
        }
    }
}

#[test]
fn what_the_program_itself_sends_as_a_secret_is_hidden_like_the_key() {
    static LOGIN: Operation = Operation::new(&TENCENT, "Login", Access::Read, "POST", "/")
        .parameters(&[Parameter::new("Password", Kind::String, Place::Body)]);
    let own = "a-password-of-the-program";
    let clock = ManualClock::at(NEW_YEAR);
    let body = format!(
        r#"{{"Response":{{"Error":{{"Code":"InvalidParameter","Message":"{own} and token-of-a-proxy"}}}}}}"#
    );
    let script = Script::of(move |_| Ok(HttpResponse::new(200, body.clone())));
    let client = builder(&TENCENT, &script, &clock).build().unwrap();
    let call = client
        .call(&LOGIN)
        .with_header("X-Proxy-Token", "token-of-a-proxy");
    let failed = clock
        .run(call.send_dynamic(json!({"Password": own})))
        .unwrap_err();
    assert_eq!(failed.message(), "[redacted] and [redacted]");
}

/// Fails before it is signed, and says what it should not.
#[derive(Debug)]
struct Leaky;

impl Interceptor for Leaky {
    fn before_signing(
        &self,
        _: &CallInfo<'_>,
        _: &mut crate::engine::interceptor::ExtraHeaders,
    ) -> Result<(), crate::engine::interceptor::Stop> {
        Err(Box::new(Library(format!("no {TOKEN}"), None)))
    }
}

#[test]
fn a_secret_in_the_words_of_an_interceptor_is_hidden() {
    let clock = ManualClock::at(NEW_YEAR);
    let client = builder(&TENCENT, &Script::new(), &clock)
        .credentials(key())
        .interceptor(Leaky)
        .build()
        .unwrap();
    let failed = clock
        .run(
            client
                .call(&OPERATION)
                .send_dynamic(json!({"RepoName": "r"})),
        )
        .unwrap_err();
    error("Error", &failed);
    assert!(
        failed
            .to_string()
            .contains("stopped the call: no [redacted]"),
        "{failed}"
    );
}

/// Everything that a place of credentials says of another is shown too.
#[derive(Debug)]
struct Forgetful;

impl crate::credentials::ProvideCredentials for Forgetful {
    fn name(&self) -> &'static str {
        "forgetful"
    }

    fn provide<'a>(
        &'a self,
        _: &'a Environment,
    ) -> BoxFuture<'a, Result<Credentials, crate::credentials::CredentialsError>> {
        Box::pin(std::future::ready(Ok(key().with_region(TOKEN))))
    }
}

#[test]
fn a_secret_that_stands_where_a_region_should_is_hidden() {
    let clock = ManualClock::at(NEW_YEAR);
    let client = crate::Client::builder(&TENCENT)
        .credentials(Forgetful)
        .environment(|_| crate::testing::service::isolated())
        .transport(Script::new())
        .clock(clock.clone())
        .build()
        .unwrap();
    let failed = clock
        .run(
            client
                .call(&OPERATION)
                .send_dynamic(json!({"RepoName": "r"})),
        )
        .unwrap_err();
    error("Error", &failed);
}
