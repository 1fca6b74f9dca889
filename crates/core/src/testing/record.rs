//! What a service answered, written down and answered again.

use std::fmt;
use std::sync::{Arc, Mutex};

use cloudwright_vocabulary::secret::HIDDEN;
use serde_json::{Map, Value, json};

use super::difference::differences;
use super::scrub;
use crate::machine::lock::locked;
use crate::meta::Operation;
use crate::secret::redact::without_query;
use crate::secret::{Redactor, Secrets};
use crate::transport::{BoxFuture, HttpRequest, HttpResponse, Limits, Transport, TransportError};

/// Passes requests on and writes down what came back.
///
/// ```no_run
/// use cloudwright_core::ReqwestTransport;
/// use cloudwright_core::testing::Recorder;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let recorder = Recorder::new(ReqwestTransport::new()?);
/// // client builder: .transport(recorder.clone()) … make calls …
/// std::fs::write("tests/calls.json", recorder.recording().to_string())?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Recorder {
    transport: Arc<dyn Transport>,
    exchanges: Arc<Mutex<Vec<RecordedExchange>>>,
}

impl Recorder {
    /// Records what goes through `transport`.
    pub fn new(transport: impl Transport) -> Self {
        Self {
            transport: Arc::new(transport),
            exchanges: Arc::default(),
        }
    }

    /// What was recorded so far.
    pub fn recording(&self) -> Recording {
        Recording {
            exchanges: locked(&self.exchanges).clone(),
        }
    }
}

impl Transport for Recorder {
    fn send(
        &self,
        request: HttpRequest,
        limits: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let asked = RequestKey::of(&request);
            let operation = request.operation;
            let proofs = scrub::proofs(&request);
            let response = self.transport.send(request, limits).await?;
            let exchange = RecordedExchange::of(asked, operation, &response, &proofs);
            locked(&self.exchanges).push(exchange);
            Ok(response)
        })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Recorder")
            .field("transport", &self.transport)
            .finish_non_exhaustive()
    }
}

/// Exchanges with a service, without anything that authorises. `Display` is JSON.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    exchanges: Vec<RecordedExchange>,
}

/// A request, as far as it tells one call from another.
#[derive(Clone, Debug, PartialEq)]
struct RequestKey(Value);

#[derive(Clone, Debug, PartialEq)]
struct RecordedExchange {
    asked: RequestKey,
    answered: Value,
}

impl RequestKey {
    fn of(request: &HttpRequest) -> Self {
        let mut redactor = Redactor::of(request.operation);
        let (_, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        let address = redactor.url(without_query(&request.url));
        let path = address
            .split_once("://")
            .map_or(&*address, |(_, rest)| rest)
            .split_once('/')
            .map_or("", |(_, path)| path);
        let headers: Map<String, Value> = request
            .headers
            .iter()
            .filter(|(name, _)| scrub::is_request_header(name))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.as_str().into()))
            .collect();
        let query: Map<String, Value> = scrub::parameters(query, &mut redactor)
            .into_iter()
            .map(|(name, value)| (name, value.into()))
            .collect();
        Self(json!({
            "method": request.method.as_str(),
            "path": format!("/{path}"),
            "query": query,
            "headers": headers,
            "body": scrub::body(
                &request.body,
                request.header("content-type"),
                &mut redactor,
                scrub::hide,
            ),
        }))
    }

    fn is_for_a_token(&self) -> bool {
        let path = self.0["path"].as_str().unwrap_or_default();
        path.ends_with("/token") || path.ends_with("/tokens")
    }
}

impl RecordedExchange {
    /// `proofs` is what the request authorised itself with: services repeat it in their errors.
    fn of(
        asked: RequestKey,
        operation: Option<&'static Operation>,
        response: &HttpResponse,
        proofs: &[String],
    ) -> Self {
        let secrets = Secrets::new(proofs.iter().map(String::as_str));
        let mut shown = response.clone();
        shown.hide(&secrets);
        let headers: Map<String, Value> = shown
            .headers
            .iter()
            .filter(|(name, _)| scrub::is_response_header(name.as_str()))
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into())))
            .collect();
        let content_type = shown.header("content-type");
        let mut redactor = Redactor::of_answer(operation);
        let body = match scrub::body(
            &shown.body,
            content_type,
            &mut redactor,
            scrub::hide_in_answer,
        ) {
            // The metadata services' answer to a request for a token is the token.
            Value::String(_) if asked.is_for_a_token() => HIDDEN.into(),
            body => body,
        };
        Self {
            asked,
            answered: json!({"status": response.status, "headers": headers, "body": body}),
        }
    }

    fn response(&self) -> HttpResponse {
        let status = self.answered["status"]
            .as_u64()
            .and_then(|status| status.try_into().ok());
        let body = match &self.answered["body"] {
            Value::String(text) => text.clone(),
            json => json.to_string(),
        };
        let mut response = HttpResponse::new(status.unwrap_or(200), body);
        for (name, value) in self.answered["headers"].as_object().into_iter().flatten() {
            response = response.with_header(name, value.as_str().unwrap_or_default());
        }
        response
    }
}

impl Recording {
    /// Reads a recording.
    ///
    /// # Errors
    ///
    /// The text is no JSON list of exchanges.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let exchanges: Vec<Map<String, Value>> = serde_json::from_str(text)?;
        let part =
            |exchange: &mut Map<String, Value>, name| exchange.remove(name).unwrap_or_default();
        Ok(Self {
            exchanges: exchanges
                .into_iter()
                .map(|mut exchange| RecordedExchange {
                    asked: RequestKey(part(&mut exchange, "asked")),
                    answered: part(&mut exchange, "answered"),
                })
                .collect(),
        })
    }

    /// This recording and a later one, as one.
    #[must_use]
    pub fn followed_by(mut self, later: Self) -> Self {
        self.exchanges.extend(later.exchanges);
        self
    }

    /// A transport that answers from the recording.
    pub fn replay(self) -> Replay {
        let unused = self.exchanges.into_iter().map(|exchange| (exchange, false));
        Replay {
            exchanges: Arc::new(Mutex::new(unused.collect())),
        }
    }
}

