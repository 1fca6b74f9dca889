//! What every generated action has that does not depend on its spec.
//!
//! The macros keep generated crates small: an action's file states its facts and ends in
//! `action!(Name -> Output);`.

/// Gives a generated action its options, `send()` and `.await`.
///
/// The type must have a field `call: Call<M>`.
#[macro_export]
macro_rules! action {
    ($name:ident -> $output:ty) => {
        impl<M: $crate::Mode> $name<M> {
            /// Sends the call.
            ///
            /// # Errors
            ///
            /// What the service answers instead of a result, or why there is no answer.
            pub fn send(self) -> M::Sent<$output> {
                self.call.send::<$output>()
            }

            /// The request as it would be sent, signed, without sending it.
            ///
            /// # Errors
            ///
            /// Why it cannot be sent: a missing parameter, no credentials.
            pub fn prepare(self) -> M::Done<$crate::Prepared> {
                self.call.prepare()
            }

            /// Sets the longest time for the whole call: credentials, all attempts, the body.
            pub fn with_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call.options().timeout(timeout);
                self
            }

            /// Sets the longest time for one attempt.
            pub fn with_attempt_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.call.options().attempt_timeout(timeout);
                self
            }

            /// Sets how many attempts the call makes, the first included.
            pub fn with_attempts(mut self, attempts: u32) -> Self {
                self.call.options().attempts(attempts);
                self
            }

            /// Sends the call to another region.
            pub fn with_region(
                mut self,
                region: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                self.call.options().region(region.into());
                self
            }

            /// Sends the call to another endpoint: a host, or a whole address.
            pub fn with_endpoint(
                mut self,
                endpoint: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                self.call.options().endpoint(endpoint.into());
                self
            }

            /// Sends a further header.
            pub fn with_header(
                mut self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                self.call.options().header(name.into(), value.into());
                self
            }

            /// Whether parameters are checked before anything is sent.
            pub fn with_checks(mut self, check: bool) -> Self {
                self.call.options().checks(check);
                self
            }
        }

        // Generic over a mode of which there is one, so that it is compiled where it is used.
        impl<M: $crate::AsyncMode> ::core::future::IntoFuture for $name<M> {
            type Output = ::core::result::Result<$crate::Response<$output>, $crate::Error>;
            type IntoFuture = $crate::Sending<$output>;

            fn into_future(self) -> Self::IntoFuture {
                M::sending(self.send())
            }
        }
    };
}

/// Gives a paged action `pages()` and `items()`. The type must implement [`Paged`](crate::Paged).
#[macro_export]
macro_rules! paged {
    ($name:ident) => {
        impl<M: $crate::Mode> $name<M> {
            /// The pages, one after another, each fetched when it is asked for.
            pub fn pages(self) -> $crate::Pages<Self, M> {
                self.call.pages::<Self>()
            }

            /// The entries of all pages, one after another.
            pub fn items(self) -> $crate::Items<Self, M> {
                self.pages().items()
            }
        }
    };
}
