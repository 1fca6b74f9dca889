//! What makes a write repeatable: a token that the service remembers with its first answer. It is filled
//! once a call, so that all attempts bear the same one.

use super::Job;
use crate::meta::Access;

impl Job {
    /// Fills the idempotency token with a new UUID where the action has one and the call gave none.
    pub(super) fn fill_idempotency_token(&mut self) {
        let Some(token) = self.operation.idempotency_token() else {
            return;
        };
        if !self.parameters.has(token.name) {
            let uuid = self.shared.settings.nonce.next().uuid();
            self.parameters.string(token.name, uuid);
        }
    }

    /// Whether the call may be made again though it may have been applied: a read, or a write whose token
    /// tells the service that it is the same one. A token that says nothing tells it nothing.
    pub(super) fn is_repeatable(&self) -> bool {
        let token = self.operation.idempotency_token();
        let given = token.and_then(|token| self.parameters.text(token.name));
        self.operation.access == Access::Read || given.is_some_and(|token| !token.is_empty())
    }
}
