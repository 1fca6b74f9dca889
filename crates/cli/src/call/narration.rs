//! What is told of a call on standard error, and headers that are added to it.

use std::io::IsTerminal as _;
use std::sync::{Arc, Mutex, PoisonError};

use cloudwright_core::codec::Findings;
use cloudwright_core::interceptor::{CallInfo, ExtraHeaders, Interceptor, Outcome, Stop};
use cloudwright_core::transport::HttpRequest;
use cloudwright_vocabulary::printable;

use crate::command::options::Options;
use crate::output::look::Look;
use crate::say;

/// Something the caller should know.
pub(super) fn note(options: &Options, text: &str) {
    if !options.output.quiet {
        crate::note(text);
    }
}

/// Something a person may like to know; scripts need not.
pub(super) fn remark(options: &Options, text: &str) {
    if std::io::stderr().is_terminal() {
        note(options, text);
    }
}

/// How far a long run is: one line on a terminal, wiped away at the end.
pub(super) struct ProgressLine {
    is_on: bool,
    is_shown: bool,
}

impl ProgressLine {
    /// A line that shows nothing.
    pub(super) fn none() -> Self {
        Self {
            is_on: false,
            is_shown: false,
        }
    }

    /// A line where a person reads, who wants to be told and is told nothing else.
    pub(super) fn new(options: &Options) -> Self {
        let is_wanted = !options.output.quiet && !options.output.verbose;
        Self {
            is_on: is_wanted && std::io::stderr().is_terminal(),
            ..Self::none()
        }
    }

    pub(super) fn show(&mut self, text: impl FnOnce() -> String) {
        if self.is_on {
            self.is_shown = true;
            say(&format!("\r\u{1b}[K{}", Look::of_stderr().faint(&text())));
        }
    }
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.is_shown {
            say("\r\u{1b}[K");
        }
    }
}

/// Tells of each attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Narration {
    look: Look,
}

impl Narration {
    pub(super) fn to_stderr() -> Self {
        Self {
            look: Look::of_stderr(),
        }
    }
}

impl Interceptor for Narration {
    fn after_signing(&self, call: &CallInfo<'_>, request: &HttpRequest) -> Result<(), Stop> {
        let url = request.redacted_url();
        let attempt = if call.attempt > 1 {
            format!(" (attempt {})", call.attempt)
        } else {
            String::new()
        };
        let arrow = self.look.faint(">");
        say(&format!(
            "{arrow} {} {}{attempt}\n",
            request.method,
            printable::text(&url)
        ));
        Ok(())
    }

    fn after_answer(&self, _: &CallInfo<'_>, outcome: &Outcome<'_>) {
        let arrow = self.look.faint("<");
        let took = outcome.took.as_millis();
        let status = outcome.response.map_or_else(String::new, |response| {
            format!("{} with {} bytes ", response.status, response.body.len())
        });
        let error = outcome.error.map_or_else(String::new, |error| {
            format!(": {}", printable::text(&error.to_string()))
        });
        say(&format!("{arrow} {status}after {took} ms{error}\n"));
    }

    fn on_findings(&self, _: &CallInfo<'_>, findings: &Findings) {
        for finding in findings {
            let finding = finding.to_string();
            let finding = printable::text(&finding);
            say(&format!("{} {finding}\n", self.look.warning("surprise:")));
        }
    }
}

/// Remembers the host that a call was sent to, for what is said of its failure.
#[derive(Clone, Debug, Default)]
pub(super) struct LastHost(Arc<Mutex<Option<String>>>);

impl LastHost {
    /// The host of the last attempt.
    pub(super) fn last(&self) -> Option<String> {
        let host = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        host.clone()
    }
}

impl Interceptor for LastHost {
    fn after_signing(&self, _: &CallInfo<'_>, request: &HttpRequest) -> Result<(), Stop> {
        let after_scheme = request.url.split_once("://").map_or("", |(_, rest)| rest);
        let host = after_scheme.split(['/', '?']).next().unwrap_or_default();
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(host.to_owned());
        Ok(())
    }
}

/// A header of `--header`.
#[derive(Clone)]
pub(super) struct AddedHeader {
    pub(super) name: String,
    pub(super) value: String,
}

impl std::fmt::Debug for AddedHeader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Its value may be a token.
        formatter
            .debug_struct("AddedHeader")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Interceptor for AddedHeader {
    fn before_signing(&self, _: &CallInfo<'_>, headers: &mut ExtraHeaders) -> Result<(), Stop> {
        headers.add(self.name.as_str(), self.value.as_str());
        Ok(())
    }
}
