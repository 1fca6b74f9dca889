//! What a call says of the resources that it is about, by attribute, and of which resources that is true.

use cloudwright_spec::model::{Location, Member, TypeRef, value_text};
use serde_json::{Map, Value};

use super::kinds::{ResourceKind, inside};
use super::names::{ID, NAME, Verb};
use super::resources::Resource;
use crate::catalog::ActionTypes;
use crate::parameters::check::is_needed;

/// The names under which an entry of a list of filters says what it is about.
const FILTER_NAMES: &[&str] = &["Name", "name", "Key", "key"];

/// The names under which it says what is wanted.
const FILTER_VALUES: &[&str] = &["Values", "values", "Value", "value"];

/// What a call says, by attribute.
pub(super) struct Description<'a> {
    pub(super) types: ActionTypes<'a>,
    pub(super) kind: &'a ResourceKind,
    pub(super) verb: Verb,
    pub(super) attributes: Map<String, Value>,
    /// What is said of each of several resources that are created: `Routes: [{…}, {…}]`.
    entries: Vec<Map<String, Value>>,
}

impl<'a> Description<'a> {
    pub(super) fn of(
        types: ActionTypes<'a>,
        kind: &'a ResourceKind,
        verb: Verb,
        parameters: &Map<String, Value>,
    ) -> Self {
        let mut said = Self {
            types,
            kind,
            verb,
            attributes: Map::new(),
            entries: Vec::new(),
        };
        let members = types.action.request.iter();
        for member in members.filter(|member| !member.implicit) {
            let value = parameters.get(&member.name);
            if let Some(value) = value.filter(|_| types.location(member) != Location::Host) {
                said.read(member, value);
            }
        }
        said
    }

    fn read(&mut self, member: &Member, value: &Value) {
        let inside = inside(self.types, &self.kind.noun, member);
        if let (Some(object), false) = (value.as_object(), inside.is_empty()) {
            for member in inside {
                if let Some(value) = object.get(&member.name) {
                    self.read(member, value);
                }
            }
            return;
        }
        let entries = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let has_objects = entries.iter().any(Value::is_object);
        if has_objects && self.verb == Verb::List && is_filter(&member.name) {
            for entry in entries {
                self.read_filter(entry);
            }
        } else if has_objects && self.kind.noun.is_named(&member.name) {
            self.read_entries(entries);
        } else {
            let attribute = self.kind.attribute(&member.name);
            let value = self.several(member, &attribute, value);
            self.attributes.entry(attribute).or_insert(value);
        }
    }

    /// `Filters: [{Name: vpc-id, Values: [vpc-1]}]`.
    fn read_filter(&mut self, entry: &Value) {
        let part = |names: &[&str]| names.iter().find_map(|name| entry.get(*name));
        if let (Some(Value::String(name)), Some(value)) = (part(FILTER_NAMES), part(FILTER_VALUES))
        {
            let attribute = self.kind.attribute(name);
            self.attributes.entry(attribute).or_insert(value.clone());
        }
    }

    /// `servers: [{id: 1}, {id: 2}]`: resources that are created, or the ids and names of some.
    fn read_entries(&mut self, entries: &[Value]) {
        let attributes = |entry: &Value| -> Map<String, Value> {
            let members = entry.as_object().into_iter().flatten();
            members
                .map(|(name, value)| (self.kind.attribute(name), value.clone()))
                .collect()
        };
        let entries: Vec<_> = entries.iter().map(attributes).collect();
        if self.verb == Verb::Create {
            self.entries = entries;
            return;
        }
        for wanted in [ID, NAME] {
            let found = entries.iter().filter_map(|entry| entry.get(wanted));
            let found: Vec<Value> = found.cloned().collect();
            if !found.is_empty() {
                self.attributes.entry(wanted).or_insert(found.into());
            }
        }
    }

    /// A text may name several resources, as Alibaba's do: `["i-1","i-2"]`, or `i-1,i-2`.
    fn several(&self, member: &Member, attribute: &str, value: &Value) -> Value {
        let is_own = attribute == ID || attribute == NAME;
        match value {
            Value::String(text)
                if is_own && member.name.ends_with('s') && self.verb != Verb::Create =>
            {
                let list = serde_json::from_str(text).ok().filter(Value::is_array);
                list.unwrap_or_else(|| text.split(',').map(str::trim).collect())
            }
            value => value.clone(),
        }
    }

    /// Whether the action is about one resource, whose id it wants: `DescribeVpnConnection` lists nothing but tags.
    pub(super) fn is_of_one(&self) -> bool {
        let mut members = self.types.action.request.iter();
        members.any(|member| {
            let is_single = !matches!(member.type_ref, TypeRef::List(_));
            let attribute = || self.kind.attribute(&member.name);
            is_needed(member) && is_single && attribute() == ID
        })
    }

