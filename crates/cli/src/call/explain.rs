//! From the error of a call to what is said of it: which failure it is, with what facts and hints.

use cloudwright_core::codec::{Violation, ViolationKind};
use cloudwright_core::credentials::CredentialsError;
use cloudwright_core::meta::Operation;
use cloudwright_core::{Error, ErrorCode, ErrorKind};
use serde_json::json;

use crate::command::flags;
use crate::failure::{Abort, Exit, Failure};
use crate::given::SetIfGiven as _;
use crate::{catalog, suggest};

/// A call failed.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let failure = match error.kind() {
            ErrorKind::Service => service(&error),
            ErrorKind::InvalidRequest => invalid(&error),
            ErrorKind::Credentials => credentials(&error),
            ErrorKind::Configuration => configuration(error.message()),
            ErrorKind::Answer => answer(&error),
            ErrorKind::Interceptor => Self::new(Exit::Configuration, error.message()),
            _ => network(&error),
        };
        with_members(failure, &error)
    }
}

/// What a program is told of an error.
fn with_members(failure: Failure, error: &Error) -> Failure {
    let class = catalog::class_name(error.class());
    failure
        .with_member("kind", error.kind().as_str())
        .with_member("action", error.action())
        .with_member("code", error.code().map(ErrorCode::as_str))
        .with_member("detail", error.detail().map(ErrorCode::as_str))
        .with_member("class", class)
        .with_member(
            "message",
            (!error.message().is_empty()).then(|| error.message()),
        )
        .with_member("meaning", error.meaning())
        .with_member("request_id", error.request_id())
        .with_member("status", error.status())
        .with_member("attempts", error.attempts().len())
}

impl From<Error> for Abort {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}

/// The code, the message, the request id, and what the page says that the code means.
fn service(error: &Error) -> Failure {
    let code = error.code().map_or("an error", |code| code.as_str());
    let action = error.action().unwrap_or("the service");
    // Services often say what their page says.
    let is_new = |meaning: &&str| !meaning.is_empty() && !error.says_its_meaning();
    let failure = Failure::new(Exit::Service, format!("{action} answered {code}"))
        .given(error.detail(), |failure, detail| {
            failure.with_fact("detail", detail.as_str())
        })
        .with_fact("message", error.message())
        .given(error.meaning().filter(is_new), |failure, meaning| {
            failure.with_fact("meaning", meaning)
        });
    with_answer_facts(failure, error)
}

fn with_answer_facts(failure: Failure, error: &Error) -> Failure {
    let attempts = Some(error.attempts().len()).filter(|attempts| *attempts > 1);
    failure
        .given(error.request_id(), |failure, id| {
            failure.with_fact("request id", id)
        })
        .given(error.status(), |failure, status| {
            failure.with_fact("status", status.to_string())
        })
        .given(attempts, |failure, attempts| {
            failure.with_fact("attempts", attempts.to_string())
        })
}

/// A setting that cannot be. The runtime names its own methods; here they are options.
fn configuration(message: &str) -> Failure {
    if let Some((what, how)) = message.split_once(": set it with ") {
        let variable = how
            .rsplit_once(" the variable ")
            .map(|(_, variable)| variable);
        let variable = variable.map_or_else(String::new, |name| format!(" or the variable {name}"));
        return Failure::configuration(what).with_hint(format!("set it with --region{variable}"));
    }
    match message.strip_suffix("; allow_http(true) lifts that") {
        Some(what) => Failure::configuration(what).with_hint("--allow-http lifts that"),
        None => Failure::configuration(message),
    }
}

/// Each parameter that cannot be sent, and why.
fn invalid(error: &Error) -> Failure {
    match error.operation() {
        Some(operation) if !error.violations().is_empty() => {
            let wrong = error.violations().iter().map(Wrong::from).collect();
            not_sent(operation, wrong)
        }
        _ => Failure::usage(error.message()),
    }
}

