//! What the next requests are answered: replies in queues and standing ones, each for the requests
//! that it is meant for, and how many requests are expected. Bounded in number and in bytes.

mod check;
mod error;
mod reply;
mod when;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub(crate) use check::check;
pub use error::{Meant, ScriptError, Unmet};
pub(crate) use reply::ReplyKind;
pub use reply::{Reply, UnknownReply};
pub use when::When;

use crate::log::Received;

/// Most replies that wait, standing ones and expectations included.
pub(crate) const MOST_REPLIES: usize = 100_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 64 << 20;

/// Makes the reply to a request.
pub(crate) type Responder = Arc<dyn Fn(&Received) -> Reply + Send + Sync>;

/// What a request is answered.
#[derive(Clone)]
pub(crate) enum Next {
    Reply(Reply),
    Made(Responder),
}

impl Next {
    fn weight(&self) -> usize {
        match self {
            Self::Reply(reply) => reply.weight(),
            Self::Made(_) => 128,
        }
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(reply) => reply.fmt(f),
            Self::Made(_) => f.write_str("made for each request"),
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
    rules: BTreeMap<String, Vec<Rule>>,
    expectations: Vec<Expectation>,
    /// Counts rules as they are made.
    made: u64,
    /// How many replies and expectations there are.
    held: usize,
    bytes: usize,
}

/// The replies for some requests.
#[derive(Debug)]
struct Rule {
    when: When,
    /// When it was made, and when its standing reply was last set.
    number: u64,
    queue: VecDeque<Reply>,
    standing: Option<Next>,
}

#[derive(Debug)]
struct Expectation {
    when: When,
    least: u64,
    most: Option<u64>,
    seen: u64,
}

impl Script {
    /// Queues replies.
    pub(crate) fn push(&self, when: When, replies: Vec<Reply>) -> Result<(), ScriptError> {
        if replies.is_empty() {
            return Ok(());
        }
        let bytes = replies.iter().map(Reply::weight).sum();
        let mut inner = self.lock();
        let rule = inner.rule(when, replies.len(), bytes)?;
        rule.queue.extend(replies);
        Ok(())
    }

    /// Sets the standing reply.
    pub(crate) fn set_standing(&self, when: When, next: Next) -> Result<(), ScriptError> {
        let mut inner = self.lock();
        inner.made += 1;
        let number = inner.made;
        let rule = inner.rule(when, 1, next.weight())?;
        rule.number = number;
        if let Some(former) = rule.standing.replace(next) {
            inner.release(former.weight());
        }
        Ok(())
    }

