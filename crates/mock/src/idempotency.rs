//! The memory of idempotency tokens: the same token with the same members is given the first answer again,
//! and nothing more is done; with other members it is refused.
//!
//! Vendors forget tokens after minutes or days (Tencent's EMR 5 minutes, Huawei's ECS 8 hours, RDS 72);
//! the mock remembers the latest, until it is reset. A call that was refused is not remembered.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use crate::check::{self, ProblemKind};
use crate::dialect::{Dialect, Refusal};
use crate::flat::Types;

/// Most answers that are kept; the oldest goes when one more comes.
const MOST: usize = 10_000;

/// Most bytes that all of them hold together, roughly.
const MOST_BYTES: usize = 32 << 20;

/// The tokens that were used, with what was answered.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    used: BTreeMap<Key, First>,
    by_age: VecDeque<Key>,
    bytes: usize,
}

/// Service, action, token.
type Key = (String, String, String);

/// The first call with a token.
#[derive(Debug)]
struct First {
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

impl Tokens {
    /// Applies request number `number`, unless its token says that it was applied already. A call
    /// without a token is applied each time. Calls with tokens are applied one after another.
    pub(crate) fn once(
        &self,
        types: Types,
        dialect: Dialect,
        number: u64,
        parameters: &Map<String, Value>,
        apply: impl FnOnce() -> Result<Value, Refusal>,
    ) -> Result<Once, Refusal> {
        let Some(key) = key(types, parameters) else {
            let body = apply()?;
            return Ok(Once {
                body,
                repeats: None,
            });
        };
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(first) = inner.used.get(&key) {
            return if first.parameters == *parameters {
                Ok(Once {
                    body: first.body.clone(),
                    repeats: Some(first.number),
                })
            } else {
                Err(mismatch(dialect, &key.2))
            };
        }
        let body = apply()?;
        let first = First {
            number,
            parameters: parameters.clone(),
            body: body.clone(),
        };
        inner.keep(key, first);
        Ok(Once {
            body,
            repeats: None,
        })
    }

    pub(crate) fn clear(&self) {
        *self.inner.lock().unwrap_or_else(PoisonError::into_inner) = Inner::default();
    }
}

impl Inner {
    fn keep(&mut self, key: Key, first: First) {
        self.bytes += first.weight();
        self.by_age.push_back(key.clone());
        self.used.insert(key, first);
        while self.used.len() > MOST || self.bytes > MOST_BYTES {
            let Some(oldest) = self.by_age.pop_front() else {
                break;
            };
            let gone = self.used.remove(&oldest);
            self.bytes -= gone.map_or(0, |first| first.weight());
        }
    }
}

impl First {
    fn weight(&self) -> usize {
        let parameters = Value::Object(self.parameters.clone());
        512 + 4 * (parameters.to_string().len() + self.body.to_string().len())
    }
}

fn key(types: Types, parameters: &Map<String, Value>) -> Option<Key> {
    let member = types.action.idempotency_token()?;
    let token = parameters.get(&member.name)?.as_str()?;
    let service = &types.service.service.service;
    let key = || {
        (
            service.clone(),
            types.action.action.clone(),
            token.to_owned(),
        )
    };
    (!token.is_empty()).then(key)
}

/// What a token with other members is answered: Alibaba documents a code of its own ("How to ensure
/// idempotence"), the others are told as of any parameter that is wrong.
fn mismatch(dialect: Dialect, token: &str) -> Refusal {
    let message = format!("the idempotency token `{token}` was used with other parameters");
    match dialect {
        Dialect::Alibaba | Dialect::AlibabaXml => {
            Refusal::new(400, "IdempotentParameterMismatch", message)
        }
        _ => check::worded(ProblemKind::Value, message, dialect),
    }
}
