//! Which things a service keeps, read from its actions: what can be created, and looked at or deleted
//! again, is a kind of thing.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::model::{Location, Member, Scalar, TypeRef};
use cloudwright_spec::{LoadedAction, LoadedService};
use serde_json::{Map, Value};

use super::names::{ID, NAME, Noun, Verb};
use crate::flat::Types;

/// The kinds of things of one service, by their nouns.
pub(super) type Kinds = BTreeMap<Noun, Kind>;

/// One kind of thing.
#[derive(Clone, Debug, Default)]
pub(super) struct Kind {
    /// The names under which parameters ask for the id that creating one invented.
    ids: BTreeSet<String>,
    /// Whether those are numbers.
    pub(super) has_numbers: bool,
}

/// The kinds of things that a service keeps.
pub(super) fn of_service(service: &LoadedService) -> Kinds {
    let mut found: BTreeMap<Noun, Vec<(Verb, &LoadedAction)>> = BTreeMap::new();
    for action in &service.actions {
        if let Some((verb, noun)) = Noun::of_action(&action.action.action) {
            found.entry(noun).or_default().push((verb, action));
        }
    }
    let kinds = found.into_iter().filter_map(|(noun, actions)| {
        let kind = kind(service, &noun, &actions)?;
        Some((noun, kind))
    });
    kinds.collect()
}

fn kind(service: &LoadedService, noun: &Noun, actions: &[(Verb, &LoadedAction)]) -> Option<Kind> {
    let of = |wanted: Verb| actions.iter().filter(move |(verb, _)| *verb == wanted);
    let mut given = BTreeSet::new();
    for (_, create) in of(Verb::Create) {
        let types = Types {
            service,
            action: &create.action,
        };
        let members = types.action.request.iter();
        for member in members.flat_map(|member| with_inside(types, noun, member)) {
            given.insert(noun.attribute(&member.name));
        }
    }
    let is_made = of(Verb::Create).next().is_some();
    let is_seen = of(Verb::List).chain(of(Verb::Show)).next().is_some();
    if !is_made || !is_seen {
        return None;
    }
    let mut kind = Kind::default();
    // What deletes a thing names it; where nothing does, what shows one.
    let asking: Vec<_> = match of(Verb::Delete).count() {
        0 => of(Verb::Show).collect(),
        _ => of(Verb::Delete).collect(),
    };
    for member in asking.iter().flat_map(|(_, asking)| &asking.action.request) {
        let attribute = noun.attribute(&member.name);
        let is_elsewhere = given.contains(&attribute) || noun.is_above(&attribute);
        let is_own = attribute == ID || !is_elsewhere;
        if attribute.ends_with(ID) && is_own && !member.implicit {
            kind.has_numbers |= is_number(&member.type_ref);
            kind.ids.insert(attribute);
        }
    }
    Some(kind)
}

fn is_number(type_ref: &TypeRef) -> bool {
    use Scalar::{Int32, Int64, Integer, Uint64};
    matches!(type_ref, TypeRef::Scalar(Integer | Int32 | Int64 | Uint64))
}

/// A member, and what is inside of it where it holds the whole thing.
fn with_inside<'a>(types: Types<'a>, noun: &Noun, member: &'a Member) -> Vec<&'a Member> {
    let is_whole = types.service.location(types.action, member) == Location::BodyRoot
        || noun.attribute(&member.name) == NAME;
    let fields = types.fields(member).filter(|_| is_whole);
    let inside = fields.unwrap_or_default().iter();
    std::iter::once(member).chain(inside).collect()
}

impl Kind {
    /// Which attribute of a thing a member is.
    pub(super) fn attribute(&self, noun: &Noun, member: &str) -> String {
        let attribute = noun.attribute(member);
        // `RegistryIds` asks for several of them.
        let single = attribute.strip_suffix('s').unwrap_or(&attribute);
        let is_id = single == ID || self.ids.contains(single);
        if is_id { ID.to_owned() } else { attribute }
    }

    /// What a call says of a thing, by attribute.
    pub(super) fn attributes(
        &self,
        types: Types,
        noun: &Noun,
        parameters: &Map<String, Value>,
    ) -> Map<String, Value> {
        let mut attributes = Map::new();
        for member in &types.action.request {
            let Some(value) = parameters.get(&member.name) else {
                continue;
            };
            let is_elsewhere = types.service.location(types.action, member) == Location::Host;
            if member.implicit || is_elsewhere {
                continue;
            }
            if let (Some(object), true) = (value.as_object(), types.fields(member).is_some()) {
                for inside in with_inside(types, noun, member).into_iter().skip(1) {
                    if let Some(value) = object.get(&inside.name) {
                        let attribute = self.attribute(noun, &inside.name);
                        attributes.entry(attribute).or_insert(value.clone());
                    }
                }
            }
            if !value.is_object() {
                attributes.insert(self.attribute(noun, &member.name), value.clone());
            }
        }
        attributes
    }
}
