//! Which calls may be made: `--read-only`, and a policy file that refuses or asks.
//!
//! Every action says whether it may change anything (`access`). What is refused is not sent, and
//! what is to be asked is not sent unless a person says so at a terminal: there is no option that
//! says it instead.

use std::path::Path;

use cloudwright_core::meta::{Access, Operation};
use cloudwright_vocabulary::os_error;
use serde::Deserialize;

use super::prompt;
use crate::command::options::Options;
use crate::failure::Failure;
use crate::output::look::Look;
use crate::say;

/// `true` refuses writes, as `--read-only` does.
const READ_ONLY: &str = "CLOUDWRIGHT_READ_ONLY";

/// Names a policy file, as `--policy` does.
const POLICY: &str = "CLOUDWRIGHT_POLICY";

/// What a policy wants to have confirmed before a call is sent.
#[derive(Debug)]
pub(super) struct Question {
    why: String,
    file: String,
}

/// Refuses the call where something says so, or tells what is to be confirmed. A call to a mock, or
/// one that is only shown, changes nothing.
pub(super) fn judge(operation: &Operation, options: &Options) -> Result<Option<Question>, Failure> {
    if options.target.mock || options.preview.dry_run || options.preview.generate_input {
        return Ok(None);
    }
    let is_read_only =
        options.request.read_only || variable(READ_ONLY).is_some_and(|value| is_true(&value));
    if is_read_only && operation.access == Access::Write {
        let failure = refused(
            operation,
            "it may change something, and only reads are allowed",
        );
        return Err(failure.with_hint(format!("--read-only or the variable {READ_ONLY} says so")));
    }
    let Some(file) = options.request.policy.clone().or_else(|| variable(POLICY)) else {
        return Ok(None);
    };
    let policy = Policy::read(Path::new(&file))?;
    let Some(rule) = policy.rules.into_iter().find(|rule| rule.fits(operation)) else {
        return Ok(None);
    };
    let why = rule
        .why
        .unwrap_or_else(|| "a rule of the policy says so".to_owned());
    match rule.then {
        Ruling::Allow => Ok(None),
        Ruling::Refuse => Err(by_policy(operation, &why, &file)),
        Ruling::Ask => Ok(Some(Question { why, file })),
    }
}

