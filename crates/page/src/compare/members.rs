//! Changes of parameters and fields: added, gone, renamed, and of what is said about those that stayed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::wording::{self, Wording};
use super::{Change, ChangeKind};
use crate::facts::{Certainty, Fact, Member, Page, Range};
use crate::nesting::is_indexed;
use crate::prose;
use crate::types::Type;
use crate::words::has_any;

/// One side of an action: what its changes are called, and where they say that they stand.
struct Side {
    added: ChangeKind,
    removed: ChangeKind,
    renamed: ChangeKind,
    r#type: ChangeKind,
    name: &'static str,
    /// Stands before a path where the kind does not tell the side.
    prefix: &'static str,
}

const REQUEST: Side = Side {
    added: ChangeKind::ParamAdded,
    removed: ChangeKind::ParamRemoved,
    renamed: ChangeKind::ParamRenamed,
    r#type: ChangeKind::ParamType,
    name: "parameters",
    prefix: "",
};

const RESPONSE: Side = Side {
    added: ChangeKind::ResponseAdded,
    removed: ChangeKind::ResponseRemoved,
    renamed: ChangeKind::ResponseRenamed,
    r#type: ChangeKind::ResponseType,
    name: "response",
    prefix: "response ",
};

/// Compares the parameters, without those that every action takes.
pub(super) fn parameters(old: &Page, new: &Page, wording: &Wording, changes: &mut Vec<Change>) {
    let own = |page: &'_ Page| -> Vec<Member> {
        let members = page.parameters.iter();
        members.filter(|member| !member.common).cloned().collect()
    };
    compare(&own(old), &own(new), &REQUEST, wording, changes);
}

/// Compares the fields of the answers.
pub(super) fn response(old: &Page, new: &Page, wording: &Wording, changes: &mut Vec<Change>) {
    compare(&old.response, &new.response, &RESPONSE, wording, changes);
}

struct Comparison<'a> {
    side: &'a Side,
    wording: &'a Wording,
    changes: &'a mut Vec<Change>,
}

/// How many pairs of gone and new members are weighed for being a rename.
const WEIGHED: usize = 20_000;

fn compare(
    old: &[Member],
    new: &[Member],
    side: &Side,
    wording: &Wording,
    changes: &mut Vec<Change>,
) {
    let mut comparison = Comparison {
        side,
        wording,
        changes,
    };
    let (before, after) = (by_key(old, &HashMap::new()), by_key(new, &HashMap::new()));
    let gone: Vec<&Member> = ordered(old)
        .filter(|member| !after.contains_key(&key(member)))
        .collect();
    let come: Vec<&Member> = ordered(new)
        .filter(|member| !before.contains_key(&key(member)))
        .collect();
    let renames = renames(&gone, &come);
    // Members below a renamed one are compared below its new name.
    let before = by_key(old, &renames);
    for member in ordered(old) {
        let key = key(member);
        match after.get(&renamed(&key, &renames)) {
            Some(now) => comparison.stayed(member, now, renames.contains_key(&key)),
            None => comparison.tell(
                side.removed,
                comparison.place(member),
                Some(&member.path),
                None,
            ),
        }
    }
    for member in ordered(new).filter(|member| !before.contains_key(&key(member))) {
        comparison.tell(
            side.added,
            comparison.place(member),
            None,
            Some(&member.path),
        );
    }
    let order = |members: &[Member], other: &BTreeMap<String, &Member>| -> Vec<String> {
        let keys = members.iter().map(|member| renamed(&key(member), &renames));
        keys.filter(|key| other.contains_key(key)).collect()
    };
    if order(old, &after) != order(new, &before) {
        changes.push(Change::new(ChangeKind::Reorder, side.name, None, None));
    }
}

