//! What shells and manuals need: completions, and pages for `man`.
//!
//! A shell asks this program at each press of its key: it answers from the catalogue.

use std::ffi::OsString;
use std::path::Path;

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use clap_complete::env::{CompleteEnv, Shells};

use crate::failure::{Failure, Stop};
use crate::words::{self, Named};
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

/// The variable by which a shell asks for completions.
const ASKED: &str = "COMPLETE";

/// Answers a shell that asks what may come next, and ends the program then. The answer is made of what is
/// typed so far, of which `whole` makes the command: a script that knew all actions would have megabytes.
pub(crate) fn complete(arguments: &[OsString], whole: impl Fn(Named) -> Command) {
    if std::env::var_os(ASKED).is_none() {
        return;
    }
    let typed = arguments.iter().position(|word| word == "--");
    let typed = typed.map_or(&[][..], |at| &arguments[at + 1..]);
    // A folder that cannot be read has no completions; the command itself will tell why.
    let _ = words::specs_folder(typed).map(|folder| catalog::add_specs(Path::new(&folder)));
    let named = words::so_far(typed);
    CompleteEnv::with_factory(|| whole(named))
        .var(ASKED)
        .complete();
}

/// Writes the lines that have a shell ask this program.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let shells = Shells::builtins();
    let shell = matches
        .get_one::<Shell>("SHELL")
        .map(ToString::to_string)
        .unwrap_or_default();
    let completer = shells
        .completer(&shell)
        .ok_or_else(|| Failure::usage(format!("there are no completions for {shell}")))?;
    let mut script = Vec::new();
    let name = "cloudwright";
    completer.write_registration(ASKED, name, name, name, &mut script)?;
    put(&String::from_utf8_lossy(&script))
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

/// Writes the page; `whole` is the command with what is named.
pub(crate) fn man(matches: &ArgMatches, whole: impl Fn(Named) -> Command) -> Result<(), Stop> {
    let words: Vec<&String> = matches.get_many("COMMAND").into_iter().flatten().collect();
    let mut line = vec!["cloudwright".into()];
    line.extend(words.iter().map(OsString::from));
    let (_, named) = words::resolve(&line)?;
    let mut found = whole(named);
    found.build();
    let mut title = "cloudwright".to_owned();
    let answer = match (named.service, named.operation) {
        (Some(entry), Some(operation)) => {
            describe::manual_of_answer(catalog::action(entry, operation.name)?)
        }
        _ => String::new(),
    };
    for (at, word) in words.into_iter().enumerate() {
        // What was named is called as the catalogue calls it.
        let name = match at {
            1 => named.service.map_or(word.as_str(), |entry| &entry.id),
            2 => named
                .operation
                .map_or(word.as_str(), |operation| operation.name),
            _ => word,
        };
        let Some(inner) = found.find_subcommand(name).cloned() else {
            return Err(Failure::usage(format!("{title} has no command {word:?}")).into());
        };
        title.push('-');
        title.push_str(name);
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