impl Question {
    /// Asks a person at a terminal; without a yes the call is refused.
    pub(super) fn ask(&self, operation: &Operation) -> Result<(), Failure> {
        if confirmed(operation, &self.why) {
            return Ok(());
        }
        let failure = by_policy(operation, &self.why, &self.file);
        Err(failure.with_hint(if prompt::is_possible() {
            "it was not confirmed"
        } else {
            "it has to be confirmed at a terminal"
        }))
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_true(value: &str) -> bool {
    value == "1" || value.eq_ignore_ascii_case("true")
}

fn refused(operation: &Operation, why: &str) -> Failure {
    Failure::configuration(format!("{} was not sent: {why}", operation.name))
        .with_member("kind", "refused")
        .with_member("action", operation.name)
}

fn by_policy(operation: &Operation, why: &str, file: &str) -> Failure {
    refused(operation, why)
        .with_fact("policy", file)
        .with_member("policy", file)
}

/// Whether a person at a terminal says yes.
fn confirmed(operation: &Operation, why: &str) -> bool {
    if !prompt::is_possible() {
        return false;
    }
    let access = match operation.access {
        Access::Read => "reads",
        Access::Write => "may change something",
    };
    let word = Look::of_stderr().warning("confirm:");
    let why = cloudwright_vocabulary::printable::text(why);
    say(&format!(
        "{word} {} {} {access} ({why}). Send it? [y/N] ",
        operation.service.id, operation.name
    ));
    prompt::line().is_ok_and(|answer| matches!(answer.trim(), "y" | "Y" | "yes"))
}

/// A policy: the first rule that fits decides; where none does, the call is made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    rules: Vec<PolicyRule>,
}

/// What is to be done with the calls that fit everything that it says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyRule {
    /// Ids of services; `*` stands for any letters.
    #[serde(default)]
    services: Vec<String>,
    /// Actions as the wire spells them; `*` stands for any letters.
    #[serde(default)]
    actions: Vec<String>,
    access: Option<Access>,
    then: Ruling,
    why: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Ruling {
    Allow,
    Ask,
    Refuse,
}

impl Policy {
    fn read(path: &Path) -> Result<Self, Failure> {
        let wrong = |reason: String| {
            let failure = Failure::configuration(format!("the policy {} {reason}", path.display()));
            failure.with_hint("without its policy no call is made")
        };
        let text = std::fs::read_to_string(path)
            .map_err(|error| wrong(format!("cannot be read: {}", os_error::reason(&error))))?;
        parsed(&text).map_err(|error| wrong(format!("is no policy: {error}")))
    }
}

/// Errors say the place and leave the text out: what is printed of a failure is one line.
fn parsed(text: &str) -> Result<Policy, serde_yaml::Error> {
    serde_yaml::from_str_with_options(text, serde_yaml::options! { with_snippet: false })
}

impl PolicyRule {
    fn fits(&self, operation: &Operation) -> bool {
        let any = |patterns: &[String], name: &str| {
            patterns.is_empty() || patterns.iter().any(|pattern| matches(pattern, name))
        };
        any(&self.services, operation.service.id)
            && any(&self.actions, operation.name)
            && self.access.is_none_or(|wanted| wanted == operation.access)
    }
}

/// Whether a name is what a pattern says, whatever its case.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase(), name.to_ascii_lowercase());
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut name) = name.strip_prefix(start) else {
        return false;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some(at) = name.find(part) else {
            return false;
        };
        name = &name[at + part.len()..];
    }
    name.ends_with(end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use cloudwright_core::meta::{Endpoints, Protocol, Provider, Service};

    use super::*;

    static SERVICE: Service = Service::new(
        "tencent-tcr",
        Provider::Tencent,
        "tcr",
        "Registry",
        &[Protocol::TencentTc3],
        Endpoints::new("test"),
    );

    fn operation(name: &'static str, access: Access) -> Operation {
        Operation::new(&SERVICE, name, access, "POST", "/")
    }

    #[test]
    fn writes_are_refused_where_only_reads_are_allowed() {
        let options = |words: &[&str]| {
            let command = clap::Command::new("call").args(crate::command::options::arguments());
            let words = ["call"].iter().chain(words);
            Options::read(&command.get_matches_from(words)).unwrap()
        };
        let (read, write) = (
            operation("Get", Access::Read),
            operation("Put", Access::Write),
        );
        let only_reads = options(&["--read-only"]);
        assert!(judge(&read, &only_reads).is_ok());
        assert!(judge(&write, &options(&[])).is_ok());
        let text = judge(&write, &only_reads).unwrap_err().to_string();
        assert!(
            text.contains("Put was not sent") && text.contains("only reads"),
            "{text}"
        );
        for harmless in ["--mock", "--dry-run"] {
            assert!(judge(&write, &options(&["--read-only", harmless])).is_ok());
        }
    }

    #[test]
    fn stars_stand_for_any_letters() {
        for (pattern, name, expected) in [
            ("Delete*", "DeleteRepository", true),
            ("delete*", "DeleteRepository", true),
            ("Delete*", "UndeleteRepository", false),
            ("*Repository", "DeleteRepository", true),
            ("*e*R*y", "DeleteRepository", true),
            ("*x*", "DeleteRepository", false),
            ("*", "", true),
            ("Delete", "DeleteRepository", false),
            ("DeleteRepository", "DeleteRepository", true),
            ("ab*ba", "aba", false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn the_first_rule_that_fits_decides() {
        let policy = parsed(
            "rules:\n\
             - { actions: [DeleteTag], then: allow }\n\
             - { services: [tencent-*], actions: ['Delete*'], then: refuse, why: production }\n\
             - { access: write, then: ask }\n",
        )
        .unwrap();
        let decided = |operation: &Operation| {
            let rule = policy.rules.iter().find(|rule| rule.fits(operation));
            rule.map(|rule| rule.then)
        };
        for (name, access, expected) in [
            ("DeleteTag", Access::Write, Some(Ruling::Allow)),
            ("DeleteRepository", Access::Write, Some(Ruling::Refuse)),
            ("CreateRepository", Access::Write, Some(Ruling::Ask)),
            ("DescribeRepository", Access::Read, None),
        ] {
            assert_eq!(decided(&operation(name, access)), expected, "{name}");
        }
    }

    #[test]
    fn what_is_misspelt_in_a_policy_is_no_policy() {
        for text in [
            "rules:\n- { action: [X], then: refuse }",
            "rules:\n- { actions: [X], then: refuze }",
            "rules:\n- { actions: [X] }",
            "rule: []",
            "",
        ] {
            assert!(parsed(text).is_err(), "{text}");
        }
    }
}