/// Something that is wrong with a parameter.
#[derive(Clone, Debug)]
pub(crate) struct Wrong {
    /// Which parameter, by wire names.
    pub(crate) parameter: String,
    /// The rest of a sentence.
    pub(crate) message: String,
    /// Whether it would be sent without checks. What has no place, or would change the meaning of
    /// the request, is never sent.
    pub(crate) is_checked: bool,
}

impl From<&Violation> for Wrong {
    fn from(violation: &Violation) -> Self {
        use ViolationKind::{Bound, Kind, Length, Missing, Rule, Unknown};
        let mut message = violation.message.clone();
        if let Unknown { known } = &violation.kind {
            let name = violation.parameter.rsplit('.').next().unwrap_or_default();
            let instead = suggest::instead_of(name, known.iter().copied());
            message = format!("{message}; {instead}");
        }
        Self {
            parameter: violation.parameter.clone(),
            message,
            is_checked: matches!(violation.kind, Bound | Kind | Length | Missing | Rule),
        }
    }
}

/// A call that was not sent, for all that is wrong with its parameters.
pub(crate) fn not_sent(operation: &'static Operation, wrong: Vec<Wrong>) -> Failure {
    let flags = flags::of(operation);
    let mut failure = Failure::usage("the call was not sent");
    let mut told = Vec::new();
    let is_checked = wrong.iter().all(|wrong| wrong.is_checked);
    for wrong in wrong {
        let flag = flags.iter().find(|flag| flag.wire() == wrong.parameter);
        let flag = flag.map(|flag| format!("--{}", flag.name));
        told.push(json!({
            "parameter": wrong.parameter,
            "flag": flag,
            "message": wrong.message,
        }));
        let name = match flag {
            Some(flag) => format!("{} ({flag})", wrong.parameter),
            None => wrong.parameter,
        };
        failure = failure.with_fact(name, wrong.message);
    }
    failure = failure
        .with_member("kind", ErrorKind::InvalidRequest.as_str())
        .with_member("action", operation.name)
        .with_member("violations", told);
    if is_checked {
        failure.with_hint("--no-check leaves the judgement to the service")
    } else {
        failure
    }
}

/// Every place that was looked at.
fn credentials(error: &Error) -> Failure {
    let source = std::error::Error::source(error);
    let tried = source
        .and_then(|source| source.downcast_ref::<CredentialsError>())
        .map(CredentialsError::tried)
        .unwrap_or_default();
    if tried.is_empty() {
        return Failure::configuration(error.message());
    }
    let chain = source.map_or_else(String::new, ToString::to_string);
    let cloud = chain.split(':').next().unwrap_or_default().to_owned();
    let mut failure = Failure::configuration(format!("no usable credentials for {cloud}"));
    let mut told = Vec::new();
    for place in tried {
        let text = place.to_string();
        let own = format!("{}: ", place.provider());
        let reason = text.strip_prefix(&own).unwrap_or(&text);
        failure = failure.with_fact(place.provider(), reason);
        told.push(json!({"place": place.provider(), "reason": reason}));
    }
    let failure = failure.with_member("tried", told);
    failure.with_hint("--mock calls a mock cloud that needs none")
}

/// What came, as far as it can be shown.
fn answer(error: &Error) -> Failure {
    /// Enough to recognise a gateway's page.
    const SHOWN: usize = 300;
    let failure = Failure::new(Exit::Answer, "the answer could not be understood");
    let mut failure = with_answer_facts(failure.with_fact("reason", error.message()), error);
    if let Some(body) = error.body().filter(|body| !body.is_empty()) {
        let text = String::from_utf8_lossy(body);
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        failure = failure
            .with_member("answer", shown.as_str())
            .with_fact("answer", shown);
    }
    failure
}

fn network(error: &Error) -> Failure {
    let failure = Failure::new(Exit::Network, error.message());
    let mut failure = with_answer_facts(failure, error);
    let mut source = std::error::Error::source(error);
    let mut said = error.message().to_owned();
    while let Some(cause) = source {
        let text = cause.to_string();
        if !said.contains(&text) {
            failure = failure.with_fact("because", text.as_str());
            said.push_str(&text);
        }
        source = cause.source();
    }
    failure
}