    /// Expects a number of requests.
    pub(crate) fn expect(
        &self,
        when: When,
        times: impl RangeBounds<u64>,
    ) -> Result<(), ScriptError> {
        let least = match times.start_bound() {
            Bound::Included(least) => *least,
            Bound::Excluded(least) => least.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let most = match times.end_bound() {
            Bound::Included(most) => Some(*most),
            Bound::Excluded(most) => Some(most.saturating_sub(1)),
            Bound::Unbounded => None,
        };
        let mut inner = self.lock();
        inner.admit(1, when.bytes())?;
        inner.expectations.push(Expectation {
            when,
            least,
            most,
            seen: 0,
        });
        Ok(())
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Inner::default();
    }

    /// Notes that a request was let in, for the expectations.
    pub(crate) fn note(&self, received: &Received) {
        let mut inner = self.lock();
        let expectations = inner.expectations.iter_mut();
        for expectation in expectations.filter(|expectation| expectation.when.is_met(received)) {
            expectation.seen += 1;
        }
    }

    /// Takes the next reply for a request: of what is queued for it the one that asks for most, or
    /// else of what stands.
    pub(crate) fn next(&self, received: &Received) -> Option<Next> {
        self.take(
            &[received.action.as_deref().unwrap_or_default(), ANY],
            received,
        )
    }

    /// Takes the next reply that is meant for this name and not for any.
    pub(crate) fn next_own(&self, name: &str, received: &Received) -> Option<Next> {
        self.take(&[name], received)
    }

    fn take(&self, names: &[&str], received: &Received) -> Option<Next> {
        let mut inner = self.lock();
        let met = |rule: &&Rule| rule.when.is_met(received);
        let rules = names
            .iter()
            .filter_map(|name| inner.rules.get(*name))
            .flatten();
        let queued = rules
            .filter(|rule| !rule.queue.is_empty())
            .filter(met)
            .max_by_key(|rule| (rule.when.weight(), std::cmp::Reverse(rule.number)));
        if let Some(number) = queued.map(|rule| rule.number) {
            return inner.pop(names, number).map(Next::Reply);
        }
        let rules = names
            .iter()
            .filter_map(|name| inner.rules.get(*name))
            .flatten();
        let standing = rules
            .filter(|rule| rule.standing.is_some())
            .filter(met)
            .max_by_key(|rule| (rule.when.weight(), rule.number));
        standing.and_then(|rule| rule.standing.clone())
    }

    /// How many replies wait in queues.
    pub(crate) fn waiting(&self) -> usize {
        let inner = self.lock();
        let rules = inner.rules.values().flatten();
        rules.map(|rule| rule.queue.len()).sum()
    }

    /// What was scripted and not used, and what was expected and did not come.
    pub(crate) fn unmet(&self) -> Vec<String> {
        let inner = self.lock();
        let left = inner
            .rules
            .values()
            .flatten()
            .filter(|rule| !rule.queue.is_empty());
        let left = left.map(|rule| {
            let (count, first) = (rule.queue.len(), rule.queue.front());
            let first = first.map(Reply::to_string).unwrap_or_default();
            let replies = if count == 1 { "reply" } else { "replies" };
            format!(
                "{}: {count} {replies} not asked for, the next is `{first}`",
                rule.when
            )
        });
        let expectations = inner.expectations.iter().filter(|it| !it.is_met());
        left.chain(expectations.map(Expectation::to_string))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of rules for any action.
const ANY: &str = "";

impl Inner {
    /// The rule for some requests, made where there is none, if there is room for what it is to hold.
    fn rule(&mut self, when: When, replies: usize, bytes: usize) -> Result<&mut Rule, ScriptError> {
        let name = when.action.clone().unwrap_or_default();
        let known = self.rules.get(&name);
        let found = known.and_then(|rules| rules.iter().position(|rule| rule.when == when));
        let own = if found.is_none() { when.bytes() } else { 0 };
        self.admit(replies, bytes.saturating_add(own))?;
        self.made += 1;
        let number = self.made;
        let rules = self.rules.entry(name).or_default();
        let place = found.unwrap_or_else(|| {
            rules.push(Rule {
                when,
                number,
                queue: VecDeque::new(),
                standing: None,
            });
            rules.len() - 1
        });
        Ok(&mut rules[place])
    }

    /// Takes the next reply of a rule, and the rule with its last one.
    fn pop(&mut self, names: &[&str], number: u64) -> Option<Reply> {
        let name = names.iter().find(|name| {
            let rules = self.rules.get(**name);
            rules.is_some_and(|rules| rules.iter().any(|rule| rule.number == number))
        })?;
        let rules = self.rules.get_mut(*name)?;
        let place = rules.iter().position(|rule| rule.number == number)?;
        let rule = &mut rules[place];
        let reply = rule.queue.pop_front()?;
        let mut bytes = reply.weight();
        if rule.queue.is_empty() && rule.standing.is_none() {
            bytes += rule.when.bytes();
            rules.remove(place);
        }
        self.release(bytes);
        Some(reply)
    }

    /// Makes room for replies, or refuses them.
    fn admit(&mut self, replies: usize, bytes: usize) -> Result<(), ScriptError> {
        let held = self.held.saturating_add(replies);
        let all = self.bytes.saturating_add(bytes);
        if held > MOST_REPLIES || all > MOST_BYTES {
            return Err(ScriptError::Full {
                replies: self.held,
                bytes: self.bytes,
            });
        }
        (self.held, self.bytes) = (held, all);
        Ok(())
    }

    /// One reply is gone.
    fn release(&mut self, bytes: usize) {
        self.held = self.held.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(bytes);
    }
}

impl Expectation {
    fn is_met(&self) -> bool {
        self.seen >= self.least && self.most.is_none_or(|most| self.seen <= most)
    }
}

impl fmt::Display for Expectation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = match (self.least, self.most) {
            (least, Some(most)) if least == most => format!("exactly {least}"),
            (least, None) => format!("at least {least}"),
            (0, Some(most)) => format!("at most {most}"),
            (least, Some(most)) => format!("{least} to {most}"),
        };
        write!(f, "{}: {wanted} expected, {} came", self.when, self.seen)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    fn asked(action: &str) -> Received {
        Received {
            action: Some(action.to_owned()),
            parameters: serde_json::json!({"Name": "a"}),
            ..Received::default()
        }
    }

    fn next(script: &Script, action: &str) -> Option<String> {
        match script.next(&asked(action))? {
            Next::Reply(reply) => Some(reply.to_string()),
            Next::Made(_) => Some("made".to_owned()),
        }
    }

    #[test]
    fn what_asks_for_more_comes_first_and_what_stands_last() {
        let script = Script::default();
        let push = |when: When, code| script.push(when, vec![Reply::error(code)]).unwrap();
        push(When::any(), "any");
        push("List".into(), "own");
        push(When::action("List").parameter("Name", "a"), "named");
        push(When::action("List").parameter("Name", "b"), "other");
        let always = |when: When, code| {
            let reply = Next::Reply(Reply::error(code));
            script.set_standing(when, reply).unwrap();
        };
        always(When::any(), "always");
        always("Get".into(), "first");
        always("Get".into(), "second");
        assert_eq!(script.waiting(), 4);
        for expected in ["named", "own", "any", "always", "always"] {
            assert_eq!(next(&script, "List"), Some(format!("error={expected}")));
        }
        assert_eq!(next(&script, "Get").as_deref(), Some("error=second"));
        assert_eq!(script.waiting(), 1);
        script.clear();
        assert_eq!(next(&script, "List"), None);
    }

    #[test]
    fn replies_for_the_same_requests_come_in_their_order() {
        let script = Script::default();
        for codes in [["1", "2"], ["3", "4"]] {
            let replies = codes.map(Reply::error).to_vec();
            script.push("List".into(), replies).unwrap();
        }
        for expected in ["1", "2", "3", "4"] {
            assert_eq!(next(&script, "List"), Some(format!("error={expected}")));
        }
    }

    #[test]
    fn replies_do_not_pile_up_and_room_comes_back() {
        let script = Script::default();
        let full =
            |result: Result<(), ScriptError>| matches!(result, Err(ScriptError::Full { .. }));
        let many = || Reply::answer().times(MOST_REPLIES);
        script.push("List".into(), many()).unwrap();
        assert!(full(script.push("List".into(), vec![Reply::answer()])));
        assert!(full(
            script.set_standing("List".into(), Next::Reply(Reply::answer()))
        ));
        assert!(full(script.expect("List".into(), 1..=1)));
        next(&script, "List").unwrap();
        script.push("List".into(), vec![Reply::answer()]).unwrap();
        script.clear();

        let large = Reply::raw(200, &[], vec![0; MOST_BYTES / 2]);
        for _ in 0..3 {
            script.push("List".into(), vec![large.clone()]).unwrap();
            assert!(full(script.push("List".into(), vec![large.clone()])));
            next(&script, "List").unwrap();
            // A standing reply takes the room of the former one as well while it is set.
            script
                .set_standing("Get".into(), Next::Reply(Reply::answer()))
                .unwrap();
        }
        script.clear();

        // Rules that are used up are gone.
        for number in 0..1000 {
            let when = When::action("List").parameter("Name", number);
            script.push(when, vec![Reply::answer()]).unwrap();
        }
        let one = When::action("List").parameter("Name", "a");
        for _ in 0..1000 {
            script.push(one.clone(), vec![Reply::answer()]).unwrap();
            next(&script, "List").unwrap();
        }
        assert_eq!(script.lock().rules["List"].len(), 1000);
    }

    #[test]
    fn what_was_expected_and_did_not_come_is_told() {
        let script = Script::default();
        script
            .push("List".into(), Reply::answer().times(2))
            .unwrap();
        script.expect("List".into(), 1..=1).unwrap();
        script.expect("List".into(), 2..).unwrap();
        script
            .expect(When::action("List").parameter("Name", "b"), 0..1)
            .unwrap();
        script.note(&asked("List"));
        next(&script, "List");
        assert_eq!(
            script.unmet(),
            [
                "List: 1 reply not asked for, the next is `answer`",
                "List: at least 2 expected, 1 came"
            ]
        );
        script.note(&asked("List"));
        next(&script, "List");
        assert_eq!(script.unmet(), ["List: exactly 1 expected, 2 came"]);
    }
}
