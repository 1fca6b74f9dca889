//! One member: each thing that a source states of it.

use serde_json::Value;

use super::conflicts;
use super::difference::Kind;
use super::member_type::Typed;
use super::values;
use super::walk::{Direction, Group, Home, Walk, address, order, outline_of_member, rank, yaml_of};
use super::yaml::{self, Yaml};
use crate::check::bounds;
use crate::model::{ConflictKind, Evidence, Location, Member, Required, TypeRef};
use crate::source::Node;

/// A member on both sides.
#[derive(Clone, Copy)]
pub(super) struct Both<'a, 's> {
    pub(super) home: Home,
    pub(super) node: &'a Node,
    pub(super) spec: &'a Member,
    pub(super) fact: &'a Member,
    pub(super) subject: &'s str,
    /// Whether the source may change what the spec says.
    pub(super) may_change: bool,
    /// Whether the type is the source's from now on.
    pub(super) is_retyped: bool,
}

impl<'a> Both<'a, '_> {
    /// The type that the member has from now on, so far as the sources say the same of it.
    pub(super) fn type_ref(&self) -> &'a TypeRef {
        if self.is_retyped {
            &self.fact.type_ref
        } else {
            &self.spec.type_ref
        }
    }
}

impl<'a> Walk<'a> {
    /// Merges what is stated of a member.
    pub(super) fn member(
        &mut self,
        group: Group<'a>,
        spec: &'a Member,
        node: &'a Node,
        fact: &'a Member,
        subject: &str,
    ) {
        let (ours, theirs) = (self.evidence(group.home, spec), self.fact_evidence(fact));
        let is_shared = group.home == Home::Service && self.origin.evidence == Evidence::Page;
        let both = Both {
            home: group.home,
            node,
            spec,
            fact,
            subject,
            may_change: rank(theirs) >= rank(ours) && !is_shared,
            is_retyped: false,
        };
        if spec.removed.is_some() && theirs != Evidence::Sample {
            let says = fact.type_ref.to_string();
            if !self.restore(both.home, node, (subject, ""), says) {
                return;
            }
        }
        if theirs == Evidence::Sample {
            // A sample shows one answer of many: it adds members and changes none but what it left open.
            if spec.evidence == Evidence::Sample && self.is_said_anew(&both) {
                self.type_ref(&both);
            }
            self.nested(group, &both);
            return;
        }
        if theirs == Evidence::Page && rank(spec.evidence) < rank(Evidence::Page) && !is_shared {
            self.doc(both.home).edits.delete_key(node, "evidence");
        }
        let typed = self.type_ref(&both);
        if typed == Typed::Apart {
            return;
        }
        let both = Both {
            is_retyped: typed == Typed::Anew,
            ..both
        };
        if group.direction != Direction::Response {
            self.required(&both);
        }
        if group.direction == Direction::Request {
            self.location(&both);
        }
        self.value(
            &both,
            "default",
            spec.default.as_ref(),
            fact.default.as_ref(),
        );
        self.number(&both, "min", spec.min, fact.min);
        self.number(&both, "max", spec.max, fact.max);
        self.number(&both, "min_length", spec.min_length, fact.min_length);
        self.number(&both, "max_length", spec.max_length, fact.max_length);
        if self.origin.evidence == Evidence::Metadata {
            self.metadata_only(&both);
            self.example(&both);
        }
        self.values(&both);
        self.nested(group, &both);
    }

    /// What pages do not state, or only in sentences.
    fn metadata_only(&mut self, both: &Both<'a, '_>) {
        let (spec, fact) = (both.spec, both.fact);
        let flag = |flag: Option<bool>| flag.map(Value::from);
        self.value(
            both,
            "always",
            flag(spec.always).as_ref(),
            flag(fact.always).as_ref(),
        );
        self.value(
            both,
            "nullable",
            flag(spec.nullable).as_ref(),
            flag(fact.nullable).as_ref(),
        );
        let text = |text: &Option<String>| text.clone().map(Value::from);
        self.value(
            both,
            "pattern",
            text(&spec.pattern).as_ref(),
            text(&fact.pattern).as_ref(),
        );
        for (key, ours, theirs) in [
            ("sensitive", spec.sensitive, fact.sensitive),
            ("implicit", spec.implicit, fact.implicit),
        ] {
            if theirs && !ours {
                self.value(both, key, None, Some(&Value::from(true)));
            }
        }
        // Words of a person are better than ours about a flag.
        let (ours, theirs) = (text(&spec.deprecated), text(&fact.deprecated));
        if spec.removed.is_none() && (ours.is_none() || theirs.is_none()) {
            self.value(both, "deprecated", ours.as_ref(), theirs.as_ref());
        }
        let packing = |how: Option<crate::model::Serialize>| {
            how.and_then(|how| serde_json::to_value(how).ok())
        };
        let (ours, theirs) = (packing(spec.serialize), packing(fact.serialize));
        self.value(both, "serialize", ours.as_ref(), theirs.as_ref());
    }

