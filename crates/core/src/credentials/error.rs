//! Why there are no credentials, so that a person can mend it.

use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use cloudwright_vocabulary::{printable, told};

use crate::retry::RetryReason;
use crate::secret::Secrets;

/// No credentials could be had.
///
/// `Display` is one line that names every place that was tried and what was missing there. It holds
/// no secret. Cheap to clone: all calls that waited for one refresh get the same error.
#[derive(Clone)]
pub struct CredentialsError(Arc<CredentialsErrorFields>);

#[derive(Clone)]
struct CredentialsErrorFields {
    kind: CredentialsErrorKind,
    provider: String,
    message: String,
    /// Why trying again may help.
    retry: Option<RetryReason>,
    /// Nothing answered at the place at all.
    nobody_there: bool,
    tried: Vec<CredentialsError>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What is wrong, by what has to be done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CredentialsErrorKind {
    /// Nobody asked for this place: no variable, no file, no metadata service. A chain goes on.
    NotConfigured,
    /// Somebody did, but what is configured cannot be used: half a key, a broken file.
    Misconfigured,
    /// What is configured is something this crate does not do.
    Unsupported,
    /// The metadata, STS or IAM service could not be reached.
    Unreachable,
    /// It was reached and refused.
    Refused,
    /// It answered something that holds no credentials.
    Malformed,
}

impl CredentialsError {
    /// An error of `provider`; `message` says what is wrong and holds no secret.
    pub fn new(
        kind: CredentialsErrorKind,
        provider: impl fmt::Display,
        message: impl fmt::Display,
    ) -> Self {
        Self::of(kind, &provider, &message)
    }

    /// Not generic, and puts the texts together itself: those that fail are many.
    #[cold]
    fn of(
        kind: CredentialsErrorKind,
        provider: &dyn fmt::Display,
        message: &dyn fmt::Display,
    ) -> Self {
        Self(Arc::new(CredentialsErrorFields {
            kind,
            provider: provider.to_string(),
            // What is told comes from files and services.
            message: printable::text(&message.to_string()).into_owned(),
            retry: (kind == CredentialsErrorKind::Unreachable).then_some(RetryReason::Transient),
            nobody_there: false,
            tried: Vec::new(),
            source: None,
        }))
    }

    /// Nobody asked for this place.
    pub fn not_configured(provider: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self::new(CredentialsErrorKind::NotConfigured, provider, message)
    }

    /// What is configured cannot be used.
    pub fn misconfigured(provider: impl fmt::Display, message: impl fmt::Display) -> Self {
        Self::new(CredentialsErrorKind::Misconfigured, provider, message)
    }

    pub(super) fn malformed(provider: &str, message: impl fmt::Display) -> Self {
        Self::new(CredentialsErrorKind::Malformed, provider, message)
    }

    pub(super) fn unsupported(provider: &str, message: impl fmt::Display) -> Self {
        Self::new(CredentialsErrorKind::Unsupported, provider, message)
    }

    /// Adds the error beneath; it must hold no secret either.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.with(|fields| fields.source = Some(Arc::from(source.into())))
    }

    /// Says that trying again may help.
    #[must_use]
    pub fn with_transient(self, transient: bool) -> Self {
        self.with_retry_reason(transient.then_some(RetryReason::Transient))
    }

    pub(super) fn with_retry_reason(self, reason: Option<RetryReason>) -> Self {
        self.with(|fields| fields.retry = reason)
    }

    pub(super) fn with_nobody_there(self, nobody_there: bool) -> Self {
        self.with(|fields| fields.nobody_there = nobody_there)
    }

    /// Says how often it was tried, if more than once.
    pub(super) fn after(self, attempts: u32) -> Self {
        self.with(|fields| {
            if attempts > 1 {
                // Writing to a String cannot fail.
                let _ = write!(fields.message, " ({attempts} attempts)");
            }
        })
    }

    /// Hides what an exchange must not show, wherever the other side repeated it.
    pub(super) fn without(self, secrets: &Secrets<'_>) -> Self {
        self.with(|fields| {
            secrets.hide_in(&mut fields.message);
        })
    }

    /// The same error in the words of another, if there are any.
    pub(super) fn told_as(self, other: Option<Self>) -> Self {
        match other {
            Some(other) => other
                .with_kind(self.kind())
                .with_retry_reason(self.retry_reason()),
            None => self,
        }
    }

    /// The same error as another kind: a metadata service nobody asked for and that is not there
    /// is no failure.
    pub(super) fn with_kind(self, kind: CredentialsErrorKind) -> Self {
        self.with(|fields| fields.kind = kind)
    }

