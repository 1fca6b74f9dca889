//! What the parser of arguments has to say, without what a terminal would act on: it repeats the
//! words of the command line.

use clap::error::ErrorKind;
use cloudwright_vocabulary::printable;

use super::Failure;
use crate::output::look::Look;

/// Whether it is help that was asked for, or given where nothing was: words of the command alone.
pub(crate) fn is_help(error: &clap::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    )
}

/// The error as a person reads it.
pub(crate) fn render(error: &clap::Error, look: Look) -> String {
    let mut text = String::new();
    for line in error.render().to_string().lines() {
        let shown = printable::text(line);
        let (word, rest) = shown.split_once(':').unwrap_or((&shown, ""));
        let styled = match word.trim_start() {
            "error" => look.error("error:"),
            "tip" => format!("  {}", look.hint("tip:")),
            "Usage" => look.heading("Usage:"),
            _ => {
                text.extend([&*shown, "\n"]);
                continue;
            }
        };
        text.extend([&styled, rest, "\n"]);
    }
    text
}

impl From<&clap::Error> for Failure {
    fn from(error: &clap::Error) -> Self {
        if is_help(error) {
            return Self::usage("the command needs more words").with_hint("--help lists them");
        }
        let text = error.render().to_string();
        let said = text.lines().take_while(|line| !line.starts_with("Usage:"));
        let said: Vec<&str> = said
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        let is_tip = |line: &&&str| line.starts_with("tip:");
        let message: Vec<&str> = said.iter().filter(|line| !is_tip(line)).copied().collect();
        let message = message.join(" ");
        let failure = Self::usage(message.strip_prefix("error: ").unwrap_or(&message));
        let tips = said.iter().filter(is_tip);
        tips.fold(failure, |failure, tip| {
            failure.with_hint(tip.trim_start_matches("tip:").trim())
        })
    }
}
