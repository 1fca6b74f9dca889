//! What kind of failure an error code is: what retries, predicates and the mock's statuses go by.
//!
//! The kinds alone; which code is of which kind is the matter of [`error_code`](crate::error_code)
//! and of the specs.

use crate::word::words;

words! {
    /// What kind of failure an error code is.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum ErrorClass as "class of errors" {
        /// The credentials are wrong: unknown key, bad signature, bad token.
        Auth = "auth",
        /// The clock is wrong, or the request too old; corrected once by the runtime.
        ClockSkew = "clock-skew",
        /// The token or session has expired; renewed once by the runtime.
        Expired = "expired",
        /// A nonce was seen before.
        Replay = "replay",
        /// The caller is known and may not do this.
        Denied = "denied",
        /// A parameter is wrong or missing.
        Invalid = "invalid",
        /// The thing does not exist.
        NotFound = "not-found",
        /// The thing exists already or is in a state that forbids the call.
        Conflict = "conflict",
        /// A quota is used up; waiting does not help.
        Quota = "quota",
        /// Too many calls; waiting helps.
        Throttling = "throttling",
        /// The service failed for now; trying again may help.
        Transient = "transient",
        /// The service failed.
        Internal = "internal",
        /// The action, version or region is not offered.
        Unsupported = "unsupported",
        /// Nothing more is known.
        #[default]
        Other = "other",
    }
}
