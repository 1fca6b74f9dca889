//! The command and its subcommands, as the parser of arguments sees them.
//!
//! Services are subcommands of `call`, and actions subcommands of services, each with the flags of
//! its parameters. A run only builds the one it needs: the words of the command line say which
//! ([`words`](crate::words)).

use std::ffi::OsString;

use clap::{Arg, ArgMatches, Command, value_parser};
use cloudwright::ServiceEntry;
use cloudwright_core::meta::Operation;
use cloudwright_vocabulary::printable;

use crate::failure::{EXIT_CODES, Stop};
use crate::open_values::OpenValues;
use crate::output::Format;
use crate::words::{self, Named};
use crate::{
    call, catalog, completions, configure, describe, flags, listing, options, serve, whoami,
};

/// Which part of `call` is built.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Extent {
    /// All services with all actions and parameters: for completions.
    All,
    /// What the command line names.
    Named(Named),
}

/// Runs the command.
pub(crate) fn run(arguments: &[OsString]) -> Result<(), Stop> {
    let (arguments, named) = words::resolve(arguments)?;
    let matches = root(Extent::Named(named)).try_get_matches_from(arguments)?;
    match matches.subcommand() {
        Some(("services", matches)) => listing::services(matches),
        Some(("actions", matches)) => listing::actions(matches),
        Some(("describe", matches)) => describe::run(matches),
        Some(("call", matches)) => call_action(matches),
        Some(("configure", matches)) => configure::run(matches),
        Some(("whoami", matches)) => whoami::run(matches),
        Some(("mock", matches)) => serve::run(matches),
        Some(("completions", matches)) => completions::run(matches),
        Some(("man", matches)) => completions::man(matches),
        // `subcommand_required` leaves nothing else.
        _ => Ok(()),
    }
}

fn call_action(matches: &ArgMatches) -> Result<(), Stop> {
    let Some((service, matches)) = matches.subcommand() else {
        return Ok(());
    };
    let Some((action, matches)) = matches.subcommand() else {
        return Ok(());
    };
    let operation = catalog::action(catalog::service(service)?, action)?;
    call::run(operation, matches)
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
        .subcommands([
            services(),
            actions(),
            describe_command(extent),
            call_command(extent),
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
        .about("Lists the services")
        .arg(output())
        .after_help("Example:\n  cloudwright services -o jsonl")
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
    let ids: Vec<&str> = catalog::services()
        .iter()
        .map(|entry| entry.service.id)
        .collect();
    Arg::new("SERVICE")
        .hide_possible_values(true)
        .value_parser(OpenValues::of(&ids))
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
    match extent {
        Extent::Named(_) => command.args([
            service_id().required(true).help("The service's id"),
            Arg::new("ACTION").help(
                "The action, as the wire spells it or in kebab case; the service and its actions \
                 unless given",
            ),
        ]),
        // Which actions there are to complete depends on the service.
        Extent::All => command
            .override_usage("cloudwright describe [OPTIONS] <SERVICE> [ACTION]")
            .disable_help_subcommand(true)
            .subcommand_value_name("SERVICE")
            .subcommand_help_heading("Services")
            .subcommands(catalog::services().iter().map(described_service)),
    }
}

/// A service of `describe`, for completions: its actions are words that may follow.
fn described_service(entry: &'static ServiceEntry) -> Command {
    let actions = entry.operations.iter().map(|operation| operation.name);
    Command::new(entry.service.id)
        .about(about(entry.service.title))
        .arg(
            Arg::new("ACTION")
                .help("The action; the service and its actions unless given")
                .hide_possible_values(true)
                .value_parser(OpenValues::of(&actions.collect::<Vec<_>>())),
        )
        .after_help(format!(
            "Example:\n  cloudwright describe {}",
            entry.service.id
        ))
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
            Arg::new("one-port-each")
                .long("one-port-each")
                .action(clap::ArgAction::SetTrue)
                .help("Give every service a port of its own, from --port on"),
            Arg::new("service")
                .long("service")
                .value_name("SERVICE")
                .action(clap::ArgAction::Append)
                .help("Serve this one only; may be repeated")
                .hide_possible_values(true)
                .value_parser(service_id().get_value_parser().clone()),
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
            Arg::new("specs")
                .long("specs")
                .value_name("DIR")
                .help("Serve the specs of this folder instead of the built-in ones"),
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
    let listed = catalog::services().iter();
    let listed: Vec<String> = listed
        .map(|entry| format!("  {}  {}", entry.service.id, about(entry.service.title)))
        .collect();
    let built = catalog::services()
        .iter()
        .map(|entry| service(entry, extent));
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
            "Services:\n{}\n\nExample:\n  cloudwright call tencent-ccr ListTriggerLog \
             --reponame test/nginx --mock -o table\n\n{EXIT_CODES}",
            listed.join("\n")
        ))
        .subcommands(built.map(|command| command.hide(matches!(extent, Extent::Named(_)))))
}

fn service(entry: &'static ServiceEntry, extent: Extent) -> Command {
    let service = entry.service;
    let is_named = |operation: &Operation| match extent {
        Extent::All => true,
        Extent::Named(named) => named
            .operation
            .is_some_and(|named| std::ptr::eq(named, operation)),
    };
    let is_named_service = match extent {
        Extent::All => true,
        Extent::Named(named) => named.service == Some(service.id),
    };
    let command = Command::new(service.id)
        .about(about(service.title))
        .override_usage(format!(
            "cloudwright call {} [OPTIONS] <ACTION> [PARAMETERS]",
            service.id
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_value_name("ACTION");
    if !is_named_service {
        return command;
    }
    let listed = entry.operations.iter();
    let listed: Vec<String> = listed
        .map(|operation| format!("  {}\n      {}", operation.name, about(operation.summary)))
        .collect();
    let named = entry
        .operations
        .iter()
        .filter(|operation| is_named(operation));
    command
        .after_help(format!("Actions:\n{}", listed.join("\n")))
        .subcommands(
            named.map(|operation| {
                action(operation, extent).hide(matches!(extent, Extent::Named(_)))
            }),
        )
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
    if matches!(extent, Extent::All) {
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

    #[test]
    fn the_whole_command_is_built_right() {
        root(Extent::All).debug_assert();
    }

    #[test]
    fn what_a_command_line_names_is_built_and_no_more() {
        let entry = catalog::service("tencent-ccr").unwrap();
        let named = Named {
            service: Some(entry.service.id),
            operation: entry.operations.first().copied(),
        };
        let root = root(Extent::Named(named));
        let call = root.find_subcommand("call").unwrap();
        let built = call
            .get_subcommands()
            .flat_map(Command::get_subcommands)
            .count();
        assert_eq!(built, 1);
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
        let mut root = root(Extent::All).disable_help_subcommand(true);
        root.build();
        look(&mut root);
    }
}
