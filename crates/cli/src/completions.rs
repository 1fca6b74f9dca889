//! What shells and manuals need: completions, and pages for `man`.

use std::fmt::Write as _;

use clap::builder::PossibleValue;
use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::command::{self, Extent};
use crate::failure::{Failure, Stop};
use crate::{catalog, describe, put};

/// `cloudwright completions`.
pub(crate) fn command() -> Command {
    Command::new("completions")
        .about("Writes completions for a shell")
        .arg(
            Arg::new("SHELL")
                .required(true)
                .help("The shell")
                .value_parser(value_parser!(Shell)),
        )
        .after_help(
            "Examples:\n  \
               cloudwright completions bash > ~/.local/share/bash-completion/completions/cloudwright\n  \
               cloudwright completions zsh > ~/.zfunc/_cloudwright\n  \
               cloudwright completions fish > ~/.config/fish/completions/cloudwright.fish",
        )
}

/// Writes the completions.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let Some(shell) = matches.get_one::<Shell>("SHELL").copied() else {
        return Ok(());
    };
    let mut script = Vec::new();
    let mut root = command::root(Extent::All);
    clap_complete::generate(shell, &mut root, "cloudwright", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if shell == Shell::Fish {
        script.push_str(&fish_actions(&root));
        script.push_str(&fish_described(&root));
    }
    put(&script)
}

/// The flags of actions for fish: its generator does not go that deep.
fn fish_actions(root: &Command) -> String {
    let mut script = String::new();
    let services = root
        .find_subcommand("call")
        .into_iter()
        .flat_map(Command::get_subcommands);
    for service in services {
        for action in service.get_subcommands() {
            let names: Vec<&str> = std::iter::once(action.get_name())
                .chain(action.get_all_aliases())
                .collect();
            let condition = format!(
                "__fish_seen_subcommand_from call; and __fish_seen_subcommand_from {}; and \
                 __fish_seen_subcommand_from {}",
                service.get_name(),
                names.join(" ")
            );
            for argument in action.get_arguments() {
                script.push_str(&fish_flag(&condition, argument));
            }
        }
    }
    script
}

/// The actions behind `describe SERVICE`, for fish.
fn fish_described(root: &Command) -> String {
    let services = root
        .find_subcommand("describe")
        .into_iter()
        .flat_map(Command::get_subcommands);
    let mut script = String::new();
    for service in services {
        let actions = service
            .get_positionals()
            .flat_map(Arg::get_possible_values)
            .map(|action| action.get_name().to_owned());
        let _ = writeln!(
            script,
            "complete -c cloudwright -n \"__fish_seen_subcommand_from describe; and \
             __fish_seen_subcommand_from {}\" -f -a '{}'",
            service.get_name(),
            actions.collect::<Vec<_>>().join(" "),
        );
    }
    script
}

fn fish_flag(condition: &str, argument: &Arg) -> String {
    let Some(long) = argument.get_long() else {
        return String::new();
    };
    let mut line = format!("complete -c cloudwright -n \"{condition}\" -l {long}");
    let help = argument
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    // Within single quotes, fish only reads these two.
    let help = help.replace('\\', "\\\\").replace('\'', "\\'");
    line.extend([" -d '", help.as_str(), "'"]);
    if argument.get_action().takes_values() {
        let values = argument.get_possible_values();
        let values: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        line.push_str(if values.is_empty() {
            " -r"
        } else {
            " -r -f -a '"
        });
        if !values.is_empty() {
            line.extend([values.join(" ").as_str(), "'"]);
        }
    }
    line.push('\n');
    line
}

/// `cloudwright man`.
pub(crate) fn man_command() -> Command {
    Command::new("man")
        .about("Writes a page for man")
        .arg(
            Arg::new("COMMAND")
                .num_args(0..=3)
                .help("The command, such as `call huawei-swr`"),
        )
        .after_help("Example:\n  cloudwright man call > cloudwright-call.1")
}

/// Writes the page.
pub(crate) fn man(matches: &ArgMatches) -> Result<(), Stop> {
    let words = matches.get_many::<String>("COMMAND").into_iter().flatten();
    let mut found = command::root(Extent::All);
    found.build();
    let mut title = "cloudwright".to_owned();
    let mut service = None;
    let mut answer = String::new();
    for word in words {
        let mut name = word.clone();
        if let Some(entry) = service {
            let operation = catalog::action(entry, word)?;
            operation.name.clone_into(&mut name);
            answer = describe::manual_of_answer(operation);
        }
        let Some(inner) = found.find_subcommand(&name).cloned() else {
            return Err(Failure::usage(format!("{title} has no command {word:?}")).into());
        };
        service = catalog::services()
            .iter()
            .find(|entry| entry.service.id == name);
        title.push('-');
        title.push_str(&name);
        found = inner;
    }
    let page = clap_mangen::Man::new(found).title(title.to_uppercase());
    let mut text = Vec::new();
    page.render(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    // Examples and exit codes come last.
    let end = text.find(".SH EXTRA").unwrap_or(text.len());
    let (before, after) = text.split_at(end);
    put(&format!("{before}{answer}{after}"))
}
