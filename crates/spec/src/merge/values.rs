//! Documented values: which are new, and which are gone.

use std::collections::BTreeSet;

use serde_json::Value;

use super::difference::Kind;
use super::member::Both;
use super::walk::{
    Home, MetValues, Walk, address, entry, items, outline_of_member, outline_of_type, rank,
};
use super::yaml::{self, Yaml};
use crate::model::{Conflict, ConflictKind, EnumValue, Evidence, Member, Scalar, TypeRef};
use crate::source::{Content, Node};

/// A value as a text, so that `20` and `"20"` are one.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl<'a> Walk<'a> {
    /// Merges the values that are stated of a member.
    pub(super) fn values(&mut self, both: &Both<'a, '_>) {
        let facts = self.fact_values(both.fact);
        if both.is_retyped && !still_fit(both) {
            return self.other_values(both, facts);
        }
        if facts.is_empty() {
            return;
        }
        let is_shared = both.home == Home::Service && self.origin.evidence == Evidence::Page;
        match self.values_of(both) {
            Some(met) => self.meet_values(met, facts, both.subject),
            None if is_shared || !takes_values(both.type_ref()) => {}
            None => self.first_values(both, facts),
        }
    }

    /// The list of values of a member: its own, or its type's.
    fn values_of(&self, both: &Both<'a, '_>) -> Option<MetValues<'a>> {
        let excused = |conflicts: &[Conflict]| {
            let of_values = conflicts
                .iter()
                .filter(|found| found.kind == ConflictKind::Values);
            let sides = of_values.flat_map(|found| [&found.table, &found.sample, &found.metadata]);
            let values = sides.flatten().filter_map(Value::as_array).flatten();
            values.map(plain).collect::<BTreeSet<String>>()
        };
        let mut met = MetValues {
            home: both.home,
            owner: both.node,
            outline: outline_of_member(),
            values: &both.spec.values,
            evidence: self.evidence(both.home, both.spec),
            excused: excused(&both.spec.conflict),
            path: both.subject.to_owned(),
            type_name: None,
            stated: Vec::new(),
            prose: String::new(),
        };
        if !both.spec.values.is_empty() {
            return Some(met);
        }
        let TypeRef::Named(name) = both.spec.type_ref.leaf() else {
            return None;
        };
        let (home, found, node) = self.spec_type(name)?;
        met.values = found.values.as_deref()?;
        met.home = home;
        met.owner = node;
        met.outline = outline_of_type();
        met.type_name = Some(&found.name);
        met.excused.extend(excused(&found.conflict));
        met.evidence = match found.evidence {
            Evidence::Page => self.base(home),
            other => other,
        };
        Some(met)
    }

    fn meet_values(&mut self, met: MetValues<'a>, facts: &[EnumValue], subject: &str) {
        let at = address(&met.owner.bytes);
        let index = *self.values_at.entry(at).or_insert_with(|| {
            self.met_values.push(met);
            self.met_values.len() - 1
        });
        let prose = self.current.as_ref().and_then(|current| {
            let prose = current.facts.prose.get(subject)?;
            Some(prose.clone())
        });
        let met = &mut self.met_values[index];
        met.prose.push_str(&prose.unwrap_or_default());
        for fact in facts {
            if !met.stated.iter().any(|stated| stated.value == fact.value) {
                met.stated.push(fact.clone());
            }
        }
    }

    /// Values in the place of those that the member's new type cannot have.
    fn other_values(&mut self, both: &Both<'a, '_>, facts: &[EnumValue]) {
        if facts.is_empty() || !takes_values(&both.fact.type_ref) {
            return self.doc(both.home).edits.delete_key(both.node, "values");
        }
        let written: Vec<Yaml> = facts.iter().filter_map(written).collect();
        if let Some(found) = entry(both.node, "values") {
            let edits = &mut self.doc(both.home).edits;
            edits.set_entry(found, "values", &Yaml::Sequence(written));
        }
    }

    /// A list of values where there was none.
    fn first_values(&mut self, both: &Both<'a, '_>, facts: &[EnumValue]) {
        let written: Vec<Yaml> = facts.iter().filter_map(written).collect();
        let says = list(facts);
        let home = (both.home, both.node);
        if self.tell(Kind::Added, home, (both.subject, "values"), says, "") {
            self.set(both, "values", &Yaml::Sequence(written));
        }
    }

    /// Adds and takes out values, now that all who share a list have been met.
    pub(super) fn finish_values(&mut self, home: Home) {
        let all: Vec<MetValues<'a>> = std::mem::take(&mut self.met_values);
        let mut kept = Vec::new();
        for met in all {
            if met.home == home {
                self.finish_list(&met);
            } else {
                kept.push(met);
            }
        }
        self.values_at = kept
            .iter()
            .enumerate()
            .map(|(index, met)| (address(&met.owner.bytes), index))
            .collect();
        self.met_values = kept;
    }

    fn finish_list(&mut self, met: &MetValues<'a>) {
        let known = |value: &str| met.values.iter().any(|found| found.value == value);
        let mut news: Vec<&EnumValue> = met
            .stated
            .iter()
            .filter(|stated| !known(&stated.value) && !met.excused.contains(&stated.value))
            .collect();
        let found = items(met.owner, "values");
        let may_add = met.home == Home::Action || self.origin.evidence == Evidence::Metadata;
        let what = (met.path.as_str(), "values");
        news.retain(|value| {
            let home = (met.home, met.owner);
            may_add && self.tell(Kind::Added, home, what, value.value.clone(), "")
        });
        let as_objects = found
            .last()
            .is_some_and(|last| matches!(last.content, Content::Map(_)));
        let written: Vec<Yaml> = news
            .iter()
            .filter_map(|value| written(value))
            .map(|value| if as_objects { object(value) } else { value })
            .collect();
        let doc = self.doc(met.home);
        doc.append((met.owner, met.outline), "values", written);
        for (value, node) in met.values.iter().zip(found) {
            self.value_of_list(met, value, node);
        }
    }

    /// Whether the lock knows which values the source stated, and this one is none of them.
    fn is_a_persons(&self, met: &MetValues<'a>, value: &str) -> bool {
        let before = match &met.type_name {
            Some(name) => self.value_before(met.home, &format!("type {name}"), "values"),
            None => None,
        };
        let before = before.or_else(|| self.value_before(met.home, &met.path, "values"));
        before.is_some_and(|before| before.split('\n').all(|stated| stated != value))
    }

    fn value_of_list(&mut self, met: &MetValues<'a>, value: &EnumValue, node: &'a Node) {
        let is_stated = met.stated.iter().any(|stated| stated.value == value.value);
        let what = (met.path.as_str(), "values");
        if is_stated && value.removed.is_some() {
            self.restore(met.home, node, what, value.value.as_str());
            return;
        }
        let is_shared = met.home == Home::Service && self.origin.evidence == Evidence::Page;
        let is_kept = is_stated
            || is_shared
            || value.removed.is_some()
            || met.excused.contains(&value.value)
            || self.is_a_persons(met, &value.value)
            || rank(met.evidence) != rank(self.origin.evidence)
            // A rule for sentences may have missed it: what is still named there is not gone.
            || met.prose.contains(&value.value);
        if is_kept {
            return;
        }
        if self.tell(Kind::Gone, (met.home, node), what, "", value.value.clone()) {
            self.remove(met.home, node, &crate::load::shape::ENUM_VALUE);
        }
    }
}

/// Whether a member's own values, if it has any, are ones of the type that its source states.
pub(super) fn still_fit(both: &Both<'_, '_>) -> bool {
    let mut values = both.spec.values.iter();
    both.spec.values.is_empty()
        || (takes_values(&both.fact.type_ref) && values.all(|one| fits(both.fact, &one.value)))
}

/// A value as it is written: a number without quotes.
fn written(value: &EnumValue) -> Option<Yaml> {
    let written = yaml::value(value).ok()?;
    let number = written.as_str().and_then(|text| {
        let number: i64 = text.parse().ok()?;
        (number.to_string() == text).then_some(number)
    });
    Some(number.map_or(written, Yaml::from))
}

/// A value as an object, as its neighbours are.
fn object(value: Yaml) -> Yaml {
    match value {
        Yaml::Mapping(_) => value,
        scalar => {
            let mut map = yaml::Mapping::new();
            map.insert("value", scalar);
            Yaml::Mapping(map)
        }
    }
}

fn list(values: &[EnumValue]) -> String {
    let values: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
    values.join(", ")
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
