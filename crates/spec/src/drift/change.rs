//! One change, and what it means: for source, on the wire, and for behaviour.

use std::fmt;

use serde::Serialize;

/// What a change asks of a program that moves to the new crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Nothing: only texts and evidence changed.
    Docs,
    /// Nothing: it compiles, and its calls go through as before.
    Compatible,
    /// It may no longer compile, or calls that went through no longer do.
    Breaking,
}

impl Level {
    /// Every level, the lightest first.
    pub const ALL: [Self; 3] = [Self::Docs, Self::Compatible, Self::Breaking];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// What a change does in one respect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// Nothing.
    #[default]
    None,
    /// Something is new or otherwise, and nothing breaks by it.
    Changed,
    /// Something breaks.
    Breaking,
}

/// The three respects in which a change can matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Respect {
    /// Whether a program still compiles with the new crate.
    Source,
    /// Whether a program that stays on the old crate still works.
    Wire,
    /// Whether the new crate does something else for the same program.
    Behaviour,
}

impl Respect {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Source, Self::Wire, Self::Behaviour];

    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Wire => "wire",
            Self::Behaviour => "behaviour",
        }
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
    pub(super) const NONE: Self = Self {
        source: Effect::None,
        wire: Effect::None,
        behaviour: Effect::None,
    };
    /// Something new, which programs need not know.
    pub(super) const NEW: Self = Self {
        source: Effect::Changed,
        ..Self::NONE
    };
    /// The new crate does something else, and everything goes through as before.
    pub(super) const OTHERWISE: Self = Self {
        behaviour: Effect::Changed,
        ..Self::NONE
    };
    /// The service wants or gives something else than the old crate knows; the new one knows.
    pub(super) const WIRE: Self = Self {
        wire: Effect::Breaking,
        ..Self::NONE
    };
    /// Calls that went through are refused, whichever crate makes them.
    pub(super) const REFUSED: Self = Self {
        source: Effect::None,
        wire: Effect::Breaking,
        behaviour: Effect::Breaking,
    };
    /// The new crate does what programs do not expect.
    pub(super) const UNEXPECTED: Self = Self {
        behaviour: Effect::Breaking,
        ..Self::NONE
    };

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
        } else if Respect::ALL
            .iter()
            .all(|respect| self.of(*respect) == Effect::None)
        {
            Level::Docs
        } else {
            Level::Compatible
        }
    }

    /// Whether something breaks in any respect.
    pub fn is_breaking(self) -> bool {
        Respect::ALL
            .iter()
            .any(|respect| self.of(*respect) == Effect::Breaking)
    }
}

/// Which way what changed travels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Neither, or it is not about what travels.
    #[default]
    None,
    /// Calls send it.
    Request,
    /// Answers hold it.
    Response,
    /// Both.
    Both,
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

    /// Whether calls send it.
    pub fn is_sent(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }

    /// Whether answers hold it.
    pub fn is_answered(self) -> bool {
        matches!(self, Self::Response | Self::Both)
    }
}

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Thing {
    Service,
    Action,
    Parameter,
    Answer,
    Field,
    Type,
    Value,
    Error,
    Rule,
    Paging,
    Wait,
    /// An item of the generated crate that no other change explains.
    Api,
}

impl Thing {
    fn as_str(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Action => "action",
            Self::Parameter => "parameter",
            Self::Answer => "answer-member",
            Self::Field => "field",
            Self::Type => "type",
            Self::Value => "value",
            Self::Error => "error",
            Self::Rule => "rule",
            Self::Paging => "paging",
            Self::Wait => "wait",
            Self::Api => "api",
        }
    }
}

/// What kind of change it is, in words that stay: `parameter-removed`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Id {
    pub(super) thing: Thing,
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
        write!(f, "{}-{}", self.thing.as_str(), self.kind)
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
        let words = self.action.iter().chain(&self.path);
        words.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// What it asks of programs that move to the new crate.
    pub fn level(&self) -> Level {
        self.verdicts.level()
    }

    /// Why it matters, after the respects in which it does.
    pub fn reason(&self) -> String {
        let matters = |respect: &&Respect| {
            let effect = self.verdicts.of(**respect);
            effect == Effect::Breaking
                || (effect == Effect::Changed && **respect == Respect::Behaviour)
        };
        let respects: Vec<&str> = Respect::ALL
            .iter()
            .filter(matters)
            .map(|respect| respect.as_str())
            .collect();
        let accepted = self
            .accepted
            .as_ref()
            .map(|reason| format!("accepted, {reason}; "));
        let accepted = accepted.unwrap_or_default();
        match respects.as_slice() {
            [] => format!("{accepted}{}", self.why),
            some => format!("{accepted}{}: {}", some.join(", "), self.why),
        }
    }
}
