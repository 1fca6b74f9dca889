//! Values of an argument that a shell may complete, where any other text is taken as well.

use clap::Arg;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use cloudwright_catalog::Catalog;

use crate::catalog;
use crate::output::plain_line;

/// Any text, with values that a shell may complete: the enums of clouds are open, and so are names
/// until they are looked up.
#[derive(Clone, Debug)]
pub(crate) struct OpenValues(Vec<&'static str>);

impl OpenValues {
    /// Only values that are plain words to every shell are offered: completions are scripts.
    pub(crate) fn of(values: &[&'static str]) -> Self {
        let is_plain =
            |letter: char| letter.is_ascii_alphanumeric() || "_-./:@%+,".contains(letter);
        let values = values.iter().copied();
        Self(
            values
                .filter(|value| !value.is_empty() && value.chars().all(is_plain))
                .collect(),
        )
    }
}

impl TypedValueParser for OpenValues {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        if self.0.is_empty() {
            return None;
        }
        let values = self.0.iter();
        Some(Box::new(values.map(|value| PossibleValue::new(*value))))
    }
}

/// The ids of all services.
pub(crate) fn service_ids() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        let services = catalog::all()
            .map(Catalog::services)
            .unwrap_or_default()
            .iter();
        let candidates = services.map(|entry| {
            CompletionCandidate::new(&entry.id).help(Some(plain_line(&entry.title).into()))
        });
        candidates.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_are_offered_to_shells() {
        let values = OpenValues::of(&["desc", "1.2-x", "", "a b", "$(reboot)", "`x`", "'", "仓"]);
        assert_eq!(values.0, ["desc", "1.2-x"]);
    }
}
