//! Services and actions by what people type: a name, a word, and what was meant by a name that there is not.

use cloudwright_spec::closest;

use crate::CatalogError;
use crate::catalog::{Catalog, Entry};

/// What a word was found in.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SearchHit<'c> {
    /// The service.
    pub entry: &'c Entry,
    /// How many actions it has.
    pub count: usize,
    /// Its actions whose names hold the word; empty where the service's own name does.
    pub actions: Vec<String>,
}

/// How many services are named in the place of one that there is not.
const MOST: usize = 8;

/// How many of them are spelt like it.
const MOST_ALIKE: usize = 3;

impl Catalog {
    /// The service of an id, in any case, or of another name that only one service has: the vendor's
    /// code of the product, with or without the cloud before it (`Ecs`, `tencent/vod`), or either with the
    /// API version behind it (`tencent-vod-2018-07-17`).
    pub fn find(&self, name: &str) -> Option<&Entry> {
        let name = plain(name);
        let by_id = self
            .entries
            .binary_search_by(|entry| entry.id.as_str().cmp(&name));
        if let Ok(at) = by_id {
            return self.entries.get(at);
        }
        let mut found = self.entries.iter().filter(|entry| entry.is_called(&name));
        found.next().filter(|_| found.next().is_none())
    }

    /// The services that may be meant by a name that `find` does not find, the likeliest first: all that are
    /// called so, or else the versions of the product, what is spelt like it, what has the word in its name.
    pub fn instead_of(&self, name: &str) -> Vec<&Entry> {
        let name = plain(name);
        let product = name.get(..version_start(&name)).unwrap_or(&name);
        let mut found = self.those(|entry| entry.is_called(&name));
        if found.is_empty() && product != name {
            found = self.those(|entry| {
                let of_entry = entry.id.get(..version_start(&entry.id));
                entry.is_called(product) || of_entry == Some(product)
            });
        }
        if found.is_empty() {
            found = self.spelt_like(&name, |entry| &entry.id);
        }
        if found.is_empty() {
            found = self.spelt_like(&name, Entry::code);
        }
        if found.is_empty() && !name.is_empty() {
            found = self.those(|entry| {
                let names = [&entry.id, &entry.product, &entry.title];
                names
                    .iter()
                    .any(|text| text.to_ascii_lowercase().contains(&name))
            });
        }
        found.truncate(MOST);
        found
    }

    fn those(&self, is_one: impl Fn(&Entry) -> bool) -> Vec<&Entry> {
        self.entries.iter().filter(|entry| is_one(entry)).collect()
    }

    fn spelt_like(&self, name: &str, spelling: impl Fn(&Entry) -> &str) -> Vec<&Entry> {
        let mut left: Vec<&Entry> = self.entries.iter().collect();
        let mut found = Vec::new();
        while found.len() < MOST_ALIKE {
            let near = closest(name, left.iter().map(|entry| spelling(entry)));
            let at = near.and_then(|near| left.iter().position(|entry| spelling(entry) == near));
            let Some(at) = at else { break };
            found.push(left.remove(at));
        }
        found
    }

    /// Where a word stands: in the names of services, or in those of their actions, where it begins as one of
    /// the words that these are made of (`iam` is in `ListIamUsers` and not in `ListMediaMarks`). If it is
    /// found nowhere so, it may stand anywhere in an action's name.
    ///
    /// # Errors
    /// The catalogue is damaged.
    pub fn search(&self, word: &str) -> Result<Vec<SearchHit<'_>>, CatalogError> {
        let word = word.to_ascii_lowercase();
        let found = self.searched(&word, |name| begins_a_word(name, &word))?;
        if !found.is_empty() {
            return Ok(found);
        }
        self.searched(&word, |name| name.to_ascii_lowercase().contains(&word))
    }

    fn searched(
        &self,
        word: &str,
        is_in_action: impl Fn(&str) -> bool,
    ) -> Result<Vec<SearchHit<'_>>, CatalogError> {
        let is_in = |text: &str| text.to_ascii_lowercase().contains(word);
        let all = self.all_action_names()?;
        let found = all.into_iter().filter_map(|(entry, mut actions)| {
            let count = actions.len();
            let names = [&entry.id, &entry.product, &entry.title];
            if names.into_iter().any(|text| is_in(text)) {
                actions.clear();
            } else {
                actions.retain(|name| is_in_action(name));
                if actions.is_empty() {
                    return None;
                }
            }
            Some(SearchHit {
                entry,
                count,
                actions,
            })
        });
        Ok(found.collect())
    }
}

impl Entry {
    /// The id without the cloud.
    fn code(&self) -> &str {
        self.id.split_once('-').map_or("", |(_, code)| code)
    }

    /// Whether a name, in small letters and with hyphens, is one of its own beside its id.
    fn is_called(&self, name: &str) -> bool {
        let is_product =
            |name: &str| self.code() == name || self.product.eq_ignore_ascii_case(name);
        let version = self.version.as_deref().map(plain).unwrap_or_default();
        let before = name
            .strip_suffix(&*version)
            .and_then(|before| before.strip_suffix('-'));
        is_product(name) || before.is_some_and(|before| before == self.id || is_product(before))
    }
}

/// A name as ids are written.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['/', '_', '.'], "-")
}

/// Where the version begins that a name ends in, or the name's end: `-2018-07-17`, `-v2`.
fn version_start(name: &str) -> usize {
    let begins = |at: &usize| {
        let rest = name[*at..].trim_start_matches(['-', 'v']);
        rest.starts_with(|first: char| first.is_ascii_digit())
    };
    let mut hyphens = name.match_indices('-').map(|(at, _)| at);
    hyphens.find(begins).unwrap_or(name.len())
}

/// Whether a text in small letters stands in a name, from the beginning of one of its words on.
fn begins_a_word(name: &str, text: &str) -> bool {
    let letters = name.as_bytes();
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        before.is_none_or(|before| !before.is_ascii_alphabetic())
            || letters.get(at).is_some_and(u8::is_ascii_uppercase)
    };
    let lower = name.to_ascii_lowercase();
    lower.match_indices(text).any(|(at, _)| begins(at))
}
