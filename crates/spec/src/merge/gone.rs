//! Values that a source stated when it was last merged and states no more: bounds, defaults, flags.
//!
//! Such a value goes out of the spec only if the lock knows that this source stated this very value. One that
//! is otherwise in the spec is a person's, or another source's, and stays.

use serde_json::Value;

use super::difference::Kind;
use super::member::Both;
use super::values;
use super::walk::{Home, Walk, entry};
use crate::lock;
use crate::model::Evidence;
use crate::source::Node;

impl<'a> Walk<'a> {
    /// What the source stated here before, as a text.
    pub(super) fn value_before(&self, home: Home, subject: &str, key: &str) -> Option<&str> {
        let subject = self.subject_before(subject);
        let stated = &self.stated_before?.values;
        let values = stated.get(self.action_of(home, &subject))?;
        values
            .get(&lock::values::key(&subject, key))
            .map(String::as_str)
    }

    /// Whether the lock knows which samples, regions and permissions the source stated of the current action.
    pub(super) fn knows_lists(&self) -> bool {
        let samples = self.value_before(Home::Action, "head", lock::values::SAMPLES);
        samples.is_some()
    }

    /// Takes out a member's value that the source states no more.
    pub(super) fn value_gone(&mut self, both: &Both<'a, '_>, key: &'static str, ours: &Value) {
        let ours = values::plain(ours);
        let is_shared = both.home == Home::Service && self.origin.evidence == Evidence::Page;
        let was_stated = self.value_before(both.home, both.subject, key) == Some(ours.as_str());
        // A rule for sentences may have missed it: what is still named there is not gone.
        let is_named = self.current.as_ref().is_some_and(|current| {
            let prose = current.facts.prose.get(both.subject);
            prose.is_some_and(|prose| prose.contains(&ours))
        });
        if was_stated && both.may_change && !is_shared && !is_named {
            let node = entry(both.node, key).map_or(both.node, |(_, value)| value);
            if self.tell(Kind::Gone, (both.home, node), (both.subject, key), "", ours) {
                self.doc(both.home).edits.delete_key(both.node, key);
            }
        }
    }

    /// The same for a key of an action's own.
    pub(super) fn head_gone(&mut self, key: &'static str, ours: &str, kind: Kind, root: &'a Node) {
        let was_stated = self.value_before(Home::Action, "head", key) == Some(ours);
        if was_stated && self.may_change() {
            let subject = format!("head {key}");
            let node = entry(root, key).map_or(root, |(_, value)| value);
            if self.tell(kind, (Home::Action, node), (&subject, ""), "", ours) {
                self.doc(Home::Action).edits.delete_key(root, key);
            }
        }
    }
}
