//! The table of a wait: which states in an answer say that something is done, and which that it failed.

use cloudwright_vocabulary::wait_outcome::WaitOutcome;

table! {
    /// Something that an action is asked for until it is so.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct Wait;
    /// A wait without states.
    new {
        /// What is waited for: `running`, of `wait_until_running()`.
        name: &'static str;
        /// Where the state is, from the result's top: `Registries.Status`. Lists on the way are gone through.
        path: &'static str;
    }
    facts {
        /// What it is.
        doc: &'static str = "", set(doc: &'static str) = doc;
        /// The same place in other spellings that the vendor uses for members on the way.
        other_paths: &'static [&'static str] = &[], set(paths: &'static [&'static str]) = paths;
        /// States that are success; of several entries all must have one.
        success: &'static [&'static str] = &[], set(states: &'static [&'static str]) = states;
        /// States that are failure; of several entries one is enough.
        failure: &'static [&'static str] = &[], set(states: &'static [&'static str]) = states;
        /// States that pass.
        pending: &'static [&'static str] = &[], set(states: &'static [&'static str]) = states;
        /// What it means that there is no state, or that the service knows no such thing. Without it, an
        /// answer without a state is asked for again, and an error is one.
        absent: Option<WaitOutcome> = None, set(outcome: WaitOutcome) = Some(outcome);
        /// Seconds to let pass between two calls at least, where somebody knows better than the runtime.
        delay: Option<u32> = None, set(seconds: u32) = Some(seconds);
    }
}

impl Wait {
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
