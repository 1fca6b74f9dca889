//! The key that TC3 derives from the secret for one day and one service.

use std::fmt;

use zeroize::Zeroizing;

use super::{TERMINATOR, scope};
use crate::digest::{HmacKey, hmac_sha256};
use crate::redact::Redacted;

/// 32 bytes that are wiped when dropped.
type SecretBytes = Zeroizing<[u8; 32]>;

/// The keys of all three steps of the derivation, wiped when dropped.
///
/// Who holds the last one can sign for one service until the day is over; the first one is good for all
/// services of that day.
pub struct DerivedKey {
    secret_date: SecretBytes,
    secret_service: SecretBytes,
    secret_signing: SecretBytes,
    signing: SigningKey,
}

impl DerivedKey {
    /// The key of the day.
    pub fn secret_date(&self) -> &[u8; 32] {
        &self.secret_date
    }

    /// The key of the day and the service.
    pub fn secret_service(&self) -> &[u8; 32] {
        &self.secret_service
    }

    /// The key that signs.
    pub fn secret_signing(&self) -> &[u8; 32] {
        &self.secret_signing
    }

    /// Day, service and terminator, such as `2025-01-01/tcr/tc3_request`.
    pub fn scope(&self) -> &str {
        self.signing.scope()
    }

    pub(super) fn signing(&self) -> &SigningKey {
        &self.signing
    }
}

impl fmt::Debug for DerivedKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DerivedKey")
            .field("scope", &self.scope())
            .field("secrets", &Redacted)
            .finish()
    }
}

/// Derives the key for a day, written as [`time::date`](crate::time::date) writes it, and a service.
///
/// ```
/// use cloudwright_sign::tc3;
///
/// let key = tc3::derive_key("ExampleTencentSecretKeyEXAMPLE00", "2025-01-01", "tcr");
/// assert_eq!(key.scope(), "2025-01-01/tcr/tc3_request");
/// assert_eq!(key.secret_signing()[..4], [0x25, 0xc3, 0x4c, 0x20]);
/// ```
pub fn derive_key(secret: &str, date: &str, service: &str) -> DerivedKey {
    let [secret_date, secret_service, secret_signing] = steps(secret, date, service);
    DerivedKey {
        signing: SigningKey::new(&secret_signing, scope(date, service)),
        secret_date,
        secret_service,
        secret_signing,
    }
}

/// The keys of the day, of the day and the service, and the one that signs.
fn steps(secret: &str, date: &str, service: &str) -> [SecretBytes; 3] {
    // Made at once: growing would leave a copy behind.
    let prefixed = Zeroizing::new(["TC3", secret].concat());
    let mut steps = <[SecretBytes; 3]>::default();
    let mut key = prefixed.as_bytes();
    for (step, text) in steps.iter_mut().zip([date, service, TERMINATOR]) {
        **step = hmac_sha256(key, text.as_bytes());
        key = &**step;
    }
    steps
}

/// The last step alone, ready to sign: the hash function has taken the key in already, which saves two of
/// the compressions of each signature. That state cannot be wiped; it signs for one service and one day.
pub(super) struct SigningKey {
    scope: String,
    key: HmacKey,
}

impl SigningKey {
    pub(super) fn derive(secret: &str, date: &str, service: &str) -> Self {
        let [.., secret_signing] = steps(secret, date, service);
        Self::new(&secret_signing, scope(date, service))
    }

    fn new(secret_signing: &SecretBytes, scope: String) -> Self {
        let key = HmacKey::new(&**secret_signing);
        Self { scope, key }
    }

    pub(super) fn scope(&self) -> &str {
        &self.scope
    }

    pub(super) fn hmac(&self) -> &HmacKey {
        &self.key
    }
}
