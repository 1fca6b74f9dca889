//! Changes of parameters and fields: added, gone, renamed, and of what is said about those that stayed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::wording::{self, Wording};
use super::{Change, Kind};
use crate::facts::{Certainty, Fact, Member, Page, Range};
use crate::nesting::is_indexed;
use crate::prose;

/// What the kinds are called for one side of an action.
struct Kinds {
    added: Kind,
    removed: Kind,
    renamed: Kind,
    r#type: Kind,
    /// Stands before a path where the kind does not tell the side.
    prefix: &'static str,
}

const PARAMETER: Kinds = Kinds {
    added: Kind::ParamAdded,
    removed: Kind::ParamRemoved,
    renamed: Kind::ParamRenamed,
    r#type: Kind::ParamType,
    prefix: "",
};

const FIELD: Kinds = Kinds {
    added: Kind::ResponseAdded,
    removed: Kind::ResponseRemoved,
    renamed: Kind::ResponseRenamed,
    r#type: Kind::ResponseType,
    prefix: "response ",
};

/// Compares the parameters, without those that every action takes.
pub(super) fn parameters(old: &Page, new: &Page, wording: &Wording, changes: &mut Vec<Change>) {
    let own = |page: &'_ Page| -> Vec<Member> {
        page.parameters
            .iter()
            .filter(|member| !member.common)
            .cloned()
            .collect()
    };
    Comparison::between(&own(old), &own(new), &PARAMETER, wording, changes);
}

/// Compares the fields of the answers.
pub(super) fn response(old: &Page, new: &Page, wording: &Wording, changes: &mut Vec<Change>) {
    Comparison::between(&old.response, &new.response, &FIELD, wording, changes);
}

struct Comparison<'a> {
    kinds: &'a Kinds,
    wording: &'a Wording,
    changes: &'a mut Vec<Change>,
}

/// How many pairs of gone and new members are weighed for being a rename.
const WEIGHED: usize = 20_000;

