//! An error of reqwest with those beneath it, and what they say. Some things hyper tells in words only: its
//! types are not ours to name.

use std::error::Error as StdError;
use std::io;

pub(super) type Cause<'e> = &'e (dyn StdError + 'static);

/// An error and those beneath it, also those that the standard library's hold and do not call a source.
pub(super) struct Causes<'e>(Vec<Cause<'e>>);

impl<'e> Causes<'e> {
    pub(super) fn of(error: Cause<'e>) -> Self {
        const DEEPEST: usize = 32;
        let beneath = |cause: &Cause<'e>| {
            let cause = *cause;
            let error: Option<&io::Error> = cause.downcast_ref();
            let held = error.and_then(io::Error::get_ref);
            held.map_or_else(|| cause.source(), |held| Some(held))
        };
        let causes = std::iter::successors(Some(error), beneath);
        Self(causes.take(DEEPEST).collect())
    }

    /// Those of a type, the outermost first.
    pub(super) fn all<T: StdError + 'static>(&self) -> impl Iterator<Item = &'e T> {
        self.0.iter().filter_map(|cause| cause.downcast_ref())
    }

    /// Whether one of them says this, in whatever case; `part` is in lower case.
    pub(super) fn say(&self, part: &str) -> bool {
        let mut texts = self.0.iter().map(ToString::to_string);
        texts.any(|text| text.to_ascii_lowercase().contains(part))
    }

    /// The one beneath all others.
    pub(super) fn deepest(&self) -> Option<Cause<'e>> {
        self.0.last().copied()
    }
}