    /// Whether one resource, or some, are named.
    pub(super) fn names_resources(&self) -> bool {
        self.attributes.contains_key(ID) || self.attributes.contains_key(NAME)
    }

    /// What is said of each resource that is to be created: of several where the call lists them, or wants a number
    /// of them and the answer can name them.
    pub(super) fn created(&self) -> Vec<Map<String, Value>> {
        let weight = Value::Object(self.attributes.clone()).to_string().len();
        let most = (MOST_BYTES_AT_ONCE / weight).clamp(1, MOST_AT_ONCE);
        if !self.entries.is_empty() {
            let entries = self.entries.iter().take(most);
            let all = |entry: &Map<String, Value>| {
                self.attributes.clone().into_iter().chain(entry.clone())
            };
            return entries.map(|entry| all(entry).collect()).collect();
        }
        let counts = ["count", "amount", "quantity"];
        let mut counts = counts
            .iter()
            .filter_map(|name| self.attributes.get(*name)?.as_u64());
        let count = counts.next().filter(|_| self.can_name_several());
        let count = usize::try_from(count.unwrap_or(1)).unwrap_or(most);
        vec![self.attributes.clone(); count.clamp(1, most)]
    }

    fn can_name_several(&self) -> bool {
        let is_list = |member: &Member| {
            let is_id = || self.kind.attribute(&member.name) == ID;
            matches!(member.type_ref, TypeRef::List(_))
                && (self.kind.noun.is_named(&member.name) || is_id())
        };
        let fields = |member| self.types.fields(member).unwrap_or_default();
        let mut members = self.types.action.response.iter();
        members.any(|member| is_list(member) || fields(member).iter().any(is_list))
    }

    /// What a resource becomes.
    pub(super) fn changes(&self) -> Map<String, Value> {
        let attributes = self.attributes.iter();
        let changed = attributes.filter(|(name, _)| !self.selects(name));
        let owned = |(name, value): (&String, &Value)| (name.clone(), value.clone());
        changed.map(owned).collect()
    }

    /// Whether an attribute tells which resource is meant; of a change the rest is what it becomes.
    fn selects(&self, attribute: &str) -> bool {
        match self.verb {
            Verb::Change if attribute == NAME => !self.attributes.contains_key(ID),
            Verb::Change => attribute == ID || self.kind.is_place(attribute),
            _ => true,
        }
    }

    /// Whether what is said of the resource that is asked for is true of this one. What is not known of it is
    /// passed over.
    pub(super) fn is_about(&self, resource: &Resource) -> bool {
        let mut attributes = self.attributes.iter();
        attributes.all(|(attribute, value)| {
            let known = resource
                .known(attribute)
                .filter(|_| self.selects(attribute));
            known.is_none_or(|known| self.fits(resource, attribute, known, value))
        })
    }

    fn fits(&self, resource: &Resource, attribute: &str, known: &Value, value: &Value) -> bool {
        let is_it = |value: &Value| {
            let text = value_text(value);
            text == value_text(known) || (attribute == ID && text == resource.number.to_string())
        };
        match (value, known) {
            // Tags: each that is asked for is there.
            (Value::Array(wanted), Value::Array(there)) => {
                let mut wanted = wanted.iter();
                wanted.all(|wanted| there.iter().any(|there| holds(there, wanted)))
            }
            (Value::Array(wanted), _) if wanted.iter().any(Value::is_object) => true,
            (Value::Object(_), _) => holds(known, value),
            (Value::Array(several), _) => several.iter().any(is_it),
            // A list may be asked for a part of a name.
            (Value::String(part), Value::String(name)) if self.is_search(attribute) => {
                name.contains(part.as_str())
            }
            (value, _) => is_it(value),
        }
    }

    fn is_search(&self, attribute: &str) -> bool {
        self.verb == Verb::List && attribute == NAME
    }
}

/// Most resources that one call creates, and most bytes that are said of all of them again.
const MOST_AT_ONCE: usize = 1000;
const MOST_BYTES_AT_ONCE: usize = 4 << 20;

fn is_filter(member: &str) -> bool {
    member.to_ascii_lowercase().starts_with("filter")
}

/// Whether an entry has all that another one has.
fn holds(there: &Value, wanted: &Value) -> bool {
    match (there, wanted) {
        (Value::Object(there), Value::Object(wanted)) => {
            let mut wanted = wanted.iter();
            wanted.all(|(name, value)| there.get(name) == Some(value))
        }
        _ => value_text(there) == value_text(wanted),
    }
}
