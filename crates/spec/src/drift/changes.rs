//! The changes so far, and where in the specs the comparison is.

use std::fmt;

use super::change::{Change, Claim, Direction, Effect, Id, Topic, Verdicts, subject};

/// Why a change of a text does not matter.
pub(super) const TEXT: &str = "only a text";

/// Why a change of what clients do not hold anyone to does not matter.
pub(super) const ADVICE: &str = "documented, not enforced";

/// Collects changes.
pub(super) struct Changes {
    pub(super) list: Vec<Change>,
    topic: Topic,
    action: Option<String>,
    path: Vec<String>,
    direction: Direction,
}

/// What a value was and is, for a text.
pub(super) struct WasAndIs<T>(pub(super) Option<T>, pub(super) Option<T>);

impl<T: fmt::Display> fmt::Display for WasAndIs<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self(Some(old), Some(new)) => write!(f, "{old} → {new}"),
            Self(None, Some(new)) => write!(f, "{new} added"),
            Self(Some(old), None) => write!(f, "{old} removed"),
            Self(None, None) => Ok(()),
        }
    }
}

impl Changes {
    pub(super) fn new() -> Self {
        Self {
            list: Vec::new(),
            topic: Topic::Service,
            action: None,
            path: Vec::new(),
            direction: Direction::None,
        }
    }

    /// Compares what is in an action's file.
    pub(super) fn in_action(&mut self, action: &str, compare: impl FnOnce(&mut Self)) {
        self.action = Some(action.to_owned());
        self.about(Topic::Action, compare);
        self.action = None;
    }

