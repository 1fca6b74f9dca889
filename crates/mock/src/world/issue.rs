//! Temporary credentials and tokens, which work at the mock until they expire.

use std::time::Duration;

use cloudwright_spec::model::Provider;

use super::World;
use crate::message::request_id::unique;
use crate::provider::support;
use crate::verify::keys::Credentials;

/// Temporary credentials that were given out.
pub(crate) struct Issued {
    pub(crate) key: Credentials,
    pub(crate) expires_at: i64,
}

impl World {
    /// Makes temporary credentials that work until they expire.
    pub(crate) fn issue(&self, provider: Provider, lifetime: Duration) -> Issued {
        let text = self.session_text(&format!("{provider:?} session"));
        let digits = (support(provider).session_digits)(&text);
        let id = format!("{}{digits}", provider.mock_key().session);
        debug_assert!(Provider::has_mock_key(&id), "{id}");
        let token = format!("mock-session-token-{text}");
        let key = Credentials::new(id, format!("secret{text}")).with_token(token);
        let expires_at = self.expiry(lifetime);
        self.keys.add(provider, key.clone(), Some(expires_at));
        Issued { key, expires_at }
    }

    /// Makes an IAM token that works until it expires, at the second that is told.
    pub(crate) fn issue_iam_token(&self, lifetime: Duration) -> (String, i64) {
        let token = format!("MIImockIamToken{}", self.session_text("iam token"));
        let expires_at = self.expiry(lifetime);
        self.keys.add_iam_token(&token, expires_at);
        (token, expires_at)
    }

    /// Hexadecimal digits that differ from session to session.
    fn session_text(&self, what: &str) -> String {
        let (number, _) = self.session_ids.next();
        unique(&format!("{what} {number}")).replace('-', "")
    }

    fn expiry(&self, lifetime: Duration) -> i64 {
        let seconds = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        self.clock.now().saturating_add(seconds)
    }
}
