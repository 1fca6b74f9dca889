//! Why the command failed: the words for a person, an object for a program, and the exit code for a
//! script.

mod parser;

use std::fmt;
use std::fmt::Write as _;
use std::io;
use std::process::ExitCode;

use cloudwright_vocabulary::printable;
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr as _;

pub(crate) use parser::{is_help, render};

use crate::output::look::Look;
use crate::output::{json, wrapped};

/// What a script sees of a failure. Success is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// The service answered with an error.
    Service = 1,
    /// The command was used wrongly: an unknown name, a parameter that cannot be.
    Usage = 2,
    /// No credentials, a setting that cannot be, or a call that a policy refuses.
    Configuration = 3,
    /// The service could not be reached, or its answer did not arrive whole or in time.
    Network = 4,
    /// The service answered something that cannot be understood.
    Answer = 5,
    /// What was waited for did not come: the answer says that it failed, or the time was up.
    Wait = 6,
}

impl Exit {
    /// What kind of failure it is, where nothing finer is known.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Usage => "usage",
            Self::Configuration => "configuration",
            Self::Network => "network",
            Self::Answer => "answer",
            Self::Wait => "wait",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What the help of the command says of exit codes.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the service answered with an error
  2  wrong usage: unknown names, parameters that cannot be sent
  3  no credentials, a setting that cannot be, or a call that a policy refuses
  4  the service was not reached, or its answer did not arrive
  5  the answer could not be understood
  6  what was waited for did not come: it failed, or the time was up";

/// A failure, ready to be printed.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    more: Box<More>,
}

/// What stands below the message.
#[derive(Debug, Default)]
struct More {
    /// Lines that are drawn and not wrapped: a piece of a file with a mark under it.
    drawing: String,
    /// Lines below the message: a name, and a text beside it.
    facts: Vec<(String, String)>,
    /// What to do about it.
    hints: Vec<String>,
    /// What a program is told in place of message and facts.
    members: Map<String, Value>,
}

/// What the object of every failure has; absent is null.
const ALWAYS: &[&str] = &[
    "kind",
    "action",
    "code",
    "message",
    "request_id",
    "status",
    "attempts",
];

impl Failure {
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
            more: Box::default(),
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Exit::Configuration, message)
    }

    pub(crate) fn with_fact(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.more.facts.push((name.into(), text.into()));
        self
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.more.hints.push(hint.into());
        self
    }

    /// Adds lines that are shown as they are.
    pub(crate) fn with_drawing(mut self, lines: impl Into<String>) -> Self {
        self.more.drawing = lines.into();
        self
    }

    /// Tells a program something by name; what is null is not told.
    pub(crate) fn with_member(mut self, name: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !value.is_null() {
            self.more.members.insert(name.to_owned(), value);
        }
        self
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// The failure as a program reads it: one object on one line.
    pub(crate) fn json(&self) -> String {
        let mut object = Map::new();
        for name in ALWAYS {
            let told = self.more.members.get(*name).cloned();
            let value = told.unwrap_or_else(|| match *name {
                "kind" => self.exit.kind().into(),
                "message" => self.message.as_str().into(),
                "attempts" => 0.into(),
                _ => Value::Null,
            });
            object.insert((*name).to_owned(), value);
        }
        // Who tells a kind tells a program what the facts say by names of its own.
        let is_told = self.more.members.contains_key("kind");
        if !is_told && !self.more.facts.is_empty() {
            let facts = self.more.facts.iter();
            let facts = facts.map(|(name, text)| (name.clone(), text.as_str().into()));
            object.insert("details".to_owned(), Value::Object(facts.collect()));
        }
        if !self.more.drawing.is_empty() {
            object.insert("diagnostics".to_owned(), self.more.drawing.as_str().into());
        }
        for (name, value) in &self.more.members {
            object.insert(name.clone(), value.clone());
        }
        if !self.more.hints.is_empty() {
            object.insert("hint".to_owned(), self.more.hints.join("; ").into());
        }
        object.insert("exit_code".to_owned(), (self.exit as u8).into());
        json::printable_line(&Value::Object(object))
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
        for line in self.more.drawing.lines() {
            text.extend([&*printable::text(line), "\n"]);
        }
        let names = self
            .more
            .facts
            .iter()
            .map(|(name, _)| printable::text(name));
        let names: Vec<_> = names.collect();
        let widest = names.iter().map(|name| name.width()).max().unwrap_or(0);
        for (name, (_, fact)) in names.iter().zip(&self.more.facts) {
            let gap = " ".repeat(widest - name.width() + 2);
            let indent = " ".repeat(widest + 4);
            let lines = wrapped(
                &printable::text(fact),
                width.saturating_sub(widest + 4).max(LEAST),
            );
            let lines = lines.join(&format!("\n{indent}"));
            let _ = writeln!(text, "  {}{gap}{lines}", look.faint(name));
        }
        for hint in &self.more.hints {
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
pub(crate) enum Abort {
    /// With a failure.
    Failure(Failure),
    /// Help, a version, or what the parser of arguments has to say.
    Parser(Box<clap::Error>),
    /// Whoever read the output has gone. That is no failure.
    Closed,
}

impl From<Failure> for Abort {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<clap::Error> for Abort {
    fn from(error: clap::Error) -> Self {
        Self::Parser(Box::new(error))
    }
}

/// Writing the output failed.
impl From<io::Error> for Abort {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::Closed;
        }
        Failure::configuration(format!("the output cannot be written: {error}")).into()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.render(Look::plain(), usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_program_is_told_the_facts_unless_they_have_names_of_their_own() {
        let failure = || Failure::usage("no").with_fact("query", "a[");
        for (failure, details) in [
            (failure(), true),
            // Where a call was sent to is added to every failure after it.
            (failure().with_member("host", "h"), true),
            (
                failure()
                    .with_member("kind", "query")
                    .with_member("query", "a["),
                false,
            ),
        ] {
            let told: Value = serde_json::from_str(&failure.json()).unwrap();
            assert_eq!(told["details"]["query"] == "a[", details, "{told}");
        }
    }
}
