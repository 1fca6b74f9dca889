//! Documented values: which are new, and which are gone.

use std::collections::BTreeSet;

use serde_json::Value;

use super::difference::DifferenceKind;
use super::doc::MetValues;
use super::holder::{Holder, Home};
use super::pair::MemberPair;
use super::walk::{Walk, own_or, rank};
use super::yaml::Yaml;
use crate::load::shape;
use crate::model::{Conflict, ConflictKind, EnumValue, Member, Scalar, TypeRef, value_text};
use crate::source::{Content, Node};

impl<'a> Walk<'a> {
    /// Merges the values that are stated of a member.
    pub(super) fn values(&mut self, both: &MemberPair<'a, '_>) {
        let facts = self.fact_values(both.fact);
        if both.is_retyped && !still_fit(both) {
            return self.other_values(both, facts);
        }
        if facts.is_empty() {
            return;
        }
        let is_shared = self.is_page_on_shared(both.holder.home);
        match self.values_of(both) {
            Some(met) => self.meet_values(met, facts, both.subject),
            None if is_shared || !takes_values(both.type_ref()) => {}
            None => self.first_values(both, facts),
        }
    }

    /// The list of values of a member: its own, or its type's.
    fn values_of(&self, both: &MemberPair<'a, '_>) -> Option<MetValues<'a>> {
        let mut met = MetValues {
            holder: both.holder,
            values: &both.spec.values,
            evidence: self.evidence(both.holder.home, both.spec),
            excused: excused(&both.spec.conflict),
            path: both.subject.to_owned(),
            type_name: None,
            stated: Vec::new(),
            prose: String::new(),
        };
        if !both.spec.values.is_empty() {
            return Some(met);
        }
        let (home, found, node) = self.spec_type(both.spec.type_ref.leaf_name()?)?;
        met.values = found.values.as_deref()?;
        met.holder = Holder::new(home, node, &shape::TYPE);
        met.type_name = Some(&found.name);
        met.excused.extend(excused(&found.conflict));
        met.evidence = own_or(found.evidence, self.base(home));
        Some(met)
    }

    fn meet_values(&mut self, met: MetValues<'a>, facts: &[EnumValue], subject: &str) {
        let current = self.current.as_ref();
        let prose = current.and_then(|current| current.facts.prose.get(subject));
        let prose = prose.cloned().unwrap_or_default();
        let doc = self.doc(met.holder.home);
        let at = met.holder.node.bytes.start;
        let met = doc.met_values.entry(at).or_insert(met);
        met.prose.push_str(&prose);
        for fact in facts {
            if !met.stated.iter().any(|stated| stated.value == fact.value) {
                met.stated.push(fact.clone());
            }
        }
    }

    /// Values in the place of those that the member's new type cannot have.
    fn other_values(&mut self, both: &MemberPair<'a, '_>, facts: &[EnumValue]) {
        if facts.is_empty() || !takes_values(&both.fact.type_ref) {
            let holder = both.holder;
            let edits = &mut self.doc(holder.home).edits;
            return edits.delete_key(holder.node, "values");
        }
        self.set(both, "values", &Yaml::Sequence(written(facts)));
    }

    /// A list of values where there was none.
    fn first_values(&mut self, both: &MemberPair<'a, '_>, facts: &[EnumValue]) {
        let values: Vec<&str> = facts.iter().map(|value| value.value.as_str()).collect();
        let (key, about) = ((both.holder, "values"), (both.subject, "values"));
        let says = (values.join(", "), "");
        let written = Yaml::Sequence(written(facts));
        self.put(DifferenceKind::Added, key, about, says, &written);
    }

    /// Adds and takes out values, now that all who share a list have been met.
    pub(super) fn finish_values(&mut self, home: Home) {
        for met in std::mem::take(&mut self.doc(home).met_values).into_values() {
            self.finish_list(&met);
        }
    }

    fn finish_list(&mut self, met: &MetValues<'a>) {
        let Holder { home, node, .. } = met.holder;
        let known = |value: &str| met.values.iter().any(|found| found.value == value);
        let mut news = met.stated.clone();
        news.retain(|stated| !known(&stated.value) && !met.excused.contains(&stated.value));
        let found = node.items("values");
        let about = (met.path.as_str(), "values");
        let may_add = !self.is_page_on_shared(home);
        news.retain(|value| {
            let says = value.value.as_str();
            may_add && self.tell(DifferenceKind::Added, (home, node), about, says, "")
        });
        let last = found.last().map(|last| &last.content);
        let mut written = written(&news);
        if matches!(last, Some(Content::Map(_))) {
            written = written.into_iter().map(object).collect();
        }
        self.doc(home).append(met.holder, "values", written);
        for (value, node) in met.values.iter().zip(found) {
            self.value_of_list(met, value, node);
        }
    }

    /// Whether the lock knows which values the source stated, and this one is none of them.
    fn is_a_persons(&self, met: &MetValues<'a>, value: &str) -> bool {
        let home = met.holder.home;
        let of_type = met.type_name.and_then(|name| {
            let subject = format!("type {name}");
            self.value_before(home, &subject, "values")
        });
        let before = of_type.or_else(|| self.value_before(home, &met.path, "values"));
        before.is_some_and(|before| before.split('\n').all(|stated| stated != value))
    }

    fn value_of_list(&mut self, met: &MetValues<'a>, value: &EnumValue, node: &'a Node) {
        let holder = Holder::new(met.holder.home, node, &shape::ENUM_VALUE);
        let is_stated = met.stated.iter().any(|stated| stated.value == value.value);
        let about = (met.path.as_str(), "values");
        if is_stated && value.removed.is_some() {
            self.restore(holder, about, value.value.as_str());
            return;
        }
        let is_kept = is_stated
            || self.is_page_on_shared(holder.home)
            || value.removed.is_some()
            || met.excused.contains(&value.value)
            || self.is_a_persons(met, &value.value)
            || rank(met.evidence) != rank(self.origin.evidence)
            // A rule for sentences may have missed it: what is still named there is not gone.
            || met.prose.contains(&value.value);
        if !is_kept {
            self.remove(holder, about, &value.value);
        }
    }
}

