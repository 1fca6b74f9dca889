//! What the generated crates lost, and which changes explain it.
//!
//! The generator compares the public items of both sides, so that nothing that stops programs from
//! compiling goes untold, and nothing else is called that. Here each loss finds its change; one
//! without a change becomes a change of its own.

use std::collections::BTreeMap;

use super::change::{Change, Claim, Direction, Effect, Id, Topic, Verdicts};

/// A public item of a crate that is gone or is something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// What in the specs it was made of, as [`Change::subject`] has it.
    pub subject: String,
    /// Which part of that.
    pub part: Part,
    /// The item: `actions::list_things::ListThings::limit()`.
    pub item: String,
    /// Its signature.
    pub before: String,
    /// Its signature now; absent if it is gone.
    pub after: Option<String>,
}

/// What of a subject an item is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// The thing itself: a function, a setter, a field, a type.
    Itself,
    /// What a type has because calls send it.
    Setters,
    /// How pages are read.
    Paging,
    /// The variant of a value.
    Variant(String),
    /// The variant of an error code.
    ErrorCode(String),
}

impl Claim {
    fn explains(&self, subject: &str, loss: &Loss) -> bool {
        match (self, &loss.part) {
            (Self::Subject, _) => loss
                .subject
                .strip_prefix(subject)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            (Self::Paging, part) => *part == Part::Paging && loss.subject == subject,
            (Self::Variant(value), Part::Variant(gone)) => value == gone && loss.subject == subject,
            (Self::ErrorCode(code), Part::ErrorCode(gone)) => code == gone,
            _ => false,
        }
    }
}

/// Gives every loss to the changes that explain it, and adds changes for the rest. Without losses
/// that were looked for, a change that could lose something is taken to.
pub(super) fn settle(changes: &mut Vec<Change>, losses: Option<&[Loss]>) {
    let claiming = changes
        .iter_mut()
        .filter(|change| change.claim != Claim::None);
    let Some(losses) = losses else {
        claiming.for_each(|change| judge(change, true));
        return;
    };
    let mut is_explained = vec![false; losses.len()];
    let by_subject = BySubject::new(losses);
    for change in claiming {
        let subject = change.subject();
        let mut is_lost = false;
        for index in by_subject.near(&subject, &change.claim) {
            if change.claim.explains(&subject, &losses[index]) {
                is_explained[index] = true;
                is_lost = true;
            }
        }
        judge(change, is_lost);
    }
    let gone = gone_types(losses, &is_explained);
    let rest = losses
        .iter()
        .zip(&is_explained)
        .filter(|(loss, explained)| {
            // What holds a type that goes by another name needs no word of its own.
            !**explained && !gone.iter().any(|name| mentions(&loss.before, name))
        });
    let rest = grouped(rest.map(|(loss, _)| loss));
    changes.extend(rest.iter().map(|losses| unexplained(losses)));
}

/// Says of a change that can lose something whether it does.
fn judge(change: &mut Change, is_lost: bool) {
    const STUB: &str = "; a `removed:` stub keeps them compiling until the next breaking version";
    let is_member = matches!(
        change.id.topic,
        Topic::Parameter | Topic::Answer | Topic::Field
    );
    let more = match (is_lost, change.id.kind()) {
        (true, "removed") if is_member => STUB,
        (false, "removed") => "; what it is called in Rust stays",
        _ => "",
    };
    change.why.push_str(more);
    if is_lost {
        change.verdicts.source = Effect::Breaking;
    }
}

/// Losses by subject, so that thousands of changes need not look at thousands of losses each.
struct BySubject<'l> {
    by_subject: BTreeMap<&'l str, Vec<usize>>,
    codes: Vec<usize>,
}

impl<'l> BySubject<'l> {
    fn new(losses: &'l [Loss]) -> Self {
        let mut index = Self {
            by_subject: BTreeMap::new(),
            codes: Vec::new(),
        };
        for (number, loss) in losses.iter().enumerate() {
            if matches!(loss.part, Part::ErrorCode(_)) {
                index.codes.push(number);
            }
            let of_subject = index.by_subject.entry(&loss.subject);
            of_subject.or_default().push(number);
        }
        index
    }

    fn near(&self, subject: &str, claim: &Claim) -> Vec<usize> {
        match claim {
            Claim::None => Vec::new(),
            Claim::ErrorCode(_) => self.codes.clone(),
            _ => self
                .by_subject
                .range(subject..)
                .take_while(|(found, _)| found.starts_with(subject))
                .flat_map(|(_, numbers)| numbers.iter().copied())
                .collect(),
        }
    }
}

/// The types that are gone and of which a change tells.
fn gone_types<'l>(losses: &'l [Loss], is_explained: &[bool]) -> Vec<&'l str> {
    let is_gone = |loss: &Loss| loss.after.is_none() && matches!(&*loss.before, "struct" | "enum");
    let told = losses.iter().zip(is_explained);
    let gone = told.filter(|(loss, explained)| **explained && is_gone(loss));
    gone.map(|(loss, _)| &*loss.item).collect()
}

/// Whether a signature names a type.
fn mentions(signature: &str, name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':';
    signature.split(|c| !is_word(c)).any(|word| word == name)
}

/// Losses of one subject that are told in one row: all setters of a type, each field alone.
fn grouped<'l>(losses: impl Iterator<Item = &'l Loss>) -> Vec<Vec<&'l Loss>> {
    let mut groups: BTreeMap<(&str, &str), Vec<&Loss>> = BTreeMap::new();
    for loss in losses {
        // A setter's subject is its field; what the type lost is told of the type.
        let key = match loss.part {
            Part::Setters => (owner(&loss.item), ""),
            _ => (&*loss.subject, &*loss.item),
        };
        groups.entry(key).or_default().push(loss);
    }
    groups.into_values().collect()
}

fn unexplained(losses: &[&Loss]) -> Change {
    let Loss {
        part,
        item,
        before,
        after,
        ..
    } = losses[0];
    let (kind, what, why) = match (part, after) {
        (Part::Setters, _) => (
            "setters-removed",
            format!("function new() and setters of {} removed", owner(item)),
            "no call sends it any more",
        ),
        (_, Some(after)) => (
            "changed",
            format!("Rust name {item}: {before} → {after}"),
            "another type in Rust",
        ),
        (_, None) => (
            "removed",
            format!("Rust name {item} removed"),
            "programs may use it",
        ),
    };
    let subjects = losses.iter().map(|loss| &*loss.subject);
    let subject = subjects.min_by_key(|subject| subject.len());
    let words = subject.unwrap_or_default().split(' ').map(str::to_owned);
    let mut path: Vec<String> = words.collect();
    let is_shared = matches!(&*path[0], "type" | "service");
    let action = (!is_shared).then(|| path.remove(0));
    Change {
        id: Id {
            topic: Topic::Api,
            kind,
        },
        action,
        path,
        what,
        why: why.to_owned(),
        direction: Direction::None,
        verdicts: Verdicts::GONE,
        renamed: None,
        accepted: None,
        part_of: None,
        claim: Claim::None,
    }
}

/// The type of a function.
fn owner(item: &str) -> &str {
    item.rsplit_once("::").map_or(item, |(owner, _)| owner)
}
