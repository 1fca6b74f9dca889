//! What can be said about one call, each option once: a field here, and its setter in
//! [`call_options!`](crate::call_options), which [`Call`](crate::Call) and the requests of generated
//! crates share.

use std::time::Duration;

use crate::engine::interceptor::ExtraHeaders;

/// What was said about one call; what was not, the client's settings decide.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// The longest time for the whole call.
    pub timeout: Option<Duration>,
    /// The longest time for one attempt.
    pub attempt_timeout: Option<Duration>,
    /// How many attempts, the first included.
    pub attempts: Option<u32>,
    /// The region.
    pub region: Option<String>,
    /// The endpoint: a host, or a whole address.
    pub endpoint: Option<String>,
    /// Further headers.
    pub headers: ExtraHeaders,
    /// Whether parameters are checked.
    pub checks: Option<bool>,
    /// Whether what cannot be read of an answer is left out.
    pub lenient_answers: Option<bool>,
    /// Which page of a list it is, from 1.
    pub page: Option<u64>,
}

/// The setters of [`CallOptions`], for a type that has them: by a method `options` of its own, or of
/// the field that is named.
#[doc(hidden)]
#[macro_export]
macro_rules! call_options {
    ($($call:ident)?) => {
        /// Sets the longest time for the whole call: credentials, all attempts, the body.
        pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$($call.)?options().timeout = Some(timeout);
            self
        }

        /// Sets the longest time for one attempt.
        pub fn with_attempt_timeout(mut self, timeout: ::core::time::Duration) -> Self {
            self.$($call.)?options().attempt_timeout = Some(timeout);
            self
        }

        /// Sets how many attempts the call makes, the first included.
        pub fn with_attempts(mut self, attempts: u32) -> Self {
            self.$($call.)?options().attempts = Some(attempts);
            self
        }

        /// Sends the call to another region.
        pub fn with_region(
            mut self,
            region: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.$($call.)?options().region = Some(region.into());
            self
        }

        /// Sends the call to another endpoint: a host, or a whole address.
        pub fn with_endpoint(
            mut self,
            endpoint: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.$($call.)?options().endpoint = Some(endpoint.into());
            self
        }

        /// Sends a further header.
        pub fn with_header(
            mut self,
            name: impl ::core::convert::Into<::std::string::String>,
            value: impl ::core::convert::Into<::std::string::String>,
        ) -> Self {
            self.$($call.)?options().headers.add(name, value);
            self
        }

        /// Whether parameters are checked before anything is sent.
        pub fn with_checks(mut self, check: bool) -> Self {
            self.$($call.)?options().checks = Some(check);
            self
        }

        /// Whether a value of the answer that is of another kind than documented is left out, which
        /// is a finding, or fails the call.
        pub fn with_lenient_answers(mut self, lenient: bool) -> Self {
            self.$($call.)?options().lenient_answers = Some(lenient);
            self
        }
    };
}
