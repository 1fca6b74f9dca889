//! What shells and manuals need: completions, and pages for `man`.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;

use crate::command::{self, Extent};
use crate::failure::{Failure, Stop};
use crate::{catalog, put};

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
    clap_complete::generate(
        shell,
        &mut command::root(Extent::All),
        "cloudwright",
        &mut script,
    );
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

/// Writes the page.
pub(crate) fn man(matches: &ArgMatches) -> Result<(), Stop> {
    let words = matches.get_many::<String>("COMMAND").into_iter().flatten();
    let mut found = command::root(Extent::All);
    found.build();
    let mut title = "cloudwright".to_owned();
    let mut service = None;
    for word in words {
        let mut name = word.clone();
        if let Some(entry) = service {
            name = catalog::action(entry, word)?.name.to_owned();
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
    put(&String::from_utf8_lossy(&text))
}
