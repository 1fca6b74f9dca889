//! What is wrong with a script, and what of it did not happen.

use std::collections::BTreeSet;
use std::fmt;

use super::reply::UnknownReply;

/// A reply that cannot be scripted. Nothing of it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// No spec describes the action.
    #[error("there is no action `{asked}`{meant}")]
    UnknownAction {
        /// What was asked for.
        asked: String,
        /// What was perhaps meant.
        meant: Meant,
    },
    /// No spec describes the service.
    #[error("there is no service `{asked}`{meant}")]
    UnknownService {
        /// What was asked for.
        asked: String,
        /// What was perhaps meant.
        meant: Meant,
    },
    /// The action has no such parameter.
    #[error("`{action}` has no parameter `{asked}`{meant}")]
    UnknownParameter {
        /// The action.
        action: String,
        /// What was asked for.
        asked: String,
        /// What was perhaps meant.
        meant: Meant,
    },
    /// None of the actions that are meant is documented for the region.
    #[error("`{action}` is in no such region{meant}")]
    UnknownRegion {
        /// Which requests are meant.
        action: String,
        /// What was asked for.
        asked: String,
        /// What was perhaps meant.
        meant: Meant,
    },
    /// Neither the action nor its service documents the error. [`Reply::refusal`] answers any code.
    ///
    /// [`Reply::refusal`]: super::Reply::refusal
    #[error("`{code}` is no documented error of `{action}`{meant}")]
    UndocumentedError {
        /// The action.
        action: String,
        /// What was asked for.
        code: String,
        /// What was perhaps meant.
        meant: Meant,
    },
    /// The result is not one of the action.
    #[error("this is no result of `{action}`: {problems}")]
    WrongResult {
        /// The action.
        action: String,
        /// What is wrong with it.
        problems: String,
    },
    /// HTTP has no such answer.
    #[error("HTTP has no such answer: {0}")]
    NotHttp(String),
    /// The text is no reply.
    #[error(transparent)]
    UnknownReply(#[from] UnknownReply),
    /// So many replies wait already that no more are taken.
    #[error("too many replies wait already: {replies}, with {bytes} bytes")]
    Full {
        /// How many wait.
        replies: usize,
        /// How many bytes they hold, roughly.
        bytes: usize,
    },
}

/// The name that was perhaps meant, or else those that there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant {
    suggestion: Option<String>,
    known: Vec<String>,
}

/// Most names that are listed.
const MOST_LISTED: usize = 8;

impl Meant {
    /// What was meant by a text, among the names there are, which are told in their order.
    pub(crate) fn by<'a>(asked: &str, known: impl Iterator<Item = &'a str>) -> Self {
        let mut seen = BTreeSet::new();
        let known: Vec<&str> = known.filter(|name| seen.insert(*name)).collect();
        let suggestion = cloudwright_spec::closest(asked, known.iter().copied());
        Self {
            suggestion: suggestion.map(str::to_owned),
            known: known.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The name that was perhaps meant.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }

    /// The names that there are.
    pub fn known(&self) -> &[String] {
        &self.known
    }
}

/// The rest of a sentence.
impl fmt::Display for Meant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.suggestion {
            return write!(f, "; did you mean `{name}`?");
        }
        let (shown, more) = self.known.split_at(self.known.len().min(MOST_LISTED));
        match (shown, more.len()) {
            ([], _) => f.write_str("; there are none"),
            (_, 0) => write!(f, "; there are: {}", shown.join(", ")),
            (_, more) => write!(f, "; there are: {} and {more} more", shown.join(", ")),
        }
    }
}

/// What was scripted and not used, and what was expected and did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet(pub(crate) Vec<String>);

impl Unmet {
    /// One line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the mock was not used as expected: {}",
            self.0.join("; ")
        )
    }
}

impl std::error::Error for Unmet {}
