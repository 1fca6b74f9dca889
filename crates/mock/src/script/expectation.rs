//! How many requests a test expects, and how many came.

use std::fmt;
use std::ops::{Bound, RangeBounds};

use super::When;
use crate::log::Received;

pub(super) struct Expectation {
    when: When,
    least: u64,
    most: Option<u64>,
    seen: u64,
}

impl Expectation {
    pub(super) fn new(when: When, times: impl RangeBounds<u64>) -> Self {
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
        Self {
            when,
            least,
            most,
            seen: 0,
        }
    }

    /// Counts a request, if it is one of those that are expected.
    pub(super) fn note(&mut self, received: &Received) {
        self.seen += u64::from(self.when.is_met(received));
    }

    pub(super) fn is_met(&self) -> bool {
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
