//! Why the command failed: the words for a person, and the exit code for a script.

use std::fmt;
use std::fmt::Write as _;
use std::io;

use cloudwright_core::codec::ViolationKind;
use cloudwright_core::credentials::CredentialsError;
use cloudwright_core::{Error, ErrorKind};
use cloudwright_vocabulary::printable;
use unicode_width::UnicodeWidthStr as _;

use crate::look::Look;
use crate::output::wrapped;
use crate::{flags, suggest};

/// What a script sees of a failure. Success is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The service answered with an error.
    Service = 1,
    /// The command was used wrongly: an unknown name, a parameter that cannot be.
    Usage = 2,
    /// No credentials, or a setting that cannot be.
    Configuration = 3,
    /// The service could not be reached, or its answer did not arrive whole or in time.
    Network = 4,
    /// The service answered something that cannot be understood.
    Answer = 5,
}

/// What the help of the command says of exit codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the service answered with an error
  2  wrong usage: unknown names, parameters that cannot be sent
  3  no credentials, or a setting that cannot be
  4  the service was not reached, or its answer did not arrive
  5  the answer could not be understood";

/// A failure, ready to be printed.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    /// Lines below the message: a name, and a text beside it.
    facts: Vec<(String, String)>,
    /// What to do about it.
    hints: Vec<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            facts: Vec::new(),
            hints: Vec::new(),
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Exit::Configuration, message)
    }

    pub(crate) fn with_fact(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.facts.push((name.into(), text.into()));
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// The failure as a person reads it, in lines of at most this many columns.
    pub(crate) fn render(&self, look: Look, width: usize) -> String {
        let mut text = String::new();
        paragraph(
            &mut text,
            "error:",
            &look.error("error:"),
            &self.message,
            width,
        );
        let widest = self
            .facts
            .iter()
            .map(|(name, _)| name.width())
            .max()
            .unwrap_or(0);
        for (name, fact) in &self.facts {
            let gap = " ".repeat(widest - name.width() + 2);
            let indent = " ".repeat(widest + 4);
            let lines = wrapped(
                &printable::text(fact),
                width.saturating_sub(widest + 4).max(LEAST),
            );
            let lines = lines.join(&format!("\n{indent}"));
            let _ = writeln!(text, "  {}{gap}{lines}", look.faint(name));
        }
        for hint in &self.hints {
            paragraph(&mut text, "hint:", &look.hint("hint:"), hint, width);
        }
        text
    }
}

/// A word in front, and a text that is wrapped beside it.
fn paragraph(text: &mut String, word: &str, styled: &str, said: &str, width: usize) {
    let indent = word.width() + 1;
    let lines = wrapped(
        &printable::text(said),
        width.saturating_sub(indent).max(LEAST),
    );
    let lines = lines.join(&format!("\n{}", " ".repeat(indent)));
    let _ = writeln!(text, "{styled} {lines}");
}

/// Texts beside others are given this many columns, however narrow the terminal is.
const LEAST: usize = 20;

/// Why the command ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// With a failure.
    Failure(Box<Failure>),
    /// Help, a version, or what the parser of arguments has to say.
    Parser(Box<clap::Error>),
    /// Whoever read the output has gone. That is no failure.
    Closed,
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        Self::Parser(Box::new(error))
    }
}

/// Writing the output failed.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        Failure::configuration(format!("the output cannot be written: {error}")).into()
    }
}

/// A call failed.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::Service => service(&error),
            ErrorKind::InvalidRequest => invalid(&error),
            ErrorKind::Credentials => credentials(&error),
            ErrorKind::Configuration => configuration(error.message()),
            ErrorKind::Answer => answer(&error),
            ErrorKind::Interceptor => Self::new(Exit::Configuration, error.message()),
            _ => network(&error),
        }
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}

/// The code, the message, the request id, and what the page says that the code means.
fn service(error: &Error) -> Failure {
    let code = error.code().map_or("an error", |code| code.as_str());
    let action = error.action().unwrap_or("the service");
    let mut failure = Failure::new(Exit::Service, format!("{action} answered {code}"));
    if let Some(detail) = error.detail() {
        failure = failure.with_fact("detail", detail.as_str());
    }
    failure = failure.with_fact("message", error.message());
    if let Some(meaning) = error.meaning() {
        failure = failure.with_fact("meaning", meaning);
    }
    with_answer_facts(failure, error)
}

fn with_answer_facts(mut failure: Failure, error: &Error) -> Failure {
    if let Some(id) = error.request_id() {
        failure = failure.with_fact("request id", id);
    }
    if let Some(status) = error.status() {
        failure = failure.with_fact("status", status.to_string());
    }
    if error.attempts().len() > 1 {
        failure = failure.with_fact("attempts", error.attempts().len().to_string());
    }
    failure
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
    let violations = error.violations();
    if violations.is_empty() {
        return Failure::usage(error.message());
    }
    let flags = error.operation().map(flags::of).unwrap_or_default();
    let mut failure = Failure::usage("the call was not sent");
    for violation in violations {
        let flag = flags
            .iter()
            .find(|flag| flag.parameter.name == violation.parameter);
        let name = flag.map_or_else(
            || violation.parameter.clone(),
            |flag| format!("{} (--{})", violation.parameter, flag.name),
        );
        let mut reason = violation.message.clone();
        if let ViolationKind::Unknown { known } = &violation.kind {
            let name = violation.parameter.rsplit('.').next().unwrap_or_default();
            let close = suggest::close_names(name, known.iter().copied());
            if close.is_empty() {
                reason = format!("{reason}; there are {}", known.join(", "));
            } else {
                reason = format!("{reason}; {}", suggest::did_you_mean(&close));
            }
        }
        failure = failure.with_fact(name, reason);
    }
    // What has no place, or would change the meaning of the request, is never sent.
    let is_checked = |kind: &ViolationKind| {
        use ViolationKind::{Bound, Kind, Length, Missing, Rule};
        matches!(kind, Bound | Kind | Length | Missing | Rule)
    };
    if violations
        .iter()
        .all(|violation| is_checked(&violation.kind))
    {
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
    for place in tried {
        let text = place.to_string();
        let own = format!("{}: ", place.provider());
        let reason = text.strip_prefix(&own).unwrap_or(&text);
        failure = failure.with_fact(place.provider(), reason);
    }
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
        failure = failure.with_fact("answer", shown);
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

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(Look::plain(), usize::MAX))
    }
}