    /// One example is as good as another: it is changed only with its type.
    fn example(&mut self, both: &Both<'a, '_>) {
        let (ours, theirs) = (&both.spec.example, &both.fact.example);
        let is_wanted = match ours {
            None => {
                both.spec.conflict.is_empty()
                    && theirs.as_ref().is_some_and(|one| fits_words(both, one))
            }
            Some(_) => both.is_retyped,
        };
        if is_wanted && theirs.is_some() {
            self.value(both, "example", ours.as_ref(), theirs.as_ref());
        }
    }

    fn nested(&mut self, group: Group<'a>, both: &Both<'a, '_>) {
        if self.is_another_type(both) {
            return;
        }
        let Some(facts) = self.fact_fields(both.fact) else {
            return;
        };
        let is_whole = group.is_whole && self.fact_evidence(both.fact) != Evidence::Sample;
        let found = self.spec_fields(both.home, both.spec, both.node, group.direction, is_whole);
        // What all actions of an inventory share is called by the type's name, wherever it is met.
        let shared = match both.fact.type_ref.leaf() {
            TypeRef::Named(name) => self.fact_type(name).filter(|(is_shared, _)| *is_shared),
            _ => None,
        };
        let shared = shared.map(|(_, found)| format!("type {}", found.name));
        if let Some(found) = found {
            self.members(found, facts, shared.as_deref().unwrap_or(both.subject));
        }
    }

    /// Whether the source states this for the first time: several of its types may lead to one of the spec.
    pub(super) fn is_first(&mut self, node: &'a Node, key: &'static str) -> bool {
        self.stated_keys.insert((address(&node.bytes), key))
    }

    pub(super) fn stale(
        &mut self,
        both: &Both<'a, '_>,
        kind: ConflictKind,
        side: &Value,
        says: &str,
    ) {
        let index = both
            .spec
            .conflict
            .iter()
            .position(|found| found.kind == kind);
        let list = super::walk::items(both.node, "conflict");
        let node = index.and_then(|index| list.get(index)).unwrap_or(both.node);
        let side = yaml::flow(&yaml_of(side));
        let (home, what) = ((both.home, node), (both.subject, "conflict"));
        let _ = self.tell(Kind::StaleConflict, home, what, says, side);
    }

