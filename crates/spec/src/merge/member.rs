//! One member: each thing that a source states of it.

use serde_json::Value;

use super::conflicts;
use super::difference::DifferenceKind;
use super::facts::Direction;
use super::holder::{Holder, Home, MemberList};
use super::member_type::Typed;
use super::pair::MemberPair;
use super::walk::{Walk, rank};
use super::yaml::{self, Yaml};
use crate::check::bounds;
use crate::lock::values::of_member;
use crate::model::{ConflictKind, Evidence, Location, Member, Required, value_text};
use crate::source::Node;

/// Keys that are merged by their values, in the language's order: those that any source states.
const STATED: &[&str] = &["default", "min", "max", "min_length", "max_length"];

/// Those that pages do not state, or only in sentences.
const STATED_BY_METADATA: &[&str] = &["pattern", "always", "nullable", "deprecated", "serialize"];

impl<'a> Walk<'a> {
    /// Merges what is stated of a member.
    pub(super) fn member(
        &mut self,
        list: MemberList<'a>,
        spec: &'a Member,
        node: &'a Node,
        fact: &'a Member,
        subject: &str,
    ) {
        let holder = Holder::member(list.holder.home, node);
        let (ours, theirs) = (self.evidence(holder.home, spec), self.fact_evidence(fact));
        let is_shared = self.is_page_on_shared(holder.home);
        let both = MemberPair {
            holder,
            spec,
            fact,
            subject,
            may_change: rank(theirs) >= rank(ours) && !is_shared,
            is_retyped: false,
        };
        if spec.removed.is_some() && theirs != Evidence::Sample {
            let says = fact.type_ref.to_string();
            if !self.restore(holder, (subject, ""), says) {
                return;
            }
        }
        if theirs == Evidence::Sample {
            // A sample shows one answer of many: it adds members and changes none but what it left open.
            if spec.evidence == Evidence::Sample && self.is_said_anew(&both) {
                self.type_ref(&both);
            }
            self.nested(list, &both);
            return;
        }
        if theirs == Evidence::Page && rank(spec.evidence) < rank(Evidence::Page) && !is_shared {
            self.doc(holder.home).edits.delete_key(node, "evidence");
        }
        let typed = self.type_ref(&both);
        if typed == Typed::Apart {
            return;
        }
        let both = MemberPair {
            is_retyped: typed == Typed::Anew,
            ..both
        };
        if list.direction != Direction::Response {
            self.required(&both);
        }
        if list.direction == Direction::Request {
            self.location(&both);
        }
        self.stated_values(&both);
        if self.origin.evidence == Evidence::Metadata {
            self.example(&both);
        }
        self.values(&both);
        self.nested(list, &both);
    }

