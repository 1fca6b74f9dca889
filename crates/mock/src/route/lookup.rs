//! A request whose way is looked for: what it says of where it is going.

use std::sync::Arc;

use cloudwright_spec::model::Protocol;

use super::Route;
use super::candidates::Candidates;
use super::hint::Hint;
use crate::catalog::Index;
use crate::message::dialect::Dialect;
use crate::message::{Pairs, Request, value_of};

/// A request of a protocol whose way is looked for.
pub(crate) struct Lookup<'i, 'r> {
    pub(crate) protocol: Protocol,
    pub(crate) dialect: Dialect,
    pub(crate) index: &'i Index,
    pub(crate) request: &'r Request,
    pub(crate) pairs: Arc<Pairs>,
    pub(crate) hint: Hint<'i>,
}

impl<'i, 'r> Lookup<'i, 'r> {
    /// The services that it may be for: those that speak the protocol, by what port, prefix and host say.
    pub(super) fn candidates(&self) -> Candidates<'i> {
        Candidates::speaking(self.index, self.protocol, &self.hint)
    }

    pub(super) fn header(&self, name: &str) -> Option<&'r str> {
        self.request.header(name)
    }

    /// A parameter of query or form; `None` where it is empty.
    pub(super) fn pair(&self, name: &str) -> Option<String> {
        let value = value_of(&self.pairs, name).filter(|value| !value.is_empty());
        value.map(str::to_owned)
    }

    /// A way that leads nowhere yet.
    pub(super) fn unrouted(&self) -> Route<'i> {
        Route {
            protocol: self.protocol,
            dialect: self.dialect,
            service: None,
            types: None,
            action_name: String::new(),
            version: None,
            region: self.hint.region.clone(),
            path_values: Vec::new(),
            pairs: Arc::clone(&self.pairs),
        }
    }
}