    /// The error of a chain: that no link was configured, or that one was and failed.
    #[cold]
    pub(super) fn of_chain(chain: &str, mut tried: Vec<Self>, failed: Option<Self>) -> Self {
        let listed = Listed(&tried);
        let message = match &failed {
            None => format!("no credentials found; tried {listed}"),
            Some(failed) if tried.is_empty() => failed.to_string(),
            Some(failed) => format!("{failed}; before it, tried {listed}"),
        };
        let kind = failed.as_ref().map(Self::kind);
        let kind = kind.unwrap_or(CredentialsErrorKind::NotConfigured);
        let retry = failed.as_ref().and_then(Self::retry_reason);
        tried.extend(failed);
        Self::of(kind, &chain, &message).with(|fields| {
            fields.retry = retry;
            fields.tried = tried;
        })
    }

    /// Changes this error; others that were the same stay as they are.
    fn with(mut self, change: impl FnOnce(&mut CredentialsErrorFields)) -> Self {
        change(Arc::make_mut(&mut self.0));
        self
    }

    /// What is wrong, by what has to be done about it.
    pub fn kind(&self) -> CredentialsErrorKind {
        self.0.kind
    }

    /// The place that failed, or the chain.
    pub fn provider(&self) -> &str {
        &self.0.provider
    }

    /// What is wrong, without the place.
    pub(super) fn message(&self) -> &str {
        &self.0.message
    }

    /// Whether a service said no, for good.
    pub(super) fn is_refusal(&self) -> bool {
        self.0.kind == CredentialsErrorKind::Refused && !self.is_transient()
    }

    /// Whether nothing was configured at all.
    pub fn is_not_configured(&self) -> bool {
        self.0.kind == CredentialsErrorKind::NotConfigured
    }

    /// Whether trying again may help: the service was out of reach or overloaded.
    pub fn is_transient(&self) -> bool {
        self.0.retry.is_some()
    }

    /// Why trying again may help.
    pub(super) fn retry_reason(&self) -> Option<RetryReason> {
        self.0.retry
    }

    /// Whether nothing answered at the place at all.
    pub(super) fn is_nobody_there(&self) -> bool {
        self.0.nobody_there
    }

    /// Every link a chain tried, in order, and why each failed; the last one stopped it. Empty for
    /// an error of one place.
    pub fn tried(&self) -> &[CredentialsError] {
        &self.0.tried
    }
}

/// Places, each with what was missing there.
struct Listed<'a>(&'a [CredentialsError]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for CredentialsError(place) in self.0 {
            write!(
                formatter,
                "{separator}{} ({})",
                place.provider, place.message
            )?;
            separator = ", ";
        }
        Ok(())
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.0.provider, self.0.message)
    }
}

impl fmt::Debug for CredentialsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = &*self.0;
        told::debug(self, formatter, |formatter| {
            formatter
                .debug_struct("CredentialsError")
                .field("kind", &fields.kind)
                .field("provider", &fields.provider)
                .field("message", &fields.message)
                .field("tried", &fields.tried)
                .field("source", &fields.source)
                .finish_non_exhaustive()
        })
    }
}

impl StdError for CredentialsError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_a_chain_names_every_link_and_why_it_failed() {
        let first = CredentialsError::not_configured("environment", "A is not set");
        let second = CredentialsError::not_configured("file", "~/b does not exist");
        let chain = CredentialsError::of_chain("Tencent Cloud", vec![first, second], None);
        assert_eq!(
            chain.to_string(),
            "Tencent Cloud: no credentials found; tried environment (A is not set), file (~/b does not exist)"
        );
        assert_eq!(chain.tried().len(), 2);
        assert!(chain.is_not_configured());
    }

    #[test]
    fn what_a_terminal_would_act_on_is_written_out() {
        let error = CredentialsError::misconfigured("file", "profile \u{1b}[2J\n is gone");
        assert_eq!(error.to_string(), "file: profile \\u{1b}[2J\\n is gone");
    }

    #[test]
    fn a_change_leaves_others_that_were_the_same_alone() {
        let first = CredentialsError::misconfigured("file", "is gone");
        let second = first.clone().after(3);
        assert_eq!(first.to_string(), "file: is gone");
        assert_eq!(second.to_string(), "file: is gone (3 attempts)");
    }

    #[test]
    fn a_chain_that_stopped_says_where_first() {
        let first = CredentialsError::not_configured("environment", "A is not set");
        let failed = CredentialsError::misconfigured("file", "has no key");
        let chain = CredentialsError::of_chain("Huawei Cloud", vec![first], Some(failed));
        assert_eq!(
            chain.to_string(),
            "Huawei Cloud: file: has no key; before it, tried environment (A is not set)"
        );
        assert_eq!(chain.kind(), CredentialsErrorKind::Misconfigured);
    }
}
