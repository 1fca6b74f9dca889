//! The memory of idempotency tokens: the same token with the same members is given the first answer again,
//! and nothing more is done; with other members it is refused.
//!
//! Vendors forget tokens after minutes or days (Tencent's EMR 5 minutes, Huawei's ECS 8 hours, RDS 72);
//! the mock remembers the latest, until it is reset. A call that was refused is not remembered.

use std::sync::Mutex;

use serde_json::{Map, Value};

use crate::bounded::Bounded;
use crate::catalog::ActionTypes;
use crate::lock::locked;
use crate::message::dialect::Dialect;
use crate::message::vendor_error::{Reason, VendorError};

/// Most answers that are kept; the oldest goes when one more comes.
const MOST: usize = 10_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 32 << 20;

/// The tokens that were used, with what was answered.
#[derive(Debug)]
pub(crate) struct UsedTokens(Mutex<Bounded<FirstCall>>);

impl Default for UsedTokens {
    fn default() -> Self {
        Self(Mutex::new(Bounded::new(
            MOST,
            MOST_BYTES,
            FirstCall::weight,
        )))
    }
}

/// The first call with a token.
#[derive(Debug)]
struct FirstCall {
    service: String,
    action: String,
    token: String,
    number: u64,
    parameters: Map<String, Value>,
    body: Value,
}

/// What a call is answered, and the number of the first request with its token if that was another one.
#[derive(Debug, PartialEq)]
pub(crate) struct Once {
    pub(crate) body: Value,
    pub(crate) repeats: Option<u64>,
}

impl UsedTokens {
    /// Applies request number `number`, unless its token says that it was applied already. A call
    /// without a token is applied each time. Calls with tokens are applied one after another.
    pub(crate) fn once(
        &self,
        types: ActionTypes,
        dialect: Dialect,
        number: u64,
        parameters: &Map<String, Value>,
        apply: impl FnOnce() -> Result<Value, VendorError>,
    ) -> Result<Once, VendorError> {
        let repeats = None;
        let Some(token) = token(types, parameters) else {
            return Ok(Once {
                body: apply()?,
                repeats,
            });
        };
        let mut used = locked(&self.0);
        if let Some(first) = used.iter().find(|first| first.is_of(types, token)) {
            if first.parameters != *parameters {
                let message =
                    format!("the idempotency token `{token}` was used with other parameters");
                return Err(VendorError::of(dialect, Reason::ReusedToken, message));
            }
            let (body, repeats) = (first.body.clone(), Some(first.number));
            return Ok(Once { body, repeats });
        }
        let body = apply()?;
        used.push(FirstCall {
            service: types.service_id().to_owned(),
            action: types.name().to_owned(),
            token: token.to_owned(),
            number,
            parameters: parameters.clone(),
            body: body.clone(),
        });
        Ok(Once { body, repeats })
    }

    pub(crate) fn clear(&self) {
        locked(&self.0).clear();
    }
}

impl FirstCall {
    fn is_of(&self, types: ActionTypes, token: &str) -> bool {
        self.token == token && self.action == types.name() && self.service == types.service_id()
    }

    fn weight(&self) -> usize {
        let parameters = Value::Object(self.parameters.clone());
        512 + 4 * (parameters.to_string().len() + self.body.to_string().len())
    }
}

fn token<'p>(types: ActionTypes, parameters: &'p Map<String, Value>) -> Option<&'p str> {
    let member = types.action.idempotency_token()?;
    let token = parameters.get(&member.name)?.as_str();
    token.filter(|token| !token.is_empty())
}
