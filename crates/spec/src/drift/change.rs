//! One change, and what it means: for source, on the wire, and for behaviour.

use std::fmt;

use serde::Serialize;

use crate::words::words;

words! {
    /// What a change asks of a program that moves to the new crate.
    pub enum Level {
        /// Nothing: only texts and evidence changed.
        Docs = "docs",
        /// Nothing: it compiles, and its calls go through as before.
        Compatible = "compatible",
        /// It may no longer compile, or calls that went through no longer do.
        Breaking = "breaking",
    }
}

words! {
    /// What a change does in one respect.
    #[derive(Default)]
    pub enum Effect {
        /// Nothing.
        #[default]
        None = "none",
        /// Something is new or otherwise, and nothing breaks by it.
        Changed = "changed",
        /// Something breaks.
        Breaking = "breaking",
    }
}

words! {
    /// The three respects in which a change can matter.
    pub enum Respect {
        /// Whether a program still compiles with the new crate.
        Source = "source",
        /// Whether a program that stays on the old crate still works.
        Wire = "wire",
        /// Whether the new crate does something else for the same program.
        Behaviour = "behaviour",
    }
}

/// What a change does in all three respects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Verdicts {
    /// Whether a program still compiles.
    pub source: Effect,
    /// Whether a program on the old crate still works.
    pub wire: Effect,
    /// Whether the new crate does something else.
    pub behaviour: Effect,
}

impl Verdicts {
    pub(super) const NONE: Self = Self::new(Effect::None, Effect::None, Effect::None);
    /// Something new, which programs need not know.
    pub(super) const NEW: Self = Self::new(Effect::Changed, Effect::None, Effect::None);
    /// Programs that name it no longer compile.
    pub(super) const GONE: Self = Self::new(Effect::Breaking, Effect::None, Effect::None);
    /// The new crate does something else, and everything goes through as before.
    pub(super) const OTHERWISE: Self = Self::new(Effect::None, Effect::None, Effect::Changed);
    /// The service wants or gives something else than the old crate knows; the new one knows.
    pub(super) const WIRE: Self = Self::new(Effect::None, Effect::Breaking, Effect::None);
    /// Calls that went through are refused, whichever crate makes them.
    pub(super) const REFUSED: Self = Self::new(Effect::None, Effect::Breaking, Effect::Breaking);
    /// The new crate does what programs do not expect.
    pub(super) const UNEXPECTED: Self = Self::new(Effect::None, Effect::None, Effect::Breaking);

    const fn new(source: Effect, wire: Effect, behaviour: Effect) -> Self {
        Self {
            source,
            wire,
            behaviour,
        }
    }

    /// The same, with this effect on programs that stay on the old crate.
    pub(super) fn on_wire(self, wire: Effect) -> Self {
        Self { wire, ..self }
    }

    /// What it does in one respect.
    pub fn of(self, respect: Respect) -> Effect {
        match respect {
            Respect::Source => self.source,
            Respect::Wire => self.wire,
            Respect::Behaviour => self.behaviour,
        }
    }

    /// What it asks of a program that moves to the new crate. What only the wire tells is the new
    /// crate's affair.
    pub fn level(self) -> Level {
        if self.source.max(self.behaviour) == Effect::Breaking {
            Level::Breaking
        } else if self == Self::NONE {
            Level::Docs
        } else {
            Level::Compatible
        }
    }

    /// Whether something breaks in any respect.
    pub fn is_breaking(self) -> bool {
        let mut respects = Respect::ALL.into_iter();
        respects.any(|respect| self.of(respect) == Effect::Breaking)
    }
}

words! {
    /// Which way what changed travels.
    #[derive(Default)]
    pub enum Direction {
        /// Neither, or it is not about what travels.
        #[default]
        None = "none",
        /// Calls send it.
        Request = "request",
        /// Answers hold it.
        Response = "response",
        /// Both.
        Both = "both",
    }
}

impl Direction {
    /// Of something that calls send, that answers hold, or both.
    pub(super) fn of(request: bool, response: bool) -> Self {
        match (request, response) {
            (true, true) => Self::Both,
            (true, false) => Self::Request,
            (false, true) => Self::Response,
            (false, false) => Self::None,
        }
    }

    /// This one, or another where this is none.
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }

    /// Whether calls send it.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    /// Whether answers hold it.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

words! {
    /// What a change is about.
    pub(super) enum Topic {
        Service = "service",
        Action = "action",
        Parameter = "parameter",
        Answer = "answer-member",
        Field = "field",
        Type = "type",
        Value = "value",
        Error = "error",
        Rule = "rule",
        Paging = "paging",
        Wait = "wait",
        /// An item of the generated crate that no other change explains.
        Api = "api",
    }
}

/// What kind of change it is, in words that stay: `parameter-removed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id {
    pub(super) topic: Topic,
    pub(super) kind: &'static str,
}

impl Id {
    /// What happened: `removed`.
    pub fn kind(self) -> &'static str {
        self.kind
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.kind)
    }
}

/// Which losses a change explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// None.
    None,
    /// Those of its subject and of what is within.
    Subject,
    /// Paging of its subject.
    Paging,
    /// The variant of a value.
    Variant(String),
    /// The variant of a code.
    ErrorCode(String),
}

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What kind of change it is.
    pub id: Id,
    /// The action whose file it is in; absent for what `service.yaml` says.
    pub action: Option<String>,
    /// What changed, by its names from the file's top: `request`, `Limit`.
    pub path: Vec<String>,
    /// How it changed: `max 100 → 50`.
    pub what: String,
    /// Why that matters, or why it does not.
    pub why: String,
    /// Which way it travels.
    pub direction: Direction,
    /// What it does.
    pub verdicts: Verdicts,
    /// The subject of what has taken its place, or whose place it has taken.
    pub renamed: Option<String>,
    /// Why it was accepted, if it was.
    pub accepted: Option<String>,
    /// The subject of the change that this is a part of: an action comes and goes with its types.
    pub part_of: Option<String>,
    pub(super) claim: Claim,
}

impl Change {
    /// What changed, in words: `ListTriggerLog request limit`.
    pub fn subject(&self) -> String {
        subject(self.action.as_deref(), &self.path)
    }

    /// What it asks of programs that move to the new crate.
    pub fn level(&self) -> Level {
        self.verdicts.level()
    }

    /// Why it matters, after the respects in which it does.
    pub fn reason(&self) -> String {
        let matters = |respect: &Respect| match self.verdicts.of(*respect) {
            Effect::None => false,
            Effect::Changed => *respect == Respect::Behaviour,
            Effect::Breaking => true,
        };
        let respects = Respect::ALL.into_iter().filter(matters);
        let respects: Vec<&str> = respects.map(Respect::as_str).collect();
        let mut reason = match respects.as_slice() {
            [] => self.why.clone(),
            some => format!("{}: {}", some.join(", "), self.why),
        };
        if let Some(accepted) = &self.accepted {
            reason = format!("accepted, {accepted}; {reason}");
        }
        reason
    }

    /// Whether its source breaks is for the generated crates to say.
    pub(super) fn claims(&mut self, claim: Claim) {
        self.claim = claim;
    }
}

/// What is at a path within an action's file, or within `service.yaml`, in words.
pub(super) fn subject(action: Option<&str>, path: &[String]) -> String {
    let words = action.into_iter().chain(path.iter().map(String::as_str));
    words.collect::<Vec<_>>().join(" ")
}
