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

    setters! {
        /// Sets what it is.
        doc(doc: &'static str) = doc;
        /// Sets other spellings of the path.
        other_paths(paths: &'static [&'static str]) = paths;
        /// Sets the states that are success.
        success(states: &'static [&'static str]) = states;
        /// Sets the states that are failure.
        failure(states: &'static [&'static str]) = states;
        /// Sets the states that pass.
        pending(states: &'static [&'static str]) = states;
        /// Sets what it means that there is no state.
        absent(outcome: WaitOutcome) = Some(outcome);
        /// Sets the seconds between two calls.
        delay(seconds: u32) = Some(seconds);
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
