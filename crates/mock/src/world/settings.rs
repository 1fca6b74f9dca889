//! What of a mock can be changed while it runs.

use std::time::Duration;

use crate::strictness::Strictness;

/// What can be changed while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MockSettings {
    pub(crate) rows: Option<u64>,
    pub(crate) latency: Duration,
    pub(crate) strictness: Strictness,
    /// Whether what is created is there until it is deleted.
    pub(crate) state: bool,
    /// How long IAM tokens last.
    pub(crate) token_lifetime: Duration,
    /// How long temporary keys last at most.
    pub(crate) session_lifetime: Duration,
    /// Whether metadata is only given to those who have fetched a token first.
    pub(crate) hardened_metadata: bool,
}

impl Default for MockSettings {
    fn default() -> Self {
        Self {
            rows: None,
            latency: Duration::ZERO,
            strictness: Strictness::default(),
            state: true,
            // What Huawei's IAM gives.
            token_lifetime: Duration::from_secs(86_400),
            session_lifetime: Duration::from_secs(3600),
            hardened_metadata: false,
        }
    }
}
