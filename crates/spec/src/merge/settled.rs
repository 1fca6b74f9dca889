//! A merge that the checks refuse is done once more without what they refuse of it.
//!
//! What people added can deny what a source says: a sample that lacks what must be given now, a page that goes
//! on by a parameter that is gone, a bound of what is no number any more. Vendors are also often wrong about
//! flags (`always`, `nullable`), as samples show. Such a difference is left to a person, with the reason, and
//! keeps nothing else away. Which one it is follows from what a finding names and from where it stands.

use std::collections::BTreeMap;

use super::Merged;
use super::difference::Difference;
use super::edit::end_of;
use crate::diagnostic::{Diagnostic, Report, shown};
use crate::load;
use crate::source::{self, Content, Node};

/// A merge is done so often at most. Findings hide behind findings; files that are still refused then stay as
/// they were.
const ROUNDS: usize = 8;

/// Differences that are left to a person: file and subject, with the reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Left {
    reasons: BTreeMap<(String, String), String>,
}

impl Left {
    /// Why a difference is left; `None` if it is merged.
    pub(super) fn why(&self, file: &str, subject: &str) -> Option<String> {
        if self.reasons.is_empty() {
            return None;
        }
        let key = (file.to_owned(), subject.to_owned());
        self.reasons.get(&key).cloned()
    }

    /// Adds others; whether there were any.
    fn extend(&mut self, other: Self) -> bool {
        let before = self.reasons.len();
        self.reasons.extend(other.reasons);
        self.reasons.len() > before
    }

    /// Adds the differences that may be why the checks refuse a file; `before` is its text before the merge.
    pub(super) fn add(&mut self, error: &Diagnostic, merged: &Merged, before: Option<&str>) {
        let why = shown(&error.message);
        for difference in suspects(error, merged, before) {
            let key = (difference.file.clone(), difference.subject.clone());
            self.reasons.entry(key).or_insert_with(|| why.clone());
        }
    }
}

/// The differences that a finding may be about: the sample that it is in, if that is new; else those of what
/// it names in its file, those of what it stands in, and those of shared types that it names.
fn suspects<'m>(
    error: &Diagnostic,
    merged: &'m Merged,
    before: Option<&str>,
) -> Vec<&'m Difference> {
    let is_own = |difference: &&Difference| difference.file == error.file;
    let open = || {
        let all = merged.differences.iter();
        all.filter(|found| !found.kind.is_left() && found.subject != "action")
    };
    let place = FindingContext::of(error, merged);
    let is_new = |sample: &String| before.is_none_or(|before| !before.contains(sample));
    if place.sample.as_ref().is_some_and(is_new) {
        let is_sample = |found: &&Difference| is_own(found) && found.subject.starts_with("sample");
        let samples: Vec<_> = open().filter(is_sample).collect();
        if !samples.is_empty() {
            return samples;
        }
    }
    let named: Vec<&str> = error.message.split('`').skip(1).step_by(2).collect();
    // What is said of a member (`always: true`), and the key that the finding is at.
    let said = named
        .iter()
        .filter_map(|word| Some(word.split_once(": ")?.0));
    let keys: Vec<&str> = said.chain(place.key.as_deref()).collect();
    let about = |names: &[&str], difference: &Difference| {
        names.iter().any(|name| is_about(difference, name))
    };
    let own = |names: &[&str]| -> Vec<&'m Difference> {
        let own = open().filter(is_own);
        own.filter(|found| about(names, found)).collect()
    };
    let mut found = own(&named);
    for name in place.names.iter().rev() {
        if found.is_empty() {
            found = own(&[name.as_str()]);
        }
    }
    if found.is_empty() {
        let shared = open().filter(|found| found.file.ends_with(load::SERVICE_FILE));
        found = shared.filter(|found| about(&named, found)).collect();
    }
    let mut narrow = found.clone();
    narrow.retain(|found| {
        let what = found.subject.split_once(": ");
        what.is_some_and(|(_, key)| keys.contains(&key))
    });
    if narrow.is_empty() { found } else { narrow }
}

/// Whether a difference is about what bears this name: `request Data.Limit: max` is about `Limit`.
fn is_about(difference: &Difference, name: &str) -> bool {
    let subject = difference.subject.split(": ").next().unwrap_or_default();
    let before = subject.strip_suffix(name).filter(|_| !name.is_empty());
    before.is_some_and(|before| before.ends_with([' ', '.']))
}

/// Where a finding stands in what a merge made.
#[derive(Debug, Default)]
struct FindingContext {
    /// The names of what it stands in, the outermost first.
    names: Vec<String>,
    /// The key of the innermost of them that it is below.
    key: Option<String>,
    /// The text of the sample that it is in.
    sample: Option<String>,
}

impl FindingContext {
    fn of(error: &Diagnostic, merged: &Merged) -> Self {
        let mut place = Self::default();
        let file = merged.files.iter().find(|file| file.path == error.file);
        let (Some(file), Some(span)) = (file, &error.span) else {
            return place;
        };
        let text = load::text_of(&file.content);
        let Ok(tree) = source::parse(&text) else {
            return place;
        };
        let is_before = |found: &&Node| found.bytes.start <= span.bytes.start;
        let mut next = tree.root.as_ref();
        let mut is_of_samples = false;
        while let Some(node) = next {
            next = match &node.content {
                Content::Map(entries) => {
                    let mut keys = ["name", "code"].into_iter();
                    let name = keys.find_map(|key| node.entry(key)?.1.text());
                    let found = entries.iter().rfind(|(key, _)| is_before(&key));
                    if let Some(name) = name {
                        place.names.push(name.to_owned());
                        place.key = found.and_then(|(key, _)| Some(key.text()?.to_owned()));
                    }
                    is_of_samples = found.is_some_and(|(key, _)| key.text() == Some("samples"));
                    found.map(|(_, value)| value)
                }
                Content::List(items) => {
                    let found = items.iter().rfind(is_before);
                    if let Some(sample) = found.filter(|_| is_of_samples) {
                        let end = end_of(&text, sample);
                        place.sample = text.get(sample.bytes.start..end).map(str::to_owned);
                        return place;
                    }
                    found
                }
                Content::Scalar { .. } | Content::Refused => None,
            };
        }
        place
    }
}

/// Merges, and again without what was refused. `merge` gives what came of it, and what may be why the checks
/// refuse some of that.
pub(super) fn settled(
    merge: impl Fn(&Left) -> (Result<Merged, Report>, Left),
) -> Result<Merged, Report> {
    let mut left = Left::default();
    let mut rounds = 0;
    loop {
        let (outcome, denied) = merge(&left);
        rounds += 1;
        if rounds == ROUNDS || !left.extend(denied) {
            return outcome;
        }
    }
}
