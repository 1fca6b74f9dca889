//! What the next requests are answered: replies in queues and standing ones, each for the requests
//! that it is meant for, and how many requests are expected. Bounded in number and in bytes.

mod check;
mod error;
mod expectation;
mod reply;
mod when;

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::ops::RangeBounds;
use std::sync::{Arc, Mutex};

pub(crate) use check::{check, check_code, check_result};
pub use error::{Meant, ScriptError, Unmet};
pub(crate) use reply::ReplyKind;
pub use reply::{Reply, UnknownReply};
pub use when::When;

use crate::lock::locked;
use crate::log::Received;
use expectation::Expectation;

/// Most replies that wait, standing ones and expectations included.
pub(crate) const MOST_REPLIES: usize = 100_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 64 << 20;

/// Where a reply comes from.
#[derive(Clone)]
pub(crate) enum ReplySource {
    Fixed(Reply),
    /// A function makes it of the request.
    Made(Arc<dyn Fn(&Received) -> Reply + Send + Sync>),
}

impl ReplySource {
    /// The reply to a request. A function that panics fails the request and not the mock.
    pub(crate) fn reply(&self, entry: &Received) -> Result<Reply, String> {
        match self {
            Self::Fixed(reply) => Ok(reply.clone()),
            Self::Made(make) => {
                let make = std::panic::AssertUnwindSafe(|| make(entry));
                std::panic::catch_unwind(make)
                    .map_err(|_| "the function that makes replies panicked".to_owned())
            }
        }
    }

    fn weight(&self) -> usize {
        match self {
            Self::Fixed(reply) => reply.weight(),
            Self::Made(_) => 128,
        }
    }
}

/// The replies that wait for requests.
#[derive(Default)]
pub(crate) struct Script(Mutex<Stubs>);

#[derive(Default)]
struct Stubs {
    all: Vec<Stub>,
    expectations: Vec<Expectation>,
    /// Numbers the stubs.
    made: u64,
    /// How many replies and expectations there are.
    held: usize,
    bytes: usize,
}

/// The replies for some requests.
struct Stub {
    when: When,
    /// Grows from stub to stub, and anew when the standing reply is set.
    number: u64,
    queue: VecDeque<Reply>,
    standing: Option<ReplySource>,
}

impl Script {
    /// Queues replies.
    pub(crate) fn push(&self, when: When, replies: Vec<Reply>) -> Result<(), ScriptError> {
        if replies.is_empty() {
            return Ok(());
        }
        let bytes = replies.iter().map(Reply::weight).sum();
        let mut stubs = locked(&self.0);
        let stub = stubs.stub(when, replies.len(), bytes)?;
        stub.queue.extend(replies);
        Ok(())
    }

    /// Sets the standing reply.
    pub(crate) fn set_standing(&self, when: When, source: ReplySource) -> Result<(), ScriptError> {
        let mut stubs = locked(&self.0);
        stubs.made += 1;
        let number = stubs.made;
        let stub = stubs.stub(when, 1, source.weight())?;
        stub.number = number;
        if let Some(former) = stub.standing.replace(source) {
            stubs.release(former.weight());
        }
        Ok(())
    }

    /// Expects a number of requests.
    pub(crate) fn expect(
        &self,
        when: When,
        times: impl RangeBounds<u64>,
    ) -> Result<(), ScriptError> {
        let mut stubs = locked(&self.0);
        stubs.admit(1, when.bytes())?;
        stubs.expectations.push(Expectation::new(when, times));
        Ok(())
    }

    pub(crate) fn clear(&self) {
        *locked(&self.0) = Stubs::default();
    }

    /// Notes that a request was let in, for the expectations.
    pub(crate) fn note(&self, received: &Received) {
        for expectation in &mut locked(&self.0).expectations {
            expectation.note(received);
        }
    }

    /// Takes the next reply for a request: of what is queued for it the one that asks for most, or
    /// else of what stands.
    pub(crate) fn next(&self, received: &Received) -> Option<ReplySource> {
        self.take(|when| when.is_met(received))
    }

