//! `sources.lock`: from what each action of a service was taken. Written by `transcribe` and `import` and by
//! nobody else; it lies beside the specs and is no spec.
//!
//! It holds no vendor's text: a digest of each member's sentences shows that they changed, and the numbers in
//! them where a limit may have.

pub(crate) mod values;

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_page::facts::Span;
use serde::{Deserialize, Serialize};

use crate::merge::{ActionFacts, Difference, Origin};
use crate::model::Evidence;
pub use values::StatedValues;
use values::Statements;

/// The file's name.
pub const LOCK_FILE: &str = "sources.lock";

/// What is told to be read again where nearly all sentences changed.
const WHOLE: &str = "(nearly all of it: the page was written anew)";

const HEAD: &str =
    "# Written by `transcribe`, `import` and `add`: from what each action was taken.\n";

/// The lock of a service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// By action; shared types under the empty name.
    #[serde(default)]
    pub actions: BTreeMap<String, ActionSources>,
}

/// From what an action was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ActionSources {
    /// Its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageSource>,
    /// An inventory of the vendor's metadata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inventory: Option<InventorySource>,
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PageSource {
    /// Its heading.
    pub title: String,
    /// When it was last changed, as it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<String>,
    /// The dialect and the language it was read as.
    pub read_as: String,
    /// A digest of its text.
    pub digest: String,
    /// What it stated, each with a digest of its sentences, and the numbers in them.
    #[serde(default)]
    pub stated: BTreeMap<String, String>,
    /// What it stated of them that it may cease to state: bounds, defaults, flags.
    #[serde(default, skip_serializing_if = "StatedValues::is_empty")]
    pub values: StatedValues,
}

/// An inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct InventorySource {
    /// What it is of.
    pub title: String,
    /// A digest of what it says of the action.
    pub digest: String,
    /// What it stated.
    #[serde(default)]
    pub stated: BTreeSet<String>,
    /// What it stated of them that it may cease to state: bounds, defaults, flags, hosts.
    #[serde(default, skip_serializing_if = "StatedValues::is_empty")]
    pub values: StatedValues,
    /// What it stated and was left to a person, by subject: it has been told.
    #[serde(default, skip_serializing_if = "StatedValues::is_empty")]
    pub left: StatedValues,
}

/// What a source stated when it was last merged, as the lock has it. What actions share is under the empty name.
#[derive(Clone, Copy, Debug)]
pub struct Stated<'l> {
    lock: &'l Lock,
    is_inventory: bool,
}

impl<'l> Stated<'l> {
    fn inventory(self, action: &str) -> Option<&'l InventorySource> {
        let sources = self.lock.actions.get(action)?;
        sources.inventory.as_ref().filter(|_| self.is_inventory)
    }

    fn page(self, action: &str) -> Option<&'l PageSource> {
        let sources = self.lock.actions.get(action)?;
        sources.page.as_ref().filter(|_| !self.is_inventory)
    }

    /// Whether anything is known of an action.
    pub(crate) fn knows(self, action: &str) -> bool {
        self.inventory(action).is_some() || self.page(action).is_some()
    }

    /// Whether a member, an error or a type was stated; `None` where nothing is known of the action.
    pub(crate) fn has(self, action: &str, subject: &str) -> Option<bool> {
        let of_page = || Some(self.page(action)?.stated.contains_key(subject));
        let inventory = self.inventory(action);
        inventory.map_or_else(of_page, |known| Some(known.stated.contains(subject)))
    }

    /// The value that was stated of a subject.
    pub(crate) fn value(self, action: &str, subject: &str, key: &str) -> Option<&'l str> {
        let of_page = || Some(&self.page(action)?.values);
        let inventory = self.inventory(action);
        let values = inventory.map_or_else(of_page, |known| Some(&known.values))?;
        values.get(&values::key(subject, key)).map(String::as_str)
    }

    /// Whether a difference was left to a person before, when the source said the same.
    pub(crate) fn was_left(self, difference: &Difference) -> bool {
        let known = self.inventory(difference.action());
        let left = known.and_then(|known| known.left.get(&difference.subject));
        left == Some(&difference.says)
    }
}

