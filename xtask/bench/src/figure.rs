//! A figure: what was measured, the floor beside it, and the budget it should keep.

/// Something measured.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub name: String,
    pub value: f64,
    pub unit: &'static str,
    /// The same by the least that could do it, taken in the same run.
    pub floor: Option<Floor>,
    pub budget: Option<Budget>,
}

#[derive(Clone, Debug)]
pub(super) struct Floor {
    pub name: &'static str,
    pub value: f64,
}

/// What a figure may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Budget {
    AtMost(f64),
    AtLeast(f64),
    /// At most this many times the floor.
    RatioAtMost(f64),
}

impl Figure {
    pub(super) fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value,
            unit,
            floor: None,
            budget: None,
        }
    }

    pub(super) fn at_most(mut self, most: f64) -> Self {
        self.budget = Some(Budget::AtMost(most));
        self
    }

    pub(super) fn at_least(mut self, least: f64) -> Self {
        self.budget = Some(Budget::AtLeast(least));
        self
    }

    pub(super) fn ratio_at_most(mut self, most: f64) -> Self {
        self.budget = Some(Budget::RatioAtMost(most));
        self
    }

    pub(super) fn beside(mut self, name: &'static str, value: f64) -> Self {
        self.floor = Some(Floor { name, value });
        self
    }

    /// The figure as a multiple of its floor.
    pub(super) fn ratio(&self) -> Option<f64> {
        let floor = self.floor.as_ref()?;
        (floor.value > 0.0).then(|| self.value / floor.value)
    }

    /// Whether the budget is kept; figures without one keep it.
    pub(super) fn keeps_budget(&self) -> bool {
        match self.budget {
            None => true,
            Some(Budget::AtMost(most)) => self.value <= most,
            Some(Budget::AtLeast(least)) => self.value >= least,
            Some(Budget::RatioAtMost(most)) => self.ratio().is_some_and(|ratio| ratio <= most),
        }
    }
}
