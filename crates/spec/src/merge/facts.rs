//! What a source states of an action, in the words of the language; whatever it is silent about is absent.
//! Pages and inventories both become this, so that one merge serves both.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cloudwright_page::facts::Span;

use crate::model::{Action, Evidence, Service, TypeDef};

/// Which way a member travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// In a request.
    Request,
    /// In an answer.
    Response,
    /// In a type that actions share; either way.
    Either,
}

/// Where facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// [`Evidence::Page`] or [`Evidence::Metadata`].
    pub evidence: Evidence,
    /// What it is called in messages and as the source of a `required:`: a file's name, or a title.
    pub name: String,
}

impl Origin {
    /// The word for it in messages.
    pub fn word(&self) -> &'static str {
        match self.evidence {
            Evidence::Metadata => "metadata",
            _ => "page",
        }
    }
}

/// Which lists of an action a source gives whole: only from these is anything ever missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one flag a list")]
pub struct Whole {
    /// The parameters.
    pub request: bool,
    /// The members of the answer.
    pub response: bool,
    /// The error codes.
    pub errors: bool,
    /// The regions, if any are named.
    pub regions: bool,
    /// The permissions, if any are named.
    pub permissions: bool,
}

/// The facts of one action.
#[derive(Clone, Debug)]
pub struct ActionFacts {
    /// What is stated. `required: unknown` and absent keys are not stated; a place is stated where it
    /// stands, the usual one too. Members that only a sample shows bear `evidence: sample`.
    pub action: Action,
    /// What it gives whole.
    pub whole: Whole,
    /// Whether the method and the path are stated, and not only seen in a sample.
    pub states_route: bool,
    /// Lines by subject: `request Limit`, `response Data.Items`, `error Code`, `head method`.
    pub lines: HashMap<String, Span>,
    /// Sentences by subject. A value that is still named there is not gone.
    pub prose: BTreeMap<String, String>,
}

/// The facts of a source.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Where they come from.
    pub origin: Origin,
    /// What is stated of the service; absent where a source speaks of actions only.
    pub service: Option<Service>,
    /// The actions.
    pub actions: Vec<ActionFacts>,
    /// Whether these are all actions of the service, beside those that are `unread`.
    pub is_whole: bool,
    /// Actions that the source states too and that cannot be expressed: they are not gone.
    pub unread: BTreeSet<String>,
}

impl Facts {
    /// What pages state of actions of one service.
    pub(crate) fn of_pages(name: &str, actions: Vec<ActionFacts>) -> Self {
        Self {
            origin: Origin {
                evidence: Evidence::Page,
                name: name.to_owned(),
            },
            service: None,
            actions,
            is_whole: false,
            unread: BTreeSet::new(),
        }
    }

    /// The types that its actions share.
    pub fn types(&self) -> &[TypeDef] {
        self.service.as_ref().map_or(&[], |service| &service.types)
    }
}
