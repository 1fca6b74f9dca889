//! The command and its subcommands, as the parser of arguments sees them.
//!
//! Services are subcommands of `call`, and actions subcommands of services, each with the flags of
//! its parameters. A run only builds the one it needs: the words of the command line say which
//! ([`words`](crate::words)).

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::Path;

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use cloudwright_catalog::{Catalog, Entry};
use cloudwright_core::meta::Operation;
use cloudwright_vocabulary::printable;
use serde_json::json;

use crate::failure::{EXIT_CODES, Failure, Stop};
use crate::output::Format;
use crate::words::{self, Named};
use crate::{
    call, catalog, completions, configure, describe, flags, listing, options, raw, serve, whoami,
};

/// Which part of `call` and `describe` is built: of 35,000 actions one at most, with its parameters.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Extent {
    /// What the command line names.
    Named(Named),
    /// That, and the names that may stand in its place or come next: for shells to complete.
    Complete(Named),
}

impl Extent {
    fn named(self) -> Named {
        match self {
            Self::Named(named) | Self::Complete(named) => named,
        }
    }

    fn is_complete(self) -> bool {
        matches!(self, Self::Complete(_))
    }
}

/// Runs the command.
pub(crate) fn run(arguments: &[OsString]) -> Result<(), Stop> {
    if let Some(folder) = words::specs_folder(arguments) {
        catalog::add_specs(Path::new(&folder))?;
    }
    let (arguments, named) = words::resolve(arguments)?;
    let matches = root(Extent::Named(named)).try_get_matches_from(arguments);
    let matches = matches.map_err(|error| {
        let habit = no_command(&error).or_else(|| no_flag(&error));
        habit.map_or(error.into(), Stop::from)
    })?;
    match matches.subcommand() {
        Some(("services", matches)) => listing::services(matches),
        Some(("actions", matches)) => listing::actions(matches),
        Some(("describe", matches)) => describe::run(matches),
        Some(("call", matches)) => call_action(matches),
        Some(("raw", matches)) => raw::run(matches),
        Some(("configure", matches)) => configure::run(matches),
        Some(("whoami", matches)) => whoami::run(matches),
        Some(("mock", matches)) => serve::run(matches),
        Some(("completions", matches)) => completions::run(matches),
        Some(("man", matches)) => completions::man(matches, |named| root(Extent::Named(named))),
        // `subcommand_required` leaves nothing else.
        _ => Ok(()),
    }
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

fn call_action(matches: &ArgMatches) -> Result<(), Stop> {
    let Some((service, matches)) = matches.subcommand() else {
        return Ok(());
    };
    let Some((action, matches)) = matches.subcommand() else {
        return Ok(());
    };
    let operation = catalog::action(catalog::service(service)?, action)?;
    call::run(operation.operation, matches)
}

/// The whole command.
pub(crate) fn root(extent: Extent) -> Command {
    Command::new("cloudwright")
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
        .subcommands([
            services(),
            actions(),
            describe_command(extent),
            call_command(extent),
            raw::command(),
        ])
        .subcommands([configure::command(), whoami::command(output())])
        .subcommands([mock(), completions::command(), completions::man_command()])
}

/// `--output` of the commands that list.
fn output() -> Arg {
    Arg::new("output")
        .long("output")
        .short('o')
        .value_name("FORMAT")
        .help("How the list is written; table unless given")
        .value_parser(
            Format::NAMES
                .iter()
                .map(|(name, _)| *name)
                .collect::<Vec<_>>(),
        )
}

fn services() -> Command {
    Command::new("services")
        .about("Lists the services, or those that a word is found in")
        .arg(
            Arg::new("WORD")
                .help("A part of a service's name, or of the name of one of its actions"),
        )
        .arg(output())
        .after_help("Examples:\n  cloudwright services -o jsonl\n  cloudwright services snapshot")
}

fn actions() -> Command {
    Command::new("actions")
        .about("Lists the actions of a service, or of all")
        .arg(service_id().help("The service's id; all services unless given"))
        .arg(output())
        .after_help("Example:\n  cloudwright actions huawei-swr")
}

/// A service by its id, which shells complete.
fn service_id() -> Arg {
    Arg::new("SERVICE").add(candidates())
}

/// The ids of all services.
fn candidates() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let services = catalog::all()
            .map(Catalog::services)
            .unwrap_or_default()
            .iter();
        let candidates = services.map(|entry| {
            CompletionCandidate::new(&entry.id).help(Some(about(&entry.title).into()))
        });
        candidates.collect()
    })
}

fn describe_command(extent: Extent) -> Command {
    let command = Command::new("describe")
        .about("Tells all that is documented of an action: parameters, answer, errors, samples")
        .arg(
            Arg::new("output")
                .long("output")
                .short('o')
                .value_name("FORMAT")
                .help("Write the facts as data instead of text")
                .value_parser(["text", "json", "jsonl", "yaml"])
                .global(true),
        )
        .after_help(
            "Example:\n  cloudwright describe tencent-tcr DescribeApplicationTriggerLogPersonal",
        );
    let service = extent.named().service.filter(|_| extent.is_complete());
    command.args([
        service_id().required(true).help("The service's id"),
        Arg::new("ACTION")
            .help(
                "The action, as the wire spells it or in kebab case; the service and its actions \
                 unless given",
            )
            .add(ArgValueCandidates::new(move || {
                let names = service.map(|entry| catalog::action_names(entry).unwrap_or_default());
                names
                    .into_iter()
                    .flatten()
                    .map(CompletionCandidate::new)
                    .collect()
            })),
    ])
}

