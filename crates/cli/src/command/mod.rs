//! The command and its subcommands, as the parser of arguments sees them.
//!
//! Services are subcommands of `call`, and actions subcommands of services, each with the flags of
//! its parameters. A run only builds the one it needs: the words of the command line say which
//! ([`words`](crate::command::words)).

pub(crate) mod condition;
pub(crate) mod flags;
pub(crate) mod network;
pub(crate) mod open_values;
pub(crate) mod options;
pub(crate) mod values;
pub(crate) mod words;

use std::ffi::OsString;
use std::path::Path;

use clap::error::{ContextKind, ContextValue};
use clap::{ArgMatches, Command, FromArgMatches as _, Subcommand};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use cloudwright_catalog::{Catalog, Entry};
use cloudwright_core::meta::Operation;
use serde_json::json;

use crate::call::{self, raw};
use crate::failure::{Abort, EXIT_CODES, Failure};
use crate::keys::{configure, whoami};
use crate::output::plain_line;
use crate::{catalog, completions, describe, listing, serve};
use words::NamedAction;

/// What the command can do.
#[derive(Subcommand)]
enum OwnCommand {
    Services(listing::ServiceArguments),
    Actions(listing::ActionArguments),
    Describe(describe::Arguments),
    /// Calls an action
    Call,
    Raw(Box<raw::Arguments>),
    Configure(configure::Arguments),
    Whoami(whoami::Arguments),
    Mock(serve::Arguments),
    Completions(completions::Arguments),
    Man(completions::ManualArguments),
}

/// Which part of `call` and `describe` is built: of 35,000 actions one at most, with its parameters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    /// What the command line names.
    pub(crate) named: NamedAction,
    /// Whether the names that may stand in its place or come next are there too: for shells to complete.
    pub(crate) is_complete: bool,
}

impl From<NamedAction> for Extent {
    fn from(named: NamedAction) -> Self {
        Self {
            named,
            is_complete: false,
        }
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &[OsString]) -> Result<(), Abort> {
    if let Some(folder) = words::specs_folder(arguments) {
        catalog::add_specs(Path::new(&folder))?;
    }
    let (arguments, named) = words::resolve(arguments)?;
    let matches = root(named.into()).try_get_matches_from(arguments);
    let matches = matches.map_err(|error| {
        let habit = no_command(&error).or_else(|| no_flag(&error));
        habit.map_or(error.into(), Abort::from)
    })?;
    match OwnCommand::from_arg_matches(&matches)? {
        OwnCommand::Services(arguments) => listing::services(&arguments),
        OwnCommand::Actions(arguments) => listing::actions(&arguments),
        OwnCommand::Describe(arguments) => describe::run(&arguments),
        OwnCommand::Call => call_action(&matches),
        OwnCommand::Raw(arguments) => raw::run(*arguments),
        OwnCommand::Configure(arguments) => configure::run(&arguments),
        OwnCommand::Whoami(arguments) => whoami::run(&arguments),
        OwnCommand::Mock(arguments) => serve::run(&arguments, specs(&matches)),
        OwnCommand::Completions(arguments) => completions::run(&arguments),
        OwnCommand::Man(arguments) => completions::man(&arguments, |named| root(named.into())),
    }
}

/// What `--specs` says beside a command.
fn specs(matches: &ArgMatches) -> Option<&str> {
    let (_, matches) = matches.subcommand()?;
    matches.get_one(options::SPECS).map(String::as_str)
}

/// What is said to somebody who begins with a service, as in the vendors' own commands.
fn no_command(error: &clap::Error) -> Option<Failure> {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let services = catalog::called(word);
    let hint = match services.as_slice() {
        [] => return None,
        [only] => {
            format!("cloudwright call {only} ACTION, and `cloudwright actions {only}` lists them")
        }
        several => format!(
            "cloudwright call SERVICE ACTION, with one of {}",
            several.join(", ")
        ),
    };
    let message = format!("{word} is a service and no command");
    Some(Failure::usage(message).with_hint(hint))
}

/// What is said to somebody who takes an object apart into flags, `--Filters.0.Name=zone`, as in those commands.
fn no_flag(error: &clap::Error) -> Option<Failure> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let (name, path) = flag.strip_prefix("--")?.split_once('.')?;
    let json = path.rsplit('.').fold(json!("VALUE"), |inside, part| {
        let is_place = part.parse::<u32>().is_ok();
        if is_place {
            json!([inside])
        } else {
            json!({ part: inside })
        }
    });
    let hint = format!(
        "lists and objects are given as JSON: --{} {}",
        catalog::kebab(name),
        describe::quoted(&json.to_string())
    );
    Some(Failure::usage(format!("there is no flag {flag}")).with_hint(hint))
}

/// Calls the action that `call` names; its parser has seen to it that it names one.
fn call_action(matches: &ArgMatches) -> Result<(), Abort> {
    let names = matches
        .subcommand_matches("call")
        .and_then(ArgMatches::subcommand);
    let Some((service, (action, matches))) =
        names.and_then(|(service, matches)| Some((service, matches.subcommand()?)))
    else {
        return Ok(());
    };
    let action = catalog::action(catalog::service(service)?, action)?;
    call::run(action.operation, matches)
}

