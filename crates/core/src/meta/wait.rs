//! The table of a wait: which states in an answer say that something is done, and which that it failed.

use cloudwright_vocabulary::wait_outcome::WaitOutcome;

/// Something that an action is asked for until it is so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// What is waited for: `running`, of `wait_until_running()`.
    pub name: &'static str,
    /// What it is.
    pub doc: &'static str,
    /// Where the state is, from the result's top: `Registries.Status`. Lists on the way are gone through.
    pub path: &'static str,
    /// The same place in other spellings that the vendor uses for members on the way.
    pub other_paths: &'static [&'static str],
    /// States that are success; of several entries all must have one.
    pub success: &'static [&'static str],
    /// States that are failure; of several entries one is enough.
    pub failure: &'static [&'static str],
    /// States that pass.
    pub pending: &'static [&'static str],
    /// What it means that there is no state, or that the service knows no such thing. Without it, an
    /// answer without a state is asked for again, and an error is one.
    pub absent: Option<WaitOutcome>,
    /// Seconds to let pass between two calls at least, where somebody knows better than the runtime.
    pub delay: Option<u32>,
}

impl Wait {
    /// A wait without states.
    pub const fn new(name: &'static str, path: &'static str) -> Self {
        Self {
            name,
            doc: "",
            path,
            other_paths: &[],
            success: &[],
            failure: &[],
            pending: &[],
            absent: None,
            delay: None,
        }
    }

    /// Sets what it is.
    #[must_use]
    pub const fn doc(mut self, doc: &'static str) -> Self {
        self.doc = doc;
        self
    }

    /// Sets other spellings of the path.
    #[must_use]
    pub const fn other_paths(mut self, paths: &'static [&'static str]) -> Self {
        self.other_paths = paths;
        self
    }

    /// Sets the states that are success.
    #[must_use]
    pub const fn success(mut self, states: &'static [&'static str]) -> Self {
        self.success = states;
        self
    }

    /// Sets the states that are failure.
    #[must_use]
    pub const fn failure(mut self, states: &'static [&'static str]) -> Self {
        self.failure = states;
        self
    }

    /// Sets the states that pass.
    #[must_use]
    pub const fn pending(mut self, states: &'static [&'static str]) -> Self {
        self.pending = states;
        self
    }

    /// Sets what it means that there is no state.
    #[must_use]
    pub const fn absent(mut self, outcome: WaitOutcome) -> Self {
        self.absent = Some(outcome);
        self
    }

    /// Sets the seconds between two calls.
    #[must_use]
    pub const fn delay(mut self, seconds: u32) -> Self {
        self.delay = Some(seconds);
        self
    }

    /// What a state means; `None` where nobody documented it.
    pub fn outcome(&self, state: &str) -> Option<WaitOutcome> {
        [
            (self.success, WaitOutcome::Success),
            (self.failure, WaitOutcome::Failure),
            (self.pending, WaitOutcome::Pending),
        ]
        .into_iter()
        .find_map(|(states, outcome)| states.contains(&state).then_some(outcome))
    }
}