    /// Compares things of a kind, which the changes are about.
    pub(super) fn about(&mut self, topic: Topic, compare: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.topic, topic);
        compare(self);
        self.topic = before;
    }

    /// Compares what is within something.
    pub(super) fn within(&mut self, part: &str, compare: impl FnOnce(&mut Self)) {
        self.path.push(part.to_owned());
        compare(self);
        self.path.pop();
    }

    /// Compares what travels some way.
    pub(super) fn travelling(&mut self, direction: Direction, compare: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.direction, direction);
        compare(self);
        self.direction = before;
    }

    pub(super) fn topic(&self) -> Topic {
        self.topic
    }

    pub(super) fn is_sent(&self) -> bool {
        self.direction.is_sent()
    }

    pub(super) fn is_answered(&self) -> bool {
        self.direction.is_answered()
    }

    /// The subject of what is being compared.
    pub(super) fn subject(&self) -> String {
        subject(self.action.as_deref(), &self.path)
    }

    /// Notes a change of what is being compared: its kind, what it does, how it changed, and why that matters.
    pub(super) fn push(
        &mut self,
        kind: &'static str,
        verdicts: Verdicts,
        what: impl Into<String>,
        why: impl Into<String>,
    ) -> &mut Change {
        let index = self.list.len();
        self.list.push(Change {
            id: Id {
                topic: self.topic,
                kind,
            },
            action: self.action.clone(),
            path: self.path.clone(),
            what: what.into(),
            why: why.into(),
            direction: self.direction,
            verdicts,
            renamed: None,
            accepted: None,
            part_of: None,
            claim: Claim::None,
        });
        &mut self.list[index]
    }

    /// A text or another thing that is told and nothing more, if it differs.
    pub(super) fn told(&mut self, kind: &'static str, what: &str, why: &str, differs: bool) {
        if differs {
            self.push(kind, Verdicts::NONE, format!("{what} changed"), why);
        }
    }

    /// The same of several, each by its kind, why it does not matter, and whether it differs. A kind says what
    /// changed: `required-source-changed` is about `required_source`.
    pub(super) fn all_told<const N: usize>(&mut self, facts: [(&'static str, &str, bool); N]) {
        for (kind, why, differs) in facts {
            let what = kind.trim_end_matches("-changed").replace('-', "_");
            self.told(kind, &what, why, differs);
        }
    }

    /// Something of which both sides are shown, where they differ.
    pub(super) fn shown<T: PartialEq + fmt::Display>(
        &mut self,
        kind: &'static str,
        verdicts: Verdicts,
        what: &str,
        why: &str,
        (old, new): (Option<T>, Option<T>),
    ) {
        if old != new {
            self.push(
                kind,
                verdicts,
                format!("{what} {}", WasAndIs(old, new)),
                why,
            );
        }
    }

    /// The same, by its kind alone: `rate-limit-changed` is about the rate limit.
    pub(super) fn changed<T: PartialEq + fmt::Display>(
        &mut self,
        kind: &'static str,
        verdicts: Verdicts,
        why: &str,
        pair: (Option<T>, Option<T>),
    ) {
        let what = kind.trim_end_matches("-changed").replace('-', " ");
        self.shown(kind, verdicts, &what, why, pair);
    }

    /// A flag by which clients do something, set or taken back; each way with kind, what is told, and why.
    pub(super) fn flag(
        &mut self,
        (old, new): (bool, bool),
        set: (&'static str, &str, &str),
        unset: (&'static str, &str, &str),
    ) {
        let (verdicts, (kind, what, why)) = match (old, new) {
            (false, true) => (Verdicts::OTHERWISE, set),
            (true, false) => (Verdicts::UNEXPECTED, unset),
            _ => return,
        };
        self.push(kind, verdicts, what, why);
    }

    /// A Rust name that is another one.
    pub(super) fn renamed(&mut self, what: &str, claim: Claim, old: &str, new: &str) {
        if old != new {
            let what = format!("{what} {old} → {new}");
            let change = self.push("renamed", Verdicts::NONE, what, "programs use it");
            change.claims(claim);
        }
    }

    /// That something is deprecated, or no longer is, and what is said of it.
    pub(super) fn deprecation<T: PartialEq>(&mut self, old: Option<&T>, new: Option<&T>) {
        let (kind, verdicts, what, why) = match (old, new) {
            (None, Some(_)) => {
                let why = "the compiler warns of its use";
                ("deprecated", Verdicts::NEW, "deprecated", why)
            }
            (Some(_), None) => {
                let (what, why) = ("no longer deprecated", "the compiler warns no more");
                ("deprecated-no-more", Verdicts::NEW, what, why)
            }
            _ => return self.told("deprecation-changed", "deprecation", TEXT, old != new),
        };
        self.push(kind, verdicts, what, why);
    }

    /// Whether something became a stub or is one no more, or is one still: then nothing else matters.
    pub(super) fn stub(&mut self, old: bool, new: bool) -> bool {
        if old && !new {
            self.push("added", Verdicts::NEW, "added", "it is documented again");
        } else if new && !old {
            let (why, behaviour) = if self.is_sent() {
                ("it stays, deprecated, and is not sent", Effect::Changed)
            } else {
                ("it stays, deprecated", Effect::None)
            };
            let verdicts = Verdicts {
                behaviour,
                ..Verdicts::NEW.on_wire(self.loss_on_wire())
            };
            self.push("removed", verdicts, "removed", why);
        }
        old || new
    }

    /// What programs that stay on the old crate notice of something that is gone: they miss what answers held.
    pub(super) fn loss_on_wire(&self) -> Effect {
        if self.is_answered() {
            Effect::Breaking
        } else {
            Effect::Changed
        }
    }

    /// Words of which there is a set: regions, permissions.
    pub(super) fn set(&mut self, kind: &'static str, old: &[String], new: &[String]) {
        let what = kind.trim_end_matches("-changed");
        for (these, others, how) in [(old, new, "removed"), (new, old, "added")] {
            for word in these.iter().filter(|word| !others.contains(word)) {
                self.push(kind, Verdicts::NONE, format!("{what} {word} {how}"), ADVICE);
            }
        }
    }

    /// Notes of two that came and went that they are one under two names.
    pub(super) fn same(&mut self, gone: &str, come: &str, note: &str) {
        for (subject, other, kind) in [(gone, come, "removed"), (come, gone, "added")] {
            let mut changes = self.list.iter_mut();
            let is_it =
                |change: &&mut Change| change.subject() == subject && change.id.kind == kind;
            if let Some(change) = changes.find(is_it) {
                change.renamed = Some(other.to_owned());
                change.why = if kind == "removed" {
                    format!("{note} `{}`; {}", last_word(come, gone), change.why)
                } else {
                    format!("the new name of `{}`", last_word(gone, come))
                };
            }
        }
    }

    /// Notes of what was told here to be removed that it goes by another name now.
    pub(super) fn respelled(&mut self, what: &str, name: &str, why: String) {
        let here = self.subject();
        let mut changes = self.list.iter_mut();
        if let Some(change) = changes.find(|it| it.what == what && it.subject() == here) {
            change.verdicts.wire = Effect::Breaking;
            change.renamed = Some(format!("{here} {name}"));
            change.why = why;
        }
    }
}

/// What of a subject is not the other's: the name without what both are in.
fn last_word<'s>(subject: &'s str, other: &str) -> &'s str {
    let shared = subject
        .split_inclusive(' ')
        .zip(other.split_inclusive(' '))
        .take_while(|(left, right)| left == right);
    let length: usize = shared.map(|(word, _)| word.len()).sum();
    &subject[length..]
}