    fn required(&mut self, both: &Both<'a, '_>) {
        let (spec, fact) = (both.spec, both.fact);
        let is_in_path =
            spec.location == Some(Location::Path) || fact.location == Some(Location::Path);
        if fact.required == Required::Unknown {
            self.keep_required(both);
            return;
        }
        if !self.is_first(both.node, "required") {
            return;
        }
        if let Some((_, side)) = conflicts::of(spec, ConflictKind::Required, self.origin) {
            if side.as_str() != Some(fact.required.as_str()) {
                self.stale(both, ConflictKind::Required, side, fact.required.as_str());
            }
            return;
        }
        let from_page = self.origin.evidence == Evidence::Page;
        if spec.required == fact.required {
            if from_page && spec.required_source.is_some() && both.may_change {
                self.doc(both.home)
                    .edits
                    .delete_key(both.node, "required_source");
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
        let is_shared = both.home == Home::Service && from_page;
        if !may_change || is_shared {
            return;
        }
        let what = (both.subject, "required");
        let (says, was) = (fact.required.as_str(), spec.required.as_str());
        let node = (both.home, both.node);
        if !self.tell(Kind::Changed, node, what, says, was) {
            return;
        }
        self.set(both, "required", &Yaml::from(says));
        if from_page {
            self.doc(both.home)
                .edits
                .delete_key(both.node, "required_source");
        } else if self.base(both.home) == Evidence::Page && spec.evidence == Evidence::Page {
            let source = Yaml::from(format!("metadata ({})", self.origin.name));
            self.set(both, "required_source", &source);
        }
    }

    /// What only metadata says of a member stays, and says so once a page is the spec's source.
    fn keep_required(&mut self, both: &Both<'a, '_>) {
        let is_base_new = both.home == Home::Action
            && self.origin.evidence == Evidence::Page
            && self.base(Home::Action) == Evidence::Metadata;
        if is_base_new
            && both.spec.required != Required::Unknown
            && both.spec.required_source.is_none()
        {
            self.set(both, "required_source", &Yaml::from("metadata"));
        }
    }

    fn location(&mut self, both: &Both<'a, '_>) {
        let Some((before, usual)) = self.usual_locations(&both.spec.name) else {
            return;
        };
        let ours = both.spec.location.unwrap_or(before);
        let stated = both
            .fact
            .location
            .filter(|place| *place != ours && both.may_change);
        let Some(place) = stated.filter(|_| ours != Location::BodyRoot) else {
            return self.keep_location(both.spec, both.node);
        };
        let word = |place: Location| {
            let word = yaml::value(&place).ok();
            word.and_then(|word| word.as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        let (says, was) = (word(place), word(ours));
        let node = (both.home, both.node);
        if !self.tell(Kind::Changed, node, (both.subject, "in"), says.clone(), was) {
            return;
        }
        if place == usual {
            self.doc(both.home).edits.delete_key(both.node, "in");
        } else {
            self.set(both, "in", &Yaml::from(says));
        }
    }

    /// Where a parameter that does not say so travels: by the route so far, and by the one from now on.
    fn usual_locations(&self, name: &str) -> Option<(Location, Location)> {
        let current = self.current.as_ref()?;
        let before = super::route(self.service, current.spec);
        let usual = |route| super::usual_location(self.service, route, name);
        Some((usual(before), usual(current.route)))
    }

    /// Says where a parameter travels that would travel elsewhere by another method or path, and that nobody
    /// moved.
    pub(super) fn keep_location(&mut self, spec: &Member, node: &'a Node) {
        let Some((before, usual)) = self.usual_locations(&spec.name) else {
            return;
        };
        let is_moved = spec.location.is_none() && before != usual;
        if is_moved
            && before != Location::Path
            && let Ok(place) = yaml::value(&before)
        {
            let doc = self.doc(Home::Action);
            doc.edits
                .add_key(node, &order(outline_of_member()), "in", &place);
        }
    }

    fn number<N: Copy + Into<Value> + PartialEq>(
        &mut self,
        both: &Both<'a, '_>,
        key: &'static str,
        spec: Option<N>,
        fact: Option<N>,
    ) {
        let (ours, theirs) = (spec.map(Into::into), fact.map(Into::into));
        self.value(both, key, ours.as_ref(), theirs.as_ref());
    }

    fn value(
        &mut self,
        both: &Both<'a, '_>,
        key: &'static str,
        ours: Option<&Value>,
        theirs: Option<&Value>,
    ) {
        let Some(fact) = theirs else {
            return ours.map_or((), |ours| self.value_gone(both, key, ours));
        };
        if !self.is_first(both.node, key) {
            return;
        }
        let is_shared = both.home == Home::Service && self.origin.evidence == Evidence::Page;
        // `20` and `"20"` are one, unless the type that tells them apart has changed.
        let is_alike = |ours: &Value| {
            ours == fact || (!both.is_retyped && values::plain(ours) == values::plain(fact))
        };
        let is_same = ours.is_some_and(is_alike);
        if is_same || is_shared || (ours.is_some() && !both.may_change) {
            return;
        }
        let (says, was) = (
            values::plain(fact),
            ours.map(values::plain).unwrap_or_default(),
        );
        let kind = if ours.is_some() {
            Kind::Changed
        } else {
            Kind::Added
        };
        let node = (both.home, both.node);
        if self.tell(kind, node, (both.subject, key), says, was) {
            self.set(both, key, &yaml_of(fact));
        }
    }

    /// Sets a key of a member, there or not.
    pub(super) fn set(&mut self, both: &Both<'a, '_>, key: &'static str, value: &Yaml) {
        let owner = (both.node, outline_of_member());
        self.doc(both.home).set(owner, key, value);
    }
}

/// Whether an example is what the spec says of such values.
fn fits_words(both: &Both<'_, '_>, example: &Value) -> bool {
    let spec = both.spec;
    let text = values::plain(example);
    let mut values = spec.values.iter();
    let is_known = spec.values.is_empty() || values.any(|value| value.value == text);
    let is_written_so = spec.format.is_none_or(|format| format.fits(&text));
    is_known && is_written_so && bounds::broken(spec, example).is_none()
}
