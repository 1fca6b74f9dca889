//! What the next requests are answered: replies in a queue, for one action or for any.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::fault::{Fault, UnknownFault};

/// How one request is answered, once it has proved who sent it.
///
/// ```
/// use cloudwright_mock::{Fault, Reply};
/// use std::time::Duration;
///
/// let fail_twice_then_answer = [
///     Reply::error("InternalError"),
///     Reply::fault(Fault::Reset).after(Duration::from_millis(50)),
///     Reply::answer(),
/// ];
/// assert_eq!("error=InternalError".parse(), Ok(fail_twice_then_answer[0].clone()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    pub(crate) kind: ReplyKind,
    pub(crate) delay: Duration,
    pub(crate) retry_after: Option<Duration>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ReplyKind {
    Answer,
    Error(String),
    Refusal {
        status: u16,
        code: String,
        message: String,
    },
    Fault(Fault),
    Json {
        status: u16,
        body: Value,
    },
    Raw {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
}

impl Reply {
    /// The usual answer: checks, then the sample or rows.
    pub fn answer() -> Self {
        Self::new(ReplyKind::Answer)
    }

    /// An error that the action or its service documents, in the vendor's shape.
    pub fn error(code: impl Into<String>) -> Self {
        Self::new(ReplyKind::Error(code.into()))
    }

    /// An error that nobody documents, in the vendor's shape. The status counts for vendors that
    /// use one.
    pub fn refusal(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(ReplyKind::Refusal {
            status,
            code: code.into(),
            message: message.into(),
        })
    }

    /// A fault.
    pub fn fault(fault: Fault) -> Self {
        Self::new(ReplyKind::Fault(fault))
    }

    /// A body of your own.
    pub fn json(status: u16, body: Value) -> Self {
        Self::new(ReplyKind::Json { status, body })
    }

    /// An answer of your own, byte for byte.
    pub fn raw(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self::new(ReplyKind::Raw {
            status,
            headers: headers.collect(),
            body: body.into(),
        })
    }

    /// The same, later.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The same, with the vendor's header that says when to come back: `Retry-After` in seconds,
    /// or Alibaba's `x-acs-retry-after` in milliseconds.
    #[must_use]
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The same, a number of times.
    pub fn times(self, count: usize) -> Vec<Self> {
        vec![self; count]
    }

    fn new(kind: ReplyKind) -> Self {
        Self {
            kind,
            delay: Duration::ZERO,
            retry_after: None,
        }
    }
}

/// Reads `answer`, `error=CODE` or the name of a fault.
impl FromStr for Reply {
    type Err = UnknownFault;

    fn from_str(text: &str) -> Result<Self, UnknownFault> {
        let text = text.trim();
        match text.strip_prefix("error=") {
            Some(code) => Ok(Self::error(code)),
            None if text == "answer" => Ok(Self::answer()),
            None => Ok(Self::fault(text.parse()?)),
        }
    }
}

/// In the log: how a reply was written.
impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ReplyKind::Answer => f.write_str("answer"),
            ReplyKind::Error(code) | ReplyKind::Refusal { code, .. } => write!(f, "error={code}"),
            ReplyKind::Fault(fault) => fault.fmt(f),
            ReplyKind::Json { status, .. } => write!(f, "json={status}"),
            ReplyKind::Raw { status, .. } => write!(f, "raw={status}"),
        }
    }
}

/// The replies that wait for requests.
#[derive(Debug, Default)]
pub(crate) struct Script {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// By action; the empty name stands for any.
    queues: BTreeMap<String, VecDeque<Reply>>,
    always: BTreeMap<String, Reply>,
}

/// The key of replies for any action.
pub(crate) const ANY: &str = "";

impl Script {
    pub(crate) fn push(&self, action: &str, replies: impl IntoIterator<Item = Reply>) {
        let mut inner = self.lock();
        inner
            .queues
            .entry(action.to_owned())
            .or_default()
            .extend(replies);
    }

    pub(crate) fn set_always(&self, action: &str, reply: Option<Reply>) {
        let mut inner = self.lock();
        match reply {
            Some(reply) => inner.always.insert(action.to_owned(), reply),
            None => inner.always.remove(action),
        };
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Inner::default();
    }

    /// Takes the next reply for an action: from its own queue, from the queue for any, or the one
    /// that always holds.
    pub(crate) fn next(&self, action: &str) -> Option<Reply> {
        let mut inner = self.lock();
        for name in [action, ANY] {
            if let Some(reply) = inner.queues.get_mut(name).and_then(VecDeque::pop_front) {
                return Some(reply);
            }
        }
        let always = inner.always.get(action).or_else(|| inner.always.get(ANY));
        always.cloned()
    }

    /// Takes the next reply that is meant for this name and not for any.
    pub(crate) fn next_own(&self, name: &str) -> Option<Reply> {
        let mut inner = self.lock();
        let queued = inner.queues.get_mut(name).and_then(VecDeque::pop_front);
        queued.or_else(|| inner.always.get(name).cloned())
    }

    /// How many replies wait in queues.
    pub(crate) fn waiting(&self) -> usize {
        self.lock().queues.values().map(VecDeque::len).sum()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actions_own_replies_come_first_and_the_standing_one_last() {
        let script = Script::default();
        script.push(ANY, [Reply::error("any")]);
        script.push("List", [Reply::error("own")]);
        script.set_always(ANY, Some(Reply::error("always")));
        let codes = || script.next("List").map(|reply| reply.to_string());
        assert_eq!(script.waiting(), 2);
        for expected in ["error=own", "error=any", "error=always", "error=always"] {
            assert_eq!(codes().as_deref(), Some(expected));
        }
        script.clear();
        assert_eq!(codes(), None);
    }
}