/// Whether a member's own values, if it has any, are ones of the type that its source states.
pub(super) fn still_fit(both: &MemberPair<'_, '_>) -> bool {
    let mut values = both.spec.values.iter();
    both.spec.values.is_empty()
        || (takes_values(&both.fact.type_ref) && values.all(|one| fits(both.fact, &one.value)))
}

/// Values that conflicts explain, on whichever side.
pub(super) fn excused(conflicts: &[Conflict]) -> BTreeSet<String> {
    let of_values = conflicts
        .iter()
        .filter(|found| found.kind == ConflictKind::Values);
    let sides = of_values.flat_map(|found| [&found.table, &found.sample, &found.metadata]);
    let values = sides.flatten().filter_map(Value::as_array).flatten();
    values.map(value_text).collect()
}

/// Values as they are written: numbers without quotes.
fn written(values: &[EnumValue]) -> Vec<Yaml> {
    let written = values.iter().map(|value| {
        let written = Yaml::of(value);
        let number = written.as_str().and_then(|text| {
            let number: i64 = text.parse().ok()?;
            (number.to_string() == text).then_some(number)
        });
        number.map_or(written, Yaml::from)
    });
    written.collect()
}

/// A value as an object, as its neighbours are.
fn object(value: Yaml) -> Yaml {
    match value {
        Yaml::Mapping(_) => value,
        scalar => Yaml::Mapping(vec![("value".to_owned(), scalar)]),
    }
}

/// Whether values can be documented on a type.
pub(crate) fn takes_values(type_ref: &TypeRef) -> bool {
    match type_ref.leaf() {
        TypeRef::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Boolean | Scalar::Any | Scalar::Binary | Scalar::Datetime | Scalar::Date
        ),
        _ => false,
    }
}

/// Whether a value fits a member's type, as far as its text shows.
pub(crate) fn fits(member: &Member, value: &str) -> bool {
    match member.type_ref.leaf() {
        TypeRef::Scalar(Scalar::Integer | Scalar::Int32 | Scalar::Int64 | Scalar::Uint64) => {
            value.parse::<i64>().is_ok()
        }
        TypeRef::Scalar(Scalar::Number | Scalar::Float32 | Scalar::Float64) => {
            value.parse::<f64>().is_ok_and(f64::is_finite)
        }
        TypeRef::Scalar(Scalar::Boolean) => matches!(value, "true" | "false"),
        TypeRef::Scalar(_) => true,
        _ => false,
    }
}
