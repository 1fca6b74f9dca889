//! Values that a source stated when it was last merged and states no more: bounds, defaults, flags.
//!
//! Such a value goes out of the spec only if the lock knows that this source stated this very value. One that
//! is otherwise in the spec is a person's, or another source's, and stays.

use serde_json::Value;

use super::difference::DifferenceKind;
use super::holder::{Holder, Home};
use super::pair::MemberPair;
use super::walk::Walk;
use crate::lock;
use crate::model::value_text;

impl<'a> Walk<'a> {
    /// Whether the lock knows which samples, regions and permissions the source stated of the current action.
    pub(super) fn knows_lists(&self) -> bool {
        let samples = self.value_before(Home::Action, "head", lock::values::SAMPLES);
        samples.is_some()
    }

    /// Takes out a member's value that the source states no more.
    pub(super) fn value_gone(
        &mut self,
        both: &MemberPair<'a, '_>,
        key: &'static str,
        ours: &Value,
    ) {
        let (home, subject) = (both.holder.home, both.subject);
        let ours = value_text(ours);
        let was_stated = self.value_before(home, subject, key) == Some(ours.as_str());
        // A rule for sentences may have missed it: what is still named there is not gone.
        let current = self.current.as_ref();
        let prose = current.and_then(|current| current.facts.prose.get(subject));
        let is_named = prose.is_some_and(|prose| prose.contains(&ours));
        if was_stated && both.may_change && !self.is_page_on_shared(home) && !is_named {
            let key_of = (both.holder, key);
            self.take_out(DifferenceKind::Gone, key_of, (subject, key), &ours);
        }
    }

    /// The same for a key of an action's own.
    pub(super) fn head_gone(
        &mut self,
        kind: DifferenceKind,
        (holder, key): (Holder<'a>, &'static str),
        ours: &str,
    ) {
        let was_stated = self.value_before(Home::Action, "head", key) == Some(ours);
        if was_stated && self.may_change() {
            let subject = format!("head {key}");
            self.take_out(kind, (holder, key), (&subject, ""), ours);
        }
    }
}
