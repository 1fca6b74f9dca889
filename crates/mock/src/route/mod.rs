//! Which service and action a request is for, from what it bears: headers, parameters, path, host, port.
//! Whether it may do that is not asked here.

pub(crate) mod by_name;
pub(crate) mod by_path;
mod candidates;
pub(crate) mod hint;
pub(crate) mod lookup;

use std::sync::Arc;

use cloudwright_spec::LoadedService;
use cloudwright_spec::model::Protocol;

use crate::catalog::ActionTypes;
use crate::message::dialect::Dialect;
use crate::message::{Pairs, value_of};

/// Where a request is going.
#[derive(Debug)]
pub(crate) struct Route<'i> {
    pub(crate) protocol: Protocol,
    pub(crate) dialect: Dialect,
    pub(crate) service: Option<&'i LoadedService>,
    pub(crate) types: Option<ActionTypes<'i>>,
    /// The action's name as the request spells it; empty where method and path tell.
    pub(crate) action_name: String,
    pub(crate) version: Option<String>,
    pub(crate) region: Option<String>,
    /// The values of a path template's names.
    pub(crate) path_values: Pairs,
    /// Decoded parameters of query and form.
    pub(crate) pairs: Arc<Pairs>,
}

impl Route<'_> {
    /// The value of a parameter of query or form.
    pub(crate) fn pair(&self, name: &str) -> Option<&str> {
        value_of(&self.pairs, name)
    }
}
