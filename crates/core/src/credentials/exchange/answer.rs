//! What the answers of a service mean: keys, or a refusal.

use std::borrow::Cow;

use cloudwright_vocabulary::error_class::ErrorClass;
use cloudwright_vocabulary::secret::HIDDEN;

use super::Exchange;
use crate::codec::Tree;
use crate::credentials::json;
use crate::credentials::parts::{self, KeyNames};
use crate::credentials::value::Found;
use crate::credentials::{CredentialsError, CredentialsErrorKind, expiry};
use crate::retry::RetryReason;
use crate::transport::HttpResponse;

/// The longest message of a service that is passed on, in bytes: 200 Chinese characters.
pub(super) const MAX_MESSAGE: usize = 600;

/// What a refusal says of itself.
pub(in crate::credentials) struct ErrorBody<'a> {
    pub(in crate::credentials) code: &'a str,
    pub(in crate::credentials) message: &'a str,
    /// What kind of failure the code is.
    pub(in crate::credentials) class: Option<ErrorClass>,
}

impl<'a> ErrorBody<'a> {
    /// A code of which nobody knows more.
    pub(in crate::credentials) fn code(code: &'a str) -> Self {
        Self {
            code,
            message: "",
            class: None,
        }
    }
}

/// The error of an answer that is a refusal. Of the body only code and message are told, and those
/// only where no secret had to be hidden in them: who repeats one may repeat what is not known here.
pub(in crate::credentials) fn refused(
    provider: &str,
    response: &HttpResponse,
    told: Option<&ErrorBody<'_>>,
) -> CredentialsError {
    let status = response.status;
    let message = match told {
        None => format!("refused with HTTP {status}"),
        Some(told) => {
            let shown = |text| (!str::contains(text, HIDDEN)).then(|| beginning(text));
            let code = shown(told.code).unwrap_or("a refusal");
            let message = shown(told.message).unwrap_or_default();
            let colon = if message.is_empty() { "" } else { ": " };
            format!("refused with {code} (HTTP {status}){colon}{message}")
        }
    };
    let reason = match (told.and_then(|told| told.class), status) {
        (Some(ErrorClass::Throttling), _) | (_, 429) => Some(RetryReason::Throttling),
        (Some(ErrorClass::Transient | ErrorClass::Internal), _) | (_, 408 | 500..) => {
            Some(RetryReason::Transient)
        }
        _ => None,
    };
    CredentialsError::new(CredentialsErrorKind::Refused, provider, message)
        .with_retry_reason(reason)
}

/// As much of a text as is passed on.
pub(super) fn beginning(text: &str) -> &str {
    let mut end = MAX_MESSAGE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

impl Exchange<'_> {
    /// That an answer is no refusal; `told` finds what one says of itself.
    pub(in crate::credentials) fn accepted(
        &self,
        response: &HttpResponse,
        told: fn(&Tree) -> Option<ErrorBody<'_>>,
    ) -> Result<(), CredentialsError> {
        if response.is_success() {
            return Ok(());
        }
        // A gateway's page is no JSON, and its status says more than its text.
        let answer = Tree::read(&response.body);
        let told = answer.as_ref().and_then(told);
        Err(refused(self.provider, response, told.as_ref()))
    }

    /// The object of an answer that is no refusal.
    pub(in crate::credentials) fn object(
        &self,
        response: &HttpResponse,
        told: fn(&Tree) -> Option<ErrorBody<'_>>,
    ) -> Result<Tree, CredentialsError> {
        self.accepted(response, told)?;
        json::parse(self.provider, "the answer", &response.body)
    }

    /// Temporary keys out of an answer. All of id, secret and token must be there.
    pub(in crate::credentials) fn keys(
        &self,
        mut value: Tree,
        names: &KeyNames,
        source: impl Into<Cow<'static, str>>,
    ) -> Found {
        let now = self.environment.unix_seconds();
        let expires_at = expiry::expiry(value.get(names.expiry), now);
        let about = names.about(source, expires_at);
        let missing = |name: &str| {
            let message = format!("the answer has no {name}");
            CredentialsError::malformed(self.provider, message)
        };
        let part = &mut |name: &str| json::take(&mut value, name);
        parts::temporary_key(names, about, part, &missing)
    }

    /// The keys of a metadata service, or of what speaks like one: `Code` says whether there are any.
    pub(in crate::credentials) fn keys_by_code(
        &self,
        response: &HttpResponse,
        names: &KeyNames,
        source: impl Into<Cow<'static, str>>,
    ) -> Found {
        let value = self.object(response, |_| None)?;
        match json::text(&value, "Code") {
            Some(code) if code != "Success" => Err(refused(
                self.provider,
                response,
                Some(&ErrorBody::code(code)),
            )),
            _ => self.keys(value, names, source),
        }
    }
}

/// The error of the first request to a metadata service nobody asked for: that it is not there, or
/// that something else is and redirects, says that this is another machine.
pub(in crate::credentials) fn unasked(error: CredentialsError) -> CredentialsError {
    match error.kind() {
        CredentialsErrorKind::Unreachable | CredentialsErrorKind::Malformed => {
            error.with_kind(CredentialsErrorKind::NotConfigured)
        }
        _ => error,
    }
}

/// The error of a metadata service that somebody said has something: that it has nothing, or is not
/// there, is a failure then.
pub(in crate::credentials) fn missed(error: CredentialsError) -> CredentialsError {
    let kind = match error.kind() {
        CredentialsErrorKind::NotConfigured if error.is_transient() => {
            CredentialsErrorKind::Unreachable
        }
        CredentialsErrorKind::NotConfigured => CredentialsErrorKind::Misconfigured,
        kind => kind,
    };
    error.with_kind(kind)
}

/// The first role a metadata service lists. A page of a network's own, served in its place, is none.
pub(in crate::credentials) fn first_role(body: &[u8]) -> Option<&str> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_.@=,+-".contains(&byte);
    let list = std::str::from_utf8(body).ok()?.trim();
    let role = list.split('\n').next().unwrap_or_default().trim();
    ((1..=256).contains(&role.len()) && role.bytes().all(allowed)).then_some(role)
}