/// A text of a spec in one line that can be printed.
fn about(text: &str) -> String {
    let line = text.replace('`', "");
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    printable::text(&line).into_owned()
}

fn mock() -> Command {
    Command::new("mock")
        .about("Runs a mock cloud on this machine until Ctrl-C")
        .long_about(
            "Runs a mock cloud on this machine until Ctrl-C. It speaks the clouds' protocols, \
             checks signatures and parameters, and answers the samples of the documentation. \
             Standard output gets lines for a shell that lead tools to it.",
        )
        .args([
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .help("Listen on this port; a free one unless given")
                .value_parser(value_parser!(u16)),
            Arg::new("listen")
                .long("listen")
                .value_name("ADDRESS")
                .help("Listen on this address instead of the loopback's: 0.0.0.0 in a container")
                .value_parser(value_parser!(IpAddr)),
            Arg::new("one-port-each")
                .long("one-port-each")
                .action(clap::ArgAction::SetTrue)
                .help("Give every service a port of its own, from --port on"),
            Arg::new("service")
                .long("service")
                .value_name("SERVICE")
                .action(clap::ArgAction::Append)
                .help("Serve this one only, of all that `services` lists; may be repeated")
                .add(candidates()),
            Arg::new("rows")
                .long("rows")
                .value_name("COUNT")
                .help("Answer paged actions with this many entries instead of the sample")
                .value_parser(value_parser!(u64)),
            Arg::new("latency")
                .long("latency")
                .value_name("TIME")
                .help("Wait before each answer: 200ms, 1.5s")
                .value_parser(options::duration),
            Arg::new("replay")
                .long("replay")
                .value_name("FILE")
                .help("Answer from this recording, each exchange once; `call --record` makes one"),
            Arg::new("certificate")
                .long("certificate")
                .value_name("FILE")
                .help("Write the certificate that clients have to trust for https to this file"),
            Arg::new("verbose")
                .long("verbose")
                .short('v')
                .action(clap::ArgAction::SetTrue)
                .help("Tell of each request on standard error"),
        ])
        .after_help(
            "A page for the browser is at the address. Any request may bear the headers \
             `x-mock-error: CODE` and `x-mock-fault: reset|stall|truncate|slow|html|status=503`.\n\n\
             Example:\n  cloudwright mock --port 8080 --rows 250",
        )
}

fn call_command(extent: Extent) -> Command {
    let named = extent.named().service;
    // Completions offer all services; a run has the one that it names.
    let others = match extent {
        Extent::Complete(_) => catalog::all().map(Catalog::services).unwrap_or_default(),
        Extent::Named(_) => &[],
    };
    let others = others
        .iter()
        .filter(|entry| named.is_none_or(|named| named.id != entry.id));
    let others = others.map(|entry| Command::new(entry.id.as_str()).about(about(&entry.title)));
    Command::new("call")
        .about("Calls an action")
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
        .subcommands(named.map(|entry| service(entry, extent).hide(!extent.is_complete())))
}

fn service(entry: &'static Entry, extent: Extent) -> Command {
    let chosen = extent.named().operation;
    let names = catalog::action_names(entry).unwrap_or_default();
    let listed: Vec<String> = match chosen {
        // The help of an action has no place for the others.
        Some(_) => Vec::new(),
        None => names.iter().map(|name| format!("  {name}")).collect(),
    };
    let others = names.into_iter().filter(|_| extent.is_complete());
    let others = others.filter(|name| chosen.is_none_or(|chosen| chosen.name != name));
    Command::new(entry.id.as_str())
        .about(about(&entry.title))
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
        .subcommands(chosen.map(|operation| action(operation, extent).hide(!extent.is_complete())))
}

/// An action, with a flag for each parameter.
fn action(operation: &'static Operation, extent: Extent) -> Command {
    let kebab = catalog::kebab(operation.name);
    let mut command = Command::new(operation.name)
        .about(about(operation.summary))
        .args(flags::of(operation).iter().map(flags::Flag::argument))
        .after_help(format!(
            "Example:\n  {}\n\n`cloudwright describe {} {}` tells what it answers.\n\n{EXIT_CODES}",
            describe::broken(operation, "      "),
            operation.service.id,
            operation.name,
        ));
    if extent.is_complete() {
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

    fn all_of_one() -> Named {
        let entry = catalog::service("tencent-ccr").unwrap();
        Named {
            service: Some(entry),
            operation: Some(catalog::action(entry, "ListTriggerLog").unwrap().operation),
        }
    }

    #[test]
    fn the_whole_command_is_built_right() {
        root(Extent::Complete(all_of_one())).debug_assert();
        root(Extent::Named(Named::default())).debug_assert();
    }

    #[test]
    fn what_a_command_line_names_is_built_and_no_more() {
        let root = root(Extent::Named(all_of_one()));
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
        let mut root = root(Extent::Named(all_of_one())).disable_help_subcommand(true);
        root.build();
        look(&mut root);
    }
}
