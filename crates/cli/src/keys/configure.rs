//! `cloudwright configure`: keys into the file where the vendor's own tool keeps them.
//!
//! The secret comes from a terminal that does not show it, or from standard input; it is no word of
//! the command line, which other users of the machine can see, and it is never written anywhere but
//! into the file.

use std::io::Read as _;

use clap::Args;
use cloudwright_core::Secret;
use cloudwright_core::meta::Provider;

use crate::call::prompt;
use crate::command::open_values::OpenValues;
use crate::failure::{Abort, Failure};
use crate::keys::provider::{NewKey, tools_of};
use crate::{catalog, note, say};

/// Writes keys into the file where the vendor's own tool keeps them
///
/// All else in the file stays as it is. Asks at a terminal for what is not given; the secret is not shown, and is no
/// option: --secret-stdin reads it from standard input.
#[derive(Args)]
#[command(after_help = "Examples:\n  cloudwright configure tencent\n  \
                  cloudwright configure alibaba --key-id LTAI5tExample --secret-stdin < secret.txt")]
pub(crate) struct Arguments {
    /// The cloud
    #[arg(value_name = Provider::WORDS.join("|"), hide_possible_values = true)]
    #[arg(value_parser = OpenValues::of(Provider::WORDS))]
    provider: String,
    /// The profile; the one that the vendor's tools use by default unless given
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The id of the key
    #[arg(long, value_name = "ID")]
    key_id: Option<String>,
    /// Read the secret of the key from standard input
    #[arg(long)]
    secret_stdin: bool,
    /// The region of calls that name none
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
}

/// Writes the keys.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Abort> {
    let provider = catalog::provider(&arguments.provider)?;
    let home = std::env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .ok_or_else(|| Failure::configuration("there is no home directory to keep keys in"))?;
    let vendor = tools_of(provider);
    let profile = arguments.profile.as_deref().unwrap_or(vendor.profile);
    check_profile(profile)?;
    let keys = ask(profile.to_owned(), arguments)?;
    let written = (vendor.write)(&home, &keys)?;
    let paths = written.files.iter().map(|path| path.display().to_string());
    let paths = paths.collect::<Vec<_>>().join(" and ");
    note(&format!("profile {} is in {paths}", keys.profile));
    if let Some(current) = &written.current {
        let profile = &keys.profile;
        note(&format!(
            "where no profile is named, {current} is used: --profile {profile} chooses this one"
        ));
    }
    if keys.region.is_some() && !vendor.keeps_region {
        note(&format!(
            "the file holds no region: set the variable {}",
            provider.region_variable()
        ));
    }
    let [id_variable, _] = provider.key_variables();
    if std::env::var_os(id_variable).is_some() {
        note(&format!(
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
fn ask(profile: String, arguments: &Arguments) -> Result<NewKey, Abort> {
    let from_stdin = arguments.secret_stdin;
    let can_ask = !from_stdin && prompt::is_possible();
    let id = match &arguments.key_id {
        Some(id) => id.clone(),
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
    let region = match arguments.region.clone() {
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
    Ok(NewKey {
        profile,
        id,
        secret: Secret::new(secret),
        region: region.filter(|region| !region.is_empty()),
    })
}

fn question(what: &str, answer: fn() -> Result<String, Abort>) -> Result<String, Abort> {
    say(&format!("{what}: "));
    Ok(answer()?.trim().to_owned())
}