    /// Merges the keys that are values and nothing else.
    fn stated_values(&mut self, both: &MemberPair<'a, '_>) {
        let (spec, fact) = (both.spec, both.fact);
        let is_metadata = self.origin.evidence == Evidence::Metadata;
        let (ours, theirs) = (of_member(spec), of_member(fact));
        let of = |all: &[(&'static str, Value)], key: &str| {
            let found = all.iter().find(|(name, _)| *name == key);
            found.map(|(_, value)| value.clone())
        };
        let of_metadata = STATED_BY_METADATA.iter().filter(|_| is_metadata);
        for key in STATED.iter().chain(of_metadata) {
            let (ours, theirs) = (of(&ours, key), of(&theirs, key));
            // Words of a person are better than ours about a flag.
            let is_persons = spec.removed.is_some() || (ours.is_some() && theirs.is_some());
            if *key != "deprecated" || !is_persons {
                self.value(both, key, ours.as_ref(), theirs.as_ref());
            }
        }
        // What is a secret stays one.
        for (key, ours, theirs) in [
            ("sensitive", spec.sensitive, fact.sensitive),
            ("implicit", spec.implicit, fact.implicit),
        ] {
            if is_metadata && theirs && !ours {
                self.value(both, key, None, Some(&Value::from(true)));
            }
        }
    }

    /// One example is as good as another: it is changed only with its type.
    fn example(&mut self, both: &MemberPair<'a, '_>) {
        let (ours, theirs) = (&both.spec.example, &both.fact.example);
        let is_first = || both.spec.conflict.is_empty();
        let is_wanted = |theirs: &&Value| match ours {
            None => is_first() && fits_words(both, theirs),
            Some(_) => both.is_retyped,
        };
        if let Some(theirs) = theirs.as_ref().filter(is_wanted) {
            self.value(both, "example", ours.as_ref(), Some(theirs));
        }
    }

    fn nested(&mut self, list: MemberList<'a>, both: &MemberPair<'a, '_>) {
        if self.is_another_type(both) {
            return;
        }
        let Some(facts) = self.fact_fields(both.fact) else {
            return;
        };
        let is_whole = list.is_whole && self.fact_evidence(both.fact) != Evidence::Sample;
        let found = self.spec_fields(both.holder, both.spec, list.direction, is_whole);
        // What all actions of an inventory share is called by the type's name, wherever it is met.
        let named = both.fact.type_ref.leaf_name();
        let named = named.and_then(|name| self.fact_type(name));
        let shared = named.filter(|(is_shared, _)| *is_shared);
        let shared = shared.map(|(_, found)| format!("type {}", found.name));
        if let Some(found) = found {
            self.members(found, facts, shared.as_deref().unwrap_or(both.subject));
        }
    }

    /// Whether the source states this for the first time: several of its types may lead to one of the spec.
    pub(super) fn is_first(&mut self, both: &MemberPair<'a, '_>, key: &'static str) -> bool {
        let place = both.holder.place(key);
        self.doc(both.holder.home).stated_keys.insert(place)
    }

    pub(super) fn stale(
        &mut self,
        both: &MemberPair<'a, '_>,
        kind: ConflictKind,
        side: &Value,
        says: &str,
    ) {
        let conflicts = both.spec.conflict.iter();
        let mut conflicts = conflicts.zip(both.holder.node.items("conflict"));
        let found = conflicts.find(|(found, _)| found.kind == kind);
        let node = found.map_or(both.holder.node, |(_, node)| node);
        let side = yaml::flow(&Yaml::of(side));
        let (home, what) = ((both.holder.home, node), (both.subject, "conflict"));
        let _ = self.tell(DifferenceKind::StaleConflict, home, what, says, side);
    }

    fn required(&mut self, both: &MemberPair<'a, '_>) {
        let (spec, fact, holder) = (both.spec, both.fact, both.holder);
        let in_path = Some(Location::Path);
        let is_in_path = spec.location == in_path || fact.location == in_path;
        if fact.required == Required::Unknown {
            return self.keep_required(both);
        }
        if !self.is_first(both, "required") {
            return;
        }
        let says = fact.required.as_str();
        if let Some(side) = conflicts::of(spec, ConflictKind::Required, self.origin) {
            if side.as_str() != Some(says) {
                self.stale(both, ConflictKind::Required, side, says);
            }
            return;
        }
        let from_page = self.origin.evidence == Evidence::Page;
        if spec.required == fact.required {
            if from_page && spec.required_source.is_some() && both.may_change {
                let edits = &mut self.doc(holder.home).edits;
                edits.delete_key(holder.node, "required_source");
            }
            return;
        }
        if is_in_path && spec.required == Required::Yes {
            return;
        }
        let is_metadata = |source: &str| source.contains("metadata") || source.contains("SDK");
        let may_change = match spec.required_source.as_deref() {
            _ if spec.required == Required::Unknown => true,
            None => both.may_change,
            Some(source) => from_page || is_metadata(source),
        };
        if !may_change || self.is_page_on_shared(holder.home) {
            return;
        }
        let (about, sides) = ((both.subject, "required"), (says, spec.required.as_str()));
        let key = (holder, "required");
        if !self.put(
            DifferenceKind::Changed,
            key,
            about,
            sides,
            &Yaml::from(says),
        ) {
            return;
        }
        if from_page {
            let edits = &mut self.doc(holder.home).edits;
            edits.delete_key(holder.node, "required_source");
        } else if self.base(holder.home) == Evidence::Page && spec.evidence == Evidence::Page {
            let source = Yaml::from(format!("metadata ({})", self.origin.name));
            self.set(both, "required_source", &source);
        }
    }

    /// Whether a page takes the place of the metadata that an action's file was made from.
    pub(super) fn is_base_new(&self, home: Home) -> bool {
        home == Home::Action
            && self.origin.evidence == Evidence::Page
            && self.base(Home::Action) == Evidence::Metadata
    }

    /// What only metadata says of a member stays, and says so once a page is the spec's source.
    fn keep_required(&mut self, both: &MemberPair<'a, '_>) {
        if self.is_base_new(both.holder.home)
            && both.spec.required != Required::Unknown
            && both.spec.required_source.is_none()
        {
            self.set(both, "required_source", &Yaml::from("metadata"));
        }
    }

    fn location(&mut self, both: &MemberPair<'a, '_>) {
        let (spec, holder) = (both.spec, both.holder);
        let Some((before, usual)) = self.usual_locations(&spec.name) else {
            return;
        };
        let ours = spec.location.unwrap_or(before);
        let is_said =
            |place: &Location| *place != ours && both.may_change && ours != Location::BodyRoot;
        let Some(place) = both.fact.location.filter(is_said) else {
            return self.keep_location(spec, holder.node);
        };
        let (about, sides) = ((both.subject, "in"), (place.as_str(), ours.as_str()));
        let node = (holder.home, holder.value_of("in"));
        if !self.tell(DifferenceKind::Changed, node, about, sides.0, sides.1) {
            return;
        }
        if place == usual {
            self.doc(holder.home).edits.delete_key(holder.node, "in");
        } else {
            self.set(both, "in", &Yaml::from(place.as_str()));
        }
    }

    /// Where a parameter that does not say so travels: by the route so far, and by the one from now on.
    fn usual_locations(&self, name: &str) -> Option<(Location, Location)> {
        let current = self.current.as_ref()?;
        let before = self.service.route(current.spec);
        let usual = |route| self.service.usual_location(route, name);
        Some((usual(before), usual(current.route)))
    }

    /// Says where a parameter travels that would travel elsewhere by another method or path, and that nobody
    /// moved.
    pub(super) fn keep_location(&mut self, spec: &Member, node: &'a Node) {
        let Some((before, usual)) = self.usual_locations(&spec.name) else {
            return;
        };
        if spec.location.is_none() && before != usual && before != Location::Path {
            let holder = Holder::member(Home::Action, node);
            let place = Yaml::from(before.as_str());
            self.doc(Home::Action).add_key(holder, "in", &place);
        }
    }

    fn value(
        &mut self,
        both: &MemberPair<'a, '_>,
        key: &'static str,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) {
        let Some(fact) = theirs else {
            return ours.map_or((), |ours| self.value_gone(both, key, ours));
        };
        if !self.is_first(both, key) {
            return;
        }
        // `20` and `"20"` are one, unless the type that tells them apart has changed.
        let is_alike = |ours: &Value| {
            ours == fact || (!both.is_retyped && value_text(ours) == value_text(fact))
        };
        let is_shared = self.is_page_on_shared(both.holder.home);
        if ours.is_some_and(is_alike) || is_shared || (ours.is_some() && !both.may_change) {
            return;
        }
        let kind = match ours {
            Some(_) => DifferenceKind::Changed,
            None => DifferenceKind::Added,
        };
        let was = ours.map(value_text).unwrap_or_default();
        let (about, sides) = ((both.subject, key), (value_text(fact), was));
        self.put(kind, (both.holder, key), about, sides, &Yaml::of(fact));
    }

    /// Sets a key of a member, there or not.
    pub(super) fn set(&mut self, both: &MemberPair<'a, '_>, key: &'static str, value: &Yaml) {
        self.doc(both.holder.home).set(both.holder, key, value);
    }
}

/// Whether an example is what the spec says of such values.
fn fits_words(both: &MemberPair<'_, '_>, example: &Value) -> bool {
    let spec = both.spec;
    let text = value_text(example);
    let mut values = spec.values.iter();
    let is_known = spec.values.is_empty() || values.any(|value| value.value == text);
    let is_written_so = spec.format.is_none_or(|format| format.fits(&text));
    is_known && is_written_so && bounds::broken(spec, example).is_none()
}