impl Comparison<'_> {
    fn tell(
        &mut self,
        kind: ChangeKind,
        place: String,
        old: Option<&Fact<String>>,
        new: Option<&Fact<String>>,
    ) {
        self.changes.push(Change::new(kind, place, old, new));
    }

    /// The place of a member in a change whose kind tells the side.
    fn place(&self, member: &Member) -> String {
        match &member.status {
            Some(status) if !self.side.prefix.is_empty() => {
                format!("{}|{}", status.value, member.path.value)
            }
            _ => member.path.value.clone(),
        }
    }

    /// The place in a change whose kind does not.
    fn value_place(&self, member: &Member) -> String {
        format!("{}{}", self.side.prefix, self.place(member))
    }

    fn stayed(&mut self, old: &Member, new: &Member, is_renamed: bool) {
        if is_renamed {
            self.tell(
                self.side.renamed,
                self.place(old),
                Some(&old.path),
                Some(&new.path),
            );
        }
        if let (Some(was), Some(is)) = (&old.r#type, &new.r#type)
            && !self.wording.same_type(&was.value, &is.value)
        {
            let words = |r#type: &Type| r#type.words().to_owned();
            let (was, is) = (was.map(words), is.map(words));
            self.tell(self.side.r#type, self.place(new), Some(&was), Some(&is));
        }
        if self.side.prefix.is_empty() {
            let answer = |member: &'_ Member| {
                let word = |required: &bool| if *required { "yes" } else { "no" }.to_owned();
                member.required.as_ref().map(|fact| fact.map(word))
            };
            self.told(
                ChangeKind::ParamRequired,
                answer(old).as_ref(),
                answer(new).as_ref(),
                new,
            );
            let stated = |member: &'_ Member| {
                let place = member.place.as_ref();
                place
                    .filter(|place| place.certainty == Certainty::Stated)
                    .map(|place| place.map(|place| place.word().to_owned()))
            };
            self.told(
                ChangeKind::ParamLocation,
                stated(old).as_ref(),
                stated(new).as_ref(),
                new,
            );
        }
        self.values(old, new);
        self.sentences(old, new);
    }

    /// A fact that both versions state differently.
    fn told(
        &mut self,
        kind: ChangeKind,
        old: Option<&Fact<String>>,
        new: Option<&Fact<String>>,
        member: &Member,
    ) {
        let place = self.value_place(member);
        let change = Change::between(kind, &place, old, new, str::eq);
        self.changes.extend(change);
    }

    /// Defaults, bounds and allowed values. What the other version says in other words is no change: its
    /// text is searched for the value itself.
    fn values(&mut self, old: &Member, new: &Member) {
        let (before, after) = (
            prose::without_example(old.text()),
            prose::without_example(new.text()),
        );
        self.default(old, new, before, after);
        self.range(old, new, before, after);
        let one_sided = old.values.is_empty() || new.values.is_empty();
        if self.wording.relayout && one_sided {
            return;
        }
        // A value in other capitals is a slip of the pen, not another value.
        let is_known = |value: &str, member: &Member, words: &BTreeSet<String>| {
            let mut values = member.values.iter();
            words.contains(&value.to_lowercase())
                || values.any(|known| known.value.eq_ignore_ascii_case(value))
        };
        let (words_before, words_after) = (wording::words(before), wording::words(after));
        for value in &new.values {
            if !is_known(&value.value, old, &words_before) {
                self.tell(
                    ChangeKind::EnumValueAdded,
                    self.value_place(new),
                    None,
                    Some(value),
                );
            }
        }
        for value in &old.values {
            if !is_known(&value.value, new, &words_after) {
                self.tell(
                    ChangeKind::EnumValueRemoved,
                    self.value_place(new),
                    Some(value),
                    None,
                );
            }
        }
    }

    fn default(&mut self, old: &Member, new: &Member, before: &str, after: &str) {
        let (was, is) = (old.default.as_ref(), new.default.as_ref());
        let same = match (was, is) {
            (None, None) => true,
            (Some(was), Some(is)) => wording::says_same(&was.value, &is.value),
            // Stated by one version only: a change unless the other speaks of a default, too.
            (Some(_), None) => self.wording.relayout || speaks_of_default(after),
            (None, Some(_)) => self.wording.relayout || speaks_of_default(before),
        };
        if !same {
            self.tell(ChangeKind::Default, self.value_place(new), was, is);
        }
    }

    fn range(&mut self, old: &Member, new: &Member, before: &str, after: &str) {
        let (was, is) = (old.range.as_ref(), new.range.as_ref());
        let missing = |range: Option<&Fact<Range>>, other: &str| {
            let numbers = wording::numbers(other);
            let bounds = range
                .into_iter()
                .flat_map(|range| [&range.value.min, &range.value.max]);
            bounds
                .flatten()
                .any(|bound| !numbers.contains(bound.trim_start_matches('-')))
        };
        let ends = |range: &'_ Fact<Range>| (range.value.min.clone(), range.value.max.clone());
        let same = was.map(ends) == is.map(ends);
        let one_sided = was.is_none() || is.is_none();
        if same || self.wording.relayout && one_sided {
            return;
        }
        if missing(is, before) || missing(was, after) {
            let text = |range: Option<&Fact<Range>>| range.map(|range| range.map(bounds));
            let (was, is) = (text(was), text(is));
            self.tell(
                ChangeKind::Range,
                self.value_place(new),
                was.as_ref(),
                is.as_ref(),
            );
        }
    }

    fn sentences(&mut self, old: &Member, new: &Member) {
        let place = self.value_place(new);
        let (was, is) = (old.example.as_ref(), new.example.as_ref());
        let same = |was: &str, is: &str| was.trim() == is.trim();
        let example = Change::between(ChangeKind::Example, &place, was, is, same);
        self.changes.extend(example);
        if !wording::says_same(old.text(), new.text()) {
            let (was, is) = (old.description.as_ref(), new.description.as_ref());
            self.changes.push(Change {
                numbers: wording::changed_numbers(old.text(), new.text()),
                ..Change::new(ChangeKind::Prose, place, was, is)
            });
        }
    }
}

