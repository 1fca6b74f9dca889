//! What every generated action has that does not depend on its spec.
//!
//! The macros keep generated crates small: an action's file states its facts and ends in
//! `action!(Name -> Output);`.

/// Gives a generated action all that its spec does not say: where it begins, its options, `send()` and
/// `.await`, and what it shows.
///
/// The type must have one field, `call: Call<M>`; the first name is that of its table.
#[macro_export]
macro_rules! action {
    ($operation:ident, $name:ident -> $output:ty) => {
        impl<M: $crate::Mode> $name<M> {
            pub(crate) fn new(client: &$crate::Client<M>) -> Self {
                Self {
                    call: client.call(&$operation),
                }
            }

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
            pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self {
                    call: self.call.with_timeout(timeout),
                }
            }

            /// Sets the longest time for one attempt.
            pub fn with_attempt_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self {
                    call: self.call.with_attempt_timeout(timeout),
                }
            }

            /// Sets how many attempts the call makes, the first included.
            pub fn with_attempts(self, attempts: u32) -> Self {
                Self {
                    call: self.call.with_attempts(attempts),
                }
            }

            /// Sends the call to another region.
            pub fn with_region(
                self,
                region: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self {
                    call: self.call.with_region(region),
                }
            }

            /// Sends the call to another endpoint: a host, or a whole address.
            pub fn with_endpoint(
                self,
                endpoint: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self {
                    call: self.call.with_endpoint(endpoint),
                }
            }

            /// Sends a further header.
            pub fn with_header(
                self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self {
                    call: self.call.with_header(name, value),
                }
            }

            /// Whether parameters are checked before anything is sent.
            pub fn with_checks(self, check: bool) -> Self {
                Self {
                    call: self.call.with_checks(check),
                }
            }
        }

        impl<M: $crate::Mode> ::core::clone::Clone for $name<M> {
            fn clone(&self) -> Self {
                Self {
                    call: self.call.clone(),
                }
            }
        }

        impl<M: $crate::Mode> ::core::fmt::Debug for $name<M> {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.call.fmt(formatter)
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