impl Comparison<'_> {
    fn between(
        old: &[Member],
        new: &[Member],
        kinds: &Kinds,
        wording: &Wording,
        changes: &mut Vec<Change>,
    ) {
        let mut comparison = Comparison {
            kinds,
            wording,
            changes,
        };
        comparison.run(old, new);
    }

    fn run(&mut self, old: &[Member], new: &[Member]) {
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
            let at = renamed(&key(member), &renames);
            match after.get(&at) {
                Some(now) => self.stayed(member, now, renames.contains_key(&key(member))),
                None => self.push(
                    Change::new(self.kinds.removed, self.place(member))
                        .old(&member.path.value, member.path.lines),
                ),
            }
        }
        for member in ordered(new) {
            if !before.contains_key(&key(member)) {
                let change = Change::new(self.kinds.added, self.place(member))
                    .new_value(&member.path.value, member.path.lines);
                self.push(change);
            }
        }
        let order = |members: &[Member], other: &BTreeMap<String, &Member>| -> Vec<String> {
            members
                .iter()
                .map(|member| renamed(&key(member), &renames))
                .filter(|key| other.contains_key(key))
                .collect()
        };
        if order(old, &after) != order(new, &before) {
            self.push(Change::new(
                Kind::Reorder,
                if self.kinds.prefix.is_empty() {
                    "parameters"
                } else {
                    "response"
                },
            ));
        }
    }

    fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    /// The place of a member in a change whose kind tells the side.
    fn place(&self, member: &Member) -> String {
        match &member.status {
            Some(status) if !self.kinds.prefix.is_empty() => {
                format!("{}|{}", status.value, member.path.value)
            }
            _ => member.path.value.clone(),
        }
    }

    /// The place in a change whose kind does not.
    fn value_place(&self, member: &Member) -> String {
        format!("{}{}", self.kinds.prefix, self.place(member))
    }

    fn stayed(&mut self, old: &Member, new: &Member, is_renamed: bool) {
        if is_renamed {
            let change = Change::new(self.kinds.renamed, self.place(old))
                .old(&old.path.value, old.path.lines)
                .new_value(&new.path.value, new.path.lines);
            self.push(change);
        }
        if let (Some(was), Some(is)) = (&old.r#type, &new.r#type)
            && !self.wording.same_type(&was.value, &is.value)
        {
            let change = Change::new(self.kinds.r#type, self.place(new))
                .old(was.value.words(), was.lines)
                .new_value(is.value.words(), is.lines);
            self.push(change);
        }
        if self.kinds.prefix.is_empty() {
            self.told(
                Kind::ParamRequired,
                old.required.as_ref(),
                new.required.as_ref(),
                new,
                |required| if *required { "yes" } else { "no" }.to_owned(),
            );
            let stated = |member: &'_ Member| {
                member
                    .place
                    .clone()
                    .filter(|place| place.certainty == Certainty::Stated)
            };
            self.told(
                Kind::ParamLocation,
                stated(old).as_ref(),
                stated(new).as_ref(),
                new,
                |place| place.word().to_owned(),
            );
        }
        self.values(old, new);
        self.sentences(old, new);
    }

    /// A fact that both versions state differently. Where one does not state it, nothing changed.
    fn told<T: PartialEq>(
        &mut self,
        kind: Kind,
        old: Option<&Fact<T>>,
        new: Option<&Fact<T>>,
        member: &Member,
        word: impl Fn(&T) -> String,
    ) {
        if let (Some(was), Some(is)) = (old, new)
            && was.value != is.value
        {
            let change = Change::new(kind, self.value_place(member))
                .old(word(&was.value), was.lines)
                .new_value(word(&is.value), is.lines);
            self.push(change);
        }
    }

    /// Defaults, bounds and allowed values. What the other version says in other words is no change: its
    /// text is searched for the value itself.
    fn values(&mut self, old: &Member, new: &Member) {
        let (before, after) = (
            prose::without_example(text(old)),
            prose::without_example(text(new)),
        );
        self.default(old, new, before, after);
        self.range(old, new, before, after);
        let one_sided = old.values.is_empty() || new.values.is_empty();
        if self.wording.relayout && one_sided {
            return;
        }
        for (kind, from, to, other) in [
            (Kind::EnumValueAdded, new, old, before),
            (Kind::EnumValueRemoved, old, new, after),
        ] {
            let words = wording::words(other);
            for value in &from.values {
                // A value in other capitals is a slip of the pen, not another value.
                let known = words.contains(&value.value.to_lowercase())
                    || to
                        .values
                        .iter()
                        .any(|known| known.value.eq_ignore_ascii_case(&value.value));
                if !known {
                    let change = Change::new(kind, self.value_place(new));
                    let change = if kind == Kind::EnumValueAdded {
                        change.new_value(&value.value, value.lines)
                    } else {
                        change.old(&value.value, value.lines)
                    };
                    self.push(change);
                }
            }
        }
    }

    fn default(&mut self, old: &Member, new: &Member, before: &str, after: &str) {
        let (was, is) = (&old.default, &new.default);
        let same = match (was, is) {
            (None, None) => true,
            (Some(was), Some(is)) => wording::plain(&was.value) == wording::plain(&is.value),
            // Stated by one version only: a change unless the other speaks of a default, too.
            (Some(_), None) => self.wording.relayout || speaks_of_default(after),
            (None, Some(_)) => self.wording.relayout || speaks_of_default(before),
        };
        if !same {
            let change = change_of(
                Kind::Default,
                self.value_place(new),
                was.as_ref(),
                is.as_ref(),
                Clone::clone,
            );
            self.push(change);
        }
    }

    fn range(&mut self, old: &Member, new: &Member, before: &str, after: &str) {
        let (was, is) = (&old.range, &new.range);
        let missing = |range: Option<&Fact<Range>>, other: &str| {
            let numbers = wording::numbers(other);
            let bounds = range
                .into_iter()
                .flat_map(|range| [&range.value.min, &range.value.max]);
            bounds
                .flatten()
                .any(|bound| !numbers.contains(bound.trim_start_matches('-')))
        };
        let differs = match (was, is) {
            (None, None) => false,
            (Some(was), Some(is))
                if was.value.min == is.value.min && was.value.max == is.value.max =>
            {
                false
            }
            (Some(_), Some(_)) => missing(is.as_ref(), before) || missing(was.as_ref(), after),
            _ if self.wording.relayout => false,
            _ => missing(is.as_ref(), before) || missing(was.as_ref(), after),
        };
        if differs {
            let change = change_of(
                Kind::Range,
                self.value_place(new),
                was.as_ref(),
                is.as_ref(),
                bounds,
            );
            self.push(change);
        }
    }

    fn sentences(&mut self, old: &Member, new: &Member) {
        if let (Some(was), Some(is)) = (&old.example, &new.example)
            && was.value.trim() != is.value.trim()
        {
            let change = Change::new(Kind::Example, self.value_place(new))
                .old(&was.value, was.lines)
                .new_value(&is.value, is.lines);
            self.push(change);
        }
        let (before, after) = (text(old), text(new));
        if wording::plain(before) != wording::plain(after) {
            let mut change = change_of(
                Kind::Prose,
                self.value_place(new),
                old.description.as_ref(),
                new.description.as_ref(),
                Clone::clone,
            );
            change.numbers = wording::changed_numbers(before, after);
            self.push(change);
        }
    }
}

fn change_of<T>(
    kind: Kind,
    place: String,
    old: Option<&Fact<T>>,
    new: Option<&Fact<T>>,
    word: impl Fn(&T) -> String,
) -> Change {
    let mut change = Change::new(kind, place);
    if let Some(was) = old {
        change = change.old(word(&was.value), was.lines);
    }
    if let Some(is) = new {
        change = change.new_value(word(&is.value), is.lines);
    }
    change
}

fn text(member: &Member) -> &str {
    member
        .description
        .as_ref()
        .map_or("", |text| text.value.as_str())
}

fn speaks_of_default(text: &str) -> bool {
    ["默认", "缺省", "efault"]
        .iter()
        .any(|word| text.contains(word))
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
    let types = |member: &Member| {
        member
            .r#type
            .as_ref()
            .map(|r#type| r#type.value.ours().clone())
    };
    if renamed(&parent(&was), renames) != parent(&is) {
        return None;
    }
    let same_type = types(old) == types(new);
    let described = wording::plain(text(old));
    let same_words = described.len() >= 6 && described == wording::plain(text(new));
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
