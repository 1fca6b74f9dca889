//! What every generated crate has that does not depend on its specs.

/// Gives a generated crate its `Request`: what all of its actions share, from their options to
/// `send()` and `.await`.
///
/// The setters of an action are an `impl` of `Request` with the action's answer, so the type must be
/// the crate's own; all else of it is compiled once a crate, and not once an action.
#[macro_export]
macro_rules! request {
    () => {
        /// A request in the making: an action, its parameters, and options of this one call.
        ///
        /// It is what the methods of the client give. It has a setter for every parameter of its
        /// action, is sent by `.await` or [`send`](Self::send), and answers with a `T`. Actions whose
        /// results come in pages also have [`pages`](Self::pages) and [`items`](Self::items).
        ///
        /// The setters of an action are on the page of its own name, to which the client's method and the
        /// list of [`actions`](crate::actions) lead.
        // Without this the page lists the setters of all actions, hundreds of them. Of these it shows those
        // that a link or a search leads to.
        #[cfg_attr(
            doc,
            doc = "\n<style>\
                #rustdoc-toc ul.method,\
                #implementations-list > details:has(> summary h3 a[href^='actions/']):not(:has(:target))\
                { display: none }\
                </style>"
        )]
        #[must_use = "a request does nothing until it is sent or awaited"]
        pub struct Request<T, M: $crate::Mode = $crate::Async> {
            pub(crate) call: $crate::Call<M>,
            answer: ::core::marker::PhantomData<fn() -> T>,
        }

        /// Starts a request of an action that answers with a `T`.
        pub(crate) fn request<T, M: $crate::Mode>(
            client: &$crate::Client<M>,
            operation: &'static $crate::meta::Operation,
        ) -> Request<T, M> {
            Request {
                call: client.call(operation),
                answer: ::core::marker::PhantomData,
            }
        }

        /// Gives a request a parameter.
        pub(crate) fn set<T, M: $crate::Mode>(
            mut request: Request<T, M>,
            name: &'static str,
            value: impl $crate::codec::Value,
        ) -> Request<T, M> {
            request.call.set(name, &value);
            request
        }

        impl<T, M: $crate::Mode> Request<T, M> {
            /// Gives parameters by wire name, as an object, over those that were given before: what
            /// was written in a file, say, or a request that was serialized.
            ///
            /// Texts are taken for numbers, booleans and lists where the action says so.
            ///
            /// # Errors
            ///
            /// What is no parameter, or cannot be one's value; all of it at once.
            pub fn with_parameters(
                mut self,
                parameters: $crate::codec::Json,
            ) -> ::core::result::Result<Self, $crate::Error> {
                self.call.give(parameters)?;
                ::core::result::Result::Ok(self)
            }

            /// The request as it would be sent, signed, without sending it.
            ///
            /// # Errors
            ///
            /// Why it cannot be sent: a missing parameter, no credentials.
            pub fn prepare(self) -> M::Done<$crate::Prepared> {
                self.call.prepare()
            }

            $crate::call_options!(call);
        }

        impl<T: $crate::codec::Decode + ::core::default::Default, M: $crate::Mode> Request<T, M> {
            /// Sends the call.
            ///
            /// # Errors
            ///
            /// What the service answers instead of a result, or why there is no answer.
            pub fn send(self) -> M::Sent<T> {
                self.call.send::<T>()
            }
        }

        impl<T, M: $crate::Mode> Request<T, M> {
            /// Sends the call again and again until a function says that its answer is the one, by `true` or by
            /// `WaitOutcome::Success`; `WaitOutcome::Failure` ends it with an error.
            ///
            /// Pauses, deadline and a function that is told of each answer are set on what it gives. An action that
            /// changes something does so with each call.
            pub fn poll_until<'a, O: ::core::convert::Into<$crate::meta::WaitOutcome>>(
                self,
                is_it: impl FnMut(&$crate::Response<T>) -> O + ::core::marker::Send + 'a,
            ) -> $crate::Polling<'a, T, M> {
                self.call.poll_until(is_it)
            }
        }

        impl<T: $crate::Paged, M: $crate::Mode> Request<T, M> {
            /// The pages, one after another, each fetched when it is asked for.
            pub fn pages(self) -> $crate::Pages<T, M> {
                self.call.pages::<T>()
            }

            /// The entries of all pages, one after another.
            pub fn items(self) -> $crate::Items<T, M> {
                self.pages().items()
            }
        }

        impl<T, M: $crate::Mode> ::core::clone::Clone for Request<T, M> {
            fn clone(&self) -> Self {
                Self {
                    call: self.call.clone(),
                    answer: ::core::marker::PhantomData,
                }
            }
        }

        impl<T, M: $crate::Mode> ::core::fmt::Debug for Request<T, M> {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                self.call.fmt(formatter)
            }
        }

        $crate::with_serde! {
            /// The parameters that were given, by wire name; secrets too.
            impl<T, M: $crate::Mode> $crate::codec::serde::serde_core::Serialize for Request<T, M> {
                fn serialize<S: $crate::codec::serde::serde_core::Serializer>(
                    &self,
                    to: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    self.call.serialize(to)
                }
            }
        }

        // Generic over a mode of which there is one, so that it is compiled where it is used.
        impl<T, M> ::core::future::IntoFuture for Request<T, M>
        where
            T: $crate::codec::Decode + ::core::default::Default,
            M: $crate::AsyncMode,
        {
            type Output = ::core::result::Result<$crate::Response<T>, $crate::Error>;
            type IntoFuture = $crate::Sending<T>;

            fn into_future(self) -> Self::IntoFuture {
                M::sending(self.send())
            }
        }
    };
}