impl fmt::Display for Recording {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let exchanges: Vec<Value> = self
            .exchanges
            .iter()
            .map(|exchange| json!({"asked": exchange.asked.0, "answered": exchange.answered}))
            .collect();
        write!(formatter, "{:#}", Value::Array(exchanges))
    }
}

/// Answers from a recording: each exchange once, the first that fits. The host does not count. A request
/// that nothing fits fails, and is told in what it differs from what is most like it.
#[derive(Clone, Debug)]
pub struct Replay {
    /// Each with whether it was answered already.
    exchanges: Arc<Mutex<Vec<(RecordedExchange, bool)>>>,
}

impl Transport for Replay {
    fn send(
        &self,
        request: HttpRequest,
        _: Limits,
    ) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let asked = RequestKey::of(&request);
        let mut exchanges = locked(&self.exchanges);
        let found = exchanges
            .iter_mut()
            .find(|(exchange, used)| !used && exchange.asked == asked);
        let outcome = match found {
            Some((exchange, used)) => {
                *used = true;
                Ok(exchange.response())
            }
            None => Err(TransportError::refused(format!(
                "the recording has no answer left to {}; {}",
                asked.0,
                nearest(&asked, &exchanges)
            ))),
        };
        Box::pin(std::future::ready(outcome))
    }
}

/// What of a recording is most like a request, and in what it differs.
fn nearest(asked: &RequestKey, exchanges: &[(RecordedExchange, bool)]) -> String {
    let recorded = exchanges.iter().enumerate();
    let compared = recorded.map(|(index, (exchange, used))| {
        (differences(&exchange.asked.0, &asked.0), *used, index + 1)
    });
    let nearest = compared.min_by_key(|(differences, ..)| differences.len());
    match nearest {
        None => "nothing was recorded".to_owned(),
        Some((differences, _, number)) if differences.is_empty() => {
            format!("number {number} is like it and was answered already")
        }
        Some((differences, used, number)) => {
            let used = if used { " (answered already)" } else { "" };
            format!(
                "most like it is number {number}{used}, but for {}",
                differences.join(", ")
            )
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::testing::{ManualClock, Script};

    fn request() -> HttpRequest {
        HttpRequest::new(
            http::Method::POST,
            "https://cr.example.com/?b=1&Signature=sig&Token=tok",
        )
        .with_header("Authorization", "auth")
        .with_header("X-TC-Token", "tok")
        .with_header("X-TC-Action", "List")
        .with_body(r#"{"Name":"n","Password":"pass"}"#)
    }

    #[test]
    fn a_recording_holds_nothing_that_authorises_and_replays_what_was_answered() {
        let clock = ManualClock::at(0);
        let response = HttpResponse::new(201, r#"{"Rows":[1],"Token":"fresh"}"#)
            .with_header("X-Subject-Token", "subject")
            .with_header("X-Request-Id", "r-1");
        let recorder = Recorder::new(Script::new().respond(response));
        clock
            .run(recorder.send(request(), Limits::default()))
            .unwrap();
        let text = recorder.recording().to_string();
        for secret in ["sig", "tok", "auth", "pass\"", "fresh", "subject"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }

        let replay = Recording::parse(&text).unwrap().replay();
        let answer = clock
            .run(replay.send(request(), Limits::default()))
            .unwrap();
        assert_eq!(
            (answer.status, answer.header("x-request-id")),
            (201, Some("r-1"))
        );
        assert_eq!(&answer.body[..], br#"{"Rows":[1],"Token":"[redacted]"}"#);
        let error = clock
            .run(replay.send(request(), Limits::default()))
            .unwrap_err();
        let told = error.to_string();
        assert!(told.contains("no answer left"), "{told}");
        assert!(told.contains("answered already"), "{told}");
    }

    #[test]
    fn a_request_that_nothing_fits_is_told_in_what_it_differs() {
        let clock = ManualClock::at(0);
        let recorder = Recorder::new(Script::new().answer(200, "{}").answer(200, "{}"));
        let asked = |body: &str| {
            let post = HttpRequest::new(http::Method::POST, "https://cr.example.com/?a=1");
            post.with_body(body.to_owned())
        };
        for body in [r#"{"Name":"n","Limit":1}"#, r#"{"Other":[1,2]}"#] {
            clock
                .run(recorder.send(asked(body), Limits::default()))
                .unwrap();
        }
        let replay = recorder.recording().replay();
        let miss = |request: HttpRequest| {
            let sent = clock.run(replay.send(request, Limits::default()));
            sent.unwrap_err().to_string()
        };
        let told = miss(asked(r#"{"Name":"n","Limit":2,"Offset":0}"#));
        let expected = "most like it is number 1, but for body.Limit: 1 was recorded and is 2, \
            body.Offset: it was not recorded and is 0";
        assert!(told.contains(expected), "{told}");
        let told = miss(asked(r#"{"Other":[1]}"#));
        let expected = "number 2, but for body.Other.1: 2 was recorded and is missing";
        assert!(told.contains(expected), "{told}");
        let none = Recording::default().replay();
        let sent = clock.run(none.send(asked("{}"), Limits::default()));
        assert!(
            sent.unwrap_err()
                .to_string()
                .contains("nothing was recorded")
        );
    }
}
