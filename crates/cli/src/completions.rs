//! What shells and manuals need: completions, and pages for `man`.
//!
//! A shell asks this program at each press of its key: it answers from the catalogue.

use std::ffi::OsString;
use std::path::Path;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_complete::env::{CompleteEnv, Shells};

use crate::command::words::{self, NamedAction};
use crate::failure::{Abort, Failure};
use crate::{catalog, describe, put};

/// Writes completions for a shell
#[derive(Args)]
#[command(after_help = "Examples:\n  \
                  cloudwright completions bash > ~/.local/share/bash-completion/completions/cloudwright\n  \
                  cloudwright completions zsh > ~/.zfunc/_cloudwright\n  \
                  cloudwright completions fish > ~/.config/fish/completions/cloudwright.fish")]
pub(crate) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Writes a page for man
#[derive(Args)]
#[command(after_help = "Example:\n  cloudwright man call > cloudwright-call.1")]
pub(crate) struct ManualArguments {
    /// The command, such as `call huawei-swr`
    #[arg(value_name = "COMMAND", num_args = 0..=3)]
    words: Vec<String>,
}

/// The variable by which a shell asks for completions.
const ASKED: &str = "COMPLETE";

/// Answers a shell that asks what may come next, and ends the program then. The answer is made of what is
/// typed so far, of which `whole` makes the command: a script that knew all actions would have megabytes.
pub(crate) fn complete(arguments: &[OsString], whole: impl Fn(NamedAction) -> Command) {
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
pub(crate) fn run(arguments: &Arguments) -> Result<(), Abort> {
    let shell = arguments.shell.to_string();
    let shells = Shells::builtins();
    let completer = shells
        .completer(&shell)
        .ok_or_else(|| Failure::usage(format!("there are no completions for {shell}")))?;
    let mut script = Vec::new();
    let name = "cloudwright";
    completer.write_registration(ASKED, name, name, name, &mut script)?;
    put(&String::from_utf8_lossy(&script))
}

/// Writes the page; `whole` is the command with what is named.
pub(crate) fn man(
    arguments: &ManualArguments,
    whole: impl Fn(NamedAction) -> Command,
) -> Result<(), Abort> {
    let mut line = vec!["cloudwright".into()];
    line.extend(arguments.words.iter().map(OsString::from));
    // What is named is called as the catalogue calls it.
    let (line, named) = words::resolve(&line)?;
    let mut found = whole(named);
    found.build();
    let mut title = "cloudwright".to_owned();
    for word in line.iter().skip(1) {
        let Some(inner) = found.find_subcommand(word).cloned() else {
            let message = format!("{title} has no command {:?}", word.to_string_lossy());
            return Err(Failure::usage(message).into());
        };
        title.extend(["-", inner.get_name()]);
        found = inner;
    }
    let answer = match (named.service, named.operation) {
        (Some(entry), Some(operation)) => {
            describe::manual_of_answer(catalog::action(entry, operation.name)?)
        }
        _ => String::new(),
    };
    let page = clap_mangen::Man::new(found).title(title.to_uppercase());
    let mut text = Vec::new();
    page.render(&mut text)?;
    let text = String::from_utf8_lossy(&text);
    // Examples and exit codes come last.
    let end = text.find(".SH EXTRA").unwrap_or(text.len());
    let (before, after) = text.split_at(end);
    put(&format!("{before}{answer}{after}"))
}
