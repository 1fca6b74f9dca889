//! `cloudwright configure`: keys into the file where the vendor's own tool keeps them.
//!
//! The secret comes from a terminal that does not show it, or from standard input; it is no word of
//! the command line, which other users of the machine can see, and it is never written anywhere but
//! into the file.

use std::io::{IsTerminal as _, Read as _};

use clap::{Arg, ArgAction, ArgMatches, Command};
use cloudwright_core::Secret;
use cloudwright_core::meta::Provider;
use cloudwright_vocabulary::printable;

use crate::call::prompt;
use crate::failure::{Failure, Stop};
use crate::look::Look;
use crate::open_values::OpenValues;
use crate::provider::{Keys, known};
use crate::{catalog, say};

/// `cloudwright configure`.
pub(crate) fn command() -> Command {
    let ids = Provider::WORDS.iter().copied();
    let value_name = ids.clone().collect::<Vec<_>>().join("|");
    Command::new("configure")
        .about("Writes keys into the file where the vendor's own tool keeps them")
        .long_about(
            "Writes keys into the file where the vendor's own tool keeps them, and leaves all else \
             in it as it is. Asks at a terminal for what is not given; the secret is not shown, and \
             is no option: --secret-stdin reads it from standard input.",
        )
        .args([
            Arg::new("PROVIDER")
                .value_name(value_name)
                .required(true)
                .help("The cloud")
                .hide_possible_values(true)
                .value_parser(OpenValues::of(&ids.collect::<Vec<_>>())),
            Arg::new("profile")
                .long("profile")
                .value_name("NAME")
                .help("The profile; the one that the vendor's tools use by default unless given"),
            Arg::new("key-id")
                .long("key-id")
                .value_name("ID")
                .help("The id of the key"),
            Arg::new("secret-stdin")
                .long("secret-stdin")
                .action(ArgAction::SetTrue)
                .help("Read the secret of the key from standard input"),
            Arg::new("region")
                .long("region")
                .value_name("REGION")
                .help("The region of calls that name none"),
        ])
        .after_help(
            "Examples:\n  cloudwright configure tencent\n  \
             cloudwright configure alibaba --key-id LTAI5tExample --secret-stdin < secret.txt",
        )
}

/// Writes the keys.
pub(crate) fn run(matches: &ArgMatches) -> Result<(), Stop> {
    let name = matches.get_one::<String>("PROVIDER");
    let provider = catalog::provider(name.map_or("", String::as_str))?;
    let home = std::env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .ok_or_else(|| Failure::configuration("there is no home directory to keep keys in"))?;
    let store = known(provider).store;
    let profile = matches.get_one::<String>("profile").cloned();
    let profile = profile.unwrap_or_else(|| store.profile.to_owned());
    check_profile(&profile)?;
    let keys = ask(matches, profile)?;
    let written = (store.write)(&home, &keys)?;
    let paths = written.files.iter().map(|path| path.display().to_string());
    let paths = paths.collect::<Vec<_>>().join(" and ");
    told(&format!("profile {} is in {paths}", keys.profile));
    if let Some(current) = &written.current {
        let profile = &keys.profile;
        told(&format!(
            "where no profile is named, {current} is used: --profile {profile} chooses this one"
        ));
    }
    if keys.region.is_some() && !store.keeps_region {
        told(&format!(
            "the file holds no region: set the variable {}",
            provider.region_variable()
        ));
    }
    let [id_variable, _] = provider.key_variables();
    if std::env::var_os(id_variable).is_some() {
        told(&format!(
            "the variable {id_variable} is set, and comes before the file"
        ));
    }
    Ok(())
}

/// A profile is a part of a file's name, or a heading in it.
fn check_profile(profile: &str) -> Result<(), Failure> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "_-.@".contains(letter);
    if profile.is_empty() || profile.starts_with('.') || !profile.chars().all(is_plain) {
        return Err(Failure::usage(format!(
            "{profile:?} is no name of a profile: letters, digits, _ - . @"
        )));
    }
    Ok(())
}

/// What is given, and what a person says.
fn ask(matches: &ArgMatches, profile: String) -> Result<Keys, Stop> {
    let given = |name: &str| matches.get_one::<String>(name).cloned();
    let from_stdin = matches.get_flag("secret-stdin");
    let can_ask = !from_stdin && std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    let id = match given("key-id") {
        Some(id) => id,
        None if can_ask => question("the id of the key", prompt::line)?,
        None => return Err(Failure::usage("--key-id is missing").into()),
    };
    let secret = if from_stdin {
        let mut text = String::new();
        std::io::stdin()
            .lock()
            .take(1 << 16)
            .read_to_string(&mut text)?;
        text.trim().to_owned()
    } else if can_ask {
        question("its secret, which is not shown", prompt::secret)?
    } else {
        let failure = Failure::usage("the secret is missing");
        return Err(failure
            .with_hint("--secret-stdin reads it from standard input")
            .into());
    };
    let region = match given("region") {
        None if can_ask => Some(question("the region; empty for none", prompt::line)?),
        region => region,
    };
    for (what, text) in [
        ("the id", &id),
        ("the secret", &secret),
        ("the region", region.as_ref().unwrap_or(&"-".to_owned())),
    ] {
        // The text itself may be a secret that was meant for another place.
        let is_word = |letter: char| letter.is_ascii_graphic();
        if text.is_empty() && what != "the region" {
            return Err(Failure::usage(format!("{what} is empty: nothing was written")).into());
        }
        if !text.chars().all(is_word) {
            let message = format!("{what} has characters that no key has: nothing was written");
            return Err(Failure::usage(message).into());
        }
    }
    Ok(Keys {
        profile,
        id,
        secret: Secret::new(secret),
        region: region.filter(|region| !region.is_empty()),
    })
}

fn question(what: &str, answer: fn() -> Result<String, Stop>) -> Result<String, Stop> {
    say(&format!("{what}: "));
    Ok(answer()?.trim().to_owned())
}

fn told(text: &str) {
    let word = Look::of_stderr().warning("note:");
    say(&format!("{word} {}\n", printable::text(text)));
}