/// The whole command.
pub(crate) fn root(extent: Extent) -> Command {
    OwnCommand::augment_subcommands(Command::new("cloudwright"))
        .version(env!("CARGO_PKG_VERSION"))
        .about("Calls any documented action of a cloud API")
        .long_about(
            "Calls any documented action of a cloud API: signs, retries, fetches all pages, and \
             shows the result. Credentials come from where the vendors' own tools look for them.",
        )
        .after_help(format!(
            "Examples:\n  \
               cloudwright services\n  \
               cloudwright describe tencent-tcr DescribeApplicationTriggerLogPersonal\n  \
               cloudwright call tencent-tcr describe-application-trigger-log-personal \
               --limit 5 --mock -o table\n\n{EXIT_CODES}"
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .arg(options::specs())
        .mut_subcommand("describe", |command| describe_command(command, extent))
        .mut_subcommand("call", |command| call_command(command, extent))
}

/// `describe`, which completes the actions of the service that is named.
fn describe_command(command: Command, extent: Extent) -> Command {
    let service = extent.named.service.filter(|_| extent.is_complete);
    let actions = move || {
        let names = service.and_then(|entry| catalog::action_names(entry).ok());
        let names = names.into_iter().flatten();
        names.map(CompletionCandidate::new).collect()
    };
    command.mut_arg("action", |argument| {
        argument.add(ArgValueCandidates::new(actions))
    })
}

/// `call`, with the service and the action that are named.
fn call_command(command: Command, extent: Extent) -> Command {
    let named = extent.named.service;
    // Completions offer all services; a run has the one that it names.
    let others = if extent.is_complete {
        catalog::all().map(Catalog::services).unwrap_or_default()
    } else {
        &[]
    };
    let others = others
        .iter()
        .filter(|entry| named.is_none_or(|named| named.id != entry.id));
    let others =
        others.map(|entry| Command::new(entry.id.as_str()).about(plain_line(&entry.title)));
    command
        .long_about(
            "Calls an action. Each parameter has a flag: its wire name in kebab case. A flag that \
             is one of the options below becomes --param-FLAG. Lists take the flag once for each \
             item, or JSON; objects take JSON. --input takes the whole request as JSON.",
        )
        .args(options::arguments())
        .override_usage("cloudwright call [OPTIONS] <SERVICE> <ACTION> [PARAMETERS]")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand_value_name("SERVICE ACTION")
        .subcommand_help_heading("Services")
        .disable_help_subcommand(true)
        .after_help(format!(
            "`cloudwright services` lists the services, and `cloudwright services WORD` those that a \
             word is found in.\n\nExample:\n  cloudwright call tencent-ccr ListTriggerLog \
             --reponame test/nginx --mock -o table\n\n{EXIT_CODES}",
        ))
        .subcommands(others)
        .subcommands(named.map(|entry| service(entry, extent).hide(!extent.is_complete)))
}

fn service(entry: &'static Entry, extent: Extent) -> Command {
    let chosen = extent.named.operation;
    let names = catalog::action_names(entry).unwrap_or_default();
    let listed: Vec<String> = match chosen {
        // The help of an action has no place for the others.
        Some(_) => Vec::new(),
        None => names.iter().map(|name| format!("  {name}")).collect(),
    };
    let others = names.into_iter().filter(|_| extent.is_complete);
    let others = others.filter(|name| chosen.is_none_or(|chosen| chosen.name != name));
    Command::new(entry.id.as_str())
        .about(plain_line(&entry.title))
        .override_usage(format!(
            "cloudwright call {} [OPTIONS] <ACTION> [PARAMETERS]",
            entry.id
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_value_name("ACTION")
        .after_help(format!("Actions:\n{}", listed.join("\n")))
        .subcommands(others.map(Command::new))
        .subcommands(chosen.map(|operation| action(operation, extent).hide(!extent.is_complete)))
}

/// An action, with a flag for each parameter.
fn action(operation: &'static Operation, extent: Extent) -> Command {
    let kebab = catalog::kebab(operation.name);
    let mut command = Command::new(operation.name)
        .about(plain_line(operation.summary))
        .args(flags::of(operation).iter().map(flags::Flag::argument))
        .after_help(format!(
            "Example:\n  {}\n\n`cloudwright describe {} {}` tells what it answers.\n\n{EXIT_CODES}",
            describe::broken(operation, "      "),
            operation.service.id,
            operation.name,
        ));
    if extent.is_complete {
        // In place of the option of all actions, one that knows which regions there are.
        command = command.args(options::region_of(operation));
    }
    if kebab == operation.name {
        command
    } else {
        command.visible_alias(kebab)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn all_of_one() -> NamedAction {
        let entry = catalog::service("tencent-ccr").unwrap();
        NamedAction {
            service: Some(entry),
            operation: Some(catalog::action(entry, "ListTriggerLog").unwrap().operation),
        }
    }

    #[test]
    fn the_whole_command_is_built_right() {
        root(Extent {
            named: all_of_one(),
            is_complete: true,
        })
        .debug_assert();
        root(NamedAction::default().into()).debug_assert();
    }

    #[test]
    fn what_a_command_line_names_is_built_and_no_more() {
        let root = root(all_of_one().into());
        let call = root.find_subcommand("call").unwrap();
        let services = call.get_subcommands();
        let names: Vec<_> = services
            .flat_map(Command::get_subcommands)
            .map(Command::get_name)
            .collect();
        assert_eq!(
            (call.get_subcommands().count(), names),
            (1, vec!["ListTriggerLog"])
        );
    }

    #[test]
    fn each_commands_help_has_an_example() {
        fn look(command: &mut Command) {
            let help = command.render_long_help().to_string();
            let is_inner = command.get_subcommands().next().is_some();
            assert!(
                is_inner || help.contains("Example"),
                "{}",
                command.get_name()
            );
            command.get_subcommands_mut().for_each(look);
        }
        let mut root = root(all_of_one().into()).disable_help_subcommand(true);
        root.build();
        look(&mut root);
    }
}
