//! What the rest of a page tells about its rows: the language, and the names that its samples use.

use std::collections::HashSet;

use crate::facts::Language;
use crate::heading::Section;
use crate::text::PageText;

/// What rows are weighed against.
pub(super) struct RowEvidence {
    /// The page's language.
    pub(super) language: Language,
    /// Names in samples, without indices.
    names: HashSet<String>,
}

impl RowEvidence {
    /// Collects the names in the page's samples: JSON keys, valid or not, and names in queries.
    pub(super) fn of(text: &PageText<'_>, sections: &[Section], language: Language) -> Self {
        let mut names = HashSet::new();
        for section in sections.iter().filter(|section| section.topic.is_samples()) {
            for index in section.lines() {
                let line = text.at(index);
                keys(line, &mut names);
                if let Some(pair) = line.trim().strip_prefix('&') {
                    let name = pair.split('=').next().unwrap_or(pair);
                    names.extend(
                        name.split('.')
                            .filter(|part| !part.is_empty())
                            .map(str::to_owned),
                    );
                }
            }
        }
        Self { language, names }
    }

    /// Whether a sample uses the name.
    pub(super) fn sampled(&self, name: &str) -> bool {
        self.names
            .contains(name.split(['.', '[']).next().unwrap_or(name))
    }
}

/// The JSON keys of a line.
fn keys(line: &str, names: &mut HashSet<String>) {
    let mut parts = line.split('"');
    parts.next();
    while let Some(key) = parts.next() {
        let Some(behind) = parts.next() else {
            return;
        };
        if behind.trim_start().starts_with(':') && key.len() <= 128 {
            names.insert(key.to_owned());
        }
    }
}
