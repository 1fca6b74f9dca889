//! Which resources a service keeps, read from its actions: what can be created, and looked at or deleted
//! again, is a kind of resource.

use std::collections::{BTreeMap, BTreeSet};

use cloudwright_spec::model::{Action, Location, Member, TypeRef};
use cloudwright_spec::{LoadedAction, LoadedService};

use super::names::{ID, NAME, Noun, Verb, one};
use crate::catalog::ActionTypes;
use crate::parameters::check::is_needed;

/// How the names of attributes end that tell one resource from all others: Huawei's topics have a URN.
const IDS: &[&str] = &[ID, "urn", "arn"];

/// The kinds of resources of one service, and what its actions do to them.
#[derive(Debug, Default)]
pub(super) struct ResourceKinds {
    kinds: BTreeMap<Noun, ResourceKind>,
    actions: BTreeMap<String, (Verb, Noun)>,
}

/// One kind of resource.
#[derive(Clone, Debug, Default)]
pub(super) struct ResourceKind {
    pub(super) noun: Noun,
    /// The names under which parameters ask for the id that creating one invented.
    ids: BTreeSet<String>,
    /// Whether those are numbers.
    pub(super) has_numbers: bool,
    /// What else has to be said to ask for one: what it is in.
    places: BTreeSet<String>,
}

/// The actions of one service on one kind of resource.
type Actions<'a> = Vec<(Verb, &'a LoadedAction)>;

impl ResourceKinds {
    /// The kinds of resources that a service keeps.
    pub(super) fn of_service(service: &LoadedService) -> Self {
        let named = |name: fn(&str) -> Option<(Verb, Noun)>| {
            let actions = service.actions.iter();
            actions.filter_map(move |loaded| Some((name(&loaded.action.action)?, loaded)))
        };
        let first: BTreeSet<(Verb, Noun)> =
            named(Noun::of_action).map(|(about, _)| about).collect();
        let second = named(Noun::of_second).filter(|(about, _)| !first.contains(about));
        let mut found: BTreeMap<Noun, Actions> = BTreeMap::new();
        for ((verb, noun), action) in named(Noun::of_action).chain(second) {
            found.entry(noun).or_default().push((verb, action));
        }
        let mut all = Self::default();
        for (noun, actions) in found {
            let Some(kind) = ResourceKind::read(service, &noun, &actions) else {
                continue;
            };
            for (verb, action) in actions {
                let name = action.action.action.clone();
                all.actions.insert(name, (verb, noun.clone()));
            }
            all.kinds.insert(noun, kind);
        }
        all
    }

    /// What an action does to resources of which kind.
    pub(super) fn of_action(&self, action: &Action) -> Option<(Verb, &ResourceKind)> {
        let (verb, noun) = self.actions.get(&action.action)?;
        Some((*verb, self.kinds.get(noun)?))
    }

    pub(super) fn of(&self, noun: &Noun) -> Option<&ResourceKind> {
        self.kinds.get(noun)
    }
}

impl ResourceKind {
    fn read(service: &LoadedService, noun: &Noun, actions: &Actions) -> Option<Self> {
        let of = |wanted: Verb| actions.iter().filter(move |(verb, _)| *verb == wanted);
        of(Verb::Create).next()?;
        of(Verb::List).chain(of(Verb::Show)).next()?;
        let mut given = BTreeSet::new();
        for (_, create) in of(Verb::Create) {
            let action = &create.action;
            let types = ActionTypes { service, action };
            for member in &action.request {
                given.insert(noun.attribute(&member.name));
                let inside = inside(types, noun, member).iter();
                given.extend(inside.map(|member| noun.attribute(&member.name)));
            }
        }
        let mut kind = Self {
            noun: noun.clone(),
            ..Self::default()
        };
        // What deletes a resource names it; where nothing does, what shows one.
        let asking: Vec<_> = match of(Verb::Delete).count() {
            0 => of(Verb::Show).collect(),
            _ => of(Verb::Delete).collect(),
        };
        for member in asking.iter().flat_map(|(_, asking)| &asking.action.request) {
            let attribute = noun.attribute(&member.name);
            let attribute = one(&attribute);
            let is_elsewhere = given.contains(attribute) || noun.is_above(attribute);
            let is_own = attribute == ID || !is_elsewhere;
            if member.implicit {
                continue;
            }
            if IDS.iter().any(|id| attribute.ends_with(id)) && is_own {
                kind.has_numbers |= is_number(&member.type_ref);
                kind.ids.insert(attribute.to_owned());
            } else if is_needed(member) && attribute != NAME {
                kind.places.insert(attribute.to_owned());
            }
        }
        Some(kind)
    }

    /// Which attribute of a resource a member is.
    pub(super) fn attribute(&self, member: &str) -> String {
        let attribute = self.noun.attribute(member);
        // `RegistryIds` asks for several of them.
        match one(&attribute) {
            ID => ID.to_owned(),
            NAME => NAME.to_owned(),
            single if self.ids.contains(single) => ID.to_owned(),
            _ => attribute,
        }
    }

    /// Whether an attribute says what a resource is in.
    pub(super) fn is_place(&self, attribute: &str) -> bool {
        self.places.contains(attribute)
    }

    /// The attributes that say what a resource is in.
    pub(super) fn places(&self) -> impl Iterator<Item = &str> {
        self.places.iter().map(String::as_str)
    }
}

fn is_number(type_ref: &TypeRef) -> bool {
    matches!(type_ref.leaf(), TypeRef::Scalar(scalar) if scalar.is_integer())
}

/// What is inside of a member that holds the whole resource: a body, or `vpc` in the body of `CreateVpc`.
pub(super) fn inside<'a>(types: ActionTypes<'a>, noun: &Noun, member: &'a Member) -> &'a [Member] {
    let is_whole =
        types.location(member) == Location::BodyRoot || noun.attribute(&member.name) == NAME;
    let fields = types.fields(member).filter(|_| is_whole);
    fields.unwrap_or_default()
}