fn speaks_of_default(text: &str) -> bool {
    has_any(text, &["默认", "缺省", "efault"])
}

fn bounds(range: &Range) -> String {
    let end = |bound: &Option<String>| bound.clone().unwrap_or_default();
    format!("{}..{}", end(&range.min), end(&range.max))
}

/// A member's name as it is compared: without the indices of lists, which layouts write in many ways, and
/// with the status of its answer.
fn key(member: &Member) -> String {
    let mut names = Vec::new();
    for name in member.path.value.split('.') {
        let name = name.trim_end_matches("[]");
        if !name.is_empty() && name != "*" && !is_indexed(&format!("x.{name}")) {
            names.push(name);
        }
    }
    let status = member
        .status
        .as_ref()
        .map_or("", |status| status.value.as_str());
    format!("{status}|{}", names.join("."))
}

/// A key with the names of renamed members replaced.
fn renamed(key: &str, renames: &HashMap<String, String>) -> String {
    if renames.is_empty() {
        return key.to_owned();
    }
    // The longest renamed start of the path decides.
    let mut end = key.len();
    loop {
        if let Some(new) = renames.get(&key[..end]) {
            return format!("{new}{}", &key[end..]);
        }
        match key[..end].rfind('.') {
            Some(at) => end = at,
            None => return key.to_owned(),
        }
    }
}

fn by_key<'a>(
    members: &'a [Member],
    renames: &HashMap<String, String>,
) -> BTreeMap<String, &'a Member> {
    let mut found = BTreeMap::new();
    for member in members {
        // Of alternative shapes the first counts.
        found
            .entry(renamed(&key(member), renames))
            .or_insert(member);
    }
    found
}

/// The members in the page's order, each name once.
fn ordered(members: &[Member]) -> impl Iterator<Item = &Member> {
    let mut seen = HashSet::new();
    members
        .iter()
        .filter(move |member| seen.insert(key(member)))
}

/// Which gone member is which new one: below the same parent, and named alike, or of the same type and
/// described in the same words. Keys of old to keys of new.
fn renames(gone: &[&Member], come: &[&Member]) -> HashMap<String, String> {
    let mut found = HashMap::new();
    if gone.len().saturating_mul(come.len()) > WEIGHED {
        return found;
    }
    let mut taken = HashSet::new();
    for old in gone {
        let was = key(old);
        let best = come
            .iter()
            .filter(|new| !taken.contains(&key(new)))
            .filter_map(|new| Some((likeness(old, new, &found)?, key(new))))
            .max_by_key(|(likeness, _)| *likeness);
        if let Some((_, is)) = best {
            taken.insert(is.clone());
            found.insert(was, is);
        }
    }
    found
}

/// How alike two members are, if they can be one.
fn likeness(old: &Member, new: &Member, renames: &HashMap<String, String>) -> Option<usize> {
    let (was, is) = (key(old), key(new));
    let parent = |key: &str| {
        key.rfind('.')
            .map_or_else(String::new, |at| key[..at].to_owned())
    };
    if renamed(&parent(&was), renames) != parent(&is) {
        return None;
    }
    let same_type = old.ours() == new.ours();
    let described = wording::plain(old.text());
    let same_words = described.len() >= 6 && described == wording::plain(new.text());
    let names = alike(&wording::plain(old.name()), &wording::plain(new.name()));
    match (same_words, names) {
        (true, names) if same_type => Some(100 + names),
        (_, names) if names >= if same_type { 60 } else { 70 } => Some(names),
        _ => None,
    }
}

/// How alike two names are, in percent: the share of pairs of letters that they have in common.
fn alike(old: &str, new: &str) -> usize {
    let pairs = |name: &str| -> Vec<(char, char)> {
        name.chars().zip(name.chars().skip(1)).take(128).collect()
    };
    let (old, mut new) = (pairs(old), pairs(new));
    let all = old.len() + new.len();
    let mut common = 0usize;
    for pair in &old {
        if let Some(at) = new.iter().position(|other| other == pair) {
            new.swap_remove(at);
            common += 1;
        }
    }
    (common * 200).checked_div(all).unwrap_or(0)
}