/// Sentences that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadAgain {
    /// The action.
    pub action: String,
    /// The member, or `description` for what stands around the tables.
    pub subject: String,
    /// Where.
    pub lines: Option<Span>,
    /// Numbers that were there and are not, and that are there and were not.
    pub numbers: (Vec<String>, Vec<String>),
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// If the text is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        let body = text.strip_prefix(HEAD).unwrap_or(text);
        if body.starts_with('{') {
            return serde_json::from_str(body).map_err(|error| error.to_string());
        }
        serde_yaml::from_str(text).map_err(|error| error.to_string())
    }

    /// The lock as a file.
    ///
    /// # Errors
    /// If it holds what YAML cannot say.
    pub fn to_text(&self) -> Result<String, String> {
        // JSON, which is YAML too: the locks of a whole cloud have a million lines, and each import reads
        // them; as YAML that took longer than to merge.
        let body = serde_json::to_string_pretty(self).map_err(|error| error.to_string())?;
        Ok(format!("{HEAD}{body}\n"))
    }

    /// What a source of this kind stated before; `None` if the lock knows nothing of it.
    pub fn stated(&self, origin: &Origin) -> Option<Stated<'_>> {
        let stated = Stated {
            lock: self,
            is_inventory: origin.evidence == Evidence::Metadata,
        };
        let mut actions = self.actions.keys();
        actions.any(|action| stated.knows(action)).then_some(stated)
    }

    /// Records a page, and tells which sentences changed since the last one.
    pub fn page(&mut self, facts: &ActionFacts, text: &str, read_as: &str) -> Vec<ReadAgain> {
        let sources = self.actions.entry(facts.action.action.clone()).or_default();
        let mut of_lines: Vec<&String> = facts.lines.keys().collect();
        of_lines.retain(|subject| !subject.starts_with("head ") && !subject.starts_with("sample"));
        let stated = of_lines
            .into_iter()
            .chain(facts.prose.keys())
            .map(|subject| {
                let prose = facts.prose.get(subject).map_or("", String::as_str);
                (subject.clone(), mark(prose))
            });
        let now = PageSource {
            title: facts.action.source.title.clone(),
            updated: facts.action.source.updated.clone(),
            read_as: read_as.to_owned(),
            digest: digest(text),
            stated: stated.collect(),
            values: Statements::of_action(&facts.action).values,
        };
        let before = sources.page.replace(now);
        let (Some(before), Some(now)) = (before, &sources.page) else {
            return Vec::new();
        };
        // Another language says all of it in other words.
        if before.read_as != now.read_as {
            return Vec::new();
        }
        let changed = now.stated.iter().filter_map(|(subject, mark)| {
            let was = before.stated.get(subject)?;
            (was != mark).then(|| ReadAgain {
                action: facts.action.action.clone(),
                subject: subject.clone(),
                lines: facts.lines.get(subject).copied(),
                numbers: numbers_of(was, mark),
            })
        });
        let changed: Vec<ReadAgain> = changed.collect();
        // A page that was laid out anew says nearly all of it otherwise.
        let known = now.stated.keys();
        let known = known.filter(|subject| before.stated.contains_key(*subject));
        if changed.len() > 5 && changed.len() * 2 > known.count() {
            return vec![ReadAgain {
                action: facts.action.action.clone(),
                subject: WHOLE.to_owned(),
                lines: None,
                numbers: (Vec::new(), Vec::new()),
            }];
        }
        changed
    }

    /// Records what an inventory says of an action, or of the types that actions share.
    pub(crate) fn inventory(
        &mut self,
        action: &str,
        title: &str,
        Statements {
            subjects, values, ..
        }: Statements<'_>,
        text: &str,
    ) {
        let sources = self.actions.entry(action.to_owned()).or_default();
        sources.inventory = Some(InventorySource {
            title: title.to_owned(),
            digest: digest(text),
            stated: subjects,
            values,
            left: StatedValues::new(),
        });
    }

    /// Records what an inventory stated and was left to a person. What it states no more is known on: it can
    /// still be merged once the person has seen to it.
    pub(crate) fn leave(&mut self, before: &Self, difference: &Difference) {
        let action = difference.action();
        let of = |lock: &'_ Self| lock.actions.get(action)?.inventory.clone();
        let before = of(before).unwrap_or_default();
        let sources = self.actions.entry(action.to_owned()).or_default();
        let now = sources.inventory.get_or_insert_default();
        let subject = &difference.subject;
        now.left.insert(subject.clone(), difference.says.clone());
        if difference.says.is_empty() {
            now.stated.extend(before.stated.get(subject).cloned());
            let value = before.values.get_key_value(subject);
            now.values
                .extend(value.map(|(key, value)| (key.clone(), value.clone())));
        }
    }
}

/// A digest of sentences, blanks apart, with the numbers in them.
fn mark(prose: &str) -> String {
    let numbers = prose.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = numbers.map(|number| number.trim_matches('.'));
    let mut numbers: Vec<&str> = numbers
        .filter(|number| !number.is_empty() && number.len() <= 20)
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(16);
    let mut mark = digest(prose);
    for number in numbers {
        mark.push(' ');
        mark.push_str(number);
    }
    mark
}

fn numbers_of(was: &str, is: &str) -> (Vec<String>, Vec<String>) {
    let of =
        |mark: &str| -> BTreeSet<String> { mark.split(' ').skip(1).map(str::to_owned).collect() };
    let (was, is) = (of(was), of(is));
    (
        was.difference(&is).cloned().collect(),
        is.difference(&was).cloned().collect(),
    )
}

/// A digest of a text's words: FNV-1a of 64 bits (Fowler, Noll, Vo: draft-eastlake-fnv). It shows that a text
/// changed and guards against nobody; a `Hasher` of std may differ from release to release.
pub fn digest(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut take = |byte: u8| {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    };
    for word in text.split_whitespace() {
        word.bytes().for_each(&mut take);
        take(b' ');
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_no_change_and_words_are() {
        assert_eq!(digest("a  b\n"), digest("a b"));
        assert_ne!(digest("ab"), digest("a b"));
    }

    #[test]
    fn numbers_that_changed_are_told_by_side() {
        let (gone, come) = numbers_of(&mark("At most 100 of 5."), &mark("At most 200 of 5."));
        assert_eq!(
            (gone, come),
            (vec!["100".to_owned()], vec!["200".to_owned()])
        );
    }
}
