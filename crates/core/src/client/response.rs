//! A result, and what came with it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::codec::Findings;
use crate::credentials::Credentials;
use crate::error::Attempt;
use crate::error::Error;
use crate::transport::HttpResponse;

/// A decoded result. It derefs to the result itself.
///
/// ```
/// # fn example(response: cloudwright_core::Response<String>) {
/// println!("{} {:?} {}", response.status(), response.request_id(), response.len());
/// let text: String = response.into_inner();
/// # }
/// ```
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    meta: Arc<Meta>,
}

/// All of an answer but the result.
pub(crate) struct Meta {
    pub(crate) response: HttpResponse,
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: Vec<Attempt>,
    pub(crate) findings: Findings,
    /// What the call was signed with, which no `Debug` may show.
    pub(crate) credentials: Option<Credentials>,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, meta: Arc<Meta>) -> Self {
        Self { value, meta }
    }

    /// An answer that says that there is nothing, read as an empty result.
    pub(crate) fn of_nothing(error: &Error) -> Self
    where
        T: Default,
    {
        let body = error.body().unwrap_or_default().to_vec();
        let meta = Meta {
            response: HttpResponse::new(error.status().unwrap_or_default(), body),
            request_id: error.request_id().map(str::to_owned),
            attempts: Vec::new(),
            findings: Findings::default(),
            // The call's secrets are hidden in an error already.
            credentials: None,
        };
        Self::new(T::default(), Arc::new(meta))
    }

    /// The result alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The result changed into another, with what came along kept.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        Response {
            value: change(self.value),
            meta: self.meta,
        }
    }

    /// The id by which the vendor's support finds the call.
    pub fn request_id(&self) -> Option<&str> {
        self.meta.request_id.as_deref()
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.meta.response.status
    }

    /// The value of a header, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.meta.response.header(name)
    }

    /// The headers that are text, in the answer's order.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.meta
            .response
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
    }

    /// The body as it came, decompressed.
    pub fn body(&self) -> &[u8] {
        &self.meta.response.body
    }

    /// How many attempts the call took.
    pub fn attempts(&self) -> usize {
        self.meta.attempts.len() + 1
    }

    /// The attempts that failed before this answer, and why each was made again.
    pub fn failed_attempts(&self) -> &[Attempt] {
        &self.meta.attempts
    }

    /// What the answer held that the page does not say.
    pub fn findings(&self) -> &Findings {
        &self.meta.findings
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T> AsRef<T> for Response<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

/// Shows neither headers nor the raw body, and none of the call's own secrets, should the service
/// have put them into the result.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |formatter: &mut fmt::Formatter<'_>| {
            formatter
                .debug_struct("Response")
                .field("value", &self.value)
                .field("status", &self.meta.response.status)
                .field("request_id", &self.meta.request_id)
                .field("attempts", &self.attempts())
                .finish_non_exhaustive()
        };
        self.meta.show(&Shown(&shown), formatter)
    }
}

/// A way to show something.
struct Shown<'a>(&'a dyn Fn(&mut fmt::Formatter<'_>) -> fmt::Result);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(formatter)
    }
}

impl Meta {
    /// Not generic over the result: compiled once.
    fn show(&self, shown: &Shown<'_>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = if formatter.alternate() {
            format!("{shown:#?}")
        } else {
            format!("{shown:?}")
        };
        if let Some(credentials) = &self.credentials {
            credentials.hidden().hide_in(&mut text);
        }
        formatter.write_str(&text)
    }
}
