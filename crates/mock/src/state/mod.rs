//! What was created, changed and deleted, so that looking at it tells of it: a first form of state.
//!
//! Which resources there are is read from the actions' names, and which parameter means what from theirs
//! (`names`, `kinds`, `description`); no list of resources is kept. A kind of resource is the sample's until the first
//! one is created: then what is there is what was created and not deleted (`resources`). Answers keep the shape of
//! the sample, or of the types, and show what is known of the resource (`show`).

mod counts;
mod description;
mod harmless;
pub(crate) mod idempotency;
mod kinds;
mod names;
mod resources;
mod show;

use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock};

use cloudwright_spec::model::{ErrorClass, ErrorCode, value_text};
use serde_json::{Map, Value};

use crate::catalog::{ActionTypes, Index};
use crate::lock::locked;
use crate::message::dialect::Dialect;
use crate::message::vendor_error::{Reason, VendorError};
use description::Description;
use harmless::harmless;
use kinds::{ResourceKind, ResourceKinds};
use names::{ID, NAME, Verb, attribute_name};
use resources::{Resource, Resources};

/// The resources of one mock.
#[derive(Debug, Default)]
pub(crate) struct ResourceStore {
    /// The kinds of each service, read when they are first asked for.
    kinds: OnceLock<BTreeMap<String, ResourceKinds>>,
    resources: Mutex<Resources>,
}

/// Resources that a call found or changed, in the order they were created, as its answer is to show them.
pub(crate) struct View {
    kind: ResourceKind,
    resources: Vec<Resource>,
    verb: Verb,
}

impl ResourceStore {
    /// Does what a call asks for, or refuses it. `None` where nothing of this is kept: the answer stays what it is.
    pub(crate) fn act(
        &self,
        index: &Index,
        types: ActionTypes,
        dialect: Dialect,
        parameters: &Map<String, Value>,
    ) -> Result<Option<View>, VendorError> {
        let kinds = self.kinds(index).get(types.service_id());
        let about = kinds.and_then(|kinds| Some((kinds, kinds.of_action(types.action)?)));
        let Some((kinds, (verb, kind))) = about else {
            return Ok(None);
        };
        let mut said = Description::of(types, kind, verb, &harmless(types, parameters));
        if verb == Verb::List && said.is_of_one() {
            said.verb = Verb::Show;
        }
        let mut resources = locked(&self.resources);
        let met = match said.verb {
            Verb::Create => Some(create(&mut resources, &said, dialect)?),
            _ => met(&mut resources, kinds, &said, dialect)?,
        };
        Ok(met.map(|resources| View {
            kind: kind.clone(),
            resources,
            verb: said.verb,
        }))
    }

    pub(crate) fn clear(&self) {
        *locked(&self.resources) = Resources::default();
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        locked(&self.resources).count()
    }

    /// Everything that is there, for programs that look: what it is, and what is known of it by attribute.
    pub(crate) fn shown(&self) -> Vec<Value> {
        locked(&self.resources).all().map(Resource::shown).collect()
    }

    fn kinds(&self, index: &Index) -> &BTreeMap<String, ResourceKinds> {
        self.kinds.get_or_init(|| {
            let services = index.services().iter();
            let named = services.map(|service| {
                let id = service.service.service.clone();
                (id, ResourceKinds::of_service(service))
            });
            named.collect()
        })
    }
}

/// Creates what is asked for, unless its name is taken in the same place and the page documents how that is
/// told.
fn create(
    resources: &mut Resources,
    said: &Description,
    dialect: Dialect,
) -> Result<Vec<Resource>, VendorError> {
    let (service, noun) = (said.types.service_id(), &said.kind.noun);
    let is_there = |other: &Resource| other.is_same_place(&said.attributes);
    let is_taken =
        said.attributes.contains_key(NAME) && resources.of_kind(service, noun).any(is_there);
    let conflict = documented(said, ErrorClass::Conflict, &TAKEN);
    if let Some(error) = conflict.filter(|_| is_taken) {
        return Err(VendorError::documented(dialect, error));
    }
    let made = said.created().into_iter();
    let made = made.map(|attributes| resources.create(service, said.kind, attributes));
    Ok(made.collect())
}

/// The resources that a call finds, changes or deletes. `None` where none of them was ever created, or where
/// nothing tells which are meant.
fn met(
    resources: &mut Resources,
    kinds: &ResourceKinds,
    said: &Description,
    dialect: Dialect,
) -> Result<Option<Vec<Resource>>, VendorError> {
    let (service, noun) = (said.types.service_id(), &said.kind.noun);
    let is_list = said.verb == Verb::List && show::has_rows(said.types, noun);
    if !resources.has_begun(service, noun) || !is_list && !said.names_resources() {
        return Ok(None);
    }
    let found = resources.of_kind(service, noun);
    let found = found.filter(|one| said.is_about(one));
    let found: Vec<u64> = found.map(|one| one.number).collect();
    if found.is_empty() && !is_list {
        return Err(not_found(said, dialect));
    }
    Ok(Some(match said.verb {
        Verb::Delete => resources.delete(kinds, &found),
        Verb::Change => resources.change(&found, &said.changes()),
        Verb::Create | Verb::List | Verb::Show => resources.copies(&found),
    }))
}

/// What codes say of a name that is taken.
const TAKEN: [&str; 6] = [
    "exist", "duplicat", "conflict", "inuse", "already", "repeat",
];

/// The documented error of a class that tells best of this kind of resource: one with one of the words, the
/// resource's own name before others.
fn documented<'a>(
    said: &Description<'a>,
    class: ErrorClass,
    words: &[&str],
) -> Option<&'a ErrorCode> {
    let says = |error: &ErrorCode, words: &[&str]| {
        let code = attribute_name(&error.code);
        words.iter().any(|word| code.contains(word))
    };
    let errors = said.types.errors().filter(|error| error.class == class);
    let fitting = errors.filter(|error| words.is_empty() || says(error, words));
    let fitting: Vec<&ErrorCode> = fitting.collect();
    let own = fitting
        .iter()
        .find(|error| says(error, &[said.kind.noun.last()]));
    own.or(fitting.first()).copied()
}

/// What a vendor answers for what is not there: what the page documents, or else its usual words.
fn not_found(said: &Description, dialect: Dialect) -> VendorError {
    if let Some(error) = documented(said, ErrorClass::NotFound, &[]) {
        return VendorError::documented(dialect, error);
    }
    let names = [NAME, ID]
        .into_iter()
        .filter_map(|name| said.attributes.get(name));
    let several = |value: &Value| match value {
        Value::Array(several) => several.iter().map(value_text).collect(),
        value => vec![value_text(value)],
    };
    let names: Vec<String> = names.flat_map(several).collect();
    let message = format!("there is no {}", names.join(", "));
    VendorError::of(dialect, Reason::NotFound, message)
}