    /// The same, of those that ask for its action by name.
    pub(crate) fn next_own(&self, received: &Received) -> Option<ReplySource> {
        self.take(|when| when.action.is_some() && when.is_met(received))
    }

    fn take(&self, is_met: impl Fn(&When) -> bool) -> Option<ReplySource> {
        let mut stubs = locked(&self.0);
        let met = stubs.all.iter().enumerate();
        let met = met.filter(|(_, stub)| is_met(&stub.when));
        let queued = met.clone().filter(|(_, stub)| !stub.queue.is_empty());
        let queued = queued.max_by_key(|(_, stub)| (stub.when.weight(), Reverse(stub.number)));
        if let Some(position) = queued.map(|(position, _)| position) {
            return stubs.pop(position).map(ReplySource::Fixed);
        }
        let standing = met.filter(|(_, stub)| stub.standing.is_some());
        let standing = standing.max_by_key(|(_, stub)| (stub.when.weight(), stub.number));
        standing.and_then(|(_, stub)| stub.standing.clone())
    }

    /// How many replies wait in queues.
    pub(crate) fn waiting(&self) -> usize {
        let stubs = locked(&self.0);
        stubs.all.iter().map(|stub| stub.queue.len()).sum()
    }

    /// What was scripted and not used, and what was expected and did not come.
    pub(crate) fn unmet(&self) -> Vec<String> {
        let stubs = locked(&self.0);
        let left = stubs.all.iter().filter_map(|stub| {
            let (count, first) = (stub.queue.len(), stub.queue.front()?);
            let replies = if count == 1 { "reply" } else { "replies" };
            let when = &stub.when;
            Some(format!(
                "{when}: {count} {replies} not asked for, the next is `{first}`"
            ))
        });
        let expectations = stubs.expectations.iter().filter(|it| !it.is_met());
        left.chain(expectations.map(Expectation::to_string))
            .collect()
    }
}

impl Stubs {
    /// The stub for some requests, made where there is none, if there is room for what it is to hold.
    fn stub(&mut self, when: When, replies: usize, bytes: usize) -> Result<&mut Stub, ScriptError> {
        let found = self.all.iter().position(|stub| stub.when == when);
        let own = if found.is_none() { when.bytes() } else { 0 };
        self.admit(replies, bytes.saturating_add(own))?;
        let position = found.unwrap_or_else(|| {
            self.made += 1;
            self.all.push(Stub {
                when,
                number: self.made,
                queue: VecDeque::new(),
                standing: None,
            });
            self.all.len() - 1
        });
        Ok(&mut self.all[position])
    }

    /// Takes the next reply of a stub, and the stub with its last one.
    fn pop(&mut self, position: usize) -> Option<Reply> {
        let stub = &mut self.all[position];
        let reply = stub.queue.pop_front()?;
        let mut bytes = reply.weight();
        if stub.queue.is_empty() && stub.standing.is_none() {
            bytes += stub.when.bytes();
            self.all.remove(position);
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
        let entry = asked(action);
        let reply = script.next(&entry)?.reply(&entry);
        Some(reply.unwrap().to_string())
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
            let reply = ReplySource::Fixed(Reply::error(code));
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
        assert!(full(script.set_standing(
            "List".into(),
            ReplySource::Fixed(Reply::answer())
        )));
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
                .set_standing("Get".into(), ReplySource::Fixed(Reply::answer()))
                .unwrap();
        }
        script.clear();

        // Stubs that are used up are gone.
        for number in 0..1000 {
            let when = When::action("List").parameter("Name", number);
            script.push(when, vec![Reply::answer()]).unwrap();
        }
        let one = When::action("List").parameter("Name", "a");
        for _ in 0..1000 {
            script.push(one.clone(), vec![Reply::answer()]).unwrap();
            next(&script, "List").unwrap();
        }
        assert_eq!(locked(&script.0).all.len(), 1000);
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
